"""Snapshots save time and change nothing: used where all agrees, left alone where anything does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg
import pytest

from ledger.commands import snapshots
from ledger.commands.aggregates import Aggregates
from ledger.commands.hazard import ReportHazard
from ledger.commands.hazard_supervision import FollowUpHazard
from ledger.commands.person import CorrectPerson, RegisterPerson
from ledger.commands.seal import ErasePersonalData
from ledger.commands.snapshots import EVERY, Snapshots
from ledger.domain.aggregate import Aggregate
from ledger.domain.hazard import Hazard
from ledger.domain.hazard_events import HazardSource
from ledger.domain.person import Person
from ledger.domain.person_events import PersonRegistered
from ledger.domain.reservation import Reservation
from ledger.eventstore.store import EventStore
from ledger.importing.gathering import GatheringStore
from ledger.sealed.vault import KEY_BYTES, Vault
from tests.conftest import DIVISION, VAULT_KEY
from tests.house import HEAD, REVIEWER, House, open_house


async def a_long_life(house: House, events: int = EVERY + 7) -> UUID:
    mine = await house.mine()
    hazard = (
        await house.do(ReportHazard(mine=mine, description="隐患", location="主井", source=HazardSource.SUPERVISION))
    ).subject
    for n in range(1, events):
        await house.do(FollowUpHazard(hazard=hazard, finding=f"进展{n}"))
    return hazard


async def taken(house: House) -> list[tuple[UUID, int, bytes]]:
    """What has been taken, after whatever is being taken is there."""
    await house.store.finished()
    with psycopg.connect(house.database.owner_dsn) as connection:
        return connection.execute("SELECT stream, version, body FROM ledger.snapshot ORDER BY version").fetchall()


async def spoil(house: House, how: str) -> None:
    with psycopg.connect(house.database.owner_dsn) as connection:
        assert connection.execute(how.encode()).rowcount == 1


@asynccontextmanager
async def started_anew(
    house: House, key: bytes = VAULT_KEY, store: type[EventStore] = EventStore
) -> AsyncIterator[tuple[Snapshots, Aggregates]]:
    """A server that remembers nothing."""
    async with store(house.database.app_dsn) as opened:
        made = Snapshots(opened, Vault(key))
        yield made, Aggregates(opened, made)


async def whole(house: House, cls: type[Aggregate], id: UUID) -> dict[str, object]:
    return vars(cls.replay(id, await house.store.read_events(id)))


@pytest.mark.parametrize("store", [EventStore, GatheringStore])
async def test_a_long_life_is_brought_back_from_its_snapshot(house: House, store: type[EventStore]) -> None:
    hazard = await a_long_life(house)
    assert [(stream, version) for stream, version, _ in await taken(house)] == [(hazard, EVERY)]
    async with started_anew(house, store=store) as (shots, aggregates):
        brought, rest = await shots.bring(Hazard, hazard)
        assert (brought.version, len(rest)) == (EVERY, 7)
        assert vars(await aggregates.read(Hazard, hazard)) == await whole(house, Hazard, hazard)


async def test_who_reads_a_long_life_takes_the_snapshot_that_is_missing(house: House) -> None:
    hazard = await a_long_life(house)
    await taken(house)
    await spoil(house, "DELETE FROM ledger.snapshot")
    async with open_again(house) as again:
        await again.do(FollowUpHazard(hazard=hazard, finding="又一次"))
        assert [version for _, version, _ in await taken(again)] == [EVERY + 7]


@asynccontextmanager
async def open_again(house: House) -> AsyncIterator[House]:
    async with open_house(house.database) as again:
        again.now = house.now
        yield again


@pytest.mark.parametrize(
    "how",
    [
        "UPDATE ledger.snapshot SET body = decode(replace(encode(body, 'escape'), 'FOUND', 'CLEARED'), 'escape')",
        "UPDATE ledger.snapshot SET version = version - 1",
        "UPDATE ledger.snapshot SET version = version + 100",
        "UPDATE ledger.snapshot SET mark = sha256(mark)",
        "UPDATE ledger.snapshot SET fold = sha256(fold)",
        "UPDATE ledger.snapshot SET body = ''",
        f"UPDATE ledger.event SET body = body || ' ' WHERE type = 'HazardFollowedUp' AND version = {EVERY}",
    ],
)
async def test_one_that_does_not_agree_with_what_it_stands_beside_is_not_used(house: House, how: str) -> None:
    hazard = await a_long_life(house)
    assert len(await taken(house)) == 1
    await spoil(house, how)
    async with started_anew(house) as (shots, aggregates):
        brought, rest = await shots.bring(Hazard, hazard)
        assert (brought.version, len(rest)) == (0, EVERY + 7)
        assert vars(await aggregates.read(Hazard, hazard)) == await whole(house, Hazard, hazard)


async def test_one_of_another_key_of_another_class_or_of_another_stream_is_not_used(house: House) -> None:
    hazard = await a_long_life(house)
    await taken(house)
    async with started_anew(house, key=bytes(KEY_BYTES)) as (shots, _):
        assert (await shots.bring(Hazard, hazard))[0].version == 0
    async with started_anew(house) as (shots, _):
        assert (await shots.bring(Reservation, hazard))[0].version == 0
    other = await a_long_life(house, EVERY - 1)
    await spoil(house, f"UPDATE ledger.snapshot SET stream = '{other}'")
    async with started_anew(house) as (shots, _):
        brought, rest = await shots.bring(Hazard, other)
        assert (brought.version, len(rest)) == (0, EVERY - 1)


async def test_a_fold_that_was_changed_makes_them_void_and_the_next_takes_their_place(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    hazard = await a_long_life(house)
    await taken(house)
    monkeypatch.setattr(snapshots, "fold_digest", lambda: b"changed")
    async with open_again(house) as again:
        await again.do(FollowUpHazard(hazard=hazard, finding="又一次"))
        assert [version for _, version, _ in await taken(again)] == [EVERY + 7]
    async with started_anew(house) as (shots, _):
        assert (await shots.bring(Hazard, hazard))[0].version == EVERY + 7


async def test_what_cannot_be_written_is_folded_from_its_events_for_good(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Hazard, "strange", 1.5, raising=False)
    made = Hazard.__init__

    def strangely(self: Hazard, id: UUID) -> None:
        made(self, id)
        vars(self)["strange"] = 1.5

    monkeypatch.setattr(Hazard, "__init__", strangely)
    hazard = await a_long_life(house)
    assert await taken(house) == []
    async with started_anew(house) as (_, aggregates):
        assert (await aggregates.read(Hazard, hazard)).version == EVERY + 7


async def test_a_snapshot_holds_nothing_that_erasing_takes_away(house: House) -> None:
    number, contact = "230500198001010015", "0469-1234567"
    person = (
        await house.do(RegisterPerson(division=DIVISION, name="张三", identity_number=number, contact=contact), HEAD)
    ).subject
    for n in range(EVERY):
        await house.do(CorrectPerson(person=person, name=f"张三{n}", identity_number=number), HEAD)
    [(stream, _, body)] = await taken(house)
    assert stream == person
    [registered, *_] = await house.store.read_events(person)
    assert isinstance(registered, PersonRegistered)
    assert registered.contact is not None
    await house.do(ErasePersonalData(digest=registered.contact.digest, stream=person, ground="保存期限届满"), REVIEWER)
    for secret in (number, contact):
        assert secret.encode() not in body
    async with started_anew(house) as (shots, aggregates):
        assert (await shots.bring(Person, person))[0].version == EVERY
        assert vars(await aggregates.read(Person, person)) == await whole(house, Person, person)


async def test_nobody_but_the_ledger_writes_them(house: House) -> None:
    with psycopg.connect(house.database.app_dsn) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("DELETE FROM ledger.snapshot")
    with psycopg.connect(house.database.reader_dsn) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT ledger.keep_snapshot(gen_random_uuid(), 1, '', '', '')")
