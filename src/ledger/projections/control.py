"""Which table serves which view, how far it has come, and the switch to a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import sql
from psycopg.rows import class_row

from ledger.projections import tables
from ledger.projections.events import head
from ledger.projections.tables import Connection
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

    @property
    def serves(self) -> bool:
        """Whether readers find this one."""
        return self.state in {"live", "stopped"}


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
        if not generation.serves and generation.declaration == view.declaration:
            return generation
    number = max((g.generation for g in known), default=0) + 1
    table = f"{view.name}_v{view.version}_g{number}"
    for generation in known:
        if not generation.serves:
            await _drop(connection, generation)
    # On an empty ledger there is nothing to load.
    state = "loading" if await head(connection) else "building"
    if state == "loading":
        await tables.create_loading(connection, view, table)
    else:
        await tables.create_table(connection, view, table)
        await tables.create_indexes(connection, view, table)
    await connection.execute(
        "INSERT INTO views.control (view, generation, version, declaration, table_name, state) "
        "VALUES (%s, %s, %s, %s, %s, %s)",
        (view.name, number, view.version, view.declaration, table, state),
    )
    return Generation(view.name, number, view.version, view.declaration, table, state, 0, None)


async def load_finished(connection: Connection, view: View, generation: Generation) -> None:
    """Make the table of all that was loaded, with its indexes; in the transaction of the caller."""
    await tables.take_over(connection, view, generation.table_name)
    await set_state(connection, generation, "building")


async def hold(connection: Connection) -> None:
    """Keep all others from moving the live views until this transaction ends, before anything of theirs is locked."""
    await connection.execute("SELECT pg_advisory_xact_lock(%s)", (SWITCH_LOCK,))
    await generations(connection, lock=True)


async def switch(connection: Connection, view: View, to: Generation) -> None:
    """Let `to` serve the view and drop what served it before; in the transaction of the caller."""
    # The name is taken off the old table before it goes.
    await tables.serve_from(connection, view, to.table_name)
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
    serving = next((g for g in known if g.view == view.name and g.serves), None)
    return serving is None or serving.declaration != view.declaration


async def _drop(connection: Connection, generation: Generation) -> None:
    for table in (generation.table_name, f"{generation.table_name}_load"):
        await connection.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(tables.qualified(table)))
    await connection.execute(
        "DELETE FROM views.control WHERE view = %s AND generation = %s", (generation.view, generation.generation)
    )
