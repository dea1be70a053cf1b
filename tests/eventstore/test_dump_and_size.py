"""A ledger restored elsewhere goes on as itself, and a long life is loaded whole."""

from __future__ import annotations

import subprocess
from pathlib import Path
from uuid import uuid4

import pytest

from ledger.eventstore.store import EventStore
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.migrating import create_ledger, migrate
from ledger.server.roles import APP, OWNER, ROLES, ensure_database, ensure_roles
from tests.conftest import PASSWORD, Database
from tests.eventstore.building import START, submission


async def test_an_aggregate_of_ten_thousand_events_is_loaded_in_order(database: Database) -> None:
    stream = uuid4()
    async with EventStore(database.app_dsn) as store:
        for first in range(1, 10_001, 500):
            await store.append(submission(*((stream, version) for version in range(first, first + 500))))
        events = await store.read_stream(stream)
    assert [event.envelope.version for event in events] == list(range(1, 10_001))


@pytest.mark.slow
async def test_a_dump_restored_into_another_cluster_continues_the_same_order(tmp_path: Path) -> None:
    dump = tmp_path / "ledger.sql"
    command, stream = uuid4(), uuid4()
    with EmbeddedPostgres(tmp_path / "old") as old:
        ensure_roles(old.dsn(), dict.fromkeys(ROLES, PASSWORD))
        database = _ledger(old)
        async with EventStore(database) as store:
            await store.append(submission((stream, 1), command_id=command))
            await store.append(submission((uuid4(), 1)))
        dump.write_text(_run(old, "pg_dump", "--no-owner", old.dsn(database="ledger")))
    with EmbeddedPostgres(tmp_path / "new") as new:
        ensure_roles(new.dsn(), dict.fromkeys(ROLES, PASSWORD))
        ensure_database(new.dsn(), "ledger")
        _run(new, "psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(dump), new.dsn(database="ledger"))
        async with EventStore(new.dsn(APP, PASSWORD, "ledger")) as store:
            assert (await store.append(submission((stream, 1), command_id=command))).first == 1
            assert (await store.append(submission((stream, 2)))).first == 3
            assert await store.position_at(START) == 3


def _ledger(postgres: EmbeddedPostgres) -> str:
    ensure_database(postgres.dsn(), "ledger")
    owner = postgres.dsn(OWNER, PASSWORD, "ledger")
    migrate(owner)
    create_ledger(owner, origin="dumped", simulated=True, division="230599")
    return postgres.dsn(APP, PASSWORD, "ledger")


def _run(postgres: EmbeddedPostgres, program: str, *arguments: str) -> str:
    command = [str(postgres.program(program)), *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout
