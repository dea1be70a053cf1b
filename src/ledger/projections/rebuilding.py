"""Building views anew: all that are wanted in one passage over the record, beside what serves readers meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from cachetools import LRUCache

from ledger.projections import control, tables
from ledger.projections.control import Generation
from ledger.projections.events import apply, head, read_events
from ledger.projections.folding import TypedEvent, concerns, fold, steps_of, types_of
from ledger.projections.tables import Connection
from ledger.projections.view import Row, View

BATCH = 2000
REMEMBERED = 10_000
Progress = Callable[[int, int], Awaitable[None]]


class Rebuilding:
    """Builds a new generation of each view and switches to it; interrupted, the next one goes on where it was.

    Versions are only added while loading, to a table with no index but its key; when each ends is told afterwards by
    the next one. Open rows are remembered, so many, and looked up otherwise: memory does not grow with the record.
    """

    def __init__(self, views: Sequence[View], *, batch: int = BATCH) -> None:
        self._views = {view.name: view for view in views}
        self._batch = batch
        self._open: LRUCache[tuple[str, UUID], Row] = LRUCache(REMEMBERED)

    async def run(self, connection: Connection, progress: Progress | None = None) -> None:
        """Build them all; `progress` is told of the position reached and of the last one there is."""
        async with connection.transaction():
            generations = [await control.begin(connection, view) for view in self._views.values()]
        loading = [g for g in generations if g.state == "loading"]
        await self._follow(connection, loading, self._load, progress)
        for generation in loading:
            async with connection.transaction():
                await control.load_finished(connection, self._views[generation.view], generation)
        generations = [g for g in await control.generations(connection) if g.state == "building"]
        generations = [g for g in generations if g.view in self._views]
        await self._follow(connection, generations, self._apply, progress)
        for generation in generations:
            async with connection.transaction():
                # Held against the leader: what it has taken in meanwhile is taken in here as well.
                await control.hold(connection)
                await self._follow(connection, [generation], self._apply, None)
                await control.switch(connection, self._views[generation.view], generation)

    async def _follow(
        self,
        connection: Connection,
        generations: Sequence[Generation],
        take: Callable[[Connection, Generation, Sequence[TypedEvent]], Awaitable[None]],
        progress: Progress | None,
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
                    new = position < events[0].recorded.position
                    await take(
                        connection, generation, events if new else [e for e in events if e.recorded.position > position]
                    )
                behind = [g for g, position in reached.items() if position < end]
                await control.advance(connection, behind, end)
            reached = {g: max(end, position) for g, position in reached.items()}
            if progress is not None:
                await progress(end, await head(connection))

    async def _apply(self, connection: Connection, generation: Generation, events: Sequence[TypedEvent]) -> None:
        await apply(connection, self._views[generation.view], generation.table_name, events)

    async def _load(self, connection: Connection, generation: Generation, events: Sequence[TypedEvent]) -> None:
        view = self._views[generation.view]
        if not concerns(view, types_of(events)):
            return
        steps = steps_of(view, events)
        keys = set() if view.constant else {key for key, *_ in steps}
        changes = fold(view, await self._current(connection, view, generation, keys) if keys else {}, steps)
        if not view.constant:
            self._open.update(((view.name, version.key), version.row) for version in changes.added)
        await tables.load(connection, view, generation.table_name, changes.added)

    async def _current(
        self, connection: Connection, view: View, generation: Generation, keys: set[UUID]
    ) -> Mapping[UUID, Row]:
        current = {key: row for key in keys if (row := self._open.get((view.name, key))) is not None}
        missing = keys - current.keys()
        if missing:
            current.update(await tables.last_rows(connection, view, generation.table_name, missing))
        return current
