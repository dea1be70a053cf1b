"""Lists that hang on a mine: the same lists as at the root, a page of each for each mine, in one statement."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from ledger.graphql import answering
from ledger.graphql.cost import COUNT
from ledger.graphql.declared import LISTS
from tests.graphql.conftest import Api

EVERY = "mines(first: 50) { nodes { id name hazards(first: 2) { totalCount edges { cursor node { id } } } } }"


@pytest.fixture(params=["planned", "field by field"])
def executor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both answer; which of them does is not to be seen."""

    async def unplanned(*_: object) -> None:
        return None

    if request.param != "planned":
        monkeypatch.setattr(answering, "planned", unplanned)
    return str(request.param)


@pytest.mark.usefixtures("executor")
async def test_each_mine_has_a_page_of_its_own_hazards_and_counts_them_all(district: Api) -> None:
    ledger = (await district.ask("{ hazards(first: 500) { nodes { id mine { id } } } }"))["hazards"]["nodes"]
    of_mine = Counter(hazard["mine"]["id"] for hazard in ledger)
    assert max(of_mine.values()) > 2
    for mine in (await district.ask(f"{{ {EVERY} }}"))["mines"]["nodes"]:
        own = [hazard["id"] for hazard in ledger if hazard["mine"]["id"] == mine["id"]]
        assert mine["hazards"]["totalCount"] == len(own)
        assert [edge["node"]["id"] for edge in mine["hazards"]["edges"]] == own[:2]


@pytest.mark.usefixtures("executor")
async def test_pages_go_on_where_the_last_one_ended_and_backwards(district: Api) -> None:
    mines = (await district.ask(f"{{ {EVERY} }}"))["mines"]["nodes"]
    mine = max(mines, key=lambda mine: mine["hazards"]["totalCount"])
    query = """query($m: ID!, $first: Int, $after: String, $last: Int, $before: String) { mine(id: $m) {
        hazards(first: $first, after: $after, last: $last, before: $before)
        { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }"""

    async def page(**given: Any) -> Any:
        return (await district.ask(query, {"m": mine["id"], **given}))["mine"]["hazards"]

    forward, after = [], None
    while True:
        one = await page(first=2, after=after)
        forward += [node["id"] for node in one["nodes"]]
        after = one["pageInfo"]["endCursor"]
        if not one["pageInfo"]["hasNextPage"]:
            break
    assert len(set(forward)) == mine["hazards"]["totalCount"]
    back = await page(last=2, before=after)
    assert [node["id"] for node in back["nodes"]] == forward[-3:-1]
    assert back["pageInfo"]["hasNextPage"]
    assert [node["id"] for node in (await page(last=1))["nodes"]] == forward[-1:]


@pytest.mark.usefixtures("executor")
async def test_filters_order_and_moment_are_those_of_the_list_and_of_the_thing(district: Api) -> None:
    shown = "nodes { description } asOfPosition totalCount"
    filters = "level: MAJOR, orderBy: DEADLINE, descending: false, first: 3"
    for mine in (await district.ask("{ mines { nodes { id } } }"))["mines"]["nodes"]:
        at = 'asOf: {recordedAt: "2025-06-30T16:00:00Z"}'
        hung = f'mine(id: "{mine["id"]}", {at}) {{ hazards({filters}) {{ {shown} }} }}'
        same = f'hazards(mine: "{mine["id"]}", {filters}, {at}) {{ {shown} }}'
        answer = await district.ask(f"{{ {hung} {same} }}")
        assert answer["mine"] is None or answer["mine"]["hazards"] == answer["hazards"]


async def test_all_pages_of_a_list_are_one_statement_and_all_counts_another(
    district: Api, statements: list[str]
) -> None:
    await district.ask(f"{{ {EVERY} }}")
    statements.clear()
    await district.ask(f"{{ {EVERY} }}")
    assert len(statements) == 3, statements


@pytest.mark.usefixtures("executor")
async def test_what_may_not_be_asked_at_the_root_is_not_to_be_had_through_a_thing(district: Api) -> None:
    public = (await district.raw("{ mines(first: 1) { nodes { hazards { nodes { id } } } } }", by=None)).json()
    [error] = public["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("NOT_PERMITTED", ["mines", "nodes", 0, "hazards"])
    events = "{ mines(first: 1) { nodes { events { nodes { id } } } } }"
    assert await district.code(events, by=PEOPLE["enterprise"]) == "NOT_PERMITTED"
    query = "{ hazards(first: 500) { nodes { id } } mines { nodes { hazards(first: 100) { nodes { id } } } } }"
    seen = await district.ask(query, by=PEOPLE["enterprise"])
    own = {hazard["id"] for hazard in seen["hazards"]["nodes"]}
    assert own
    assert {hazard["id"] for mine in seen["mines"]["nodes"] for hazard in mine["hazards"]["nodes"]} == own


async def test_what_is_asked_again_is_answered_again_the_same(district: Api) -> None:
    first = await district.ask(f"{{ {EVERY} }}")
    assert await district.ask(f"{{ {EVERY} }}") == first
    assert await district.ask(f"{{ {EVERY} }}", by=PEOPLE["head"]) == first


@pytest.mark.usefixtures("executor")
async def test_a_page_that_is_too_large_is_refused_where_it_is_asked_for(district: Api) -> None:
    query = '{ mine(code: "230599000001") { risks(first: 501) { nodes { id } } } }'
    [error] = (await district.raw(query)).json()["errors"]
    assert (error["extensions"]["code"], error["path"]) == ("PAGE_TOO_LARGE", ["mine", "risks"])


async def test_a_list_costs_what_is_asked_for_of_each_thing(district: Api) -> None:
    for query, cost in (
        ('mine(code: "x") { hazards(first: 7) { nodes { id } } }', 1 + 1 + 7),
        ("mines(first: 10) { nodes { hazards(first: 7) { nodes { id } } } }", 1 + 10 * (1 + 1 + 7)),
        ("mines(first: 10) { nodes { hazards(first: 7) { totalCount } } }", 1 + 10 * (1 + 1 + COUNT + 7)),
    ):
        answer = (await district.raw(f"{{ {query} }}")).json()
        assert answer["extensions"]["cost"]["requested"] == cost
    assert (
        await district.code("{ mines(first: 100) { nodes { hazards(first: 500) { nodes { id } } } } }")
        == "TOO_EXPENSIVE"
    )


async def test_what_a_district_asks_about_its_mines_hangs_on_them(district: Api) -> None:
    lists = {listed.name for listed in LISTS["Mine"]}
    assert {"hazards", "risks", "warnings", "equipment", "projects", "orders", "obligations", "events"} <= lists
    fields = " ".join(f"{name}(first: 1) {{ totalCount nodes {{ __typename id }} }}" for name in sorted(lists))
    answer = await district.ask(f"{{ mines(first: 3) {{ nodes {{ {fields} }} }} }}")
    counted = Counter[str]()
    for mine in answer["mines"]["nodes"]:
        counted.update({name: page["totalCount"] for name, page in mine.items()})
    assert min(counted["hazards"], counted["equipment"], counted["obligations"]) > 0
