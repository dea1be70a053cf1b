"""What a list does not show somebody is not to be had by id, among events or through another thing either."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import psycopg
import pytest

from ledger.demo.people import DIVISION, PEOPLE
from ledger.graphql.declared import DECLARED, Declared
from ledger.graphql.ids import global_id
from ledger.graphql.reads import READS
from ledger.graphql.schema import schema
from ledger.rights.right import Principal
from ledger.values.actor import Role
from tests.graphql.conftest import Api

OTHERS = frozenset(Role) - {Role.SYSTEM, Role.PUBLIC, Role.INVESTIGATOR}
STRANGER = replace(PEOPLE["officer"], id="stranger", division="110101", roles=OTHERS)
"""Somebody of another division who has every role there is."""

RIVAL = replace(PEOPLE["enterprise"], id="rival", mines=frozenset({UUID(int=1)}))
"""Somebody of an enterprise that runs none of the mines."""

EACH = 3


def selected(api: Api, what: str, declared: Declared, where: str) -> list[Any]:
    """What the view says of some things of a type, whoever asks."""
    dsn = api.server.settings.reader_dsn.get_secret_value()
    with psycopg.connect(dsn) as connection:
        statement = f"SELECT {what} FROM views.{declared.view.name} WHERE until IS NULL AND {where}"
        return [row[0] for row in connection.execute(statement.encode()).fetchall()]


@pytest.fixture
def everything(district: Api) -> dict[str, list[UUID]]:
    """Keys of things that belong to the district, by their types."""
    schema()
    return {
        name: selected(district, declared.view.key, declared, f"{declared.view.division} = '{DIVISION}' LIMIT {EACH}")
        for name, declared in DECLARED.items()
        if declared.view.division is not None
    }


async def seen(api: Api, query: str, id: str, by: Principal | None) -> Any:
    """What the field of the query shows of a thing, when it may be asked at all."""
    answer = (await api.raw(query, {"id": id, "ids": [id]}, by)).json()
    codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
    assert codes <= {"NOT_PERMITTED"}, answer
    return next(iter((answer["data"] or {"": None}).values()))


async def test_things_of_the_district_are_there_to_be_found(district: Api, everything: dict[str, list[UUID]]) -> None:
    assert sum(len(keys) for keys in everything.values()) > 100
    for name in ("Mine", "Hazard", "Obligation", "Equipment", "Order", "Event"):
        for key in everything[name]:
            assert await seen(district, NODE, global_id(name, key), PEOPLE["officer"])


NODE = "query($id: ID!) { node(id: $id) { id } }"
NODES = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
EVENTS = "query($id: ID!) { events(stream: $id) { nodes { type } totalCount } }"


@pytest.mark.parametrize("by", [STRANGER, RIVAL], ids=lambda by: by.id)
async def test_neither_by_id_nor_among_events_is_anything_shown_of_another_division_or_mine(
    district: Api, everything: dict[str, list[UUID]], by: Principal
) -> None:
    for name, keys in everything.items():
        for key in keys:
            id = global_id(name, key)
            assert await seen(district, NODE, id, by) is None, (name, key)
            assert await seen(district, NODES, id, by) in (None, [None]), (name, key)
            events = await seen(district, EVENTS, id, by)
            assert events in (None, {"nodes": [], "totalCount": 0}), (name, key, events)


async def test_neither_by_id_nor_among_events_is_anything_shown_of_another_departments_matters(
    district: Api, everything: dict[str, list[UUID]]
) -> None:
    narrow = replace(PEOPLE["officer"], id="narrow", departments=frozenset({"别的局"}))
    departmental = {name: keys for name, keys in everything.items() if name in of_departments()}
    assert {"Hazard", "Risk", "Obligation", "Equipment", "EquipmentLink", "StudySession"} <= departmental.keys()
    assert all(departmental[name] for name in ("Hazard", "Risk", "Equipment", "EquipmentLink", "RiskListEntry"))
    for name, keys in departmental.items():
        for key in keys:
            id = global_id(name, key)
            assert await seen(district, NODE, id, narrow) is None, (name, key)
            assert await seen(district, EVENTS, id, narrow) in (None, {"nodes": [], "totalCount": 0}), (name, key)


def of_departments() -> set[str]:
    """The types that are a department's own, and what hangs on them and is not published."""
    own = {name: declared for name, declared in DECLARED.items() if declared.view.department}
    hanging = {relation.type_name for declared in own.values() for relation in declared.many.values()}
    return own.keys() | {name for name in hanging - {"Event"} if Role.PUBLIC not in DECLARED[name].right.roles}


async def test_an_event_that_names_no_division_is_shown_by_its_thing_and_otherwise_to_nobody(district: Api) -> None:
    event = DECLARED["Event"]
    unnamed = set(selected(district, "type", event, "division IS NULL"))
    assert {"FileAttached", "RuleSetAdopted"} <= unnamed
    rules = {name for name in unnamed if name.startswith("RuleSet")}
    for name in unnamed - rules:
        found = "query($type: String!) { events(type: $type) { totalCount nodes { type } } }"
        for by in (STRANGER, replace(STRANGER, departments=frozenset({"别的局"}))):
            assert await district.ask(found, {"type": name}, by) == {"events": {"totalCount": 0, "nodes": []}}, name
    shown = await district.ask("{ events(first: 500) { nodes { type } } }", by=STRANGER)
    assert {node["type"] for node in shown["events"]["nodes"]} == rules, "rules are everybody's"


async def test_the_public_finds_by_id_what_is_published_and_nothing_else(
    district: Api, everything: dict[str, list[UUID]]
) -> None:
    for name, keys in everything.items():
        declared = DECLARED[name]
        published = declared.published.text if declared.published else "true"
        today = "valid_from <= '2026-09-01' AND (valid_to IS NULL OR valid_to > '2026-09-01')"
        holds = today if declared.view.periods else "true"
        open_to_all = Role.PUBLIC in declared.right.roles
        shown = (
            set(selected(district, declared.view.key, declared, f"({published}) AND {holds}")) if open_to_all else set()
        )
        for key in keys:
            found = await seen(district, NODE, global_id(name, key), None)
            assert (found is not None) is (key in shown), (name, key)
            assert await seen(district, NODES, global_id(name, key), None) in (None, [found]), (name, key)
            assert await seen(district, EVENTS, global_id(name, key), None) is None


async def test_what_hangs_on_a_mine_shows_the_public_nothing_that_its_own_type_does_not(district: Api) -> None:
    mine = DECLARED["Mine"]
    for field, relation in mine.manies.items():
        of = DECLARED[relation.type_name]
        if Role.PUBLIC not in of.right.roles:
            found = await district.ask(f"{{ mines {{ nodes {{ {field} {{ id }} }} }} }}", by=None)
            assert not any(node[field] for node in found["mines"]["nodes"]), field
    for field in mine.lists:
        answer = (await district.raw(f"{{ mines {{ nodes {{ {field} {{ totalCount }} }} }} }}", by=None)).json()
        named = {"equipment": "equipmentRegister", "listItems": "twoLists", "shiftHeadcounts": "headcounts"}
        at_root = named.get(field, field)
        allowed = Role.PUBLIC in READS[at_root].right.roles
        assert ("errors" not in answer) is allowed, (field, answer)
