"""The projector: the same rows however the events come, exactly once, and never past a poisoned event."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from ledger.domain.hazard_events import HazardFollowedUp
from ledger.projections import control, projector
from ledger.projections.hazard_ledger import hazard_ledger
from ledger.projections.live import Live, Taken
from ledger.projections.projector import Projector
from ledger.projections.rebuilding import Rebuilding
from ledger.projections.view import Row
from ledger.server.roles import PROJECTOR
from tests.house import House, open_house
from tests.projections.histories import ALL, Died, connect, digests, forget, some_history


@pytest.mark.slow
async def test_the_rows_are_the_same_for_batches_of_1_7_and_5000_and_for_grown_and_rebuilt(house: House) -> None:
    await house.project()  # tables made on an empty ledger, so that what follows is grown
    await some_history(house)
    await house.run_processes()
    await house.project(batch=1)
    grown = await digests(house)
    for batch in (7, 5000):
        async with await connect(house) as connection:
            await connection.execute("UPDATE views.control SET position = 0")
            for generation in await control.generations(connection):
                await connection.execute(f"TRUNCATE views.{generation.table_name}".encode())
        await house.project(batch=batch)
        assert await digests(house) == grown
    async with await connect(house) as connection:
        for view in ALL:
            await Rebuilding([view], batch=3).run(connection)
    assert await digests(house) == grown
    await forget(house)
    await house.project()
    assert await digests(house) == grown


@pytest.mark.parametrize("batch", [1, 7, 100])
async def test_the_short_way_writes_the_same_rows_as_the_careful_one(house: House, batch: int) -> None:
    await house.project()
    await some_history(house)
    await house.run_processes()
    assert await house.project_live(batch=batch) > 0
    short = await digests(house)
    await forget(house)
    await house.project()
    assert await digests(house) == short


async def test_the_short_way_reads_back_what_it_no_longer_remembers(house: House) -> None:
    await house.project()
    await some_history(house, 2)
    async with open_house(house.database) as another:
        assert await another.project_live() > 0
    short = await digests(house)
    await forget(house)
    await house.project()
    assert await digests(house) == short


async def test_the_short_way_writes_nothing_once_a_rebuild_has_switched(house: House) -> None:
    await house.project()
    before = (await house.store.head()).position
    await some_history(house, 1)
    live = await Live.connect(house.database.projector_dsn, ALL, 1, None)
    try:
        assert await live.take(look=True) == Taken(before + 1, moved=True)
        async with await connect(house) as connection:
            await Rebuilding([hazard_ledger]).run(connection)
            standing = await control.generations(connection)
            assert await live.take(look=True) is None
            assert await control.generations(connection) == standing
            live.forget()
            assert await live.take(look=True) is None  # one view is ahead now: the careful way brings them together
            while await Projector(house.database.projector_dsn, ALL).advance(connection):
                pass
            grown = await digests(house)
        live.forget()
        assert await live.take(look=True) == Taken((await house.store.head()).position, moved=False)
    finally:
        await live.close()
    await forget(house)
    await house.project()
    assert await digests(house) == grown


async def cut(house: House, name: str) -> None:
    """End the connections of that name, whatever they are in the middle of."""
    async with await connect(house) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s AND usename = %s",
            (name, PROJECTOR),
        )


async def test_a_leader_whose_connections_are_cut_while_it_reads_and_writes_resumes_exactly(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projector, "STANDBY_SECONDS", 0.01)
    await house.project()
    async with open_house(house.database) as another:
        await some_history(another, 8)
    # The record is read from the database: while one batch is written, the next is read.
    leader = Projector(house.database.projector_dsn, ALL, batch=2)
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        leading = group.create_task(leader.run())
        for name in ("ledger-projector-live", "ledger-projector-reading", "ledger-projector-live"):
            reached = leader.position
            await leader.wait_for(reached + 3, 20)
            await cut(house, name)
        assert await leader.wait_for((await house.store.head()).position, 20)
        leading.cancel()
    grown = await digests(house)
    await forget(house)
    await house.project()
    assert await digests(house) == grown


async def test_a_fold_that_fails_while_the_batch_before_it_is_written_leaves_that_one_written(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.project()
    before = (await house.store.head()).position
    await some_history(house, 1)

    def fails(row: Row | None, event: HazardFollowedUp, recorded: Any) -> Row | None:
        raise ValueError("this fold has a bug")

    [(key, _)] = hazard_ledger.handlers["HazardFollowedUp"]
    monkeypatch.setitem(hazard_ledger.handlers, "HazardFollowedUp", [(key, fails)])
    live = await Live.connect(house.database.projector_dsn, ALL, 1, None)
    try:
        taken = []
        while (step := await live.take(look=True)) is not None:
            taken.append(step.position)
    finally:
        await live.close()
    assert taken == list(range(before + 1, before + 1 + len(taken)))
    assert taken
    async with await connect(house) as connection:
        assert {g.position for g in await control.generations(connection)} == {taken[-1]}
    followed_up = await house.rows("SELECT position FROM ledger.event WHERE type = 'HazardFollowedUp'")
    assert [row["position"] for row in followed_up] == [taken[-1] + 1]


async def test_every_event_moves_the_position_handled_or_not(house: House) -> None:
    await some_history(house, 1)
    await house.project()
    head = (await house.store.head()).position
    async with await connect(house) as connection:
        assert {g.position for g in await control.generations(connection)} == {head}


@contextmanager
def dying_at(monkeypatch: pytest.MonkeyPatch, statement: int) -> Iterator[None]:
    """The process dies at its n-th statement: everything after is lost, as with SIGKILL."""
    count = 0
    real: Any = psycopg.AsyncConnection.execute

    async def execute(self: Any, *arguments: Any, **named: Any) -> Any:
        nonlocal count
        count += self.info.user == PROJECTOR
        if count == statement and self.info.user == PROJECTOR:
            await self.close()
            raise Died
        return await real(self, *arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.AsyncConnection, "execute", execute)
        yield


async def test_a_projector_killed_at_any_statement_resumes_exactly(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await house.project()
    await some_history(house, 2)
    for statement in range(1, 30):
        with dying_at(monkeypatch, statement):
            try:
                await house.project(batch=4)
            except (Died, psycopg.OperationalError):
                continue
    await house.project()
    killed = await digests(house)
    await forget(house)
    await house.project()
    assert await digests(house) == killed


async def test_a_poisoned_event_stops_its_view_and_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await house.project()
    [first, second] = await some_history(house, 2)
    monkeypatch.setattr(projector, "RETRY_PAUSES", (0.001,))

    def fails(row: Row | None, event: HazardFollowedUp, recorded: Any) -> Row | None:
        raise ValueError("this fold has a bug")

    [(key, _)] = hazard_ledger.handlers["HazardFollowedUp"]
    with monkeypatch.context() as patch:
        patch.setitem(hazard_ledger.handlers, "HazardFollowedUp", [(key, fails)])
        worker = Projector(house.database.projector_dsn, ALL)
        live = await Live.connect(house.database.projector_dsn, ALL, 500, house.store.recent)
        caught_up = await live.take(look=True)
        await live.close()
        async with await connect(house) as connection:
            while await worker.advance(connection):
                pass
            known = {g.view: g for g in await control.generations(connection)}
    assert known["hazard_ledger"].state == "stopped"
    assert not caught_up
    assert "HazardFollowedUp" in (known["hazard_ledger"].error or "")
    assert "this fold has a bug" in (known["hazard_ledger"].error or "")
    head = (await house.store.head()).position
    assert {g.position for name, g in known.items() if name != "hazard_ledger"} == {head}
    assert known["hazard_ledger"].position < head

    async with await connect(house) as connection:
        await Rebuilding([hazard_ledger]).run(connection)
    rows = await house.rows("SELECT hazard FROM views.hazard_ledger WHERE until IS NULL")
    assert {row["hazard"] for row in rows} == {first, second}


async def test_a_second_projector_stands_by_and_takes_over(house: House) -> None:
    first, second = (Projector(house.database.projector_dsn, ALL) for _ in range(2))
    async with asyncio.timeout(30), asyncio.TaskGroup() as group:
        leader = group.create_task(first.run())
        await some_history(house, 1)
        assert await first.wait_for((await house.store.head()).position, 10)
        standby = group.create_task(second.run())
        assert await second.wait_for((await house.store.head()).position, 10)
        assert (first.leading, second.leading) == (True, False)
        leader.cancel()
        await some_history(house, 1)
        assert await second.wait_for((await house.store.head()).position, 10)
        assert second.leading
        standby.cancel()


async def test_waiting_for_what_has_not_happened_is_an_answer_and_not_a_lie(house: House) -> None:
    waiting = Projector(house.database.projector_dsn, ALL)
    assert not await waiting.wait_for(5, 0.01)
