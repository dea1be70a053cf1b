"""One PostgreSQL a run, a fresh database a test, cloned from a migrated template."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from ledger.commands.bus import CommandBus
from ledger.eventstore.store import EventStore
from ledger.graphql.labels import LABELS
from ledger.processes.rule_adoption import adopt_or_refuse
from ledger.projections.catalogue import VIEWS
from ledger.projections.projector import Projector
from ledger.sealed.vault import Vault
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.migrating import create_ledger, migrate
from ledger.server.roles import APP, OWNER, PROJECTOR, READER, ROLES, ensure_database, ensure_roles
from ledger.values.errors import LedgerError

PASSWORD = "only-for-tests"
MEMORY, ROOM = Path("/dev/shm"), 6 * 1024**3
VAULT_KEY = bytes(range(64))
DIVISION = "230599"


CONSTANTS = {value.value for names in LABELS.values() for value in names} - {"POST"}
"""The names of enum values; a method of HTTP has the name of one of them."""


def constants_in(text: str) -> set[str]:
    """The names of enum values that a Chinese text says instead of their Chinese names."""
    return CONSTANTS.intersection(re.findall(r"[A-Z][A-Z0-9_-]{2,}", text))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All who ask about the fictional district do so in one worker: it is loaded once."""
    for item in items:
        if "district" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("district"))


@pytest.fixture(autouse=True, scope="session")
def refusals_speak_chinese() -> Iterator[None]:
    """Every refusal that any test meets is one that somebody who reads Chinese alone understands."""
    make = LedgerError.__init__

    def checked(self: LedgerError, code: str, message: str, message_zh: str, **more: Any) -> None:
        assert not constants_in(message_zh), message_zh
        make(self, code, message, message_zh, **more)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LedgerError, "__init__", checked)
        yield


@dataclass(frozen=True)
class Database:
    """A database of its own, with a way in for each role."""

    name: str
    superuser_dsn: str
    simulated: bool

    def _as(self, role: str) -> str:
        return make_conninfo(self.superuser_dsn, user=role, password=PASSWORD)

    @property
    def owner_dsn(self) -> str:
        return self._as(OWNER)

    @property
    def app_dsn(self) -> str:
        return self._as(APP)

    @property
    def projector_dsn(self) -> str:
        return self._as(PROJECTOR)

    @property
    def reader_dsn(self) -> str:
        return self._as(READER)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The superuser's way into the run's PostgreSQL; `LEDGER_TEST_DATABASE_URL` names one of your own (15 or newer),
    `LEDGER_TEST_BINARIES` the programs of another version.

    Each worker of a parallel run starts its own. It does not wait for the disk: durability has tests of its own.
    """
    given = os.environ.get("LEDGER_TEST_DATABASE_URL")
    if given:
        ensure_roles(given, dict.fromkeys(ROLES, PASSWORD))
        yield given
        return
    named = os.environ.get("LEDGER_TEST_BINARIES")
    binaries = Path(named) if named else None
    with _folder(tmp_path_factory) as folder, EmbeddedPostgres(folder, durable=False, binaries=binaries) as postgres:
        ensure_roles(postgres.dsn(), dict.fromkeys(ROLES, PASSWORD))
        yield postgres.dsn()


@contextmanager
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the run's cluster lies: in memory where there is room, as copying a database a test is mostly files."""
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            yield Path(folder)
    else:
        yield tmp_path_factory.mktemp("pg")


def template(cluster: str, name: str, *, simulated: bool) -> Database:
    """A migrated database to copy from."""
    ensure_database(cluster, name)
    database = Database(name, make_conninfo(cluster, dbname=name), simulated)
    migrate(database.owner_dsn)
    create_ledger(database.owner_dsn, origin="ledger.test", simulated=simulated, division=DIVISION)
    return database


def started(cluster: str, name: str, *, simulated: bool) -> str:
    """A template of a ledger that was started before: its rule sets are adopted, its views stand already."""
    asyncio.run(_start(template(cluster, name, simulated=simulated)))
    return name


async def _start(database: Database) -> None:
    async with EventStore(database.app_dsn) as store:
        bus = CommandBus(store, Vault(VAULT_KEY), simulated=database.simulated)
        await adopt_or_refuse(store, bus, simulated=database.simulated)
    projector = Projector(database.projector_dsn, list(VIEWS.values()))
    async with await psycopg.AsyncConnection.connect(database.projector_dsn, autocommit=True) as connection:
        await projector.build_missing(connection)
        while await projector.advance(connection):
            pass


@pytest.fixture(scope="session")
def simulated_template(cluster: str) -> str:
    return started(cluster, f"template_simulated_{uuid4().hex[:8]}", simulated=True)


@pytest.fixture(scope="session")
def real_template(cluster: str) -> str:
    return started(cluster, f"template_real_{uuid4().hex[:8]}", simulated=False)


def cloned(cluster: str, template: str, *, simulated: bool) -> Iterator[Database]:
    """A copy of a template, dropped at the end."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY OWNER {OWNER}".encode())
    try:
        yield Database(name, make_conninfo(cluster, dbname=name), simulated)
    finally:
        with psycopg.connect(cluster, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def database(cluster: str, simulated_template: str) -> Iterator[Database]:
    """A simulated ledger with nothing in it but the rule sets it has adopted."""
    yield from cloned(cluster, simulated_template, simulated=True)


@pytest.fixture
def second_database(cluster: str, simulated_template: str) -> Iterator[Database]:
    """Another one."""
    yield from cloned(cluster, simulated_template, simulated=True)


@pytest.fixture
def real_database(cluster: str, real_template: str) -> Iterator[Database]:
    """A real ledger with nothing in it but the rule sets it has adopted."""
    yield from cloned(cluster, real_template, simulated=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a space and Chinese characters in its name."""
    made = tmp_path / "四方台 台账"
    made.mkdir()
    return made
