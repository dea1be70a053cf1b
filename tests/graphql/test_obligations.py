"""Obligations through the public API: what was owed on a day, by whom, under which article, and what became of it."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api, quiet
from tests.house import BUREAU, HEAD, MINER, OFFICE, OFFICER, REVIEWER

LIST = "nodes { id duty period owner post article dueOn status missed metOn daysLate mine { name } }"
MINE = {
    "code": "230599000001", "name": "向阳煤矿", "enterprise": "向阳煤业", "division": "230599", "capacity": "60",
    "standardisation": 2,
}  # fmt: skip


async def at_work(api: Api) -> str:
    """A mine that produces from 6 July 2026 on."""
    mine: str = (await api.do("registerMine", MINE, HEAD, "mine { id }"))["mine"]["id"]
    await api.do("assignSupervisorBody", {"mine": mine, "body": BUREAU, "effectiveOn": "2026-07-06"}, OFFICE)
    works = {"mine": mine, "status": "PRODUCING", "effectiveOn": "2026-07-06", "why": "正常生产"}
    await api.do("changeMineStatus", works, HEAD)
    return mine


async def inspected(api: Api, mine: str, kind: str, on: str) -> None:
    given = {
        "mine": mine,
        "kind": kind,
        "inspectedOn": on,
        "ledBy": "矿长",
        "found": 1,
        "rectified": 1,
        "account": "查",
    }
    await api.do("reportSelfInspection", given, OFFICER)


async def asked(api: Api, arguments: str, by: Any = OFFICER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await api.ask(f"{{ obligations({arguments}) {{ {LIST} }} }}", by=by))["obligations"][
        "nodes"
    ]
    return found


async def a_july(api: Api) -> str:
    """The first 旬 is inspected, the second is not, the month is inspected and entered in August."""
    mine = await at_work(api)
    api.instant = "2026-07-08T02:00:00+00:00"
    await inspected(api, mine, "TEN_DAY", "2026-07-08")
    await quiet(api)
    api.instant = "2026-08-04T02:00:00+00:00"
    await inspected(api, mine, "MONTHLY", "2026-07-28")
    await quiet(api)
    return mine


async def test_what_was_owed_on_a_day_is_told_with_its_article_and_what_became_of_it(api: Api) -> None:
    mine = await a_july(api)
    on_the_15th = await asked(api, 'openOn: "2026-07-15"')
    assert [(o["duty"], o["period"], o["status"]) for o in on_the_15th] == [
        ("TEN_DAY_INSPECTION", "2026-07-T2", "MISSED"),
        ("MONTHLY_INSPECTION", "2026-07", "SHOWN_IN_TIME"),
        ("QUARTERLY_REPORT", "2026-Q3", "OPEN"),
    ]
    month, quarter = on_the_15th[1], on_the_15th[2]
    assert (month["missed"], month["metOn"], month["daysLate"]) == (True, "2026-07-28", 0)
    assert (month["owner"], month["post"], month["mine"]["name"]) == ("向阳煤业", "企业负责人", "向阳煤矿")
    assert quarter["article"] == "煤矿安全生产条例 §35"
    missed = await asked(api, f'mine: "{mine}", state: MISSED, dueBetween: {{first: "2026-07-01", last: "2026-07-31"}}')
    assert [(o["period"], o["daysLate"]) for o in missed] == [("2026-07-T2", 15), ("2026-07-T3", 4)]
    assert await asked(api, 'department: "别的局"') == []
    assert len(await asked(api, f'department: "{BUREAU}", duty: "MONTHLY_INSPECTION"')) == 2


async def test_what_was_given_up_later_was_open_until_then_and_says_why(api: Api) -> None:
    mine = await at_work(api)
    await quiet(api)
    stop = {"mine": mine, "stoppedOn": "2026-07-08", "why": "检修停产"}
    api.instant = "2026-07-08T02:00:00+00:00"
    await api.do("stopMineVoluntarily", stop, OFFICER)
    await quiet(api)
    query = '{{ obligations(openOn: "{}", duty: "MONTHLY_INSPECTION") {{ nodes {{ status why settledOn }} }} }}'
    [given_up] = (await api.ask(query.format("2026-07-07")))["obligations"]["nodes"]
    assert given_up == {"status": "NOT_APPLICABLE", "why": "当期生产建设不足10日", "settledOn": "2026-07-08"}
    assert (await api.ask(query.format("2026-07-09")))["obligations"]["nodes"] == []


async def test_the_ledger_says_what_it_knew_before_the_late_entry(api: Api) -> None:
    await a_july(api)
    before = 'asOf: {recordedAt: "2026-08-04T01:59:59Z"}, duty: "MONTHLY_INSPECTION", openOn: "2026-07-15"'
    [then] = await asked(api, before)
    assert (then["status"], then["metOn"]) == ("OPEN", None)
    [now] = await asked(api, 'duty: "MONTHLY_INSPECTION", openOn: "2026-07-15"')
    assert now["status"] == "SHOWN_IN_TIME"


async def test_the_compliance_calendar_of_a_mine_is_its_month_by_day(api: Api) -> None:
    mine = await a_july(api)
    query = f'{{ complianceCalendar(mine: "{mine}", month: "2026-07-15") {{ {LIST} }} }}'
    calendar = (await api.ask(query, by=OFFICER))["complianceCalendar"]["nodes"]
    assert [(o["dueOn"], o["duty"]) for o in calendar if o["duty"] != "MONTHLY_INSPECTION"] == [
        ("2026-07-10", "TEN_DAY_INSPECTION"),
        ("2026-07-20", "TEN_DAY_INSPECTION"),
        ("2026-07-31", "TEN_DAY_INSPECTION"),
    ]


async def test_officers_prove_excuse_and_reinstate_and_each_step_is_in_the_history(api: Api) -> None:
    await a_july(api)
    [owed] = await asked(api, 'duty: "TEN_DAY_INSPECTION", openOn: "2026-07-15"')
    shows = "obligation { status provedBy why } "
    proof = {"obligation": owed["id"], "metOn": "2026-07-19", "account": "检查记录簿第9页"}
    proved = await api.do("proveObligationMet", proof, OFFICER, shows)
    assert proved["obligation"] == {"status": "SHOWN_IN_TIME", "provedBy": OFFICER.id, "why": None}
    back = await api.do("reinstateObligation", {"obligation": owed["id"], "why": "记录系补造"}, HEAD, shows)
    assert back["obligation"]["status"] == "MISSED"
    excused = await api.do("excuseObligation", {"obligation": owed["id"], "why": "当旬停电"}, REVIEWER, shows)
    assert excused["obligation"] == {"status": "EXCUSED", "provedBy": None, "why": "当旬停电"}
    query = "query($id: ID!) { obligation(id: $id) { escalation told history { type } } }"
    one = (await api.ask(query, {"id": owed["id"]}, OFFICER))["obligation"]
    kinds = [step["type"] for step in one["history"]]
    assert kinds[:2] == ["ObligationOpened", "ObligationReminded"]
    assert kinds[-3:] == ["ObligationShownMetInTime", "ObligationReinstated", "ObligationExcused"]
    assert kinds.count("ObligationMissed") == 1
    assert (one["escalation"], one["told"]) == (1, BUREAU)


@pytest.mark.parametrize(
    ("mutation", "given", "by", "kind"),
    [
        ("proveObligationMet", {"metOn": "2026-07-19", "account": "x"}, MINER, "NotPermitted"),
        ("excuseObligation", {"why": " "}, REVIEWER, "InvalidInput"),
        ("reinstateObligation", {"why": "无"}, HEAD, "GuardRefused"),
    ],
)
async def test_what_is_refused_is_refused_as_data(
    api: Api, mutation: str, given: dict[str, Any], by: Any, kind: str
) -> None:
    await at_work(api)
    await quiet(api)
    [owed] = await asked(api, 'duty: "MONTHLY_INSPECTION"')
    [error] = (await api.do(mutation, {"obligation": owed["id"], **given}, by))["errors"]
    assert error["__typename"] == kind
    assert error["messageZh"]
    assert await asked(api, 'duty: "MONTHLY_INSPECTION"') == [owed]


async def test_a_range_upside_down_and_an_unknown_mine_are_told(api: Api) -> None:
    upside_down = '{ obligations(dueBetween: {first: "2026-08-01", last: "2026-07-01"}) { nodes { id } } }'
    assert await api.code(upside_down) == "RANGE_UPSIDE_DOWN"
    assert await api.code('{ obligations(mine: "nothing") { nodes { id } } }') == "INVALID_ID"


async def test_a_mine_sees_what_it_owes_and_nothing_of_others(api: Api) -> None:
    await a_july(api)
    assert await asked(api, "first: 5", by=MINER) == []


async def test_in_the_fictional_district_duties_are_met_missed_and_proved_late(district: Api) -> None:
    for state in ("MET", "MISSED", "MET_LATE", "SHOWN_IN_TIME", "NOT_APPLICABLE", "OPEN"):
        found = await asked(district, f"state: {state}, first: 1", by=PEOPLE["officer"])
        assert found, state
    for day in ("2020-10-01", "2022-12-10", "2025-10-20", "2026-06-30"):
        assert await asked(district, f'openOn: "{day}", first: 1', by=PEOPLE["officer"]), day
    earlier, late = await asked(district, 'state: SHOWN_IN_TIME, duty: "MONTHLY_INSPECTION"', by=PEOPLE["officer"])
    assert (earlier["period"], earlier["metOn"], earlier["mine"]["name"]) == ("2020-11", "2020-11-26", "赤柏煤矿")
    assert (late["period"], late["metOn"], late["missed"]) == ("2026-02", "2026-02-26", True)


async def test_who_succeeded_a_body_owes_what_was_open_and_it_tells_who_did_before(api: Api) -> None:
    bodies = {}
    for name in (BUREAU, "区应急局"):
        given = {"division": "230599", "name": name, "establishedOn": "2019-01-01"}
        bodies[name] = (await api.do("registerDepartment", given, OFFICE, "department { id }"))["department"]["id"]
    item = {
        "division": "230599", "kind": "MEASURES", "text": "制度缺失", "unit": BUREAU, "person": "张明",
        "timeLimit": "2026-09-01",
    }  # fmt: skip
    entered = await api.do("enterListItem", item, OFFICER, "listItem { id }")
    moved = {"department": bodies[BUREAU], "to": bodies["区应急局"], "effectiveOn": "2026-07-06", "basis": "编委9号"}
    await quiet(api)
    assert (await api.do("succeedDepartment", moved, OFFICE))["errors"] == []
    await quiet(api)
    owed = "{ obligations { nodes { duty owner department formerOwner passedOn history { type } } } }"
    [one] = (await api.ask(owed, by=OFFICER))["obligations"]["nodes"]
    history = [step["type"] for step in one.pop("history")]
    assert history == ["ObligationOpened", "ObligationPassedOn"]
    assert one == {
        "duty": "LIST_ITEM",
        "owner": "区应急局",
        "department": "区应急局",
        "formerOwner": BUREAU,
        "passedOn": "2026-07-06",
    }
    kept = "query($id: ID!) { node(id: $id) { ... on ListItem { department unit } } }"
    assert (await api.ask(kept, {"id": entered["listItem"]["id"]}, by=OFFICER))["node"] == {
        "department": "区应急局",
        "unit": "区应急局",
    }
