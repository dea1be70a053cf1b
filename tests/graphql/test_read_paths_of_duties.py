"""What was owed on a day is found by the days on which it was, whatever the number of obligations before and after."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from benchmarks.graphql.district import FIRST_DAY, Size, fill, key, owed
from ledger.graphql.ids import global_id
from ledger.projections import control, tables
from ledger.projections.folding import Changes, Version
from ledger.projections.obligations import obligations
from tests.conftest import Database, cloned
from tests.graphql.conftest import Api, served
from tests.graphql.test_read_paths import every_statement_goes_by_an_index

SIZE = Size(mines=150, hazards=50, versions=2, listings=10, obligations=10)
MANY, A_DAY = replace(SIZE, obligations=12_000), 4
DAY, LAST = FIRST_DAY + timedelta(days=1_500), FIRST_DAY + timedelta(days=3_100)
MINE = global_id("Mine", key(1, 7))
PATHS = {
    "what is owed on a day": f'obligations(first: 20, openOn: "{DAY}", AT) {{ nodes {{ duty }} }}',
    "what is owed at last": f'obligations(first: 20, openOn: "{LAST}", AT) {{ nodes {{ duty }} totalCount }}',
    "the other way round": f'obligations(first: 20, openOn: "{DAY}", descending: true, AT) {{ nodes {{ duty }} }}',
    "of a mine": f'obligations(first: 20, openOn: "{DAY}", mine: "{MINE}", AT) {{ nodes {{ duty }} }}',
}


def settled() -> Iterator[Version]:
    """A few fall due each day for years. Most were met on that day, as was known 10 events later; some never were."""
    for n, version in enumerate(owed(MANY, random.Random(3))):
        due = FIRST_DAY + timedelta(days=n // A_DAY)
        days = {"opens_on": due - timedelta(days=9), "due_on": due}
        row = version.row | {"obligation": key(5, n), "status": "OPEN"} | days
        since = 1 + n * SIZE.head // MANY.obligations
        if n % 200:
            yield Version(key(5, n), row, since, since + 10)
            yield Version(key(5, n), row | {"status": "MET", "settled_on": due, "met_on": due}, since + 10)
        else:
            yield Version(key(5, n), row, since)


async def fill_views(database: Database) -> None:
    await fill(database.owner_dsn, database.projector_dsn, SIZE)
    async with await psycopg.AsyncConnection.connect(database.projector_dsn, autocommit=True) as connection:
        table = {g.view: g.table_name for g in await control.generations(connection)}["obligations"]
        await tables.write(connection, obligations, table, Changes(added=list(settled())))
        await connection.execute(f"ANALYZE views.{table}".encode())


@pytest.fixture(scope="module")
def filled(cluster: str, simulated_template: str) -> Iterator[Database]:
    with contextmanager(cloned)(cluster, simulated_template, simulated=True) as database:
        asyncio.run(fill_views(database))
        yield database


@pytest.fixture
async def large(filled: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(filled, tmp_path) as api:
        yield api


@pytest.mark.parametrize("at", ["now", "as it stood"])
async def test_what_is_owed_on_a_day_goes_by_an_index(
    large: Api, filled: Database, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    for path in PATHS.values():
        query = path.replace(", AT)", ")" if at == "now" else f", asOf: {{position: {SIZE.head // 2}}})")
        await every_statement_goes_by_an_index(large, filled, monkeypatch, query)
