"""A ledger keeps to the key that it was begun with: another one is refused before anything is read or written."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr

from ledger.eventstore.store import EventStore
from ledger.server.adopting import settle_files
from ledger.server.checks import FAIL, OK, findings
from ledger.server.settings import Settings
from ledger.server.vault import FILE, VaultRefused, held, vault_of
from tests.conftest import Database


async def test_the_first_key_is_the_ledgers_and_stays_so(database: Database, tmp_path: Path) -> None:
    async with EventStore(database.app_dsn) as store:
        first = await held(store, tmp_path / "first")
        again = await held(store, tmp_path / "first")
        assert again.lookup_key("PERSON", "1") == first.lookup_key("PERSON", "1")
        head = await store.head()
        with pytest.raises(VaultRefused) as refused:
            await held(store, tmp_path / "second")
        assert str(tmp_path / "second" / "secrets" / FILE) in refused.value.message
        assert "密钥" in refused.value.message_zh
        assert await store.head() == head


async def test_of_two_that_start_at_once_with_keys_of_their_own_one_is_refused(
    database: Database, tmp_path: Path
) -> None:
    async with EventStore(database.app_dsn) as store, EventStore(database.app_dsn) as other:
        both = await asyncio.gather(held(store, tmp_path / "a"), held(other, tmp_path / "b"), return_exceptions=True)
        assert sorted(type(one).__name__ for one in both) == ["Vault", "VaultRefused"]


def test_a_start_with_a_key_that_was_lost_and_made_anew_is_refused(database: Database, tmp_path: Path) -> None:
    settle_files(database.app_dsn, tmp_path)
    key = (tmp_path / "secrets" / FILE).read_bytes()
    (tmp_path / "secrets" / FILE).unlink()
    with pytest.raises(VaultRefused):
        settle_files(database.app_dsn, tmp_path)
    (tmp_path / "secrets" / FILE).write_bytes(key)
    settle_files(database.app_dsn, tmp_path)


@pytest.mark.parametrize(("key", "state"), [("same", OK), ("another", FAIL), ("lost", FAIL)])
def test_the_doctor_says_whether_the_key_is_the_ledgers_and_makes_none(
    database: Database, tmp_path: Path, key: str, state: str
) -> None:
    settle_files(database.app_dsn, tmp_path)
    path = tmp_path / "secrets" / FILE
    if key != "same":
        path.unlink()
    if key == "another":
        vault_of(tmp_path)
    settings = Settings(
        data=tmp_path,
        app_dsn=SecretStr(database.app_dsn),
        projector_dsn=SecretStr(database.projector_dsn),
        reader_dsn=SecretStr(database.reader_dsn),
    )
    found = {finding.check: finding for finding in findings(settings)}
    assert found["vault"].state == state
    assert path.exists() == (key != "lost")
