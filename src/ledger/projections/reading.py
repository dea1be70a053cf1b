"""Reading a view: one parametrised SQL statement from declaration, filters, order, page, moment and scope.

The text is put together from names that we declared, never from a caller's; what callers give is a parameter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg.rows import dict_row

from ledger.projections.tables import Connection
from ledger.projections.view import Row, View


@dataclass(frozen=True)
class Scope:
    """What a reader may see: divisions by prefix, and one enterprise's mines alone where `mines` is given."""

    division_prefix: str = ""
    mines: frozenset[UUID] | None = None
    departments: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Condition:
    """One SQL condition with its parameters."""

    text: str
    parameters: tuple[object, ...] = ()


def equals(column: str, value: object) -> Condition:
    """`column = value`."""
    return Condition(f"{column} = %s", (value,))


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


def as_it_stood(position: int | None, alias: str = "") -> Condition:
    """Rows as they stand now, or as the ledger knew them at a position."""
    if position is None:
        return Condition(f"{alias}until IS NULL")
    return Condition(f"{alias}since <= %s AND ({alias}until IS NULL OR {alias}until > %s)", (position, position))


def holding_on(day: date) -> Condition:
    """Rows whose period holds on a day."""
    return Condition("valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)", (day, day))


def within(view: View, scope: Scope) -> list[Condition]:
    """The conditions of a scope; a view without the column has nothing to hide by it."""
    conditions = []
    if view.division and scope.division_prefix:
        text = f"({view.division} IS NULL OR starts_with({view.division}, %s))"
        conditions.append(Condition(text, (scope.division_prefix,)))
    if scope.mines is not None:
        if "mine" in view.column_names:
            conditions.append(one_of("mine", sorted(scope.mines), "uuid"))
        else:
            conditions.append(Condition("false"))
    if view.department and scope.departments:
        conditions.append(one_of(view.department, sorted(scope.departments), "text"))
    return conditions


@dataclass(frozen=True)
class Order:
    """Order by a column, then by key, both the same way; nulls count as the greatest."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Join:
    """A to-one beside the rows: the row of `view` whose key is their `of`, as it stood; its `columns` come last."""

    view: View
    of: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Query:
    """What is asked of a view; `columns` are all of them when left out."""

    view: View
    conditions: Sequence[Condition] = ()
    order: Order | None = None
    limit: int = 500
    after: tuple[Any, UUID] | None = None
    before: tuple[Any, UUID] | None = None
    backwards: bool = False
    columns: tuple[str, ...] | None = None

    @property
    def selected(self) -> tuple[str, ...]:
        """The columns that come back, in their order."""
        return self.view.column_names if self.columns is None else self.columns


async def select(connection: Connection, query: Query) -> list[Row]:
    """The rows, in the order asked for; backwards means the last ones before the cursor."""
    statement, parameters = compose(query)
    cursor = connection.cursor(row_factory=dict_row, binary=True)
    await cursor.execute(statement.encode(), parameters)
    rows = await cursor.fetchall()
    return rows[::-1] if query.backwards else rows


async def select_tuples(
    connection: Connection, query: Query, joins: Sequence[Join], as_of: int | None
) -> list[tuple[Any, ...]]:
    """The rows as tuples of the columns of `query`, then of each join; in the order asked for."""
    statement, parameters = compose_joined(query, joins, as_of)
    cursor = connection.cursor(binary=True)
    await cursor.execute(statement.encode(), parameters)
    rows = await cursor.fetchall()
    return rows[::-1] if query.backwards else rows


async def select_for_each(connection: Connection, query: Query, column: str, keys: list[UUID]) -> list[tuple[Any, ...]]:
    """For each of `keys`, the rows whose `column` it is, up to the query's limit; the key comes first."""
    each = Query(
        query.view, [Condition(f"{column} = each.key"), *query.conditions], query.order, query.limit,
        columns=query.selected,
    )  # fmt: skip
    inner, parameters = compose(each)
    statement = f"SELECT each.key, found.* FROM unnest(%s::uuid[]) each(key) CROSS JOIN LATERAL ({inner}) found"
    cursor = connection.cursor(binary=True)
    await cursor.execute(statement.encode(), [keys, *parameters])
    return await cursor.fetchall()


async def count(connection: Connection, query: Query) -> int:
    """How many rows there are, regardless of the page."""
    where, parameters = _where(query.conditions)
    cursor = await connection.execute(f"SELECT count(*) FROM views.{query.view.name}{where}".encode(), parameters)
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


def compose(query: Query) -> tuple[str, list[object]]:
    """The SQL statement of a query, with its parameters."""
    conditions = list(query.conditions)
    order = ""
    if query.order is not None:
        direction = "DESC" if query.order.descending is not query.backwards else "ASC"
        column = _orderable(query.view, query.order.column)
        for cursor, beyond in ((query.after, True), (query.before, False)):
            if cursor is not None:
                conditions.append(_beyond(query, column, cursor, greater=beyond is not query.order.descending))
        order = f" ORDER BY {column} {direction}, {query.view.key} {direction}"
    where, parameters = _where(conditions)
    columns = ", ".join(query.selected)
    statement = f"SELECT {columns} FROM views.{query.view.name}{where}{order} LIMIT %s"
    return statement, [*parameters, query.limit]


def compose_joined(query: Query, joins: Sequence[Join], as_of: int | None) -> tuple[str, list[object]]:
    """The SQL statement of a query with what stands beside its rows, and its parameters."""
    inner, parameters = compose(query)
    if not joins:
        return inner, parameters
    columns = [f"t.{name}" for name in query.selected]
    beside = []
    for n, join in enumerate(joins):
        columns += [f"j{n}.{name}" for name in join.columns]
        moment = as_it_stood(as_of, f"j{n}.")
        beside.append(f" LEFT JOIN views.{join.view.name} j{n} ON j{n}.{join.view.key} = t.{join.of} AND {moment.text}")
        parameters += moment.parameters
    order = ""
    if query.order is not None:
        # The page was cut in the order asked for; beside the join the order has to be said again.
        direction = "DESC" if query.order.descending is not query.backwards else "ASC"
        order = (
            f" ORDER BY {_orderable(query.view, query.order.column, 't.')} {direction}, t.{query.view.key} {direction}"
        )
    return f"SELECT {', '.join(columns)} FROM ({inner}) t{''.join(beside)}{order}", parameters


def _where(conditions: Sequence[Condition]) -> tuple[str, list[object]]:
    if not conditions:
        return "", []
    text = " AND ".join(f"({c.text})" for c in conditions)
    return f" WHERE {text}", [p for c in conditions for p in c.parameters]


def _orderable(view: View, column: str, alias: str = "") -> str:
    nullable = {c.name: c.nullable for c in view.columns}
    return f"coalesce({alias}{column}, 'infinity')" if nullable.get(column, False) else f"{alias}{column}"


def _beyond(query: Query, column: str, cursor: tuple[Any, UUID], *, greater: bool) -> Condition:
    assert query.order is not None
    type_, operator = query.view.type_of(query.order.column), ">" if greater else "<"
    text = f"({column}, {query.view.key}) {operator} (%s::{type_}, %s)"
    return Condition(text, ("infinity" if cursor[0] is None else cursor[0], cursor[1]))
