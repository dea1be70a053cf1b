"""A command on an aggregate of 1,000 events: remembered, cold, and cold without snapshots, each beside the library's.

    .venv/bin/python -m benchmarks.cold [--commands 60] [--into benchmarks/results.json]

Cold is what is met after a restart: nothing is remembered. The peer is the event sourcing library's repository with its
aggregate cache, with its snapshots every hundred events as ours, and as it comes; on one PostgreSQL, in one run, taking
turns. PostgreSQL waits for the disk. Prints a list of `{name, ours, peer, ratio, target, ok}`, in ms at p50.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch
from uuid import UUID, uuid4

import uvloop
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

from benchmarks.fresh import PASSWORD, fresh_ledger
from benchmarks.kept import Lines, keep
from ledger.commands import snapshots
from ledger.commands.bus import CommandBus, Order
from ledger.commands.hazard import ReportHazard
from ledger.commands.hazard_supervision import FollowUpHazard
from ledger.commands.mine import RegisterMine
from ledger.demo.people import PEOPLE
from ledger.domain.hazard_events import HazardSource
from ledger.eventstore.store import EventStore
from ledger.sealed.vault import KEY_BYTES, Vault
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.roles import APP, OWNER, ensure_database

EVENTS, TARGET_MS = 1_000, 5.0
WAYS = (
    ("remembered", "with its cache"),
    ("cold", "with its snapshots"),
    ("cold, without snapshots", "as it comes"),
)
Command = Callable[[], Awaitable[None]]


class Followed(Aggregate):
    """The peer's aggregate: what a hazard that is followed up comes to."""

    def __init__(self) -> None:
        self.followed = 0

    @event("FollowedUp")
    def follow_up(self, finding: str, mine: str, division: str, by: str) -> None:
        self.followed += 1


class Following(Application[UUID]):
    """The peer, with snapshots every hundred events."""

    snapshotting_intervals: ClassVar = {Followed: snapshots.EVERY}


class FollowingAsItComes(Application[UUID]):
    """The peer as it comes."""


def peers(dsn: str) -> list[Callable[[], None]]:
    """One command of the library's, each way, on an aggregate of its own."""
    info = conninfo_to_dict(dsn)
    place = {f"POSTGRES_{name.upper()}": str(info[name]) for name in ("dbname", "host", "port", "user", "password")}
    base = place | {"PERSISTENCE_MODULE": "eventsourcing.postgres"}
    kinds = [
        FollowingAsItComes({**base, "AGGREGATE_CACHE_MAXSIZE": "100"}),
        Following(base),
        FollowingAsItComes({**base, "APPLICATION_NAME": "asitcomes"}),
    ]
    return [_peer(kind) for kind in kinds]


def _peer(application: Application[UUID]) -> Callable[[], None]:
    followed = Followed()
    given = ("进展", "e8c29a0f-ac19-5a68-882c-af1f9f0796b8", "230599", "officer")
    application.save(followed)
    for _ in range((EVENTS - 1) // 100 + 1):
        for _ in range(min(100, EVENTS - followed.version)):
            followed.follow_up(*given)
        application.save(followed)

    def command() -> None:
        again: Followed = application.repository.get(followed.id)
        again.follow_up(*given)
        application.save(again)

    return command


async def ours(store: EventStore) -> list[Command]:
    """One command of ours, each way, on one hazard."""
    vault = Vault(bytes(KEY_BYTES))
    bus = CommandBus(store, vault, simulated=False)
    entry = {"code": "230599000001", "name": "虚构煤矿", "enterprise": "虚构煤业", "capacity": "60"}
    entry |= {"division": "230599"}
    mine = await bus.execute(Order(RegisterMine.model_validate(entry), PEOPLE["head"], uuid4()))
    found = ReportHazard(mine=mine.subject, description="隐患", location="主井", source=HazardSource.SUPERVISION)
    hazard = (await bus.execute(Order(found, PEOPLE["officer"], uuid4()))).subject

    async def follow_up(by: CommandBus) -> None:
        order = Order(FollowUpHazard(hazard=hazard, finding="进展"), PEOPLE["officer"], uuid4(), repeatable=False)
        await by.execute(order)

    for _ in range(EVENTS - 1):
        await follow_up(bus)
    await store.finished()

    async def without() -> None:
        with patch.multiple(snapshots, fold_digest=lambda: b"a fold of which there are none", EVERY=2 * EVENTS):
            await follow_up(CommandBus(store, vault, simulated=False))

    return [lambda: follow_up(bus), lambda: follow_up(CommandBus(store, vault, simulated=False)), without]


async def measured(app: str, peer: str, commands: int) -> Lines:
    """Every way, taking turns."""
    found: dict[str, list[float]] = {way: [] for pair in WAYS for way in pair}
    theirs = await asyncio.to_thread(peers, peer)
    async with EventStore(app) as store:
        mine = await ours(store)
        for _ in range(commands):
            for (our_way, their_way), command, library in zip(WAYS, mine, theirs, strict=True):
                began = time.perf_counter()
                await command()
                found[our_way].append(time.perf_counter() - began)
                began = time.perf_counter()
                library()
                found[their_way].append(time.perf_counter() - began)
                await store.finished()
    middle = {way: round(statistics.median(took) * 1000, 2) for way, took in found.items()}
    return [
        {
            "name": f"a command on an aggregate of 1,000 events, {our_way}, p50 ms, against the library {their_way}",
            "ours": middle[our_way],
            "peer": middle[their_way],
            "ratio": round(middle[our_way] / middle[their_way], 2),
            "target": TARGET_MS,
            "ok": middle[our_way] < TARGET_MS,
        }
        for our_way, their_way in WAYS
    ]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--commands", type=int, default=60)
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    chosen = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "pg") as postgres:
        dsn = fresh_ledger(postgres, simulated=False)
        ensure_database(postgres.dsn(), "library")
        found = uvloop.run(measured(dsn[APP], postgres.dsn(OWNER, PASSWORD, "library"), chosen.commands))
    if chosen.into is not None:
        keep(chosen.into, found)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
