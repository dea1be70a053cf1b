"""`ledger views`: how far the views have come, and building one anew with progress."""

from __future__ import annotations

import json
from dataclasses import asdict

import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from ledger.projections import control
from ledger.projections.rebuilding import Rebuilding
from ledger.projections.view import View
from ledger.server.garbage import look_less_often


async def show(dsn: str, out: Console, *, as_json: bool) -> None:
    """Print every generation with its position, lag and state."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        known = await control.generations(connection)
        row = await (await connection.execute("SELECT coalesce(max(position), 0) FROM ledger.event")).fetchone()
    head = int(row[0]) if row else 0
    if as_json:
        rows = [asdict(g) | {"lag": head - g.position} for g in known]
        out.print_json(json.dumps(rows))
        return
    table = Table("view", "generation", "state", "position", "lag", "error")
    for g in known:
        table.add_row(g.view, str(g.generation), g.state, str(g.position), str(head - g.position), g.error or "")
    out.print(table)


async def rebuild(dsn: str, view: View, err: Console) -> None:
    """Build a new generation beside the old one and switch to it."""
    look_less_often()
    columns = (TextColumn("building {task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err) as progress:
        task = progress.add_task(view.name)

        async def moved(position: int, head: int) -> None:
            progress.update(task, completed=position, total=head)

        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
            await connection.execute("SET synchronous_commit = off")
            await Rebuilding([view]).run(connection, moved)
