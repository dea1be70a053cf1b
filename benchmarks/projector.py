"""Building views: the live projector against one upsert an event, on one PostgreSQL in one run.

    .venv/bin/python -m benchmarks.projector [--events 30000] [--into benchmarks/results.json]

A view of ten columns with four indexes; every event touches one row of 2,000. Prints a JSON list of
`{name, ours, peer, ratio, target, ok}`, in row versions a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import psycopg

from benchmarks.fresh import fresh_ledger
from benchmarks.kept import keep
from ledger.domain.event import DomainEvent
from ledger.eventstore.envelope import Envelope, RecordedEvent
from ledger.projections.events import read_events
from ledger.projections.live import Live
from ledger.projections.projector import BATCH, Projector
from ledger.projections.view import Row, View, columns
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.garbage import look_less_often
from ledger.server.roles import OWNER, PROJECTOR
from ledger.values.actor import Actor, Role

ROWS, TARGET = 2_000, 20_000
NAMESPACE = UUID(int=7)
NOW = datetime(2026, 7, 1, tzinfo=UTC)
ACTOR = Actor(id="bench", department="bench", role=Role.OFFICER)


class BenchmarkStepped(DomainEvent):
    """An event of this benchmark."""

    n: int


view = View(
    name="bench",
    version=1,
    key="id",
    columns=columns("""
        division text
        name     text
        status   text
        level    text
        n        integer
        found_on timestamptz
        deadline timestamptz
        person   text
        closed   boolean
        version  integer
    """),
    indexes=(("division",), ("status", "deadline"), ("found_on",), ("n",)),
)


@view.on(BenchmarkStepped, key=lambda e: e.originator_id)
def _stepped(row: Row | None, event: BenchmarkStepped, recorded: RecordedEvent) -> Row:
    return {
        "division": "230599", "name": f"hazard {event.n}", "status": f"S{event.n % 7}", "level": "MAJOR",
        "n": event.n, "found_on": event.occurred_at, "deadline": recorded.recorded_at, "person": "somebody",
        "closed": False, "version": event.originator_version,
    }  # fmt: skip


def fill(owner: str, events: int) -> None:
    """Events straight into the table, as the append would leave them."""
    with psycopg.connect(owner) as connection, connection.cursor() as cursor:
        statement = "COPY ledger.event (position, stream, version, type, occurred_at, recorded_at, body) FROM STDIN"
        with cursor.copy(statement) as copy:
            for n in range(events):
                stream, version = uuid5(NAMESPACE, str(n % ROWS)), n // ROWS + 1
                envelope = Envelope(
                    stream=stream, version=version, type="BenchmarkStepped", schema_version=1, occurred_at=NOW,
                    actor=ACTOR, command_id=stream, correlation_id=stream, data={"n": n},
                )  # fmt: skip
                body = envelope.stored_bytes()
                copy.write_row((n + 1, stream, version, "BenchmarkStepped", NOW, NOW, body))


async def ours(dsn: str, events: int) -> float:
    """What the leader does when it is behind."""
    look_less_often()
    live = await Live.connect(dsn, [view], BATCH, None)
    try:
        began = time.perf_counter()
        while (taken := await live.take(look=True)) is not None and taken.moved:
            pass
        assert taken is not None, "a batch went the careful way"
        assert taken.position == events
        return events / (time.perf_counter() - began)
    finally:
        await live.close()


async def one_by_one(dsn: str, events: int) -> float:
    """The usual runner: fold one event, upsert one row, commit."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute("SET synchronous_commit = off")  # As ours: what is lost is folded again.
        names = ", ".join(f"{n} {t}" for n, t in zip(view.column_names, view.column_types, strict=True))
        await connection.execute(f"CREATE TABLE views.peer ({names}, PRIMARY KEY (id))".encode())
        for n, index in enumerate(view.indexes):
            await connection.execute(f"CREATE INDEX peer_{n} ON views.peer ({', '.join(index)})".encode())
        places = ", ".join(["%s"] * len(view.column_names))
        sets = ", ".join(f"{c} = excluded.{c}" for c in view.column_names[1:])
        upsert = f"INSERT INTO views.peer VALUES ({places}) ON CONFLICT (id) DO UPDATE SET {sets}".encode()
        batch = await read_events(connection, 0, events)
        began = time.perf_counter()
        for typed in batch:
            event: Any = typed.recorded.event
            row = _stepped(None, event, typed.recorded)
            assert row is not None
            await connection.execute(upsert, [event.originator_id, *(row[c] for c in view.column_names[1:])])
        return events / (time.perf_counter() - began)


async def measure(dsn: str, events: int) -> list[dict[str, object]]:
    # The view is built on an empty ledger first, so that what follows is the live path with all indexes.
    mine = await ours(dsn, events)
    peer = await one_by_one(dsn, min(events, 5_000))
    return [
        {
            "name": "projector live, row versions a second",
            "ours": round(mine),
            "peer": round(peer),
            "ratio": round(mine / peer, 1),
            "target": TARGET,
            "ok": mine >= TARGET,
        }
    ]


async def build(dsn: str) -> None:
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await Projector(dsn, [view]).build_missing(connection)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--events", type=int, default=30_000)
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    given = arguments.parse_args()
    events = given.events
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "pg") as postgres:
        dsn = fresh_ledger(postgres, simulated=True)
        asyncio.run(build(dsn[PROJECTOR]))
        fill(dsn[OWNER], events)
        found = asyncio.run(measure(dsn[PROJECTOR], events))
    if given.into is not None:
        keep(given.into, found)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
