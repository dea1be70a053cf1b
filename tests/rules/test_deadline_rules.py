"""Which deadline holds on which day, and what the rule files must not say."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from pydantic import ValidationError

from ledger.domain.event import event_classes
from ledger.projections.catalogue import VIEWS
from ledger.rules.deadlines import DeadlineRule, DeadlineRules, deadline_rule, deadline_rules
from ledger.rules.duties import Duties, Trigger, duties
from ledger.values.errors import InvalidInput
from ledger.values.times import SHANGHAI
from ledger.values.verified import Verified

HEADER = {"id": "S", "title": "x", "source": "x", "verified": "ours", "note": "x", "valid_from": "2020-01-01"}


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("kind", "start", "last"),
    [
        ("HEARING_REQUEST", "2021-07-14", "2021-07-17"),  # three days of the old law, over a Saturday
        ("HEARING_REQUEST", "2021-07-15", "2021-07-22"),  # five working days of the new one
        ("RESUMPTION_ACCEPTANCE", "2024-04-30", "2024-06-29"),
        ("RESUMPTION_ACCEPTANCE", "2024-05-01", "2024-05-21"),
        ("STOP_ANNOUNCEMENT", "2026-09-30", "2026-10-13"),  # National Day; Saturday the 10th is worked
        ("PENALTY_DECISION", "2026-07-06", "2026-10-04"),
        ("PENALTY_WITHDRAWAL", "2022-12-30", "2023-01-05"),
        ("LAWSUIT", "2025-08-31", "2026-02-28"),
        ("REVIEW_APPLICATION", "2022-11-01", "2022-12-31"),
        ("PENALTY_LIMITATION", "2022-02-28", "2024-02-28"),
        ("PENALTY_LIMITATION_GRAVE", "2024-02-29", "2029-02-28"),
        ("PENALTY_DECISION_SAFETY", "2026-01-31", "2026-03-02"),
        ("CLOSURE_PROPOSAL", "2024-02-28", "2024-03-01"),
    ],
)
def test_a_deadline_follows_the_law_of_its_day(kind: str, start: str, last: str) -> None:
    rule = deadline_rule(kind, date.fromisoformat(start))
    assert str(rule.deadline(at(start)).last_day) == last


def test_what_no_file_has_and_what_no_version_covers_are_two_answers() -> None:
    for kind, day, code in (
        ("NEVER_HEARD_OF", date(2021, 7, 14), "DEADLINE_UNKNOWN"),
        ("PENALTY_DECISION", date(2021, 7, 14), "NO_DEADLINE_IN_FORCE"),
        ("PENALTY_DECISION_SAFETY", date(2026, 2, 1), "NO_DEADLINE_IN_FORCE"),  # 应急管理部令第18号, which was not read
    ):
        with pytest.raises(InvalidInput) as told:
            deadline_rule(kind, day)
        assert told.value.code == code


def test_an_extension_is_granted_once_and_only_where_the_rule_knows_one() -> None:
    rule = deadline_rule("TIP_CONCLUSION", date(2026, 7, 6))
    deadline = rule.extended(rule.deadline(at("2026-07-06")), "局长", date(2026, 9, 1))
    assert deadline.last_day == date(2026, 10, 4)
    with pytest.raises(InvalidInput, match="NOT_EXTENDABLE"):
        rule.extended(deadline, "局长", date(2026, 9, 1))
    hearing = deadline_rule("HEARING_REQUEST", date(2026, 7, 6))
    with pytest.raises(InvalidInput, match="NOT_EXTENDABLE"):
        hearing.extended(hearing.deadline(at("2026-07-06")), "局长", date(2026, 7, 7))


def test_every_rule_names_its_article_and_says_what_is_ours() -> None:
    named = [(r.article, r.source, r.verified) for r in deadline_rules()]
    named += [(duty.article, duty.source, duty.verified) for duty in duties().duties]
    for article, source, verified in named:
        assert article
        assert ("本台账设定" in source) == (verified is Verified.OURS)


def test_two_versions_at_once_and_an_extension_without_approver_are_no_rule_file() -> None:
    known = deadline_rules()[0].model_dump(mode="json")
    with pytest.raises(ValidationError, match="while another version"):
        DeadlineRules.model_validate({**HEADER, "deadlines": [known, known | {"id": "OTHER"}]})
    with pytest.raises(ValidationError, match="an id stands once"):
        DeadlineRules.model_validate({**HEADER, "deadlines": [known, known]})
    with pytest.raises(ValidationError, match="approver"):
        DeadlineRule.model_validate(known | {"approver": "局长"})
    duty = duties().duties[0].model_dump(mode="json")
    for wrong in (
        {"every": None},
        {"reminders": [3, 0]},
        {"escalations": [{"after": 5, "to": "a"}, {"after": 1, "to": "b"}]},
    ):
        with pytest.raises(ValidationError):
            Duties.model_validate({**HEADER, "since": "2020-05-01", "duties": [duty | wrong]})


def test_every_day_since_may_2020_knows_its_duties() -> None:
    for day in (date(2020, 5, 1), date(2022, 12, 31), date(2023, 1, 1), date(2024, 4, 30), date(2024, 5, 1)):
        kinds = sorted(duty.kind for duty in duties().on(day, Trigger.MINE_AT_WORK))
        assert kinds == ["MONTHLY_INSPECTION", "QUARTERLY_REPORT", "TEN_DAY_INSPECTION"]
    assert duties().version("QUARTERLY_REPORT-774").article == "煤矿安全生产条例 §35"


def test_what_meets_a_duty_is_an_event_that_the_ledger_has_with_the_fields_named() -> None:
    assert VIEWS, "the events are declared by being imported"
    for duty in duties().duties:
        for evidence in duty.evidence:
            fields = {f.alias or name for name, f in event_classes()[evidence.event].model_fields.items()}
            assert {*filter(None, [evidence.day, evidence.period]), *evidence.where} <= fields
