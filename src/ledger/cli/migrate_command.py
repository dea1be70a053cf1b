"""`ledger migrate`: bring the database of a data folder up to this version, or say what is missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ledger.cli.options import DEFAULT_DATA, AsJson, DataFolder, err, out, refusing, say
from ledger.server.connections import NotRunning, dsn
from ledger.server.migrating import Standing, migrate, standing
from ledger.server.roles import OWNER
from ledger.server.settings import DATABASE_URL, Settings
from ledger.server.supervisor import Supervisor

MISSING = 4
"""The exit status of `--check` when migrations are missing."""


def migrate_command(
    data: DataFolder = DEFAULT_DATA,
    check: Annotated[bool, typer.Option("--check", help="Only say what is missing (只检查).")] = False,
    as_json: AsJson = False,
) -> None:
    """Apply the migrations that are missing (数据库迁移), to a ledger that runs or one that stands still."""
    applied: list[str] = []
    with refusing(as_json=as_json), _owner(Settings(data=data)) as owner:
        if not check:
            applied = migrate(owner)
        found = standing(owner)
    _tell(found, applied, as_json=as_json)
    if found.missing:
        raise typer.Exit(MISSING)


@contextmanager
def _owner(settings: Settings) -> Iterator[str]:
    """How the owner connects; a PostgreSQL that does not run is started for this, and stopped again."""
    try:
        running = dsn(settings, OWNER)
    except NotRunning:
        running = None
    if running is not None:
        yield running
        return
    supervisor = Supervisor(
        settings.data,
        settings.port,
        simulated=False,
        division="",
        report=lambda text: err.print(f"· {text}", markup=False),
        own_server=os.environ.get(DATABASE_URL),
    )
    try:
        yield supervisor.open_database()[OWNER]
    finally:
        supervisor.stop()


def _tell(found: Standing, applied: list[str], *, as_json: bool) -> None:
    if as_json:
        say({"applied": found.applied, "missing": found.missing, "appliedNow": applied})
        return
    for name in applied:
        out.print(f"applied (已执行): {name}", markup=False)
    for name in found.missing:
        out.print(f"missing (未执行): {name}", markup=False)
    out.print(f"{len(found.applied)} migrations stand (已执行的迁移)", markup=False)
