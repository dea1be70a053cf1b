"""Watching a projector in another process: how far it has come, without ever taking its place."""

from __future__ import annotations

import asyncio
import contextlib

import psycopg
import structlog

from ledger.eventstore.pausing import pause
from ledger.projections.projector import POLL_SECONDS, STANDBY_SECONDS, Projector
from ledger.projections.tables import Connection

NEAR_SECONDS = 0.01

log = structlog.get_logger(__name__)


class Following(Projector):
    """Knows the position of the views that another process keeps, so that a payload can wait for them."""

    async def run(self) -> None:
        """Watch; for ever."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(
                    self._dsn, autocommit=True, application_name="ledger-following"
                ) as connection:
                    await self._watch(connection)
            except psycopg.OperationalError as error:
                log.warning("connection to the views lost", reason=str(error))
            await pause(STANDBY_SECONDS)

    async def _watch(self, connection: Connection) -> None:
        while True:
            self._wanted.clear()
            self._report(await self._slowest(connection))
            if any(not reached.done() for _, reached in self._waiting):
                # Somebody waits for their own change to be seen.
                await asyncio.sleep(NEAR_SECONDS)
                continue
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(POLL_SECONDS):
                    await self._wanted.wait()
