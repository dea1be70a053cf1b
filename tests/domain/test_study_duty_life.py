"""Whatever is asked of a study duty, in whatever order: what was studied is never refused."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from ledger.domain import study_duty_events as e
from ledger.domain.study_duty import StudyDuty
from ledger.values.actor import Actor
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people


class StudyDutyLife(Life):
    """One duty that is set once."""

    it: StudyDuty

    def __init__(self) -> None:
        super().__init__()
        self.it = StudyDuty(UUID(int=3))

    @initialize(by=people)
    def set(self, by: Actor) -> None:
        told = {"body": "区党委理论学习中心组", "topic": "安全生产", "times_a_year": 2, "basis": "b", "plan": None}
        days = {"starts_on": DAY, "ends_on": None}
        assert self.attempt("set", division="230599", by=by, **days, **told) is None

    @rule(by=people, on=nearby_days)
    def hold(self, by: Actor, on: date) -> None:
        told = {"topic": "t", "led_by": "l", "participants": 3, "account": "a"}
        assert self.attempt("hold", on, by=by, **told) is None

    @rule(by=people, which=st.integers(0, 5))
    def retract(self, by: Actor, which: int) -> None:
        held = [event.session for event in self.happened(e.StudySessionHeld)]
        session = held[which] if which < len(held) else UUID(int=9)
        counts = session in self.it.sessions
        assert (self.attempt("retract", session, "w", by=by) is None) == counts

    @rule(by=people, on=nearby_days)
    def end(self, by: Actor, on: date) -> None:
        may = self.it.ended_on is None and on >= DAY
        assert (self.attempt("end", on, "w", by=by) is None) == may

    @rule(by=people)
    def resume(self, by: Actor) -> None:
        ended = self.it.ended_on is not None
        assert (self.attempt("resume", "w", by=by) is None) == ended


TestStudyDutyLife = StudyDutyLife.TestCase
TestStudyDutyLife.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


def test_a_duty_that_ends_before_it_begins_is_refused() -> None:
    life = StudyDutyLife()
    life.it = StudyDuty(UUID(int=4))
    told = {"body": "b", "topic": "t", "times_a_year": 2, "basis": "b", "plan": None}
    days = {"starts_on": DAY, "ends_on": date(2026, 7, 5)}
    assert life.attempt("set", division="230599", by=PEOPLE[0], **days, **told) == "DAYS_OUT_OF_ORDER"
