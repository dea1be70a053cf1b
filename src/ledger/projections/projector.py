"""The projector: reads positions in batches, folds, and writes rows and its own position in one transaction."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Sequence

import psycopg
import structlog

from ledger.eventstore.pausing import pause
from ledger.eventstore.recent import Recent
from ledger.projections import control
from ledger.projections.control import Generation
from ledger.projections.events import apply, read_events
from ledger.projections.live import Live
from ledger.projections.rebuilding import Rebuilding
from ledger.projections.tables import Connection
from ledger.projections.view import View

BATCH = 500
LEADER_LOCK = 7206230508
POLL_SECONDS = 0.25
STANDBY_SECONDS = 0.5
RETRY_PAUSES = (0.05, 0.2, 0.8)

log = structlog.get_logger(__name__)


class Projector:
    """Keeps the views up to date. One leads, by advisory lock; another stands by and takes over.

    It holds nothing between batches but the database connection: tables and positions are read, locked, in every
    transaction, so that a rebuild may switch them at any time.
    """

    def __init__(self, dsn: str, views: Sequence[View], *, batch: int = BATCH, recent: Recent | None = None) -> None:
        self._dsn = dsn
        self._views = {view.name: view for view in views}
        self._batch = batch
        self._recent = recent
        self._wanted = asyncio.Event()
        self._waiting: list[tuple[int, asyncio.Future[None]]] = []
        self.position = 0
        self.leading = False

    def wake(self) -> None:
        """The log has grown."""
        self._wanted.set()

    async def wait_for(self, position: int, seconds: float) -> bool:
        """Whether all views that are not stopped have reached `position` within `seconds`."""
        if self.position < position:
            self.wake()
            reached = asyncio.get_running_loop().create_future()
            self._waiting.append((position, reached))
            await asyncio.wait((reached,), timeout=seconds)
            reached.cancel()
        return self.position >= position

    async def run(self) -> None:
        """Lead when nobody else does, otherwise watch; for ever."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._dsn, autocommit=True, application_name="ledger-projector"
                ) as connection:
                    await self._serve(connection)
            except psycopg.OperationalError as error:
                log.warning("projector connection lost", reason=str(error))
            finally:
                self.leading = False
            await pause(STANDBY_SECONDS)

    async def _serve(self, connection: Connection) -> None:
        # Rows and position are in one transaction: a crash loses both together, and the fold is repeated.
        await connection.execute("SET synchronous_commit = off")
        while not await self._lock(connection):
            self._report(await self._slowest(connection))
            await asyncio.sleep(STANDBY_SECONDS)
        self.leading = True
        await self.build_missing(connection)
        live = await Live.connect(self._dsn, list(self._views.values()), self._batch, self._recent)
        try:
            await self._lead(connection, live)
        finally:
            await live.close()

    async def _lead(self, connection: Connection, live: Live) -> None:
        look = True
        while True:
            self._wanted.clear()
            while await self._step(connection, live, look=look):
                pass
            look = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wanted.wait()
                    look = False

    async def _step(self, connection: Connection, live: Live, *, look: bool) -> bool:
        """Take in one batch, the short way where it can be gone; whether there was anything."""
        taken = await live.take(look=look)
        if taken is None:
            live.forget()
            return await self.advance(connection)
        self._report(taken.position)
        return taken.moved

    async def _lock(self, connection: Connection) -> bool:
        row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (LEADER_LOCK,))).fetchone()
        return bool(row and row[0])

    async def build_missing(self, connection: Connection) -> None:
        """Build the views that no table serves as they are declared."""
        known = await control.generations(connection)
        missing = [view for view in self._views.values() if control.needs_building(view, known)]
        if missing:
            await Rebuilding(missing).run(connection)

    async def advance(self, connection: Connection) -> bool:
        """Take in one batch for every view that is behind; whether there was anything to take in."""
        try:
            async with connection.transaction():
                moved, position = await self._advance_together(connection)
        except psycopg.OperationalError:
            raise
        except Exception:
            log.exception("a batch failed; each view alone")
            moved, position = await self._advance_each(connection)
        self._report(position)
        return moved

    async def _advance_together(self, connection: Connection) -> tuple[bool, int]:
        live = await self._live(connection)
        if not live:
            return False, 0
        start = min(g.position for g in live)
        events = await read_events(connection, start, self._batch)
        if not events:
            return False, start
        end = events[-1].recorded.position
        for generation in live:
            fresh = [e for e in events if e.recorded.position > generation.position]
            await apply(connection, self._views[generation.view], generation.table_name, fresh)
        await control.advance(connection, [g for g in live if g.position < end], end)
        return True, end

    async def _advance_each(self, connection: Connection) -> tuple[bool, int]:
        async with connection.transaction():
            live = await self._live(connection)
        for generation in live:
            await self._advance_alone(connection, generation)
        return True, await self._slowest(connection)

    async def _advance_alone(self, connection: Connection, generation: Generation) -> None:
        """One event at a time, so that the one that fails is known; retried, then the view stops there."""
        view = self._views[generation.view]
        for event in await read_events(connection, generation.position, self._batch):
            position = event.recorded.position
            for wait in (*RETRY_PAUSES, None):
                try:
                    async with connection.transaction():
                        await apply(connection, view, generation.table_name, [event])
                        await control.advance(connection, [generation], position)
                    break
                except psycopg.OperationalError:
                    raise
                except Exception as error:
                    if wait is None:
                        text = f"position {position} ({event.type}): {type(error).__name__}: {error}"
                        await control.set_state(connection, generation, "stopped", text)
                        log.exception("view stopped", view=view.name, position=position, type=event.type)
                        return
                    await asyncio.sleep(wait)

    async def _live(self, connection: Connection) -> list[Generation]:
        known = await control.generations(connection, lock=True)
        return [g for g in known if g.state == "live" and g.view in self._views]

    async def _slowest(self, connection: Connection) -> int:
        row = await (
            await connection.execute("SELECT coalesce(min(position), 0) FROM views.control WHERE state = 'live'")
        ).fetchone()
        return int(row[0]) if row else 0

    def _report(self, position: int) -> None:
        if position <= self.position:
            return
        self.position = position
        waiting, self._waiting = self._waiting, []
        for wanted, reached in waiting:
            if wanted > position:
                self._waiting.append((wanted, reached))
            elif not reached.done():
                reached.set_result(None)
