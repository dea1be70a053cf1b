"""An event store for a flood of commands: what they read at one moment is read in one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC
from uuid import UUID

from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.readers import Readers
from ledger.eventstore.store import EventStore

# The plans are made while the tables may be nearly empty: they must not be made for that.
PLANNING = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
MAX_STREAMS = 500


class GatheringStore(EventStore):
    """Streams that are asked for while a reading is under way are read together by the next.

    A round trip costs more than what it brings, and hundreds of commands in flight would each make one.
    """

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self._gathering_readers = Readers(dsn, 2, options=PLANNING, name="ledger-import")
        self._asked: dict[UUID, asyncio.Future[list[RecordedEvent]]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> GatheringStore:
        await super().__aenter__()
        await self._stack.enter_async_context(self._gathering_readers)
        return self

    async def read_stream(self, stream: UUID, *, after: int = 0, up_to: int | None = None) -> list[RecordedEvent]:
        """As `EventStore.read_stream`; whole streams are read together with others."""
        if after or up_to is not None:
            return await super().read_stream(stream, after=after, up_to=up_to)
        if stream not in self._asked:
            self._asked[stream] = asyncio.get_running_loop().create_future()
        answer = self._asked[stream]
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_asked(), name="gathering")
        return await asyncio.shield(answer)

    async def digests(self, ids: Sequence[UUID]) -> dict[UUID, bytes]:
        """The digest under which each of these commands was carried out, by whomever; unknown ones are left out."""
        async with self._gathering_readers.lent() as reader:
            rows = await reader.rows("SELECT id, digest FROM ledger.command WHERE id = ANY(%s)", (list(ids),))
        return {id: bytes(digest) for id, digest in rows}

    async def _read_asked(self) -> None:
        try:
            while self._asked:
                # Whoever is about to ask in this turn of the loop is waited for.
                await asyncio.sleep(0)
                taken = dict(list(self._asked.items())[:MAX_STREAMS])
                for stream in taken:
                    del self._asked[stream]
                await self._answer(taken)
        finally:
            self._reading = None

    async def _answer(self, taken: dict[UUID, asyncio.Future[list[RecordedEvent]]]) -> None:
        try:
            async with self._gathering_readers.lent() as reader:
                rows = await reader.rows(
                    "SELECT stream, position, recorded_at, body FROM ledger.event WHERE stream = ANY(%s) "
                    "ORDER BY stream, version",
                    (list(taken),),
                )
        except BaseException as error:
            for answer in taken.values():
                answer.set_exception(error)
                answer.exception()
            if not isinstance(error, Exception):
                raise
            return
        found: dict[UUID, list[RecordedEvent]] = {stream: [] for stream in taken}
        for stream, position, recorded_at, body in rows:
            found[stream].append(RecordedEvent(position, recorded_at.astimezone(UTC), bytes(body)))
        for stream, answer in taken.items():
            answer.set_result(found[stream])
