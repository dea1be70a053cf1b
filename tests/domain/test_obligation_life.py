"""Whatever is asked of an obligation, in whatever order: each end exactly once, and every end can be taken back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import obligation_events as e
from ledger.domain.obligation import ENDED, OWED, Obligation
from ledger.domain.obligation_events import ObligationStatus, OwnerKind
from ledger.values.actor import Actor
from ledger.values.times import end_of_day
from tests.domain.lives import DAY, Life, nearby_days, people

FULFILMENTS = (e.ObligationMet, e.ObligationMetLate, e.ObligationShownMetInTime)


class ObligationLife(Life):
    """An obligation that a department owes, due on a day near to what happens."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.obligation = Obligation(UUID(int=9))

    @initialize(by=people, due_on=nearby_days)
    def open(self, by: Actor, due_on: date) -> None:
        terms = {
            "mine": None, "division": "230599", "department": "煤管局", "duty": "D", "duty_zh": "职责", "rule": "D-1",
            "article": "a", "source": "s", "verified": "ours", "subject": UUID(int=3), "owner": "应急局",
            "owner_kind": OwnerKind.DEPARTMENT, "post": None, "period": "2026-07", "opens_on": DAY, "due_on": due_on,
            "due": end_of_day(due_on),
        }  # fmt: skip
        assert self.attempt("open", by=by, **terms) is None
        assert self.attempt("open", by=by, **terms) == "OBLIGATION_EXISTS"

    @rule(by=people, on=nearby_days, position=st.none() | st.integers(1, 3), days_known=st.integers(-20, 20))
    def fulfil(self, by: Actor, on: date, position: int | None, days_known: int) -> None:
        was, spent = self.obligation.status, position in self.obligation.spent
        known: datetime = end_of_day(self.obligation.due_on) + timedelta(days=days_known)
        refused = self.attempt("fulfil", on, "a", known=known, position=position, by=by)
        in_time = on <= self.obligation.due_on
        wanted = was in OWED or (was is ObligationStatus.MET_LATE and in_time)
        assert (refused is None) == (wanted and not spent)

    @rule(by=people)
    def miss(self, by: Actor) -> None:
        was = self.obligation.status
        assert (self.attempt("miss", by=by) is None) == (was is ObligationStatus.OPEN)

    @rule(by=people, cause=st.integers(1, 3))
    def drop(self, by: Actor, cause: int) -> None:
        was, spent = self.obligation.status, cause in self.obligation.spent
        assert (self.attempt("drop", "w", cause, by=by) is None) == (was in OWED and not spent)

    @rule(by=people, offset=st.integers(-2, 2))
    def remind(self, by: Actor, offset: int) -> None:
        self.attempt("remind", offset, "t", by=by)

    @rule(by=people, level=st.integers(1, 3))
    def escalate(self, by: Actor, level: int) -> None:
        self.attempt("escalate", level, "t", by=by)

    @rule(by=people, to=st.sampled_from(["应急局", "发改局"]), cause=st.integers(1, 4))
    def pass_on(self, by: Actor, to: str, cause: int) -> None:
        it = self.obligation
        owed, changes = it.owed, (to, to) != (it.owner, it.department)
        assert (self.attempt("pass_on", to, to, DAY, "w", cause, by=by) is None) == (owed and changes)

    @rule(by=people)
    def excuse(self, by: Actor) -> None:
        was = self.obligation.status
        refused = self.attempt("excuse", "w", by=by)
        owed = was in {*OWED, ObligationStatus.MET_LATE}
        assert (refused is None) == (owed and by.department != self.obligation.owner)

    @rule(by=people)
    def reinstate(self, by: Actor) -> None:
        was = self.obligation.status
        assert (self.attempt("reinstate", "w", by=by) is None) == (was in ENDED)

    @invariant()
    def it_is_missed_once_and_each_reminder_and_step_up_comes_once(self) -> None:
        assert len(self.happened(e.ObligationMissed)) <= 1
        offsets = [r.offset_days for r in self.happened(e.ObligationReminded)]
        assert len(set(offsets)) == len(offsets)
        levels = [r.level for r in self.happened(e.ObligationEscalated)]
        assert levels == list(range(1, len(levels) + 1))

    @invariant()
    def who_answers_is_who_it_was_passed_on_to_last_and_every_step_names_the_one_before(self) -> None:
        owner = "应急局"
        for passed in self.happened(e.ObligationPassedOn):
            assert passed.former_owner == owner
            owner = passed.owner
        assert self.obligation.owner == owner

    @invariant()
    def what_ended_it_ends_it_once_until_it_is_reinstated(self) -> None:
        ended: str | None = None
        missed = False
        for event in self.obligation.pending:
            if isinstance(event, e.ObligationMissed):
                assert ended is None
                missed = True
            elif isinstance(event, FULFILMENTS):
                later_proof = ended == "ObligationMetLate" and isinstance(event, e.ObligationShownMetInTime)
                assert ended is None or later_proof
                assert missed is not isinstance(event, e.ObligationMet)
                assert (event.met_on > self.obligation.due_on) is isinstance(event, e.ObligationMetLate)
                ended = event.type_name()
            elif isinstance(event, e.ObligationDropped | e.ObligationExcused):
                assert ended in {None, "ObligationMetLate"}
                ended = event.type_name()
            elif isinstance(event, e.ObligationReinstated):
                assert ended is not None
                ended = None
        assert (ended is None) == self.obligation.owed
        assert self.obligation.missed is missed


TestObligationLife = ObligationLife.TestCase
TestObligationLife.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
