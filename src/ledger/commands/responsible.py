"""For which of the departments named somebody acts: their own, by whatever name, or one that theirs succeeded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ledger.commands.departments import answering, find_department
from ledger.commands.work import Work
from ledger.values.times import local_day


async def acting_for(work: Work, named: Iterable[str], division: str | None, since: date | None) -> str:
    """The one of the `named` departments that the actor's answers for today; the actor's own where there is none.

    `since` is the day on which the duty was given: whoever succeeded a department after it answers for it from the
    day of the succession (DESIGN §4 Organisation).
    """
    given, own = list(named), work.actor.department
    if own in given:
        return own
    acting = await find_department(work, own, division)
    if acting is None:
        return own
    today = local_day(work.now)
    for name in given:
        department = await find_department(work, name, division)
        if department is None:
            continue
        if (await answering(work, department, since or today, today)).id == acting.id:
            return name
    return own
