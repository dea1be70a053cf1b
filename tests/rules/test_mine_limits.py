"""Limits of output, people and faces by the rules of the day, and how long an acceptance may take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from ledger.domain.mine_events import SizeClass
from ledger.domain.mine_file_events import DisasterKind
from ledger.domain.mine_status_events import MineStatus, WorkKind
from ledger.rules.disaster_grades import disaster_grades
from ledger.rules.face_limits import face_limits
from ledger.rules.hazard_standards import Measure
from ledger.rules.mine_stops import mine_stop_rules
from ledger.rules.production_limits import over_capacity, over_headcount, people_limit
from ledger.values.errors import InvalidInput

CAPACITY = Decimal(60)
MONTH: Measure = "OUTPUT_OF_MONTH_TO_CAPACITY"
QUARTER: Measure = "OUTPUT_OF_QUARTER_TO_CAPACITY"
YEAR: Measure = "OUTPUT_OF_YEAR_TO_CAPACITY"


@pytest.mark.parametrize(
    ("on", "month", "quarter", "year", "rules"),
    [
        (date(2020, 12, 31), "9", "27", "90", []),  # the standard of 2015 is not known here
        (date(2021, 1, 31), "6", "6", "6", []),
        (date(2021, 1, 31), "6.001", "6", "6", ["应急管理部令第4号 §4(1)"]),
        (date(2026, 6, 30), "6", "18", "66", ["应急管理部令第4号 §4(1)"]),
        (date(2026, 7, 31), "9", "9", "60", []),  # no limit of the month any more
        (date(2026, 9, 30), "9", "18.001", "60", ["应急管理部令第21号 §4(1)"]),
        (date(2026, 12, 31), "5", "15", "66", []),
        (date(2026, 12, 31), "5", "15", "66.001", ["应急管理部令第21号 §4(1)"]),
    ],
)
def test_output_is_held_against_the_standard_of_its_month(
    on: date, month: str, quarter: str, year: str, rules: list[str]
) -> None:
    over = over_capacity(on, {MONTH: Decimal(month), QUARTER: Decimal(quarter), YEAR: Decimal(year)}, CAPACITY)
    assert [limit.rule for limit in over] == rules


def test_people_are_held_against_what_is_known_of_the_rules_of_the_day() -> None:
    gassy = ["高瓦斯"]
    face = people_limit(date(2022, 1, 1), "COAL_FACE", gassy, work="MECHANISED", shift="PRODUCTION")
    assert face is not None
    assert face.people == 25
    mine = people_limit(date(2022, 1, 1), "MINE", [])
    assert mine is not None
    assert mine.people == 450
    assert people_limit(date(2024, 1, 1), "MINE", gassy) is None, "the table of 2023 is not known here"
    assert [limit.rule for limit in over_headcount(date(2026, 7, 1), 31, 25)] == ["应急管理部令第21号 §4(3)"]
    assert over_headcount(date(2026, 7, 1), 30, 25) == []


@pytest.mark.parametrize(
    ("size", "in_mine", "in_panel", "codes"),
    [
        (SizeClass.MEDIUM, 2, 2, []),
        (SizeClass.MEDIUM, 3, 1, ["MINE"]),
        (SizeClass.LARGE, 3, 2, []),
        (SizeClass.SMALL, 3, 3, ["MINE", "PANEL_SINGLE_SEAM"]),
    ],
)
def test_more_coal_faces_at_once_than_the_notice_allows(
    size: SizeClass, in_mine: int, in_panel: int, codes: list[str]
) -> None:
    limits = face_limits(date(2026, 7, 1))
    assert limits is not None
    assert [text.code for text in limits.exceeded(size, in_mine, "SINGLE", in_panel)] == codes
    assert face_limits(date(2020, 4, 30)) is None


def test_an_acceptance_was_due_within_60_days_and_is_within_20() -> None:
    assert mine_stop_rules(date(2024, 4, 30)).acceptance_due(date(2024, 4, 30)) == date(2024, 6, 29)
    assert mine_stop_rules(date(2024, 5, 1)).acceptance_due(date(2024, 5, 1)) == date(2024, 5, 21)
    assert mine_stop_rules(date(2001, 1, 1)).acceptance.days == 60


@pytest.mark.parametrize("status", MineStatus)
@pytest.mark.parametrize("on", [date(2021, 1, 1), date(2026, 7, 1)])
def test_ventilation_and_pumping_break_no_rule_and_production_breaks_one_unless_it_is_what_the_mine_does(
    status: MineStatus, on: date
) -> None:
    rules = mine_stop_rules(on)
    assert rules.broken_by(status, WorkKind.VENTILATION) is rules.broken_by(status, WorkKind.PUMPING) is None
    assert (rules.broken_by(status, WorkKind.PRODUCTION) is None) == (status is MineStatus.PRODUCING)


def test_a_grade_is_one_of_its_disaster_type() -> None:
    assert disaster_grades().grade(DisasterKind.GAS, "煤与瓦斯突出").severe
    with pytest.raises(InvalidInput, match="DISASTER_GRADE_UNKNOWN"):
        disaster_grades().grade(DisasterKind.WATER, "高瓦斯")
