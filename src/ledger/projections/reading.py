"""Reading a view: one parametrised SQL statement from declaration, filters, order, page, moment and scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.rows import dict_row

from ledger.projections.tables import Connection, qualified
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

    text: sql.Composable
    parameters: tuple[object, ...] = ()


def equals(column: str, value: object) -> Condition:
    """`column = value`."""
    return Condition(sql.SQL("{} = %s").format(sql.Identifier(column)), (value,))


def one_of(column: str, values: Sequence[object], type_: str) -> Condition:
    """`column` is one of `values`, an array of the SQL type `type_`."""
    text = sql.SQL("{} = ANY(%s::{}[])").format(sql.Identifier(column), sql.SQL(type_))
    return Condition(text, (list(values),))


def compares(column: str, operator: str, value: object) -> Condition:
    """`column operator value`; `operator` is one of ours, never the caller's."""
    return Condition(sql.SQL("{} {} %s").format(sql.Identifier(column), sql.SQL(operator)), (value,))


def contains(column: str, text: str) -> Condition:
    """`column` contains a text, as it is written."""
    return Condition(sql.SQL("strpos({}, %s) > 0").format(sql.Identifier(column)), (text,))


def is_null(column: str, wanted: bool) -> Condition:
    """Whether `column` has no value."""
    return Condition(sql.SQL("({} IS NULL) = %s").format(sql.Identifier(column)), (wanted,))


def as_it_stood(position: int | None) -> Condition:
    """Rows as they stand now, or as the ledger knew them at a position."""
    if position is None:
        return Condition(sql.SQL("until IS NULL"))
    return Condition(sql.SQL("since <= %s AND (until IS NULL OR until > %s)"), (position, position))


def holding_on(day: date) -> Condition:
    """Rows whose period holds on a day."""
    return Condition(sql.SQL("valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)"), (day, day))


def within(view: View, scope: Scope) -> list[Condition]:
    """The conditions of a scope; a view without the column has nothing to hide by it."""
    conditions = []
    if view.division and scope.division_prefix:
        text = sql.SQL("({0} IS NULL OR starts_with({0}, %s))").format(sql.Identifier(view.division))
        conditions.append(Condition(text, (scope.division_prefix,)))
    if scope.mines is not None:
        if "mine" in view.column_names:
            conditions.append(one_of("mine", sorted(scope.mines), "uuid"))
        else:
            conditions.append(Condition(sql.SQL("false")))
    if view.department and scope.departments:
        conditions.append(one_of(view.department, sorted(scope.departments), "text"))
    return conditions


@dataclass(frozen=True)
class Order:
    """Order by a column, then by key, both the same way; nulls count as the greatest."""

    column: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """What is asked of a view."""

    view: View
    conditions: Sequence[Condition] = ()
    order: Order | None = None
    limit: int = 500
    after: tuple[Any, UUID] | None = None
    before: tuple[Any, UUID] | None = None
    backwards: bool = False


async def select(connection: Connection, query: Query) -> list[Row]:
    """The rows, in the order asked for; backwards means the last ones before the cursor."""
    statement, parameters = compose(query)
    cursor = connection.cursor(row_factory=dict_row, binary=True)
    await cursor.execute(statement, parameters)
    rows = await cursor.fetchall()
    return rows[::-1] if query.backwards else rows


async def count(connection: Connection, query: Query) -> int:
    """How many rows there are, regardless of the page."""
    where, parameters = _where(query.conditions)
    cursor = await connection.execute(
        sql.SQL("SELECT count(*) FROM {}{}").format(qualified(query.view.name), where), parameters
    )
    row = await cursor.fetchone()
    return int(row[0]) if row else 0


def compose(query: Query) -> tuple[sql.Composed, list[object]]:
    """The SQL statement of a query, with its parameters."""
    conditions = list(query.conditions)
    direction = sql.SQL("ASC")
    order: sql.Composable = sql.SQL("")
    key = sql.Identifier(query.view.key)
    if query.order is not None:
        down = query.order.descending is not query.backwards
        direction = sql.SQL("DESC") if down else sql.SQL("ASC")
        column = _orderable(query.view, query.order.column)
        for cursor, beyond in ((query.after, True), (query.before, False)):
            if cursor is not None:
                greater = beyond is not query.order.descending
                conditions.append(_beyond(query.view, query.order.column, column, key, cursor, greater=greater))
        order = sql.SQL(" ORDER BY {} {}, {} {}").format(column, direction, key, direction)
    where, parameters = _where(conditions)
    statement = sql.SQL("SELECT {} FROM {}{}{} LIMIT %s").format(
        sql.SQL(", ").join(map(sql.Identifier, query.view.column_names)), qualified(query.view.name), where, order
    )
    return statement, [*parameters, query.limit]


def _where(conditions: Sequence[Condition]) -> tuple[sql.Composable, list[object]]:
    if not conditions:
        return sql.SQL(""), []
    text = sql.SQL(" AND ").join(sql.SQL("({})").format(c.text) for c in conditions)
    return sql.SQL(" WHERE {}").format(text), [p for c in conditions for p in c.parameters]


def _orderable(view: View, column: str) -> sql.Composable:
    nullable = {c.name: c.nullable for c in view.columns}
    if not nullable.get(column, False):
        return sql.Identifier(column)
    return sql.SQL("coalesce({}, 'infinity')").format(sql.Identifier(column))


def _beyond(
    view: View, name: str, column: sql.Composable, key: sql.Identifier, cursor: tuple[Any, UUID], *, greater: bool
) -> Condition:
    type_ = sql.SQL(view.type_of(name))
    text = sql.SQL("({}, {}) {} (%s::{}, %s)").format(column, key, sql.SQL(">" if greater else "<"), type_)
    return Condition(text, ("infinity" if cursor[0] is None else cursor[0], cursor[1]))
