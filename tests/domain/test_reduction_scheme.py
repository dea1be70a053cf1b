"""A scheme to optimise and reduce: what each act makes, why it is refused, and acts in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import reduction_scheme_events as e
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.mine_events import SizeClass
from ledger.domain.reduction_scheme import ReductionScheme
from ledger.domain.reduction_scheme_events import Layout, SchemeStatus
from ledger.rules.face_limits import face_limits
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused
from tests.domain.lives import DAY, Life, people

AT = datetime(2026, 7, 6, tzinfo=UTC)
MINE = UUID(int=1)
MINER = Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="矿长")
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
GOAL = Layout(levels=1, panels=None, faces=1, people=100)
Act = Callable[[ReductionScheme], None]
S = SchemeStatus


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def required(s: ReductionScheme) -> None:
    s.require(
        mine=MINE,
        division="230599",
        department="煤管局",
        project=None,
        due_on=day(30),
        reference="r",
        by=OFFICER,
        at=AT,
    )


def adopted(goal: Layout = GOAL, on: int = 0) -> Act:
    exceeded = [] if goal.faces is None else _limits().exceeded(SizeClass.SMALL, goal.faces, "", 0)
    what = {"name": "n", "measures": "m", "responsible_unit": "u", "responsible_person": "p", "document": "d"}
    return lambda s: s.adopt(
        mine=MINE, division="230599", exceeded=exceeded, department="煤管局", project=None, goal=goal, due_on=day(90),
        adopted_on=day(on), by=MINER, at=AT, **what,
    )  # fmt: skip


def _limits() -> Any:
    limits = face_limits(DAY)
    assert limits is not None
    return limits


def reported(levels: int | None = 1, faces: int = 1, people: int = 90, on: int = 5) -> Act:
    layout = Layout(levels=levels, panels=3, faces=faces, people=people)
    return lambda s: s.report(day(on), layout, "a", by=MINER, at=AT)


def claimed(on: int = 10) -> Act:
    return lambda s: s.claim(day(on), "a", by=MINER, at=AT)


def confirmed(by: Actor = OFFICER, on: int = 12) -> Act:
    return lambda s: s.confirm(day(on), "f", by=by, at=AT)


def rejected(s: ReductionScheme) -> None:
    s.reject(day(12), "f", by=OFFICER, at=AT)


def reopened(s: ReductionScheme) -> None:
    s.reopen(day(20), "w", by=OFFICER, at=AT)


def withdrawn(s: ReductionScheme) -> None:
    s.withdraw(day(3), "w", by=OFFICER, at=AT)


def restored(s: ReductionScheme) -> None:
    s.restore("w", by=OFFICER, at=AT)


def a_scheme(*given: Act) -> ReductionScheme:
    scheme = ReductionScheme(UUID(int=2))
    for act in given:
        act(scheme)
    scheme.collect_events()
    return scheme


DONE = [required, adopted(), reported(), claimed()]
THEN: list[tuple[list[Act], Act, list[type[Any]], SchemeStatus]] = [
    ([], required, [e.SchemeRequired], S.REQUIRED),
    ([required], adopted(), [e.SchemeAdopted], S.UNDER_WAY),
    ([], adopted(), [e.SchemeAdopted], S.UNDER_WAY),
    ([adopted()], adopted(), [e.SchemeAdopted], S.UNDER_WAY),
    (
        [],
        adopted(Layout(levels=None, panels=None, faces=3, people=None)),
        [e.SchemeAdopted, ProcedureDefectFlagged],
        S.UNDER_WAY,
    ),
    ([adopted()], reported(faces=2), [e.SchemeProgressReported], S.UNDER_WAY),
    ([adopted(), reported()], claimed(), [e.SchemeClaimed], S.CLAIMED),
    ([adopted(), reported(), reported(faces=4, on=2)], claimed(), [e.SchemeClaimed], S.CLAIMED),
    (DONE, confirmed(), [e.SchemeConfirmed], S.CONFIRMED),
    (DONE, rejected, [e.SchemeClaimRejected], S.UNDER_WAY),
    ([*DONE, confirmed()], reopened, [e.SchemeReopened], S.UNDER_WAY),
    ([*DONE, confirmed()], reported(faces=2, on=30), [e.SchemeProgressReported], S.CONFIRMED),
    ([required], withdrawn, [e.SchemeWithdrawn], S.WITHDRAWN),
    ([adopted(), withdrawn], restored, [e.SchemeRestored], S.UNDER_WAY),
]


@pytest.mark.parametrize(("given", "when", "then", "status"), THEN)
def test_what_an_act_makes(given: list[Act], when: Act, then: list[type[Any]], status: SchemeStatus) -> None:
    scheme = a_scheme(*given)
    when(scheme)
    assert [type(event) for event in scheme.pending] == then
    assert scheme.status is status


REFUSED: list[tuple[list[Act], Act, str]] = [
    ([required], reported(), "SCHEME_STATE"),
    ([adopted(), withdrawn], reported(), "SCHEME_STATE"),
    (DONE, adopted(), "SCHEME_STATE"),
    ([adopted()], claimed(), "GOALS_NOT_REACHED"),
    ([adopted(), reported(faces=2)], claimed(), "GOALS_NOT_REACHED"),
    ([adopted(), reported(levels=None)], claimed(), "GOALS_NOT_REACHED"),
    ([required], claimed(), "SCHEME_STATE"),
    ([adopted(on=5), reported()], claimed(on=4), "DAY_BEFORE_LAST_STEP"),
    ([adopted(), reported()], confirmed(), "SCHEME_STATE"),
    (DONE, confirmed(MINER), "OWN_WORK"),
    (DONE, confirmed(on=9), "DAY_BEFORE_LAST_STEP"),
    ([adopted()], rejected, "SCHEME_STATE"),
    (DONE, reopened, "SCHEME_STATE"),
    ([*DONE, confirmed()], withdrawn, "SCHEME_STATE"),
    ([required], restored, "SCHEME_STATE"),
]


@pytest.mark.parametrize(("given", "when", "code"), REFUSED)
def test_why_an_act_is_refused(given: list[Act], when: Act, code: str) -> None:
    scheme = a_scheme(*given)
    with pytest.raises(GuardRefused) as refusal:
        when(scheme)
    assert refusal.value.code == code
    assert refusal.value.message_zh
    assert scheme.pending == ()


class SchemeLife(Life):
    """Acts in any order, by anybody."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.scheme = ReductionScheme(UUID(int=2))

    @initialize(own=st.booleans())
    def begin(self, own: bool) -> None:
        (adopted() if own else required)(self.scheme)

    @rule(by=people, n=st.integers(0, 9), faces=st.integers(1, 2))
    def go_on(self, by: Actor, n: int, faces: int) -> None:
        layout = Layout(levels=1, panels=2, faces=faces, people=80)
        made = self.scheme.status not in {S.REQUIRED, S.WITHDRAWN}
        assert (self.attempt("report", day(n), layout, "a", by=by) is None) is made, "progress is a fact"

    @rule(by=people, faces=st.integers(1, 2))
    def adopt(self, by: Actor, faces: int) -> None:
        what = {"name": "n", "measures": "m", "responsible_unit": "u", "responsible_person": "p", "document": "d"}
        self.attempt(
            "adopt", mine=MINE, division="230599", exceeded=[], department="煤管局", project=None, due_on=day(90),
            goal=Layout(levels=1, panels=2, faces=faces, people=100), adopted_on=DAY, by=by, **what,
        )  # fmt: skip

    @rule(by=people, act=st.sampled_from(["claim", "confirm", "reject", "reopen", "withdraw"]))
    def act(self, by: Actor, act: str) -> None:
        self.attempt(act, day(10), "x", by=by)

    @rule(by=people)
    def come_to_an_end(self, by: Actor) -> None:
        self.adopt(by, 2)
        self.go_on(by, 9, 1)
        self.attempt("claim", day(10), "x", by=by)

    @rule(by=people)
    def restore(self, by: Actor) -> None:
        self.attempt("restore", "w", by=by)

    @invariant()
    def what_is_confirmed_was_claimed_by_somebody_else_and_reached(self) -> None:
        claimed: e.SchemeClaimed | None = None
        for event in self.scheme.pending:
            if isinstance(event, e.SchemeClaimed):
                claimed = event
            if isinstance(event, e.SchemeConfirmed):
                assert claimed is not None
                assert not event.actor.same_capacity(claimed.actor)
            if isinstance(event, e.SchemeClaimRejected | e.SchemeReopened):
                claimed = None


TestSchemeLife = SchemeLife.TestCase
TestSchemeLife.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
