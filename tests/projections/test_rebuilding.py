"""Building views anew: the same rows, whatever comes between, and nothing twice."""

from __future__ import annotations

import asyncio

import pytest

from ledger.projections import control, loading
from ledger.projections.catalogue import VIEWS
from ledger.projections.hazard_ledger import hazard_ledger
from ledger.projections.mine_register import mine_register
from ledger.projections.projector import Projector
from ledger.projections.rebuilding import Rebuilding
from tests.house import House
from tests.projections.histories import ALL, Died, connect, digests, forget, some_history


async def test_a_rebuild_while_the_leader_takes_in_what_happens_loses_nothing(house: House) -> None:
    leader = Projector(house.database.projector_dsn, ALL, batch=3, recent=house.store.recent)
    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        leading = group.create_task(leader.run())
        await some_history(house, 1)
        assert await leader.wait_for((await house.store.head()).position, 20)
        history = group.create_task(some_history(house, 12))
        async with await connect(house) as connection:
            for view in (hazard_ledger, VIEWS["journal"], hazard_ledger):
                await Rebuilding([view], batch=5).run(connection)
        await history
        assert await leader.wait_for((await house.store.head()).position, 20)
        leading.cancel()
    grown = await digests(house)
    await forget(house)
    await house.project()
    assert await digests(house) == grown


async def test_a_rebuild_that_was_interrupted_goes_on_where_it_was(house: House) -> None:
    await house.project()
    await some_history(house, 3)
    await house.project()
    grown = await digests(house)
    reached: list[int] = []

    async def stop_after_two(position: int, head: int) -> None:
        reached.append(position)
        if len(reached) == 2:
            raise Died

    async with await connect(house) as connection:
        with pytest.raises(Died):
            await Rebuilding([hazard_ledger], batch=4).run(connection, stop_after_two)
        building = [g for g in await control.generations(connection) if not g.serves]
        assert [(g.view, g.position) for g in building] == [("hazard_ledger", reached[1])]
        again: list[int] = []

        async def note(position: int, head: int) -> None:
            again.append(position)

        await Rebuilding([hazard_ledger], batch=4).run(connection, note)
        assert again[0] > reached[1]
        assert [g.state for g in await control.generations(connection)] == ["live"] * len(ALL)
    assert await digests(house) == grown


async def test_views_whose_rebuilding_stopped_at_different_places_are_built_together(house: House) -> None:
    await house.project()
    await some_history(house, 3)
    await house.project()
    grown = await digests(house)

    async def stop(position: int, head: int) -> None:
        raise Died

    async with await connect(house) as connection:
        with pytest.raises(Died):
            await Rebuilding([hazard_ledger], batch=4).run(connection, stop)
        with pytest.raises(Died):
            await Rebuilding([mine_register], batch=7).run(connection, stop)
        places = {g.position for g in await control.generations(connection) if not g.serves}
        assert len(places) == 2
        await Rebuilding([hazard_ledger, VIEWS["journal"], mine_register], batch=4).run(connection)
    assert await digests(house) == grown


async def test_rows_that_are_no_longer_remembered_are_looked_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "REMEMBERED", 0)
    await house.project()
    await some_history(house, 4)
    await house.run_processes()
    await house.project()
    grown = await digests(house)
    async with await connect(house) as connection:
        await Rebuilding(ALL, batch=1).run(connection)
    assert await digests(house) == grown


async def test_of_two_that_build_the_same_view_one_waits_for_the_other(house: House) -> None:
    await house.project()
    await some_history(house, 8)
    await house.project()
    grown = await digests(house)

    async def build() -> None:
        async with await connect(house) as connection:
            await Rebuilding([hazard_ledger, VIEWS["journal"]], batch=2).run(connection)

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        group.create_task(build())
        group.create_task(build())
    assert await digests(house) == grown
