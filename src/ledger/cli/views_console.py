"""`ledger views`: how far the views have come, and building one anew with progress."""

from __future__ import annotations

import json
from dataclasses import asdict

import psycopg
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn
from rich.table import Table

from ledger.cli.pace import Pace
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
    """Build a new generation beside the old one and switch to it, showing how fast the record is read."""
    look_less_often()
    pace = Pace()
    with Progress(TextColumn("{task.description}"), BarColumn(), console=err) as progress:
        task = progress.add_task(f"{view.name}: begins (开始)", total=None)

        async def moved(position: int, head: int) -> None:
            pace.moved(position, head)
            stage = (
                f"reads {position:,} of {head:,}" if position < head else "makes indexes and switches (建索引并切换)"
            )
            # The last stage is seen even where it is over sooner than the console is drawn again.
            last, told = position >= head, f"{view.name}: {stage} {pace}"
            progress.update(task, completed=position, total=head, description=told, refresh=last)

        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
            await connection.execute("SET synchronous_commit = off")
            await Rebuilding([view]).run(connection, moved)
        progress.update(task, description=f"{view.name}: rebuilt (已重建)")
