"""Whatever is asked of a regular duty, in whatever order: what was done is never refused."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import regular_duty_events as e
from ledger.domain.regular_duty import RegularDuty
from ledger.domain.regular_duty_events import RegularInterval, RegularRequirement
from ledger.values.actor import Actor
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people

ASKED = {
    "mine": None, "requirement": RegularRequirement.BRIEFING, "body": "区党委政府", "every": RegularInterval.QUARTER,
    "basis": "b", "starts_on": DAY,
}  # fmt: skip


class RegularDutyLife(Life):
    """One duty that is set once."""

    it: RegularDuty

    def __init__(self) -> None:
        super().__init__()
        self.it = RegularDuty(UUID(int=3))

    @initialize(by=people)
    def set(self, by: Actor) -> None:
        assert self.attempt("set", division="230599", by=by, ends_on=None, **ASKED) is None

    @rule(by=people, on=nearby_days)
    def do(self, by: Actor, on: date) -> None:
        assert self.attempt("do", on, "a", by=by) is None

    @rule(by=people, which=st.integers(0, 5))
    def retract(self, by: Actor, which: int) -> None:
        done = [event.record for event in self.happened(e.RegularDutyDone)]
        record = done[which] if which < len(done) else UUID(int=9)
        counts = record in self.it.records
        assert (self.attempt("retract", record, "w", by=by) is None) == counts

    @rule(by=people, on=nearby_days)
    def end(self, by: Actor, on: date) -> None:
        may = self.it.ended_on is None and on >= DAY
        assert (self.attempt("end", on, "w", by=by) is None) == may

    @rule(by=people)
    def resume(self, by: Actor) -> None:
        ended = self.it.ended_on is not None
        assert (self.attempt("resume", "w", by=by) is None) == ended

    @invariant()
    def what_counts_was_done_and_not_taken_back(self) -> None:
        done = {event.record for event in self.happened(e.RegularDutyDone)}
        assert self.it.records == done - {event.record for event in self.happened(e.RegularDutyRetracted)}


TestRegularDutyLife = RegularDutyLife.TestCase
TestRegularDutyLife.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_one_that_ends_before_it_begins_is_refused() -> None:
    life = RegularDutyLife()
    life.it = RegularDuty(UUID(int=4))
    ends_on = date(2026, 7, 5)
    assert life.attempt("set", division="230599", by=PEOPLE[0], ends_on=ends_on, **ASKED) == "DAYS_OUT_OF_ORDER"
