"""What the clock keeps is a saving of time: whatever becomes of it, the clock says the same, and says it once."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Sequence
from datetime import date
from uuid import UUID

import psycopg
import pytest

from ledger.domain.mine_status_events import MineStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_clock import DutyClock
from ledger.processes.kept_state import KeptState, Part, Superseded
from ledger.processes.runner import ProcessRunner
from ledger.rules.duties import duties
from ledger.sealed.vault import KEY_BYTES, Vault
from tests.conftest import VAULT_KEY, Database
from tests.house import House, open_house
from tests.processes.duties import MONTHLY, TEN_DAY, at_work, becomes, course, inspects, states
from tests.processes.dying import Killed, dying
from tests.processes.test_duty_clock_killed import a_summer


def summer(house: House, mine: UUID) -> Iterator[Awaitable[object]]:
    """What `a_summer` is made of, one act after the other."""
    yield inspects(house.on("2026-07-09"), mine, TEN_DAY, "2026-07-09")
    yield becomes(house.on("2026-07-24"), mine, MineStatus.STOPPED_VOLUNTARILY, "2026-07-24")
    yield becomes(house.on("2026-07-27"), mine, MineStatus.PRODUCING, "2026-07-27")
    yield inspects(house.on("2026-08-04"), mine, MONTHLY, "2026-07-29")
    yield house.on("2026-08-21").mine()


class DyingState(KeptState):
    """Dies at every saving, by turns before it and after it."""

    savings = 0

    async def save(self, process: str, code: bytes, position: int, whole: bytes, parts: Sequence[Part]) -> None:
        DyingState.savings += 1
        if DyingState.savings % 2:
            raise Killed
        await super().save(process, code, position, whole, parts)
        raise Killed


def runner(house: House) -> ProcessRunner:
    return ProcessRunner(house.database.app_dsn, house.store, house.bus, [], simulated=True)


async def spoil(house: House, how: str) -> int:
    async with await psycopg.AsyncConnection.connect(house.database.owner_dsn) as connection:
        return (await connection.execute(how.encode())).rowcount


async def test_killed_at_every_append_and_at_every_saving_it_comes_to_the_same(
    house: House, second_database: Database
) -> None:
    await a_summer(house)
    await house.run_clock(kept=False)
    async with open_house(second_database) as other:
        mine = await at_work(other, "2026-07-06")
        kills, DyingState.savings = 0, 0
        for act in summer(other, mine):
            attempts = 0
            while True:
                at_saving = attempts in {1, 3}
                kept = (DyingState if at_saving else KeptState)(other.store, Vault(VAULT_KEY), every=1)
                with dying(other, after=1_000 if at_saving else 1 + kills % 5) as mortal:
                    try:
                        await mortal.keep_up(DutyClock(kept=kept))
                        break
                    except Killed:
                        attempts += 1
                        kills += 1
            await act
        await other.run_clock()
        assert DyingState.savings > 3
        assert kills > 6
        assert await course(other) == await course(house)
        assert await states(other) == await states(house)


async def test_a_start_takes_in_only_what_came_since_and_brings_only_what_it_concerns(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    mines = [await at_work(house, "2026-07-06") for _ in range(5)]
    await house.run_clock()
    taken: list[RecordedEvent] = []
    brought: list[UUID] = []
    fold, part = DutyClock.fold, KeptState.part

    async def noted_fold(self: DutyClock, recorded: RecordedEvent) -> None:
        taken.append(recorded)
        await fold(self, recorded)

    async def noted_part(self: KeptState, process: str, code: bytes, subject: UUID) -> bytes | None:
        brought.append(subject)
        return await part(self, process, code, subject)

    monkeypatch.setattr(DutyClock, "fold", noted_fold)
    monkeypatch.setattr(KeptState, "part", noted_part)
    before = (await house.store.head()).position
    await inspects(house, mines[0], TEN_DAY, "2026-07-06")
    await house.run_clock()
    assert min(recorded.position for recorded in taken) > before - 20
    assert set(brought) == {mines[0]}, "nothing is due for the others yet"


async def test_letting_go_of_what_it_knows_as_soon_as_it_is_kept_changes_nothing(
    house: House, second_database: Database
) -> None:
    async with open_house(second_database) as other:
        clocks = {id(house): DutyClock(), id(other): DutyClock(kept=other.kept_state(), at_hand=0)}
        for one in (house, other):
            mine, clock = await at_work(one, "2026-07-06"), clocks[id(one)]
            await runner(one).keep_up(clock)
            for act in summer(one, mine):
                await act
                await runner(one).catch_up(clock)
                await clock.keep(quiet=False)
                assert one is house or not clock.knows()
        assert await course(other) == await course(house)
        assert await states(other) == await states(house)


async def test_while_there_is_work_it_is_kept_less_often_than_when_all_is_quiet(house: House) -> None:
    await at_work(house, "2026-07-06")
    head = (await house.store.head()).position
    clock = DutyClock(kept=KeptState(house.store, Vault(VAULT_KEY), every=head))
    await clock.resume()
    await runner(house).catch_up(clock)
    later = DutyClock(kept=house.kept_state())
    await later.resume()
    assert later.position == 0
    await clock.keep(quiet=True)
    await later.resume()
    assert later.position == clock.position >= head


@pytest.mark.parametrize(
    "how",
    [
        "DELETE FROM ledger.process_state",
        "UPDATE ledger.process_state SET position = position - 3",
        "UPDATE ledger.process_state SET body = sha256(body)",
        "UPDATE ledger.process_state SET code = sha256(code)",
        "UPDATE ledger.process_part SET moment = NULL",
        "UPDATE ledger.process_part SET body = sha256(body)",
        "UPDATE ledger.process_part SET mark = sha256(mark)",
    ],
)
async def test_where_it_is_spoiled_it_is_made_anew_and_nothing_is_said_twice(
    house: House, second_database: Database, how: str
) -> None:
    async with open_house(second_database) as other:
        for one in (house, other):
            mine = await at_work(one, "2026-07-06")
            await one.run_clock()
            if one is other:
                assert await spoil(other, how) > 0
            await inspects(one.on("2026-07-09"), mine, TEN_DAY, "2026-07-09")
            await one.on("2026-08-21").mine()
            await one.run_clock()
        assert await course(other) == await course(house)
        assert await states(other) == await states(house)


async def test_what_was_kept_under_another_key_or_under_other_rules_is_left(house: House) -> None:
    await a_summer(house)
    await house.run_clock()
    told, head = await course(house), (await house.store.head()).position
    other_rules = duties().model_copy(update={"since": date(2020, 5, 2)})
    await runner(house).keep_up(DutyClock(other_rules, kept=house.kept_state()))
    clock = DutyClock(kept=KeptState(house.store, Vault(bytes(KEY_BYTES)), every=1))
    await runner(house).keep_up(clock)
    assert await course(house) == told
    assert (await house.store.head()).position == head


async def test_of_two_that_keep_one_process_the_later_gives_way(house: House) -> None:
    first, second = house.kept_state(), house.kept_state()
    for kept in (first, second):
        assert await kept.begin("p", b"code") is None
    await first.save("p", b"code", 7, b"whole", [Part(UUID(int=1), None, b"one")])
    with pytest.raises(Superseded):
        await second.save("p", b"code", 5, b"less", [Part(UUID(int=1), None, b"other")])
    begun = await second.begin("p", b"code")
    assert begun is not None
    assert (begun.position, begun.whole, begun.awaited) == (7, b"whole", [])
    assert await second.part("p", b"code", UUID(int=1)) == b"one"
    await second.save("p", b"code", 9, b"more", [])
    with pytest.raises(Superseded):
        await first.save("p", b"code", 8, b"whole", [])


async def test_nobody_but_the_ledger_writes_it(house: House) -> None:
    for statement in ("DELETE FROM ledger.process_state", "UPDATE ledger.process_part SET moment = NULL"):
        async with await psycopg.AsyncConnection.connect(house.database.app_dsn) as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(statement.encode())
