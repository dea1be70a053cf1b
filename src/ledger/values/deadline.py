"""The deadline model (期限): amount and unit from a start event, with suspension, extension, roll-over and cut-off.

The day of the start is not counted (开始之日不计算在内). What no text says is ours: "前" includes the day it names; a
running 旬 does not count towards a number of 旬; a day under suspension 中止 does not count, in whatever unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from ledger.values.calendar import DAY, Cadence, is_working_day, period_of, working_day_from
from ledger.values.times import SHANGHAI, end_of_day, local_day


class Unit(StrEnum):
    """What a term is counted in (期限单位)."""

    HOUR = "HOUR"
    DAY = "DAY"
    WORKING_DAY = "WORKING_DAY"
    TEN_DAY_PERIOD = "TEN_DAY_PERIOD"
    MONTH = "MONTH"
    YEAR = "YEAR"


@dataclass(frozen=True)
class Term:
    """So many units.

    `rolls_over`: a last day that is a holiday gives way to the next working day. `cutoff`: the hour in Asia/Shanghai at
    which the last day ends, where that is not midnight.
    """

    amount: int
    unit: Unit
    rolls_over: bool = False
    cutoff: time | None = None

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError("a term is at least one unit")


@dataclass(frozen=True, order=True)
class Suspension:
    """Days that do not count (中止期间), both included; without a `last` it goes on."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Extension:
    """More time (延长), granted by somebody: counted from the last day so far."""

    term: Term
    approver: str
    granted_on: date


@dataclass(frozen=True)
class Deadline:
    """A deadline as it stands: what it runs from, what stopped it, what was added."""

    term: Term
    started_at: datetime
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()

    def __post_init__(self) -> None:
        if self.started_at.tzinfo is None:
            raise ValueError("a moment needs a time zone")

    def suspended(self, *suspensions: Suspension) -> Deadline:
        """The same, with further suspensions."""
        return replace(self, suspensions=(*self.suspensions, *suspensions))

    def extended(self, extension: Extension) -> Deadline:
        """The same, with more time."""
        return replace(self, extensions=(*self.extensions, extension))

    @property
    def expires(self) -> datetime | None:
        """The moment at which it is over; None while a suspension without an end holds it up.

        `InvalidInput` where it depends on the holidays of a year that are not published.
        """
        end, day = self.started_at.astimezone(UTC), local_day(self.started_at)
        for term in (self.term, *(extension.term for extension in self.extensions)):
            if term.unit is Unit.HOUR:
                counted = _hours(end, term.amount, self.suspensions)
            else:
                last = _last_day(day, term, self.suspensions)
                counted = None if last is None else end_of(last, term.cutoff)
            if counted is None:
                return None
            end, day = counted, _day_ending(counted)
        if self.term.rolls_over and not is_working_day(day):
            return end_of(working_day_from(day), self.term.cutoff)
        return end

    @property
    def last_day(self) -> date | None:
        """The last day in time, in Asia/Shanghai; None as in `expires`."""
        expires = self.expires
        return None if expires is None else _day_ending(expires)


def end_of(day: date, cutoff: time | None = None) -> datetime:
    """When the last day of a deadline is over: at midnight in Asia/Shanghai, or at its cut-off hour."""
    return end_of_day(day) if cutoff is None else datetime.combine(day, cutoff, SHANGHAI).astimezone(UTC)


def days_late(last_day: date, done_on: date) -> int:
    """By how many calendar days something was late; 0 when it was in time."""
    return max(0, (done_on - last_day).days)


def _day_ending(end: datetime) -> date:
    return local_day(end - timedelta(microseconds=1))


def _last_day(start: date, term: Term, suspensions: Sequence[Suspension]) -> date | None:
    match term.unit:
        case Unit.DAY:
            return _days_on(start, term.amount, suspensions)
        case Unit.WORKING_DAY:
            return _days_on(start, term.amount, suspensions, working=True)
        case Unit.TEN_DAY_PERIOD:
            period = period_of(Cadence.TEN_DAY_PERIOD, start)
            for _ in range(term.amount):
                period = period.following
            end = period.last
        case Unit.MONTH:
            end = start + relativedelta(months=term.amount)
        case Unit.YEAR:
            end = start + relativedelta(years=term.amount)
        case Unit.HOUR:
            raise ValueError("hours have no last day of their own")
    return _days_on(start, (end - start).days, suspensions)


def _days_on(day: date, count: int, suspensions: Sequence[Suspension], *, working: bool = False) -> date | None:
    """The last of `count` days after `day` that count; None when a suspension without an end comes before it."""
    while count:
        day += DAY
        held_up = [s for s in suspensions if s.covers(day)]
        if any(s.last is None for s in held_up):
            return None
        if not held_up and (not working or is_working_day(day)):
            count -= 1
    return day


def _hours(start: datetime, amount: int, suspensions: Sequence[Suspension]) -> datetime | None:
    end, reached = start + timedelta(hours=amount), start
    for suspension in sorted(suspensions, key=lambda s: s.first):
        begins = max(reached, end_of_day(suspension.first - DAY))
        if begins >= end:
            break
        if suspension.last is None:
            return None
        ends = end_of_day(suspension.last)
        if ends > begins:
            end, reached = end + (ends - begins), ends
    return end
