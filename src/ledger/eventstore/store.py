"""The event store: append, and read by stream, by position, by type, by moment."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.eventstore.committer import Committer
from ledger.eventstore.envelope import RecordedEvent, read_event
from ledger.eventstore.life import NO_FOLD, ONE_LIFE, Life, Snapshot, life_of
from ledger.eventstore.readers import Readers
from ledger.eventstore.recent import Recent
from ledger.eventstore.submission import Outcome, Submission
from ledger.eventstore.waking import Bell, Ringer

_EVENT = "SELECT position, recorded_at, body FROM ledger.event"


@dataclass(frozen=True)
class Identity:
    """Which ledger this is: the origin of its log, whether its time is simulated, and whose district it is."""

    origin: str
    simulated: bool
    division: str


@dataclass(frozen=True)
class Head:
    """The last position (0 for an empty ledger) and when it was recorded."""

    position: int
    recorded_at: datetime | None


@dataclass(frozen=True)
class KnownCommand:
    """The first outcome of a command id."""

    digest: bytes
    subject: UUID
    first: int
    last: int


@dataclass(frozen=True)
class Next:
    """Events above a position, where a follower stands after them, and whether there may be more at once."""

    events: list[RecordedEvent]
    position: int
    more: bool


class EventStore:
    """The one way into and out of `ledger.event`, as role `ledger_app`.

    `async with EventStore(dsn)`; `clock` is the caller's clock of the append contract.
    """

    def __init__(
        self, dsn: str, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), readers: int = 8
    ) -> None:
        self.recent = Recent()
        self.bell = Bell(dsn, self.recent.hear)
        self._ringer = Ringer(dsn)
        self._committer = Committer(dsn, clock=clock, on_append=self._appended)
        self._readers = Readers(dsn, readers, name="ledger-store")
        self._stack = contextlib.AsyncExitStack()
        self._beside: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> EventStore:
        await self._stack.enter_async_context(self._readers)
        await self._stack.enter_async_context(self.bell)
        await self._stack.enter_async_context(self._ringer)
        await self._stack.enter_async_context(self._committer)
        return self

    async def __aexit__(self, *exc: object) -> None:
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        await self._stack.aclose()

    def meanwhile(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something be done that nobody waits for, and that can be left undone when the store is closed."""
        task = asyncio.create_task(work, name="meanwhile")
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def finished(self) -> None:
        """Wait for what is being done meanwhile."""
        await asyncio.gather(*self._beside)

    def _appended(self, submissions: Sequence[Submission], outcomes: Sequence[Outcome]) -> None:
        position = self.recent.note(submissions, outcomes)
        if position:
            self.bell.ring()
            self._ringer.ring(position)

    async def append(self, submission: Submission) -> Outcome:
        """Append one command's events; see `Committer.append`."""
        return await self._committer.append(submission)

    async def identity(self) -> Identity:
        """Which ledger this is; it never changes."""
        rows = await self._rows("SELECT origin, simulated, division FROM ledger.identity", ())
        return Identity(*rows[0])

    async def head(self) -> Head:
        """The last position and its moment."""
        rows = await self._rows("SELECT position, recorded_at FROM ledger.event ORDER BY position DESC LIMIT 1", ())
        return Head(*rows[0]) if rows else Head(0, None)

    def heard(self) -> Head | None:
        """The last position that was heard of, where it was appended here, so that its moment is known at once."""
        last = self.recent.last
        return Head(last.position, last.recorded_at) if last is not None and last.position == self.recent.head else None

    async def position_at(self, moment: datetime) -> int:
        """The greatest position recorded at or before `moment`; 0 when the ledger knew nothing then."""
        rows = await self._rows("SELECT ledger.position_at(%s)", (moment,))
        return int(rows[0][0])

    async def read_stream(self, stream: UUID, *, after: int = 0, up_to: int | None = None) -> list[RecordedEvent]:
        """The events of one stream in version order, versions above `after`, positions not above `up_to`."""
        return _recorded(
            await self._rows(
                f"{_EVENT} WHERE stream = %s AND version > %s AND (%s::bigint IS NULL OR position <= %s) "
                "ORDER BY version",
                (stream, after, up_to, up_to),
            )
        )

    async def read_events(self, stream: UUID, *, after: int = 0) -> list[DomainEvent]:
        """The domain events of one stream in version order, versions above `after`, without what stands beside them."""
        query = "SELECT body FROM ledger.event WHERE stream = %s AND version > %s ORDER BY version"
        return [read_event(body) for [body] in await self._rows(query, (stream, after))]

    async def read_life(self, stream: UUID, fold: bytes = NO_FOLD) -> Life:
        """What it takes to fold one stream: its snapshot by a fold, where it has one, and its events from there on."""
        return life_of(await self._rows(ONE_LIFE, (stream, fold, stream, stream, fold)))

    async def keep_snapshot(self, stream: UUID, fold: bytes, snapshot: Snapshot) -> None:
        """Keep a snapshot beside the events, in place of an older one."""
        query = "SELECT ledger.keep_snapshot(%s, %s, %s, %s, %s)"
        await self._rows(query, (stream, snapshot.version, fold, snapshot.body, snapshot.mark))

    async def beside(self, query: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement about what is kept beside the events."""
        return await self._rows(query, parameters)

    async def read_all(
        self, after: int = 0, limit: int = 500, types: Sequence[str] | None = None
    ) -> list[RecordedEvent]:
        """Up to `limit` events above position `after`, in order; of the named types only, when given."""
        if types is None:
            query, parameters = f"{_EVENT} WHERE position > %s ORDER BY position LIMIT %s", (after, limit)
            return _recorded(await self._rows(query, parameters))
        return _recorded(
            await self._rows(
                f"{_EVENT} WHERE type = ANY(%s) AND position > %s ORDER BY position LIMIT %s",
                (list(types), after, limit),
            )
        )

    async def find_command(self, actor: str, command_id: UUID) -> KnownCommand | None:
        """The first outcome of a command id, or None when it was never accepted."""
        rows = await self._rows(
            "SELECT digest, subject, first_position, last_position FROM ledger.command WHERE actor = %s AND id = %s",
            (actor, command_id),
        )
        return KnownCommand(*rows[0]) if rows else None

    async def find_opening(self, digest: str) -> bytes | None:
        """The enciphered opening of a sealed value, or None when there is none (erased, or never sealed here)."""
        rows = await self._rows("SELECT ciphertext FROM ledger.opening WHERE digest = %s", (digest,))
        return bytes(rows[0][0]) if rows else None

    async def next_events(self, after: int, *, types: Sequence[str] | None = None, limit: int = 500) -> Next:
        """What comes next for a follower of the record: from memory, or from the database where that may know more."""
        if recent := self.recent.after(after, limit):
            wanted = [event for event in recent if types is None or event.envelope.type in types]
            return Next(wanted, recent[-1].position, more=True)
        if after >= self.recent.head and not self.bell.polled:
            return Next([], after, more=False)
        seen = self.recent.head
        if events := await self.read_all(after, limit, types):
            return Next(events, events[-1].position, more=True)
        # Of other types there was more, up to here at least: what comes next may be among the recent ones.
        return Next([], max(after, seen), more=False)

    async def subscribe(
        self, after: int = 0, *, types: Sequence[str] | None = None, batch: int = 500
    ) -> AsyncIterator[RecordedEvent]:
        """All events above `after` in order, then every new one; nothing is missed, nothing comes twice."""
        position = after
        while True:
            rung = self.bell.listen()
            more = True
            while more:
                found = await self.next_events(position, types=types, limit=batch)
                for event in found.events:
                    yield event
                position, more = found.position, found.more
            await rung.wait()

    async def _rows(self, query: str, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        async with self._readers.lent() as reader:
            return await reader.rows(query, parameters)


def _recorded(rows: Sequence[tuple[Any, ...]]) -> list[RecordedEvent]:
    return [RecordedEvent(position, recorded_at.astimezone(UTC), bytes(body)) for position, recorded_at, body in rows]
