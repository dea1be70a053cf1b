"""The embedded PostgreSQL: one at a time, whole after a kill, anywhere on the disk."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ledger.server.embedded import DatabaseFolderBusy, EmbeddedPostgres
from ledger.server.migrating import MigrationRefused, create_ledger, migrate
from tests.conftest import Database

STARTER = """
import os, signal, sys
from pathlib import Path
from ledger.server.embedded import EmbeddedPostgres
postgres = EmbeddedPostgres(Path(sys.argv[1]))
postgres.start()
print(postgres.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_starts_in_a_long_path_with_spaces_and_chinese_and_keeps_its_data(folder: Path) -> None:
    deep = folder / ("很长的路径" * 10) / "x"
    with EmbeddedPostgres(deep) as postgres, psycopg.connect(postgres.dsn()) as connection:
        connection.execute("CREATE TABLE kept (n int)")
    with EmbeddedPostgres(deep) as postgres, psycopg.connect(postgres.dsn()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)
    assert (deep / "superuser.secret").stat().st_mode & 0o777 == 0o600


def test_a_second_start_on_the_same_folder_is_told_who_has_it(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path), pytest.raises(DatabaseFolderBusy, match=str(os.getpid())):
        EmbeddedPostgres(tmp_path).start()


def test_after_a_killed_supervisor_and_a_recycled_pid_the_next_start_works(tmp_path: Path) -> None:
    started = subprocess.run(
        [sys.executable, "-c", STARTER, str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert started.returncode == -signal.SIGKILL
    pid_file = tmp_path / "postgres" / "postmaster.pid"
    if pid_file.exists():
        # The number in the file now belongs to somebody else: to us.
        pid_file.write_text(pid_file.read_text().replace(started.stdout.strip(), str(os.getpid()), 1))
    with EmbeddedPostgres(tmp_path) as postgres, psycopg.connect(postgres.dsn()) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_killed_postgres_recovers_what_was_committed(tmp_path: Path) -> None:
    postgres = EmbeddedPostgres(tmp_path)
    postgres.start()
    with psycopg.connect(postgres.dsn(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (n int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    assert postgres.pid is not None
    os.kill(postgres.pid, signal.SIGKILL)
    postgres.stop()
    with EmbeddedPostgres(tmp_path) as again, psycopg.connect(again.dsn()) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)


def _start_as_nobody(folder: Path) -> None:
    # Before we are nobody: the checkout, and the programs in it, may lie where nobody comes.
    postgres = EmbeddedPostgres(folder)
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
    try:
        postgres.start()
    except RuntimeError as refused:
        os._exit(7 if "cannot be written" in str(refused) else 8)
    os._exit(9)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
def test_another_users_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with EmbeddedPostgres(tmp_path):
        pass
    started = multiprocessing.get_context("fork").Process(target=_start_as_nobody, args=(tmp_path,))
    started.start()
    started.join()
    assert started.exitcode == 7


@pytest.mark.slow
def test_a_slow_recovery_is_waited_for_and_told(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "data") as postgres:
        real = postgres.program("postgres")
    slow = tmp_path / "bin"
    slow.mkdir()
    for program in real.parent.iterdir():
        (slow / program.name).symlink_to(program)
    (slow / "postgres").unlink()
    (slow / "postgres").write_text(f'#!/bin/sh\n[ "$1" = -D ] && sleep 7\nexec "{real}" "$@"\n')
    (slow / "postgres").chmod(0o755)
    for folder in (tmp_path, slow, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    told: list[str] = []
    with (
        EmbeddedPostgres(tmp_path / "data", binaries=slow, report=told.append) as again,
        psycopg.connect(again.dsn()) as connection,
    ):
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert any("still recovering" in text for text in told)


def migration(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)


def test_a_changed_a_missing_or_a_late_migration_is_refused(cluster: str, database: Database, tmp_path: Path) -> None:
    with psycopg.connect(cluster, autocommit=True) as connection:
        connection.execute(f"ALTER DATABASE {database.name} OWNER TO ledger_owner".encode())
    with psycopg.connect(database.owner_dsn, autocommit=True) as connection:
        connection.execute("DROP TABLE ledger_migration")
    migration(tmp_path, "0001_first.sql", "CREATE TABLE first (n int)")
    migration(tmp_path, "0003_third.sql", "CREATE TABLE third (n int)")
    assert migrate(database.owner_dsn, tmp_path) == ["0001_first", "0003_third"]
    assert migrate(database.owner_dsn, tmp_path) == []
    migration(tmp_path, "0002_late.sql", "CREATE TABLE late (n int)")
    with pytest.raises(MigrationRefused, match="0002 is new but 0003"):
        migrate(database.owner_dsn, tmp_path)
    (tmp_path / "0002_late.sql").unlink()
    migration(tmp_path, "0001_first.sql", "CREATE TABLE first (n bigint)")
    with pytest.raises(MigrationRefused, match="has changed"):
        migrate(database.owner_dsn, tmp_path)
    (tmp_path / "0001_first.sql").unlink()
    with pytest.raises(MigrationRefused, match="missing"):
        migrate(database.owner_dsn, tmp_path)


def test_a_real_ledger_never_becomes_a_simulated_one(real_database: Database) -> None:
    with pytest.raises(MigrationRefused, match="is real"):
        create_ledger(real_database.owner_dsn, origin="x", simulated=True, division="230599")
