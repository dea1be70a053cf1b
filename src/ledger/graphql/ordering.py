"""In which orders a list may be asked for: those its view keeps indexes for, of the columns its type shows."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.graphql.declared import DECLARED, TYPES
from ledger.projections.reading import Order

Descending = Annotated[
    bool | None, argument(description="From the greatest down, or from the least up (是否倒序); the list's own way.")
]


@cache
def orders_of(type_name: str) -> type[StrEnum] | None:
    """The enum of what lists of a type can be ordered by (排序); None where there is one order alone."""
    declared = DECLARED[type_name]
    columns = [column for column in declared.view.orders if column in declared.shown]
    if len(columns) < 2:
        return None
    names = {column.upper(): column.upper() for column in columns}
    description = f"What a list of {type_name} is ordered by (排序); what has no day comes last."
    make: Any = StrEnum
    made: Any = strawberry.enum(make(f"{type_name}Order", names), description=description)
    told = {field.python_name: field.description for field in TYPES[type_name].__strawberry_definition__.fields}
    for value in made.__strawberry_definition__.values:
        value.description = told[value.value.lower()]
    orders: type[StrEnum] = made
    return orders


def ordering(type_name: str) -> dict[str, Any]:
    """The arguments by which the order of a list of a type is chosen, with their annotations."""
    orders = orders_of(type_name)
    by = {} if orders is None else {"order_by": Annotated[orders | None, argument(description="Ordered by (排序).")]}
    return {**by, "descending": Descending}


def ordered(own: Order, given: dict[str, Any]) -> Order:
    """The order that is asked for; what is left out is the list's own."""
    by, descending = given.get("order_by"), given.get("descending")
    return Order(own.column if by is None else by.value.lower(), own.descending if descending is None else descending)
