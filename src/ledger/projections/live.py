"""The short way of the projector: what has just happened is taken into all live views by one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import structlog
from psycopg import OperationalError

from ledger.eventstore.recent import Recent
from ledger.eventstore.wire import Wire
from ledger.projections.batches import LIVE, Table, folded, writing
from ledger.projections.events import EVENTS, typed
from ledger.projections.folding import TypedEvent
from ledger.projections.remembering import Key, Remembered
from ledger.projections.view import Row, View

REMEMBERED = 4_000
"""So many open rows at least are kept in memory."""

OPTIONS = "-c synchronous_commit=off -c timezone=UTC"
_GENERATIONS = "SELECT view, generation, table_name, position FROM views.control WHERE state = 'live' ORDER BY view"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Taken:
    """How far the live views have come, and whether they have moved."""

    position: int
    moved: bool


@dataclass(frozen=True)
class _Batch:
    """What leads the tables to `end`: a statement with its parameters; and the rows it leaves open."""

    end: int
    statement: bytes
    parameters: Sequence[object]
    rows: Mapping[Key, Row]


class Live:
    """Holds which tables are live, how far they have come, and the open rows that were written last.

    Every statement checks that this is still so: where it is not (a rebuild has switched, a view was stopped, another
    has moved them), and where a fold fails, nothing is written and the projector goes the careful way. While one batch
    is being written the next one is read and folded, on what the first leaves behind.
    """

    def __init__(self, wires: tuple[Wire, Wire], views: Sequence[View], batch: int, recent: Recent | None) -> None:
        self._reading, self._writing = wires
        self._views = {view.name: view for view in views}
        self._batch = batch
        self._recent = recent
        self._tables: list[Table] = []
        self._position = 0
        self._remembered = Remembered(REMEMBERED)
        self._next: _Batch | None = None

    @classmethod
    async def connect(cls, dsn: str, views: Sequence[View], batch: int, recent: Recent | None) -> Live:
        """Two connections of its own for the live views: one that reads, and one that writes meanwhile."""
        reading = await Wire.connect(dsn, {}, OPTIONS, "ledger-projector-reading")
        try:
            writing = await Wire.connect(dsn, {}, OPTIONS, "ledger-projector-live")
        except BaseException:
            await reading.close()
            raise
        return cls((reading, writing), views, batch, recent)

    async def close(self) -> None:
        """Let go of the connections."""
        await self._writing.close()
        await self._reading.close()

    def forget(self) -> None:
        """Look up anew which tables are live and what stands in them."""
        self._tables, self._next = [], None
        self._remembered.clear()

    async def take(self, *, look: bool) -> Taken | None:
        """Take in one batch of what is there; None where that has to be done the careful way.

        Without `look` the database is asked only for what was heard of and is not in memory.
        """
        try:
            if not self._tables and not await self._look_up():
                return None
            batch = self._next or await self._prepared(self._position, {}, look=look)
            self._next = None
            if batch is None:
                return Taken(self._position, moved=False)
            if not await self._take(batch, look=look):
                return None
        except OperationalError:
            raise
        except Exception as error:
            log.warning("a batch goes the careful way", reason=f"{type(error).__name__}: {error}")
            return None
        return Taken(self._position, moved=True)

    async def _take(self, batch: _Batch, *, look: bool) -> bool:
        """Write a batch, and prepare the next one meanwhile where there is one; whether all was as expected."""
        if not self._may_be_more(batch.end, look=look):
            return await self._write(batch)
        under_way = asyncio.create_task(self._write(batch))
        try:
            await self._writing.handed_over()
            following = await self._prepared(batch.end, batch.rows, look=look)
        except OperationalError:
            raise
        except Exception:
            following = None  # Tried again when its turn comes, and told then.
        finally:
            fits = await under_way
        self._next = following if fits else None
        return fits

    async def _look_up(self) -> bool:
        rows = await self._reading.rows(_GENERATIONS.encode(), ())
        known = [row for row in rows if row[0] in self._views]
        positions = {position for *_, position in known}
        if len(positions) != 1 or len(known) < len(rows):
            return False
        [self._position] = positions
        self._tables = [Table(self._views[view], generation, name) for view, generation, name, _ in known]
        return True

    def _may_be_more(self, after: int, *, look: bool) -> bool:
        return look or self._recent is None or self._recent.head > after

    async def _events(self, after: int, *, look: bool) -> list[TypedEvent]:
        if self._recent is not None and (recent := self._recent.after(after, self._batch)):
            return [TypedEvent(recorded.envelope.type, recorded) for recorded in recent]
        if not self._may_be_more(after, look=look):
            return []
        rows = await self._reading.rows(EVENTS, (after, self._batch))
        return [typed(*row) for row in rows]

    async def _prepared(self, start: int, left: Mapping[Key, Row], *, look: bool) -> _Batch | None:
        """What comes after `start`, folded; `left` are the rows that are being written meanwhile."""
        events = await self._events(start, look=look)
        if not events:
            return None
        end = events[-1].recorded.position
        made = await folded(self._tables, events, self._remembered, left, self._open_rows)
        return _Batch(end, *writing(LIVE, self._tables, made.changes, start, end), made.rows)

    async def _open_rows(self, table: Table, keys: set[UUID]) -> Mapping[UUID, Row]:
        names = table.view.column_names
        text = f"SELECT {', '.join(names)} FROM views.{table.name} WHERE {names[0]} = ANY($1) AND until IS NULL"
        rows = await self._reading.rows(text.encode(), (list(keys),))
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}

    async def _write(self, batch: _Batch) -> bool:
        [[fits]] = await self._writing.rows(batch.statement, batch.parameters)
        if fits:
            self._position = batch.end
            self._remembered.put(batch.rows)
        return bool(fits)
