"""Reading a view: one parametrised SQL statement from declaration, filters, order, page, moment and scope.

The text is put together from names that we declared, never from a caller's; what callers give is a parameter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from ledger.eventstore.readers import Reader
from ledger.projections.tables import IN_THE_PAST, STOOD, UNTIL_EVER
from ledger.projections.view import Row, View

STATEMENT_SECONDS = 3
# Views are hot: a page at random costs hardly more than the next one, and lists come by their index.
READING = f"-c statement_timeout={STATEMENT_SECONDS}s -c random_page_cost=1.1"
"""How the connections are set over which views are read; a statement that takes longer is given up."""

DIVISION_DIGITS = 6


@dataclass(frozen=True)
class Scope:
    """What a reader may see: divisions by prefix, one enterprise's mines alone where `mines` is given.

    Besides, what is about the `granted` mines of others. `knows` are the departments whose work under embargo is no
    secret to them, None all.
    """

    division_prefix: str = ""
    mines: frozenset[UUID] | None = None
    departments: frozenset[str] = frozenset()
    granted: frozenset[UUID] = frozenset()
    knows: frozenset[str] | None = frozenset()


class Condition(NamedTuple):
    """One SQL condition with its parameters; `of_span` where it asks whether a day is in one of the view's spans."""

    text: str
    parameters: tuple[object, ...] = ()
    of_span: bool = False


def equals(column: str, value: object) -> Condition:
    """`column = value`."""
    return Condition(f"{column} = %s", (value,))


def where(wanted: Mapping[str, object]) -> list[Condition]:
    """An equality for each column of which a value is wanted; None asks for nothing."""
    return [equals(column, value) for column, value in wanted.items() if value is not None]


def one_of(column: str, values: Sequence[object], type_: str) -> Condition:
    """`column` is one of `values`, an array of the SQL type `type_`."""
    return Condition(f"{column} = ANY(%s::{type_}[])", (list(values),))


def compares(column: str, operator: str, value: object) -> Condition:
    """`column operator value`; `operator` is one of ours, never the caller's."""
    return Condition(f"{column} {operator} %s", (value,))


def contains(column: str, text: str) -> Condition:
    """`column` contains a text, as it is written."""
    return Condition(f"strpos({column}, %s) > 0", (text,))


def is_null(column: str, wanted: bool) -> Condition:
    """Whether `column` has no value."""
    return Condition(f"({column} IS NULL) = %s", (wanted,))


def as_it_stood(position: int | None, view: View | None = None) -> Condition:
    """Rows as they stand now, or as the ledger knew them at a position; said so that an index of `view` can tell."""
    if position is None:
        return Condition("until IS NULL")
    if view is not None and view.constant:
        return Condition("until IS NULL AND since <= %s", (position,))
    return Condition(f"since <= %s AND {UNTIL_EVER} > %s", (position, position))


def spans_at(position: int | None, conditions: Sequence[Condition]) -> list[Condition]:
    """What the index of a span has to be told besides, where one is asked as the ledger knew it at a position."""
    if position is None or not any(condition.of_span for condition in conditions):
        return []
    return [Condition(f"{IN_THE_PAST} AND {STOOD} @> %s::bigint", (position,))]


def holding_on(day: date) -> Condition:
    """Rows whose period holds on a day."""
    return Condition("valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)", (day, day))


def within(view: View, scope: Scope) -> list[Condition]:
    """The conditions of a scope; a view without the column has nothing to hide by it."""
    conditions = []
    if view.division and scope.division_prefix:
        conditions.append(_of_division(view, view.division, scope.division_prefix))
    if scope.mines is not None:
        if "mine" in view.column_names:
            conditions.append(one_of("mine", sorted(scope.mines), "uuid"))
        elif view.division is not None:
            conditions.append(Condition("false"))
    if view.department and scope.departments:
        conditions.append(one_of(view.department, sorted(scope.departments), "text"))
    if not (conditions and scope.granted and "mine" in view.column_names):
        return conditions
    own, besides = all_of(conditions), one_of("mine", sorted(scope.granted), "uuid")
    return [Condition(f"({own.text}) OR {besides.text}", (*own.parameters, *besides.parameters))]


def all_of(conditions: Sequence[Condition]) -> Condition:
    """All of them at once."""
    text = " AND ".join(f"({condition.text})" for condition in conditions)
    return Condition(text, tuple(p for condition in conditions for p in condition.parameters))


def _of_division(view: View, column: str, prefix: str) -> Condition:
    """Codes that begin with `prefix`, as an equality or as a range: of either the database knows how many it is."""
    if len(prefix) == DIVISION_DIGITS:
        within_it = Condition(f"{column} = %s", (prefix,))
    else:
        bounds = (prefix.ljust(DIVISION_DIGITS, "0"), prefix.ljust(DIVISION_DIGITS, "9"))
        within_it = Condition(f"{column} >= %s AND {column} <= %s", bounds)
    if not view.nullable(column):
        return within_it
    # What belongs to no division in particular is hidden from none.
    return Condition(f"{column} IS NULL OR ({within_it.text})", within_it.parameters)


@dataclass(frozen=True)
class Order:
    """Order by a column, then by key, both the same way; nulls count as the greatest."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Items:
    """What a statement selects: SQL over the columns of one view, with its parameters; `names` for rows by name."""

    text: str
    parameters: tuple[object, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Beside:
    """A to-one beside the rows, called `name`: the row of `view` whose key is `of`, something that stands before it."""

    name: str
    view: View
    of: str
    items: Items


@dataclass(frozen=True)
class Selection:
    """What a statement brings: items of its rows, called `t`, what stands beside them, and both as answered."""

    items: Items
    beside: Sequence[Beside] = ()
    answered: str = ""


@dataclass(frozen=True)
class Query:
    """What is asked of a view; `items` are all its columns when left out."""

    view: View
    conditions: Sequence[Condition] = ()
    order: Order | None = None
    limit: int = 500
    after: tuple[Any, UUID] | None = None
    before: tuple[Any, UUID] | None = None
    backwards: bool = False
    items: Items | None = None


async def select(reader: Reader, query: Query) -> list[Row]:
    """The rows by name, in the order asked for; backwards means the last ones before the cursor."""
    names = query.items.names if query.items else query.view.column_names
    rows = [dict(zip(names, row, strict=True)) for row in await reader.rows(*compose(query))]
    return rows[::-1] if query.backwards else rows


async def select_tuples(reader: Reader, query: Query, selection: Selection, as_of: int | None) -> list[tuple[Any, ...]]:
    """The rows as tuples of what is selected, in the order asked for."""
    rows = await reader.rows(*compose_selection(query, selection, as_of))
    return rows[::-1] if query.backwards else rows


async def select_for_each(
    reader: Reader, query: Query, selection: Selection, as_of: int | None, column: str, keys: list[UUID]
) -> list[tuple[Any, ...]]:
    """For each of `keys`, the rows whose `column` it is, up to the query's limit; the key comes first."""
    each = replace(query, conditions=[Condition(f"{column} = each.key"), *query.conditions])
    inner, parameters = compose_selection(each, selection, as_of)
    statement = f"SELECT each.key, found.* FROM unnest(%s::uuid[]) each(key) CROSS JOIN LATERAL ({inner}) found"
    return await reader.rows(statement, [keys, *parameters])


async def count(reader: Reader, query: Query) -> int:
    """How many rows there are, regardless of the page."""
    where, parameters = _where(query.conditions)
    [(number,)] = await reader.rows(f"SELECT count(*) FROM views.{query.view.name}{where}", parameters)
    return int(number)


async def count_for_each(reader: Reader, query: Query, column: str, keys: list[UUID]) -> list[tuple[Any, ...]]:
    """For each of `keys`, itself and how many rows there are whose `column` it is, regardless of the page."""
    where, parameters = _where([Condition(f"{column} = each.key"), *query.conditions])
    counted = f"SELECT count(*) FROM views.{query.view.name}{where}"
    statement = f"SELECT each.key, found.* FROM unnest(%s::uuid[]) each(key) CROSS JOIN LATERAL ({counted}) found"
    return await reader.rows(statement, [keys, *parameters])


def compose(query: Query, items: Items | None = None) -> tuple[str, list[object]]:
    """The SQL statement of a query, with its parameters; `items` in place of the query's own."""
    view, order = query.view, query.order
    items = items or query.items or Items(", ".join(view.column_names))
    conditions, ordered = query.conditions, ""
    if order is not None:
        column, direction = view.ordered_by(order.column), _direction(query)
        beyond = [(query.after, not order.descending), (query.before, order.descending)]
        conditions = [*conditions, *(_beyond(query, column, at, greater=up) for at, up in beyond if at is not None)]
        ordered = f" ORDER BY {column} {direction}, {view.key} {direction}"
    where, parameters = _where(conditions)
    # The limit stands in the text: without knowing it the database could not keep one plan for all callers.
    statement = f"SELECT {items.text} FROM views.{view.name}{where}{ordered} LIMIT {query.limit:d}"
    return statement, [*items.parameters, *parameters]


def compose_selection(query: Query, selection: Selection, as_of: int | None) -> tuple[str, list[object]]:
    """The SQL statement of a query with what stands beside its rows, and its parameters."""
    items, order = selection.items, ""
    if not selection.beside:
        return compose(query, items)
    if query.order is not None:
        # The page was cut in the order asked for; beside the join the order has to be said again.
        ordered = f"{query.view.ordered_by(query.order.column)} AS o0, {query.view.key} AS o1"
        items = Items(f"{items.text}, {ordered}", items.parameters)
        order = f" ORDER BY t.o0 {_direction(query)}, t.o1 {_direction(query)}"
    inner, parameters = compose(query, items)
    joined = []
    for one in selection.beside:
        moment = as_it_stood(as_of, one.view)
        found = f"SELECT {one.items.text} FROM views.{one.view.name} WHERE {one.view.key} = {one.of} AND {moment.text}"
        joined.append(f" LEFT JOIN LATERAL ({found}) {one.name} ON true")
        parameters += [*one.items.parameters, *moment.parameters]
    return f"SELECT {selection.answered} FROM ({inner}) t{''.join(joined)}{order}", parameters


def _direction(query: Query) -> str:
    return "DESC" if query.order is not None and query.order.descending is not query.backwards else "ASC"


def _where(conditions: Sequence[Condition]) -> tuple[str, list[object]]:
    if not conditions:
        return "", []
    found = all_of(conditions)
    return f" WHERE {found.text}", list(found.parameters)


def _beyond(query: Query, column: str, cursor: tuple[Any, UUID], *, greater: bool) -> Condition:
    assert query.order is not None
    type_, operator = query.view.type_of(query.order.column), ">" if greater else "<"
    text = f"({column}, {query.view.key}) {operator} (%s::{type_}, %s)"
    return Condition(text, ("infinity" if cursor[0] is None else cursor[0], cursor[1]))
