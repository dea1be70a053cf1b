"""What the rule sets say: counts, boundaries, limits, and two rules side by side."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ledger.domain.mine_events import SizeClass
from ledger.domain.plan_events import GoalOperator
from ledger.projections.plan_figures import met
from ledger.rules.accident_grades import accident_grades
from ledger.rules.approval_gates import approval_gates
from ledger.rules.deadlines import DeadlineRules
from ledger.rules.goals import goals
from ledger.rules.hazard_standards import HazardStandard, criterion, standard_in_force
from ledger.rules.headcount_limits import headcount_limits
from ledger.rules.listing_regimes import ListingRegime
from ledger.rules.penalties import Fine, Penalties
from ledger.rules.publication import publication_rules
from ledger.rules.rule_set import versions
from ledger.rules.side_by_side import side_by_side
from ledger.rules.size_classes import size_classes
from ledger.rules.standardisation import standardisation_grades
from ledger.rules.violation_categories import violation_categories
from ledger.values.errors import GuardRefused, InvalidInput, LedgerError
from ledger.values.verified import Verified

NOTICE = Path(__file__).parents[3] / "shared/data/notice-2020-28-tasks.yaml"
OF_THE_NOTICE = pytest.mark.skipif(not NOTICE.exists(), reason=f"{NOTICE.name} is not beside this checkout")


def notice() -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load(NOTICE.read_text("utf-8"))
    return content


@pytest.mark.parametrize(
    ("id", "items"),
    [
        ("ORDER-4-2020", [6, 3, 7, 2, 10, 9, 3, 5, 4, 6, 3, 4, 5, 3, 11]),
        ("ORDER-21-2026", [3, 9, 6, 5, 17, 3, 16, 9, 3, 6, 8, 4, 3, 3, 7, 2, 19]),
    ],
)
def test_a_standard_has_the_categories_and_items_of_its_order(id: str, items: list[int]) -> None:
    [standard] = [s for s in versions(HazardStandard) if s.id == id]
    assert [len(category.items) for category in standard.categories] == items
    assert [category.article for category in standard.categories] == list(range(4, 4 + len(items)))
    assert len(list(standard.texts())) == sum(items)


def test_order_21_has_17_categories_and_123_items() -> None:
    standard = standard_in_force(date(2026, 7, 1))
    assert len(standard.categories) == 17
    assert sum(len(category.items) for category in standard.categories) == 123


def test_categories_were_reordered_so_that_an_article_alone_names_nothing() -> None:
    assert criterion(date(2026, 6, 30), None, 9, 1).category == "WATER"
    assert criterion(date(2026, 7, 1), None, 9, 1).category == "OUT_OF_BOUNDS"


@given(st.dates(date(2021, 1, 1), date(2027, 12, 31)), st.integers(1, 30), st.integers(1, 30))
def test_an_item_is_taken_exactly_when_the_standard_of_that_date_has_it(day: date, article: int, item: int) -> None:
    standard = standard_in_force(day)
    if standard.item(article, item) is None:
        with pytest.raises(InvalidInput, match="ITEM_UNKNOWN_IN_STANDARD") as refused:
            criterion(day, None, article, item)
        assert standard.id in refused.value.message
        assert standard.id in refused.value.message_zh
    else:
        found = criterion(day, None, article, item)
        assert (found.standard, found.article, found.item) == (standard.id, article, item)


def test_the_standard_of_another_day_and_a_day_without_any_are_refused() -> None:
    for day, standard, code in (
        (date(2026, 6, 30), "ORDER-21-2026", "STANDARD_NOT_IN_FORCE"),
        (date(2015, 12, 2), None, "NO_STANDARD_KNOWN"),
    ):
        with pytest.raises(GuardRefused) as refused:
            criterion(day, standard, 4, 1)
        assert refused.value.code == code


def test_an_item_of_the_order_whose_articles_are_not_known_is_taken_and_marked() -> None:
    assert criterion(date(2020, 12, 31), None, 4, 1).category == "NOT_KNOWN"


def test_output_over_capacity_is_told_by_each_standard_in_its_own_way() -> None:
    def limits(day: date) -> dict[str, Any]:
        item = standard_in_force(day).item(4, 1)
        assert item is not None
        return {limit.measure: limit for limit in item.tests}

    old, new = limits(date(2026, 6, 30)), limits(date(2026, 7, 1))
    exactly = Decimal("1.10")
    assert old["OUTPUT_OF_YEAR_TO_CAPACITY"].met_by(exactly)
    assert not new["OUTPUT_OF_YEAR_TO_CAPACITY"].met_by(exactly)
    assert new["OUTPUT_OF_YEAR_TO_CAPACITY"].met_by(exactly + Decimal("0.0001"))
    assert old.keys() - new.keys() == {"OUTPUT_OF_MONTH_TO_CAPACITY"}
    assert new.keys() - old.keys() == {"OUTPUT_OF_QUARTER_TO_CAPACITY"}


@OF_THE_NOTICE
def test_the_18_categories_are_the_notices_own() -> None:
    [of_notice] = [t["violation_categories"] for t in notice()["tasks"] if "violation_categories" in t]
    ours = [(c.code, c.zh) for c in violation_categories().categories]
    assert ours == [(c["code"], c["text"].rstrip("；。")) for c in of_notice]
    assert len(ours) == 18


def test_what_a_category_answers_to_is_marked_as_ours_and_none_is_a_ground_for_a_list() -> None:
    codes = {category.code for category in violation_categories().categories}
    assert {category.mapping.verified for category in violation_categories().categories} == {Verified.OURS}
    assert not codes & {ground.code for regime in versions(ListingRegime) for ground in regime.grounds}


@OF_THE_NOTICE
def test_goals_and_gates_are_the_notices_own() -> None:
    content = notice()
    ours = [(g.code, g.zh, g.operator, g.value, g.unit) for g in goals().goals]
    assert ours == [
        (g["id"], g["text"], g["op"], None if g["value"] is None else Decimal(g["value"]), g["unit"])
        for g in content["goals_2022"]
    ]
    [gates] = [t["deadlines"] for t in content["tasks"] if t["id"] == "T-二(三甲)2"]
    assert [(g.due_on.isoformat(), g.zh, g.consequence) for g in approval_gates().gates] == [
        (g["date"], g["item"], g["consequence"]) for g in gates
    ]


def test_a_goal_without_a_figure_is_reached_by_none() -> None:
    operators = {"<=": GoalOperator.AT_MOST, ">=": GoalOperator.AT_LEAST, "=": GoalOperator.EQUALS}
    by_code = {goal.code: goal for goal in goals().goals}

    def reached(code: str, figure: str) -> bool | None:
        goal = by_code[code]
        return met(operators.get(goal.operator, GoalOperator.PROGRESS), goal.value, Decimal(figure))

    assert reached("G1", "3") is True
    assert reached("G1", "4") is False
    assert reached("G2", "41.99") is False
    assert reached("G3", "100") is True
    assert reached("G8", "0") is None
    assert reached("G9", "0") is None


def test_a_gate_is_missed_on_the_day_after_its_last() -> None:
    gate = approval_gates().gates[0]
    assert not gate.missed(None, date(2020, 7, 30))
    assert gate.missed(None, date(2020, 7, 31))
    assert not gate.missed(date(2020, 7, 30), date(2020, 9, 16))
    assert gate.missed(date(2020, 8, 1), date(2020, 9, 16))


@pytest.mark.parametrize(
    ("deaths", "injuries", "loss", "grade"),
    [
        (2, 9, "9999999.99", "GENERAL"),
        (3, 0, "0", "SERIOUS"),
        (0, 10, "0", "SERIOUS"),
        (0, 0, "10000000", "SERIOUS"),
        (9, 49, "49999999.99", "SERIOUS"),
        (10, 0, "0", "GRAVE"),
        (0, 50, "0", "GRAVE"),
        (0, 0, "50000000.00", "GRAVE"),
        (29, 99, "99999999.99", "GRAVE"),
        (30, 0, "0", "EXTRAORDINARILY_GRAVE"),
        (0, 100, "0", "EXTRAORDINARILY_GRAVE"),
        (0, 0, "100000000", "EXTRAORDINARILY_GRAVE"),
    ],
)
def test_the_boundaries_of_accident_grades_are_exact(deaths: int, injuries: int, loss: str, grade: str) -> None:
    assert accident_grades(date(2026, 1, 1)).grade(deaths, injuries, Decimal(loss)).code == grade


@given(st.integers(0, 200), st.integers(0, 300), st.decimals(0, 10**10, places=2))
def test_more_of_anything_never_makes_an_accident_lesser(deaths: int, injuries: int, loss: Decimal) -> None:
    order = [grade.code for grade in accident_grades(date(2026, 1, 1)).grades]

    def grade(*figures: Any) -> int:
        return order.index(accident_grades(date(2026, 1, 1)).grade(*figures).code)

    here = grade(deaths, injuries, loss)
    for more in ((deaths + 1, injuries, loss), (deaths, injuries + 1, loss), (deaths, injuries, loss + 1)):
        assert grade(*more) <= here


def test_before_the_regulation_no_grades_are_known() -> None:
    with pytest.raises(LedgerError, match="NO_ACCIDENT_GRADES_KNOWN"):
        accident_grades(date(2007, 5, 31))


def test_headcount_is_limited_by_hazard_way_of_working_and_shift_as_far_as_it_is_known() -> None:
    trial, since = headcount_limits(date(2023, 9, 27)), headcount_limits(date(2023, 9, 28))
    assert trial is not None
    assert since is not None

    def people(place: Any, types: list[str], **how: str) -> int | None:
        limit = trial.applying(place, types, **how)
        return None if limit is None else limit.people

    assert people("MINE", ["冲击地压"]) == 850
    assert people("MINE", []) == 450
    assert people("COAL_FACE", ["高瓦斯"], work="MECHANISED", shift="PRODUCTION") == 25
    assert people("COAL_FACE", ["高瓦斯"], work="MECHANISED", shift="MAINTENANCE") == 40
    assert people("HEADING", ["高瓦斯"], work="MECHANISED") == 18
    assert people("HEADING", ["高瓦斯"], work="BLASTING") == 15
    assert people("COAL_FACE", [], work="MECHANISED", shift="PRODUCTION") is None
    assert since.applying("MINE", ["冲击地压"]) is None
    assert "missing" in since.note
    assert headcount_limits(date(2019, 1, 8)) is None


@given(st.decimals("0.001", "10000", places=3))
def test_the_size_of_a_mine_is_the_same_by_rule_and_in_the_register(capacity: Decimal) -> None:
    found = size_classes().of(capacity)
    assert SizeClass.of(capacity) == (found.code if found else SizeClass.UNCLASSIFIED)


def test_a_higher_standardisation_grade_reaches_a_lower_one_and_none_reaches_nothing() -> None:
    grades = standardisation_grades()
    assert [grades.reaches(grade, 2) for grade in (1, 2, 3, 0)] == [True, True, False, False]


def test_a_stop_was_published_within_3_days_and_is_within_5_working_days() -> None:
    for day, days in ((date(2024, 4, 30), ("3", "DAY")), (date(2024, 5, 1), ("5", "WORKING_DAY"))):
        [rule] = publication_rules("STOP_ORDERED", day)
        assert (rule.values["amount"], rule.values["unit"]) == days


def test_two_rules_on_producing_with_a_major_hazard_stand_side_by_side() -> None:
    both = side_by_side(
        Penalties, "PRODUCING_WITH_MAJOR_HAZARD", (date(2024, 3, 1), date(2024, 3, 9)), date(2024, 6, 1)
    )
    assert [r.rule_set for r in both.at_conduct] == ["PENALTIES-ORDER-446"]
    assert [r.rule_set for r in both.at_decision] == ["PENALTIES-COAL-REGULATION-2024"]
    assert {d.field for d in both.differences} == {"source", "article", "zh"}
    assert not both.same_rules


def test_what_differs_between_two_rules_is_named_with_both_values() -> None:
    both = side_by_side(Penalties, "PRODUCING_WITHOUT_LICENCE", (date(2024, 3, 1), date(2024, 3, 9)), date(2024, 6, 1))
    [fine] = [d for d in both.differences if d.field == "unit_fine"]
    assert (fine.then, fine.now) == ("1–5倍违法所得", "2–5倍违法所得")
    assert (fine.at_conduct, fine.at_decision) == ("PENALTIES-ORDER-446", "PENALTIES-COAL-REGULATION-2024")


def test_a_closed_mine_that_produces_is_threatened_by_the_rules_of_both_times() -> None:
    both = side_by_side(Penalties, "CLOSED_MINE_PRODUCING", (date(2024, 4, 1), date(2024, 4, 2)), date(2024, 6, 1))
    [fine] = [difference for difference in both.differences if difference.field == "unit_fine"]
    assert (fine.then, fine.now) == ("1–5倍违法所得", "2–5倍违法所得")


def test_a_fine_on_a_principals_income_is_shown_as_a_share_of_it_and_of_one_thing_alone() -> None:
    fine = Fine(least=Decimal("0.60"), most=Decimal("1.00"), of_income=True)
    assert str(fine) == "上一年年收入的60%–100%"
    with pytest.raises(ValidationError, match="one thing"):
        Fine(least=Decimal(1), most=Decimal(2), of_income=True, of_gain=True)


def test_conduct_over_a_change_of_law_has_the_rules_of_both_and_a_repealed_one_stands_alone() -> None:
    over = side_by_side(
        Penalties, "PRODUCING_WITH_MAJOR_HAZARD", (date(2024, 4, 30), date(2024, 5, 1)), date(2024, 5, 2)
    )  # fmt: skip
    assert [r.rule_set for r in over.at_conduct] == ["PENALTIES-ORDER-446", "PENALTIES-COAL-REGULATION-2024"]
    gone = side_by_side(
        Penalties, "SAFETY_HANDBOOK", (date(2024, 1, 1), date(2024, 1, 1)), date(2025, 1, 1)
    )  # fmt: skip
    assert [r.rule_set for r in gone.at_conduct] == ["PENALTIES-ORDER-446"]
    assert gone.at_decision == []
    assert gone.differences == []


MATTERS = sorted({text.matter for rules in versions(Penalties) for text in rules.texts()})


@given(
    st.dates(date(2015, 1, 1), date(2027, 1, 1)), st.integers(0, 900), st.integers(0, 900), st.sampled_from(MATTERS)
)  # fmt: skip
def test_a_comparison_has_exactly_the_rules_of_conduct_and_decision(
    began: date, lasted: int, later: int, matter: str
) -> None:
    ended, decided = began + timedelta(days=lasted), began + timedelta(days=later)
    both = side_by_side(Penalties, matter, (began, ended), decided)
    of_matter = [(s, text) for s in versions(Penalties) for text in s.texts() if text.matter == matter]
    days = [began + timedelta(days=n) for n in range(lasted + 1)]
    then = [text for rules, text in of_matter if any(rules.in_force(day) for day in days)]
    assert [ruling.rule for ruling in both.at_conduct] == then
    assert [r.rule for r in both.at_decision] == [text for rules, text in of_matter if rules.in_force(decided)]


def test_rules_with_days_of_their_own_are_compared_by_these_and_not_by_the_days_of_their_file() -> None:
    both = side_by_side(DeadlineRules, "RESUMPTION_ACCEPTANCE", (date(2024, 3, 1), date(2024, 3, 9)), date(2024, 6, 1))
    assert [ruling.rule.code for ruling in both.at_conduct] == ["RESUMPTION_ACCEPTANCE-446"]
    assert [ruling.rule.code for ruling in both.at_decision] == ["RESUMPTION_ACCEPTANCE-774"]
    assert (both.at_conduct[0].valid_to, both.at_decision[0].valid_from) == (date(2024, 4, 30), date(2024, 5, 1))
    [term] = [difference for difference in both.differences if difference.field == "term"]
    assert (term.then, term.now) == ("60 DAY", "20 DAY")


def test_a_matter_that_no_rule_is_about_is_refused_by_its_name() -> None:
    with pytest.raises(InvalidInput, match="MATTER_UNKNOWN") as refused:
        side_by_side(Penalties, "FLYING", (date(2024, 3, 1), date(2024, 3, 9)), date(2024, 6, 1))
    assert "FLYING" in refused.value.message_zh
    assert "SAFETY_PILLAR" in refused.value.message


@pytest.mark.parametrize(
    ("conduct", "decided_on", "code"),
    [
        ((date(2024, 3, 2), date(2024, 3, 1)), date(2024, 6, 1), "ENDS_BEFORE_IT_STARTS"),
        ((date(2024, 3, 2), date(2024, 3, 3)), date(2024, 3, 1), "DECIDED_BEFORE_CONDUCT"),
    ],
)
def test_days_in_no_possible_order_are_refused(conduct: tuple[date, date], decided_on: date, code: str) -> None:
    with pytest.raises(InvalidInput, match=code):
        side_by_side(Penalties, "PRODUCING_WITH_MAJOR_HAZARD", conduct, decided_on)
