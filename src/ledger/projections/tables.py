"""The tables behind views: made, read and written as their declarations say."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from hashlib import sha256
from operator import itemgetter
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from ledger.projections.folding import Changes, Version
from ledger.projections.view import NO_DAY_LAST, Row, View

Connection = psycopg.AsyncConnection[Any]


def qualified(table: str) -> sql.Identifier:
    """The table in its schema."""
    return sql.Identifier("views", table)


async def create_table(connection: Connection, view: View, table: str) -> None:
    """Make the table; its indexes come with `create_indexes`."""
    columns = [
        sql.SQL("{} {}{}").format(sql.Identifier(c.name), sql.SQL(c.type), sql.SQL("" if c.nullable else " NOT NULL"))
        for c in view.columns
    ]
    await connection.execute(
        sql.SQL("CREATE TABLE {} ({} uuid NOT NULL, {}, since bigint NOT NULL, until bigint)").format(
            qualified(table), sql.Identifier(view.key), sql.SQL(", ").join(columns)
        )
    )
    await connection.execute(sql.SQL("GRANT SELECT ON {} TO ledger_reader, ledger_app").format(qualified(table)))


def loading(view: View, table: str) -> str:
    """The table that versions are loaded into before it is known when they end: the same one where none ever does."""
    return table if view.constant else f"{table}_load"


async def create_loading(connection: Connection, view: View, table: str) -> None:
    """Make the table that versions are loaded into, with no index but what they are looked up by."""
    name = loading(view, table)
    await create_table(connection, view, name)
    if not view.constant:
        await connection.execute(
            sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({}, since)").format(qualified(name), sql.Identifier(view.key))
        )


async def take_over(connection: Connection, view: View, table: str) -> None:
    """Make the table of what was loaded: each version ends where the next one of its key begins."""
    await connection.execute("SET LOCAL work_mem = '64MB'; SET LOCAL maintenance_work_mem = '256MB'")
    if not view.constant:
        await create_table(connection, view, table)
        names = sql.SQL(", ").join(map(sql.Identifier, view.column_names))
        await connection.execute(
            sql.SQL(
                "INSERT INTO {} SELECT {}, since, lead(since) OVER (PARTITION BY {} ORDER BY since) FROM {}"
            ).format(qualified(table), names, sql.Identifier(view.key), qualified(loading(view, table)))
        )
        await connection.execute(sql.SQL("DROP TABLE {}").format(qualified(loading(view, table))))
    await create_indexes(connection, view, table)
    await connection.execute(sql.SQL("ANALYZE {}").format(qualified(table)))


UNTIL_EVER: LiteralString = "coalesce(until, 9223372036854775807)"
"""`until` of a version as a number, so that an index can tell which versions stood at a position."""

STOOD: LiteralString = "int8range(since, until)"
"""The positions at which a version stood, for an index that asks of ranges."""

IN_THE_PAST: LiteralString = "since > 0"
"""True of every version; who says so may use an index that would mislead the planner about what stands now."""


async def create_indexes(connection: Connection, view: View, table: str) -> None:
    """Make the indexes of the key, those declared on the open rows, and those for questions about the past."""
    name, key = qualified(table), sql.Identifier(view.key)
    if view.constant:
        await connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({})").format(name, key))
    else:
        await connection.execute(sql.SQL("ALTER TABLE {} ADD PRIMARY KEY ({}, since)").format(name, key))
        await connection.execute(
            sql.SQL("CREATE UNIQUE INDEX {} ON {} ({}) WHERE until IS NULL").format(
                sql.Identifier(f"{table}_open"), name, key
            )
        )
    for n, columns in enumerate(view.open_indexes, 1):
        await connection.execute(
            sql.SQL("CREATE INDEX {} ON {} ({}) WHERE until IS NULL").format(
                sql.Identifier(f"{table}_{n}"), qualified(table), _indexed(view, columns)
            )
        )
    for n, columns in enumerate(view.past_indexes, 1):
        await connection.execute(
            sql.SQL("CREATE INDEX {} ON {} ({}, since, ({}))").format(
                sql.Identifier(f"{table}_past_{n}"),
                qualified(table),
                _indexed(view, columns),
                sql.SQL(UNTIL_EVER),
            )
        )
    for n, span in enumerate(view.spans, 1):
        await _index_span(connection, table, f"span_{n}", f"({span})", "WHERE until IS NULL")
        past = await _index_span(connection, table, f"past_span_{n}", f"({span}), {STOOD}", f"WHERE {IN_THE_PAST}")
        # How many a day is in is told by what stands now: what was superseded was mostly without an end.
        await connection.execute(sql.SQL("ALTER INDEX {} ALTER COLUMN 1 SET STATISTICS 0").format(past))


async def _index_span(
    connection: Connection, table: str, name: str, keys: LiteralString, rows: LiteralString
) -> sql.Composable:
    index = sql.Identifier(f"{table}_{name}")
    made = sql.SQL("CREATE INDEX {} ON {} USING gist ({}) {}")
    await connection.execute(made.format(index, qualified(table), sql.SQL(keys), sql.SQL(rows)))
    return sql.SQL("{}.{}").format(sql.Identifier("views"), index)


def _indexed(view: View, names: Iterable[str]) -> sql.Composed:
    """The columns as lists are ordered by them, then the key."""
    return sql.SQL(", ").join(
        sql.SQL(f"({NO_DAY_LAST})").format(sql.Identifier(name)) if view.may_have_no_day(name) else sql.Identifier(name)
        for name in (*names, view.key)
    )


async def serve_from(connection: Connection, view: View, table: str) -> None:
    """Let readers find this table under the view's own name."""
    name = qualified(view.name)
    await connection.execute(sql.SQL("DROP VIEW IF EXISTS {}").format(name))
    await connection.execute(
        sql.SQL("CREATE VIEW {} AS SELECT {}, since, until FROM {}").format(
            name, sql.SQL(", ").join(map(sql.Identifier, view.column_names)), qualified(table)
        )
    )
    await connection.execute(sql.SQL("GRANT SELECT ON {} TO ledger_reader, ledger_app").format(name))


async def open_rows(connection: Connection, view: View, table: str, keys: Iterable[UUID]) -> dict[UUID, Row]:
    """The open rows with these keys."""
    wanted = list(keys)
    if not wanted:
        return {}
    cursor = connection.cursor(row_factory=dict_row, binary=True)
    await cursor.execute(
        sql.SQL("SELECT {} FROM {} WHERE {} = ANY(%s) AND until IS NULL").format(
            sql.SQL(", ").join(map(sql.Identifier, view.column_names)), qualified(table), sql.Identifier(view.key)
        ),
        (wanted,),
    )
    return {row[view.key]: row for row in await cursor.fetchall()}


async def last_rows(connection: Connection, view: View, table: str, keys: Iterable[UUID]) -> dict[UUID, Row]:
    """The last version of each of these keys among those loaded into `table`."""
    cursor = connection.cursor(row_factory=dict_row, binary=True)
    await cursor.execute(
        sql.SQL(
            "SELECT DISTINCT ON ({key}) {names} FROM {table} WHERE {key} = ANY(%s) ORDER BY {key}, since DESC"
        ).format(
            key=sql.Identifier(view.key),
            names=sql.SQL(", ").join(map(sql.Identifier, view.column_names)),
            table=qualified(table),
        ),
        (list(keys),),
    )
    return {row[view.key]: row for row in await cursor.fetchall()}


def beside(connection: Connection) -> str:
    """How to connect once more to where this connection leads."""
    return make_conninfo(connection.info.dsn, password=connection.info.password)


async def write(connection: Connection, view: View, table: str, changes: Changes) -> None:
    """Close and add row versions, each kind in one statement."""
    if changes.closed:
        await connection.execute(
            sql.SQL(
                "UPDATE {} t SET until = c.until FROM unnest(%s::uuid[], %s::bigint[]) c(key, until) "
                "WHERE t.{} = c.key AND t.until IS NULL"
            ).format(qualified(table), sql.Identifier(view.key)),
            (list(changes.closed), list(changes.closed.values())),
        )
    if changes.added:
        await _copy(connection, view, table, changes.added)


async def _copy(connection: Connection, view: View, table: str, versions: Iterable[Version]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, (*view.column_names, "since", "until")))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(qualified(table), names)
    values_of = itemgetter(*view.column_names)
    types = view.column_types
    texts = [n for n, type_ in enumerate(types) if type_ == "text"]
    documents = [n for n, type_ in enumerate(types) if type_ == "jsonb"]
    async with connection.cursor().copy(statement) as copy:
        copy.set_types([*types, "bigint", "bigint"])
        for version in versions:
            values = [*values_of(version.row), version.since, version.until]
            for n in texts:
                if isinstance(values[n], Enum):
                    values[n] = values[n].value
            for n in documents:
                if values[n] is not None:
                    values[n] = Jsonb(values[n])
            await copy.write_row(values)


async def digest(connection: Connection, view: View, table: str) -> str:
    """SHA-256 over all versions of all rows, in the order of key and position."""
    hashed = sha256()
    statement = sql.SQL("COPY (SELECT {}, since, until FROM {} ORDER BY {}, since) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, view.column_names)), qualified(table), sql.Identifier(view.key)
    )
    async with connection.cursor().copy(statement) as copy:
        async for block in copy:
            hashed.update(block)
    return hashed.hexdigest()
