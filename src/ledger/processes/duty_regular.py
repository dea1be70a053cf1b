"""What is owed regularly, once a body has said by a paper how often: each month, quarter or year an obligation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from ledger.domain import regular_duty_events as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import Cause, Claim
from ledger.processes.duty_watch import Watch, cause, evidence_of, fulfilment
from ledger.rules.duties import Duties, Trigger
from ledger.values.calendar import Cadence, Period, period_of, periods
from ledger.values.times import end_of_day, local_day


class RegularWatch(Watch):
    """One requirement; a period counts that lies within its days as a whole (ours)."""

    types = ("RegularDutySet", "RegularDutyDone", "RegularDutyRetracted", "RegularDutyEnded", "RegularDutyResumed")

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._set: e.RegularDutySet | None = None
        self._required: Cause | None = None
        self._ended: tuple[date, Cause] | None = None
        self._reached = date.min
        self._done: dict[UUID, RecordedEvent] = {}

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about it."""
        match event := recorded.event:
            case e.RegularDutySet():
                self._set, self._required = event, cause(recorded)
            case e.RegularDutyEnded():
                self._ended = event.ended_on, cause(recorded, event.why)
            case e.RegularDutyResumed():
                self._ended, self._required = None, cause(recorded, event.why)
            case e.RegularDutyDone():
                self._done[event.record] = recorded
            case e.RegularDutyRetracted():
                self._taken_back(event, recorded)
        self._reached = max(self._reached, local_day(recorded.recorded_at))
        return list(self._owed())

    def reach(self, day: date) -> Iterable[Claim]:
        """What is owed in the periods that have begun by `day`."""
        self._reached = max(self._reached, day)
        return list(self._owed())

    def next_boundary(self) -> datetime | None:
        """The end of the period that runs."""
        return None if self._set is None else end_of_day(period_of(Cadence(self._set.every), self._reached).last)

    def _owed(self) -> Iterator[Claim]:
        """Everything that is owed so far, as the facts stand."""
        if self._set is None or self._required is None:
            return
        first, last = max(self._set.starts_on, self._rules.since), self._set.ends_on or date.max
        for period in periods(Cadence(self._set.every), first, min(self._reached, last)):
            if first <= period.first and period.last <= last:
                for claim in self._of(period, self._set, self._required):
                    self._count(period, self._stands(claim, self._required))
                    yield claim

    def _of(self, period: Period, asked: e.RegularDutySet, required: Cause) -> Iterator[Claim]:
        for duty in self._rules.on(period.first, Trigger.REGULAR_DUTY):
            if duty.kind == asked.requirement:
                claim = Claim(
                    duty=duty,
                    subject=self.subject,
                    period=period.key,
                    division=asked.division,
                    department=asked.body or asked.department,
                    owner=asked.body or "",
                    opens_on=period.first,
                    due_on=period.last,
                    required=required,
                    mine=asked.mine,
                )
                yield self.keep(claim)

    def _stands(self, claim: Claim, required: Cause) -> Claim:
        """The claim, owed or not: what ended before its last day is owed no more."""
        if self._ended is not None and claim.due_on >= self._ended[0]:
            claim.dropped = self._ended[1]
        elif claim.dropped is not None:
            claim.required, claim.dropped = required, None
        return claim

    def _count(self, period: Period, claim: Claim) -> None:
        """What was done in a period meets it; what is done later is of the period that it is done in."""
        known = {done.position for done in claim.fulfilments}
        for recorded in self._done.values():
            event = recorded.event
            assert isinstance(event, e.RegularDutyDone)
            rule = evidence_of(claim.duty, recorded)
            if rule is not None and recorded.position not in known and period.first <= event.done_on <= period.last:
                claim.fulfilments.append(fulfilment(claim.duty, rule, recorded))

    def _taken_back(self, event: e.RegularDutyRetracted, recorded: RecordedEvent) -> None:
        gone = self._done.pop(event.record, None)
        for claim in self.claims.values():
            for done in claim.fulfilments:
                if gone is not None and done.position == gone.position:
                    done.undone = cause(recorded, event.why)
