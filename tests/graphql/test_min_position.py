"""What was done is seen by whoever asks with its position, whichever request or server they ask."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from ledger.graphql import moments
from ledger.projections.live import Live
from tests.graphql.conftest import Api
from tests.house import HEAD
from tests.house import OFFICER as BY

MINE = {"code": "230599000001", "name": "虚构一矿", "enterprise": "虚构煤业", "division": "230599", "capacity": "60"}


async def asked(api: Api, minimum: object, query: str = "{ mines { totalCount } }") -> httpx.Response:
    body = {"query": query, "extensions": {"minPosition": minimum}}
    return await api.http.post("/graphql", json=body, headers=api.bearer(BY))


def code(answer: httpx.Response) -> tuple[Any, Any]:
    [error] = answer.json()["errors"]
    return error["extensions"]["code"], error["extensions"]["argumentPath"]


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """The views stay where they are until it is set."""
    held, take = asyncio.Event(), Live.take

    async def later(live: Live, *, look: bool) -> Any:
        await held.wait()
        return await take(live, look=look)

    monkeypatch.setattr(Live, "take", later)
    monkeypatch.setattr("ledger.graphql.carrying_out.WAIT_SECONDS", 0.0)
    return held


async def test_a_request_waits_until_the_views_have_come_as_far_as_it_wants(api: Api, held: asyncio.Event) -> None:
    made = await api.do("registerMine", MINE, HEAD)
    assert made["viewsPending"]
    assert (await api.ask("{ mines { totalCount } }"))["mines"]["totalCount"] == 0
    waiting = asyncio.create_task(asked(api, made["position"]))
    held.set()
    assert (await waiting).json()["data"] == {"mines": {"totalCount": 1}}


async def test_views_that_do_not_come_so_far_in_time_are_told_and_nothing_is_read(
    api: Api, held: asyncio.Event, monkeypatch: pytest.MonkeyPatch, statements: list[str]
) -> None:
    made = await api.do("registerMine", MINE, HEAD)
    monkeypatch.setattr(moments, "WAIT_SECONDS", 0.0)
    statements.clear()
    assert code(await asked(api, made["position"])) == ("VIEWS_BEHIND", ["extensions", "minPosition"])
    assert statements == []


async def test_a_position_that_there_is_not_or_that_is_none_is_refused(api: Api) -> None:
    assert code(await asked(api, 10**9)) == ("POSITION_UNKNOWN", ["extensions", "minPosition"])
    wrong: tuple[object, ...] = ("1", -1, 1.5, True, [], 2**63)
    for nonsense in wrong:
        answer = await asked(api, nonsense)
        assert (answer.status_code, *code(answer)) == (400, "MIN_POSITION", ["extensions", "minPosition"])
    assert (await asked(api, 0)).json()["data"] == {"mines": {"totalCount": 0}}
    by_get = {"query": "{ mines { totalCount } }", "extensions": '{"minPosition": 999999999}'}
    assert code(await api.http.get("/graphql", params=by_get))[0] == "POSITION_UNKNOWN"
