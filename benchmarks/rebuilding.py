"""Building all views anew in one passage over a record of hazards: row versions a second, and whether memory is flat.

    .venv/bin/python -m benchmarks.rebuilding [--events 1000000] [--into benchmarks/results.json]

One hazard's course is carried out through the command bus, from finding to clearing, and then stands in the record
once for every hazard, under ids of its own. The peer takes the same events in one upsert an event, into one view.
Prints a list of `{name, ours, peer, ratio, target, ok}`, with the fan-out (row versions an event) in the name.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import psycopg

from benchmarks.fresh import fresh_ledger
from benchmarks.importing import resident_mb
from benchmarks.kept import Lines, keep
from ledger.commands.bus import CommandBus, Order
from ledger.commands.command import Command
from ledger.commands.hazard import (
    AcceptRectification,
    AssignRectification,
    ClaimRectified,
    ClearHazard,
    GradeHazard,
    RecheckHazard,
    ReportHazard,
)
from ledger.commands.mine import RegisterMine
from ledger.demo.people import PEOPLE
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.eventstore.store import EventStore
from ledger.projections import control
from ledger.projections.catalogue import VIEWS
from ledger.projections.events import read_events
from ledger.projections.hazard_ledger import hazard_ledger
from ledger.projections.rebuilding import Rebuilding
from ledger.projections.view import Row
from ledger.sealed.vault import KEY_BYTES, Vault
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.garbage import look_less_often
from ledger.server.roles import APP, OWNER, PROJECTOR

TARGET, GROWTH_MB, PEER_EVENTS = 80_000, 32, 3_000
NOW = datetime(2026, 7, 6, 1, tzinfo=UTC)


async def one_course(dsn: str) -> tuple[UUID, int]:
    """A mine, and a hazard of it from finding to clearing; the hazard, and how many events come before it."""
    async with EventStore(dsn) as store:
        bus = CommandBus(store, Vault(bytes(KEY_BYTES)), simulated=True)
        now = NOW

        async def do(command: Command, by: str) -> UUID:
            nonlocal now
            now += timedelta(minutes=1)
            return (await bus.execute(Order(command, PEOPLE[by], uuid4(), instant=now))).subject

        mine = await do(
            RegisterMine(
                code="230599000001", name="虚构基准煤矿", enterprise="虚构煤业", division="230599",
                capacity=Decimal(60), credit_code=None, standardisation=2, register_only=False, source=None,
            ),
            "head",
        )  # fmt: skip
        before = (await store.head()).position
        finding = ReportHazard(
            mine=mine, description="回风流甲烷传感器位置不符合规定", location="二采区回风巷",
            source=HazardSource.SUPERVISION, found_on=None,
        )  # fmt: skip
        hazard = await do(finding, "officer")
        await do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_B, article=None, item=None), "officer")
        await do(
            AssignRectification(
                hazard=hazard, responsible_unit="通风队", responsible_person="虚构队长", deadline=date(2026, 7, 20),
                measures="恢复传感器并核查数据", funds=Decimal("12000.50"), emergency_plan="超限即撤人",
            ),
            "officer",
        )  # fmt: skip
        await do(ClaimRectified(hazard=hazard, account="已恢复"), "officer")
        await do(AcceptRectification(hazard=hazard, finding="现场核验合格"), "head")
        await do(RecheckHazard(hazard=hazard, passed=True, finding="复查合格"), "second_officer")
        await do(ClearHazard(hazard=hazard), "second_officer")
        return hazard, before


def multiply(owner: str, hazard: UUID, before: int, events: int) -> int:
    """Let the same course stand in the record again and again, each under an id of its own; the last position."""
    with psycopg.connect(owner, autocommit=True) as connection:
        [[length]] = connection.execute("SELECT count(*) FROM ledger.event WHERE stream = %s", (hazard,)).fetchall()
        connection.execute(
            "WITH c AS MATERIALIZED (SELECT n, gen_random_uuid() AS id FROM generate_series(1, %(courses)s) n) "
            "INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body) "
            "SELECT %(before)s + n * %(length)s + e.version, c.id, e.version, e.type, e.occurred_at, e.recorded_at, "
            "convert_to(replace(convert_from(e.body, 'UTF8'), %(hazard)s, c.id::text), 'UTF8') "
            "FROM c CROSS JOIN (SELECT * FROM ledger.event WHERE stream = %(stream)s) e",
            {
                "before": before,
                "length": length,
                "hazard": str(hazard),
                "stream": hazard,
                "courses": events // length,
            },
        )
        connection.execute("ANALYZE ledger.event")
        [[head]] = connection.execute("SELECT max(position) FROM ledger.event").fetchall()
        return int(head)


class Watch:
    """Notes how much memory is held after a tenth, and the most after that."""

    def __init__(self) -> None:
        self.early = self.most = 0.0

    async def moved(self, position: int, head: int) -> None:
        held = resident_mb()
        if position * 10 < head:
            self.early = held
        self.most = max(self.most, held)


async def rebuild(dsn: str, watch: Callable[[int, int], Awaitable[None]]) -> tuple[int, float]:
    """All views anew: how many row versions they have, and how long it took."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute("SET synchronous_commit = off")
        look_less_often()
        began = time.perf_counter()
        await Rebuilding(list(VIEWS.values())).run(connection, watch)
        seconds = time.perf_counter() - began
        rows = 0
        for generation in await control.generations(connection):
            cursor = await connection.execute(f"SELECT count(*) FROM views.{generation.table_name}".encode())
            rows += (await cursor.fetchall())[0][0]
        return rows, seconds


async def one_by_one(dsn: str) -> float:
    """The usual runner: fold one event, upsert one row, commit; rows a second."""
    async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
        await connection.execute("SET synchronous_commit = off")  # As ours: what is lost is folded again.
        view = hazard_ledger
        names = ", ".join(f"{n} {t}" for n, t in zip(view.column_names, view.column_types, strict=True))
        await connection.execute(f"CREATE TABLE views.peer ({names}, PRIMARY KEY ({view.key}))".encode())
        places = ", ".join(["%s"] * len(view.column_names))
        sets = ", ".join(f"{c} = excluded.{c}" for c in view.column_names[1:])
        upsert = f"INSERT INTO views.peer VALUES ({places}) ON CONFLICT ({view.key}) DO UPDATE SET {sets}".encode()
        batch = [e for e in await read_events(connection, 0, PEER_EVENTS) if e.type in view.handlers]
        rows: dict[UUID, Row] = {}
        began = time.perf_counter()
        for typed in batch:
            event = typed.recorded.event
            for _, fold in view.handlers[typed.type]:
                row = fold(rows.get(event.originator_id), event, typed.recorded)
                if row is not None:
                    rows[event.originator_id] = row
                    await connection.execute(upsert, [event.originator_id, *(row[c] for c in view.column_names[1:])])
        return len(batch) / (time.perf_counter() - began)


async def measure(app: str, owner: str, projector: str, events: int) -> Lines:
    hazard, before = await one_course(app)
    head = multiply(owner, hazard, before, events)
    watch = Watch()
    rows, seconds = await rebuild(projector, watch.moved)
    mine, peer, grown = rows / seconds, await one_by_one(projector), watch.most - watch.early
    fan_out = f"{head:,} events, {rows / head:.1f} row versions an event"
    return [
        {
            "name": f"all views anew, row versions a second ({fan_out})",
            "ours": round(mine),
            "peer": round(peer),
            "ratio": round(mine / peer, 1),
            "target": TARGET,
            "ok": mine >= TARGET,
        },
        {
            "name": "all views anew, MB that memory grows after the first tenth",
            "ours": round(grown, 1),
            "peer": None,
            "ratio": None,
            "target": GROWTH_MB,
            "ok": grown <= GROWTH_MB,
        },
    ]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--events", type=int, default=1_000_000)
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "pg") as postgres:
        dsn = fresh_ledger(postgres, simulated=True)
        found = asyncio.run(measure(dsn[APP], dsn[OWNER], dsn[PROJECTOR], given.events))
    if given.into is not None:
        keep(given.into, found)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
