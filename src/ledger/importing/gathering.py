"""An event store for a flood of commands: what they read at one moment is read in one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from ledger.eventstore.life import MANY_LIVES, NO_FOLD, Life, life_of
from ledger.eventstore.readers import Readers
from ledger.eventstore.store import EventStore

# The plans are made while the tables may be nearly empty: they must not be made for that.
PLANNING = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off"
MAX_STREAMS = 500

Asked = tuple[UUID, bytes]
"""A stream and the fold of the snapshot wanted."""


class GatheringStore(EventStore):
    """Streams that are asked for while a reading is under way are read together by the next.

    A round trip costs more than what it brings, and hundreds of commands in flight would each make one.
    """

    def __init__(self, dsn: str) -> None:
        super().__init__(dsn)
        self._gathering_readers = Readers(dsn, 2, options=PLANNING, name="ledger-import")
        self._asked: dict[Asked, asyncio.Future[Life]] = {}
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> GatheringStore:
        await super().__aenter__()
        await self._stack.enter_async_context(self._gathering_readers)
        return self

    async def read_life(self, stream: UUID, fold: bytes = NO_FOLD) -> Life:
        """As `EventStore.read_life`, together with others."""
        asked = stream, fold
        if asked not in self._asked:
            self._asked[asked] = asyncio.get_running_loop().create_future()
        answer = self._asked[asked]
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
                for asked in taken:
                    del self._asked[asked]
                await self._answer(taken)
        finally:
            self._reading = None

    async def _answer(self, taken: dict[Asked, asyncio.Future[Life]]) -> None:
        streams, folds = [stream for stream, _ in taken], [fold for _, fold in taken]
        try:
            async with self._gathering_readers.lent() as reader:
                rows = await reader.rows(MANY_LIVES, (streams, folds))
        except BaseException as error:
            for answer in taken.values():
                answer.set_exception(error)
                answer.exception()
            if not isinstance(error, Exception):
                raise
            return
        told: list[list[Any]] = [[] for _ in taken]
        for number, *row in rows:
            told[number - 1].append(row)
        for answer, lived in zip(taken.values(), told, strict=True):
            answer.set_result(life_of(lived))
