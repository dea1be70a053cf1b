"""A task that goes on for ever ends when it is asked to, whatever the driver makes of being torn away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import psycopg
import pytest

from ledger.eventstore.pausing import pause
from ledger.processes.runner import ProcessRunner
from ledger.projections.following import Following
from ledger.projections.projector import Projector
from ledger.projections.tables import Connection
from tests.conftest import Database
from tests.house import House


async def torn_away() -> None:
    """What the driver does when its database ends at the moment at which it is cancelled."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        raise psycopg.OperationalError("the connection is lost") from None


class TornRunner(ProcessRunner):
    async def _lead(self, connection: psycopg.AsyncConnection) -> None:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(torn_away())
        finally:
            await connection.close()


class TornProjector(Projector):
    async def _serve(self, connection: Connection) -> None:
        await torn_away()


class TornFollowing(Following):
    async def _watch(self, connection: Connection) -> None:
        await torn_away()


async def test_a_pause_is_as_long_as_it_says_for_who_was_not_asked_to_end() -> None:
    for _ in range(2):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await pause(60)
    await pause(0)


def ways(house: House, database: Database) -> list[Callable[[], Awaitable[None]]]:
    runner = TornRunner(database.app_dsn, house.store, house.bus, [], simulated=True)
    return [runner.run, TornProjector(database.projector_dsn, []).run, TornFollowing(database.projector_dsn, []).run]


@pytest.mark.parametrize("which", range(3))
async def test_who_is_told_of_a_lost_connection_while_being_cancelled_ends(
    house: House, database: Database, which: int
) -> None:
    task = asyncio.ensure_future(ways(house, database)[which]())
    await asyncio.wait([task], timeout=0.3)
    task.cancel()
    done, _ = await asyncio.wait([task], timeout=5)
    assert done
    assert task.cancelled()
