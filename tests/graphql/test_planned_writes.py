"""A planned mutation answers what the ordinary executor answers, and nothing is ever carried out twice."""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_OID, uuid5

import pytest

from ledger.commands.bus import CommandBus, Order
from ledger.commands.hazard import ReportHazard
from ledger.graphql import answering, reading_back
from ledger.projections import reading
from ledger.values.errors import Unavailable
from tests.graphql.conftest import Api
from tests.house import HEAD, MINER, OFFICER

REPORT = "reportHazard(input: $input)"
SHOWN = "hazard { id status level foundOn mine { code name } overdue history { type position } }"
DOCUMENTS = [
    f"mutation($input: ReportHazardInput!) {{ {REPORT} "
    f"{{ {SHOWN} position commandId viewsPending errors {{ code }} }} }}",
    f"mutation($input: ReportHazardInput!) {{ __typename made: {REPORT} {{ __typename p: position }} }}",
    f"mutation($input: ReportHazardInput!) {{ {REPORT} {{ ...P errors {{ ...E }} }} }} "
    "fragment P on ReportHazardPayload { hazard { ... on Hazard { number: id } } } fragment E on Error { code path }",
    f"mutation($input: ReportHazardInput!) {{ a: {REPORT} {{ hazard {{ id }} position }} "
    f"b: {REPORT} {{ hazard {{ id }} position }} }}",
    f"mutation($input: ReportHazardInput!, $no: Boolean = false) {{ {REPORT} "
    "{ hazard @include(if: $no) { id } position @skip(if: $no) } }",
    f"mutation($input: ReportHazardInput!, $n: Int = 2, $of: HazardStatus = FOUND) {{ {REPORT} "
    "{ hazard { mine { hazards(first: $n, status: $of) { nodes { id } totalCount } } } } }",
]


async def answer(api: Api, query: str, variables: dict[str, Any], by: Any = OFFICER) -> Any:
    told = (await api.raw(query, variables, by)).json()
    for error in told.get("errors", []):
        error["extensions"].pop("requestId")
    return told


@pytest.fixture
async def mine(api: Api) -> str:
    given = {
        "code": "230599000001", "name": "虚构一矿", "enterprise": "虚构煤业", "division": "230599", "capacity": "60",
    }  # fmt: skip
    query = "mutation($input: RegisterMineInput!) { registerMine(input: $input) { mine { id } } }"
    made = await api.ask(query, {"input": given}, HEAD)
    return str(made["registerMine"]["mine"]["id"])


def ordinary(patch: pytest.MonkeyPatch) -> None:
    async def unplanned(*_: object) -> None:
        return None

    patch.setattr(answering, "planned", unplanned)


def given(mine: str, name: str, /, **more: Any) -> dict[str, Any]:
    entry = {"mine": mine, "description": "隐患", "location": "主井", "source": "SUPERVISION"}
    return {"input": {**entry, "commandId": str(uuid5(NAMESPACE_OID, name)), **more}}


@pytest.mark.parametrize("query", DOCUMENTS)
async def test_a_planned_mutation_and_its_repetition_by_the_ordinary_executor_answer_alike(
    api: Api, mine: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = given(mine, query)
    first = await answer(api, query, variables)
    assert "errors" not in first
    assert await answer(api, query, variables) == first
    with monkeypatch.context() as patch:
        ordinary(patch)
        assert await answer(api, query, variables) == first


@pytest.mark.parametrize("query", DOCUMENTS)
async def test_nothing_of_what_was_carried_out_is_left_to_the_ordinary_executor(
    api: Api, mine: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def executed(*_: object) -> None:
        raise AssertionError("not planned")

    monkeypatch.setattr(answering, "executed", executed)
    assert "errors" not in await answer(api, query, given(mine, query))


@pytest.mark.parametrize(
    "wrong",
    [
        {"mine": "TWluZTox"},
        {"description": "  "},
        {"expectedVersion": 7},
        {"reason": "\x01"},
        {"foundOn": "1066-10-14"},
        {"source": "NOWHERE"},
        {"surplus": 1},
    ],
    ids=str,
)
async def test_what_is_refused_is_refused_in_the_same_words_and_is_tried_once(
    api: Api, mine: str, wrong: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    query = (
        f"mutation($input: ReportHazardInput!) {{ a: {REPORT} {{ hazard {{ id }} position "
        "errors { __typename code message messageZh path rule } } }"
    )
    first = await answer(api, query, given(mine, str(wrong), **wrong))
    with monkeypatch.context() as patch:
        ordinary(patch)
        assert await answer(api, query, given(mine, str(wrong), **wrong)) == first
    assert "errors" in first or first["data"]["a"]["errors"]


async def test_the_first_of_two_mutations_stands_when_the_second_is_refused(api: Api, mine: str) -> None:
    query = (
        "mutation($right: ReportHazardInput!, $wrong: ReportHazardInput!) { "
        "right: reportHazard(input: $right) { position errors { code } } "
        "wrong: reportHazard(input: $wrong) { position errors { code } } "
        "last: reportHazard(input: $right) { position errors { code } } }"
    )
    variables = {"right": given(mine, "right")["input"], "wrong": given("TWluZTox", "wrong")["input"]}
    assert api.server.services is not None
    store = api.server.services.store
    before = (await store.head()).position
    told = (await answer(api, query, variables))["data"]
    # The ledger's own processes may write meanwhile: it is the one report that counts.
    [written] = await store.read_all(before, types=["HazardReported"])
    assert told["right"] == told["last"] == {"position": written.position, "errors": []}
    assert told["wrong"]["errors"] == [{"code": "INVALID_ID"}]


async def test_a_mutation_whose_outcome_is_not_known_is_not_tried_again(
    api: Api, mine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def lost(_: CommandBus, order: Order, *__: object) -> None:
        nonlocal tries
        tries += isinstance(order.command, ReportHazard)
        raise Unavailable("OUTCOME_UNKNOWN", "Not known.", "未知。")

    monkeypatch.setattr(CommandBus, "_append", lost)
    query = f"mutation($input: ReportHazardInput!) {{ {REPORT} {{ errors {{ code }} }} }}"
    told = await answer(api, query, given(mine, "lost"))
    assert told["data"]["reportHazard"]["errors"] == [{"code": "OUTCOME_UNKNOWN"}]
    assert tries == 1


async def test_a_fault_of_ours_in_a_mutation_is_told_once_and_nothing_is_tried_again(
    api: Api, mine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0

    async def broken(_: CommandBus, order: Order, *__: object) -> None:
        nonlocal tries
        tries += isinstance(order.command, ReportHazard)
        raise RuntimeError("a bug")

    monkeypatch.setattr(CommandBus, "_append", broken)
    query = f"mutation($input: ReportHazardInput!) {{ {REPORT} {{ errors {{ code }} }} }}"
    told = await answer(api, query, given(mine, "broken"))
    assert [error["extensions"]["code"] for error in told["errors"]] == ["INTERNAL"]
    assert tries == 1


async def test_an_enterprise_is_refused_for_anothers_mine_and_that_stands_on_record(api: Api, mine: str) -> None:
    query = f"mutation($input: ReportHazardInput!) {{ {REPORT} {{ errors {{ code }} }} }}"
    told = await answer(api, query, given(mine, "foreign"), by=MINER)
    assert told["data"]["reportHazard"]["errors"][0]["code"] in {"MINE_NOT_FOUND", "OUT_OF_SCOPE"}


@pytest.mark.parametrize("is_planned", [True, False])
async def test_what_was_accepted_stays_accepted_when_it_cannot_be_shown(
    api: Api, mine: str, monkeypatch: pytest.MonkeyPatch, is_planned: bool
) -> None:
    async def building(*_: object) -> None:
        raise Unavailable("VIEWS_BUILDING", "The views are being built.", "视图正在建立。")

    monkeypatch.setattr(reading, "select_tuples", building)
    monkeypatch.setattr(reading_back, "subject", building)
    if not is_planned:
        ordinary(monkeypatch)
    assert api.server.services is not None
    before = (await api.server.services.store.head()).position
    fields = "hazard { id } position viewsPending errors { code }"
    query = f"mutation($input: ReportHazardInput!) {{ {REPORT} {{ {fields} }} }}"
    told = await answer(api, query, given(mine, "unshown"))
    position = told["data"]["reportHazard"].pop("position")
    assert told["data"] == {"reportHazard": {"hazard": None, "viewsPending": True, "errors": []}}
    assert position > before
    written = await api.server.services.store.read_all(before, types=["HazardReported"])
    assert [recorded.position for recorded in written] == [position]
