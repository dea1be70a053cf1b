"""Whatever is asked of a risk in whatever order: facts never refused, nobody lowers a major one alone."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import risk_events as e
from ledger.domain.risk import Risk
from ledger.domain.risk_events import GradingMethod, RiskGrade, RiskReopeningCause, RiskStatus
from ledger.values.actor import Actor, Role
from tests.domain.lives import DAY, Life, people

CONTROL = {"measures": "m", "responsible_unit": "u", "responsible_person": "p"}
days = st.sampled_from([DAY - timedelta(days=1), DAY, DAY, DAY, DAY + timedelta(days=1)])


class RiskLife(Life):
    """Acts in any order, by anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.risk = Risk(UUID(int=2))

    @initialize(by=people)
    def identify(self, by: Actor) -> None:
        self.risk.identify(
            mine=UUID(int=1), division="230599", department="煤管局", place="p", description="d",
            accident=e.AccidentKind.GAS, assessment=e.AssessmentKind.ANNUAL, identified_on=DAY, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, grade=st.sampled_from(RiskGrade), method=st.sampled_from(GradingMethod), day=days)
    def appraise(self, by: Actor, grade: RiskGrade, method: GradingMethod, day: date) -> None:
        self.attempt("appraise", grade, method, day, grounds="g", graded_by="x", by=by)

    @rule(by=people)
    def make_it_major_and_control_it(self, by: Actor) -> None:
        self.attempt(
            "appraise", RiskGrade.MAJOR, GradingMethod.DIRECT, self.risk.reached, grounds="g", graded_by="x", by=by
        )
        self.attempt("put_under_control", self.risk.reached, review_due=DAY, by=by, **CONTROL)

    @rule(by=people, day=days)
    def control(self, by: Actor, day: date) -> None:
        self.attempt("put_under_control", day, review_due=day + timedelta(days=30), by=by, **CONTROL)

    @rule(by=people, day=days, fine=st.booleans())
    def review(self, by: Actor, day: date, fine: bool) -> None:
        refused = self.attempt("review", day, in_control=fine, finding="f", next_due=day, hazard=None, by=by)
        assert refused is None, "a fact is never refused"

    @rule(by=people, day=days)
    def eliminate(self, by: Actor, day: date) -> None:
        self.attempt("eliminate", day, "f", by=by)

    @rule(by=people, approve=st.booleans())
    def decide(self, by: Actor, approve: bool) -> None:
        if approve:
            self.attempt("approve_change", self.risk.reached, by=by)
        else:
            self.attempt("refuse_change", "w", by=by)

    @rule(by=people, place=st.sampled_from(["p", "q"]))
    def correct(self, by: Actor, place: str) -> None:
        entry = {"place": place, "description": "d", "accident": e.AccidentKind.GAS, "why": "w"}
        assert self.attempt("correct", assessment=e.AssessmentKind.SPECIAL, by=by, **entry) is None

    @rule(by=people, day=days)
    def notify(self, by: Actor, day: date) -> None:
        major = self.risk.grade is RiskGrade.MAJOR
        assert self.attempt("notify", ["区政府"], "d", day, by=by) == (None if major else "RISK_NOT_MAJOR")

    @rule(by=people, cause=st.sampled_from(RiskReopeningCause), day=days)
    def reopen(self, by: Actor, cause: RiskReopeningCause, day: date) -> None:
        self.attempt("reopen", cause, "f", day, by=by)

    @rule(by=people)
    def publish(self, by: Actor) -> None:
        self.attempt("publish", DAY, "井口", by=by)

    @rule(by=people, year=st.sampled_from([2025, 2026]), on=st.booleans())
    def list(self, by: Actor, year: int, on: bool) -> None:
        if on:
            self.attempt("list_for", year, DAY, by=by)
        else:
            self.attempt("take_off_list", year, DAY, "w", by=by)

    @invariant()
    def a_major_risk_was_lowered_or_eliminated_by_two_of_whom_one_is_an_authority(self) -> None:
        grade: RiskGrade | None = None
        proposed: e.RiskLoweringProposed | e.RiskEliminationProposed | None = None
        for event in self.risk.pending:
            if isinstance(event, e.RiskLoweringProposed | e.RiskEliminationProposed):
                assert proposed is None
                proposed = event
            if isinstance(event, e.RiskChangeRefused):
                proposed = None
            if isinstance(event, e.RiskGraded):
                assert grade is not RiskGrade.MAJOR or event.grade is RiskGrade.MAJOR
                grade = event.grade
            if isinstance(event, e.RiskLowered) or (isinstance(event, e.RiskEliminated) and grade is RiskGrade.MAJOR):
                assert proposed is not None
                assert not event.actor.same_capacity(proposed.actor)
                assert event.actor.role is not Role.ENTERPRISE
                proposed = None
            if isinstance(event, e.RiskLowered):
                grade = event.grade

    @invariant()
    def a_notice_is_up_only_for_a_major_risk_that_stands_and_was_complete(self) -> None:
        if self.risk.notice is not None:
            assert self.risk.grade is RiskGrade.MAJOR
            assert self.risk.status is not RiskStatus.ELIMINATED

    @invariant()
    def what_is_controlled_has_its_measures_and_a_next_review(self) -> None:
        if self.risk.status is RiskStatus.CONTROLLED:
            assert self.risk.control is not None
            assert self.risk.review_due is not None
        if self.risk.status in {RiskStatus.IDENTIFIED, RiskStatus.GRADED, RiskStatus.ELIMINATED}:
            assert self.risk.review_due is None

    @invariant()
    def what_was_raised_or_reopened_is_controlled_anew(self) -> None:
        last: type[object] | None = None
        for event in self.risk.pending:
            if isinstance(event, e.RiskReopened) or (isinstance(event, e.RiskGraded) and event.raises()):
                last = type(event)
            if isinstance(event, e.RiskControlled):
                last = None
        if last is not None:
            assert self.risk.control is None


TestRiskLife = RiskLife.TestCase
TestRiskLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
