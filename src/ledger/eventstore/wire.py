"""Prepared statements over libpq, without a cursor in between: a third of a single append's time was the cursor's."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Any

import psycopg
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.pq.abc import PGresult


class Wire:
    """One connection that runs the statements it has prepared, one at a time, for one task.

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
        self._answer: asyncio.Future[PGresult] | None = None
        self._result: PGresult | None = None
        self._writing = False
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

    async def close(self) -> None:
        """Let go of the connection."""
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        with contextlib.suppress(psycopg.Error):
            await self._connection.close()

    async def _answered(self) -> PGresult:
        self._answer = self._loop.create_future()
        self._flush()
        result = await self._answer
        if result.status in {pq.ExecStatus.TUPLES_OK, pq.ExecStatus.COMMAND_OK}:
            return result
        raise psycopg.errors.error_from_result(result)

    def _flush(self) -> None:
        # More than the socket takes at once is left to be sent when it takes more.
        if self._raw.flush() == 0:
            if self._writing:
                self._loop.remove_writer(self._socket)
                self._writing = False
        elif not self._writing:
            self._loop.add_writer(self._socket, self._writable)
            self._writing = True

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
        if result is not None and self._answer is not None and not self._answer.done():
            self._answer.set_result(result)

    def _fail(self, error: psycopg.Error) -> None:
        self._loop.remove_reader(self._socket)
        self._loop.remove_writer(self._socket)
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)
