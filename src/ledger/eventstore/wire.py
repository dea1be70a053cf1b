"""Prepared statements over libpq, without a cursor in between: a third of a single append's time was the cursor's."""

from __future__ import annotations

import asyncio
import contextlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq.abc import PGresult

PREPARE_AT, MAX_PREPARED = 3, 100
DONE = frozenset({pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK})
Texts = tuple[bytes, tuple[int, ...]]
Hearer = Callable[["PGresult | psycopg.Error"], None]


class Wire:
    """One connection that runs statements, one at a time, for one task.

    `row` runs those that were prepared from the start; `rows` runs any, and prepares one that is run again and again.
    `send` is for who cannot wait for the loop to come round: it calls back where the answer is read from the socket.

    Errors are the driver's own: `psycopg.OperationalError` when the connection is gone, otherwise the class of the
    SQLSTATE. A wire whose caller was cancelled while it waited is of no more use and must be closed.
    """

    def __init__(self, connection: psycopg.AsyncConnection) -> None:
        self._connection = connection
        self._raw = connection.pgconn
        self._raw.nonblocking = 1
        self._socket = self._raw.socket
        self._loop = asyncio.get_running_loop()
        self._loading = Transformer(connection)
        self._hearer: Hearer | None = None
        self._result: PGresult | None = None
        self._writing = False
        self._sent = asyncio.Event()
        self._sent.set()
        self._runs: OrderedDict[Texts, int] = OrderedDict()
        self._prepared: OrderedDict[Texts, bytes] = OrderedDict()
        self._count = 0
        self.broken = False
        self._loop.add_reader(self._socket, self._readable)

    @classmethod
    async def connect(cls, dsn: str, statements: Mapping[bytes, bytes], options: str, name: str) -> Wire:
        """A wire to `dsn` with `statements` prepared under their names; `options` as in PGOPTIONS."""
        connection = await psycopg.AsyncConnection.connect(dsn, autocommit=True, options=options, application_name=name)
        wire = cls(connection)
        try:
            for statement, text in statements.items():
                wire._raw.send_prepare(statement, text)
                await wire._answered()
        except BaseException:
            await wire.close()
            raise
        return wire

    async def row(self, statement: bytes, parameters: Sequence[bytes], formats: Sequence[int]) -> Sequence[Any]:
        """The one row of a prepared statement; `formats` says of each parameter whether it is in binary (1)."""
        self._raw.send_query_prepared(statement, parameters, formats, pq.Format.BINARY)
        result = await self._answered()
        self._loading.set_pgresult(result)
        row = self._loading.load_row(0, tuple)
        assert row is not None
        return row

    def send(
        self, statement: bytes, parameters: Sequence[bytes | None], formats: Sequence[int], hearer: Hearer
    ) -> None:
        """Send a prepared statement; `hearer` is called once, with its result whatever its status, or the error.

        Raises the driver's error when it could not be sent; then nobody is called.
        """
        self._raw.send_query_prepared(statement, parameters, formats, pq.Format.BINARY)
        self._hearer = hearer
        try:
            self._flush()
        except psycopg.Error:
            self._hearer = None
            raise

    async def rows(self, text: bytes, parameters: Sequence[object]) -> list[tuple[Any, ...]]:
        """The rows of any statement; `text` has its parameters as `$1`, `$2` …"""
        values = self._loading.dump_sequence(parameters, [PyFormat.AUTO] * len(parameters))
        types, formats = tuple(self._loading.types or ()), self._loading.formats
        name = self._prepared.get((text, types)) or await self._prepare((text, types))
        if name is not None:
            try:
                self._raw.send_query_prepared(name, values, formats, pq.Format.BINARY)
                return self._loaded(await self._answered())
            except psycopg.errors.FeatureNotSupported:
                # The view was built anew with other columns: what was prepared for the old ones is of no more use.
                del self._prepared[text, types]
        self._raw.send_query_params(text, values, types, formats, pq.Format.BINARY)
        return self._loaded(await self._answered())

    async def handed_over(self) -> None:
        """Until a statement that another task has just begun is sent whole, and PostgreSQL can begin as well."""
        await asyncio.sleep(0)
        await self._sent.wait()

    def _loaded(self, result: PGresult) -> list[tuple[Any, ...]]:
        self._loading.set_pgresult(result)
        return self._loading.load_rows(0, result.ntuples, tuple)

    async def _prepare(self, key: Texts) -> bytes | None:
        """Prepare what is run for the third time; so many texts stay prepared, and the oldest goes."""
        runs = self._runs.pop(key, 0) + 1
        if runs < PREPARE_AT:
            self._runs[key] = runs
            if len(self._runs) > MAX_PREPARED:
                self._runs.popitem(last=False)
            return None
        if len(self._prepared) >= MAX_PREPARED:
            _, oldest = self._prepared.popitem(last=False)
            self._raw.send_query_params(b"DEALLOCATE " + oldest, None)
            await self._answered()
        self._count += 1
        name = b"r%d" % self._count
        self._raw.send_prepare(name, key[0], key[1])
        await self._answered()
        self._prepared[key] = name
        return name

    async def close(self) -> None:
        """Let go of the connection."""
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        with contextlib.suppress(psycopg.Error):
            await self._connection.close()

    async def _answered(self) -> PGresult:
        answer: asyncio.Future[PGresult | psycopg.Error] = self._loop.create_future()
        self._hearer = lambda heard: None if answer.done() else answer.set_result(heard)
        self._flush()
        heard = await answer
        if isinstance(heard, psycopg.Error):
            raise heard
        if heard.status not in DONE:
            raise psycopg.errors.error_from_result(heard)
        return heard

    def _flush(self) -> None:
        # More than the socket takes at once is left to be sent when it takes more.
        if self._raw.flush() == 0:
            if self._writing:
                self._loop.remove_writer(self._socket)
                self._writing = False
                self._sent.set()
        elif not self._writing:
            self._loop.add_writer(self._socket, self._writable)
            self._writing = True
            self._sent.clear()

    def _writable(self) -> None:
        try:
            self._flush()
        except psycopg.Error as error:
            self._fail(error)

    def _readable(self) -> None:
        try:
            self._raw.consume_input()
            while not self._raw.is_busy():
                result = self._raw.get_result()
                if result is None:
                    self._finish()
                    return
                self._result = result
        except psycopg.Error as error:
            self._fail(error)

    def _finish(self) -> None:
        result, self._result = self._result, None
        if result is not None:
            self._tell(result)

    def _fail(self, error: psycopg.Error) -> None:
        self.broken = True
        self._sent.set()
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        self._tell(error)

    def _tell(self, heard: PGresult | psycopg.Error) -> None:
        hearer, self._hearer = self._hearer, None
        if hearer is not None:
            hearer(heard)
