"""Every view filled with so many rows that a path without its index is seen, whatever the view is."""

from __future__ import annotations

import psycopg
from psycopg import sql

from benchmarks.graphql.district import NOW, key
from ledger.demo.people import DIVISION
from ledger.graphql.declared import DECLARED
from ledger.projections import control
from ledger.projections.catalogue import VIEWS
from ledger.projections.projector import Projector
from ledger.projections.view import View
from tests.conftest import Database

ROWS, VERSIONS, MINES, OWN = 2_000, 2, 400, 20
"""Rows a view, versions a row, mines, and how many divisions there are, of which `DIVISION` is one."""

HEAD, THEN = 1_000 * (VERSIONS + 1), 1_500
ELSEWHERE = "110101"
KINDS = {name: kind for kind, name in enumerate(VIEWS, 1)}
ENUMS = {
    (declared.view.name, column): [str(member) for member in enum]
    for declared in DECLARED.values()
    for column, enum in declared.enums.items()
}
"""What columns hold whose text is an enum value."""


def referred() -> dict[tuple[str, str], tuple[str, int]]:
    """The view that a column of ids refers to, and how many of the rows refer to the same."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for declared in DECLARED.values():
        for one in declared.one.values():
            found[declared.view.name, one.of] = (DECLARED[one.type_name].view.name, 1)
        for many in declared.many.values():
            of = DECLARED[many.type_name].view
            if of.type_of(many.column) == "uuid":
                found.setdefault((of.name, many.column), (declared.view.name, 3))
    return found


def uuid_sql(view: str, number: str) -> str:
    """SQL for the id of a row of a view."""
    return f"(lpad(to_hex({KINDS[view]}), 16, '0') || lpad(to_hex({number}), 16, '0'))::uuid"


def value(view: View, column: str, type_: str, reference: tuple[str, int] | None) -> str:
    """SQL for a column of row `n`: days over two years, words among many, references among few."""
    if column == view.key:
        return uuid_sql(view.name, "n")
    if column == "mine":
        return uuid_sql("mine_register", f"(n - 1) % {MINES} + 1")
    if type_ == "uuid":
        return uuid_sql(reference[0], f"(n - 1) / {reference[1]} + 1") if reference else "gen_random_uuid()"
    if column == view.division or column == "division":
        return f"CASE WHEN n % {OWN} = 0 THEN '{DIVISION}' ELSE '{ELSEWHERE}' END"
    if column == "department":
        return "'虚构局 ' || n % 10"
    if (view.name, column) in ENUMS:
        of = ENUMS[view.name, column]
        members = ", ".join(f"'{member}'" for member in of)
        return f"(ARRAY[{members}])[n / {OWN} % {len(of)} + 1]"
    if column == "valid_to":
        # Of what may go on without an end a half has ended; what has an end from the start has not come to it.
        starts = "date '2025-01-01' + n % 700"
        return f"CASE WHEN n / {OWN} % 2 = 0 THEN {starts} + 60 END" if view.nullable(column) else f"{starts} + 1500"
    plain = {
        "text": f"'{column} ' || n",
        "integer": f"2020 + n / {OWN} % 7" if "year" in column else "n % 5",
        "bigint": "n",
        "boolean": f"n / {OWN} % 4 = 0",
        "numeric": "n",
        "date": "date '2025-01-01' + n % 700",
        "timestamptz": f"timestamptz '{NOW.isoformat()}' - n * interval '1 hour'",
        "text[]": f"ARRAY['{column} ' || n % 50]",
        "uuid[]": "ARRAY[]::uuid[]",
        "jsonb": "'{}'::jsonb",
    }[type_]
    # What may not have happened yet has happened to a third.
    return f"CASE WHEN n / {OWN} % 3 = 2 THEN {plain} END" if view.nullable(column) else plain


async def fill_everything(database: Database) -> None:
    """Let the ledger reach its head, and fill every view there is."""
    with psycopg.connect(database.owner_dsn, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body) "
            "SELECT n, gen_random_uuid(), 1, 'NothingOfInterest', %s, %s, '{}' FROM generate_series("
            "(SELECT coalesce(max(position), 0) + 1 FROM ledger.event), %s) n",
            (NOW, NOW, HEAD),
        )
    references = referred()
    async with await psycopg.AsyncConnection.connect(database.projector_dsn, autocommit=True) as connection:
        projector = Projector(database.projector_dsn, list(VIEWS.values()))
        await projector.build_missing(connection)
        while await projector.advance(connection):
            pass
        for generation in await control.generations(connection):
            view, table = VIEWS[generation.view], sql.Identifier("views", generation.table_name)
            values = [
                value(view, column, type_, references.get((view.name, column)))
                for column, type_ in zip(view.column_names, view.column_types, strict=True)
            ]
            last = 0 if view.constant else VERSIONS - 1
            times = f"1000 * v + 1 + n % 1000, CASE WHEN v < {last} THEN 1000 * v + 1001 + n % 1000 END"
            names = sql.SQL(", ").join(map(sql.Identifier, (*view.column_names, "since", "until")))
            filled = (
                f" SELECT {', '.join(values)}, {times} FROM generate_series(1, {ROWS}) n, generate_series(0, {last}) v"
            )
            await connection.execute(sql.SQL("INSERT INTO {} ({})").format(table, names) + sql.SQL(filled))
            await connection.execute(sql.SQL("ANALYZE {}").format(table))


def id_of(view: str, number: int) -> str:
    """The id of a row of a view, as text."""
    return str(key(KINDS[view], number))
