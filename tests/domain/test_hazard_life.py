"""Whatever is asked of a hazard in whatever order: no forbidden state, facts never refused, replay the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ledger.domain.event import DomainEvent
from ledger.domain.hazard import Hazard
from ledger.domain.hazard_events import (
    Criterion,
    HazardCleared,
    HazardLevel,
    HazardRechecked,
    HazardSource,
    HazardStatus,
    RectificationAccepted,
    RectificationClaimed,
    RectificationPlan,
    ReopeningCause,
    SupervisionLevel,
)
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

MINE = UUID(int=1)
DAY = date(2026, 7, 6)
PEOPLE = [
    Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队"),
    Actor(id="o2", department="煤管局", role=Role.OFFICER, post="一队"),
    Actor(id="o3", department="煤管局", role=Role.OFFICER, post="二队"),
    Actor(id="h1", department="煤管局", role=Role.HEAD, post="局长"),
    Actor(id="h2", department="应急局", role=Role.HEAD, post="局长"),
    Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="矿长"),
    Actor(id="e2", department="煤业公司", role=Role.ENTERPRISE, post="安全副矿长"),
]
people = st.sampled_from(PEOPLE)
CRITERION = Criterion(standard="ORDER-21-2026", article=4, item=1, category="X", category_zh="某类")


class HazardLife(RuleBasedStateMachine):
    """Acts in any order, by anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.hazard = Hazard(UUID(int=2))
        self.now = datetime(2026, 7, 6, tzinfo=UTC)

    def attempt(self, act: str, *arguments: object, **named: object) -> None:
        before = list(self.hazard.pending)
        self.now += timedelta(hours=5)
        refused: GuardRefused | None = None
        try:
            getattr(self.hazard, act)(*arguments, at=self.now, **named)
        except GuardRefused as refusal:
            refused = refusal
        if refused is not None:
            assert refused.code
            assert refused.message_zh
            assert refused.rule
            assert list(self.hazard.pending) == before, "a refusal leaves nothing half done"

    @initialize(by=people, source=st.sampled_from(HazardSource))
    def report(self, by: Actor, source: HazardSource) -> None:
        self.hazard.report(
            mine=MINE, division="230599", department="煤管局", description="x", location="y", source=source,
            found_on=DAY, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, level=st.sampled_from(HazardLevel))
    def grade(self, by: Actor, level: HazardLevel) -> None:
        self.attempt("grade", level, CRITERION if level is HazardLevel.MAJOR else None, DAY, by=by)

    @rule(by=people, whole=st.booleans())
    def assign(self, by: Actor, whole: bool) -> None:
        extra = {"measures": "m", "funds": Decimal(1), "emergency_plan": "p"} if whole else {}
        plan = RectificationPlan.model_validate(
            {"responsible_unit": "u", "responsible_person": "p", "deadline": DAY + timedelta(days=9)} | extra
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

    @rule(by=people, spot=st.booleans())
    def claim(self, by: Actor, spot: bool) -> None:
        self.attempt("claim", DAY, "a", on_the_spot=spot, by=by)

    @rule(by=people, accepted=st.booleans())
    def judge(self, by: Actor, accepted: bool) -> None:
        self.attempt("accept" if accepted else "reject", DAY, "f", by=by)

    @rule(by=people, passed=st.booleans())
    def recheck(self, by: Actor, passed: bool) -> None:
        self.attempt("recheck", DAY, "f", passed=passed, by=by)

    @rule(by=people)
    def clear(self, by: Actor) -> None:
        self.attempt("clear", DAY, by=by)

    @rule(by=people, cause=st.sampled_from(ReopeningCause))
    def reopen(self, by: Actor, cause: ReopeningCause) -> None:
        self.attempt("reopen", cause, "f", DAY, by=by)

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
    def nobody_closed_their_own_work_and_a_recheck_came_where_it_must(self) -> None:
        last: dict[type[DomainEvent], DomainEvent] = {}
        major = False
        for event in self.hazard.pending:
            last[type(event)] = event
            major = getattr(event, "level", None) is HazardLevel.MAJOR or (
                major and getattr(event, "level", None) is None
            )
            claimed = last.get(RectificationClaimed)
            if isinstance(event, RectificationAccepted | HazardCleared):
                assert claimed is not None
                assert not event.actor.same_capacity(claimed.actor)
            if isinstance(event, HazardCleared) and self.hazard.source is not HazardSource.SELF_INSPECTION:
                recheck = last[HazardRechecked]
                assert isinstance(recheck, HazardRechecked)
                assert recheck.passed
                assert not recheck.actor.same_capacity(last[RectificationAccepted].actor)

    @invariant()
    def replay_gives_the_same_hazard(self) -> None:
        again = Hazard.replay(self.hazard.id, self.hazard.pending)
        kept = {k: v for k, v in vars(self.hazard).items() if k != "_pending"}
        assert {k: v for k, v in vars(again).items() if k != "_pending"} == kept


TestHazardLife = HazardLife.TestCase
TestHazardLife.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
