"""Runs the processes: one leader in the whole ledger, the others stand by."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import psycopg
import structlog

from ledger.commands.bus import CommandBus, Order
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.pausing import pause
from ledger.eventstore.store import EventStore
from ledger.processes.kept_state import Spoiled, Superseded
from ledger.processes.process import OwnProcess, Process, Reaction, Step, TimedProcess
from ledger.values.errors import DuplicateCommand, GuardRefused, Unavailable

_LOCK = 7206230507
STANDBY_SECONDS = 1.0
QUIET_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 60.0
"""How long the clock sleeps at most: whatever comes earlier wakes it."""

MOST_AHEAD = timedelta(minutes=1)
"""How far this clock may be ahead of the ledger's, which refuses what is further off: so much later it is sure."""

_INSTANT = timedelta(microseconds=1)

log = structlog.get_logger(__name__)


class ProcessRunner:
    """Follows the record for each process and carries out its reactions.

    A process that fails stops with the event named in `failures`; the others and the ledger go on.
    """

    def __init__(
        self,
        dsn: str,
        store: EventStore,
        bus: CommandBus,
        processes: Sequence[OwnProcess],
        *,
        simulated: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._dsn = dsn
        self._store = store
        self._bus = bus
        self._processes = processes
        self._simulated = simulated
        self._clock = clock
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
            await pause(STANDBY_SECONDS)

    async def _lead(self, connection: psycopg.AsyncConnection) -> None:
        row = await (await connection.execute("SELECT pg_try_advisory_lock(%s)", (_LOCK,))).fetchone()
        if row is None or not row[0]:
            return
        async with asyncio.TaskGroup() as group:
            for process in self._processes:
                if isinstance(process, Process):
                    group.create_task(self._follow(process, connection), name=process.name)
                elif isinstance(process, TimedProcess):
                    group.create_task(self._keep(process), name=process.name)

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
            await self._react(process, reaction, recorded)

    async def _keep(self, process: TimedProcess) -> None:
        """Let time drive a process for ever: it wakes for every event and for the next moment that it waits for."""
        try:
            await self._keep_on(process)
        except psycopg.OperationalError:
            raise
        except Exception as error:
            self.failures[process.name] = f"position {process.position}: {error}"
            log.exception("process stopped", process=process.name, position=process.position)

    async def _keep_on(self, process: TimedProcess) -> None:
        while True:
            await self.keep_up(process)
            try:
                while True:
                    rung = self._store.bell.listen()
                    await self.catch_up(process)
                    self.positions[process.name] = process.position
                    await self._rest(process, rung)
            except (Spoiled, Superseded) as lost:
                await _start_over(process, lost)

    async def keep_up(self, process: TimedProcess) -> None:
        """Let a process do all that is due by now, knowing first what it, or another in its place, has done already."""
        while True:
            try:
                await self._recall(process)
                await self.catch_up(process)
                await process.keep(quiet=True)
                return
            except (Spoiled, Superseded) as lost:
                await _start_over(process, lost)

    async def _recall(self, process: TimedProcess) -> None:
        if not process.position:
            await process.resume()
        position = process.position
        while batch := await self._store.read_all(position, types=process.own_types):
            for recorded in batch:
                await process.recall(recorded)
            position = batch[-1].position

    async def catch_up(self, process: TimedProcess) -> None:
        """Let a process take in the record up to its head, and do what is due.

        Each step comes before the facts that were learned after its moment, whenever it is carried out.
        """
        while True:
            head = self._store.heard() or await self._store.head()
            more = True
            while more:
                found = await self._store.next_events(process.position, types=process.types)
                for recorded in found.events:
                    await self._advance(process, recorded.recorded_at - _INSTANT)
                    await process.fold(recorded)
                    process.position = recorded.position
                process.position, more = found.position, found.more
                await process.keep(quiet=False)
            now = self._ledger_time(head.recorded_at)
            if now is None or not await self._advance(process, now):
                process.position = max(process.position, head.position)
                return

    def _ledger_time(self, head: datetime | None) -> datetime | None:
        """What time it is by the ledger at least: that of its last event, and by this clock what has surely come."""
        if self._simulated:
            return head
        sure = self._clock() - MOST_AHEAD
        return sure if head is None else max(head, sure)

    async def _advance(self, process: TimedProcess, now: datetime) -> bool:
        """Carry out what is due by `now`; whether there was anything."""
        acted = False
        while (step := await process.due(now)) is not None:
            await self._take(process, step, now)
            for recorded in await self._store.read_stream(step.stream, after=process.version(step.stream)):
                await process.recall(recorded)
            process.settle(step)
            acted = True
        return acted

    async def _take(self, process: TimedProcess, step: Step, now: datetime) -> None:
        order = Order(
            command=step.command,
            principal=process.principal,
            command_id=process.command_id(step),
            instant=now if self._simulated else None,
        )
        await self._carry_out(process, order)

    async def _rest(self, process: TimedProcess, rung: asyncio.Event) -> None:
        """Until something happens or may be due; where all is quiet, what the process knows is kept meanwhile."""
        if not await self._rings(rung, process.next_moment(), QUIET_SECONDS):
            await process.keep(quiet=True)
            await self._rings(rung, process.next_moment(), LONGEST_WAIT_SECONDS)

    async def _rings(self, rung: asyncio.Event, until: datetime | None, seconds: float) -> bool:
        if until is not None and not self._simulated:
            seconds = min(seconds, max(0.0, (until + MOST_AHEAD - self._clock()).total_seconds()))
        try:
            async with asyncio.timeout(seconds):
                await rung.wait()
        except TimeoutError:
            return False
        return True

    async def _react(self, process: Process, reaction: Reaction, cause: RecordedEvent) -> None:
        order = Order(
            command=reaction.command,
            principal=process.principal,
            command_id=process.command_id(reaction, cause),
            # What follows from an event on a simulated ledger is known at that event's moment.
            instant=cause.recorded_at if self._simulated else None,
            correlation_id=cause.envelope.correlation_id,
            causation_id=cause.envelope.command_id,
        )
        await self._carry_out(process, order)

    async def _carry_out(self, process: OwnProcess, order: Order) -> None:
        while True:
            try:
                await self._bus.execute(order)
            except GuardRefused as refusal:
                log.info("reaction not needed", process=process.name, code=refusal.code, command=str(order.command_id))
            except DuplicateCommand:
                log.warning("carried out before, otherwise", process=process.name, command=str(order.command_id))
            except Unavailable:
                await asyncio.sleep(STANDBY_SECONDS)
                continue
            return


async def _start_over(process: TimedProcess, lost: Spoiled | Superseded) -> None:
    """From what another one has kept, or from the beginning of the record where nothing kept can be trusted."""
    log.warning("process starts over", process=process.name, reason=type(lost).__name__, what=str(lost))
    if isinstance(lost, Spoiled):
        await process.forget()
    else:
        process.begin()
