"""What a leader owes who answers for a mine or an area (联系指导): so many visits a quarter, each an obligation."""

from __future__ import annotations

from datetime import date

from ledger.domain import liaison as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_times import Times, TimesWatch
from ledger.processes.duty_watch import cause
from ledger.rules.duties import Trigger
from ledger.values.calendar import Cadence, period_of


class LiaisonWatch(TimesWatch):
    """One liaison duty, met by visits; one that names no number of them owes none by a day."""

    types = ("LiaisonAssigned", "LiaisonEnded", "LiaisonResumed", "LiaisonVisitMade", "LiaisonVisitRetracted")
    trigger = Trigger.LIAISON_ASSIGNED

    def _take(self, recorded: RecordedEvent) -> None:
        match event := recorded.event:
            case e.LiaisonAssigned():
                if event.visits_a_quarter is not None:
                    self._times = Times(
                        Cadence.QUARTER, event.visits_a_quarter, event.effective_on, None, event.division,
                        event.department, event.department, post=event.title, mine=event.mine,
                    )  # fmt: skip
                self._required = cause(recorded)
            case e.LiaisonEnded():
                self._ended = event.effective_on, cause(recorded, event.why)
            case e.LiaisonResumed():
                self._ended, self._required = None, cause(recorded, event.why)
            case e.LiaisonVisitMade():
                self._facts[event.visit] = event.visited_on, recorded
            case e.LiaisonVisitRetracted():
                self._retract(event.visit, cause(recorded, event.why))

    def _first_day(self, times: Times) -> date:
        """The first day of the first quarter that begins under it."""
        first = super()._first_day(times)
        quarter = period_of(times.every, first)
        return first if first == quarter.first else quarter.following.first
