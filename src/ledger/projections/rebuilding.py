"""Building views anew: all that are wanted in one passage over the record, beside what serves readers meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import psycopg

from ledger.projections import control, tables
from ledger.projections.control import Generation
from ledger.projections.events import apply, head, read_events
from ledger.projections.loading import Progress, load
from ledger.projections.tables import Connection
from ledger.projections.view import View

BATCH = 250
BUILD_LOCK = 7206230510


class Rebuilding:
    """Builds a new generation of each view and switches to it; interrupted, the next one goes on where it was.

    Loads all versions there are, makes the tables and indexes of them, two at a time, and takes in what came meanwhile.
    """

    def __init__(self, views: Sequence[View], *, batch: int = BATCH) -> None:
        self._views = {view.name: view for view in views}
        self._batch = batch

    async def run(self, connection: Connection, progress: Progress | None = None) -> None:
        """Build them all, once nobody else builds; `progress` is told of the position reached and of the last one."""
        await connection.execute("SELECT pg_advisory_lock(%s)", (BUILD_LOCK,))
        try:
            await self._build(connection, progress)
        finally:
            with contextlib.suppress(psycopg.OperationalError):  # A connection that is lost holds nothing.
                await connection.execute("SELECT pg_advisory_unlock(%s)", (BUILD_LOCK,))

    async def _build(self, connection: Connection, progress: Progress | None) -> None:
        async with connection.transaction():
            generations = [await control.begin(connection, view) for view in self._views.values()]
        if loading := [g for g in generations if g.state == "loading"]:
            await load(connection, self._views, loading, self._batch, progress)
            await self._finish(connection, loading)
        generations = [g for g in await control.generations(connection) if g.state == "building"]
        generations = [g for g in generations if g.view in self._views]
        await self._follow(connection, generations, progress)
        for generation in generations:
            async with connection.transaction():
                # Held against the leader: what it has taken in meanwhile is taken in here as well.
                await control.hold(connection)
                await self._follow(connection, [generation], None)
                await control.switch(connection, self._views[generation.view], generation)

    async def _finish(self, connection: Connection, loaded: Sequence[Generation]) -> None:
        """Make tables and indexes of what was loaded; PostgreSQL has more than one core for it."""
        left = list(loaded)

        async def work(own: Connection) -> None:
            while left:
                generation = left.pop()
                async with own.transaction():
                    await control.load_finished(own, self._views[generation.view], generation)

        async with (
            await psycopg.AsyncConnection.connect(tables.beside(connection), autocommit=True) as another,
            asyncio.TaskGroup() as group,
        ):
            group.create_task(work(connection))
            group.create_task(work(another))

    async def _follow(
        self, connection: Connection, generations: Sequence[Generation], progress: Progress | None
    ) -> None:
        """Take in all events there are, batch by batch, each with the position it brings the generations to."""
        if not generations:
            return
        known = {(g.view, g.generation): g.position for g in await control.generations(connection)}
        reached = {g: known[g.view, g.generation] for g in generations}
        while events := await read_events(connection, min(reached.values()), self._batch):
            end = events[-1].recorded.position
            async with connection.transaction():
                for generation, position in reached.items():
                    fresh = [e for e in events if e.recorded.position > position]
                    await apply(connection, self._views[generation.view], generation.table_name, fresh)
                behind = [g for g, position in reached.items() if position < end]
                await control.advance(connection, behind, end)
            reached = {g: max(end, position) for g, position in reached.items()}
            if progress is not None:
                await progress(end, await head(connection))
