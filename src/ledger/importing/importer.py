"""Carries out the rows of a file: many at a time, once each, those about one thing in their order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID, uuid5

from pydantic import ValidationError

from ledger.commands.bus import CommandBus, Executed, Order
from ledger.commands.catalogue import commands
from ledger.commands.command import Command
from ledger.graphql.validation import as_invalid_input
from ledger.importing.fields import fields_of
from ledger.importing.gathering import GatheringStore
from ledger.importing.lanes import Lanes, Thing
from ledger.importing.references import References
from ledger.importing.refusals import Refusals
from ledger.importing.rows import Row, Rows, Unreadable
from ledger.rights.right import Principal
from ledger.values.errors import (
    DuplicateCommand,
    GuardRefused,
    InvalidInput,
    LedgerError,
    NotFound,
    NotPermitted,
    Unavailable,
    VersionConflict,
)

CHUNK, IN_FLIGHT = 512, 256


@dataclass
class Tally:
    """What became of the rows so far; `position` is the last that an accepted row reached."""

    rows: int = 0
    accepted: int = 0
    repeated: int = 0
    refused: int = 0
    events: int = 0
    position: int = 0
    line: int = 0
    denied: str | None = None
    """The code of a refusal for want of a right, for the record."""


@dataclass(frozen=True)
class _Ready:
    """A row whose command stands, with what it is about: what it changes, and what else it points at."""

    row: Row
    order: Order
    changes: list[Thing]
    looks_at: list[Thing]


@dataclass
class Importer:
    """Imports on behalf of one person, through the command bus, with their rights."""

    bus: CommandBus
    store: GatheringStore
    principal: Principal
    refusals: Refusals
    moved: Callable[[Tally], None] = lambda _: None
    in_flight: int = IN_FLIGHT
    tally: Tally = field(default_factory=Tally)

    async def run(self, rows: Rows) -> Tally:
        """Carry out all rows; refused ones stand in the report.

        `Unavailable` when the ledger cannot say what became of one: what is done is done, and a repetition goes on from
        there. `FileRefused` when the file turns out not to be what it says.
        """
        self._commands = commands()
        self._references = References(self.store)
        self._free = asyncio.Semaphore(self.in_flight)
        self._lanes = Lanes()
        self._flying: set[asyncio.Task[None]] = set()
        self._instant: datetime | None = None
        try:
            async with asyncio.TaskGroup() as group:
                try:
                    while chunk := list(islice(rows, CHUNK)):
                        await self._hand_out(chunk, group)
                        self.moved(self.tally)
                except LedgerError as error:
                    await self._landed()
                    raise error
        except* LedgerError as errors:
            raise errors.exceptions[0] from None
        self.moved(self.tally)
        return self.tally

    async def _hand_out(self, chunk: Sequence[Row | Unreadable], group: asyncio.TaskGroup) -> None:
        ids = [row.command_id for row in chunk if isinstance(row, Row)]
        known = await self.store.digests(ids)
        for row in chunk:
            self.tally.rows += 1
            self.tally.line = row.line
            if isinstance(row, Unreadable):
                self._refuse(row, row.error)
                continue
            ready = await self._ready(row)
            if ready is None:
                continue
            digest = known.get(row.command_id)
            if digest is not None and digest == ready.order.digest():
                self.tally.repeated += 1
            elif digest is not None:
                self._refuse(row, _reused(row))
            else:
                await self._start(ready, group)

    async def _ready(self, row: Row) -> _Ready | None:
        command = self._commands.get(row.command)
        if command is None:
            self._refuse(row, _no_command(row.command))
            return None
        try:
            try:
                given, found = await self._references.resolved(command, row.given)
            except NotFound:
                # A row before this one may be about to make it.
                await self._landed()
                given, found = await self._references.resolved(command, row.given)
            order = Order(
                command=command.model_validate(given),
                principal=self.principal,
                command_id=row.command_id,
                expected_version=row.expected_version,
                reason=row.reason,
                instant=row.instant,
                repeatable=False,
            )
        except ValidationError as invalid:
            self._refuse(row, *as_invalid_input(invalid))
            return None
        except LedgerError as error:
            self._refuse(row, error.at("input"))
            return None
        changes = _changed(command, given, row.command_id)
        return _Ready(row, order, changes, [id for id in found if id not in changes])

    async def _start(self, ready: _Ready, group: asyncio.TaskGroup) -> None:
        if ready.row.instant != self._instant:
            # On a simulated ledger time goes on with the rows and never back: those of another moment come after.
            await self._landed()
            self._instant = ready.row.instant
        await self._free.acquire()
        before = self._lanes.before(ready.changes, ready.looks_at)
        task = group.create_task(self._carry_out(ready, before))
        self._lanes.enter(task, ready.changes, ready.looks_at)
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _landed(self) -> None:
        """Wait until nothing is in flight."""
        while self._flying:
            await asyncio.wait(self._flying)

    async def _carry_out(self, ready: _Ready, before: Collection[asyncio.Task[None]]) -> None:
        try:
            if before:
                await asyncio.wait(before)
            await self._execute(ready)
        finally:
            self._free.release()

    async def _execute(self, ready: _Ready) -> None:
        try:
            executed = await self._executed(ready.order)
        except Unavailable:
            raise
        except DuplicateCommand:
            self._refuse(ready.row, _reused(ready.row))
        except LedgerError as error:
            if isinstance(error, NotPermitted):
                self.tally.denied = error.code
            self._refuse(ready.row, error.at("input"))
        else:
            if executed.repeated:
                self.tally.repeated += 1
            else:
                self.tally.accepted += 1
                self.tally.events += executed.position - executed.first_position + 1
                self.tally.position = max(self.tally.position, executed.position)

    async def _executed(self, order: Order) -> Executed:
        try:
            return await self.bus.execute(order)
        except (GuardRefused, VersionConflict):
            # It may be refused for having been carried out already, by another import a moment ago.
            return await self.bus.execute(replace(order, repeatable=True))

    def _refuse(self, row: Row | Unreadable, *errors: LedgerError) -> None:
        self.tally.refused += 1
        for error in errors:
            self.refusals.note(row.line, error)


def _changed(command: type[Command], given: Mapping[str, Any], command_id: UUID) -> list[Thing]:
    """What a command changes: the thing that it names or makes, and the codes under which that is to be known."""
    subject, fields = command.returns.__name__, fields_of(command)
    own = next((f for f in fields if f.reference == subject and f.required and not f.many), None)
    thing = given[own.name] if own else uuid5(command_id, f"{subject}:")
    return [thing, *(str(given[f.name]) for f in fields if f.is_code and f.name in given)]


def _no_command(name: str) -> InvalidInput:
    return InvalidInput(
        "COMMAND_UNKNOWN", f"There is no command {name[:100]}.", f"没有命令 {name[:100]}。", path=("command",)
    )


def _reused(row: Row) -> LedgerError:
    if row.keyed:
        return DuplicateCommand(
            "ROW_KEY_REUSED",
            "A row of this key was imported before with another content; this one is not carried out.",
            "相同标识的行此前已按另一内容导入，本行未执行。",
        )
    return DuplicateCommand(
        "COMMAND_ID_REUSED", "The command id was used before with another body.", "该命令编号已用于另一内容不同的命令。"
    )
