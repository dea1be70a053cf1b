"""Root fields that are lists: each says its filters and its order; moment and paging are the same for all."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ledger.graphql import moments, paging, types
from ledger.graphql.context import Info
from ledger.graphql.declared import TYPES
from ledger.graphql.paging import AskedPage, Connection, Page, page_of
from ledger.graphql.reads import read, signed
from ledger.projections.reading import Condition, Order
from ledger.rights.right import Right

_ = types  # the object types are declared by being imported


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a list: the conditions that its filters mean, and its order."""

    order: Order
    conditions: tuple[Condition, ...] = ()


_COMMON = {
    "as_of": moments.AsOfArgument,
    "first": paging.First,
    "after": paging.After,
    "last": paging.Last,
    "before": paging.Before,
}


def list_of(
    type_name: str, right: Right, description: str, *, everybodys: bool = False
) -> Callable[[Callable[..., Wanted]], Any]:
    """Declare a list of things of a type: the function has the filters, to which `asOf` and paging are added.

    `everybodys` is that of `page_of`.
    """

    def declare(wanted: Callable[..., Wanted]) -> Any:
        async def ask(info: Info, **given: Any) -> AskedPage:
            common = {name: given.pop(name, None) for name in _COMMON}
            as_of = await moments.resolve(info.context, common.pop("as_of"))
            asked = wanted(info, **given)
            page = Page(**common)
            return page_of(
                info.context, type_name, asked.conditions, asked.order, page, as_of, everybodys=everybodys
            )  # fmt: skip

        kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
        added = [inspect.Parameter(name, kind, default=None, annotation=of) for name, of in _COMMON.items()]
        signature = inspect.signature(wanted)
        signed(ask, signature.replace(parameters=[*signature.parameters.values(), *added]), like=wanted)
        made: Any = TYPES[type_name]
        return read(Connection[made], right, description)(ask)

    return declare
