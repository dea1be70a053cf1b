"""Which table serves which view, how far it has come, and the switch to a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql
from psycopg.rows import class_row

from ledger.projections.tables import Connection, create_indexes, create_table, qualified, serve_from
from ledger.projections.view import View

SWITCH_LOCK = 7206230509
_COLUMNS = "view, generation, version, declaration, table_name, state, position, error"


@dataclass(frozen=True)
class Generation:
    """One table of one view."""

    view: str
    generation: int
    version: int
    declaration: str
    table_name: str
    state: str
    position: int
    error: str | None


async def generations(connection: Connection, *, lock: bool = False) -> list[Generation]:
    """All generations; locked, nobody else moves or switches them until this transaction ends."""
    cursor = connection.cursor(row_factory=class_row(Generation))
    await cursor.execute(
        f"SELECT {_COLUMNS} FROM views.control ORDER BY view, generation{' FOR UPDATE' if lock else ''}".encode()
    )
    return await cursor.fetchall()


async def begin(connection: Connection, view: View) -> Generation:
    """A new generation with an empty table, or the one whose building was interrupted."""
    known = [g for g in await generations(connection, lock=True) if g.view == view.name]
    for generation in known:
        if generation.state == "building" and generation.declaration == view.declaration():
            return generation
    number = max((g.generation for g in known), default=0) + 1
    table = f"{view.name}_v{view.version}_g{number}"
    for generation in known:
        if generation.state == "building":
            await _drop(connection, generation)
    await create_table(connection, view, table)
    await connection.execute(
        "INSERT INTO views.control (view, generation, version, declaration, table_name, state) "
        "VALUES (%s, %s, %s, %s, %s, 'building')",
        (view.name, number, view.version, view.declaration(), table),
    )
    return Generation(view.name, number, view.version, view.declaration(), table, "building", 0, None)


async def hold(connection: Connection) -> None:
    """Keep all others from moving the live views until this transaction ends, before anything of theirs is locked."""
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", (SWITCH_LOCK,))
    await generations(connection, lock=True)


async def switch(connection: Connection, view: View, to: Generation) -> None:
    """Let `to` serve the view and drop what served it before; in the transaction of the caller."""
    await create_indexes(connection, view, to.table_name)
    # The name is taken off the old table before it goes.
    await serve_from(connection, view, to.table_name)
    for generation in await generations(connection, lock=True):
        if generation.view == view.name and generation.generation != to.generation:
            await _drop(connection, generation)
    await set_state(connection, to, "live")


async def advance(connection: Connection, moved: Sequence[Generation], position: int) -> None:
    """Record how far generations have come."""
    await connection.execute(
        "UPDATE views.control c SET position = %s FROM unnest(%s::text[], %s::int[]) m(view, generation) "
        "WHERE c.view = m.view AND c.generation = m.generation",
        (position, [g.view for g in moved], [g.generation for g in moved]),
    )


async def set_state(connection: Connection, generation: Generation, state: str, error: str | None = None) -> None:
    """Record the state of a generation, with what stopped it."""
    await connection.execute(
        "UPDATE views.control SET state = %s, error = %s WHERE view = %s AND generation = %s",
        (state, error, generation.view, generation.generation),
    )


def needs_building(view: View, known: Sequence[Generation]) -> bool:
    """Whether no table serves the view as it is declared today."""
    serving = next((g for g in known if g.view == view.name and g.state != "building"), None)
    return serving is None or serving.declaration != view.declaration()


async def _drop(connection: Connection, generation: Generation) -> None:
    await connection.execute(sql.SQL("DROP TABLE {}").format(qualified(generation.table_name)))
    await connection.execute(
        "DELETE FROM views.control WHERE view = %s AND generation = %s", (generation.view, generation.generation)
    )
