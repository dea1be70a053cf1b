"""Runs the processes: one leader in the whole ledger, the others stand by."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import psycopg
import structlog

from ledger.commands.bus import CommandBus, Order
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.store import EventStore
from ledger.processes.process import Process, Reaction
from ledger.values.errors import GuardRefused, Unavailable

_LOCK = 7206230507
STANDBY_SECONDS = 1.0

log = structlog.get_logger(__name__)


class ProcessRunner:
    """Follows the record for each process and carries out its reactions.

    A process that fails stops with the event named in `failures`; the others and the ledger go on.
    """

    def __init__(
        self, dsn: str, store: EventStore, bus: CommandBus, processes: Sequence[Process], *, simulated: bool
    ) -> None:
        self._dsn = dsn
        self._store = store
        self._bus = bus
        self._processes = processes
        self._simulated = simulated
        self.failures: dict[str, str] = {}
        self.positions: dict[str, int] = {}

    async def run(self) -> None:
        """Lead when nobody else does; for ever."""
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(self._dsn, autocommit=True) as connection:
                    await self._lead(connection)
            except* psycopg.OperationalError as lost:
                log.warning("process connection lost", reason=str(lost.exceptions[0]))
            await asyncio.sleep(STANDBY_SECONDS)

    async def _lead(self, connection: psycopg.AsyncConnection) -> None:
        row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))).fetchone()
        if row is None or not row[0]:
            return
        async with asyncio.TaskGroup() as group:
            for process in self._processes:
                group.create_task(self._follow(process, connection), name=process.name)

    async def _follow(self, process: Process, connection: psycopg.AsyncConnection) -> None:
        row = await (
            await connection.execute("SELECT position FROM ledger.process_position WHERE process = %s", (process.name,))
        ).fetchone()
        position = row[0] if row else 0
        async for recorded in self._store.subscribe(position, types=process.types):
            try:
                await self.handle(process, recorded)
            except Exception as error:
                self.failures[process.name] = f"position {recorded.position}: {error}"
                log.exception("process stopped", process=process.name, position=recorded.position)
                return
            self.positions[process.name] = recorded.position
            await connection.execute("SELECT ledger.save_process_position(%s, %s)", (process.name, recorded.position))

    async def handle(self, process: Process, recorded: RecordedEvent) -> None:
        """Carry out what one event calls for; any number of times with the same result."""
        for reaction in await process.react(recorded):
            await self._carry_out(process, reaction, recorded)

    async def _carry_out(self, process: Process, reaction: Reaction, cause: RecordedEvent) -> None:
        order = Order(
            command=reaction.command,
            principal=process.principal,
            command_id=process.command_id(reaction, cause),
            # What follows from an event on a simulated ledger is known at that event's moment.
            instant=cause.recorded_at if self._simulated else None,
            correlation_id=cause.envelope.correlation_id,
            causation_id=cause.envelope.command_id,
        )
        while True:
            try:
                await self._bus.execute(order)
            except GuardRefused as refusal:
                log.info("reaction not needed", process=process.name, code=refusal.code, position=cause.position)
            except Unavailable:
                await asyncio.sleep(STANDBY_SECONDS)
                continue
            return
