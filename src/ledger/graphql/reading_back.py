"""The thing a mutation changed, as the views have it."""

from __future__ import annotations

from typing import Any

from ledger.commands.bus import Executed
from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED
from ledger.projections import reading
from ledger.projections.reading import Query
from ledger.values.times import local_day


async def subject(context: Context, executed: Executed) -> Any:
    """The changed thing as it stands now, or for a repeated command as its first outcome left it."""
    declared = DECLARED[executed.subject_type.__name__]
    view = declared.view
    as_of = executed.position if executed.repeated else None
    conditions = [reading.equals(view.key, executed.subject), reading.as_it_stood(as_of, view)]
    query = Query(view, conditions, limit=1, items=declared.everything(local_day(context.now)))
    async with context.reading() as reader:
        rows = await reading.select(reader, query)
    return declared.of(rows[0], as_of) if rows else None
