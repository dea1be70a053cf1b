"""Each act on a risk: given what happened, what it makes, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ledger.domain import risk_events as e
from ledger.domain.risk import Risk
from ledger.domain.risk_events import GradingMethod, RiskGrade, RiskReopeningCause, RiskStatus
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

DAY = date(2026, 7, 6)
AT = datetime(2026, 7, 6, tzinfo=UTC)
MINER = Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="安全副矿长")
CHIEF = Actor(id="e2", department="煤业公司", role=Role.ENTERPRISE, post="总工程师")
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
HEAD = Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长")
CONTROL = {"measures": "m", "responsible_unit": "u", "responsible_person": "p"}
Act = Callable[[Risk], None]


def graded(grade: RiskGrade, by: Actor = CHIEF, method: GradingMethod = GradingMethod.LEC) -> Act:
    return lambda r: r.appraise(grade, method, r.reached, grounds="g", graded_by="x", by=by, at=AT)


def controlled(by: Actor = MINER) -> Act:
    return lambda r: r.put_under_control(r.reached, review_due=DAY + timedelta(days=30), by=by, at=AT, **CONTROL)


def reviewed(fine: bool, hazard: UUID | None = None) -> Act:
    return lambda r: r.review(
        DAY, in_control=fine, finding="f", next_due=DAY + timedelta(days=60), hazard=hazard, by=OFFICER, at=AT
    )


def eliminated(by: Actor = CHIEF) -> Act:
    return lambda r: r.eliminate(r.reached, "f", by=by, at=AT)


def approved(by: Actor = HEAD) -> Act:
    return lambda r: r.approve_change(r.reached, by=by, at=AT)


def refused(by: Actor = HEAD) -> Act:
    return lambda r: r.refuse_change("w", by=by, at=AT)


def published(by: Actor = MINER) -> Act:
    return lambda r: r.publish(DAY, "井口公示栏", by=by, at=AT)


def listed(year: int = 2026) -> Act:
    return lambda r: r.list_for(year, DAY, by=CHIEF, at=AT)


def taken_off(year: int = 2026) -> Act:
    return lambda r: r.take_off_list(year, DAY, "w", by=CHIEF, at=AT)


def reopened(on: date = DAY) -> Act:
    return lambda r: r.reopen(RiskReopeningCause.RECURRED, "f", on, by=OFFICER, at=AT)


MAJOR, GREATER, LOW = graded(RiskGrade.MAJOR), graded(RiskGrade.GREATER), graded(RiskGrade.LOW)


def a_risk(*given: Act) -> Risk:
    risk = Risk(UUID(int=2))
    risk.identify(
        mine=UUID(int=1), division="230599", department="煤管局", place="二采区", description="d",
        accident=e.AccidentKind.GAS, assessment=e.AssessmentKind.ANNUAL, identified_on=DAY, by=MINER, at=AT,
    )  # fmt: skip
    for act in given:
        act(risk)
    risk.collect_events()
    return risk


THEN: list[tuple[list[Act], Act, list[tuple[type[Any], dict[str, Any]]], RiskStatus]] = [
    ([], MAJOR, [(e.RiskGraded, {"grade": RiskGrade.MAJOR, "previous": None})], RiskStatus.GRADED),
    ([LOW, controlled()], GREATER, [(e.RiskGraded, {"previous": RiskGrade.LOW})], RiskStatus.GRADED),
    ([GREATER, controlled()], LOW, [(e.RiskGraded, {"previous": RiskGrade.GREATER})], RiskStatus.CONTROLLED),
    ([MAJOR, controlled()], LOW, [(e.RiskLoweringProposed, {"grade": RiskGrade.LOW})], RiskStatus.CONTROLLED),
    (
        [MAJOR, controlled(), LOW],
        approved(),
        [(e.RiskLowered, {"grade": RiskGrade.LOW, "previous": RiskGrade.MAJOR})],
        RiskStatus.CONTROLLED,
    ),
    ([MAJOR, LOW], refused(), [(e.RiskChangeRefused, {})], RiskStatus.GRADED),
    ([MAJOR], controlled(), [(e.RiskControlled, CONTROL)], RiskStatus.CONTROLLED),
    (
        [MAJOR, controlled()],
        reviewed(True),
        [(e.RiskReviewed, {"due": DAY + timedelta(days=30), "review_due": DAY + timedelta(days=60)})],
        RiskStatus.CONTROLLED,
    ),
    (
        [MAJOR, controlled()],
        reviewed(False, UUID(int=7)),
        [(e.RiskReviewed, {"in_control": False, "hazard": UUID(int=7)})],
        RiskStatus.OUT_OF_CONTROL,
    ),
    ([MAJOR, controlled(), reviewed(False)], controlled(), [(e.RiskControlled, {})], RiskStatus.CONTROLLED),
    ([], reviewed(False), [(e.RiskReviewed, {"due": None, "review_due": None})], RiskStatus.IDENTIFIED),
    ([LOW, controlled()], eliminated(), [(e.RiskEliminated, {"eliminated_on": DAY})], RiskStatus.ELIMINATED),
    ([LOW, controlled(), eliminated()], reviewed(False), [(e.RiskReviewed, {})], RiskStatus.ELIMINATED),
    ([MAJOR, controlled()], eliminated(), [(e.RiskEliminationProposed, {})], RiskStatus.CONTROLLED),
    (
        [MAJOR, controlled(), published(), eliminated()],
        approved(),
        [(e.RiskEliminated, {}), (e.RiskPublicationEnded, {"ended_on": DAY})],
        RiskStatus.ELIMINATED,
    ),
    ([LOW, controlled(), eliminated()], reopened(), [(e.RiskReopened, {})], RiskStatus.GRADED),
    ([MAJOR, controlled()], published(), [(e.RiskPublished, {**CONTROL, "place": "二采区"})], RiskStatus.CONTROLLED),
    ([MAJOR], listed(), [(e.RiskListed, {"year": 2026, "measures": None})], RiskStatus.GRADED),
    ([LOW, listed(), GREATER], listed(), [(e.RiskListed, {"grade": RiskGrade.GREATER})], RiskStatus.GRADED),
    ([MAJOR, listed()], taken_off(), [(e.RiskTakenOffList, {"why": "w"})], RiskStatus.GRADED),
]  # fmt: skip


@pytest.mark.parametrize(("given", "when", "then", "status"), THEN)
def test_what_an_act_makes(
    given: list[Act], when: Act, then: list[tuple[type[Any], dict[str, Any]]], status: RiskStatus
) -> None:
    risk = a_risk(*given)
    when(risk)
    assert [type(event) for event in risk.pending] == [cls for cls, _ in then]
    for event, (_, fields) in zip(risk.pending, then, strict=True):
        assert {name: getattr(event, name) for name in fields} == fields
    assert risk.status is status


REFUSED: list[tuple[list[Act], Act, str]] = [
    ([MAJOR], MAJOR, "GRADE_UNCHANGED"),
    ([MAJOR, LOW], GREATER, "CHANGE_PENDING"),
    ([MAJOR, LOW], eliminated(), "CHANGE_PENDING"),
    ([], controlled(), "RISK_NOT_GRADED"),
    ([], eliminated(), "RISK_NOT_GRADED"),
    ([], listed(), "RISK_NOT_GRADED"),
    ([MAJOR], approved(), "NO_CHANGE_PENDING"),
    ([MAJOR], refused(), "NO_CHANGE_PENDING"),
    ([graded(RiskGrade.MAJOR), graded(RiskGrade.LOW, OFFICER)], approved(OFFICER), "OWN_WORK"),
    ([MAJOR, LOW], approved(MINER), "AUTHORITY_ONLY"),
    ([MAJOR, LOW], refused(MINER), "AUTHORITY_ONLY"),
    ([LOW, controlled(MINER)], eliminated(MINER), "OWN_WORK"),
    ([LOW], eliminated(CHIEF), "OWN_WORK"),
    ([LOW, controlled(), eliminated()], MAJOR, "RISK_ELIMINATED"),
    ([LOW, controlled(), eliminated()], controlled(), "RISK_ELIMINATED"),
    ([LOW, controlled(), eliminated()], eliminated(), "RISK_ELIMINATED"),
    ([LOW, controlled(), eliminated()], listed(), "RISK_ELIMINATED"),
    ([LOW], reopened(), "RISK_NOT_ELIMINATED"),
    ([LOW, controlled(), eliminated()], reopened(DAY - timedelta(days=1)), "DAY_BEFORE_LAST_STEP"),
    ([LOW, controlled()], published(), "RISK_NOT_MAJOR"),
    ([MAJOR], published(), "CONTROL_MISSING"),
    ([MAJOR, controlled(), published()], published(), "PUBLISHED_ALREADY"),
    ([MAJOR, listed()], listed(), "LISTED_ALREADY"),
    ([MAJOR, listed(2025)], taken_off(2026), "NOT_ON_LIST"),
]


@pytest.mark.parametrize(("given", "when", "code"), REFUSED)
def test_why_an_act_is_refused(given: list[Act], when: Act, code: str) -> None:
    risk = a_risk(*given)
    with pytest.raises(GuardRefused) as refusal:
        when(risk)
    assert refusal.value.code == code
    assert refusal.value.message_zh
    assert refusal.value.rule
    assert risk.pending == ()
