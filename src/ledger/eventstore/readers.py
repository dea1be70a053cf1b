"""Connections that are read over, lent one at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import lru_cache
from types import TracebackType
from typing import Any

from ledger.eventstore.wire import Wire

SIZE = 16


class Reader:
    """A lent connection."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    async def rows(self, statement: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows of a statement with its parameters as `%s`."""
        return await self.wire.rows(_numbered(statement), parameters)


class Readers:
    """Up to `size` connections to `dsn`, with `options` as in PGOPTIONS; one that broke is left for a new one."""

    def __init__(self, dsn: str, size: int = SIZE, *, options: str = "", name: str = "ledger-reader") -> None:
        self._dsn, self._options, self._name = dsn, options, name
        self._idle: list[Reader] = []
        self._left: set[asyncio.Task[Wire]] = set()
        self._free = asyncio.Semaphore(size)

    async def __aenter__(self) -> Readers:
        async with self.lent():
            return self

    async def __aexit__(self, *exc: object) -> None:
        await asyncio.gather(*self._left, return_exceptions=True)
        for reader in self._idle:
            await reader.wire.close()
        self._idle.clear()

    def lent(self) -> Lent:
        """One of them, for the length of an `async with`."""
        return Lent(self)

    async def take(self) -> Reader:
        """One that stands, or a new one."""
        await self._free.acquire()
        try:
            while self._idle:
                reader = self._idle.pop()
                if not reader.wire.broken:
                    return reader
                await reader.wire.close()
            connecting = asyncio.create_task(Wire.connect(self._dsn, {}, self._options, self._name))
        except BaseException:
            self._free.release()
            raise
        try:
            return Reader(await asyncio.shield(connecting))
        except BaseException:
            self._left.add(connecting)
            connecting.add_done_callback(self._keep)
            raise

    def _keep(self, connecting: asyncio.Task[Wire]) -> None:
        """Keep for the next what a caller who was torn away has left: half open, it would hold a place for a minute."""
        self._left.discard(connecting)
        self._free.release()
        if not connecting.cancelled() and connecting.exception() is None:
            self._idle.append(Reader(connecting.result()))

    async def give_back(self, reader: Reader, *, whole: bool) -> None:
        """Keep it for the next, unless its caller was torn away in the middle of a statement."""
        try:
            if whole and not reader.wire.broken:
                self._idle.append(reader)
            else:
                await reader.wire.close()
        finally:
            self._free.release()


class Lent:
    """A reader, lent; a class of its own, as a generator would cost more than the lending."""

    def __init__(self, readers: Readers) -> None:
        self._readers = readers

    async def __aenter__(self) -> Reader:
        self._reader = await self._readers.take()
        return self._reader

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        whole = kind is None or issubclass(kind, Exception)
        await self._readers.give_back(self._reader, whole=whole)


@lru_cache(maxsize=2048)
def _numbered(statement: str) -> bytes:
    first, *others = statement.split("%s")
    return (first + "".join(f"${n}{text}" for n, text in enumerate(others, 1))).encode()
