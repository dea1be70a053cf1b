"""A planned read answers what the ordinary executor answers, byte for byte, to anybody."""

from __future__ import annotations

from datetime import datetime
from random import Random
from typing import Any

import orjson
import pytest
from graphql import get_introspection_query, get_named_type, is_required_argument
from graphql.execution.values import VariableValues, get_variable_values
from hypothesis import HealthCheck, Phase, event, given, settings
from hypothesis import strategies as st

from ledger.demo.people import PEOPLE
from ledger.graphql.answering import executed, planned
from ledger.graphql.context import Context
from ledger.graphql.limits import DocumentRefused
from ledger.graphql.reads import READS
from ledger.graphql.schema import schema
from ledger.rights.right import Principal
from ledger.server.identity import PUBLIC
from tests.graphql.conftest import Api
from tests.graphql.generated import operation

CALLERS: dict[str, Principal] = {**PEOPLE, "public": PUBLIC}
# Every try asks a database: what fails is told as it was drawn, not minutes later in its smallest form.
NO_SHRINKING = [Phase.explicit, Phase.generate]
PERSONS_NUMBER = "23059919800101001X"
"""Of somebody of the demo's."""

POOL: dict[str, list[Any]] = {
    "code": ["230599000001", "M1886", "nothing"],
    "AsOf": [{"position": 0}, {"position": 200}, {"position": 340}, {"recordedAt": "2025-06-30T16:00:00Z"}],
    "Date": ["2024-10-01", "2025-03-01", "2026-02-01"],
    "Boolean": [True, False],
    "Position": [0, 17, 300],
    "first": [0, 1, 3, 7, 50],
    "last": [1, 2, 9],
    "after": [None],
    "before": [None],
    "division": ["230599", "110101"],
    "identityNumber": [PERSONS_NUMBER, "nobody-1"],
    "subjects": ["虚构旧矿业公司", "无此单位"],
    "nameContains": ["松", "矿", "无"],
    "category": ["瓦斯", "WS"],
    "type": ["HazardReported", "MineRegistered"],
    "actor": ["demo-officer"],
    "year": [2025, 2026],
    "addressee": ["白桦煤矿"],
    "part": ["全矿", "一采区"],
    "Int": [0, 2],
    "Decimal": ["30", "45.5", "100"],
    "serial": ["F-7731"],
    "number": ["MAB2400018"],
    "campaign": ["“一通三防”专项检查"],
    "placeContains": ["库"],
    "custodian": ["库管员"],
    "reference": ["T-二(一)1", "nothing"],
    "department": ["虚构区煤管局", "虚构公安分局"],
    "unit": ["虚构煤业公司"],
    "phase": ["排查整治", "集中攻坚"],
    "duty": ["T-四-final"],
    "documentNo": ["虚政发〔2021〕9号", "nothing"],
    "DateTime": ["2025-06-30T16:00:00Z", "2026-03-01T00:00:00+08:00"],
    "String": ["虚构区煤管局", "无"],
    "DayRange": [{"first": "2025-01-01", "last": "2025-12-31"}, {"first": "2025-12-31", "last": "2025-01-01"}],
}


def context(district: Api, caller: str) -> Context:
    assert district.server.services is not None
    return Context(district.server.services, CALLERS[caller], datetime.fromisoformat(district.instant or ""))


def lists() -> list[str]:
    """The root fields that are lists, and ask for nothing in particular."""
    query = schema()._schema.query_type
    assert query is not None
    return [
        name
        for name, of in query.fields.items()
        if get_named_type(of.type).name.endswith("Connection") and not any(map(is_required_argument, of.args.values()))
    ]


class Things:
    """Kept in a thing of its own: Hypothesis writes down all that a try was given, at a length that is an error."""

    def __init__(self, pool: dict[str, list[Any]]) -> None:
        self.pool = pool


@pytest.fixture
async def things(district: Api) -> Things:
    """What can be asked about: ids of every type, and cursors of every list."""
    ids: dict[str, list[str]] = {}
    cursors: dict[str, list[Any]] = {}
    for name in lists():
        by = PEOPLE["auditor" if name in {"accessLog", "erasures"} else "officer"]
        found = await district.ask(f"{{ {name}(first: 12) {{ edges {{ cursor node {{ __typename id }} }} }} }}", by=by)
        for edge in found[name]["edges"]:
            ids.setdefault(edge["node"]["__typename"], []).append(edge["node"]["id"])
        foreign = next(iter(cursors.values()), [None])[:1]
        own = [None, *(edge["cursor"] for edge in found[name]["edges"][:4]), *foreign]
        cursors |= {f"{name}.after": own, f"{name}.before": own}
    everything = [id for found in ids.values() for id in found[:3]]
    named = {name[0].lower() + name[1:]: found for name, found in ids.items()}
    pool = POOL | named | {
        "id": [*everything, "nonsense"], "ids": everything, "ID": everything, "stream": ids["Hazard"],
        "of": [*ids["Order"], ids["Hazard"][0]], "series": ids["DocumentSeries"],
    } | cursors  # fmt: skip
    return Things(pool)


async def compared(district: Api, text: str, variables: dict[str, Any], caller: str) -> bool:
    """Whether the operation was planned; what it answered is what the ordinary executor answers."""
    prepared = district.server.documents.prepared(text)
    assert prepared.errors == [], (text, prepared.errors)
    [asked] = prepared.operations
    values = get_variable_values(schema()._schema, asked.variable_definitions or (), variables)
    assert isinstance(values, VariableValues)
    data = await planned(prepared, asked, values, context(district, caller))
    ordinary = await executed(prepared, asked, variables, context(district, caller))
    if ordinary.errors:
        assert data is None, (text, variables, ordinary.errors)
        return False
    assert data is not None, (text, variables)
    again = await planned(prepared, asked, values, context(district, caller))
    assert orjson.dumps(data) == orjson.dumps(ordinary.data) == orjson.dumps(again), (text, variables)
    return True


@settings(max_examples=300, deadline=None, database=None, suppress_health_check=list(HealthCheck), phases=NO_SHRINKING)
@given(seed=st.integers(0, 2**32), caller=st.sampled_from(sorted(CALLERS)))
async def test_a_planned_read_answers_byte_for_byte_what_the_ordinary_executor_answers(
    district: Api, things: Things, seed: int, caller: str
) -> None:
    text, variables = operation(Random(seed), schema()._schema, things.pool, sorted(READS))
    try:
        event("planned" if await compared(district, text, variables, caller) else "refused")
    except DocumentRefused as refused:
        event(refused.code)


OF_SEVERAL_VIEWS: list[tuple[str, dict[str, Any]]] = [
    ("""query($d: Date, $t: AsOf) { organisation(division: "230599", effectiveOn: $d, asOf: $t) {
        __typename division effectiveOn asOfPosition
        bodies { __typename depth superior department { id name kindLabel posts { title holders { holder } } }
            posts { post { __typename title } there: holders { id holder mannerLabel validTo } } }
        leadingGroups { name members { holder roleLabel } } } }""", {}),
    ("""{ organisation(division: "230599") { bodies { ...B ...B } } }
        fragment B on OrganisationBody { department { name } posts { post { id } holders { holder } } }""", {}),
    ('{ organisation(division: "110101") { bodies { depth } leadingGroups { id } } }', {}),
    ("""query($n: String!, $d: Date, $t: AsOf) { personLookup(identityNumber: $n, effectiveOn: $d, asOf: $t) {
        person { id name posts { title } } posts { title holder } controls { enterpriseName }
        certificates { kindLabel number } listings { id subjectName mine { name } } effectiveOn asOfPosition } }""",
        {"n": "NUMBER"}),
    ("""query($n: String!) { personLookup(identityNumber: $n) { person { id } posts { id } } }""", {"n": "nobody-1"}),
    ("""query($on: Date) { obligations(first: 200) { nodes { id owner
        inCharge(on: $on) { __typename id holder } then: inCharge { title bodyName suspensions } } } }""", {}),
    ("""query($on: Date) { mines { nodes { obligations(first: 30) { nodes {
        inCharge(on: $on) @include(if: true) { holder } } } } } }""", {}),
]  # fmt: skip


@pytest.mark.parametrize("case", range(len(OF_SEVERAL_VIEWS)))
async def test_what_is_made_of_several_views_is_planned_as_well(district: Api, case: int) -> None:
    text, given = OF_SEVERAL_VIEWS[case]
    given = {name: PERSONS_NUMBER if value == "NUMBER" else value for name, value in given.items()}
    for more in ({}, {"d": "2025-06-01", "on": "2025-06-01"}, {"t": {"recordedAt": "2025-06-30T16:00:00Z"}}):
        asked = given | {name: value for name, value in more.items() if f"${name}:" in text}
        assert await compared(district, text, asked, "reviewer")


INTROSPECTION = [
    get_introspection_query(input_value_deprecation=True, specified_by_url=True, schema_description=True),
    """{ __type(name: "Mine") { name kind
        fields { __typename name args { name defaultValue } type { ofType { name } } } }
        no: __type(name: "Nothing") { name } __schema { __typename queryType { name } } }""",
    """query($all: Boolean) {
        __type(name: "HazardLevel") { enumValues(includeDeprecated: $all) { ...V } possibleTypes { name } } }
        fragment V on __EnumValue { name description isDeprecated }""",
    """{ ledger { simulated } __typename
        __schema { directives { name locations args { name type { kind ofType { kind } } } } } }""",
]


@pytest.mark.parametrize("text", INTROSPECTION)
async def test_what_the_schema_says_of_itself_is_planned_as_well(district: Api, text: str) -> None:
    assert await compared(district, text, {}, "public")
