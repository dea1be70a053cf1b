"""Waking readers: after the commit, coalesced, with polling as the fallback.

NOTIFY takes a cluster-wide lock at commit; inside the append it would serialise what group commit has gathered.
"""

from __future__ import annotations

import asyncio
import contextlib
from abc import ABC, abstractmethod
from collections.abc import Callable

import psycopg
import structlog

from ledger.eventstore.pausing import pause
from ledger.eventstore.wire import Wire

CHANNEL = "ledger_appended"
NOTIFY = f"SELECT pg_notify('{CHANNEL}', $1)".encode()
POLL_SECONDS = 0.25
COALESCE_SECONDS = 0.02

log = structlog.get_logger(__name__)


class _Task(ABC):
    """A loop that lives as long as its `async with`."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._running = asyncio.create_task(self._run(), name=type(self).__name__)

    async def __aexit__(self, *exc: object) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    async def _run(self) -> None:
        while True:
            try:
                await self._serve()
            except psycopg.Error as error:
                # Readers poll meanwhile; a dead connection costs latency, never an event.
                log.warning("waking connection lost", task=type(self).__name__, reason=type(error).__name__)
            await pause(POLL_SECONDS)

    @abstractmethod
    async def _serve(self) -> None:
        """What to do with a connection of its own, until it breaks."""


class Ringer(_Task):
    """Tells other processes that the log has grown: one NOTIFY for all appends of `COALESCE_SECONDS`."""

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self._due = asyncio.Event()
        self._position = 0

    def ring(self, position: int) -> None:
        """The log now reaches `position`."""
        self._position = max(self._position, position)
        self._due.set()

    async def _serve(self) -> None:
        wire = await Wire.connect(self._dsn, {}, "-c synchronous_commit=off", "ledger-ringer")
        try:
            while True:
                await self._due.wait()
                self._due.clear()
                await wire.rows(NOTIFY, (str(self._position),))
                await asyncio.sleep(COALESCE_SECONDS)
        finally:
            await wire.close()


class Bell(_Task):
    """Wakes the readers of this process when anybody has appended, and every `POLL_SECONDS` in any case."""

    def __init__(self, dsn: str, heard: Callable[[int], bool] = lambda _: True) -> None:
        super().__init__(dsn)
        self._heard = heard
        self.polled = True
        """Whether the last ring came without anybody's word, so that only a look can tell whether there is more."""
        self._rung = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        await super().__aenter__()
        self._poller = asyncio.create_task(self._poll(), name="Bell poll")

    async def __aexit__(self, *exc: object) -> None:
        if self._poller is not None:
            self._poller.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._poller
        await super().__aexit__(*exc)

    def listen(self) -> asyncio.Event:
        """An event that is set at the next ring; take it before reading, so that nothing falls between."""
        return self._rung

    def ring(self, *, polled: bool = False) -> None:
        """Wake all that listen."""
        self.polled = polled
        self._rung.set()
        self._rung = asyncio.Event()

    async def _poll(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            self.ring(polled=True)

    async def _serve(self) -> None:
        async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as connection:
            await connection.execute(f"LISTEN {CHANNEL}")
            async for notice in connection.notifies():
                # Our own appends are heard here once more: of those everybody knows already.
                if self._heard(int(notice.payload)):
                    self.ring()
