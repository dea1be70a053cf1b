"""Migrations: plain numbered SQL, once each, under a lock, checksummed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

import psycopg

import ledger

_LOCK = 7206230506
_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_TABLE = """CREATE TABLE IF NOT EXISTS ledger_migration (
  number     integer PRIMARY KEY,
  name       text NOT NULL,
  sha256     text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)"""


class MigrationRefused(RuntimeError):
    """The files and what was applied do not agree; nothing was changed."""


@dataclass(frozen=True)
class Migration:
    """One file of `migrations/`."""

    number: int
    name: str
    text: bytes

    @property
    def sha256(self) -> str:
        """The checksum kept with the applied migration."""
        return sha256(self.text).hexdigest()


def migrations_folder() -> Path:
    """The folder of the checkout, or the one packed into the wheel."""
    packed = Path(ledger.__file__).parent / "_migrations"
    return packed if packed.is_dir() else Path(ledger.__file__).parents[2] / "migrations"


def read_migrations(folder: Path) -> list[Migration]:
    """All migrations in order; two of one number, or a file that is not named like one, is refused."""
    found: dict[int, Migration] = {}
    for path in sorted(folder.glob("*.sql")):
        named = _NAME.fullmatch(path.name)
        if named is None:
            raise MigrationRefused(f"{path.name} is not named NNNN_what_it_does.sql (迁移文件名不合规)")
        number = int(named[1])
        if number in found:
            raise MigrationRefused(
                f"migration {number:04} stands twice (迁移编号重复): {found[number].name}, {named[2]}"
            )
        found[number] = Migration(number, named[2], path.read_bytes())
    return list(found.values())


@dataclass(frozen=True)
class Standing:
    """Which migrations a database has, and which of ours it lacks; `unknown` ones are of another version."""

    applied: list[str]
    missing: list[str]
    unknown: list[str]

    @classmethod
    def of(cls, rows: Sequence[tuple[int, str]]) -> Standing:
        """What the applied ones (number and name) mean beside the files of this version."""
        ours = _ours()
        known = {number: f"{number:04}_{name}" for number, name in rows}
        return cls(
            applied=[known[number] for number in sorted(known)],
            missing=[ours[number] for number in sorted(ours.keys() - known.keys())],
            unknown=[known[number] for number in sorted(known.keys() - ours.keys())],
        )


@cache
def _ours() -> dict[int, str]:
    return {m.number: f"{m.number:04}_{m.name}" for m in read_migrations(migrations_folder())}


APPLIED = "SELECT number, name FROM ledger_migration"
"""What `Standing.of` takes; every role but the projector may ask."""


def standing(dsn: str) -> Standing:
    """Where a database stands; none of our tables means that nothing was applied."""
    with psycopg.connect(dsn) as connection:
        there = connection.execute("SELECT to_regclass('ledger_migration') IS NOT NULL").fetchone()
        return Standing.of(connection.execute(APPLIED).fetchall() if there and there[0] else [])


def migrate(owner_dsn: str, folder: Path | None = None) -> list[str]:
    """Apply what has not been applied; the names of those applied now.

    Raises `MigrationRefused` when an applied one has changed or is missing, or a new one would come before it.
    """
    migrations = read_migrations(folder or migrations_folder())
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(_TABLE)
        connection.execute("GRANT SELECT ON ledger_migration TO ledger_app, ledger_reader")
        applied: dict[int, str] = dict(connection.execute("SELECT number, sha256 FROM ledger_migration").fetchall())
        _check(migrations, applied)
        fresh = [m for m in migrations if m.number not in applied]
        for migration in fresh:
            with connection.transaction():
                connection.execute(migration.text)
                connection.execute(
                    "INSERT INTO ledger_migration (number, name, sha256) VALUES (%s, %s, %s)",
                    (migration.number, migration.name, migration.sha256),
                )
    return [f"{m.number:04}_{m.name}" for m in fresh]


def _check(migrations: list[Migration], applied: dict[int, str]) -> None:
    present = {m.number: m for m in migrations}
    for number, checksum in sorted(applied.items()):
        if number not in present:
            raise MigrationRefused(
                f"migration {number:04} was applied and is missing from the folder (已执行的迁移缺失)"
            )
        if present[number].sha256 != checksum:
            raise MigrationRefused(
                f"migration {number:04}_{present[number].name} has changed since it was applied (已被改动)"
            )
    latest = max(applied, default=0)
    for migration in migrations:
        if migration.number not in applied and migration.number < latest:
            raise MigrationRefused(
                f"migration {migration.number:04} is new but {latest:04} was already applied (迁移次序错误)"
            )


def create_ledger(owner_dsn: str, *, origin: str, simulated: bool, division: str) -> bool:
    """Say once which ledger this is; whether it was said now. A real ledger never becomes a simulated one, nor back."""
    with psycopg.connect(owner_dsn) as connection:
        known = connection.execute("SELECT simulated, division FROM ledger.identity").fetchone()
        if known is None:
            connection.execute(
                "INSERT INTO ledger.identity (origin, simulated, division) VALUES (%s, %s, %s)",
                (origin, simulated, division),
            )
            return True
        if known[0] != simulated:
            was, asked = ("simulated", "real") if known[0] else ("real", "simulated")
            raise MigrationRefused(f"this ledger is {was} and cannot be made {asked} (模拟台账与真实台账不可互换)")
        return False
