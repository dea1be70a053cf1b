"""What is owed so many times in each of its periods: each time an obligation, due by the end of the period."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import Cause, Claim, Fulfilment
from ledger.processes.duty_watch import Watch, evidence_of, fulfilment
from ledger.rules.duties import Duties, Duty, Trigger
from ledger.values.calendar import Cadence, Period, period_of
from ledger.values.times import end_of_day, local_day


@dataclass(frozen=True)
class Times:
    """So many times in each period from a day to a day: what is owed, of whom."""

    every: Cadence
    times: int
    starts_on: date
    ends_on: date | None
    division: str
    department: str
    owner: str
    post: str | None = None
    mine: UUID | None = None


class TimesWatch(Watch):
    """One such duty: a fact meets the first time of its period that no other has met."""

    trigger: ClassVar[Trigger]

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._times: Times | None = None
        self._required: Cause | None = None
        self._ended: tuple[date, Cause] | None = None
        self._given_on: date | None = None
        self._reached = date.min
        self._facts: dict[UUID, tuple[date, RecordedEvent]] = {}
        self._counted: dict[UUID, Fulfilment] = {}

    @abstractmethod
    def _take(self, recorded: RecordedEvent) -> None:
        """Take in a fact about the duty."""

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the duty; everything that is owed so far."""
        self._take(recorded)
        self._given_on = self._given_on or local_day(recorded.recorded_at)
        self._reached = max(self._reached, local_day(recorded.recorded_at))
        return list(self._owed())

    def reach(self, day: date) -> Iterable[Claim]:
        """What is owed in the periods that have begun by `day`."""
        self._reached = max(self._reached, day)
        return list(self._owed())

    def next_boundary(self) -> datetime | None:
        """The end of the period."""
        return None if self._times is None else end_of_day(period_of(self._times.every, self._reached).last)

    def _retract(self, fact: UUID, because: Cause) -> None:
        self._facts.pop(fact, None)
        if fact in self._counted:
            self._counted.pop(fact).undone = because

    def _first_day(self, times: Times) -> date:
        """The day from which it is owed; its period owes all of the times, whatever is left of it."""
        return max(times.starts_on, self._rules.since)

    def _duties(self, day: date) -> Iterator[Duty]:
        """The duties in force on a day that it is about."""
        return iter(self._rules.on(day, self.trigger))

    def _counts(self, period: Period, times: Times) -> bool:
        """Whether a period that has begun by the last day is owed; one that is cut short is."""
        return True

    def _owed(self) -> Iterator[Claim]:
        """Everything that is owed so far, as the facts stand."""
        if self._times is None or self._required is None:
            return
        first = self._first_day(self._times)
        until = min(self._reached, self._times.ends_on or date.max)
        period = period_of(self._times.every, first)
        while period.first <= until and self._counts(period, self._times):
            found = [self._stands(claim, self._required) for claim in self._of_period(period, first, self._times)]
            self._count(period, found)
            yield from found
            period = period.following

    def _of_period(self, period: Period, first: date, times: Times) -> Iterator[Claim]:
        opens_on = max(period.first, first)
        assert self._required is not None
        for duty in self._duties(opens_on):
            for number in range(1, times.times + 1):
                claim = Claim(
                    duty=duty,
                    subject=self.subject,
                    period=f"{period.key}/{number}",
                    division=times.division,
                    department=times.department,
                    owner=times.owner,
                    opens_on=opens_on,
                    due_on=min(period.last, times.ends_on or date.max),
                    required=self._required,
                    mine=times.mine,
                    post=times.post,
                    given_on=self._given_on,
                )
                yield self.keep(claim)

    def _stands(self, claim: Claim, required: Cause) -> Claim:
        """The claim, owed or not: a duty that ended before its last day owes it no more."""
        if self._ended is not None and claim.due_on >= self._ended[0]:
            claim.dropped = self._ended[1]
        elif claim.dropped is not None:
            claim.required, claim.dropped = required, None
        return claim

    def _count(self, period: Period, claims: list[Claim]) -> None:
        open_claims = [claim for claim in claims if all(done.undone for done in claim.fulfilments)]
        for fact, (day, recorded) in self._facts.items():
            if not period.first <= day <= period.last or fact in self._counted or not open_claims:
                continue
            claim = open_claims.pop(0)
            rule = evidence_of(claim.duty, recorded)
            assert rule is not None
            self._counted[fact] = fulfilment(claim.duty, rule, recorded)
            claim.fulfilments.append(self._counted[fact])
