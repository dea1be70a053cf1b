"""Days that callers give: today when left out, and never one that is still to come."""

from __future__ import annotations

from datetime import date

from ledger.commands.work import Work
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day


def not_future(on: date | None, work: Work, field: str) -> date:
    """The day of something that has happened; `InvalidInput` at `field` when it lies after today."""
    today = local_day(work.now)
    if on is not None and on > today:
        raise InvalidInput(
            "DAY_IN_THE_FUTURE",
            f"{on} lies after today, {today}.",
            f"{on} 晚于今日 {today}。",
            path=(field,),
            rule="ours",
        )
    return on or today
