"""Things of a type for a value that is made of several views at once."""

from __future__ import annotations

from typing import Any

from ledger.graphql.beside import whole
from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED
from ledger.projections import reading
from ledger.projections.reading import Condition, Order, Query
from ledger.values.times import local_day

MAX_GATHERED = 5_000


async def gathered(
    context: Context, type_name: str, order: str, conditions: list[Condition], as_of: int | None
) -> list[Any]:
    """The things that meet the conditions, by a column; no scope narrows them but what the conditions say.

    `InvalidInput` where there are more than can be gathered.
    """
    declared = DECLARED[type_name]
    at = [*conditions, reading.as_it_stood(as_of, declared.view)]
    items = declared.everything(local_day(context.now))
    query = Query(declared.view, at, Order(order), limit=MAX_GATHERED + 1, items=items)
    async with context.reading() as reader:
        rows = whole(await reading.select(reader, query), MAX_GATHERED)
    return [declared.of(row, as_of) for row in rows]
