"""Moments in UTC, written with six digits and Z; days in Asia/Shanghai."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AwareDatetime, Field, PlainSerializer
from pydantic_core import PydanticCustomError

SHANGHAI = ZoneInfo("Asia/Shanghai")


def format_moment(moment: datetime) -> str:
    """`2026-07-01T00:00:00.000000Z`: the one written form of a moment in events and proofs."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def local_day(moment: datetime) -> date:
    """The day in Asia/Shanghai on which `moment` falls: the day that deadlines and periods are about."""
    return moment.astimezone(SHANGHAI).date()


def end_of_day(day: date) -> datetime:
    """The moment at which a day in Asia/Shanghai is over."""
    return datetime.combine(day + timedelta(days=1), time.min, SHANGHAI).astimezone(UTC)


def when_it_was(day: date, now: datetime) -> datetime:
    """When something dated by its day alone was true: `now` when it is of today or to come, else that day's beginning.

    What is entered later than it happened keeps its own moment, which is the difference that investigations live on.
    """
    return datetime.combine(day, time.min, SHANGHAI).astimezone(UTC) if day < local_day(now) else now


FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)

Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]
"""A day in Asia/Shanghai that the ledger can be about; what lies outside is a slip of the pen."""


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[
    AwareDatetime,
    AfterValidator(_to_utc),
    PlainSerializer(format_moment, return_type=str, when_used="json"),
]
"""An aware moment, held in UTC, written canonically."""


def _given(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise PydanticCustomError("moment_without_zone", "a moment needs a time zone")
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise PydanticCustomError("moment_out_of_range", "the ledger is about 1949 to 2199")
    return moment.astimezone(UTC)


GivenMoment = Annotated[
    datetime, AfterValidator(_given), PlainSerializer(format_moment, return_type=str, when_used="json")
]
"""A moment as a caller gives it, with its zone; a plain date and time, for which the schema has a scalar."""
