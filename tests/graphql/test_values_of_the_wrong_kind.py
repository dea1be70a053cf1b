"""Whatever value a client sends where another belongs: a typed error in both languages, and never a fault of ours."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any

import pytest

from ledger.server import refusals
from tests.graphql.conftest import Api
from tests.graphql.test_api import MINE, a_hazard, a_mine
from tests.house import BUREAU, HEAD, OFFICER, credit_code

NUL = "\\u0000"
ID = "00000000-0000-0000-0000-000000000000"
AS_OF = "query($p: AsOf) { mines(asOf: $p) { nodes { id } } }"
FIRST = "query($p: Int) { mines(first: $p) { nodes { id } } }"
BEHIND = "query($p: Position) { events(afterPosition: $p) { nodes { id } } }"
FOUND = "query($p: Date) { hazards(foundFrom: $p) { nodes { id } } }"
CLEAR = 'mutation($p: UUID) { clearHazard(input: {hazard: "x", commandId: $p}) { errors { code } } }'
REGISTER = "mutation($p: RegisterMineInput!) { registerMine(input: $p) { errors { code } } }"


def behind(raw_cursor: str) -> str:
    encoded = urlsafe_b64encode(raw_cursor.encode()).decode().rstrip("=")
    return f'{{ events(after: "{encoded}") {{ nodes {{ id }} }} }}'


QUERIES: list[tuple[str, str]] = [
    (f'{{ mines(nameContains: "{NUL}") {{ nodes {{ id }} }} }}', "VALUE_INVALID"),
    (f'{{ mine(code: "{NUL}") {{ id }} }}', "VALUE_INVALID"),
    (f'{{ blacklistLookup(subjects: ["{NUL}"]) {{ results {{ listed }} }} }}', "VALUE_INVALID"),
    (f'{{ hazards(category: "{NUL}") {{ nodes {{ id }} }} }}', "VALUE_INVALID"),
    (f'{{ events(type: "{NUL}") {{ nodes {{ id }} }} }}', "VALUE_INVALID"),
    ('{ mine(code: "\\uD800") { id } }', "SYNTAX_ERROR"),
    ("{ mine { id } }", "ARGUMENT_MISSING"),
    ('{ mine(id: "x", code: "y") { id } }', "ARGUMENT_MISSING"),
    ('{ mine(id: "") { id } }', "INVALID_ID"),
    ('{ mine(id: "😀") { id } }', "INVALID_ID"),
    ("{ mine(id: 5) { id } }", "INVALID_ID"),
    ("{ mines(first: -1) { nodes { id } } }", "PAGE_TOO_LARGE"),
    ("{ mines(asOf: {position: 1e400}) { nodes { id } } }", "INVALID_REQUEST"),
    ("{ mines(asOf: {position: 1.5}) { nodes { id } } }", "INVALID_REQUEST"),
    ("{ mines(asOf: {position: true}) { nodes { id } } }", "INVALID_REQUEST"),
    ("{ mines(asOf: {}) { nodes { id } } }", "INVALID_REQUEST"),
    ("{ mines(asOf: {position: 99999}) { nodes { id } } }", "POSITION_UNKNOWN"),
    ('{ mines(asOf: {recordedAt: "2026-01-01T00:00:00"}) { nodes { id } } }', "MOMENT_WITHOUT_ZONE"),
    ('{ mines(asOf: {recordedAt: "9999-12-31T23:59:59-12:00"}) { nodes { id } } }', "MOMENT_IN_THE_FUTURE"),
    (f"{{ events(afterPosition: {'9' * 5000}) {{ nodes {{ id }} }} }}", "INVALID_REQUEST"),
    ('{ hazards(foundFrom: "2026-13-01") { nodes { id } } }', "INVALID_REQUEST"),
    (behind(f'["journal:position:asc",{"9" * 30},"{ID}"]'), "CURSOR_FOREIGN"),
    (behind(f'["journal:position:asc",1e300,"{ID}"]'), "CURSOR_FOREIGN"),
    (behind(f'["journal:position:asc","1","{ID}"]'), "CURSOR_FOREIGN"),
    (behind(f'["mine_register:code:asc","{NUL}","{ID}"]'), "CURSOR_FOREIGN"),
    (behind('{"a":1}'), "CURSOR_FOREIGN"),
    ('{ mines(after: "😀") { nodes { id } } }', "CURSOR_FOREIGN"),
    ("query A { __typename } query B { __typename }", "OPERATION_AMBIGUOUS"),
    ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "INVALID_REQUEST"),
    ("{" + "...{" * 400 + " __typename " + "}" * 401, "SYNTAX_ERROR"),
]  # fmt: skip

VARIABLES: list[tuple[str, Any]] = [
    (AS_OF, {"position": "abc"}),
    (AS_OF, {"position": 1, "recordedAt": "2026-01-01T00:00:00Z"}),
    (AS_OF, {}),
    (AS_OF, {"position": None}),
    (AS_OF, {"position": -1}),
    (FIRST, "abc"),
    (FIRST, 2**40),
    (FIRST, True),
    (BEHIND, 2**63),
    (BEHIND, "1"),
    (FOUND, "x"),
    (FOUND, 5),
    (CLEAR, "x"),
    (CLEAR, 5),
    (REGISTER, MINE | {"capacity": "x"}),
    (REGISTER, MINE | {"capacity": {"a": 1}}),
    (REGISTER, {}),
    (REGISTER, MINE | {"unknown": 1}),
]


@pytest.mark.parametrize(("query", "code"), QUERIES)
async def test_a_value_of_the_wrong_kind_in_a_document_is_refused_with_its_code(
    api: Api, query: str, code: str
) -> None:
    [error] = (await api.raw(query)).json()["errors"]
    assert error["extensions"]["code"] == code
    assert error["message"]
    assert error["extensions"]["messageZh"]


@pytest.mark.parametrize(("query", "value"), VARIABLES)
async def test_a_variable_of_the_wrong_kind_is_refused_before_anything_is_run(api: Api, query: str, value: Any) -> None:
    before = await api.ask("{ ledger { position } }")
    answer = await api.raw(query, {"p": value}, HEAD)
    assert {e["extensions"]["code"] for e in answer.json()["errors"]} == {"INVALID_REQUEST"}
    assert await api.ask("{ ledger { position } }") == before


FAR = {
    "division": "230599", "regime": "ORDER_11_2023", "ground": "11-7-1", "subjectKind": "ENTERPRISE",
    "subjectName": "虚构公司", "creditCode": credit_code(7), "penaltyReference": "虚〔2026〕1号",
    "penaltyDecidedBy": BUREAU, "decidedOn": "9999-12-31", "startsOn": "9999-12-31",
}  # fmt: skip

INPUTS: list[tuple[str, dict[str, Any], str, list[str]]] = [
    ("registerMine", MINE | {"capacity": "NaN"}, "FINITE_NUMBER", ["input", "capacity"]),
    ("registerMine", MINE | {"capacity": "1e999999"}, "DECIMAL_MAX_DIGITS", ["input", "capacity"]),
    ("registerMine", MINE | {"name": " \u3000"}, "STRING_TOO_SHORT", ["input", "name"]),
    ("registerMine", MINE | {"name": "\u200b\u2060"}, "WHITE_SPACE_ALONE", ["input", "name"]),
    ("registerMine", MINE | {"name": "向阳\u202e矿煤"}, "TURNING_CHARACTERS", ["input", "name"]),
    ("registerMine", MINE | {"reason": "\u0000"}, "REASON_INVALID", ["input", "reason"]),
    ("registerMine", MINE | {"reason": "理" * 501}, "REASON_INVALID", ["input", "reason"]),
    ("decideListing", FAR, "LESS_THAN_EQUAL", ["input", "decidedOn"]),
]


@pytest.mark.parametrize(("mutation", "given", "code", "path"), INPUTS)
async def test_an_input_out_of_bounds_is_refused_as_data_at_its_field(
    api: Api, mutation: str, given: dict[str, Any], code: str, path: list[str]
) -> None:
    error = (await api.do(mutation, given, HEAD))["errors"][0]
    assert (error["code"], error["path"]) == (code, path)
    assert error["messageZh"]


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00", "1500-01-01T00:00:00Z"])
async def test_an_instant_that_no_ledger_is_about_is_refused(api: Api, moment: str) -> None:
    api.instant = moment
    assert await api.code("{ hazards(overdue: true) { nodes { id } } }") == "INSTANT_INVALID"


async def test_a_control_character_in_a_reason_never_reaches_the_record(api: Api) -> None:
    hazard = await a_hazard(api, await a_mine(api))
    payload = await api.do("followUpHazard", {"hazard": hazard, "finding": "看过", "reason": "a\u0000b"})
    assert [e["code"] for e in payload["errors"]] == ["REASON_INVALID"]
    assert (await api.http.get("/readyz")).status_code == 200


async def test_the_older_media_type_gets_200_and_the_newer_one_400_for_what_is_not_run(api: Api) -> None:
    assert (await api.raw("{ nope }")).status_code == 200
    api.headers["accept"] = "application/graphql-response+json"
    answer = await api.raw("{ nope }")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/graphql-response+json"


@pytest.mark.parametrize(
    ("body", "headers", "code", "path"),
    [
        (b"{nothing", {}, "BODY_NOT_JSON", ["body"]),
        (
            b'{"query": "{ ledger { position } }"}',
            {"authorization": "Bearer a.b.c"},
            "UNAUTHENTICATED",
            ["Authorization"],
        ),
        (b'{"query": "{ ledger {"}', {}, "SYNTAX_ERROR", ["query"]),
        (b'{"query": "{ nope }"}', {}, "INVALID_REQUEST", ["query"]),
        (
            b'{"query": "{ ' + b"a: ledger { position } b: ledger { position } " * 40 + b'}"}',
            {},
            "TOO_MANY_ALIASES",
            ["query"],
        ),
        (
            b'{"query": "query($i: AsOf) { hazards(asOf: $i) { totalCount } }", "variables": {"i": {"position": "x"}}}',
            {},
            "INVALID_REQUEST",
            ["variables", "i", "position"],
        ),
    ],
)
async def test_what_is_not_run_is_told_like_any_error_with_code_path_both_languages_and_rule(
    api: Api, body: bytes, headers: dict[str, str], code: str, path: list[str]
) -> None:
    sent = {"content-type": "application/json"} | api.bearer(OFFICER) | headers
    [error] = (await api.http.post("/graphql", content=body, headers=sent)).json()["errors"]
    assert error["extensions"].keys() == {"code", "kind", "messageZh", "argumentPath", "rule", "requestId"}
    assert (error["extensions"]["code"], error["extensions"]["argumentPath"]) == (code, path)
    assert error["message"]
    assert error["extensions"]["messageZh"]
    assert error["extensions"]["rule"]


def test_every_refusal_is_said_in_chinese() -> None:
    sources = [p for name in ("server", "graphql") for p in (Path(refusals.__file__).parents[1] / name).glob("*.py")]
    pattern = re.compile(r'(?:RequestRefused|DocumentRefused)\(\s*(?:\d+,\s*)?"([A-Z_]+)"')
    raised = {code for source in sources for code in pattern.findall(source.read_text("utf-8"))}
    assert len(raised) > 8
    assert raised <= refusals.REFUSALS.keys()
