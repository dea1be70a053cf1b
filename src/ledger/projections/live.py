"""The short way of the projector: what has just happened is taken into all live views by one statement."""

from __future__ import annotations

from collections.abc import Sequence
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
from ledger.projections.folding import Changes, TypedEvent, Version, concerns, fold, touched_keys, types_of
from ledger.projections.view import Row, View

MAX_ROWS = 400
"""More than so many row versions are written faster by COPY."""

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


class Live:
    """Holds which tables are live and how far they have come; every statement checks that this is still so.

    Where it is not (a rebuild has switched, a view was stopped), where a fold fails or there is too much at once,
    nothing is written and the projector goes the careful way.
    """

    def __init__(self, wire: Wire, views: Sequence[View], batch: int, recent: Recent | None) -> None:
        self._wire = wire
        self._views = {view.name: view for view in views}
        self._batch = batch
        self._recent = recent
        self._tables: list[_Table] = []
        self._live: tuple[tuple[str, int], ...] = ()
        self._position = 0

    @classmethod
    async def connect(cls, dsn: str, views: Sequence[View], batch: int, recent: Recent | None) -> Live:
        """A connection of its own for the live views."""
        return cls(await Wire.connect(dsn, {}, OPTIONS, "ledger-projector-live"), views, batch, recent)

    async def close(self) -> None:
        """Let go of the connection."""
        await self._wire.close()

    def forget(self) -> None:
        """Look up anew which tables are live."""
        self._tables = []

    async def take(self, *, look: bool) -> Taken | None:
        """Take in what is there; None where that has to be done the careful way.

        Without `look` the database is asked only for what was heard of and is not in memory.
        """
        try:
            if not self._tables and not await self._look_up():
                return None
            events = await self._events(look=look)
            if not events:
                return Taken(self._position, moved=False)
            if not await self._take(events):
                return None
        except OperationalError:
            raise
        except Exception as error:
            log.warning("a batch goes the careful way", reason=f"{type(error).__name__}: {error}")
            return None
        return Taken(self._position, moved=True)

    async def _look_up(self) -> bool:
        rows = await self._wire.rows(_GENERATIONS.encode(), ())
        known = [row for row in rows if row[0] in self._views]
        positions = {position for *_, position in known}
        if len(positions) != 1 or len(known) < len(rows):
            return False
        [self._position] = positions
        self._tables = [_Table(self._views[view], name) for view, _, name, _ in known]
        self._live = tuple((view, generation) for view, generation, *_ in known)
        return True

    async def _events(self, *, look: bool) -> list[TypedEvent]:
        if self._recent is not None:
            if recent := self._recent.after(self._position, self._batch):
                return [TypedEvent(recorded.envelope.type, recorded) for recorded in recent]
            if not look and self._recent.head <= self._position:
                return []
        rows = await self._wire.rows(_EVENTS.encode(), (self._position, self._batch))
        return [
            TypedEvent(type_, RecordedEvent(position, recorded_at.astimezone(UTC), bytes(body)))
            for type_, position, recorded_at, body in rows
        ]

    async def _take(self, events: Sequence[TypedEvent]) -> bool:
        changes: list[tuple[_Table, Changes]] = []
        types, born = types_of(events), _born(events)
        for table in self._tables:
            if concerns(table.view, types):
                current = await self._open_rows(table, events, born)
                changes.append((table, fold(table.view, current, events)))
        changes = [(table, made) for table, made in changes if made.added]
        if sum(len(made.added) for _, made in changes) > MAX_ROWS:
            return False
        end = events[-1].recorded.position
        written = tuple((t.view.key, t.name, bool(made.closed)) for t, made in changes)
        parameters: list[object] = [self._position, end]
        for table, made in changes:
            if made.closed:
                parameters.append(_json([{"key": key, "until": until} for key, until in made.closed.items()]))
            parameters.append(_json([_row(table.view, version) for version in made.added]))
        [[fits]] = await self._wire.rows(_statement(self._live, written), parameters)
        if fits:
            self._position = end
        return bool(fits)

    async def _open_rows(self, table: _Table, events: Sequence[TypedEvent], born: set[UUID]) -> dict[UUID, Row]:
        keys = set() if table.view.constant else touched_keys(table.view, events) - born
        if not keys:
            return {}
        names = table.view.column_names
        text = f"SELECT {', '.join(names)} FROM views.{table.name} WHERE {table.view.key} = ANY($1) AND until IS NULL"
        rows = await self._wire.rows(text.encode(), (list(keys),))
        return {row[0]: dict(zip(names, row, strict=True)) for row in rows}


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
