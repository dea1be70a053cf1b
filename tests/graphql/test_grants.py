"""A grant lets a department of another division read what is about one mine, for its days, and nothing else."""

from __future__ import annotations

import pytest

from ledger.graphql.grants import Grants
from ledger.rights.right import Principal
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_hazard, a_mine
from tests.house import BUREAU, HEAD, OFFICER, credit_code, person

NEIGHBOUR = person("neighbour", Role.OFFICER, department="邻区煤管局", division="230601")
COLLEAGUE = person("colleague", Role.OFFICER, department="邻区应急局", division="230601")
SEEN = "{ mines { nodes { name } } hazards { totalCount nodes { mine { name } history { type } } } }"


@pytest.fixture
async def api(api: Api) -> Api:
    """Grants are looked up anew in each request."""
    services = api.server.services
    assert services is not None
    seconds = iter(range(10**6))
    services.grants = Grants(clock=lambda: float(next(seconds)) * 10)
    return api


async def seen(api: Api, by: Principal = NEIGHBOUR) -> tuple[int, int]:
    data = await api.ask(SEEN, by=by)
    return len(data["mines"]["nodes"]), data["hazards"]["totalCount"]


async def granted(api: Api, mine: str, starts: str = "2026-07-06", ends: str = "2026-08-01") -> str:
    given = {
        "mine": mine, "toDivision": "230601", "toDepartment": NEIGHBOUR.department, "startsOn": starts, "endsOn": ends,
        "basis": "联合检查〔2026〕1号",
    }  # fmt: skip
    payload = await api.do("grantAccess", given, HEAD, "accessGrant { id validTo mine { name } }")
    assert payload["errors"] == []
    assert payload["accessGrant"]["mine"] == {"name": "向阳煤矿"}
    return str(payload["accessGrant"]["id"])


async def test_a_grant_opens_one_mine_to_one_department_and_taken_back_closes_it_again(api: Api) -> None:
    mine = await a_mine(api)
    await a_mine(api, code="230599000002", name="另一矿", creditCode=credit_code(2))
    await a_hazard(api, mine)
    assert await seen(api) == (0, 0)
    grant = await granted(api, mine)
    assert await seen(api) == (1, 1)
    assert await seen(api, COLLEAGUE) == (0, 0)
    assert await seen(api, OFFICER) == (2, 1)
    node = f'query {{ node(id: "{mine}") {{ ... on Mine {{ name keyPosts {{ holder }} }} }} }}'
    assert (await api.ask(node, by=NEIGHBOUR))["node"]["name"] == "向阳煤矿"
    assert (await api.ask(node, by=COLLEAGUE))["node"] is None
    payload = await api.do("revokeAccess", {"grant": grant, "why": "检查结束"}, HEAD, "accessGrant { revokedWhy }")
    assert payload["errors"] == []
    assert await seen(api) == (0, 0)
    [error] = (await api.do("revokeAccess", {"grant": grant, "why": "再撤"}, HEAD))["errors"]
    assert error["code"] == "GRANT_REVOKED"


async def test_a_grant_holds_on_its_days_and_gives_no_right_to_act(api: Api) -> None:
    mine = await a_mine(api)
    hazard = await a_hazard(api, mine)
    await granted(api, mine, "2026-07-10", "2026-07-20")
    for day, count in (("06", 0), ("10", 1), ("19", 1), ("20", 0)):
        api.instant = f"2026-07-{day}T02:00:00+00:00"
        assert await seen(api) == (count, count)
    api.instant = "2026-07-20T02:00:00+00:00"
    [error] = (await api.do("gradeHazard", {"hazard": hazard, "level": "GENERAL_B"}, NEIGHBOUR))["errors"]
    assert error["code"] == "HAZARD_NOT_FOUND"


async def test_nobody_grants_what_is_not_theirs_nor_days_that_run_backwards(api: Api) -> None:
    mine = await a_mine(api)
    given = {
        "mine": mine, "toDivision": "230601", "toDepartment": "x", "startsOn": "2026-07-06", "endsOn": "2026-07-06",
        "basis": "x",
    }  # fmt: skip
    stranger = person("stranger", Role.HEAD, department=BUREAU, division="110101")
    for by, code in ((stranger, "MINE_NOT_FOUND"), (HEAD, "ENDS_BEFORE_IT_STARTS"), (OFFICER, "NOT_PERMITTED")):
        [error] = (await api.do("grantAccess", given, by))["errors"]
        assert error["code"] == code
