"""Killed after any append, or started late: the same obligations, in the same order, with the same digest."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count
from uuid import UUID, uuid4

import psycopg
import pytest

from ledger.commands.bus import Order
from ledger.commands.command import Command
from ledger.commands.mine import RegisterMine
from ledger.commands.mine_status import ChangeMineStatus
from ledger.commands.mine_upgrade import EnterUpgrade
from ledger.commands.two_lists import RectifyListItem
from ledger.commands.warning import ActOnWarning
from ledger.domain.mine_status_events import MineStatus
from ledger.domain.regular_duty_events import RegularInterval
from ledger.processes.duty_clock import DutyClock
from ledger.processes.duty_mines import NOBODY
from ledger.processes.process import Step
from ledger.processes.runner import ProcessRunner
from ledger.projections import control, tables
from ledger.projections.obligations import obligations
from ledger.rights.right import Principal
from tests.conftest import DIVISION, Database
from tests.house import BUREAU, FIRST_MINE, HEAD, MINER, House, open_house
from tests.processes.bodies import succeeds, the_bodies
from tests.processes.duties import MONTHLY, TEN_DAY, at_work, becomes, course, inspects, owed, states
from tests.processes.dying import Killed, dying
from tests.processes.test_duties_of_lists_and_gates import an_item
from tests.processes.test_duties_of_safety import a_hoist, a_listed_hazard, a_risk, a_warning, reviews
from tests.processes.test_duties_of_safety import inspects as has_inspected
from tests.processes.test_duties_that_are_regular import asked
from tests.processes.test_duties_that_are_regular import done as done_regularly


async def a_summer(house: House) -> None:
    """Stops, late entries, work again; the clock is down all the while."""
    mine = await at_work(house, "2026-07-06")
    await inspects(house.on("2026-07-09"), mine, TEN_DAY, "2026-07-09")
    await becomes(house.on("2026-07-24"), mine, MineStatus.STOPPED_VOLUNTARILY, "2026-07-24")
    await becomes(house.on("2026-07-27"), mine, MineStatus.PRODUCING, "2026-07-27")
    await inspects(house.on("2026-08-04"), mine, MONTHLY, "2026-07-29")
    await house.on("2026-08-21").mine()


async def a_winter(house: House) -> None:
    """Everything else that has a day of its own, over New Year, and a succession; the clock is down all the while."""
    house.ids = count(1)
    bureau, emergency = await the_bodies(house.on("2026-11-02"))
    risk = await a_risk(house)
    mine = FIRST_MINE
    warning = (await house.do(a_warning(mine, "2026-11-03T18:00:00+08:00", BUREAU))).subject
    hoist = await a_hoist(house, mine)
    await has_inspected(house, hoist, "2026-11-02", "2026-12-02")
    await a_listed_hazard(house, "2026-12-31")
    item = await an_item(house, "2026-11-30")
    await house.do(EnterUpgrade(mine=mine, entered_on=house.now.date()), HEAD)
    await house.on("2026-11-04").do(ActOnWarning(warning=warning, mine=mine, account="已撤人"), MINER)
    regular = await asked(house, every=RegularInterval.MONTH, starts_on=date(2026, 11, 1))
    await done_regularly(house, regular, "2026-11-04")
    await succeeds(house, bureau, emergency, "2026-12-01")
    await house.on("2026-12-05").do(RectifyListItem(item=item, rectified_on=date(2026, 11, 29), account="已更换"))
    await has_inspected(house, hoist, "2026-12-03", "2027-01-03")
    await reviews(house.on("2027-01-04"), risk, "2026-12-01")
    await house.on("2027-01-12").mine()


Season = Callable[[House], Awaitable[None]]


async def digest(house: House) -> str:
    await house.project(obligations)
    dsn = house.database.projector_dsn
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        known = {g.view: g for g in await control.generations(connection)}
        return await tables.digest(connection, obligations, known["obligations"].table_name)


@pytest.mark.parametrize("season", [a_summer, a_winter])
async def test_a_clock_killed_after_each_of_its_appends_comes_to_the_same(
    house: House, second_database: Database, season: Season
) -> None:
    await season(house)
    await house.run_clock()
    undisturbed, rows = await course(house), await digest(house)
    assert len(undisturbed) > 30
    async with open_house(second_database) as other:
        await season(other)
        kills = 0
        while True:
            with dying(other, after=1 + kills % 3) as runner:
                try:
                    await runner.keep_up(DutyClock())
                    break
                except Killed:
                    kills += 1
        assert kills > 10
        assert await course(other) == undisturbed
        assert await digest(other) == rows


async def test_a_clock_that_follows_comes_to_the_same_as_one_that_starts_when_all_is_over(
    house: House, second_database: Database
) -> None:
    await a_summer(house)
    await house.run_clock()
    async with open_house(second_database) as other:
        runner = ProcessRunner(other.database.app_dsn, other.store, other.bus, [], simulated=True)
        clock = DutyClock()
        mine = await at_work(other, "2026-07-06")
        for act in (
            lambda: inspects(other.on("2026-07-09"), mine, TEN_DAY, "2026-07-09"),
            lambda: becomes(other.on("2026-07-24"), mine, MineStatus.STOPPED_VOLUNTARILY, "2026-07-24"),
            lambda: becomes(other.on("2026-07-27"), mine, MineStatus.PRODUCING, "2026-07-27"),
            lambda: inspects(other.on("2026-08-04"), mine, MONTHLY, "2026-07-29"),
            lambda: other.on("2026-08-21").mine(),
        ):
            await runner.catch_up(clock)
            await act()
        await runner.catch_up(clock)
        assert await course(other) == await course(house)
        assert await states(other) == await states(house)


@pytest.mark.parametrize("season", [a_summer, a_winter])
async def test_a_clock_that_starts_again_and_again_adds_nothing(house: House, season: Season) -> None:
    await season(house)
    await house.run_clock()
    head = (await house.store.head()).position
    for _ in range(3):
        await house.run_clock()
    assert (await house.store.head()).position == head


async def test_two_clocks_at_once_say_everything_once(house: House) -> None:
    await a_summer(house)
    await asyncio.gather(house.run_clock(), house.run_clock())
    once = await course(house)
    assert len(set(once)) == len(once)
    missed = [stream for kind, stream, _ in once if kind == "ObligationMissed"]
    assert len(set(missed)) == len(missed)


async def really(house: House, command: Command, by: Principal) -> UUID:
    """Carry it out now, by the server's clock."""
    return (await house.bus.execute(Order(command, by, uuid4()))).subject


async def test_on_a_real_ledger_it_goes_by_the_servers_clock(real_database: Database) -> None:
    now = datetime.now(UTC)
    async with open_house(real_database) as house:
        entry = {"code": "230599000001", "name": "n", "enterprise": "e", "division": DIVISION, "capacity": "60"}
        mine = await really(house, RegisterMine.model_validate(entry), HEAD)
        began = now.date() - timedelta(days=1)
        works = ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=began, why="正常生产")
        await really(house, works, HEAD)
        for days, missed in ((0, False), (70, True)):
            later = now + timedelta(days=days)
            runner = ProcessRunner(
                real_database.app_dsn, house.store, house.bus, [], simulated=False, clock=partial(_same, later)
            )
            await runner.keep_up(DutyClock())
            found = await owed(house, duty="MONTHLY_INSPECTION")
            assert found or days == 0
            assert any(row["missed"] for row in found.values()) is missed
            assert all(row["department"] == NOBODY for row in found.values())


def _same(moment: datetime) -> datetime:
    return moment


async def test_a_clock_that_is_ahead_says_nothing_before_the_ledgers_own_time_has_come(real_database: Database) -> None:
    async with open_house(real_database) as house:
        entry = {"code": "230599000001", "name": "n", "enterprise": "e", "division": DIVISION, "capacity": "60"}
        mine = await really(house, RegisterMine.model_validate(entry), HEAD)
        by = datetime.now(UTC) + timedelta(minutes=20)
        await really(house, a_warning(mine, by.isoformat()), HEAD)
        for ahead, said in ((timedelta(seconds=50), "OPEN"), (timedelta(seconds=61), "MISSED")):
            runner = ProcessRunner(
                real_database.app_dsn, house.store, house.bus, [], simulated=False, clock=partial(_same, by + ahead)
            )
            await runner.keep_up(DutyClock())
            assert set((await states(house)).values()) == {said}


async def test_of_two_runners_one_leads_and_when_it_is_gone_the_other_takes_over(house: House) -> None:
    await a_summer(house)
    said: list[str] = []

    def runner(name: str) -> ProcessRunner:
        class Named(DutyClock):
            def settle(self, step: Step) -> None:
                said.append(name)
                super().settle(step)

        return ProcessRunner(house.database.app_dsn, house.store, house.bus, [Named()], simulated=True)

    first, second = runner("first"), runner("second")
    leading = asyncio.create_task(first.run())
    await _caught_up(house, first)
    standing_by = asyncio.create_task(second.run())
    await house.on("2026-09-02").mine()
    await _caught_up(house, first)
    assert set(said) == {"first"}
    assert second.positions == {}
    leading.cancel()
    await asyncio.wait([leading])
    await house.on("2026-10-02").mine()
    await _caught_up(house, second)
    standing_by.cancel()
    await asyncio.wait([standing_by])
    assert set(said) == {"first", "second"}
    once = await course(house)
    assert len(set(once)) == len(once)


async def _caught_up(house: House, runner: ProcessRunner) -> None:
    while runner.positions.get(DutyClock.name, 0) < (await house.store.head()).position:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.05):
                await house.store.bell.listen().wait()
