"""Erasing takes the opening and leaves the record: in one transaction, by the record alone, all proofs whole."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import pytest
from typer.testing import CliRunner

from ledger.cli.main import app
from ledger.commands.person import RegisterPerson
from ledger.commands.seal import ErasePersonalData, OpenSeal
from ledger.domain.person_events import PersonRegistered
from ledger.eventstore.submission import Opening
from ledger.rights.right import Principal
from ledger.sealed.openings import Fault, findings, repair
from ledger.sealed.vault import Vault
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, NotFound, NotPermitted
from tests.conftest import VAULT_KEY, Database
from tests.house import HEAD, OFFICER, REVIEWER, House, open_house, person

ELSEWHERE = person("reviewer-2", Role.REVIEWER, division="110101")
ADMINISTRATOR = person("admin-1", Role.ADMINISTRATOR)


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    async with open_house(database) as house:
        yield house


async def sealed(house: House) -> tuple[UUID, str, str]:
    """A person with two sealed values: the stream, and the digests of number and contact."""
    executed = await house.do(
        RegisterPerson(division="230599", name="张三", identity_number="230500198001010015", contact="0469-1"), HEAD
    )
    [recorded] = await house.store.read_stream(executed.subject)
    event = recorded.event
    assert isinstance(event, PersonRegistered)
    assert event.identity_number is not None
    assert event.contact is not None
    return executed.subject, event.identity_number.digest, event.contact.digest


def opening(stream: UUID, digest: str) -> OpenSeal:
    return OpenSeal(digest=digest, stream=stream, purpose="核查", authorisation="1号")


def erasing(stream: UUID, digest: str) -> ErasePersonalData:
    return ErasePersonalData(digest=digest, stream=stream, ground="本人请求，保存期限届满")


async def test_the_opening_goes_with_the_event_and_the_record_stays_as_it_was(house: House) -> None:
    stream, number, contact = await sealed(house)
    before = [recorded.stored for recorded in await house.store.read_stream(stream)]
    ciphertext = await house.store.find_opening(number)
    assert ciphertext is not None
    await house.do(erasing(stream, number), REVIEWER)
    assert await house.store.find_opening(number) is None
    assert await house.store.find_opening(contact) is not None, "the other value is still there"
    assert [recorded.stored for recorded in await house.store.read_stream(stream)] == before
    # Whoever kept a disclosure can still show that it is what the event committed to.
    assert Vault(VAULT_KEY).open(Opening(number, ciphertext)) == ("identityNumber", "230500198001010015")
    assert await findings(house.database.app_dsn) == []


async def test_what_was_erased_is_neither_opened_nor_erased_again_and_says_so(house: House) -> None:
    stream, number, contact = await sealed(house)
    await house.do(erasing(stream, number), ADMINISTRATOR)
    for command in (opening(stream, number), erasing(stream, number)):
        with pytest.raises(GuardRefused) as refusal:
            await house.do(command, REVIEWER)
        assert refusal.value.code == "SEAL_ERASED"
    await house.do(opening(stream, contact), REVIEWER)


async def test_the_same_erasure_sent_twice_is_one(house: House) -> None:
    stream, number, _ = await sealed(house)
    id = uuid4()
    first = await house.do(erasing(stream, number), REVIEWER, command_id=id)
    again = await house.do(erasing(stream, number), REVIEWER, command_id=id)
    assert (again.position, again.repeated) == (first.position, True)


@pytest.mark.parametrize(
    ("by", "kind", "code"),
    [(OFFICER, NotPermitted, "NOT_PERMITTED"), (ELSEWHERE, NotFound, "SEAL_NOT_FOUND")],
    ids=["an officer", "a reviewer of another district"],
)
async def test_who_may_not_erase_takes_nothing_away(
    house: House, by: Principal, kind: type[NotFound], code: str
) -> None:
    stream, number, _ = await sealed(house)
    with pytest.raises(kind) as refusal:
        await house.do(erasing(stream, number), by)
    assert refusal.value.code == code
    assert await house.store.find_opening(number) is not None


async def test_nothing_is_opened_or_erased_that_is_not_sealed_there_or_is_another_districts(house: House) -> None:
    stream, number, _ = await sealed(house)
    for where, digest in ((uuid4(), number), (stream, "A" * 43)):
        for command in (opening(where, digest), erasing(where, digest)):
            with pytest.raises(NotFound):
                await house.do(command, REVIEWER)
    with pytest.raises(NotFound) as refusal:
        await house.do(opening(stream, number), ELSEWHERE)
    assert refusal.value.code == "SEAL_NOT_FOUND"


async def test_an_opening_missing_without_an_erasure_is_a_finding(house: House) -> None:
    stream, number, contact = await sealed(house)
    await house.do(erasing(stream, contact), REVIEWER)
    with psycopg.connect(house.database.superuser_dsn) as insider:
        insider.execute("DELETE FROM ledger.opening WHERE digest = %s", (number,))
    [finding] = await findings(house.database.app_dsn)
    assert (finding.digest, finding.fault) == (number, Fault.MISSING)


async def test_an_opening_that_outlived_its_erasure_is_found_and_removed(house: House) -> None:
    stream, number, contact = await sealed(house)
    kept = await house.store.find_opening(number)
    await house.do(erasing(stream, number), REVIEWER)
    with psycopg.connect(house.database.superuser_dsn) as insider:
        insider.execute("INSERT INTO ledger.opening VALUES (%s, 1, %s)", (number, kept))
    [finding] = await findings(house.database.app_dsn)
    assert (finding.digest, finding.fault) == (number, Fault.LEFT_OVER)
    assert await repair(house.database.app_dsn) == 1
    assert await findings(house.database.app_dsn) == []
    assert await repair(house.database.app_dsn) == 0
    assert await house.store.find_opening(contact) is not None


@pytest.mark.parametrize("role", ["app_dsn", "reader_dsn", "projector_dsn"])
async def test_no_role_of_the_ledger_removes_an_opening_by_itself(house: House, role: str) -> None:
    _, number, _ = await sealed(house)
    with (
        psycopg.connect(getattr(house.database, role)) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute("DELETE FROM ledger.opening WHERE digest = %s", (number,))


async def test_an_erasure_that_is_not_committed_erases_nothing(house: House) -> None:
    """Killed at whatever statement: the opening is there as long as the event is not."""
    stream, number, contact = await sealed(house)
    await house.do(erasing(stream, number), REVIEWER)
    with psycopg.connect(house.database.superuser_dsn) as connection:
        connection.execute(
            "INSERT INTO ledger.event SELECT position + 100, stream, version + 100, type, occurred_at, recorded_at, "
            "replace(convert_from(body, 'UTF8'), %s, %s)::bytea FROM ledger.event WHERE type = 'PersonalDataErased'",
            (number, contact),
        )
        gone = connection.execute("SELECT count(*) FROM ledger.opening WHERE digest = %s", (contact,)).fetchone()
        assert gone == (0,)
        connection.rollback()
    assert await house.store.find_opening(contact) is not None


def test_the_console_tells_findings_by_its_status(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def a_person() -> str:
        async with open_house(database) as house:
            return (await sealed(house))[1]

    number = asyncio.run(a_person())
    monkeypatch.setenv("LEDGER_APP_DSN", database.app_dsn)
    asked = ["seals", "--json", "--data", str(tmp_path)]
    assert CliRunner().invoke(app, asked).exit_code == 0
    with psycopg.connect(database.superuser_dsn) as insider:
        insider.execute("DELETE FROM ledger.opening WHERE digest = %s", (number,))
    found = CliRunner().invoke(app, asked)
    assert (found.exit_code, [finding["digest"] for finding in json.loads(found.stdout)]) == (1, [number])
