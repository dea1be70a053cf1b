"""A view of its own in a process of its own, for a schema is made once a process: what a newcomer writes, and no more.

    python -m tests.graphql.a_new_view FOLDER APP_DSN PROJECTOR_DSN READER_DSN

Only the line in the catalogue and the line in the query type are put in by hand here.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Any

import psycopg
import pytest
from graphql import OperationDefinitionNode
from strawberry import argument
from strawberry.types import get_object_definition

from ledger.domain.hazard_events import HazardReported
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.readers import Reader
from ledger.graphql import answering, types
from ledger.graphql.context import Context, Info
from ledger.graphql.declared import ToOne
from ledger.graphql.documents import Prepared
from ledger.graphql.ids import global_id, uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.graphql.queries import Query
from ledger.projections import reading
from ledger.projections.catalogue import VIEWS
from ledger.projections.reading import READING, Order
from ledger.projections.view import Row, View, columns
from ledger.values.actor import Role
from tests.graphql.conftest import Api, served
from tests.house import HEAD, OFFICER, person

_ = types  # the type of a mine is declared by being imported

# The view: its declaration and its fold.

sightings = View(
    name="sightings",
    version=1,
    key="sighting",
    columns=columns("""
        mine       uuid
        division   text
        department text
        location   text
        found_on   date
    """),
    indexes=(("division", "found_on"), ("mine", "found_on"), ("found_on",)),
    past=(("division", "found_on"), ("mine", "found_on")),
    department="department",
)


@sightings.on(HazardReported, key=lambda e: e.originator_id)
def _seen(_: Row | None, event: HazardReported, recorded: RecordedEvent) -> Row:
    return event.model_dump(include={"mine", "division", "department", "location", "found_on"})


VIEWS[sightings.name] = sightings  # the line in the catalogue

# Its type, and the list of it.

Sighting = object_type(
    "Sighting",
    sightings,
    KNOWN,
    "Where something was seen (发现地点).",
    """
    location: Where (地点).
    found_on: Day (日期).
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
)


@list_of("Sighting", KNOWN, "Where something was seen (发现地点).", on="Mine.sightings")
def seen(
    info: Info,
    mine: MineArgument = None,
    location: Annotated[str | None, argument(description="There (地点).")] = None,
) -> Wanted:
    """A page of them, by day."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "location": location}
    return Wanted(Order("found_on"), tuple(reading.where(wanted)))


# The line in the query type.
get_object_definition(Query, strict=True).fields.append(seen)


# What it is served as.

MINE = {"code": "230599000001", "name": "虚构一矿", "enterprise": "虚构煤业", "division": "230599", "capacity": "60"}
PAGE = "nodes { __typename id location foundOn mine { code } }"
ELSEWHERE = person("officer-9", Role.OFFICER, division="110101")
OTHERS = person("officer-8", Role.OFFICER, departments=frozenset({"别的局"}))


async def tried(api: Api, reader_dsn: str) -> None:
    """Asks for it in every way that a view is asked for."""
    ran, ordinary = noted()
    mine = (await api.do("registerMine", MINE, HEAD, "mine { id }"))["mine"]["id"]
    given = {"mine": mine, "description": "隐患", "source": "SUPERVISION"}
    first = await api.do("reportHazard", {**given, "location": "主井", "foundOn": "2026-07-01"}, OFFICER)
    await api.do("reportHazard", {**given, "location": "副井", "foundOn": "2026-07-02"}, OFFICER)

    ran.clear()
    page = (await api.ask(f"{{ seen {{ {PAGE} totalCount pageInfo {{ endCursor }} }} }}"))["seen"]
    assert [node["location"] for node in page["nodes"]] == ["主井", "副井"]
    assert page["nodes"][0]["mine"] == {"code": MINE["code"]}
    assert page["totalCount"] == 2
    assert len([s for s, _ in ran if "views.sightings" in s]) == 2, "one statement for the page, one for its count"
    last = await api.ask("{ seen(last: 1) { nodes { location } } }")
    assert last["seen"]["nodes"] == [{"location": "副井"}]
    then = await api.ask(f"{{ seen(asOf: {{position: {first['position']}}}) {{ totalCount asOfPosition }} }}")
    assert then["seen"] == {"totalCount": 1, "asOfPosition": first["position"]}
    filtered = await api.ask('{ seen(location: "副井") { totalCount } mines { nodes { sightings { totalCount } } } }')
    assert filtered == {"seen": {"totalCount": 1}, "mines": {"nodes": [{"sightings": {"totalCount": 2}}]}}
    assert not ordinary, "all of it was planned"

    id = page["nodes"][0]["id"]
    assert id == global_id("Sighting", uuid_of(id, "Sighting"))
    node = "query($id: ID!) { node(id: $id) { ... on Sighting { location } } seen { totalCount } }"
    assert (await api.ask(node, {"id": id}))["node"] == {"location": "主井"}
    for stranger in (ELSEWHERE, OTHERS):
        assert await api.ask(node, {"id": id}, stranger) == {"node": None, "seen": {"totalCount": 0}}
    assert await api.code("{ seen { totalCount } }", by=None) == "NOT_PERMITTED"
    assert await api.code("{ seen(first: 501) { totalCount } }") == "PAGE_TOO_LARGE"
    assert await api.code(f'{{ mines(after: "{page["pageInfo"]["endCursor"]}") {{ totalCount }} }}') == "CURSOR_FOREIGN"
    explained(ran, reader_dsn)


def noted() -> tuple[list[tuple[str, Any]], list[str]]:
    """What statements are run over views, and what was left to the ordinary executor without being refused."""
    ran: list[tuple[str, Any]] = []
    ordinary: list[str] = []
    rows, executed = Reader.rows, answering.executed

    async def noting(self: Reader, statement: str, parameters: Any = ()) -> Any:
        if "views." in statement:
            ran.append((statement, parameters))
        return await rows(self, statement, parameters)

    async def executing(
        prepared: Prepared, operation: OperationDefinitionNode, variables: dict[str, Any], context: Context
    ) -> Any:
        result = await executed(prepared, operation, variables, context)
        if not result.errors:
            ordinary.append(str(operation.loc and operation.loc.source.body))
        return result

    patch = pytest.MonkeyPatch()  # It is a process of its own: nothing is put back.
    patch.setattr(Reader, "rows", noting)
    patch.setattr(answering, "executed", executing)
    return ran, ordinary


def explained(ran: list[tuple[str, Any]], reader_dsn: str) -> None:
    """Each statement can go by an index."""
    with psycopg.connect(reader_dsn, options=f"{READING} -c enable_seqscan=off") as connection:
        for statement, parameters in ran:
            if "views.sightings" in statement:
                plan = connection.execute(f"EXPLAIN {statement}".encode(), parameters).fetchall()
                assert "Seq Scan" not in str(plan), plan


async def main(folder: str, app: str, projector: str, reader: str) -> None:
    """The application over a database, with the new view."""
    dsns = {"app_dsn": app, "projector_dsn": projector, "reader_dsn": reader}
    database: Any = type("Ways", (), dsns)()
    async with served(database, Path(folder)) as api:
        await tried(api, reader)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
