"""The short ways of the append write what the long way would have written, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4, uuid5

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import pq
from psycopg.adapt import Transformer
from psycopg.pq.abc import PGresult

from ledger.eventstore import append_calls
from ledger.eventstore.append_calls import Statement
from ledger.eventstore.recorder import append_at_once
from ledger.eventstore.submission import Opening, Outcome, Submission, Verdict
from tests.conftest import Database
from tests.eventstore.building import START, submission

RECORD = "SELECT position, stream, version, type, occurred_at, recorded_at, body FROM ledger.event ORDER BY position"
COMMANDS = "SELECT actor, id, digest, subject, first_position, last_position FROM ledger.command ORDER BY actor, id"


def called(connection: psycopg.Connection, call: Statement, parameters: Sequence[bytes | None]) -> PGresult | None:
    """The answer of a short way; None when a key was violated."""
    result = connection.pgconn.exec_params(call.text, parameters, None, call.formats, pq.Format.BINARY)
    if result.error_field(pq.DiagnosticField.SQLSTATE) == b"23505":
        return None
    assert result.status == pq.ExecStatus.TUPLES_OK, result.error_message
    return result


def append_unopposed(
    connection: psycopg.Connection, clock: datetime, submissions: Sequence[Submission]
) -> list[Outcome] | None:
    """The short way alone; None when it was not for these or something stood against them."""
    parameters = append_calls.unopposed_parameters(clock, submissions)
    result = parameters and called(connection, append_calls.UNOPPOSED, parameters)
    if not result:
        return None
    loading = Transformer(connection)
    loading.set_pgresult(result)
    row = loading.load_row(0, tuple)
    assert row is not None
    return append_calls.unopposed_outcomes(submissions, row)


def append_one(
    connection: psycopg.Connection, clock: datetime, submissions: Sequence[Submission]
) -> list[Outcome] | None:
    """The shortest way alone, of one command of one event; None as with the other, and where there are more."""
    if len(submissions) != 1:
        return None
    parameters = append_calls.one_parameters(clock, submissions[0])
    result = parameters and called(connection, append_calls.ONE, parameters)
    outcome = append_calls.one_outcome(submissions[0], result.get_value(0, 0)) if result else None
    return [outcome] if outcome else None


ShortWay = Callable[[psycopg.Connection, datetime, Sequence[Submission]], list[Outcome] | None]
SHORT_WAYS: list[ShortWay] = [append_one, append_unopposed]


def contents(connection: psycopg.Connection) -> list[Any]:
    return [connection.execute(query).fetchall() for query in (RECORD, COMMANDS)]


STREAMS = [uuid5(UUID(int=0), str(n)) for n in range(3)]
COMMAND_IDS = [uuid5(UUID(int=1), str(n)) for n in range(6)]
places = st.lists(st.tuples(st.sampled_from(STREAMS), st.integers(1, 3)), min_size=1, max_size=3)
commands = st.builds(
    lambda at, seen, command_id, other, minutes: submission(
        *at, command_id=command_id, digest=(b"e" if other else b"d") * 32, minutes=minutes, seen=seen
    ),
    places,
    st.lists(st.tuples(st.sampled_from(STREAMS), st.integers(0, 2)), max_size=2),
    st.sampled_from(COMMAND_IDS),
    st.booleans(),
    st.integers(0, 5),
)
batches = st.lists(st.lists(commands, min_size=1, max_size=3, unique_by=lambda s: s.command_id), max_size=6)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=batches)
def test_the_short_ways_first_and_the_long_way_alone_leave_the_same_record(
    database: Database, second_database: Database, batches: list[list[Submission]]
) -> None:
    for one in (database, second_database):
        with psycopg.connect(one.owner_dsn, autocommit=True) as owner:
            owner.execute("TRUNCATE ledger.event")
    with (
        psycopg.connect(database.app_dsn, autocommit=True) as short,
        psycopg.connect(second_database.app_dsn, autocommit=True) as long,
    ):
        for batch in batches:
            expected = append_at_once(long, START, batch)
            outcomes = append_one(short, START, batch) or append_unopposed(short, START, batch)
            assert (outcomes or append_at_once(short, START, batch)) == expected
        assert contents(short) == contents(long)


def test_nothing_stands_against_new_commands_of_one_and_several_events(database: Database) -> None:
    first, second = uuid4(), uuid4()
    with psycopg.connect(database.app_dsn, autocommit=True) as connection:
        outcomes = append_unopposed(
            connection,
            START,
            [
                submission((first, 1), (second, 1), (first, 2)),
                submission((second, 2), minutes=3),
                submission((first, 3)),
            ],
        )
        assert outcomes is not None
        assert [(o.verdict, o.first, o.last) for o in outcomes] == [
            (Verdict.ACCEPTED, 1, 3), (Verdict.ACCEPTED, 4, 4), (Verdict.ACCEPTED, 5, 5),
        ]  # fmt: skip
        later = START + timedelta(minutes=3)
        assert [o.recorded_at for o in outcomes] == [START, later, later]
        assert [row[5] for row in connection.execute(RECORD)] == [START] * 3 + [later] * 2


@pytest.mark.parametrize("way", SHORT_WAYS)
def test_a_short_way_answers_what_the_record_says_and_checks_what_the_decision_rests_on(
    database: Database, way: ShortWay
) -> None:
    first, second = uuid4(), uuid4()
    with psycopg.connect(database.app_dsn, autocommit=True) as connection:
        for position, one in enumerate(
            [
                submission((first, 1), seen=[(second, 0)]),
                submission((second, 1), seen=[(first, 1)], minutes=3),
                submission((first, 2), seen=[(second, 1), (first, 1)]),
            ],
            1,
        ):
            outcomes = way(connection, START, [one])
            assert outcomes is not None
            *_, (_, _, _, _, _, recorded_at, _) = connection.execute(RECORD)
            assert outcomes == [Outcome(Verdict.ACCEPTED, position, position, recorded_at, one.subject)]
        assert way(connection, START, [submission((uuid4(), 1), seen=[(first, 1)])]) is None
        assert [row[0] for row in connection.execute(RECORD)] == [1, 2, 3]


def opposed(stream: UUID, known: Submission) -> dict[str, list[Submission]]:
    return {
        "a known command": [submission((uuid4(), 1)), known],
        "a known command's id with another body": [submission((uuid4(), 1), command_id=known.command_id)],
        "a stale version": [submission((uuid4(), 1)), submission((stream, 1))],
        "a version to come": [submission((stream, 3))],
        "a stream seen at another version": [submission((uuid4(), 1), seen=[(stream, 0)])],
        "its own stream seen at another version": [submission((stream, 2), seen=[(stream, 0)])],
        "a gap within the call": [submission((stream, 2), (stream, 4))],
        "an opening": [submission((stream, 2), openings=[Opening("o", b"c")])],
    }


@pytest.mark.parametrize("way", SHORT_WAYS)
@pytest.mark.parametrize("what", opposed(uuid4(), submission((uuid4(), 1))))
def test_what_stands_against_one_leaves_all_to_the_long_way(database: Database, what: str, way: ShortWay) -> None:
    stream = uuid4()
    known = submission((stream, 1))
    with psycopg.connect(database.app_dsn, autocommit=True) as connection:
        assert way(connection, START, [known]) is not None
        before = contents(connection)
        batch = opposed(stream, known)[what]
        assert way(connection, START, batch) is None
        assert way(connection, START, batch[-1:]) is None
        assert contents(connection) == before


@pytest.mark.parametrize("way", SHORT_WAYS)
def test_a_clock_that_is_off_and_another_isolation_are_left_to_the_long_way(
    real_database: Database, way: ShortWay
) -> None:
    with psycopg.connect(real_database.app_dsn, autocommit=True) as connection:
        now = datetime.now(UTC)
        assert way(connection, now - timedelta(seconds=90), [submission((uuid4(), 1))]) is None
        connection.execute("SET default_transaction_isolation = 'repeatable read'")
        assert way(connection, now, [submission((uuid4(), 1))]) is None
        connection.execute("SET default_transaction_isolation = 'read committed'")
        outcomes = way(connection, now, [submission((uuid4(), 1))])
        assert outcomes is not None
        assert outcomes[0].recorded_at is not None
        assert abs(outcomes[0].recorded_at - now) < timedelta(minutes=1)


def test_a_ledger_that_nobody_has_named_yet_takes_nothing(database: Database) -> None:
    with psycopg.connect(database.owner_dsn) as owner, psycopg.connect(database.app_dsn, autocommit=True) as connection:
        assert owner.execute("SELECT simulated, ledger.is_simulated() FROM ledger.identity").fetchall() == [
            (True, True)
        ]
        owner.execute("UPDATE ledger.identity SET simulated = false")
        assert owner.execute("SELECT ledger.is_simulated()").fetchone() == (False,)
        owner.rollback()
        owner.execute("DELETE FROM ledger.identity")
        owner.commit()
        for way in SHORT_WAYS:
            assert way(connection, START, [submission((uuid4(), 1))]) is None
        with pytest.raises(psycopg.errors.NoDataFound):
            append_at_once(connection, START, [submission((uuid4(), 1))])
