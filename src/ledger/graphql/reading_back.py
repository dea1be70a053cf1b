"""The thing a mutation changed, as the views have it."""

from __future__ import annotations

from typing import Any

from ledger.commands.bus import Executed
from ledger.graphql.context import Context
from ledger.graphql.objects import TYPES, VIEW_OF
from ledger.projections import reading
from ledger.projections.reading import Query


async def subject(context: Context, executed: Executed) -> Any:
    """The changed thing as it stands now, or for a repeated command as its first outcome left it."""
    name = executed.subject_type.__name__
    view = VIEW_OF[name]
    as_of = executed.position if executed.repeated else None
    query = Query(view, [reading.equals(view.key, executed.subject), reading.as_it_stood(as_of)], limit=1)
    async with context.reading() as connection:
        rows = await reading.select(connection, query)
    made: Any = TYPES[name]
    return made.of(rows[0], as_of) if rows else None
