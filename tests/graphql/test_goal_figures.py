"""Goals counted from events: mechanisation, unattended sites, remote supervision; and why one is not counted."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.rights.right import Principal
from tests.graphql.conftest import Api
from tests.house import HEAD, OFFICE, OFFICER, credit_code

PLAN = {
    "division": "230599", "documentNo": "双四政发〔2020〕28号", "title": "实施方案", "issuedOn": "2020-09-16",
    "startsOn": "2020-05-01", "endsOn": "2022-12-31",
}  # fmt: skip
MEASURES = {
    "G4": ("MINING_MECHANISATION", "AT_LEAST", "95"),
    "G5": ("DRIVING_MECHANISATION", "AT_LEAST", "90"),
    "G6": ("UNATTENDED_SITES", "AT_LEAST", "1"),
    "G7": ("REMOTE_SUPERVISION_SHARE", "EQUALS", "100"),
    "G9": (None, "CONTAIN", None),
    "二(四)2": ("PROFESSIONAL_STAFF_SHARE", "AT_LEAST", "75"),
}
FIGURES = """query($id: ID!, $t: AsOf) { goalFigures(plan: $id, asOf: $t) { goals {
  code counted countedMet notCounted notCountedLabel unreported } } }"""


async def done(api: Api, mutation: str, given: dict[str, Any], by: Principal, shows: str = "") -> dict[str, Any]:
    payload: dict[str, Any] = await api.do(mutation, given, by, shows)
    assert payload["errors"] == []
    return payload


@pytest.fixture
async def plan(api: Api) -> str:
    made = await done(api, "publishPlan", PLAN, OFFICE, "plan { id }")
    id = str(made["plan"]["id"])
    for code, (measure, operator, value) in MEASURES.items():
        goal = {"plan": id, "code": code, "text": code, "operator": operator, "value": value, "dueOn": "2022-12-31"}
        await done(api, "setPlanGoal", goal | {"measure": measure}, OFFICE)
    return id


async def a_mine(api: Api, number: int, capacity: str, status: str | None) -> str:
    given = {
        "code": f"23059900000{number}", "name": f"向阳{number}号煤矿", "enterprise": "向阳煤业", "division": "230599",
        "capacity": capacity, "creditCode": credit_code(number),
    }  # fmt: skip
    mine = str((await done(api, "registerMine", given, HEAD, "mine { id }"))["mine"]["id"])
    if status is not None:
        since = {"mine": mine, "status": status, "effectiveOn": "2026-01-05", "why": "w"}
        await done(api, "changeMineStatus", since, HEAD)
    return mine


async def mechanised(api: Api, mine: str, day: str, mining: str, driving: str, sites: int) -> dict[str, Any]:
    given = {"mine": mine, "reportedFor": day, "mining": mining, "driving": driving, "unattendedSites": sites}
    return await done(api, "reportMechanisation", given, OFFICER)


async def figures(api: Api, plan: str, position: int | None = None) -> dict[str, tuple[Any, ...]]:
    moment = None if position is None else {"position": position}
    found = (await api.ask(FIGURES, {"id": plan, "t": moment}))["goalFigures"]["goals"]
    return {g["code"]: (g["counted"], g["countedMet"], g["notCounted"], g["unreported"]) for g in found}


async def test_mechanisation_is_counted_by_capacity_once_every_producing_mine_has_reported(api: Api, plan: str) -> None:
    assert (await figures(api, plan))["G4"] == (None, None, "NOTHING_TO_COUNT", 0)
    large, small = await a_mine(api, 1, "90", "PRODUCING"), await a_mine(api, 2, "30", "PRODUCING")
    await a_mine(api, 3, "60", None)
    first = await mechanised(api, large, "2026-03-31", "100", "96", 1)
    assert (await figures(api, plan))["G4"] == (None, None, "REPORTS_MISSING", 1)
    await mechanised(api, small, "2026-03-31", "60", "80", 0)
    known = await figures(api, plan)
    assert known["G4"] == ("90.00", False, None, 0), "(90 × 100 + 30 × 60) / 120"
    assert (known["G5"][:2], known["G6"][:2]) == (("92.00", True), ("1", True))
    await mechanised(api, small, "2026-06-30", "100", "80", 0)
    await mechanised(api, small, "2026-01-31", "10", "10", 5)
    assert (await figures(api, plan))["G4"][:2] == ("100.00", True), "the last day counts, whenever it is reported"
    assert (await figures(api, plan, first["position"]))["G4"] == (None, None, "REPORTS_MISSING", 1)


async def test_remote_supervision_counts_mines_at_work_whose_three_systems_come_in(api: Api, plan: str) -> None:
    first, second = await a_mine(api, 1, "90", "PRODUCING"), await a_mine(api, 2, "30", "CONSTRUCTING")
    for mine in (first, second):
        for kind in ("SAFETY_MONITORING", "PERSONNEL_POSITION", "INDUSTRIAL_VIDEO"):
            last = await done(api, "connectFeed", {"mine": mine, "kind": kind}, OFFICER)
    assert (await figures(api, plan))["G7"][:2] == ("100.00", True)
    await done(api, "interruptFeed", {"mine": second, "kind": "INDUSTRIAL_VIDEO", "cause": "断线"}, OFFICER)
    assert (await figures(api, plan))["G7"][:2] == ("50.00", False)
    assert (await figures(api, plan, last["position"]))["G7"][:2] == ("100.00", True)


async def test_accidents_are_not_counted_and_it_says_why(api: Api, plan: str) -> None:
    assert (await figures(api, plan))["G9"] == (None, None, "NOT_RECORDED", 0)
    shown = (await api.ask(FIGURES, {"id": plan}))["goalFigures"]["goals"]
    assert [g["notCountedLabel"] for g in shown if g["code"] == "G9"] == ["台账无此类记录，以上报数为准"]


async def test_the_share_of_officers_of_the_trade_is_counted_on_the_day_of_the_moment(api: Api, plan: str) -> None:
    assert (await figures(api, plan))["二(四)2"] == (None, None, "NOTHING_TO_COUNT", 0)
    bureau = {"division": "230599", "name": "某煤管局", "kind": "DEPARTMENT", "establishedOn": "2019-01-01"}
    await done(api, "registerDepartment", bureau, OFFICE)
    last = None
    for n, professional in enumerate((True, True, True, False)):
        given = {"division": "230599", "name": f"执法员{n}", "identityNumber": f"2305991980010{n}001X"}
        made = await done(api, "registerPerson", given, HEAD, "person { id }")
        admitted = {
            "person": made["person"]["id"], "department": "某煤管局", "professional": professional,
            "effectiveOn": "2026-01-01",
        }  # fmt: skip
        last = await done(api, "admitOfficer", admitted, HEAD, "person { id }")
        if n == 2:
            three = last["position"]
    assert last is not None
    assert (await figures(api, plan))["二(四)2"] == ("75.00", True, None, 0)
    gone = {"person": last["person"]["id"], "effectiveOn": "2026-02-01", "why": "调离"}
    await done(api, "releaseOfficer", gone, HEAD)
    assert (await figures(api, plan))["二(四)2"][:2] == ("100.00", True)
    assert (await figures(api, plan, three))["二(四)2"][:2] == ("100.00", True)
    assert (await figures(api, plan, last["position"]))["二(四)2"][:2] == ("75.00", True)
