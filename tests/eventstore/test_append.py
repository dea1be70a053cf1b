"""The append contract, on real PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest

from ledger.eventstore.recorder import append_at_once
from ledger.eventstore.store import EventStore
from ledger.eventstore.submission import Opening, Submission, Verdict
from ledger.values.errors import Unavailable
from tests.conftest import Database
from tests.eventstore.building import START, submission


@pytest.fixture
async def store(database: Database) -> AsyncIterator[EventStore]:
    async with EventStore(database.app_dsn) as store:
        yield store


def call(dsn: str, *submissions: Submission, clock: datetime = START) -> list[tuple[object, ...]]:
    """One bare call of the SQL function, without the committer."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        outcomes = append_at_once(connection, clock, submissions)
    return [(o.verdict, o.first, o.last, o.recorded_at) for o in outcomes]


async def test_positions_begin_at_one_and_have_no_gaps(store: EventStore) -> None:
    for n in range(5):
        outcome = await store.append(submission((uuid4(), 1), (uuid4(), 1)))
        assert (outcome.verdict, outcome.first, outcome.last) == (Verdict.ACCEPTED, 2 * n + 1, 2 * n + 2)
    assert [e.position for e in await store.read_all()] == list(range(1, 11))


def test_a_decision_that_rests_on_a_state_which_is_over_is_a_conflict(database: Database) -> None:
    mine, never = uuid4(), uuid4()
    fresh = submission((uuid4(), 1), seen=[(mine, 1), (never, 0)])
    outcomes = call(
        database.app_dsn,
        submission((mine, 1)),
        fresh,
        submission((mine, 2)),
        submission((uuid4(), 1), seen=[(mine, 1)]),
        submission((uuid4(), 1), seen=[(mine, 2), (never, 1)]),
        submission((uuid4(), 1), seen=[(mine, 2)]),
    )
    assert [o[0] for o in outcomes] == [*["accepted"] * 3, "conflict", "conflict", "accepted"]
    assert call(database.app_dsn, fresh)[0][0] == "repeated"


async def test_a_refused_command_uses_up_no_position(store: EventStore) -> None:
    stream = uuid4()
    await store.append(submission((stream, 1)))
    assert (await store.append(submission((stream, 1)))).verdict is Verdict.CONFLICT
    assert (await store.append(submission((stream, 2)))).last == 2


def test_one_commands_conflict_does_not_fail_its_neighbours_and_outcomes_keep_their_order(database: Database) -> None:
    stream = uuid4()
    outcomes = call(
        database.app_dsn,
        submission((stream, 1)),
        submission((uuid4(), 1), (stream, 5)),
        submission((stream, 2)),
        submission((uuid4(), 2)),
        submission((uuid4(), 1)),
    )
    assert [(o[0], o[1], o[2]) for o in outcomes] == [
        ("accepted", 1, 1),
        ("conflict", None, None),
        ("accepted", 2, 2),
        ("conflict", None, None),
        ("accepted", 3, 3),
    ]


def test_a_command_over_several_streams_is_stored_whole_or_not_at_all(database: Database) -> None:
    first, second = uuid4(), uuid4()
    [outcome] = call(database.app_dsn, submission((first, 1), (first, 2), (second, 2)))
    assert outcome[0] == "conflict"
    with psycopg.connect(database.app_dsn) as connection:
        assert connection.execute("SELECT count(*) FROM ledger.event").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM ledger.command").fetchone() == (0,)


def test_the_versions_a_conflicting_command_had_counted_are_given_back(database: Database) -> None:
    stream = uuid4()
    outcomes = call(database.app_dsn, submission((stream, 1), (stream, 2), (stream, 4)), submission((stream, 1)))
    assert [o[0] for o in outcomes] == ["conflict", "accepted"]


async def test_a_repeated_command_gets_its_first_outcome_and_writes_nothing(store: EventStore) -> None:
    command_id, stream = uuid4(), uuid4()
    first = await store.append(submission((stream, 1), (stream, 2), command_id=command_id))
    await store.append(submission((uuid4(), 1)))
    again = await store.append(submission((stream, 1), (stream, 2), command_id=command_id))
    assert (again.verdict, again.first, again.last, again.subject) == (
        Verdict.REPEATED,
        first.first,
        first.last,
        stream,
    )
    assert (await store.head()).position == 3


async def test_the_same_id_with_another_body_is_refused_and_of_another_actor_is_another_command(
    store: EventStore,
) -> None:
    command_id = uuid4()
    await store.append(submission((uuid4(), 1), command_id=command_id))
    assert (await store.append(submission((uuid4(), 1), command_id=command_id, digest=b"x"))).verdict is Verdict.REUSED
    other = await store.append(submission((uuid4(), 1), command_id=command_id, actor="officer-2"))
    assert other.verdict is Verdict.ACCEPTED


async def test_a_refusal_is_not_remembered(store: EventStore) -> None:
    command_id, stream = uuid4(), uuid4()
    assert (await store.append(submission((stream, 2), command_id=command_id))).verdict is Verdict.CONFLICT
    assert (await store.append(submission((stream, 1), command_id=command_id))).verdict is Verdict.ACCEPTED


async def test_the_same_command_twice_at_once_is_carried_out_once(store: EventStore) -> None:
    command_id, stream = uuid4(), uuid4()
    outcomes = await asyncio.gather(*(store.append(submission((stream, 1), command_id=command_id)) for _ in range(20)))
    assert sorted(o.verdict for o in outcomes) == [Verdict.ACCEPTED] + [Verdict.REPEATED] * 19
    assert (await store.head()).position == 1


async def test_racing_appends_to_one_stream_let_exactly_one_through(store: EventStore) -> None:
    stream = uuid4()
    for version in range(1, 11):
        outcomes = await asyncio.gather(*(store.append(submission((stream, version))) for _ in range(8)))
        assert [o.verdict for o in outcomes].count(Verdict.ACCEPTED) == 1
    assert [e.envelope.version for e in await store.read_stream(stream)] == list(range(1, 11))


async def test_a_simulated_ledger_takes_the_instant_from_the_caller_and_never_goes_back(store: EventStore) -> None:
    later = await store.append(submission((uuid4(), 1), minutes=10))
    earlier = await store.append(submission((uuid4(), 1), minutes=5))
    assert later.recorded_at == START + timedelta(minutes=10)
    assert earlier.recorded_at == later.recorded_at


async def test_a_real_ledger_takes_its_own_clock(real_database: Database) -> None:
    before = datetime.now(UTC) - timedelta(seconds=5)
    async with EventStore(real_database.app_dsn) as store:
        outcome = await store.append(submission((uuid4(), 1)))
        assert outcome.recorded_at is not None
        assert before < outcome.recorded_at < before + timedelta(minutes=1)


async def test_a_real_ledger_refuses_a_caller_whose_clock_is_off_by_more_than_a_minute(real_database: Database) -> None:
    def wrong() -> datetime:
        return datetime.now(UTC) + timedelta(minutes=2)

    async with EventStore(real_database.app_dsn, clock=wrong) as store:
        with pytest.raises(Unavailable) as refusal:
            await store.append(submission((uuid4(), 1)))
        assert refusal.value.code == "CLOCKS_DIFFER"
        assert (await store.head()).position == 0


def test_the_recorded_moment_does_not_fall_when_the_clock_jumps_back(real_database: Database) -> None:
    """The database's clock cannot be turned here, so the last event is put a minute ahead of it instead."""
    now = datetime.now(UTC)
    call(real_database.app_dsn, submission((uuid4(), 1)), clock=now)
    with psycopg.connect(real_database.owner_dsn) as connection:
        connection.execute("UPDATE ledger.event SET recorded_at = %s", (now + timedelta(seconds=50),))
    [outcome] = call(real_database.app_dsn, submission((uuid4(), 1)), clock=now)
    assert outcome[3] == now + timedelta(seconds=50)


def test_any_other_isolation_than_read_committed_is_refused(database: Database) -> None:
    with psycopg.connect(database.app_dsn) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        with pytest.raises(psycopg.DatabaseError) as refusal:
            append_at_once(connection, START, [submission((uuid4(), 1))])
        assert refusal.value.sqlstate == "LG001"


async def test_openings_stand_beside_their_command_and_only_if_it_was_accepted(store: EventStore) -> None:
    stream = uuid4()
    await store.append(submission((stream, 1), openings=[Opening("kept", b"\x00cipher")]))
    await store.append(submission((stream, 1), openings=[Opening("lost", b"cipher")]))
    assert await store.find_opening("kept") == b"\x00cipher"
    assert await store.find_opening("lost") is None


async def test_a_killed_connection_costs_no_event_and_doubles_none(store: EventStore, database: Database) -> None:
    """The committer's connection is shot again and again while clients append."""
    accepted: list[int] = []

    async def client() -> None:
        for _ in range(40):
            outcome = await store.append(submission((uuid4(), 1)))
            assert outcome.last is not None
            accepted.append(outcome.last)

    async def shoot() -> None:
        async with await psycopg.AsyncConnection.connect(database.superuser_dsn, autocommit=True) as connection:
            for _ in range(12):
                await connection.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                    "WHERE application_name = 'ledger-committer' AND datname = current_database()"
                )
                await asyncio.sleep(0.02)

    await asyncio.gather(shoot(), *(client() for _ in range(6)))
    events = await store.read_all(limit=1000)
    assert sorted(accepted) == [e.position for e in events] == list(range(1, 241))


@pytest.mark.parametrize("statement", ["INSERT INTO ledger.event DEFAULT VALUES", "DELETE FROM ledger.event"])
def test_the_application_has_no_way_into_the_table_but_the_append(database: Database, statement: str) -> None:
    with psycopg.connect(database.app_dsn) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


def test_a_command_without_events_is_refused(database: Database) -> None:
    with pytest.raises(ValueError, match="appends 1 to"):
        Submission("a", uuid4(), b"", uuid4(), START, [])
    assert database.name
