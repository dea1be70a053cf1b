"""Working days with China's make-up days 调休, and the periods that recurring duties go by."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import chinese_calendar

from ledger.values.errors import InvalidInput

CALENDAR = "CN"
"""The one holiday table (节假日表) there is: as the State Council publishes it for each year."""

DAY = timedelta(days=1)


class Cadence(StrEnum):
    """How often something recurs (周期)."""

    TEN_DAY_PERIOD = "TEN_DAY_PERIOD"
    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


@dataclass(frozen=True, order=True)
class Period:
    """A ten-day period 旬, month, quarter or year, from its first to its last day."""

    first: date
    last: date
    cadence: Cadence

    @property
    def key(self) -> str:
        """Its name among all periods: `2026`, `2026-Q3`, `2026-07`, `2026-07-T1`."""
        month = f"{self.first:%Y-%m}"
        match self.cadence:
            case Cadence.YEAR:
                return f"{self.first:%Y}"
            case Cadence.QUARTER:
                return f"{self.first:%Y}-Q{(self.first.month + 2) // 3}"
            case Cadence.MONTH:
                return month
            case Cadence.TEN_DAY_PERIOD:
                return f"{month}-T{self.first.day // 10 + 1}"

    def days(self) -> Iterator[date]:
        """Its days, in order."""
        day = self.first
        while day <= self.last:
            yield day
            day += DAY

    @property
    def following(self) -> Period:
        """The next one."""
        return period_of(self.cadence, self.last + DAY)


def period_of(cadence: Cadence, day: date) -> Period:
    """The period that `day` falls in; 旬 are the days 1–10, 11–20 and 21 to the end of the month."""
    month_end = day.replace(day=monthrange(day.year, day.month)[1])
    match cadence:
        case Cadence.YEAR:
            return Period(date(day.year, 1, 1), date(day.year, 12, 31), cadence)
        case Cadence.QUARTER:
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            last = date(day.year, first.month + 2, monthrange(day.year, first.month + 2)[1])
            return Period(first, last, cadence)
        case Cadence.MONTH:
            return Period(day.replace(day=1), month_end, cadence)
        case Cadence.TEN_DAY_PERIOD:
            which = min((day.day - 1) // 10, 2)
            last = month_end if which == 2 else day.replace(day=which * 10 + 10)
            return Period(day.replace(day=which * 10 + 1), last, cadence)


def periods(cadence: Cadence, first: date, last: date) -> Iterator[Period]:
    """All periods that have a day between `first` and `last`, both included, in order."""
    if last < first:
        return
    period = period_of(cadence, first)
    while period.first <= last:
        yield period
        period = period.following


def is_working_day(day: date) -> bool:
    """Whether people work on `day`: a make-up Saturday is a working day, a holiday in the week is none.

    `InvalidInput` (`HOLIDAYS_NOT_PUBLISHED`) for a year whose table is not known: it is not guessed.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:  # so the library says that it has no table of that year
        raise InvalidInput(
            "HOLIDAYS_NOT_PUBLISHED",
            f"The holiday table of {day.year} is not known to this ledger; working days of it cannot be counted.",
            f"本台账没有 {day.year} 年的节假日安排，无法计算该年的工作日。",
            rule="国务院办公厅关于部分节假日安排的通知",
        ) from error


def working_day_from(day: date) -> date:
    """`day`, or the first working day after it."""
    while not is_working_day(day):
        day += DAY
    return day
