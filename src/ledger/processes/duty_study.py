"""What a body owes that has to study so many times a year: each time an obligation, due by the end of the year."""

from __future__ import annotations

from ledger.domain import study_duty_events as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_times import Times, TimesWatch
from ledger.processes.duty_watch import cause
from ledger.rules.duties import Trigger
from ledger.values.calendar import Cadence


class StudyWatch(TimesWatch):
    """One study duty, met by the sessions held."""

    types = ("StudyDutySet", "StudyDutyEnded", "StudyDutyResumed", "StudySessionHeld", "StudySessionRetracted")
    trigger = Trigger.STUDY_DUTY

    def _take(self, recorded: RecordedEvent) -> None:
        match event := recorded.event:
            case e.StudyDutySet():
                self._times = Times(
                    Cadence.YEAR, event.times_a_year, event.starts_on, event.ends_on, event.division,
                    event.department, event.body,
                )  # fmt: skip
                self._required = cause(recorded)
            case e.StudyDutyEnded():
                self._ended = event.ended_on, cause(recorded, event.why)
            case e.StudyDutyResumed():
                self._ended, self._required = None, cause(recorded, event.why)
            case e.StudySessionHeld():
                self._facts[event.session] = event.held_on, recorded
            case e.StudySessionRetracted():
                self._retract(event.session, cause(recorded, event.why))
