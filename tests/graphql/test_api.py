"""The API as its users meet it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.graphql.labels import LABELS
from ledger.graphql.schema import printed, schema
from ledger.server.tokens import DevelopmentIssuer
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.house import BUREAU, HEAD, OFFICE, OFFICER, REVIEWER, SECOND_OFFICER, credit_code, person

CHINESE = re.compile("[\u4e00-\u9fff]")
MINE = {"code": "230599000001", "name": "向阳煤矿", "enterprise": "向阳煤业", "division": "230599", "capacity": "60"}


async def a_mine(api: Api, **changes: Any) -> str:
    payload = await api.do("registerMine", MINE | {"creditCode": credit_code(1)} | changes, HEAD, "mine { id }")
    assert payload["errors"] == []
    return str(payload["mine"]["id"])


async def a_hazard(api: Api, mine: str) -> str:
    given = {"mine": mine, "description": "传感器被遮挡", "location": "回风巷", "source": "SUPERVISION"}
    payload = await api.do("reportHazard", given, shows="hazard { id status mine { name } }")
    assert payload["hazard"]["mine"] == {"name": "向阳煤矿"}
    return str(payload["hazard"]["id"])


async def test_a_payload_shows_its_own_effect(api: Api) -> None:
    hazard = await a_hazard(api, await a_mine(api))
    payload = await api.do(
        "gradeHazard", {"hazard": hazard, "level": "GENERAL_B"}, shows="hazard { status statusLabel level version }"
    )
    assert payload["hazard"] == {"status": "GRADED", "statusLabel": "待下达整改", "level": "GENERAL_B", "version": 2}
    assert (payload["viewsPending"], payload["errors"]) == (False, [])


async def test_a_list_can_be_asked_for_as_it_stood_at_any_moment(api: Api) -> None:
    hazard = await a_hazard(api, await a_mine(api))
    api.instant = "2026-07-07T02:00:00+00:00"
    graded = await api.do("gradeHazard", {"hazard": hazard, "level": "GENERAL_B"})
    query = "query($t: AsOf) { hazards(asOf: $t) { asOfPosition nodes { status } totalCount } }"
    for moment, status in ((None, ["GRADED"]), ("2026-07-06T12:00:00Z", ["FOUND"]), ("2026-07-05T00:00:00Z", [])):
        as_of = {"recordedAt": moment} if moment else None
        answer = (await api.ask(query, {"t": as_of}))["hazards"]
        assert [n["status"] for n in answer["nodes"]] == status
        assert answer["totalCount"] == len(status)
    answer = (await api.ask(query, {"t": {"position": graded["position"] - 1}}))["hazards"]
    assert answer == {"asOfPosition": graded["position"] - 1, "nodes": [{"status": "FOUND"}], "totalCount": 1}


async def test_paging_goes_through_a_list_both_ways_and_knows_its_own_cursors(api: Api) -> None:
    mine = await a_mine(api)
    ids = [await a_hazard(api, mine) for _ in range(5)]
    query = """query($a: String, $b: String, $f: Int, $l: Int) {
      hazards(first: $f, after: $a, last: $l, before: $b) {
        nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""
    forward, after = [], None
    while True:
        page = (await api.ask(query, {"f": 2, "a": after}))["hazards"]
        forward += [n["id"] for n in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert sorted(forward) == sorted(ids)
    back = (await api.ask(query, {"l": 2, "b": after}))["hazards"]
    assert [n["id"] for n in back["nodes"]] == forward[2:4]
    assert await api.code("query($a: String) { tasks(after: $a) { nodes { id } } }", {"a": after}) == "CURSOR_FOREIGN"


async def test_a_repeated_command_is_carried_out_once_and_another_body_is_refused(api: Api) -> None:
    mine, command = await a_mine(api), str(uuid4())
    given = {"mine": mine, "description": "一", "location": "井口", "source": "TIP", "commandId": command}
    first = await api.do("reportHazard", given, shows="hazard { id }")
    again = await api.do("reportHazard", given, shows="hazard { id }")
    assert (again["hazard"], again["position"]) == (first["hazard"], first["position"])
    other = await api.do("reportHazard", given | {"description": "二"})
    assert [(e["__typename"], e["code"]) for e in other["errors"]] == [("DuplicateCommand", "COMMAND_ID_REUSED")]


BAD = [
    ("registerMine", {"creditCode": "91230599MA0000000X"}, "InvalidInput", "CREDIT_CODE_CHECKSUM", "creditCode"),
    ("registerMine", {"code": "12"}, "InvalidInput", "MINE_CODE", "code"),
    ("registerMine", {"capacity": "-1"}, "InvalidInput", "GREATER_THAN", "capacity"),
    ("registerMine", {"name": "\u0000"}, "InvalidInput", "CONTROL_CHARACTERS", "name"),
    ("registerMine", {"division": "110101"}, "NotPermitted", "OUT_OF_SCOPE", "division"),
]


@pytest.mark.parametrize(("mutation", "given", "kind", "code", "field_name"), BAD)
async def test_bad_input_gets_an_error_that_names_its_field(
    api: Api, mutation: str, given: dict[str, Any], kind: str, code: str, field_name: str
) -> None:
    before = (await api.ask("{ ledger { position } }"))["ledger"]["position"]
    payload = await api.do(mutation, MINE | given, HEAD)
    [error] = payload["errors"]
    assert (error["__typename"], error["code"], error["path"]) == (kind, code, ["input", field_name])
    assert error["message"]
    assert error["messageZh"]
    # Nothing is written, but that somebody was refused.
    written = 1 if kind == "NotPermitted" else 0
    assert (await api.ask("{ ledger { position } }"))["ledger"]["position"] == before + written


async def test_unknown_things_guards_and_stale_versions_are_refused_as_data(api: Api) -> None:
    mine = await a_mine(api)
    hazard = await a_hazard(api, mine)
    nowhere = {"description": "一", "location": "井口", "source": "TIP"}
    unknown = "TWluZTowMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDA"
    listed = {"hazard": hazard, "level": "COUNTY", "deadline": "2026-08-01"}
    cases: list[tuple[str, dict[str, Any], str, str]] = [
        ("reportHazard", {"mine": unknown} | nowhere, "NotFound", "MINE_NOT_FOUND"),
        ("reportHazard", {"mine": hazard} | nowhere, "InvalidInput", "INVALID_ID"),
        ("reportHazard", {"mine": "x"} | nowhere, "InvalidInput", "INVALID_ID"),
        ("clearHazard", {"hazard": hazard}, "GuardRefused", "HAZARD_NOT_IN_STATE"),
        ("clearHazard", {"hazard": hazard, "expectedVersion": 7}, "VersionConflict", "STALE_VERSION"),
        ("gradeHazard", {"hazard": hazard, "level": "MAJOR"}, "GuardRefused", "CRITERION_MISSING"),
        (
            "gradeHazard",
            {"hazard": hazard, "level": "MAJOR", "article": 99, "item": 1},
            "InvalidInput",
            "ITEM_UNKNOWN_IN_STANDARD",
        ),
        (
            "gradeHazard",
            {"hazard": hazard, "level": "MAJOR", "standard": "ORDER-4-2020", "article": 4, "item": 1},
            "GuardRefused",
            "STANDARD_NOT_IN_FORCE",
        ),
        ("placeUnderListedSupervision", listed, "NotPermitted", "NOT_PERMITTED"),
    ]
    before = (await api.ask("{ ledger { position } }"))["ledger"]["position"]
    for mutation, given_input, kind, code in cases:
        [error] = (await api.do(mutation, given_input))["errors"]
        assert (error["__typename"], error["code"]) == (kind, code)
    refusals = sum(kind == "NotPermitted" for _, _, kind, _ in cases)
    assert (await api.ask("{ ledger { position } }"))["ledger"]["position"] == before + refusals


async def test_the_same_mine_code_is_not_registered_twice_and_a_mistyped_one_is_given_back(api: Api) -> None:
    mine = await a_mine(api)
    assert [e["code"] for e in (await api.do("registerMine", MINE, HEAD))["errors"]] == ["KEY_TAKEN"]
    right = {k: v for k, v in MINE.items() if k != "division"} | {"mine": mine, "code": "230599000002"}
    assert (await api.do("correctMineRegistration", right, HEAD))["errors"] == []
    assert (await api.do("registerMine", MINE, HEAD))["errors"] == []


async def test_the_public_sees_what_is_published_now_and_nothing_else(api: Api) -> None:
    await a_mine(api)
    assert (await api.ask("{ mines { nodes { name } } blacklist { nodes { id } } }", by=None))["mines"]["nodes"]
    assert await api.code("{ hazards { nodes { id } } }", by=None) == "NOT_PERMITTED"
    assert await api.code("{ events { nodes { id } } }", by=None) == "NOT_PERMITTED"
    assert await api.code("{ mines(asOf: {position: 0}) { nodes { id } } }", by=None) == "HISTORY_NOT_PUBLIC"
    look_back = '{ blacklist(effectiveOn: "2025-01-01") { nodes { id } } }'
    assert await api.code(look_back, by=None) == "HISTORY_NOT_PUBLIC"


async def test_nothing_of_another_division_or_another_mine_is_seen_or_touched(api: Api) -> None:
    mine = await a_mine(api)
    hazard = await a_hazard(api, mine)
    elsewhere = person("officer-9", Role.OFFICER, division="110101")
    rival = person("miner-9", Role.ENTERPRISE, department="别家煤业")
    look = "query($h: ID!) { hazards { nodes { id } totalCount } hazard(id: $h) { id } }"
    for stranger in (elsewhere, rival):
        assert await api.ask(look, {"h": hazard}, stranger) == {
            "hazards": {"nodes": [], "totalCount": 0},
            "hazard": None,
        }
        [error] = (await api.do("gradeHazard", {"hazard": hazard, "level": "GENERAL_A"}, stranger))["errors"]
        assert error["code"] == "HAZARD_NOT_FOUND"
    trace = "query($h: ID!) { tracebackOf(hazard: $h) { mine } events { nodes { type } } }"
    seen = await api.ask(trace, {"h": hazard}, elsewhere)
    assert seen["tracebackOf"] is None
    assert {event["type"] for event in seen["events"]["nodes"]} <= {"RuleSetAdopted"}, "rules are everybody's"


async def test_broken_forged_foreign_and_expired_tokens_are_refused(api: Api) -> None:
    now = datetime.now(UTC)
    tokens = {
        "broken": "abc",
        "forged": DevelopmentIssuer(b"x" * 32).token(OFFICER, now),
        "expired": api.issuer.token(OFFICER, now - timedelta(hours=13)),
        "future": api.issuer.token(OFFICER, now + timedelta(hours=1)),
    }
    for header in [*(f"Bearer {t}" for t in tokens.values()), "Basic eDp5", "Bearer"]:
        answer = await api.http.post("/graphql", json={"query": "{ __typename }"}, headers={"authorization": header})
        assert answer.status_code == 401
        assert answer.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


async def test_personal_numbers_are_sealed_and_every_opening_is_an_event(api: Api) -> None:
    mine = await a_mine(api)
    given = {"mine": mine, "post": "MINE_DIRECTOR", "holder": "虚构", "effectiveOn": "2026-07-01"}
    await api.do("appointKeyPerson", given | {"identityNumber": "230505196801010018"}, HEAD)
    events = (await api.ask('{ events(type: "KeyPersonAppointed") { nodes { stream data } } }'))["events"]["nodes"]
    assert "230505196801010018" not in str(events)
    digest = events[0]["data"]["identityNumber"]["digest"]
    seal = {"digest": digest, "stream": events[0]["stream"]}
    opening = seal | {"purpose": "核对身份", "authorisation": "虚调〔2026〕1号"}
    opened = await api.do("openSeal", opening, REVIEWER, "seal { name value }")
    assert opened["seal"] == {"name": "identityNumber", "value": "230505196801010018"}
    [refused] = (await api.do("openSeal", opening, OFFICER))["errors"]
    assert refused["code"] == "NOT_PERMITTED"
    recorded = (await api.ask('{ events(type: "SealOpened") { nodes { actor data } } }'))["events"]["nodes"]
    assert [(e["actor"], e["data"]["purpose"]) for e in recorded] == [("reviewer-1", "核对身份")]


async def test_a_task_is_set_delivered_and_approved_by_another(api: Api) -> None:
    given = {"division": "230599", "reference": "T-1", "title": "培训", "text": "全员培训", "deadline": "2026-07-01"}
    task = (await api.do("issueTask", given, OFFICE, "task { id }"))["task"]["id"]
    await api.do("assignTask", {"task": task, "mode": "SOLE", "departments": [BUREAU]}, OFFICE)
    await api.do("deliverTask", {"task": task, "account": "已完成"}, SECOND_OFFICER)
    [own] = (await api.do("approveTask", {"task": task}, HEAD))["errors"]
    assert own["code"] == "OWN_WORK"
    done = await api.do("approveTask", {"task": task}, OFFICE, "task { status statusLabel }")
    assert done["task"] == {"status": "APPROVED", "statusLabel": "已通过"}


async def test_a_look_up_tells_the_day_before_from_the_day_after_on_both_axes(api: Api) -> None:
    entry = {
        "division": "230599", "regime": "ORDER_11_2023", "ground": "11-7-1", "subjectKind": "ENTERPRISE",
        "subjectName": "虚构公司", "creditCode": credit_code(7), "penaltyReference": "虚〔2026〕1号",
        "penaltyDecidedBy": BUREAU, "decidedOn": "2026-07-06", "startsOn": "2026-07-10",
    }  # fmt: skip
    listing = (await api.do("decideListing", entry, HEAD, "listing { id validTo }"))["listing"]
    assert listing["validTo"] == "2029-07-10"
    api.instant = "2026-09-01T02:00:00+00:00"
    annulment = {"listing": listing["id"], "annulledOn": "2026-09-01", "why": "处罚被撤销", "authority": "复议决定"}
    await api.do("annulListing", annulment, HEAD)
    query = """query($d: Date, $t: AsOf, $s: [String!]!) {
      blacklistLookup(subjects: $s, effectiveOn: $d, asOf: $t) { results { listed } } }"""

    async def listed(day: str, known: str | None) -> bool:
        as_of = {"recordedAt": known} if known else None
        answer = await api.ask(query, {"d": day, "t": as_of, "s": [credit_code(7)]})
        return bool(answer["blacklistLookup"]["results"][0]["listed"])

    assert not await listed("2026-07-09", "2026-08-01T00:00:00Z")
    assert await listed("2026-07-10", "2026-08-01T00:00:00Z")
    assert not await listed("2026-07-10", "2026-07-05T00:00:00Z")
    assert not await listed("2026-07-10", None)
    notice = entry | {"ground": "V12"}
    assert [e["code"] for e in (await api.do("decideListing", notice, HEAD))["errors"]] == [
        "LISTING_GROUND_INSUFFICIENT"
    ]


async def test_a_subject_is_found_on_a_list_however_its_code_or_name_is_typed(api: Api) -> None:
    entry = {
        "division": "230599", "regime": "ORDER_11_2023", "ground": "11-7-1", "subjectKind": "ENTERPRISE",
        "subjectName": "虚构（甲）公司", "creditCode": credit_code(7), "penaltyReference": "虚〔2026〕1号",
        "penaltyDecidedBy": BUREAU, "decidedOn": "2026-07-06", "startsOn": "2026-07-06",
    }  # fmt: skip
    await api.do("decideListing", entry, HEAD)
    wide = "".join(chr(ord(letter) + 0xFEE0) for letter in credit_code(7))
    typed = [
        credit_code(7).lower(),
        wide,
        f" {credit_code(7)}\n",
        "虚构(甲)公司",
        "虚构（甲）公司 ",
        "虚构甲公司",
        wide,
    ]
    query = "query($s: [String!]!) { blacklistLookup(subjects: $s) { results { subject listed entries { id } } } }"
    results = (await api.ask(query, {"s": typed}))["blacklistLookup"]["results"]
    assert [r["subject"] for r in results] == typed, "as asked"
    assert [r["listed"] for r in results] == [True, True, True, True, True, False, True]
    assert [len(r["entries"]) for r in results] == [1, 1, 1, 1, 1, 0, 1]
    for one in typed:
        [alone] = (await api.ask(query, {"s": [one]}))["blacklistLookup"]["results"]
        assert alone["listed"] == (one != "虚构甲公司"), one


HOSTILE = {
    "deep": ("{" + "a{" * 900 + "b" + "}" * 901, {"DOCUMENT_TOO_DEEP", "SYNTAX_ERROR"}),
    "aliases": ("{" + " ".join(f"a{n}: __typename" for n in range(500)) + "}", {"TOO_MANY_ALIASES", "TOO_MANY_FIELDS"}),
    "tokens": ("{" + " __typename" * 5000 + "}", {"DOCUMENT_TOO_LONG", "TOO_MANY_TOKENS"}),
    "fragments": (
        "{...F0}" + "".join(f"fragment F{n} on Query {{...F{n + 1} ...F{n + 1}}}" for n in range(40))
        + "fragment F40 on Query {__typename}",
        {"TOO_MANY_FIELDS"},
    ),
    "many fragments": (
        "{...F0}" + "".join(f"fragment F{n} on Query {{...F{n + 1}}}" for n in range(60))
        + "fragment F60 on Query {__typename}",
        {"TOO_MANY_FRAGMENTS"},
    ),
    "page": ("{ hazards(first: 1000000000) { nodes { id } } }", {"PAGE_TOO_LARGE"}),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_documents_are_refused_with_a_code(api: Api, name: str) -> None:
    document, codes = HOSTILE[name]
    assert await api.code(document) in codes


BODIES = [b"", b"\xff\xfe", b"[]", b"1", b"{", b'{"query": 1}', b'{"query": "{a}", "variables": []}', b"[" * 5000,
          b'{"query": "{__typename}", "extensions": []}',
          b'{"query":"{__typename}","variables":{"a":[' + b"1," * 20_000 + b"1]}}",
          b'{"query":"{__typename}","variables":{"a":' + b"[" * 200 + b"]" * 200 + b"}}", b"{\"query\": \"{\\ud800}\"}",
          b'{"a": NaN}', b"x" * (1024 * 1024 + 1)]  # fmt: skip


@pytest.mark.parametrize("body", BODIES)
async def test_a_body_that_is_no_request_is_refused_and_never_a_500(api: Api, body: bytes) -> None:
    answer = await api.http.post("/graphql", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["errors"][0]["extensions"]["code"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(max_size=40), variables=st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)))
async def test_no_text_makes_the_server_fail(api: Api, query: str, variables: dict[str, Any]) -> None:
    answer = await api.http.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code < 500
    assert "INTERNAL" not in answer.text


async def test_the_page_comes_without_the_internet_and_health_is_told(api: Api) -> None:
    page = await api.http.get("/graphql", headers={"accept": "text/html"})
    assert "煤矿安全监管台账" in page.text
    assert "http" not in page.text.replace("http-equiv", "")
    assert (await api.http.get("/healthz")).status_code == 200
    assert (await api.http.get("/readyz")).json()["stoppedViews"] == {}
    mutation = await api.http.get("/graphql", params={"query": "mutation { x }"})
    assert mutation.status_code in {400, 405}


def test_the_committed_schema_is_the_printed_one() -> None:
    committed = Path(__file__).parents[2] / "schema.graphql"
    assert committed.read_text("utf-8") == printed()


def test_everything_in_the_schema_is_described_and_named_in_chinese() -> None:
    missing = []
    for name, type_ in schema()._schema.type_map.items():
        if name.startswith("__") or name in {"String", "Int", "Boolean", "Float", "ID"}:
            continue
        if not type_.description or not CHINESE.search(type_.description):
            missing.append(name)
        for field_name, entry in getattr(type_, "fields", {}).items():
            missing += [] if CHINESE.search(entry.description or "") else [f"{name}.{field_name}"]
            missing += [f"{name}.{field_name}({a})" for a, v in getattr(entry, "args", {}).items() if not v.description]
        missing += [f"{name}.{v}" for v, e in getattr(type_, "values", {}).items() if not e.description]
    assert missing == []


def test_every_enum_value_has_a_chinese_label() -> None:
    for cls, labels in LABELS.items():
        assert set(labels) == set(cls)
