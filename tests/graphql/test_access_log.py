"""Who was shown what is protected, and who was refused, stands on record: before the answer, one event a request."""

from __future__ import annotations

import asyncio
from typing import Any

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api

LOG = "{ accessLog(first: 50) { nodes { actor role operations subjects authorisation refused } } }"
NOBODY = {"authorisation": None, "refused": None}


async def log(api: Api) -> list[dict[str, Any]]:
    services = api.server.services
    assert services is not None
    assert await services.projector.wait_for((await services.store.head()).position, 5)
    nodes: list[dict[str, Any]] = (await api.ask(LOG, by=PEOPLE["auditor"]))["accessLog"]["nodes"]
    return nodes


async def a_hazard(api: Api) -> str:
    [hazard] = (await api.ask("{ hazards(first: 1) { nodes { id } } }", by=PEOPLE["officer"]))["hazards"]["nodes"]
    return str(hazard["id"])


async def test_a_trace_back_is_on_record_with_its_subject_once_a_request(district: Api) -> None:
    hazard = await a_hazard(district)
    trace = f'tracebackOf(hazard: "{hazard}") {{ steps {{ type }} }}'
    answer = await district.ask(f"{{ a: {trace} b: {trace} }}", by=PEOPLE["officer"])
    assert answer["a"] == answer["b"]
    [entry] = await log(district)
    assert entry == NOBODY | {
        "actor": "demo-officer", "role": "OFFICER", "operations": ["tracebackOf"], "subjects": [hazard],
    }  # fmt: skip


async def test_every_read_of_an_investigator_is_on_record_under_their_authorisation(district: Api) -> None:
    await district.ask("{ mines { nodes { name } } hazards { totalCount } }", by=PEOPLE["investigator"])
    [entry] = await log(district)
    assert entry["operations"] == ["mines", "hazards"]
    assert entry["authorisation"] == PEOPLE["investigator"].authorisation


async def test_what_is_put_on_record_is_not_answered_to_get(district: Api) -> None:
    trace = f'{{ tracebackOf(hazard: "{await a_hazard(district)}") {{ steps {{ type }} }} }}'
    headers = district.bearer(PEOPLE["officer"])
    answer = (await district.http.get("/graphql", params={"query": trace}, headers=headers)).json()
    assert answer["errors"][0]["extensions"]["code"] == "RECORDED_NOT_BY_GET"
    assert await log(district) == []


async def test_refused_attempts_of_whoever_is_known_are_on_record_those_of_nobody_are_not(district: Api) -> None:
    assert await district.code("{ accessLog { nodes { actor } } }", by=PEOPLE["officer"]) == "NOT_PERMITTED"
    assert await district.code("{ hazards { totalCount } }", by=None) == "NOT_PERMITTED"
    payload = await district.do("clearHazard", {"hazard": await a_hazard(district)}, PEOPLE["auditor"])
    assert [error["code"] for error in payload["errors"]] == ["NOT_PERMITTED"]
    entries = await log(district)
    assert [(e["actor"], e["operations"], e["refused"]) for e in entries] == [
        ("demo-auditor", ["clearHazard"], "NOT_PERMITTED"),
        ("demo-officer", ["accessLog"], "NOT_PERMITTED"),
    ]


async def test_the_journal_does_not_tell_who_read_what(district: Api) -> None:
    hazard = await a_hazard(district)
    await asyncio.gather(
        *(
            district.ask(f'{{ tracebackOf(hazard: "{hazard}") {{ hazard }} }}', by=PEOPLE[role])
            for role in ("officer", "reviewer")
        )
    )
    assert len(await log(district)) == 2
    events = await district.ask("{ events(first: 5, descending: true) { nodes { type } } }", by=PEOPLE["officer"])
    assert all("Protected" not in event["type"] for event in events["events"]["nodes"])
