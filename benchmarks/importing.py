"""Importing a file of commands: events a second, and whether the memory stays flat.

    .venv/bin/python -m benchmarks.importing [--events 1000000] [--into benchmarks/results.json]

Each row registers a mine, which appends two events: the mine and the claim of its code. The peer carries out the same
commands one after the other. PostgreSQL waits for the disk. Prints a list of `{name, ours, peer, ratio, target, ok}`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks.fresh import fresh_ledger
from benchmarks.kept import Lines, keep
from ledger.commands.bus import CommandBus
from ledger.demo.people import PEOPLE
from ledger.importing.gathering import GatheringStore
from ledger.importing.importer import IN_FLIGHT, Importer, Tally
from ledger.importing.kinds import opened
from ledger.importing.refusals import Refusals
from ledger.sealed.vault import KEY_BYTES, Vault
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.garbage import look_less_often
from ledger.server.roles import APP

TARGET, EVENTS_A_ROW, PEER_ROWS = 5_000, 2, 1_000
GROWTH_MB = 32


def write_rows(path: Path, rows: int, of: str) -> Path:
    """A file of rows that register mines, with codes of their own."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(rows):
            given: dict[str, Any] = {"code": f"{of}{n:011d}", "name": f"虚构{n}号煤矿", "enterprise": "虚构煤业公司"}
            given |= {"division": "230599", "capacity": "60", "registerOnly": True, "source": "synthetic"}
            file.write(json.dumps({"command": "RegisterMine", "input": given}, ensure_ascii=False) + "\n")
    return path


def resident_mb() -> float:
    """What this process holds in memory now."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


class Watch:
    """Notes how much memory is held when the first tenth is done, and the most that is held after it."""

    def __init__(self, rows: int) -> None:
        self._warm = rows // 10
        self.early = self.most = 0.0

    def moved(self, tally: Tally) -> None:
        if tally.rows >= self._warm:
            held = resident_mb()
            self.early = self.early or held
            self.most = max(self.most, held)


async def imported(dsn: str, path: Path, watch: Watch, in_flight: int) -> float:
    """Events a second."""
    async with GatheringStore(dsn) as store:
        bus = CommandBus(store, Vault(bytes(KEY_BYTES)), simulated=False)
        look_less_often()
        with Refusals(path.with_suffix(".refused.csv")) as refusals:
            began = time.perf_counter()
            importer = Importer(bus, store, PEOPLE["head"], refusals, watch.moved, in_flight)
            tally = await importer.run(opened(path, "commands").rows)
            seconds = time.perf_counter() - began
    assert tally.refused == tally.repeated == 0
    return tally.events / seconds


def measure(dsn: str, folder: Path, rows: int) -> Lines:
    """What an import reaches, beside one command after the other."""
    watch = Watch(rows)
    ours = asyncio.run(imported(dsn, write_rows(folder / "rows.jsonl", rows, "1"), watch, IN_FLIGHT))
    few = write_rows(folder / "few.jsonl", min(rows, PEER_ROWS), "2")
    peer = asyncio.run(imported(dsn, few, Watch(rows), 1))
    return [
        {
            "name": "import, events a second, against one command after the other",
            "ours": round(ours),
            "peer": round(peer),
            "ratio": round(ours / peer, 1),
            "target": TARGET,
            "ok": ours >= TARGET,
        },
        {
            "name": "import, MB held at most, against MB held after a tenth",
            "ours": round(watch.most),
            "peer": round(watch.early),
            "ratio": round(watch.most / watch.early, 2),
            "target": round(watch.early) + GROWTH_MB,
            "ok": watch.most <= watch.early + GROWTH_MB,
        },
    ]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--events", type=int, default=1_000_000)
    arguments.add_argument("--into", type=Path, help="a file to keep the list in, in place of lines of the same names")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres(Path(folder) / "pg") as postgres:
        dsn = fresh_ledger(postgres, simulated=False)
        found = measure(dsn[APP], Path(folder), given.events // EVENTS_A_ROW)
    if given.into is not None:
        keep(given.into, found)
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
