"""Who held the post that owes something on a day: all of one request in one statement a moment."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.graphql import organisation_types
from ledger.graphql.beside import whole
from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED
from ledger.projections import reading
from ledger.projections.in_charge import answers, in_order, of_bodies
from ledger.projections.posts import post_holders
from ledger.projections.reading import Order, Query
from ledger.projections.view import Row

Appointment: Any = organisation_types.Appointment
MAX_APPOINTMENTS = 1000


async def _in_charge(
    root: Any,
    info: Info,
    on: Annotated[date | None, argument(description="On this day (日期); left out, the last day in time.")] = None,
) -> list[Any]:
    owed, as_of = root.row, root.as_of
    appointments = await info.context.loader("in_charge", _load).load((owed["owner"], owed["mine"], as_of))
    day = on or owed["due_on"]
    holding = sorted((row for row in appointments if answers(row, owed, day)), key=in_order)
    return [DECLARED["Appointment"].of(row, as_of) for row in holding]


async def _load(context: Context, _: str, keys: list[Any]) -> list[list[Row]]:
    """Appointments of all bodies asked about by owner, mine and moment: those of a moment in one list."""
    rows: dict[int | None, list[Row]] = {}
    for as_of in {moment for _, _, moment in keys}:
        owners = sorted({owner for owner, _, moment in keys if moment == as_of})
        mines = sorted({mine for _, mine, moment in keys if moment == as_of and mine is not None})
        conditions = [of_bodies(owners, mines), reading.as_it_stood(as_of, post_holders)]
        query = Query(post_holders, conditions, Order("valid_from"), limit=MAX_APPOINTMENTS + 1)
        async with context.reading() as reader:
            rows[as_of] = whole(await reading.select(reader, query))
    return [rows[moment] for _, _, moment in keys]


_in_charge.__annotations__["return"] = list[Appointment]
IN_CHARGE: Any = strawberry.field(
    resolver=_in_charge, description="Who held the post that owes it on a day, acting or not (当日任职人)."
)
