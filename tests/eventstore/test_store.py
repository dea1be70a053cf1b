"""Reading the record: by stream, position, type and moment, and following it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from ledger.eventstore.store import EventStore
from tests.conftest import Database
from tests.eventstore.building import START, NoteWritten, submission


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    async with EventStore(database.app_dsn) as store:
        yield store


async def test_an_empty_ledger_answers(store: EventStore) -> None:
    assert (await store.head()).position == 0
    assert await store.position_at(START) == 0
    assert await store.read_all() == []
    assert await store.read_stream(uuid4()) == []


async def test_a_moment_resolves_to_the_greatest_position_recorded_by_then(store: EventStore) -> None:
    for minutes in (0, 0, 1, 1, 1, 5):
        await store.append(submission((uuid4(), 1), minutes=minutes))
    asked = {-1: 0, 0: 2, 1: 5, 2: 5, 5: 6, 9: 6}
    for minutes, position in asked.items():
        assert await store.position_at(START + timedelta(minutes=minutes)) == position
    assert await store.position_at(START + timedelta(seconds=59, microseconds=999_999)) == 2


async def test_a_stream_reads_back_in_order_and_up_to_a_position(store: EventStore) -> None:
    stream = uuid4()
    for version in (1, 2, 3):
        await store.append(submission((stream, version)))
        await store.append(submission((uuid4(), 1)))
    assert [e.envelope.version for e in await store.read_stream(stream)] == [1, 2, 3]
    assert [e.envelope.version for e in await store.read_stream(stream, after=1)] == [2, 3]
    assert [e.envelope.version for e in await store.read_stream(stream, up_to=3)] == [1, 2]
    [first, *_] = await store.read_stream(stream)
    assert isinstance(first.event, NoteWritten)
    assert first.event.text == "发现"


async def test_events_are_read_by_type(store: EventStore) -> None:
    await store.append(submission((uuid4(), 1)))
    assert len(await store.read_all(types=["NoteWritten"])) == 1
    assert await store.read_all(types=["SomethingElse"]) == []


async def test_a_subscription_catches_up_and_then_follows_missing_nothing(store: EventStore) -> None:
    for _ in range(7):
        await store.append(submission((uuid4(), 1)))
    seen: list[int] = []

    async def follow() -> None:
        async for event in store.subscribe(after=2, batch=3):
            seen.append(event.position)
            if event.position == 107:
                return

    follower = asyncio.create_task(follow())
    await asyncio.gather(*(store.append(submission((uuid4(), 1))) for _ in range(100)))
    async with asyncio.timeout(10):
        await follower
    assert seen == list(range(3, 108))


async def test_a_subscription_in_another_process_is_woken_even_when_its_connection_is_shot(
    store: EventStore, database: Database
) -> None:
    """A second store stands for the second process: it shares nothing with the first but the database."""
    seen: list[int] = []
    async with EventStore(database.app_dsn) as other:

        async def follow() -> None:
            async for event in other.subscribe():
                seen.append(event.position)
                if event.position == 30:
                    return

        follower = asyncio.create_task(follow())
        async with await psycopg.AsyncConnection.connect(database.superuser_dsn, autocommit=True) as connection:
            for _ in range(30):
                await store.append(submission((uuid4(), 1)))
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE query LIKE 'LISTEN%%' AND datname = current_database()"
                )
        async with asyncio.timeout(10):
            await follower
    assert seen == list(range(1, 31))


async def test_a_stored_event_with_a_field_missing_is_an_error_and_not_a_surprise(
    store: EventStore, database: Database
) -> None:
    stream = uuid4()
    await store.append(submission((stream, 1)))
    with psycopg.connect(database.owner_dsn) as connection:
        connection.execute(
            "UPDATE ledger.event SET body = "
            "convert_to(replace(convert_from(body, 'UTF8'), '\"text\":', '\"txet\":'), 'UTF8')"
        )
    [damaged] = await store.read_stream(stream)
    with pytest.raises(ValueError, match="text"):
        _ = damaged.event
