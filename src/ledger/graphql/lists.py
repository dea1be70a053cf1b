"""Root fields that are lists: each says its filters and its own order; other orders, moment and paging are added."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ledger.graphql import moments, paging, types
from ledger.graphql.context import Context, Info, asking
from ledger.graphql.declared import TYPES, Listed
from ledger.graphql.hanging_lists import hang
from ledger.graphql.ordering import ordered, ordering
from ledger.graphql.paging import AskedPage, Connection, Page, page_of
from ledger.graphql.permissions import authorise
from ledger.graphql.reads import read, signed
from ledger.projections.reading import Condition, Order
from ledger.rights.right import Right

_ = types  # the object types are declared by being imported


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a list: the conditions that its filters mean, and its order where no other is asked for."""

    order: Order
    conditions: tuple[Condition, ...] = ()


_PAGING = {"first": paging.First, "after": paging.After, "last": paging.Last, "before": paging.Before}


def list_of(
    type_name: str, right: Right, description: str, *, everybodys: bool = False, on: str | None = None
) -> Callable[[Callable[..., Wanted]], Any]:
    """Declare a list of things of a type: the function has the filters, to which order, `asOf` and paging are added.

    `everybodys` is that of `page_of`. With `on`, say `Mine.hazards`, the list hangs on things of that type as well, as
    their field of that name: the thing takes the place of the argument `mine`, its moment that of `asOf`.
    """

    def declare(wanted: Callable[..., Wanted]) -> Any:
        added = {**ordering(type_name), **_PAGING}

        def page(context: Context, given: dict[str, Any], as_of: int | None) -> AskedPage:
            paged = Page(**{name: given.get(name) for name in _PAGING})
            asked = wanted(asking(context), **{name: value for name, value in given.items() if name not in added})
            order = ordered(asked.order, given)
            return page_of(context, type_name, asked.conditions, order, paged, as_of, everybodys=everybodys)

        async def ask(info: Info, **given: Any) -> AskedPage:
            as_of = await moments.resolve(info.context, given.pop("as_of", None))
            return page(info.context, given, as_of)

        made: Any = TYPES[type_name]
        of = Connection[made]
        signed(ask, _taking(wanted, {"as_of": moments.AsOfArgument, **added}), like=wanted)
        if on is not None:
            owner, _, name = on.partition(".")

            def listed(context: Context, given: dict[str, Any], as_of: int | None) -> AskedPage:
                authorise(context, right, on)
                return page(context, given, as_of)

            argument = owner.lower()
            signature = _taking(wanted, added, without=argument).replace(return_annotation=of)
            hang(owner, Listed(name, argument, listed), signature, description, like=wanted)
        return read(of, right, description)(ask)

    return declare


def _taking(wanted: Callable[..., Wanted], more: dict[str, Any], without: str = "") -> inspect.Signature:
    """The arguments of a function and more."""
    signature, kind = inspect.signature(wanted), inspect.Parameter.POSITIONAL_OR_KEYWORD
    added = [inspect.Parameter(name, kind, default=None, annotation=of) for name, of in more.items()]
    return signature.replace(parameters=[p for p in signature.parameters.values() if p.name != without] + added)
