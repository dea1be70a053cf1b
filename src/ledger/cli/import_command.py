"""`ledger import`: the rows of a file become commands of one person, many at a time and once each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from ledger.cli.options import DEFAULT_DATA, AsJson, AsRole, DataFolder, TokenFile, acting, err, out, refusing, say
from ledger.commands.access import RecordRefusedAttempt
from ledger.commands.bus import CommandBus, Order
from ledger.importing.gathering import GatheringStore
from ledger.importing.importer import IN_FLIGHT, Importer, Tally
from ledger.importing.kinds import Opened, opened
from ledger.importing.refusals import Refusals
from ledger.rights.right import Principal
from ledger.server.connections import dsn
from ledger.server.garbage import look_less_often
from ledger.server.roles import APP
from ledger.server.settings import Settings
from ledger.server.vault import held

SOME_REFUSED = 3
"""The exit status when the file was imported and some of its rows were refused."""


def import_file(
    file: Annotated[Path, typer.Argument(help="The file (文件).")],
    kind: Annotated[str, typer.Option(help="commands, gem-mines, or the name of a command (文件种类).")],
    data: DataFolder = DEFAULT_DATA,
    role: AsRole = None,
    token_file: TokenFile = None,
    encoding: Annotated[str | None, typer.Option(help="utf-8 or gb18030; found out when not told (编码).")] = None,
    report: Annotated[Path | None, typer.Option(help="Where the refused rows go (拒绝行报告).")] = None,
    in_flight: Annotated[int, typer.Option(min=1, max=1000, help="Rows at a time (并行行数).")] = IN_FLIGHT,
    as_json: AsJson = False,
) -> None:
    """Carry out the rows of a file as commands (批量导入); a repetition does nothing twice and goes on where it was."""
    with refusing(as_json=as_json):
        settings = Settings(data=data)
        principal = acting(settings, role, token_file)
        refused = report or data / "imports" / f"{file.name}.refused.csv"
        found = opened(file, kind, encoding)
        if found.ignored and not as_json:
            err.print(f"columns that say nothing here (未使用的列): {'、'.join(found.ignored)}", markup=False)
        with _Bar(found, quiet=as_json) as bar:
            tally = asyncio.run(_run(settings, principal, found, refused, bar.moved, in_flight))
        _tell(bar, tally, refused, kind, found, as_json=as_json)
    raise typer.Exit(SOME_REFUSED if tally.refused else 0)


async def _run(
    settings: Settings,
    principal: Principal,
    found: Opened,
    report: Path,
    moved: Callable[[Tally], None],
    in_flight: int,
) -> Tally:
    app = dsn(settings, APP)
    async with GatheringStore(app) as store:
        bus = CommandBus(store, await held(store, settings.data), simulated=(await store.identity()).simulated)
        look_less_often()
        with Refusals(report) as refusals:
            importer = Importer(bus, store, principal, refusals, moved, in_flight)
            tally = await importer.run(found.rows)
        if tally.denied is not None:
            # Who asked for what they may not do stands on record: once for a file, not once for a row.
            attempt = RecordRefusedAttempt(division=principal.division, operation="import", code=tally.denied)
            await bus.execute(Order(attempt, principal, uuid4(), repeatable=False))
    return tally


@dataclass
class _Bar:
    """The progress of an import, in bytes of its file."""

    found: Opened
    quiet: bool

    def __enter__(self) -> _Bar:
        columns = (BarColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), TimeRemainingColumn())
        self._progress = Progress(*columns, console=err, disable=self.quiet)
        self._progress.start()
        self._task = self._progress.add_task("", total=self.found.source.size)
        self.began = time.monotonic()
        return self

    def __exit__(self, *exc: object) -> None:
        self._progress.stop()

    def moved(self, tally: Tally) -> None:
        """The import has come further."""
        text = f"{tally.accepted} accepted, {tally.repeated} repeated, {tally.refused} refused"
        self._progress.update(self._task, completed=self.found.source.read, description=text)


def _tell(bar: _Bar, tally: Tally, report: Path, kind: str, found: Opened, *, as_json: bool) -> None:
    seconds = time.monotonic() - bar.began
    answer: dict[str, Any] = {
        "file": str(found.source.path),
        "kind": kind,
        "encoding": found.source.encoding.removesuffix("-sig"),
        "rows": tally.rows,
        "accepted": tally.accepted,
        "repeated": tally.repeated,
        "refused": tally.refused,
        "events": tally.events,
        "position": tally.position,
        "seconds": round(seconds, 3),
        "eventsPerSecond": round(tally.events / seconds) if seconds else 0,
        "ignoredColumns": list(found.ignored),
        "report": str(report),
    }
    if as_json:
        say(answer)
        return
    out.print(
        f"{tally.rows} rows: {tally.accepted} accepted (已执行), {tally.repeated} repeated (重复), "
        f"{tally.refused} refused (被拒); {tally.events} events in {seconds:.1f} s",
        markup=False,
    )
    if tally.refused:
        out.print(f"refused rows (拒绝行): {report}", markup=False)
