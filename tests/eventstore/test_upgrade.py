"""A ledger with a record, made by earlier migrations, goes on under the present ones."""

from __future__ import annotations

import shutil
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from ledger.eventstore.recorder import append_at_once
from ledger.eventstore.store import EventStore
from ledger.eventstore.submission import Opening, Verdict
from ledger.server.migrating import create_ledger, migrate, migrations_folder
from ledger.server.roles import ensure_database
from tests.conftest import Database
from tests.eventstore.building import START, submission

RECORD = "SELECT position, stream, version, type, occurred_at, recorded_at, body FROM ledger.event ORDER BY position"
COMMANDS = (
    "SELECT actor, id, digest, subject, first_position, last_position FROM ledger.command ORDER BY first_position"
)
BEFORE_COMMANDS_STOOD_BESIDE_EVENTS = 50


@pytest.fixture
def old(cluster: str, tmp_path: Path) -> Database:
    """A ledger of the time when commands stood in a table of their own."""
    for file in migrations_folder().glob("*.sql"):
        if int(file.name[:4]) <= BEFORE_COMMANDS_STOOD_BESIDE_EVENTS:
            shutil.copy(file, tmp_path)
    name = f"old_{uuid4().hex}"
    ensure_database(cluster, name)
    database = Database(name, make_conninfo(cluster, dbname=name), simulated=True)
    migrate(database.owner_dsn, tmp_path)
    create_ledger(database.owner_dsn, origin="old", simulated=True, division="230599")
    return database


async def test_events_and_commands_of_an_older_ledger_are_carried_over_and_gone_on_with(old: Database) -> None:
    stream, other = uuid4(), uuid4()
    known = submission((stream, 1), (other, 1), openings=[Opening("o", b"c")])
    with psycopg.connect(old.app_dsn, autocommit=True) as app:
        for one in (known, submission((stream, 2), minutes=4), submission((stream, 3), (stream, 4), (other, 2))):
            assert append_at_once(app, START, [one])[0].verdict is Verdict.ACCEPTED
        events, commands = app.execute(RECORD).fetchall(), app.execute(COMMANDS).fetchall()
        assert (len(events), len(commands)) == (6, 3)
        migrate(old.owner_dsn)
        assert app.execute(RECORD).fetchall() == events
        assert app.execute(COMMANDS).fetchall() == commands
    async with EventStore(old.app_dsn) as store:
        again = await store.append(known)
        assert (again.verdict, again.first, again.last, again.subject) == (Verdict.REPEATED, 1, 2, stream)
        changed = submission((stream, 5), command_id=known.command_id, digest=b"e" * 32)
        assert (await store.append(changed)).verdict is Verdict.REUSED
        assert (await store.append(submission((stream, 4)))).verdict is Verdict.CONFLICT
        fresh = await store.append(submission((stream, 5)))
        assert (fresh.verdict, fresh.first, fresh.recorded_at) == (Verdict.ACCEPTED, 7, events[-1][5])
        assert await store.find_opening("o") == b"c"
        assert [event.position for event in await store.read_all()] == list(range(1, 8))


def test_a_command_whose_event_is_missing_stops_the_upgrade_and_nothing_is_changed(old: Database) -> None:
    with psycopg.connect(old.app_dsn, autocommit=True) as app:
        append_at_once(app, START, [submission((uuid4(), 1)), submission((uuid4(), 1))])
    with psycopg.connect(old.owner_dsn, autocommit=True) as owner:
        owner.execute("DELETE FROM ledger.event WHERE position = 2")
        with pytest.raises(psycopg.errors.RaiseException, match="without its first event"):
            migrate(old.owner_dsn)
        assert owner.execute("SELECT count(*) FROM ledger.command").fetchone() == (2,)
        assert owner.execute("SELECT max(number) FROM ledger_migration").fetchone() == (50,)
