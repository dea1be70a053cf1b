"""Double control, schemes to reduce, deviations and verifications of projects, as the users of the API meet them."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_mine
from tests.house import HEAD, MINER, OFFICE, OFFICER, SECOND_OFFICER

ELSEWHERE = PEOPLE["officer"].__class__(
    "far", "far", "外区煤管局", "230598", PEOPLE["officer"].roles, post="队员"
)  # fmt: skip
SCHEME = {
    "name": "方案", "measures": "一井一面", "levels": 1, "faces": 1, "responsibleUnit": "生产科",
    "responsiblePerson": "矿长", "dueOn": "2026-12-31", "document": "1号",
}  # fmt: skip
ASSESSMENT = {
    "assessment": "ANNUAL", "subject": "全矿井", "ledBy": "矿长", "document": "辨1号", "found": 12, "account": "已形成",
}  # fmt: skip


def codes(payload: dict[str, Any]) -> list[str]:
    return [error["code"] for error in payload["errors"]]


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("doubleControls(complete: true)", 1),
        ("doubleControls(complete: false)", 1),
        ('doubleControls(staleSince: "2026-02-12")', 1),
        ('doubleControls(assessedBefore: "2026-01-01")', 1),
        ("riskAssessments(assessment: ANNUAL)", 2),
        ('riskAssessments(heldFrom: "2026-01-01")', 1),
        ("riskAssessments(withdrawn: true)", 0),
        ("reductionSchemes(status: CONFIRMED)", 1),
        ("reductionSchemes(overdue: true)", 0),
        ('reductionSchemes(asOf: {recordedAt: "2025-06-01T00:00:00Z"}, status: UNDER_WAY)', 1),
        ("designDeviations(overdue: true)", 1),
        ("designDeviations(remedied: true)", 0),
        ("siteVerifications(inOrder: false)", 1),
        ("projects(deviating: true)", 1),
        ("projects(defective: true)", 2),
        ('projects(nameContains: "升级", orderBy: TRIAL_TO, descending: false)', 1),
        ('projectApprovals(authority: "虚构省煤管局", orderBy: ENDS_ON)', 3),
        ("risks(notified: true)", 1),
        ("risks(complete: false)", 0),
        ('risks(placeContains: "采区", department: "虚构区煤管局")', 1),
        ('equipmentRegister(nameContains: "提升", orderBy: INSPECTION_DUE)', 2),
        ('equipmentRegister(inspectionDueBy: "2026-12-31", orderBy: CERTIFICATE_TO, descending: false)', 1),
        ("equipmentRegister(defective: true)", 2),
        ("equipmentInspections(passed: true)", 1),
        ('warnings(titleContains: "暴雨", orderBy: ANSWER_BY, descending: false)', 2),
        ('warnings(issuedFrom: "2026-07-15T00:00:00Z", department: "虚构区煤管局")', 1),
        ("warningReceipts(delivered: false, level: RED)", 2),
    ],
)
async def test_the_lists_answer_by_what_users_look_for(district: Api, query: str, count: int) -> None:
    name, given = query.split("(", 1)
    found = await district.ask(f"{{ {name}({given} {{ totalCount }} }}", by=PEOPLE["officer"])
    assert found[name]["totalCount"] == count


async def test_a_mine_reads_what_a_warning_of_the_district_says_and_whether_it_stands(district: Api) -> None:
    query = "{ warningReceipts { nodes { title demands level statusLabel minutesToOpen warning { id } } } }"
    receipts = (await district.ask(query, by=PEOPLE["enterprise"]))["warningReceipts"]["nodes"]
    assert {(r["title"], r["statusLabel"]) for r in receipts} == {
        ("春季融水预警", "已解除"), ("暴雨橙色预警", "已被替代"), ("暴雨红色预警", "生效"),
    }  # fmt: skip
    assert all(r["demands"] for r in receipts)
    assert all(r["warning"]["id"] for r in receipts)


async def test_double_control_is_built_part_by_part_and_its_ledger_is_seen_to_be_kept(api: Api) -> None:
    mine = await a_mine(api)
    shows = "doubleControl { id parts completeOn assessedOn ledgerUpdatedOn staleDays }"
    parts = ["RISK_LEDGER", "HAZARD_LEDGER", "RISK_MAP", "NOTICE_BOARD", "POST_CARD", "INFORMATION_SYSTEM"]
    for part in parts:
        built = {"mine": mine, "part": part, "account": "已建成", "builtOn": "2026-06-01"}
        payload = await api.do("recordDoubleControlPart", built, OFFICER, shows)
    assert payload["doubleControl"]["completeOn"] == "2026-06-01"
    again = await api.do("recordDoubleControlPart", built | {"part": parts[0]})
    assert codes(again) == ["PART_BUILT"]
    lapsed = {"mine": mine, "part": "RISK_MAP", "finding": "未更新"}
    payload = await api.do("recordDoubleControlLapse", lapsed, OFFICER, shows)
    assert (payload["doubleControl"]["completeOn"], len(payload["doubleControl"]["parts"])) == (None, 5)
    risk = {"mine": mine, "place": "二采区", "description": "突水", "accident": "WATER", "assessment": "ANNUAL"}
    await api.do("identifyRisk", risk)
    held = await api.do("recordRiskAssessment", {"mine": mine, **ASSESSMENT, "heldOn": "2026-07-01"}, OFFICER, shows)
    system = held["doubleControl"]
    assert (system["assessedOn"], system["ledgerUpdatedOn"], system["staleDays"]) == ("2026-07-01", "2026-07-06", 0)
    query = f'{{ doubleControl(id: "{system["id"]}") {{ mine {{ name }} assessments {{ id found }} }} }}'
    [assessment] = (await api.ask(query))["doubleControl"]["assessments"]
    why = {"mine": mine, "assessment": assessment["id"], "why": "误登记"}
    assert codes(await api.do("withdrawRiskAssessment", why)) == []
    assert codes(await api.do("withdrawRiskAssessment", why)) == ["ASSESSMENT_UNKNOWN"]
    on_the_mine = '{ mine(code: "230599000001") { riskAssessments(withdrawn: true) { totalCount } } }'
    assert (await api.ask(on_the_mine))["mine"]["riskAssessments"]["totalCount"] == 1


async def test_a_scheme_goes_from_its_making_to_its_confirmation_and_back(api: Api) -> None:
    mine = await a_mine(api)
    shows = "reductionScheme { id status facesGoal faces overdue defects }"
    made = (await api.do("adoptReductionScheme", {"mine": mine, **SCHEME}, OFFICER, shows))["reductionScheme"]
    assert (made["status"], made["facesGoal"], made["defects"]) == ("UNDER_WAY", 1, 0)
    scheme = {"scheme": made["id"]}
    assert codes(await api.do("claimSchemeAchieved", scheme | {"account": "完成"})) == ["GOALS_NOT_REACHED"]
    layout = {"levels": 1, "faces": 1, "people": 90, "account": "进展"}
    await api.do("reportSchemeProgress", scheme | layout)
    assert codes(await api.do("claimSchemeAchieved", scheme | {"account": "完成"}, OFFICER)) == []
    assert codes(await api.do("confirmSchemeAchieved", scheme | {"finding": "属实"}, OFFICER)) == ["OWN_WORK"]
    done = await api.do("confirmSchemeAchieved", scheme | {"finding": "属实"}, SECOND_OFFICER, shows)
    assert done["reductionScheme"]["status"] == "CONFIRMED"
    back = await api.do("reopenScheme", scheme | {"why": "又增加一个工作面"}, SECOND_OFFICER, shows)
    assert back["reductionScheme"]["status"] == "UNDER_WAY"
    many = await api.do("adoptReductionScheme", {"mine": mine, **SCHEME, **scheme, "faces": 5}, OFFICER, shows)
    assert many["reductionScheme"]["defects"] == 1, "more faces than the notice allows a mine of its size"
    foreign = await api.do("reportSchemeProgress", scheme | layout, ELSEWHERE)
    assert codes(foreign) == ["REDUCTIONSCHEME_NOT_FOUND"]


async def an_upgrade(api: Api, mine: str) -> str:
    given = {"mine": mine, "name": "升级改造", "kind": "UPGRADE", "builder": "b", "mechanised": True}
    given["appliedOn"] = "2026-05-01"
    return str((await api.do("applyForProject", given, shows="project { id }"))["project"]["id"])


async def test_an_approval_of_an_upgrade_passes_its_gate_and_a_refusal_proposes_the_exit(api: Api) -> None:
    mine = await a_mine(api)
    project = await an_upgrade(api, mine)
    await api.do("enterUpgrade", {"mine": mine, "enteredOn": "2026-06-01"}, HEAD)
    paper = {"project": project, "authority": "市自然资源局"}
    await api.do("grantProjectApproval", paper | {"kind": "MINING_AREA", "document": "1号", "grantedOn": "2026-06-20"})
    refused = {"kind": "PROJECT", "document": "2号", "why": "不符合产业政策"}
    assert codes(await api.do("refuseProjectApproval", paper | refused)) == []
    query = "{ approvalGates(first: 10) { nodes { code passedOn reference proposedOn ground } } }"
    gates = {g["code"]: g for g in (await api.ask(query))["approvalGates"]["nodes"]}
    assert gates["MINING_AREA_DELIMITED"]["passedOn"] == "2026-06-20"
    assert "不符合产业政策" in gates["PROJECT_APPROVED"]["ground"]
    again = await api.do("refuseProjectApproval", paper | refused | {"document": "3号"})
    assert codes(again) == [], "what is refused twice is proposed once"


async def test_an_upgrade_in_production_is_asked_for_its_scheme(api: Api) -> None:
    project = await an_upgrade(api, await a_mine(api))
    await api.do("putProjectInUse", {"project": project})
    query = "{ reductionSchemes(status: REQUIRED) { nodes { makeBy project { id } } } }"
    [scheme] = (await api.ask(query))["reductionSchemes"]["nodes"]
    assert (scheme["makeBy"], scheme["project"]["id"]) == ("2026-08-05", project)


async def test_a_deviation_is_named_by_its_id_and_put_right(api: Api) -> None:
    project = await an_upgrade(api, await a_mine(api))
    shows = "project { deviations { id finding dueOn remedy } verifiedOn verifications { inOrder verifiedBy } }"
    found = {"project": project, "finding": "断面不足", "foundOn": "2026-07-01", "dueOn": "2026-07-20"}
    payload = await api.do("recordDesignDeviation", found, shows=shows)
    [deviation] = payload["project"]["deviations"]
    remedied = {"project": project, "deviation": deviation["id"], "finding": "已扩刷", "remediedOn": "2026-06-30"}
    assert codes(await api.do("confirmDeviationRemedied", remedied)) == ["DAY_BEFORE_LAST_STEP"]
    payload = await api.do("confirmDeviationRemedied", remedied | {"remediedOn": "2026-07-05"}, shows=shows)
    assert payload["project"]["deviations"][0]["remedy"] == "已扩刷"
    seen = {"project": project, "verifiedBy": ["程远"], "inOrder": True, "finding": "符合设计"}
    payload = await api.do("recordProjectSiteVerification", seen, shows=shows)
    assert payload["project"]["verifications"] == [{"inOrder": True, "verifiedBy": ["程远"]}]
    wrong = remedied | {"deviation": project}
    assert codes(await api.do("confirmDeviationRemedied", wrong)) != []


async def test_a_risk_is_corrected_and_the_government_told_of_a_major_one(api: Api) -> None:
    mine = await a_mine(api)
    risk = {"mine": mine, "place": "二采曲", "description": "突水", "accident": "WATER", "assessment": "ANNUAL"}
    made = (await api.do("identifyRisk", risk, shows="risk { id }"))["risk"]["id"]
    told = {"risk": made, "told": ["区委", "区政府"], "document": "1号"}
    assert codes(await api.do("notifyOfRisk", told)) == ["RISK_NOT_MAJOR"]
    entry = {"risk": made, "place": "二采区", "description": "突水", "accident": "WATER", "assessment": "SPECIAL"}
    payload = await api.do("correctRisk", entry | {"why": "笔误"}, shows="risk { place assessment }")
    assert payload["risk"] == {"place": "二采区", "assessment": "SPECIAL"}
    await api.do("gradeRisk", {"risk": made, "grade": "MAJOR", "method": "LEC", "grounds": "D=320", "gradedBy": "总工"})
    payload = await api.do("notifyOfRisk", told, shows="risk { notifiedOn notifiedTo }")
    assert payload["risk"] == {"notifiedOn": "2026-07-06", "notifiedTo": ["区委", "区政府"]}


async def test_a_warning_is_corrected_moved_and_taken_back_and_a_body_that_is_not_there_is_refused(api: Api) -> None:
    mine = await a_mine(api)
    registered = {"division": "230599", "name": "区煤管局", "aliases": ["煤管局"], "establishedOn": "2020-01-01"}
    await api.do("registerDepartment", registered, OFFICE)
    given = {
        "mine": mine, "level": "RED", "source": "WEATHER", "title": "暴雨", "text": "暴雨", "demands": "撤人",
        "answerBy": "2026-07-07T08:00:00+08:00",
    }  # fmt: skip
    unknown = await api.do("issueWarning", given | {"departments": ["没有的局"]})
    assert (codes(unknown), unknown["errors"][0]["path"]) == (["DEPARTMENT_UNKNOWN"], ["input", "departments", "0"])
    shows = "warning { id title answerBy unanswered receipts { addressee title answerBy withdrawn } }"
    made = (await api.do("issueWarning", given, shows=shows))["warning"]
    warning = {"warning": made["id"]}
    early = warning | {"mine": mine, "channel": "SMS", "happenedAt": "2026-07-05T08:00:00+08:00"}
    assert codes(await api.do("recordWarningDelivery", early)) == ["MOMENT_BEFORE_ISSUE"]
    text = {"title": "特大暴雨", "text": "特大暴雨", "demands": "停产撤人", "why": "气象更正"}
    await api.do("correctWarning", warning | text)
    moved = await api.do(
        "moveWarningAnswer", warning | {"answerBy": "2026-07-06T20:00:00+08:00", "why": "提前"}, shows=shows
    )
    [receipt] = moved["warning"]["receipts"]
    assert (receipt["title"], receipt["answerBy"]) == ("特大暴雨", moved["warning"]["answerBy"])
    back = await api.do("withdrawWarningAddressee", warning | {"mine": mine, "why": "发错"}, shows=shows)
    assert (back["warning"]["unanswered"], back["warning"]["receipts"][0]["withdrawn"]) == ([], "发错")
    assert codes(await api.do("openWarning", warning | {"mine": mine}, MINER)) != []


async def test_an_inspection_that_names_no_next_day_goes_by_the_rule_of_such_equipment(api: Api) -> None:
    mine = await a_mine(api)
    entry = {"mine": mine, "name": "设备", "model": "M", "maker": "厂", "madeOn": "2026-01-01"}
    checked = {"inspector": "检测中心", "passed": True, "finding": "合格", "inspectedOn": "2026-06-30"}
    for kind, due in (("MAIN_FAN", "2031-06-30"), ("SENSOR", "2026-07-15"), ("CONVEYOR", None)):
        made = await api.do("registerEquipment", entry | {"kind": kind, "serial": kind}, shows="equipment { id }")
        given = {"equipment": made["equipment"]["id"], **checked}
        payload = await api.do("inspectEquipment", given, shows="equipment { inspectionDue }")
        assert payload["equipment"]["inspectionDue"] == due
    payload = await api.do("inspectEquipment", given | {"nextDue": "2026-06-01"})
    assert codes(payload) == ["ENDS_BEFORE_IT_BEGINS"]
