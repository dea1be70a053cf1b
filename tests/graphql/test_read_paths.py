"""Every read path goes by an index: now, and as the ledger stood, on a district with years of history."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest

from benchmarks.graphql.district import Size, code, fill, key
from ledger.demo.people import PEOPLE
from ledger.eventstore.readers import Reader
from ledger.graphql.ids import global_id
from tests.conftest import Database, cloned
from tests.graphql.conftest import Api, served

SIZE = Size(mines=300, hazards=3_000, versions=8, listings=2_000)
AS_OF = f"asOf: {{position: {SIZE.head // 2}}}"
MINE, HAZARD = global_id("Mine", key(1, 7)), global_id("Hazard", key(2, 7))
PATHS = {
    "a mine by its code": 'mine(code: "230599000007", AT) { name }',
    "a mine with what hangs on it": f'mine(id: "{MINE}", AT) {{ keyPosts {{ holder }} statusPeriods {{ part }} }}',
    "the mine register": "mines(first: 20, AT) { nodes { code name } }",
    "the hazard ledger, newest first": "hazards(first: 20, AT) { nodes { foundOn mine { name } } }",
    "the hazard ledger by deadline": "hazards(first: 20, orderBy: DEADLINE, descending: false) { nodes { deadline } }",
    "the hazards of a mine": f'hazards(first: 20, mine: "{MINE}", AT) {{ nodes {{ foundOn }} }}',
    "a hazard with its history": f'hazard(id: "{HAZARD}", AT) {{ status history {{ type }} }}',
    "the task board": "tasks(first: 20, AT) { nodes { title } }",
    "the obligations by day": "obligations(first: 20, AT) { nodes { duty daysLate mine { name } } }",
    "the obligations of a mine": f'obligations(first: 20, mine: "{MINE}", AT) {{ nodes {{ duty }} }}',
    "the obligations missed": "obligations(first: 20, state: MISSED, AT) { nodes { duty } }",
    "a compliance calendar": f'complianceCalendar(mine: "{MINE}", month: "2026-01-01", AT) {{ nodes {{ duty }} }}',
    "a credit rating, explained": f'creditRating(mine: "{MINE}", AT) {{ score explain {{ points }} }}',
    "the supervision tiers": "supervisionTiers(first: 20, AT) { nodes { tier } }",
    "the blacklist": 'blacklist(first: 20, effectiveOn: "2026-08-01", AT) { nodes { subjectName } }',
    "a look-up by code": f'blacklistLookup(subjects: ["{code(7)}"], AT) {{ results {{ entries {{ ground }} }} }}',
    "a look-up by name": 'blacklistLookup(subjects: ["虚构7矿业公司"], AT) { results { listed entries { ground } } }',
    "the events of a hazard": f'events(stream: "{HAZARD}", first: 20, AT) {{ nodes {{ type }} }}',
    "the events of a mine": f'events(mine: "{MINE}", first: 20, AT) {{ nodes {{ type }} }}',
    "the newest events": "events(first: 20, descending: true, AT) { nodes { type } }",
    "the rule sets": "ruleSets(first: 20, AT) { nodes { title } }",
    "a rule set with its rules": 'ruleSet(id: "ORDER-21-2026", AT) { rules { article } }',
    "a thing by its id": f'node(id: "{HAZARD}") {{ ... on Hazard {{ description mine {{ code }} }} }}',
    "things by their ids": f'nodes(ids: ["{HAZARD}"], AT) {{ ... on Hazard {{ description mine {{ code }} }} }}',
}


@pytest.fixture(scope="module")
def filled(cluster: str, simulated_template: str) -> Iterator[Database]:
    with contextmanager(cloned)(cluster, simulated_template, simulated=True) as database:
        asyncio.run(fill(database.owner_dsn, database.projector_dsn, SIZE))
        yield database


@pytest.fixture
async def large(filled: Database, tmp_path: Path) -> AsyncIterator[Api]:
    async with served(filled, tmp_path) as api:
        yield api


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from nodes(below)


async def every_statement_goes_by_an_index(
    api: Api, database: Database, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    """Ask it, and have every statement explained that it ran."""
    ran: list[tuple[str, Any]] = []
    rows = Reader.rows

    async def noted(self: Reader, statement: str, parameters: Any = ()) -> Any:
        if "views." in statement:  # the ledger's own followers read the record meanwhile
            ran.append((statement, parameters))
        return await rows(self, statement, parameters)

    with monkeypatch.context() as patched:
        patched.setattr(Reader, "rows", noted)
        await api.ask(f"{{ {query} }}", by=PEOPLE["officer"])
    assert ran
    with psycopg.connect(database.reader_dsn, options="-c random_page_cost=1.1") as connection:
        for statement, parameters in ran:
            explained = connection.execute(
                f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}".encode(), parameters
            ).fetchone()
            assert explained is not None
            for node in nodes(explained[0][0]["Plan"]):
                touched = node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
                assert touched <= 400, (statement, json.dumps(node, indent=1))


@pytest.mark.parametrize("at", ["now", "as it stood"])
@pytest.mark.parametrize("path", PATHS)
async def test_a_read_path_goes_by_an_index(
    large: Api, filled: Database, monkeypatch: pytest.MonkeyPatch, path: str, at: str
) -> None:
    query = PATHS[path].replace(", AT)", ")" if at == "now" else f", {AS_OF})")
    await every_statement_goes_by_an_index(large, filled, monkeypatch, query)
