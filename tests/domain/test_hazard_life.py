"""Whatever is asked of a hazard in whatever order: no forbidden state, facts never refused, replay the same."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain.event import DomainEvent
from ledger.domain.hazard import Hazard
from ledger.domain.hazard_events import (
    Criterion,
    HazardCleared,
    HazardDowngraded,
    HazardGraded,
    HazardLevel,
    HazardRechecked,
    HazardReopened,
    HazardSource,
    HazardStatus,
    RectificationAccepted,
    RectificationAssigned,
    RectificationClaimed,
    RectificationExtended,
    RectificationPlan,
    ReopeningCause,
    SupervisionLevel,
)
from ledger.values.actor import Actor, Role
from tests.domain.lives import DAY, PEOPLE, Life, people

MINE = UUID(int=1)
days = st.sampled_from([DAY - timedelta(days=1), DAY, DAY, DAY, DAY, DAY + timedelta(days=1)])
CRITERION = Criterion(standard="ORDER-21-2026", article=4, item=1, category="X", category_zh="某类")


class HazardLife(Life):
    """Acts in any order, by anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.hazard = Hazard(UUID(int=2))

    @initialize(by=people, source=st.sampled_from(HazardSource))
    def report(self, by: Actor, source: HazardSource) -> None:
        self.hazard.report(
            mine=MINE, division="230599", department="煤管局", description="x", location="y", source=source,
            found_on=DAY, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, level=st.sampled_from(HazardLevel), item=st.integers(1, 2), day=days)
    def grade(self, by: Actor, level: HazardLevel, item: int, day: date) -> None:
        criterion = CRITERION.model_copy(update={"item": item}) if level is HazardLevel.MAJOR else None
        self.attempt("grade", level, criterion, day, by=by)

    @rule(by=people, whole=st.booleans(), deadline=st.integers(1, 40))
    def assign(self, by: Actor, whole: bool, deadline: int) -> None:
        extra = {"measures": "m", "funds": Decimal(1), "emergency_plan": "p"} if whole else {}
        plan = RectificationPlan.model_validate(
            {"responsible_unit": "u", "responsible_person": "p", "deadline": DAY + timedelta(days=deadline)} | extra
        )
        self.attempt("assign", plan, by=by)

    @rule(by=people, days=st.integers(1, 40), late=st.booleans())
    def extend(self, by: Actor, days: int, late: bool) -> None:
        self.attempt("extend", DAY + timedelta(days=days), "w", DAY + timedelta(days=30 if late else 0), by=by)

    @rule(by=people, level=st.sampled_from(HazardLevel))
    def downgrade(self, by: Actor, level: HazardLevel) -> None:
        self.attempt("downgrade", level, "w", by=by)

    @rule(by=people)
    def withdraw(self, by: Actor) -> None:
        self.attempt("withdraw", "w", by=by)

    @rule(by=people, approve=st.booleans())
    def decide_change(self, by: Actor, approve: bool) -> None:
        if approve:
            self.attempt("approve_change", by=by)
        else:
            self.attempt("refuse_change", "w", by=by)

    @rule(by=people, spot=st.booleans(), day=days)
    def claim(self, by: Actor, spot: bool, day: date) -> None:
        self.attempt("claim", day, "a", on_the_spot=spot, by=by)

    @rule(by=people, accepted=st.booleans(), day=days)
    def judge(self, by: Actor, accepted: bool, day: date) -> None:
        self.attempt("accept" if accepted else "reject", day, "f", by=by)

    @rule(by=people, passed=st.booleans(), day=days)
    def recheck(self, by: Actor, passed: bool, day: date) -> None:
        self.attempt("recheck", day, "f", passed=passed, by=by)

    @rule(first=st.integers(0, len(PEOPLE) - 1), steps=st.integers(1, 7), major=st.booleans())
    def go_on(self, first: int, steps: int, major: bool) -> None:
        """Some steps of the straight road, each by the next person who may, so that many lives get to their end."""
        for _ in range(steps):
            for by in PEOPLE[first:] + PEOPLE[:first]:
                before = self.hazard.version
                self.next_step(by, major)
                if self.hazard.version > before:
                    break

    def next_step(self, by: Actor, major: bool) -> None:
        status, day = self.hazard.status, self.hazard.reached
        if status is HazardStatus.FOUND:
            level = HazardLevel.MAJOR if major else HazardLevel.GENERAL_B
            self.attempt("grade", level, CRITERION if major else None, day, by=by)
        elif status is HazardStatus.GRADED:
            self.assign(by, True, 9)
        elif status is HazardStatus.ASSIGNED:
            self.attempt("claim", day, "a", on_the_spot=False, by=by)
        elif status is HazardStatus.CLAIMED:
            self.attempt("accept", day, "f", by=by)
        elif status is HazardStatus.ACCEPTED:
            self.attempt("recheck", day, "f", passed=True, by=by)
        elif status is HazardStatus.RECHECKED:
            self.attempt("clear", day, by=by)

    @rule(by=people, day=days)
    def clear(self, by: Actor, day: date) -> None:
        self.attempt("clear", day, by=by)

    @rule(by=people, cause=st.sampled_from(ReopeningCause), day=days)
    def reopen(self, by: Actor, cause: ReopeningCause, day: date) -> None:
        self.attempt("reopen", cause, "f", day, by=by)

    @rule(by=people)
    def listing(self, by: Actor) -> None:
        self.attempt("place_under_listed_supervision", SupervisionLevel.COUNTY, DAY, by=by)

    @rule(by=people)
    def taking_off(self, by: Actor) -> None:
        self.attempt("take_off_listed_supervision", "w", by=by)

    @rule(by=people)
    def follow_up(self, by: Actor) -> None:
        self.hazard.follow_up(DAY, "f", by=by, at=self.now)  # a fact: never refused

    @invariant()
    def what_is_closed_is_not_listed(self) -> None:
        if self.hazard.status in {HazardStatus.CLEARED, HazardStatus.WITHDRAWN}:
            assert self.hazard.listed_by is None

    @invariant()
    def a_major_hazard_was_cleared_by_an_authority_on_five_items_accepted_and_rechecked(self) -> None:
        level: HazardLevel | None = None
        plan: RectificationPlan | None = None
        steps: list[DomainEvent] = []
        for event in self.hazard.pending:
            if isinstance(event, HazardGraded) and event.raises_to_major(level):
                plan, steps = None, []
            if isinstance(event, HazardGraded | HazardDowngraded):
                level = event.level
            if isinstance(event, HazardReopened):
                plan = None
            if isinstance(event, RectificationAssigned):
                plan, steps = event.plan, []
            if isinstance(event, RectificationClaimed | RectificationAccepted | HazardRechecked):
                steps.append(event)
            if isinstance(event, HazardCleared) and level is HazardLevel.MAJOR:
                assert plan is not None
                assert plan.missing() == []
                accepted = [e for e in steps if isinstance(e, RectificationAccepted)]
                assert accepted[-1].actor.role is not Role.ENTERPRISE
                assert isinstance(steps[-1], HazardRechecked)
                assert steps[-1].passed
                assert event.actor.role is not Role.ENTERPRISE

    @invariant()
    def a_deadline_moves_back_only_by_an_extension(self) -> None:
        deadline = None
        for event in self.hazard.pending:
            if isinstance(event, HazardReopened) or (isinstance(event, HazardGraded) and event.criterion):
                deadline = None  # it lapsed
            if isinstance(event, RectificationAssigned):
                assert deadline is None or event.plan.deadline <= deadline
                if self.hazard.source is not HazardSource.SELF_INSPECTION:
                    assert event.actor.role is not Role.ENTERPRISE
                deadline = event.plan.deadline
            if isinstance(event, RectificationExtended):
                deadline = event.deadline

    @invariant()
    def nothing_on_its_way_is_dated_before_the_step_before(self) -> None:
        dated = ("found_on", "graded_on", "claimed_on", "accepted_on", "rejected_on", "rechecked_on", "cleared_on")
        course = [getattr(e, name) for e in self.hazard.pending for name in dated if hasattr(e, name)]
        assert course == sorted(course)

    @invariant()
    def nobody_closed_their_own_work_and_a_recheck_came_where_it_must(self) -> None:
        last: dict[type[DomainEvent], DomainEvent] = {}
        for event in self.hazard.pending:
            last[type(event)] = event
            claimed = last.get(RectificationClaimed)
            if isinstance(event, RectificationAccepted | HazardCleared):
                assert claimed is not None
                assert not event.actor.same_capacity(claimed.actor)
            if isinstance(event, HazardCleared) and self.hazard.source is not HazardSource.SELF_INSPECTION:
                recheck = last[HazardRechecked]
                assert isinstance(recheck, HazardRechecked)
                assert recheck.passed
                assert not recheck.actor.same_capacity(last[RectificationAccepted].actor)


TestHazardLife = HazardLife.TestCase
TestHazardLife.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
