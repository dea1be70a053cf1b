"""What hangs on a thing, for the ordinary executor; a planned read joins it instead."""

from __future__ import annotations

from typing import Any, TypeVar

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared, ToChosen, ToMany, ToOne
from ledger.graphql.permissions import authorise
from ledger.graphql.visibility import visible
from ledger.projections import reading
from ledger.projections.reading import Condition, Order, Query
from ledger.projections.view import Row
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day

R = TypeVar("R")

MAX_MANY = 1000
MAX_CHOSEN = 5000
"""As many are looked at to choose some for all objects of an answer."""


def whole(rows: list[R], at_most: int) -> list[R]:
    """Everything that hangs on one thing, of up to one more than may; `InvalidInput` where there is more."""
    if len(rows) > at_most:
        raise InvalidInput(
            "TOO_MANY_BESIDE",
            f"More than {at_most} hang on this one: ask for them page by page in their own list.",
            f"该记录名下超过 {at_most} 项，请在相应列表中分页查询。",
        )
    return rows


def seen_beside(context: Context, declared: Declared, as_of: int | None) -> list[Condition]:
    """What the caller may see of the things of a type that hang on another: a right to the one is none to the other.

    The public finds nothing of what is not theirs to see, as nothing of it is published; others are told
    (`NotPermitted`).
    """
    right = declared.beside or declared.right
    if context.is_public and not context.principal.roles & right.roles:
        return [Condition("false")]
    authorise(context, right, declared.name)
    return visible(context, declared, as_of)


async def one(context: Context, relation: ToOne, root: Any) -> Any:
    """The thing that `root` names, as it stood; None when it names none."""
    declared, key = DECLARED[relation.type_name], root.row[relation.of]
    row = None if key is None else await context.loader(relation.type_name, _load).load((key, root.as_of))
    return None if row is None else declared.of(row, root.as_of)


async def _load(context: Context, type_name: str, keys: list[Any]) -> list[Row | None]:
    """Rows by key and moment: all of one request in one statement a moment."""
    declared, today = DECLARED[type_name], local_day(context.now)
    view = declared.view
    found: dict[Any, Row] = {}
    async with context.reading() as reader:
        for as_of in {moment for _, moment in keys}:
            wanted = [key for key, moment in keys if moment == as_of]
            # Who sees a thing sees what it names: the scope is that of the thing.
            conditions = [reading.one_of(view.key, wanted, "uuid"), reading.as_it_stood(as_of, view)]
            query = Query(view, conditions, limit=len(wanted), items=declared.everything(today))
            rows = await reading.select(reader, query)
            found.update({(row[view.key], as_of): row for row in rows})
    return [found.get(key) for key in keys]


async def many(context: Context, relation: ToMany, root: Any) -> list[Any]:
    """The things whose column is the key of `root`, as they stood, within the caller's scope."""
    declared = DECLARED[relation.type_name]
    conditions = [reading.equals(relation.column, root.row[relation.of]), *seen_beside(context, declared, root.as_of)]
    items = declared.everything(local_day(context.now))
    query = Query(declared.view, conditions, Order(relation.order), limit=MAX_MANY + 1, items=items)
    async with context.reading() as reader:
        rows = await reading.select(reader, query)
    return [declared.of(row, root.as_of) for row in whole(rows, MAX_MANY)]


async def chosen(context: Context, name: str, relation: ToChosen, root: Any, given: dict[str, Any]) -> list[Any]:
    """The things that are chosen for `root`: what can be picked from is one statement a moment for all of a request."""
    declared, today = DECLARED[relation.type_name], local_day(context.now)

    async def load(context: Context, _: str, keys: list[Any]) -> list[Any]:
        found: dict[int | None, Any] = {}
        for as_of in {moment for _, moment in keys}:
            rows = [dict(zip(relation.of, values, strict=True)) for values, moment in keys if moment == as_of]
            conditions = [relation.among(rows), *seen_beside(context, declared, as_of)]
            items = declared.everything(today)
            query = Query(declared.view, conditions, Order(relation.order), limit=MAX_CHOSEN + 1, items=items)
            async with context.reading() as reader:
                found[as_of] = relation.sorted_out(whole(await reading.select(reader, query), MAX_CHOSEN))
        return [found[moment] for _, moment in keys]

    values = tuple(root.row[column] for column in relation.of)
    candidates = await context.loader(name, load).load((values, root.as_of))
    picked = relation.choose(dict(zip(relation.of, values, strict=True)), candidates, **given)
    return [declared.of(row, root.as_of) for row in picked]
