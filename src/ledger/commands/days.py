"""Days and moments that callers give: now when left out, and never one that is still to come."""

from __future__ import annotations

from datetime import date, datetime

from ledger.commands.work import Work
from ledger.domain.guards import OURS
from ledger.values.errors import InvalidInput
from ledger.values.times import format_moment, local_day


def not_future(on: date | None, work: Work, field: str) -> date:
    """The day of something that has happened; `InvalidInput` at `field` when it lies after today."""
    today = local_day(work.now)
    if on is not None and on > today:
        raise InvalidInput(
            "DAY_IN_THE_FUTURE",
            f"{on} lies after today, {today}.",
            f"{on} 晚于今日 {today}。",
            path=(field,),
            rule=OURS,
        )
    return on or today


def not_later(moment: datetime | None, work: Work, field: str) -> datetime:
    """The moment of something that has happened; `InvalidInput` at `field` when it lies after now."""
    if moment is not None and moment > work.now:
        raise InvalidInput(
            "MOMENT_IN_THE_FUTURE",
            f"{format_moment(moment)} lies after now, {format_moment(work.now)}.",
            f"{format_moment(moment)} 晚于当前时间 {format_moment(work.now)}。",
            path=(field,),
            rule=OURS,
        )
    return moment or work.now
