"""What comes alone is sent at once, what comes meanwhile is one batch, and neither changes an outcome."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

import psycopg
import pytest

from ledger.eventstore.committer import Committer
from ledger.eventstore.submission import Opening, Outcome, Submission, Verdict
from ledger.values.errors import Unavailable
from tests.conftest import Database
from tests.eventstore.building import START, submission

APPEND_LOCK = 7206230505
COMMITTER = "application_name = 'ledger-committer' AND datname = current_database()"
BATCHES = "SELECT count(*) FROM ledger.event GROUP BY xmin ORDER BY min(position)"


@asynccontextmanager
async def at_rest(database: Database, told: list[Outcome] | None = None) -> AsyncIterator[Committer]:
    """A committer that has its connection and nothing to do; the ledger has one event."""

    def tell(_: Sequence[Submission], outcomes: Sequence[Outcome]) -> None:
        if told is not None:
            told.extend(outcomes)

    async with Committer(database.app_dsn, on_append=tell, clock=lambda: START) as committer:
        await committer.append(submission((uuid4(), 1)))
        yield committer


@asynccontextmanager
async def held_up(database: Database) -> AsyncIterator[psycopg.AsyncConnection]:
    """Every append waits for its lock; yields a superuser's connection, whose commit lets them go on."""
    async with await psycopg.AsyncConnection.connect(database.superuser_dsn) as connection:
        await connection.execute("SELECT pg_advisory_xact_lock(%s)", (APPEND_LOCK,))
        yield connection


async def waits(connection: psycopg.AsyncConnection) -> None:
    """Return once the committer waits for the lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()"
    while True:
        # What the statistics showed first is kept for the transaction.
        await connection.execute("SELECT pg_stat_clear_snapshot()")
        row = await (await connection.execute(waiting)).fetchone()
        if row == (1,):
            return
        await asyncio.sleep(0)


async def rows(database: Database, query: str) -> list[int]:
    async with await psycopg.AsyncConnection.connect(database.superuser_dsn) as connection:
        return [row[0] for row in await (await connection.execute(query.encode())).fetchall()]


async def test_what_comes_while_one_is_written_is_written_together(database: Database) -> None:
    told: list[Outcome] = []
    async with at_rest(database, told) as committer:
        outcomes = await asyncio.gather(*(committer.append(submission((uuid4(), 1))) for _ in range(10)))
    assert [outcome.first for outcome in outcomes] == list(range(2, 12))
    assert told[1:] == outcomes
    assert await rows(database, BATCHES) == [1, 1, 9]


async def test_what_stands_against_a_command_that_comes_alone_is_said_as_of_any(database: Database) -> None:
    stream = uuid4()
    known = submission((stream, 1))
    async with at_rest(database) as committer:
        assert (await committer.append(known)).first == 2
        assert await committer.append(known) == Outcome(Verdict.REPEATED, 2, 2, None, stream)
        reused = submission((uuid4(), 1), command_id=known.command_id, digest=b"e" * 32)
        assert (await committer.append(reused)).verdict is Verdict.REUSED
        assert (await committer.append(submission((stream, 1)))).verdict is Verdict.CONFLICT
        assert (await committer.append(submission((stream, 2), seen=[(stream, 0)]))).verdict is Verdict.CONFLICT
        sealed = submission((stream, 2), openings=[Opening("o", b"c")])
        assert (await committer.append(sealed)).first == 3
        assert (await committer.append(submission((stream, 3), seen=[(stream, 2)]))).first == 4
    assert await rows(database, "SELECT position FROM ledger.event ORDER BY position") == [1, 2, 3, 4]


async def test_a_caller_who_goes_away_takes_nothing_with_him(database: Database) -> None:
    told: list[Outcome] = []
    async with at_rest(database, told) as committer:
        async with held_up(database) as lock:
            gone = asyncio.create_task(committer.append(submission((uuid4(), 1))))
            await waits(lock)
            following = asyncio.create_task(committer.append(submission((uuid4(), 1))))
            gone.cancel()
            with pytest.raises(asyncio.CancelledError):
                await gone
        assert (await following).first == 3
        assert [outcome.first for outcome in told] == [1, 2, 3]


async def test_an_acknowledgement_that_is_lost_is_asked_for_again(database: Database) -> None:
    async with at_rest(database) as committer:
        async with held_up(database) as lock:
            asked = [asyncio.create_task(committer.append(submission((uuid4(), 1)))) for _ in range(3)]
            await waits(lock)
            await lock.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {COMMITTER}".encode())
        outcomes = await asyncio.gather(*asked)
        assert sorted(outcome.first or 0 for outcome in outcomes) == [2, 3, 4]
        assert (await committer.append(submission((uuid4(), 1)))).first == 5


async def test_whoever_waits_when_the_committer_ends_is_told_so(database: Database) -> None:
    async with held_up(database) as lock:
        await lock.rollback()
        async with at_rest(database) as committer:
            await lock.execute("SELECT pg_advisory_xact_lock(%s)", (APPEND_LOCK,))
            asked = [asyncio.create_task(committer.append(submission((uuid4(), 1)))) for _ in range(2)]
            await waits(lock)
    for answer in await asyncio.gather(*asked, return_exceptions=True):
        assert isinstance(answer, Unavailable)
