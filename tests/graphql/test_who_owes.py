"""Who held the post that owes a duty, on any day: of mines and of departments, acting, suspended, learned late."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphql.conftest import Api, quiet
from tests.graphql.test_obligations import MINE
from tests.house import BUREAU, HEAD, OFFICE

WHO = "inCharge(on: $on) { title holder manner }"


@pytest.fixture
async def mine(api: Api) -> str:
    """A mine at work with a director, a safety deputy and an actual controller; another director from 15 July on."""
    made: str = (await api.do("registerMine", MINE, HEAD, "mine { id }"))["mine"]["id"]
    await api.do("assignSupervisorBody", {"mine": made, "body": BUREAU, "effectiveOn": "2026-07-06"}, OFFICE)
    for post, holder in (("MINE_DIRECTOR", "甲"), ("SAFETY_DEPUTY", "乙"), ("ACTUAL_CONTROLLER", "丙")):
        await appointed(api, made, post, holder, "2026-07-01")
    works = {"mine": made, "status": "PRODUCING", "effectiveOn": "2026-07-06", "why": "正常生产"}
    await api.do("changeMineStatus", works, HEAD)
    await quiet(api)
    return made


async def appointed(api: Api, mine: str, post: str, holder: str, on: str, **how: Any) -> None:
    given = {"mine": mine, "post": post, "holder": holder, "effectiveOn": on, **how}
    assert not (await api.do("appointKeyPerson", given, HEAD))["errors"]


async def who(api: Api, duty: str, on: str | None, more: str = "") -> list[tuple[str, str, str]]:
    query = f'query($on: Date) {{ obligations(duty: "{duty}"{more}, first: 1) {{ nodes {{ {WHO} }} }} }}'
    [owed] = (await api.ask(query, {"on": on}))["obligations"]["nodes"]
    return [(held["title"], held["holder"], held["manner"]) for held in owed["inCharge"]]


async def test_a_month_is_the_directors_and_a_ten_day_period_the_deputys(api: Api, mine: str) -> None:
    assert await who(api, "MONTHLY_INSPECTION", "2026-07-10") == [
        ("矿长", "甲", "SUBSTANTIVE"),
        ("实际控制人", "丙", "SUBSTANTIVE"),
    ]
    assert await who(api, "TEN_DAY_INSPECTION", None) == [("安全副矿长", "乙", "SUBSTANTIVE")]
    assert await who(api, "MONTHLY_INSPECTION", "2026-06-30") == [], "nobody yet"


async def test_each_day_has_its_own_holder_and_an_earlier_moment_its_own_answer(api: Api, mine: str) -> None:
    api.instant = "2026-07-20T02:00:00+00:00"
    leaves = {"mine": mine, "post": "MINE_DIRECTOR", "holder": "甲", "effectiveOn": "2026-07-15"}
    await api.do("removeKeyPerson", leaves, HEAD)
    await appointed(api, mine, "MINE_DIRECTOR", "丁", "2026-07-15", acting=True)
    assert [holder for _, holder, _ in await who(api, "MONTHLY_INSPECTION", "2026-07-14")] == ["甲", "丙"]
    assert ("矿长", "丁", "ACTING") in await who(api, "MONTHLY_INSPECTION", "2026-07-15")
    before = ', asOf: {recordedAt: "2026-07-19T00:00:00Z"}'
    assert [holder for _, holder, _ in await who(api, "MONTHLY_INSPECTION", "2026-07-16", before)] == ["甲", "丙"]


async def test_a_department_is_answered_for_by_its_head_unless_suspended(api: Api) -> None:
    body = {"division": "230599", "name": BUREAU, "establishedOn": "2019-01-01"}
    department = (await api.do("registerDepartment", body, OFFICE, "department { id }"))["department"]["id"]
    for title, name in (("局长", "顾青"), ("副局长", "白石")):
        post = {"department": department, "title": title, "effectiveOn": "2019-01-01"}
        made = (await api.do("establishPost", post, HEAD, "post { id }"))["post"]["id"]
        person = {"division": "230599", "name": name}
        somebody = (await api.do("registerPerson", person, HEAD, "person { id }"))["person"]["id"]
        taken = {"post": made, "person": somebody, "effectiveOn": "2020-05-01"}
        shows = "post { id holders { appointment } }"
        held = (await api.do("takePost", taken, HEAD, shows))["post"]
        if title == "局长":
            suspended = {"post": made, "appointment": held["holders"][0]["appointment"], "effectiveOn": "2026-07-10"}
            await api.do("suspendHolder", {**suspended, "why": "接受调查"}, HEAD)
    task = {"division": "230599", "reference": "T-1", "title": "一优三减", "text": "制定方案", "deadline": "2026-07-31"}
    issued = (await api.do("issueTask", task, OFFICE, "task { id }"))["task"]["id"]
    await api.do("assignTask", {"task": issued, "mode": "SOLE", "departments": [BUREAU]}, OFFICE)
    await quiet(api)
    assert await who(api, "TASK_DELIVERY", "2026-07-09") == [("局长", "顾青", "SUBSTANTIVE")]
    assert await who(api, "TASK_DELIVERY", "2026-07-10") == [], "nobody while the head is suspended"


async def test_a_quarter_is_met_by_the_signed_report_of_the_mine(api: Api, mine: str) -> None:
    report = {
        "mine": mine, "year": 2026, "quarter": 3, "submittedOn": "2026-09-28", "signedBy": "甲", "found": 9, "major": 1,
        "rectified": 9, "account": "重大隐患已销号",
    }  # fmt: skip
    api.instant = "2026-09-28T02:00:00+00:00"
    shows = "mine { quarterlyReports { periodStart signedBy major } }"
    done = await api.do("submitQuarterlyReport", report, HEAD, shows)
    assert done["mine"]["quarterlyReports"] == [{"periodStart": "2026-07-01", "signedBy": "甲", "major": 1}]
    await quiet(api)
    [owed] = (await api.ask('{ obligations(duty: "QUARTERLY_REPORT") { nodes { status metOn account } } }'))[
        "obligations"
    ]["nodes"]
    assert owed == {"status": "MET", "metOn": "2026-09-28", "account": "重大隐患已销号"}
    [listed] = (await api.ask("{ quarterlyReports { nodes { found mine { name } } } }"))["quarterlyReports"]["nodes"]
    assert listed == {"found": 9, "mine": {"name": "向阳煤矿"}}


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"submittedOn": "2026-06-30"}, "QUARTER_NOT_BEGUN", "submittedOn"),
        ({"major": 10}, "MORE_MAJOR_THAN_FOUND", "major"),
        ({"quarter": 5}, "LESS_THAN_EQUAL", "quarter"),
    ],
)
async def test_a_report_that_makes_no_sense_is_refused_as_data(
    api: Api, mine: str, changes: dict[str, Any], code: str, path: str
) -> None:
    report = {
        "mine": mine, "year": 2026, "quarter": 3, "submittedOn": "2026-07-06", "signedBy": "甲", "found": 9, "major": 1,
        "rectified": 9, "account": "无",
    }  # fmt: skip
    [error] = (await api.do("submitQuarterlyReport", report | changes, HEAD))["errors"]
    assert (error["__typename"], error["code"], error["path"]) == ("InvalidInput", code, ["input", path])
