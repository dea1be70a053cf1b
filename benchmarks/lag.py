"""How soon after a single command all views show it, on an otherwise idle ledger.

    .venv/bin/python -m benchmarks.lag [--commands 600] [--into benchmarks/results.json]

Hazards are reported and graded one after the other through the command bus; each time the projector of the same
process, with all views, is waited for. Prints a list of `{name, ours, peer, ratio, target, ok}`, in milliseconds.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

from benchmarks.fresh import fresh_ledger
from benchmarks.kept import Lines, keep
from benchmarks.rebuilding import NOW
from ledger.cli.project import waking
from ledger.commands.bus import CommandBus, Executed, Order
from ledger.commands.command import Command
from ledger.commands.hazard import GradeHazard, ReportHazard
from ledger.commands.mine import RegisterMine
from ledger.demo.people import PEOPLE
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.eventstore.store import EventStore
from ledger.projections.catalogue import VIEWS
from ledger.projections.projector import Projector
from ledger.sealed.vault import KEY_BYTES, Vault
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.garbage import look_less_often
from ledger.server.roles import APP, PROJECTOR

TARGET, PATIENCE = 50, 30


async def lags(app: str, own: str, commands: int) -> list[float]:
    """Milliseconds from the answer to a command until all views show it, in ascending order."""
    async with EventStore(app) as store:
        bus = CommandBus(store, Vault(bytes(KEY_BYTES)), simulated=True)
        projector = Projector(own, list(VIEWS.values()), recent=store.recent)
        tasks = [asyncio.create_task(projector.run()), asyncio.create_task(waking(store, projector))]
        found: list[float] = []
        now = NOW

        async def do(command: Command, by: str) -> Executed:
            nonlocal now
            now += timedelta(minutes=1)
            done = await bus.execute(Order(command, PEOPLE[by], uuid4(), instant=now))
            began = time.perf_counter()
            assert await projector.wait_for(done.position, PATIENCE)
            found.append((time.perf_counter() - began) * 1000)
            return done

        mine = await do(
            RegisterMine(
                code="230599000001", name="虚构基准煤矿", enterprise="虚构煤业", division="230599",
                capacity=Decimal(60), credit_code=None, standardisation=2, register_only=False, source=None,
            ),
            "head",
        )  # fmt: skip
        look_less_often()
        found.clear()
        for n in range(commands // 2):
            finding = ReportHazard(
                mine=mine.subject, description=f"虚构隐患{n}", location="二采区", source=HazardSource.SUPERVISION,
                found_on=None,
            )  # fmt: skip
            hazard = (await do(finding, "officer")).subject
            await do(GradeHazard(hazard=hazard, level=HazardLevel.GENERAL_B, article=None, item=None), "officer")
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return sorted(found)


async def measure(app: str, own: str, commands: int) -> Lines:
    found = await lags(app, own, commands)
    p99 = found[int(len(found) * 0.99)]
    return [
        {
            "name": "lag of all views after a single command, p99 ms",
            "ours": round(p99, 2),
            "peer": None,
            "ratio": None,
            "target": TARGET,
            "ok": p99 < TARGET,
        },
    ]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--commands", type=int, default=600)
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "pg") as postgres:
        dsn = fresh_ledger(postgres, simulated=True)
        found = asyncio.run(measure(dsn[APP], dsn[PROJECTOR], given.commands))
    if given.into is not None:
        keep(given.into, found)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
