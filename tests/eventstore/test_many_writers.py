"""Several writer processes, a reader that tails, connections shot at: in order, none missed, doubled or lost."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from ledger.eventstore.store import EventStore
from ledger.server.embedded import EmbeddedPostgres
from ledger.server.migrating import create_ledger, migrate
from ledger.server.roles import APP, OWNER, ROLES, ensure_database, ensure_roles

pytestmark = pytest.mark.slow
WRITERS, EACH = 3, 300

WRITER = """
import asyncio, json, sys
from uuid import uuid4
from ledger.eventstore.store import EventStore
from tests.eventstore.building import submission

async def main(dsn, name, each):
    answered = []
    async with EventStore(dsn) as store:
        async def client():
            for _ in range(each // 4):
                outcome = await store.append(submission((uuid4(), 1), actor=name))
                answered.append(outcome.last)
        await asyncio.gather(*(client() for _ in range(4)))
    print(json.dumps(answered))

asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
"""


async def test_nothing_is_lost_doubled_or_out_of_order(tmp_path: Path) -> None:
    with EmbeddedPostgres(tmp_path / "pg") as postgres:  # durable, unlike the suite's own
        ensure_roles(postgres.dsn(), dict.fromkeys(ROLES, "x"))
        ensure_database(postgres.dsn(), "many")
        migrate(postgres.dsn(OWNER, "x", "many"))
        create_ledger(postgres.dsn(OWNER, "x", "many"), origin="many", simulated=True, division="230599")
        dsn = postgres.dsn(APP, "x", "many")
        writers = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", WRITER, dsn, f"writer-{n}", str(EACH),
                stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
            )
            for n in range(WRITERS)
        ]  # fmt: skip
        seen: list[int] = []

        async def tail() -> None:
            async with EventStore(dsn) as store:
                async for event in store.subscribe(batch=7):
                    seen.append(event.position)
                    if len(seen) == WRITERS * EACH:
                        return

        async def shoot() -> None:
            async with await psycopg.AsyncConnection.connect(postgres.dsn(), autocommit=True) as connection:
                while len(seen) < WRITERS * EACH:
                    await connection.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s "
                        "AND application_name = 'ledger-committer' ORDER BY random() LIMIT 1",
                        (APP,),
                    )
                    await asyncio.sleep(0.05)

        async with asyncio.timeout(120):
            await asyncio.gather(tail(), shoot())
            printed = [await writer.communicate() for writer in writers]
        answered = sorted(position for out, _ in printed for position in json.loads(out.splitlines()[-1]))
        assert answered == list(range(1, WRITERS * EACH + 1))
        assert seen == answered
