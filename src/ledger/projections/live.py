"""The short way of the projector: what has just happened is taken into all live views by one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
import structlog
from psycopg import OperationalError

from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.recent import Recent
from ledger.eventstore.wire import Wire
from ledger.projections.control import SWITCH_LOCK
from ledger.projections.folding import Changes, TypedEvent, Version, concerns, fold, steps_of, types_of
from ledger.projections.remembering import Key, Remembered, left_open
from ledger.projections.view import Row, View

REMEMBERED = 4_000
"""So many open rows at least are kept in memory."""

OPTIONS = "-c synchronous_commit=off -c timezone=UTC"
_GENERATIONS = "SELECT view, generation, table_name, position FROM views.control WHERE state = 'live' ORDER BY view"
_EVENTS = "SELECT type, position, recorded_at, body FROM ledger.event WHERE position > $1 ORDER BY position LIMIT $2"

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class _Table:
    """The table that serves a view."""

    view: View
    name: str


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
        self._tables: list[_Table] = []
        self._live: tuple[tuple[str, int], ...] = ()
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
        writing = asyncio.create_task(self._write(batch))
        try:
            following = await self._prepared(batch.end, batch.rows, look=look)
        except OperationalError:
            raise
        except Exception:
            following = None  # Tried again when its turn comes, and told then.
        finally:
            fits = await writing
        self._next = following if fits else None
        return fits

    async def _look_up(self) -> bool:
        rows = await self._reading.rows(_GENERATIONS.encode(), ())
        known = [row for row in rows if row[0] in self._views]
        positions = {position for *_, position in known}
        if len(positions) != 1 or len(known) < len(rows):
            return False
        [self._position] = positions
        self._tables = [_Table(self._views[view], name) for view, _, name, _ in known]
        self._live = tuple((view, generation) for view, generation, *_ in known)
        return True

    def _may_be_more(self, after: int, *, look: bool) -> bool:
        return look or self._recent is None or self._recent.head > after

    async def _events(self, after: int, *, look: bool) -> list[TypedEvent]:
        if self._recent is not None and (recent := self._recent.after(after, self._batch)):
            return [TypedEvent(recorded.envelope.type, recorded) for recorded in recent]
        if not self._may_be_more(after, look=look):
            return []
        rows = await self._reading.rows(_EVENTS.encode(), (after, self._batch))
        return [
            TypedEvent(type_, RecordedEvent(position, recorded_at.astimezone(UTC), bytes(body)))
            for type_, position, recorded_at, body in rows
        ]

    async def _prepared(self, start: int, left: Mapping[Key, Row], *, look: bool) -> _Batch | None:
        """What comes after `start`, folded; `left` are the rows that are being written meanwhile."""
        events = await self._events(start, look=look)
        if not events:
            return None
        changes: list[tuple[_Table, Changes]] = []
        rows: dict[Key, Row] = {}
        types, born = types_of(events), _born(events)
        for table in self._tables:
            if not concerns(table.view, types):
                continue
            steps = steps_of(table.view, events)
            made = fold(table.view, await self._current(table, {key for key, *_ in steps} - born, left), steps)
            if made.added:
                changes.append((table, made))
                rows.update(left_open(table.view, made))
        return self._batch_of(start, events[-1].recorded.position, changes, rows)

    async def _current(self, table: _Table, keys: set[UUID], left: Mapping[Key, Row]) -> dict[UUID, Row]:
        if table.view.constant:
            return {}
        name = table.view.name
        current = self._remembered.among(table.view, keys)
        current.update({key: left[name, key] for key in keys if (name, key) in left})
        if missing := keys - current.keys():
            names = table.view.column_names
            text = f"SELECT {', '.join(names)} FROM views.{table.name} WHERE {names[0]} = ANY($1) AND until IS NULL"
            rows = await self._reading.rows(text.encode(), (list(missing),))
            current.update({row[0]: dict(zip(names, row, strict=True)) for row in rows})
        return current

    def _batch_of(
        self, start: int, end: int, changes: Sequence[tuple[_Table, Changes]], rows: Mapping[Key, Row]
    ) -> _Batch:
        parameters: list[object] = [start, end]
        for table, made in changes:
            if made.closed:
                parameters.append(_json([{"key": key, "until": until} for key, until in made.closed.items()]))
            parameters.append(_json([_row(table.view, version) for version in made.added]))
        written = tuple((t.view.key, t.name, bool(made.closed)) for t, made in changes)
        return _Batch(end, _statement(self._live, written), parameters, rows)

    async def _write(self, batch: _Batch) -> bool:
        [[fits]] = await self._writing.rows(batch.statement, batch.parameters)
        if fits:
            self._position = batch.end
            self._remembered.put(batch.rows)
        return bool(fits)


def _born(events: Sequence[TypedEvent]) -> set[UUID]:
    """The streams that begin here: of them no view has a row yet. Should one have, the statement fails, not the row."""
    return {e.recorded.envelope.stream for e in events if e.recorded.envelope.version == 1}


@lru_cache(maxsize=256)
def _statement(live: tuple[tuple[str, int], ...], written: tuple[tuple[str, str, bool], ...]) -> bytes:
    """Moves the position of the live views and writes rows into `written`; nothing where these are not as expected.

    A rebuild that switches holds its lock alone and is not waited for, as it may wait for tables that are held here.
    What closes is read before what is added, so that the index of open rows never sees two of a key.
    """
    names = ", ".join(f"('{view}', {generation})" for view, generation in live)
    parts = [
        f"held AS (SELECT c.view FROM (SELECT pg_try_advisory_xact_lock_shared({SWITCH_LOCK}) AS free) switching, "
        f"views.control c, (VALUES {names}) m(view, generation) "
        "WHERE switching.free AND c.view = m.view AND c.generation = m.generation AND c.state = 'live' "
        "AND c.position = $1 FOR UPDATE OF c)",
        f"fits AS (SELECT (SELECT count(*) FROM held) = {len(live)} AND "
        f"(SELECT count(*) FROM views.control WHERE state = 'live') = {len(live)} AS fits)",
        "moved AS (UPDATE views.control c SET position = $2 FROM fits WHERE fits.fits AND c.state = 'live')",
    ]
    count = 2
    for n, (key, name, closes) in enumerate(written):
        after = ""
        if closes:
            count += 1
            parts.append(
                f"closed{n} AS (UPDATE views.{name} t SET until = c.until "
                f"FROM json_to_recordset(${count}::json) c(key uuid, until bigint), fits "
                f"WHERE fits.fits AND t.{key} = c.key AND t.until IS NULL RETURNING 1)"
            )
            after = f", (SELECT count(*) FROM closed{n}) after{n}"
        count += 1
        parts.append(
            f"added{n} AS (INSERT INTO views.{name} SELECT r.* "
            f"FROM json_populate_recordset(NULL::views.{name}, ${count}::json) r, fits{after} WHERE fits.fits)"
        )
    return f"WITH {', '.join(parts)} SELECT fits FROM fits".encode()


def _row(view: View, version: Version) -> dict[str, Any]:
    return {**version.row, "since": version.since, "until": version.until}


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows, default=_plain).decode()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not a value of a view")
