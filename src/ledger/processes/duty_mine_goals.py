"""What a mine has to have reached by a day that a text names: a standardisation grade, its double control."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import zip_longest
from uuid import UUID

from ledger.domain.mine import Mine
from ledger.domain.mine_event import PeriodEvent
from ledger.domain.mine_events import MineRegistered, registered_grade_id
from ledger.domain.mine_file_state import DOUBLE_CONTROL, GRADE
from ledger.domain.mine_status_events import WHOLE_MINE, MineStatus
from ledger.domain.timeline import Period, Timeline
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import Claim, Fulfilment
from ledger.processes.duty_watch import cause
from ledger.rules.duties import Duties, Duty, Trigger

KINDS: Mapping[Trigger, frozenset[MineStatus]] = {
    Trigger.MINE_PRODUCES: frozenset({MineStatus.PRODUCING}),
    Trigger.MINE_PRODUCES_OR_BUILDS: frozenset({MineStatus.PRODUCING, MineStatus.CONSTRUCTING}),
}
"""Of which mines it is asked; one that is stopped is still what it was before the stop (ours)."""

KEPT = {"StandardisationGraded": GRADE, "DoubleControlAssessed": DOUBLE_CONTROL}
"""Where the file of a mine keeps what such an event tells."""

Opening = Callable[[Duty, date, RecordedEvent], Claim]


class MineGoals:
    """The goals of one mine: owed once it is such a mine, dropped when it is none any more before the day."""

    types = tuple(KEPT)

    def __init__(self, mine: Mine, rules: Duties) -> None:
        self._mine = mine
        self._duties = [duty for duty in rules.duties if duty.trigger in KINDS]
        self._told: dict[UUID, RecordedEvent] = {}
        self._claims: dict[str, Claim] = {}

    def note(self, recorded: RecordedEvent) -> None:
        """Remember what says that something was reached, or was not."""
        match event := recorded.event:
            case MineRegistered():
                self._told[registered_grade_id(event.mine)] = recorded
            case PeriodEvent():
                self._told[event.period] = recorded

    def look(self, recorded: RecordedEvent, opening: Opening) -> Iterator[Claim]:
        """What the facts call for now, as one more is known; `opening` makes a claim of it."""
        for duty in self._duties:
            assert duty.due_on is not None
            claim, since = self._claims.get(duty.id), self._such_a_mine(KINDS[duty.trigger], duty)
            if claim is None:
                if since is None:
                    continue
                claim = self._claims[duty.id] = opening(duty, since, recorded)
            elif since is not None and claim.dropped:
                claim.required, claim.dropped = cause(recorded), None
            elif since is None and claim.dropped is None:
                claim.dropped = cause(recorded, f"{duty.due_on}前已关闭或者不再生产、建设")
            self._fulfil(claim, duty.due_on, recorded)
            yield claim

    def _such_a_mine(self, kinds: frozenset[MineStatus], duty: Duty) -> date | None:
        """The first day on which it was such a mine; None where it never was, or is none any more on the last day."""
        assert duty.due_on is not None
        timelines = self._mine.timelines
        whole = timelines[WHOLE_MINE].on(duty.due_on) if WHOLE_MINE in timelines else None
        if whole is not None and whole.value is MineStatus.CLOSED:
            return None
        if not any(_kind_on(timeline, duty.due_on) in kinds for timeline in timelines.values()):
            return None
        first = [
            max(period.starts, duty.valid_from)
            for timeline in timelines.values()
            for period, after in zip_longest(timeline.periods, timeline.periods[1:])
            if period.value in kinds and (after is None or after.starts > duty.valid_from)
        ]
        return min((day for day in first if day <= duty.due_on), default=None)

    def _fulfil(self, claim: Claim, due_on: date, recorded: RecordedEvent) -> None:
        """What holds on the last day counts from when it held without a break; what came later came late."""
        reached = self._reached(claim.duty, due_on)
        standing = next((done for done in claim.fulfilments if not done.undone), None)
        if standing is not None:
            if reached is not None and standing.day == reached.starts:
                return
            standing.undone = cause(recorded, "等级或者验收结论已变更")
        if reached is not None:
            told, spent = self._told[reached.id], {done.position for done in claim.fulfilments}
            by = recorded if told.position in spent else told
            claim.fulfilments.append(
                Fulfilment(
                    day=reached.starts,
                    stream=self._mine.id,
                    known_at=by.recorded_at,
                    position=by.position,
                    account=claim.duty.zh,
                    done_at=told.event.occurred_at,
                )
            )

    def _reached(self, duty: Duty, due_on: date) -> Period[object] | None:
        kept = KEPT[duty.evidence[0].event]
        periods = self._mine.kept[kept].periods if kept in self._mine.kept else []
        run: Period[object] | None = None
        for period in periods:
            late = period.starts > due_on
            if late and run is not None:
                break
            run = (run or period) if self._good(duty, period) else None
        return run

    def _good(self, duty: Duty, period: Period[object]) -> bool:
        envelope = self._told[period.id].envelope
        return any(rule.fits(envelope.type, envelope.data) for rule in duty.evidence)


def _kind_on(timeline: Timeline[MineStatus], day: date) -> MineStatus | None:
    """What a part does on a day, or did before it was stopped."""
    there = [period.value for period in timeline.periods if period.starts <= day]
    return next((status for status in reversed(there) if not status.stopped), None)
