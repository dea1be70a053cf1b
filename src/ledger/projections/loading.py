"""Loading the row versions of views that are built anew: read, folded and written at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from ledger.eventstore.wire import Wire
from ledger.projections import tables
from ledger.projections.batches import LOADING, Table, folded, writing
from ledger.projections.control import Generation
from ledger.projections.events import EVENTS, head, typed
from ledger.projections.folding import TypedEvent
from ledger.projections.remembering import Key, Remembered
from ledger.projections.tables import Connection
from ledger.projections.view import Row, View

REMEMBERED = 5_000
OPTIONS = "-c synchronous_commit=off -c timezone=UTC"
_position = attrgetter("position")
Progress = Callable[[int, int], Awaitable[None]]


class AnotherBuilds(RuntimeError):
    """Somebody else has moved a generation that is being built here."""


class Loading:
    """Adds versions to tables with hardly an index; when each ends is told afterwards by the next one of its key.

    While PostgreSQL writes what comes of one batch and reads the one after next, the next is folded here. Each batch
    is written with its position by one statement: who is interrupted goes on where that is. Open rows are remembered,
    so many, and looked up otherwise: memory does not grow with the record.
    """

    def __init__(self, connection: Connection, wires: tuple[Wire, Wire], views: Mapping[str, View], batch: int) -> None:
        self._connection = connection
        self._reading, self._writing = wires
        self._views = views
        self._batch = batch
        self._remembered = Remembered(REMEMBERED)
        self._head = 0

    async def run(self, generations: Sequence[Generation], progress: Progress | None) -> None:
        """Bring generations that stand at one position to the end of the record."""
        loaded = [self._table(generation) for generation in generations]
        start = generations[0].position
        left: Mapping[Key, Row] = {}
        under_way: asyncio.Task[None] | None = None
        reading = asyncio.create_task(self._events(start))
        try:
            while events := await reading:
                end = events[-1].recorded.position
                reading = asyncio.create_task(self._events(end))
                await asyncio.sleep(0)  # Lets it ask, so that the answer is there when this batch is folded.
                made = await folded(loaded, events, self._remembered, left, self._last_rows)
                prepared = writing(LOADING, loaded, made.changes, start, end)
                if under_way is not None:
                    await under_way
                    await self._written(left, start, progress)
                under_way = asyncio.create_task(self._write(*prepared))
                await self._writing.handed_over()
                left, start = made.rows, end
            if under_way is not None:
                await under_way
                await self._written(left, start, progress)
        finally:
            reading.cancel()
            if under_way is not None:
                await asyncio.wait((under_way,))

    def _table(self, generation: Generation) -> Table:
        view = self._views[generation.view]
        return Table(view, generation.generation, tables.loading(view, generation.table_name))

    async def _events(self, after: int) -> list[TypedEvent]:
        return [typed(*row) for row in await self._reading.rows(EVENTS, (after, self._batch))]

    async def _last_rows(self, table: Table, keys: set[UUID]) -> Mapping[UUID, Row]:
        return await tables.last_rows(self._connection, table.view, table.name, keys)

    async def _write(self, statement: bytes, parameters: Sequence[object]) -> None:
        [[fits]] = await self._writing.rows(statement, parameters)
        if not fits:
            raise AnotherBuilds("these views are being built by somebody else as well")

    async def _written(self, rows: Mapping[Key, Row], position: int, progress: Progress | None) -> None:
        self._remembered.put(rows)
        if progress is not None:
            if position >= self._head:
                self._head = await head(self._connection)
            await progress(position, self._head)


async def load(
    connection: Connection,
    views: Mapping[str, View],
    generations: Sequence[Generation],
    batch: int,
    progress: Progress | None,
) -> None:
    """Load what the record holds for these generations, wherever each of them stands."""
    dsn = tables.beside(connection)
    reading = await Wire.connect(dsn, {}, OPTIONS, "ledger-rebuild-reading")
    try:
        writing_ = await Wire.connect(dsn, {}, OPTIONS, "ledger-rebuild-writing")
        try:
            for _, together in groupby(sorted(generations, key=_position), key=_position):
                await Loading(connection, (reading, writing_), views, batch).run(list(together), progress)
        finally:
            await writing_.close()
    finally:
        await reading.close()
