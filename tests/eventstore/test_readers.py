"""Lent connections: what is asked again and again is prepared, what breaks is left, what is torn away is not used."""

from __future__ import annotations

import asyncio

import psycopg
import pytest

from ledger.eventstore.readers import Readers
from ledger.eventstore.wire import MAX_PREPARED, PREPARE_AT
from tests.conftest import Database


async def test_what_is_asked_again_and_again_is_prepared_and_no_flood_of_statements_grows_it(
    database: Database,
) -> None:
    async with Readers(database.reader_dsn, 1) as readers, readers.lent() as reader:
        for n in range(MAX_PREPARED + 20):
            for _ in range(PREPARE_AT):
                assert await reader.rows(f"SELECT %s::int + {n}", (1,)) == [(n + 1,)]
        [(kept,)] = await reader.rows("SELECT count(*) FROM pg_prepared_statements")
        assert kept == MAX_PREPARED


async def test_a_view_built_anew_with_other_columns_is_read_without_a_failure(database: Database) -> None:
    with psycopg.connect(database.owner_dsn, autocommit=True) as owner:
        owner.execute("CREATE SCHEMA s; CREATE TABLE s.t AS SELECT 1 AS a; GRANT USAGE ON SCHEMA s TO ledger_reader")
        owner.execute("GRANT SELECT ON s.t TO ledger_reader")
        async with Readers(database.reader_dsn, 1) as readers, readers.lent() as reader:
            for _ in range(PREPARE_AT + 1):
                assert await reader.rows("SELECT a FROM s.t") == [(1,)]
            owner.execute("ALTER TABLE s.t ALTER a TYPE text")
            for _ in range(PREPARE_AT + 1):
                assert await reader.rows("SELECT a FROM s.t") == [("1",)]


async def test_an_error_of_the_statement_leaves_the_connection_whole(database: Database) -> None:
    async with Readers(database.reader_dsn, 1) as readers:
        with pytest.raises(psycopg.errors.DivisionByZero):
            async with readers.lent() as reader:
                await reader.rows("SELECT 1 / %s", (0,))
        async with readers.lent() as again:
            assert again is reader
            assert await again.rows("SELECT 1") == [(1,)]


async def test_a_connection_that_was_ended_is_replaced_by_the_next_that_asks(database: Database) -> None:
    async with Readers(database.reader_dsn, 1) as readers:
        async with readers.lent() as reader:
            [(backend,)] = await reader.rows("SELECT pg_backend_pid()")
        with psycopg.connect(database.superuser_dsn, autocommit=True) as superuser:
            superuser.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))
        for _ in range(100):
            if reader.wire.broken:
                break
            await asyncio.sleep(0.01)
        async with readers.lent() as another:
            assert await another.rows("SELECT 1") == [(1,)]
            assert another is not reader


async def test_a_caller_torn_away_in_the_middle_leaves_nothing_behind_for_the_next(database: Database) -> None:
    async with Readers(database.reader_dsn, 1) as readers:

        async def slow() -> None:
            async with readers.lent() as reader:
                await reader.rows("SELECT pg_sleep(30)")

        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await slow()
        async with readers.lent() as next_reader:
            assert await next_reader.rows("SELECT %s::text", ("x",)) == [("x",)]


async def test_no_more_are_lent_than_there_are_and_the_next_waits(database: Database) -> None:
    async with Readers(database.reader_dsn, 2) as readers:
        lent, most = 0, 0

        async def ask(n: int) -> int:
            nonlocal lent, most
            async with readers.lent() as reader:
                lent += 1
                most = max(most, lent)
                [(answer,)] = await reader.rows("SELECT %s::int FROM pg_sleep(0.01)", (n,))
                lent -= 1
                return int(answer)

        assert await asyncio.gather(*map(ask, range(12))) == list(range(12))
        assert most == 2


async def test_what_callers_have_begun_to_connect_who_are_torn_away_is_there_for_the_next(database: Database) -> None:
    async with Readers(database.reader_dsn, 2) as readers:
        await (await readers.take()).wire.close()
        callers = [asyncio.create_task(readers.take()) for _ in range(5)]
        await asyncio.sleep(0)
        for caller in callers:
            caller.cancel()
        await asyncio.wait(callers)
        assert all(caller.cancelled() for caller in callers)
        [begun] = readers._left
        async with readers.lent() as next_one:
            assert next_one.wire is begun.result()
            assert await next_one.rows("SELECT 1") == [(1,)]
