"""What an operation may cost, how fast a caller may ask, and that one plan serves all callers and leaks to none."""

from __future__ import annotations

import random
import time
from typing import Any

import orjson
import pytest
from graphql import FragmentDefinitionNode, OperationDefinitionNode, get_introspection_query, parse

from ledger.demo.people import PEOPLE
from ledger.graphql.allowance import Allowances, Spent
from ledger.graphql.cost import COUNT, MAX_COST, cost_of
from ledger.graphql.schema import schema
from ledger.rights.right import Principal
from tests.graphql.conftest import Api

COSTS = [
    ("{ ledger { position } }", {}, 1),
    ("{ hazards(first: 50) { nodes { id } } }", {}, 51),
    ("{ hazards { nodes { id } } }", {}, 21),
    ("{ hazards(first: 50) { nodes { id mine { name } } } }", {}, 101),
    ("{ hazards(first: 50) { edges { node { id mine { name } } } pageInfo { hasNextPage } } }", {}, 101),
    ("{ hazards(first: 50) { nodes { id history { type } } } }", {}, 551),
    ("{ hazards(first: 50) { totalCount } }", {}, 51 + COUNT),
    ("query($n: Int) { hazards(first: $n) { nodes { id } } }", {"n": 7}, 8),
    ("query($n: Int) { hazards(first: $n) { nodes { id } } }", {}, 21),
    ("query($s: [String!]!) { blacklistLookup(subjects: $s) { results { listed } } }", {"s": ["a", "b"]}, 3),
    ("{ hazards(first: 10) { ...F } } fragment F on HazardConnection { nodes { ...G ...G } } "
     "fragment G on Hazard { id mine { id } }", {}, 31),
]  # fmt: skip


@pytest.mark.parametrize(("text", "variables", "cost"), COSTS)
def test_the_cost_is_what_is_asked_for_times_what_hangs_on_each(
    text: str, variables: dict[str, Any], cost: int
) -> None:
    document = parse(text)
    operation = next(d for d in document.definitions if isinstance(d, OperationDefinitionNode))
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    assert cost_of(schema()._schema, operation, fragments).of(variables) == cost


async def test_every_answer_says_its_cost_and_one_that_costs_too_much_is_refused_before_anything_is_read(
    district: Api,
) -> None:
    answer = (await district.raw("{ hazards(first: 3) { nodes { id } } rateLimit { cost limit } }")).json()
    assert answer["extensions"] == {"cost": {"requested": 5, "limit": MAX_COST}}
    assert answer["data"]["rateLimit"] == {"cost": 5, "limit": MAX_COST}
    lists = " ".join(f"a{n}: hazards(first: 500) {{ nodes {{ history {{ type }} }} }}" for n in range(50))
    began = time.perf_counter()
    assert await district.code(f"{{ {lists} }}") == "TOO_EXPENSIVE"
    assert time.perf_counter() - began < 0.25


async def test_what_the_schema_says_of_itself_is_told_once_in_a_request_and_not_many_times(district: Api) -> None:
    assert "data" in (await district.raw(get_introspection_query(), by=None)).json()
    again = "name fields { name args { name type { name } } type { kind ofType { kind } } }"
    for many in (
        " ".join(f"a{n}: __schema {{ types {{ {again} }} }}" for n in range(20)),
        "__schema { " + " ".join(f"a{n}: types {{ {again} }}" for n in range(20)) + " }",
        "__schema { types { " + " ".join(f"a{n}: fields {{ name type {{ kind }} }}" for n in range(40)) + " } }",
        "__schema { types { fields { " + " ".join(f"a{n}: name" for n in range(50)) + " } } }",
    ):
        assert await district.code(f"{{ {many} }}", by=None) == "TOO_EXPENSIVE"


def test_a_budget_is_spent_and_fills_again() -> None:
    now = [0.0]
    allowances = Allowances(capacity=100, per_second=10, clock=lambda: now[0])
    assert allowances.spend("a", 90).left == 10
    with pytest.raises(Spent) as refused:
        allowances.spend("a", 30)
    assert refused.value.seconds == 2
    assert allowances.spend("b", 100).left == 0
    now[0] = 2.0
    assert allowances.spend("a", 30).left == 0
    now[0] = 1000.0
    assert allowances.spend("a", 1).left == 99


async def test_who_asks_for_too_much_too_fast_is_told_when_to_come_again(district: Api) -> None:
    services = district.server.services
    assert services is not None
    services.allowances = Allowances(capacity=50, per_second=1, clock=lambda: 0.0)
    query = "{ hazards(first: 29) { nodes { id } } }"
    assert (await district.raw(query)).status_code == 200
    refused = await district.raw(query)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "10")
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"
    assert (await district.raw(query, by=PEOPLE["head"])).status_code == 200


DOCUMENTS = [
    "{ hazards(first: 50) { totalCount nodes { id description history { type data } mine { name } } } }",
    "{ mines(first: 50) { nodes { id name keyPosts { holder validTo } statusPeriods { why validTo } } } }",
    '{ blacklist(first: 50) { nodes { subjectName annulled endedBecause } } tasks { nodes { title } } }',
    "query($id: ID!) { node(id: $id) { id ... on Hazard { description } ... on Listing { subjectName } } }",
    "{ events(first: 50) { nodes { type actor data } } }",
    "query($id: ID!) { nodes(ids: [$id]) { id ... on Hazard { description history { type } mine { name } } } }",
    "{ mines(first: 9) { nodes { name outputs { output } hazards(first: 3) { totalCount nodes { description } } } } }",
    "{ mines(first: 9) { nodes { riskNotices(first: 3) { nodes { place } } faces { name } stops { why: content } } } }",
    "{ obligations(first: 20) { nodes { duty owner mine { name } } } tasks { nodes { title history { type } } } }",
]  # fmt: skip


async def test_one_document_under_every_role_in_any_order_on_one_warm_cache_never_leaks(district: Api) -> None:
    """What each caller gets alone, on a cache of their own, is what they get after and between all the others."""
    stranger = Principal("s", "s", "外区", "110101", PEOPLE["officer"].roles)
    callers: dict[str, Principal | None] = {**PEOPLE, "public": None, "stranger": stranger}
    [hazard] = (await district.ask("{ hazards(first: 1) { nodes { id } } }"))["hazards"]["nodes"]
    variables = {3: {"id": hazard["id"]}, 5: {"id": hazard["id"]}}

    async def asked(n: int, caller: str) -> bytes:
        answer = (await district.raw(DOCUMENTS[n], variables.get(n), callers[caller])).json()
        for error in answer.get("errors", ()):
            error["extensions"].pop("requestId")
        return orjson.dumps(answer)

    alone: dict[tuple[int, str], bytes] = {}
    for n in range(len(DOCUMENTS)):
        for caller in callers:
            district.server.documents.forget()
            alone[n, caller] = await asked(n, caller)
    assert len({alone[0, caller] for caller in ("officer", "public", "stranger")}) == 3
    district.server.documents.forget()
    turns = list(alone) * 3
    random.Random(7).shuffle(turns)
    for n, caller in turns:
        assert await asked(n, caller) == alone[n, caller], (DOCUMENTS[n], caller)
