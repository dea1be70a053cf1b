"""Appending events: ours against raw INSERT, the library's recorder and message-db, on one PostgreSQL in one run.

    .venv/bin/python -m benchmarks.store [--seconds 0.6] [--rounds 11] [--into benchmarks/results.json]

message-db comes from npm (`@eventide/message-db`) when npm is there; otherwise its rows say so. Prints a JSON list of
`{name, ours, peer, ratio, target, ok}`: events a second, medians of the rounds, and the median of the rounds' ratios.
What is held against each other is measured within one round, and rounds are short: flushing gets slower and quicker by
the minute.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import uvloop
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import pq
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict

from benchmarks.fresh import fresh_ledger
from benchmarks.kept import Lines, keep
from ledger.eventstore import append_calls
from ledger.eventstore.committer import PLANNING, Committer
from ledger.eventstore.submission import EventToAppend, Submission, Verdict
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.roles import APP, OWNER

BODY = b"x" * 600
Client = Callable[[], Awaitable[None]]


class _TextAsItIs(Dumper):
    oid, format = 0, pq.Format.TEXT

    def dump(self, obj: bytes) -> bytes:
        return obj


class _BytesAsTheyAre(_TextAsItIs):
    format = pq.Format.BINARY


async def _rate(clients: list[Client], seconds: float) -> float:
    done = 0
    # Connecting and planning are not part of it.
    await asyncio.gather(*(client() for client in clients))
    until = time.perf_counter() + seconds

    async def run(client: Client) -> None:
        nonlocal done
        while time.perf_counter() < until:
            await client()
            done += 1

    await asyncio.gather(*map(run, clients))
    return done / seconds


async def ours(dsn: str, clients: int, seconds: float) -> float:
    async with Committer(dsn) as committer:

        async def client() -> None:
            stream, now = uuid4(), datetime.now(UTC)
            event = EventToAppend(stream, 1, "HazardReported", now, BODY)
            outcome = await committer.append(Submission("bench", uuid4(), b"d" * 32, stream, now, [event]))
            assert outcome.verdict is Verdict.ACCEPTED

        return await _rate([client] * clients, seconds)


async def ungrouped(dsn: str, clients: int, seconds: float) -> float:
    """The same SQL function, called for each command alone over an ordinary cursor: what grouping is held against."""
    call = append_calls.ONE
    connections = [
        await psycopg.AsyncConnection.connect(dsn, autocommit=True, prepare_threshold=0, options=PLANNING)
        for _ in range(clients)
    ]
    query = call.text.decode()
    for n in range(len(call.formats), 0, -1):
        query = query.replace(f"${n}", "%b" if call.formats[n - 1] else "%t")

    def client_of(connection: psycopg.AsyncConnection) -> Client:
        for dumper in (_TextAsItIs, _BytesAsTheyAre):
            connection.adapters.register_dumper(bytes, dumper)
        cursor = connection.cursor(binary=True)

        async def client() -> None:
            stream, now = uuid4(), datetime.now(UTC)
            event = EventToAppend(stream, 1, "HazardReported", now, BODY)
            one = Submission("bench", uuid4(), b"d" * 32, stream, now, [event])
            await cursor.execute(query.encode(), append_calls.one_parameters(now, one))
            row = await cursor.fetchone()
            assert row is not None
            assert row[0] is not None

        return client

    try:
        return await _rate([client_of(c) for c in connections], seconds)
    finally:
        for connection in connections:
            await connection.close()


async def raw_insert(dsn: str, clients: int, seconds: float) -> float:
    connections = [
        await psycopg.AsyncConnection.connect(dsn, autocommit=True, prepare_threshold=0) for _ in range(clients)
    ]

    def client_of(connection: psycopg.AsyncConnection) -> Client:
        cursor = connection.cursor(binary=True)

        async def client() -> None:
            now = datetime.now(UTC)
            await cursor.execute(
                "INSERT INTO raw_event (stream, version, type, occurred_at, recorded_at, body) "
                "VALUES (%s, %s, %s, %s, %s, %s)",
                (uuid4(), 1, "HazardReported", now, now, BODY),
            )

        return client

    try:
        return await _rate([client_of(c) for c in connections], seconds)
    finally:
        for connection in connections:
            await connection.close()


async def message_db(dsn: str, clients: int, seconds: float) -> float:
    connections = [
        await psycopg.AsyncConnection.connect(dsn, autocommit=True, prepare_threshold=0) for _ in range(clients)
    ]
    data = json.dumps({"data": "x" * 590})

    def client_of(connection: psycopg.AsyncConnection) -> Client:
        cursor = connection.cursor(binary=True)

        async def client() -> None:
            await cursor.execute(
                "SELECT message_store.write_message(%s, %s, 'HazardReported', %s::jsonb)",
                (str(uuid4()), f"hazard-{uuid4()}", data),
            )

        return client

    try:
        return await _rate([client_of(c) for c in connections], seconds)
    finally:
        for connection in connections:
            await connection.close()


def library(dsn: str, clients: int, seconds: float) -> float:
    info = conninfo_to_dict(dsn)
    store = PostgresDatastore(
        dbname=str(info["dbname"]), host=str(info["host"]), port=str(info["port"]), user=str(info["user"]),
        password=str(info["password"]), pool_size=clients, max_overflow=0,
    )  # fmt: skip
    recorder = PostgresApplicationRecorder(store, events_table_name="library_event")
    recorder.create_table()
    counts = [0] * clients
    until = time.perf_counter() + seconds

    def run(n: int) -> None:
        while time.perf_counter() < until:
            recorder.insert_events([StoredEvent(uuid4(), 1, "HazardReported", BODY)])
            counts[n] += 1

    threads = [threading.Thread(target=run, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store.close()
    return sum(counts) / seconds


def install_message_db(superuser: str, folder: Path) -> str | None:
    """A database with message-db's own schema and functions; None when npm is not there."""
    if not shutil.which("npm"):
        return None
    done = subprocess.run(
        ["npm", "install", "--silent", "--no-package-lock", "--prefix", str(folder), "@eventide/message-db@1.3.1"],
        capture_output=True, check=False,
    )  # fmt: skip
    script = next(folder.glob("node_modules/@eventide/message-db/**/install.sh"), None)
    if done.returncode != 0 or script is None:
        return None
    # Its installer asks for pgcrypto, which PostgreSQL 13 made needless and the wheel lacks; the rest is its own.
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute("CREATE DATABASE message_store")
    target = psycopg.conninfo.make_conninfo(
        superuser, dbname="message_store", options="-c search_path=message_store,public -c check_function_bodies=off"
    )
    with psycopg.connect(target, autocommit=True) as connection:
        for part in ("schema", "types", "tables", "functions", "indexes"):
            for file in sorted((script.parent / part).glob("*.sql")):
                connection.execute(file.read_bytes())
    return target


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, default=0.6)
    arguments.add_argument("--rounds", type=int, default=11)
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "pg") as postgres:
        superuser = postgres.dsn()
        dsn = fresh_ledger(postgres, simulated=False)
        owner = dsn[OWNER]
        with psycopg.connect(owner) as connection:
            connection.execute(
                "CREATE SCHEMA bench; CREATE TABLE bench.raw_event (position bigserial PRIMARY KEY, stream uuid, "
                "version int, type text, occurred_at timestamptz, recorded_at timestamptz, body bytea, "
                "UNIQUE (stream, version))"
            )
        peers = psycopg.conninfo.make_conninfo(owner, options="-c search_path=bench")
        app = dsn[APP]
        messages = install_message_db(superuser, Path(folder) / "npm")
        found = _compare(app, peers, postgres.dsn(database="bench"), messages, chosen)
    if chosen.into is not None:
        keep(chosen.into, found)
    print(json.dumps(found, indent=1))


def _compare(app: str, peers: str, superuser: str, messages: str | None, chosen: argparse.Namespace) -> Lines:
    figures: dict[str, list[float]] = {}

    def take(name: str, rate: float) -> None:
        figures.setdefault(name, []).append(rate)
        print(f"{name:20} {rate:10.0f}/s", file=sys.stderr)

    for _ in range(chosen.rounds):
        if messages is not None:
            take("message-db 1", uvloop.run(message_db(messages, 1, chosen.seconds)))
        take("ours 1", uvloop.run(ours(app, 1, chosen.seconds)))
        take("library 1", library(superuser, 1, chosen.seconds))
        take("ungrouped 1", uvloop.run(ungrouped(app, 1, chosen.seconds)))
        take("raw 1", uvloop.run(raw_insert(peers, 1, chosen.seconds)))
        take("raw 8", uvloop.run(raw_insert(peers, 8, chosen.seconds)))
        take("ours 16", uvloop.run(ours(app, 16, chosen.seconds)))
        if messages is not None:
            take("message-db 8", uvloop.run(message_db(messages, 8, chosen.seconds)))
        take("ours 64", uvloop.run(ours(app, 64, chosen.seconds)))
    return _lines(figures)


WANTED = (
    ("appends, 1 client, against the library's recorder", "ours 1", "library 1", 2.0),
    ("appends, 1 client, against message-db", "ours 1", "message-db 1", 0.9),
    ("appends, 1 client, against the same function without grouping", "ours 1", "ungrouped 1", 1.0),
    ("appends, 16 clients, against raw INSERT with 8", "ours 16", "raw 8", 1.5),
    ("appends, 16 clients, against message-db with 8", "ours 16", "message-db 8", 4.0),
)


def _lines(figures: dict[str, list[float]]) -> Lines:
    rows: Lines = []
    for name, mine, peer, target in WANTED:
        middle = round(statistics.median(figures[mine]))
        if peer not in figures:
            rows.append({"name": name, "ours": middle, "peer": None, "target": target, "ok": None})
            continue
        ratio = statistics.median(a / b for a, b in zip(figures[mine], figures[peer], strict=True))
        rows.append(
            {
                "name": name,
                "ours": middle,
                "peer": round(statistics.median(figures[peer])),
                "ratio": round(ratio, 2),
                "target": target,
                "ok": ratio >= target,
            }
        )
    return rows


if __name__ == "__main__":
    main()
