"""What is owed regularly, once a body has said by a paper how often: each month, quarter or year an obligation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from ledger.domain import regular_duty_events as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_times import Times, TimesWatch
from ledger.processes.duty_watch import cause
from ledger.rules.duties import Duty, Trigger
from ledger.values.calendar import Cadence, Period, period_of


class RegularWatch(TimesWatch):
    """One requirement; a period counts that lies within its days as a whole (ours)."""

    types = ("RegularDutySet", "RegularDutyDone", "RegularDutyRetracted", "RegularDutyEnded", "RegularDutyResumed")
    trigger = Trigger.REGULAR_DUTY
    _kind = ""

    def _take(self, recorded: RecordedEvent) -> None:
        match event := recorded.event:
            case e.RegularDutySet():
                self._kind = event.requirement
                self._times = Times(
                    Cadence(event.every), 1, event.starts_on, event.ends_on, event.division,
                    event.body or event.department, event.body or "", mine=event.mine,
                )  # fmt: skip
                self._required = cause(recorded)
            case e.RegularDutyEnded():
                self._ended = event.ended_on, cause(recorded, event.why)
            case e.RegularDutyResumed():
                self._ended, self._required = None, cause(recorded, event.why)
            case e.RegularDutyDone():
                self._facts[event.record] = event.done_on, recorded
            case e.RegularDutyRetracted():
                self._retract(event.record, cause(recorded, event.why))

    def _duties(self, day: date) -> Iterator[Duty]:
        return (duty for duty in super()._duties(day) if duty.kind == self._kind)

    def _first_day(self, times: Times) -> date:
        """The first day of the first period that begins under it."""
        first = super()._first_day(times)
        period = period_of(times.every, first)
        return first if first == period.first else period.following.first

    def _counts(self, period: Period, times: Times) -> bool:
        """One that the last day cuts short is not owed."""
        return times.ends_on is None or period.last <= times.ends_on
