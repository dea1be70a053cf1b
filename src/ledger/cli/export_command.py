"""`ledger export`: events as JSON lines, each the very object that the log hashes."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import uuid4

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from ledger.cli.options import DEFAULT_DATA, AsJson, AsRole, DataFolder, TokenFile, acting, err, refusing, say
from ledger.commands.access import RecordProtectedRead, RecordRefusedAttempt
from ledger.commands.bus import CommandBus, Order
from ledger.commands.command import Command
from ledger.eventstore.store import EventStore
from ledger.rights.right import Principal, Right
from ledger.server.connections import dsn
from ledger.server.roles import APP
from ledger.server.settings import Settings
from ledger.server.vault import held
from ledger.values.actor import Role
from ledger.values.errors import InvalidInput, NotPermitted

EXPORTING = Right.of(Role.AUDITOR, Role.INVESTIGATOR)
BATCH = 1000


def export(
    first: Annotated[int, typer.Option("--from", min=1, help="First position (起始位置).")] = 1,
    last: Annotated[int | None, typer.Option("--to", min=1, help="Last position; the head when left out.")] = None,
    into: Annotated[Path | None, typer.Option(help="File to write; standard output when left out.")] = None,
    data: DataFolder = DEFAULT_DATA,
    role: AsRole = None,
    token_file: TokenFile = None,
    as_json: AsJson = False,
) -> None:
    """Write events as JSON lines (导出事件), for auditors and investigators; it is put on record first."""
    with refusing(as_json=as_json):
        settings = Settings(data=data)
        principal = acting(settings, role, token_file)
        if as_json and into is None:
            raise typer.BadParameter("--json tells what was written: name a file with --into")
        if into is None:
            told = asyncio.run(_export(settings, principal, first, last, sys.stdout.buffer))
        else:
            # What is there under that name is whole: an export that was broken off leaves nothing.
            making = into.with_name(f"{into.name}.part")
            with making.open("wb") as file:
                told = asyncio.run(_export(settings, principal, first, last, file))
            making.replace(into)
    if as_json:
        say(told | {"into": str(into)})


async def _export(
    settings: Settings, principal: Principal, first: int, last: int | None, file: BinaryIO
) -> dict[str, int]:
    async with EventStore(dsn(settings, APP)) as store:
        identity = await store.identity()
        bus = CommandBus(store, await held(store, settings.data), simulated=identity.simulated)

        async def put_on_record(command: Command) -> None:
            await bus.execute(Order(command, principal, uuid4(), repeatable=False))

        try:
            _permit(principal, identity.division)
        except NotPermitted as refused:
            attempt = RecordRefusedAttempt(division=principal.division, operation="export", code=refused.code)
            await put_on_record(attempt)
            raise
        head = (await store.head()).position
        last = min(last or head, head)
        if first > last:
            raise InvalidInput(
                "RANGE_EMPTY", f"There is nothing from {first} to {last}.", f"位置 {first} 至 {last} 没有事件。"
            )
        read = RecordProtectedRead(
            division=principal.division,
            operations=["export"],
            subjects=[f"positions {first} to {last}"],
            authorisation=principal.authorisation,
        )
        await put_on_record(read)
        await _write(store, identity.origin, first, last, file)
    return {"from": first, "to": last, "events": last - first + 1}


def _permit(principal: Principal, division: str) -> None:
    principal.require(EXPORTING, "export")
    if not principal.reaches(division, None) or principal.departments:
        raise NotPermitted(
            "OUT_OF_SCOPE",
            "The whole record is exported by those whose scope is the whole district.",
            "只有权限覆盖全区的人员才能导出全部记录。",
            rule="docs/rights.md",
        )


async def _write(store: EventStore, origin: str, first: int, last: int, file: BinaryIO) -> None:
    columns = (TextColumn("exporting"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal) as progress:
        task = progress.add_task("", total=last - first + 1)
        position = first - 1
        while position < last:
            for event in await store.read_all(position, min(BATCH, last - position)):
                file.write(event.log_entry(origin) + b"\n")
                position = event.position
                progress.advance(task)
    file.flush()
