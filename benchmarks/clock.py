"""How long the duty clock takes to start on ledgers of 10,000 and of 200,000 events with the same few things open.

    .venv/bin/python -m benchmarks.clock [--events 10000 200000] [--into benchmarks/results.json]

Twenty mines are at work and owe what recurs; the rest are hazards that were found and graded three times. Ours goes on
from what the clock has kept; the peer is the same clock with nothing kept, which takes in the record from its first
event. Nothing is due at either start. Prints a list of `{name, ours, peer, ratio, target, ok}`, in ms.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import psycopg
import uvloop

from benchmarks.fresh import fresh_ledger
from benchmarks.kept import Lines, keep
from ledger.commands.bus import CommandBus, Order
from ledger.commands.command import Command
from ledger.commands.hazard import GradeHazard, ReportHazard
from ledger.commands.mine import RegisterMine
from ledger.commands.mine_status import ChangeMineStatus
from ledger.demo.people import PEOPLE
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.domain.mine_status_events import MineStatus
from ledger.eventstore.store import EventStore
from ledger.processes.duty_clock import DutyClock
from ledger.processes.kept_state import KeptState
from ledger.processes.rule_adoption import adopt_or_refuse
from ledger.processes.runner import ProcessRunner
from ledger.sealed.vault import KEY_BYTES, Vault
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.roles import APP, OWNER

TARGET_MS, MINES = 500.0, 20
VAULT = Vault(bytes(KEY_BYTES))
COPIES = """
  INSERT INTO ledger.event (position, stream, version, type, occurred_at, recorded_at, body)
  SELECT h.head + (g.n - 1) * h.length + e.version, g.id, e.version, e.type, e.occurred_at, h.last,
         convert_to(replace(convert_from(e.body, 'UTF8'), e.stream::text, g.id::text), 'UTF8')
  FROM ledger.event e,
    (SELECT n, ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id
     FROM generate_series(1, %(hazards)s) n) g,
    (SELECT max(position) AS head, max(recorded_at) AS last,
       (SELECT count(*) FROM ledger.event WHERE stream = %(hazard)s) AS length FROM ledger.event) h
  WHERE e.stream = %(hazard)s"""


async def district(bus: CommandBus) -> UUID:
    """Mines at work, and the hazard that all others are like."""
    now = datetime(2026, 7, 6, 1, tzinfo=UTC)

    async def do(command: Command, by: str) -> UUID:
        nonlocal now
        now += timedelta(minutes=1)
        return (await bus.execute(Order(command, PEOPLE[by], uuid4(), instant=now))).subject

    entry = {"enterprise": "虚构煤业", "division": "230599", "capacity": "60"}
    for n in range(MINES):
        mine = await do(
            RegisterMine.model_validate(entry | {"code": f"2305990{n:05d}", "name": f"虚构{n}号煤矿"}), "head"
        )
        works = ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=date(2026, 7, 6), why="正常生产")
        await do(works, "head")
    found = ReportHazard(mine=mine, description="虚构隐患", location="主井", source=HazardSource.SUPERVISION)
    hazard = await do(found, "officer")
    await do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_B), "officer")
    await do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_A), "officer")
    await do(GradeHazard(hazard=hazard, level=HazardLevel.MAJOR, article=4, item=1), "officer")
    return hazard


async def start(dsn: str, *, kept: bool) -> float:
    """The time that a clock takes to be where the record is, in a process that knows nothing; in ms."""
    async with EventStore(dsn) as store:
        runner = ProcessRunner(dsn, store, CommandBus(store, VAULT, simulated=True), [], simulated=True)
        began = time.perf_counter()
        await runner.keep_up(DutyClock(kept=KeptState(store, VAULT, every=1_000) if kept else None))
        return (time.perf_counter() - began) * 1000


async def measured(app: str, owner: str, events: int) -> Lines:
    """The start of a clock on a ledger of so many events."""
    async with EventStore(app) as store:
        bus = CommandBus(store, VAULT, simulated=True)
        await adopt_or_refuse(store, bus, simulated=True)
        hazard = await district(bus)
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(COPIES, {"hazards": events // 4, "hazard": hazard})
            connection.execute("ANALYZE ledger.event")
    first = await start(app, kept=True)
    ours, peer = min([await start(app, kept=True) for _ in range(3)]), await start(app, kept=False)
    name = f"start of the duty clock at {events:,} events, ms, against one that has kept nothing"
    made = (
        f"first passage of the duty clock over {events:,} events with its keeping, ms, against one that keeps nothing"
    )
    return [
        _line(name, ours, peer, TARGET_MS) | {"ok": ours < TARGET_MS},
        _line(made, first, peer, None) | {"ok": None},
    ]


def _line(name: str, ours: float, peer: float, target: float | None) -> dict[str, object]:
    return {"name": name, "ours": round(ours), "peer": round(peer), "ratio": round(ours / peer, 3), "target": target}


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--events", type=int, nargs="+", default=[10_000, 200_000])
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    chosen = arguments.parse_args()
    found: Lines = []
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "pg") as postgres:
        for events in chosen.events:
            dsn = fresh_ledger(postgres, simulated=True, database=f"bench{events}")
            found += uvloop.run(measured(dsn[APP], dsn[OWNER], events))
    if chosen.into is not None:
        keep(chosen.into, found)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
