"""Regular duties, as the API shows them: the paper that says how often, what was done, what was owed, who may."""

from __future__ import annotations

from typing import Any

from tests.graphql.conftest import Api, quiet
from tests.house import BUREAU, MINER, OFFICE, OFFICER

DUTY = {
    "division": "230599", "requirement": "WARNING_EDUCATION", "body": BUREAU, "every": "QUARTER",
    "startsOn": "2026-07-01", "basis": "区煤管局〔2026〕5号",
}  # fmt: skip
SHOWN = """query($id: ID!) { regularDuty(id: $id) {
    requirement body every basis validFrom endedOn
    records { doneOn retractedWhy } obligations { period status verified article } history { type } } }"""


async def made(api: Api, **changes: Any) -> str:
    duty: str = (await api.do("setRegularDuty", DUTY | changes, OFFICE, "regularDuty { id }"))["regularDuty"]["id"]
    return duty


async def test_it_shows_its_paper_what_was_done_and_what_was_owed(api: Api) -> None:
    duty = await made(api)
    told = {"regularDuty": duty, "doneOn": "2026-07-03", "account": "警示教育会"}
    recorded = await api.do("recordRegularDuty", told, OFFICER, "regularDuty { records { id } }")
    [record] = recorded["regularDuty"]["records"]
    await quiet(api)
    shown = (await api.ask(SHOWN, {"id": duty}))["regularDuty"]
    assert (shown["requirement"], shown["every"], shown["basis"]) == ("WARNING_EDUCATION", "QUARTER", DUTY["basis"])
    assert shown["records"] == [{"doneOn": "2026-07-03", "retractedWhy": None}]
    owed = {"period": "2026-Q3/1", "status": "MET", "verified": "ours", "article": "通知 二(四)6"}
    assert shown["obligations"] == [owed]
    taken_back = {"regularDuty": duty, "record": record["id"], "why": "误录"}
    assert (await api.do("retractRegularDuty", taken_back, OFFICER))["errors"] == []
    await quiet(api)
    shown = (await api.ask(SHOWN, {"id": duty}))["regularDuty"]
    assert shown["records"][0]["retractedWhy"] == "误录"
    assert shown["obligations"] == [owed | {"status": "OPEN"}]
    for mutation, more in (("endRegularDuty", {"endedOn": "2026-07-06"}), ("resumeRegularDuty", {})):
        assert (await api.do(mutation, {"regularDuty": duty, "why": "调整", **more}, OFFICE))["errors"] == []
    listed = await api.ask(f'{{ regularDuties(body: "{BUREAU}", requirement: WARNING_EDUCATION) {{ totalCount }} }}')
    assert listed["regularDuties"] == {"totalCount": 1}


async def test_what_is_refused_is_refused_as_data(api: Api) -> None:
    duty = await made(api)
    done = {"regularDuty": duty, "account": "已开展"}
    for answer, code in (
        (await api.do("setRegularDuty", DUTY | {"endsOn": "2025-12-31"}, OFFICE), "DAYS_OUT_OF_ORDER"),
        (await api.do("setRegularDuty", DUTY | {"body": None}, OFFICE), "OWNER_DOES_NOT_FIT"),
        (await api.do("setRegularDuty", DUTY, MINER), "NOT_PERMITTED"),
        (await api.do("recordRegularDuty", done | {"doneOn": "2027-01-01"}, OFFICER), "DAY_IN_THE_FUTURE"),
        (await api.do("recordRegularDuty", done, MINER), "NOT_PERMITTED"),
        (await api.do("resumeRegularDuty", {"regularDuty": duty, "why": "w"}, OFFICE), "REGULAR_DUTY_RUNS"),
        (await api.do("retractRegularDuty", {"regularDuty": duty, "record": duty, "why": "w"}, OFFICER), "INVALID_ID"),
    ):
        [error] = answer["errors"]
        assert error["code"] == code
        assert error["messageZh"]
