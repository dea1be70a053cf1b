"""Whatever is asked of a project in whatever order: what was built without leave is on record, acceptance is earned."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import project_events as e
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.project import DESIGNS, Project
from ledger.domain.project_events import ApprovalKind, ProjectKind, ProjectStatus
from ledger.values.actor import Actor, Role
from tests.domain.lives import DAY, Life, people

REQUIRED = dict.fromkeys(DESIGNS, "r")
days = st.integers(0, 6).map(lambda n: DAY + timedelta(days=n))


class ProjectLife(Life):
    """Acts in any order, by anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.project = Project(UUID(int=2))

    @initialize(by=people, mechanised=st.sampled_from([True, True, True, False]))
    def apply(self, by: Actor, mechanised: bool) -> None:
        self.project.apply(
            mine=UUID(int=1), division="230599", department="煤管局", name="n", kind=ProjectKind.UPGRADE, builder="b",
            capacity=None, mechanised=mechanised, applied_on=DAY, by=by, at=self.now,
        )  # fmt: skip

    @rule(
        by=people,
        kind=st.sampled_from(ApprovalKind),
        day=days,
        term=st.none() | st.integers(0, 5),
        standards=st.sampled_from([[], ["GB/T 51272-2018"]]),
    )
    def grant(self, by: Actor, kind: ApprovalKind, day: date, term: int | None, standards: list[str]) -> None:
        ends = None if term is None else day + timedelta(days=term)
        self.attempt("grant", kind, day, ends, authority="a", document="d", standards=standards, by=by)

    @rule(by=people, capacity=st.none() | st.sampled_from([Decimal(9), Decimal(60)]), document=st.none() | st.just("d"))
    def revise(self, by: Actor, capacity: Decimal | None, document: str | None) -> None:
        told = {"capacity": capacity, "mechanised": self.project.mechanised, "document": document}
        assert self.attempt("revise", name="n", builder="b", by=by, **told) is None

    @rule(by=people, day=days, fine=st.booleans())
    def verify(self, by: Actor, day: date, fine: bool) -> None:
        assert self.attempt("verify", day, ["x"], "f", in_order=fine, by=by) is None, "a fact"

    @rule(by=people, day=days)
    def extend_the_trial(self, by: Actor, day: date) -> None:
        on_trial, ends_on = self.project.status is ProjectStatus.TRIAL_RUN, self.project.trial_ends_on
        refused = self.attempt("extend_trial_run", day, "d", "w", by=by)
        assert (refused is None) == (on_trial and ends_on is not None and day > ends_on)

    @rule(by=people, day=days)
    def grant_both_designs_and_go_on_to_the_end(self, by: Actor, day: date) -> None:
        for kind in DESIGNS:
            self.attempt("grant", kind, DAY, None, authority="a", document="d", by=by)
        self.attempt("begin_construction", day, REQUIRED, by=by)
        self.attempt("begin_trial_run", day, day, by=by)
        self.attempt("accept_facilities", day, "d", "f", by=by)

    @rule(by=people, kind=st.sampled_from(DESIGNS), day=days, taken=st.booleans())
    def end(self, by: Actor, kind: ApprovalKind, day: date, taken: bool) -> None:
        if taken:
            self.attempt("revoke", kind, day, "w", authority="a", document="d", by=by)
        else:
            self.attempt("expire", kind, day, by=by)

    @rule(by=people, day=days)
    def build(self, by: Actor, day: date) -> None:
        unchanged = self.project.status in {ProjectStatus.BUILDING, ProjectStatus.STOPPED}
        refused = self.attempt("begin_construction", day, REQUIRED, by=by)
        assert (refused is None) is not unchanged, "that somebody builds is a fact"

    @rule(by=people, day=days, stop=st.booleans())
    def stop_or_resume(self, by: Actor, day: date, stop: bool) -> None:
        if stop:
            self.attempt("stop_construction", day, "w", by=by)
        else:
            self.attempt("resume_construction", day, by=by)

    @rule(by=people, day=days)
    def deviate(self, by: Actor, day: date) -> None:
        assert self.attempt("deviate", day, "f", by=by) is None

    @rule(by=people, day=days)
    def remedy(self, by: Actor, day: date) -> None:
        for deviation in list(self.project.deviations) or [UUID(int=99)]:
            self.attempt("remedy", deviation, day, "f", by=by)

    @rule(by=people, day=days)
    def run_on_trial(self, by: Actor, day: date) -> None:
        self.attempt("begin_trial_run", day, day, by=by)

    @rule(by=people, day=days)
    def accept_facilities(self, by: Actor, day: date) -> None:
        assert self.attempt("accept_facilities", day, "d", "f", by=by) is None

    @rule(by=people, day=days)
    def accept(self, by: Actor, day: date) -> None:
        self.attempt("accept", day, "d", "f", by=by)

    @rule(by=people, day=days)
    def take_back_the_acceptance(self, by: Actor, day: date) -> None:
        self.attempt("revoke_acceptance", day, "d", "w", by=by)

    @rule(by=people, day=days)
    def use(self, by: Actor, day: date) -> None:
        in_use = self.project.status is ProjectStatus.IN_USE
        assert (self.attempt("put_in_use", day, by=by) is None) is not in_use, "that it is used is a fact"

    @rule(by=people, off=st.sampled_from([True, False, False]))
    def cancel_or_restore(self, by: Actor, off: bool) -> None:
        if off:
            self.attempt("cancel", DAY, "d", "w", by=by)
        else:
            self.attempt("restore", "d", "w", by=by)

    @invariant()
    def an_acceptance_was_earned_and_is_not_its_makers_own(self) -> None:
        trial = False
        facilities: e.SafetyFacilitiesAccepted | None = None
        deviations: set[UUID] = set()
        accepted = cancelled = False
        for event in self.project.pending:
            trial = trial or isinstance(event, e.TrialRunBegun)
            if isinstance(event, e.SafetyFacilitiesAccepted):
                facilities = event
            if isinstance(event, e.DesignDeviationFound):
                deviations.add(event.deviation)
            if isinstance(event, e.DesignDeviationRemedied):
                deviations.discard(event.deviation)
            if isinstance(event, e.ProjectCancelled | e.ProjectRestored):
                cancelled = isinstance(event, e.ProjectCancelled)
            if isinstance(event, e.ProjectAcceptanceRevoked):
                assert accepted
                accepted, facilities = False, None
            if isinstance(event, e.ProjectAccepted):
                assert trial
                assert facilities is not None
                assert not accepted
                assert not cancelled
                assert not deviations
                assert not event.actor.same_capacity(facilities.actor)
                assert event.accepted_on >= facilities.accepted_on
                accepted = True

    @invariant()
    def every_missing_approval_and_every_use_before_acceptance_is_flagged(self) -> None:
        expected, cancelled, begun, accepted_on = 0, False, False, date.max
        capacity: Decimal | None = None
        designed = False
        for event in self.project.pending:
            if isinstance(event, e.ProjectRevised):
                expected += designed and event.capacity != capacity and event.document is None
                capacity = event.capacity
            if isinstance(event, e.ProjectApprovalGranted) and event.kind in DESIGNS:
                designed = True
                expected += not event.standards
            if isinstance(event, e.ProjectCancelled | e.ProjectRestored):
                cancelled = isinstance(event, e.ProjectCancelled)
            if isinstance(event, e.ProjectAccepted | e.ProjectAcceptanceRevoked):
                accepted_on = event.accepted_on if isinstance(event, e.ProjectAccepted) else date.max
            if isinstance(event, e.ConstructionBegun):
                expected += len(event.missing) + cancelled
                begun = True
            if isinstance(event, e.TrialRunBegun):
                expected += (not begun) + cancelled
            if isinstance(event, e.DesignDeviationFound):
                expected += 1
            if isinstance(event, e.ProjectPutInUse):
                expected += (event.in_use_on < accepted_on) + cancelled
        assert len(self.happened(ProcedureDefectFlagged)) == expected

    @invariant()
    def nothing_was_granted_on_a_day_on_which_it_was_in_force(self) -> None:
        terms: dict[UUID, tuple[ApprovalKind, date, date]] = {}
        for event in self.project.pending:
            if isinstance(event, e.ProjectApprovalGranted):
                same = [t for t in terms.values() if t[0] is event.kind]
                assert not any(begins <= event.granted_on < ends for _, begins, ends in same)
                terms[event.approval] = (event.kind, event.granted_on, event.ends_on or date.max)
            if isinstance(event, e.ProjectApprovalRevoked):
                kind, begins, _ = terms[event.approval]
                terms[event.approval] = (kind, begins, event.revoked_on)
            if isinstance(event, e.ProjectApprovalExpired):
                kind, begins, _ = terms[event.approval]
                terms[event.approval] = (kind, begins, event.expired_on)


def test_an_enterprise_accepts_its_own_facilities_and_another_accepts_the_project() -> None:
    life = ProjectLife()
    builder = Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="矿长")
    life.apply(builder, True)
    life.grant_both_designs_and_go_on_to_the_end(builder, DAY)
    assert life.attempt("accept", DAY, "d", "f", by=builder) == "OWN_WORK"


TestProjectLife = ProjectLife.TestCase
TestProjectLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
