"""One suite for every recorder: ours, and the library's where it applies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.application import Application
from eventsourcing.persistence import ApplicationRecorder, IntegrityError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg.conninfo import conninfo_to_dict

from ledger.domain.hazard import Hazard
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.eventstore.recorder import EnvelopeMapper, LedgerRecorder
from tests.conftest import Database
from tests.eventstore.building import ACTOR, START, envelope


@pytest.fixture(params=["ours", "library"])
def recorder(request: pytest.FixtureRequest, database: Database) -> Iterator[ApplicationRecorder]:
    if request.param == "ours":
        ours = LedgerRecorder(database.app_dsn, lambda: datetime.now(UTC))
        yield ours
        ours.close()
        return
    info = {k: str(v) for k, v in conninfo_to_dict(database.superuser_dsn).items()}
    with PostgresDatastore(
        dbname=info["dbname"], host=info["host"], port=info["port"], user=info["user"], password=info["password"]
    ) as store:
        theirs = PostgresApplicationRecorder(store, events_table_name="library_event")
        theirs.create_table()
        yield theirs


def stored(stream: UUID, version: int) -> StoredEvent:
    made = envelope(stream, version)
    return StoredEvent(stream, version, made.type, made.stored_bytes())


def test_what_is_inserted_is_read_back_by_stream_and_by_position(recorder: ApplicationRecorder) -> None:
    stream = uuid4()
    events = [stored(stream, version) for version in (1, 2, 3)]
    assert recorder.max_notification_id() is None
    assert list(recorder.insert_events(events) or []) == [1, 2, 3]
    assert recorder.select_events(stream) == events
    assert recorder.select_events(stream, gt=1, lte=2) == events[1:2]
    assert recorder.select_events(stream, desc=True, limit=1) == events[2:]
    assert [n.id for n in recorder.select_notifications(2, 10)] == [2, 3]
    assert [n.id for n in recorder.select_notifications(2, 10, inclusive_of_start=False)] == [3]
    assert [n.id for n in recorder.select_notifications(1, 10, topics=["other"])] == []
    assert recorder.max_notification_id() == 3


def test_a_taken_version_is_refused_and_nothing_of_the_command_is_kept(recorder: ApplicationRecorder) -> None:
    stream, other = uuid4(), uuid4()
    recorder.insert_events([stored(stream, 1)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([stored(other, 1), stored(stream, 1)])
    assert recorder.select_events(other) == []


def test_racing_inserts_into_one_stream_let_one_through(recorder: ApplicationRecorder, database: Database) -> None:
    if isinstance(recorder, LedgerRecorder):
        racers: list[ApplicationRecorder] = [LedgerRecorder(database.app_dsn, lambda: START) for _ in range(4)]
    else:
        racers = [recorder] * 4
    stream, won = uuid4(), []

    def race(racer: ApplicationRecorder) -> None:
        try:
            racer.insert_events([stored(stream, 1)])
        except IntegrityError:
            return
        won.append(racer)

    threads = [threading.Thread(target=race, args=(racer,)) for racer in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for racer in racers:
        if isinstance(racer, LedgerRecorder):
            racer.close()
    assert len(won) == 1
    assert len(recorder.select_events(stream)) == 1


def test_an_append_whose_acknowledgement_was_lost_is_repeated_without_harm(recorder: ApplicationRecorder) -> None:
    """The library's recorder reports a conflict over what it has stored itself; ours gives the first positions."""
    stream = uuid4()
    events = [stored(stream, version) for version in (1, 2)]
    first = list(recorder.insert_events(events) or [])
    if isinstance(recorder, LedgerRecorder):
        assert list(recorder.insert_events(events) or []) == first
    else:
        with pytest.raises(IntegrityError):
            recorder.insert_events(events)
    assert recorder.select_events(stream) == events
    assert recorder.max_notification_id() == 2


def test_a_reader_that_tails_under_load_misses_nothing_and_sees_nothing_twice(
    recorder: ApplicationRecorder, database: Database
) -> None:
    writers, each = 4, 50
    ours = isinstance(recorder, LedgerRecorder)
    pens = [LedgerRecorder(database.app_dsn, lambda: START) for _ in range(writers)] if ours else [recorder] * writers

    def write(pen: ApplicationRecorder) -> None:
        for _ in range(each):
            pen.insert_events([stored(uuid4(), 1)])

    threads = [threading.Thread(target=write, args=(pen,)) for pen in pens]
    for thread in threads:
        thread.start()
    seen: list[int] = []
    while len(seen) < writers * each:
        assert any(thread.is_alive() for thread in threads) or (recorder.max_notification_id() or 0) > len(seen)
        found = recorder.select_notifications(seen[-1] if seen else None, 7, inclusive_of_start=False)
        seen += [notification.id for notification in found]
    for thread in threads:
        thread.join()
    for pen in pens:
        if isinstance(pen, LedgerRecorder):
            pen.close()
    assert seen == list(range(1, writers * each + 1))


def test_an_aggregate_of_ten_thousand_events_reads_back_in_order(recorder: ApplicationRecorder) -> None:
    stream = uuid4()
    # The library's recorder sends a call as one pipeline; of one that the socket does not take at once psycopg 3.3 may
    # wait for an answer to what it has not sent yet.
    for first in range(1, 10_001, 100):
        recorder.insert_events([stored(stream, version) for version in range(first, first + 100)])
    assert [event.originator_version for event in recorder.select_events(stream)] == list(range(1, 10_001))
    assert [event.originator_version for event in recorder.select_events(stream, gt=9_998)] == [9_999, 10_000]


@pytest.mark.parametrize("mode", ["SHARE UPDATE EXCLUSIVE", "ROW SHARE"])
def test_who_keeps_the_table_in_order_does_not_hold_up_an_append(
    recorder: ApplicationRecorder, database: Database, mode: str
) -> None:
    """VACUUM and CREATE INDEX CONCURRENTLY take the first lock, a foreign key's check the second."""
    ours = isinstance(recorder, LedgerRecorder)
    recorder.insert_events([stored(uuid4(), 1)])
    table = "ledger.event" if ours else "library_event"
    writing = threading.Thread(target=recorder.insert_events, args=([stored(uuid4(), 1)],))
    with psycopg.connect(database.superuser_dsn) as keeper:
        keeper.execute(f"LOCK TABLE {table} IN {mode} MODE".encode())
        writing.start()
        writing.join(10 if ours else 0.3)
        assert writing.is_alive() is not ours
    writing.join(10)
    assert recorder.max_notification_id() == 2


def test_the_librarys_application_saves_and_loads_our_aggregate_over_our_recorder(database: Database) -> None:
    """The oracle: the library's own repository replays a hazard to the same state as ours does."""
    app: Application[UUID] = Application()
    recorder = LedgerRecorder(database.app_dsn, lambda: START)
    app.events.mapper, app.events.recorder = EnvelopeMapper(uuid4), recorder
    hazard = Hazard(uuid4())
    hazard.report(
        mine=uuid4(), division="230599", department="煤管局", description="x", location="y",
        source=HazardSource.SELF_INSPECTION, found_on=START.date(), by=ACTOR, at=START,
    )  # fmt: skip
    hazard.grade(HazardLevel.GENERAL_B, None, START.date(), by=ACTOR, at=START)
    events = list(hazard.pending)
    app.events.put(hazard.collect_events())
    loaded = list(app.events.get(hazard.id))
    assert loaded == events
    assert vars(Hazard.replay(hazard.id, events)) == vars(hazard)
    recorder.close()
