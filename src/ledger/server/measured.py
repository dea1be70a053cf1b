"""Store, bus and readers that count and time what they do, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from time import perf_counter

from ledger.commands.bus import CommandBus, Executed, Order
from ledger.eventstore.readers import SIZE, Reader, Readers
from ledger.eventstore.store import EventStore
from ledger.eventstore.submission import Outcome, Submission
from ledger.sealed.vault import Vault
from ledger.server import metrics
from ledger.server.metrics import Metrics
from ledger.values.errors import LedgerError


@dataclass(frozen=True)
class CarriedOut:
    """A command of a request, for the log: its name, its id, and what became of it."""

    command: str
    id: str
    outcome: str


CARRIED_OUT: ContextVar[list[CarriedOut] | None] = ContextVar("carried_out", default=None)
"""The commands of the request that is being answered."""


class MeasuredStore(EventStore):
    """An event store that times its appends and counts what went into each."""

    def __init__(self, dsn: str, measured: Metrics) -> None:
        super().__init__(dsn)
        self._measured = measured

    async def append(self, submission: Submission) -> Outcome:
        """As `EventStore.append`."""
        began = perf_counter()
        try:
            return await super().append(submission)
        finally:
            self._measured.took(metrics.APPEND_SECONDS, perf_counter() - began)

    def _appended(self, submissions: Sequence[Submission], outcomes: Sequence[Outcome]) -> None:
        super()._appended(submissions, outcomes)
        self._measured.took(metrics.APPEND_BATCH, len(submissions))


class MeasuredBus(CommandBus):
    """A command bus that counts commands by what became of them, and notes them for the log."""

    def __init__(self, store: EventStore, vault: Vault, measured: Metrics, *, simulated: bool) -> None:
        super().__init__(store, vault, simulated=simulated)
        self._measured = measured

    async def execute(self, order: Order) -> Executed:
        """As `CommandBus.execute`."""
        began, outcome = perf_counter(), "FAILED"
        try:
            executed = await super().execute(order)
            outcome = "repeated" if executed.repeated else "accepted"
            return executed
        except LedgerError as refused:
            outcome = refused.code
            raise
        finally:
            self._measured.count(metrics.COMMANDS, outcome)
            self._measured.took(metrics.COMMAND_SECONDS, perf_counter() - began)
            noted = CARRIED_OUT.get()
            if noted is not None:
                noted.append(CarriedOut(type(order.command).__name__, str(order.command_id), outcome))


class MeasuredReaders(Readers):
    """A pool of readers that knows how many of them are lent, and how long they were waited for."""

    def __init__(self, dsn: str, measured: Metrics, *, options: str) -> None:
        super().__init__(dsn, SIZE, options=options)
        self._measured = measured
        self._busy = 0
        measured.stands(metrics.READERS_SIZE, SIZE)

    async def take(self) -> Reader:
        """As `Readers.take`."""
        began = perf_counter()
        reader = await super().take()
        self._measured.took(metrics.READER_WAIT, perf_counter() - began)
        self._busy += 1
        self._measured.stands(metrics.READERS_BUSY, self._busy)
        return reader

    async def give_back(self, reader: Reader, *, whole: bool) -> None:
        """As `Readers.give_back`."""
        self._busy -= 1
        self._measured.stands(metrics.READERS_BUSY, self._busy)
        await super().give_back(reader, whole=whole)
