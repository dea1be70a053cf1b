"""What was entered wrongly of a mine is put right through the API, and what stood before stays in the record."""

from __future__ import annotations

from typing import Any

from ledger.rights.right import Principal
from tests.graphql.conftest import Api
from tests.house import HEAD, OFFICER


class Mine:
    """A mine that is registered and produces."""

    def __init__(self, api: Api, id: str) -> None:
        self.api, self.id = api, id

    async def do(self, mutation: str, by: Principal = HEAD, /, **given: Any) -> None:
        payload = await self.api.do(mutation, {"mine": self.id, **given}, by)
        assert payload["errors"] == [], payload["errors"]

    async def refused(self, mutation: str, by: Principal = HEAD, /, **given: Any) -> str:
        [error] = (await self.api.do(mutation, {"mine": self.id, **given}, by))["errors"]
        assert error["messageZh"]
        return str(error["code"])

    async def told(self, fields: str) -> Any:
        return (await self.api.ask("query($id: ID!) { mine(id: $id) { " + fields + " } }", {"id": self.id}))["mine"]


async def a_mine(api: Api) -> Mine:
    entry = {"code": "230599000001", "name": "向阳煤矿", "enterprise": "向阳煤业", "division": "230599"}
    registered = await api.do("registerMine", entry | {"capacity": "60"}, HEAD, "mine { id }")
    mine = Mine(api, registered["mine"]["id"])
    await mine.do("changeMineStatus", status="PRODUCING", effectiveOn="2026-05-04", why="正常生产")
    return mine


async def test_a_record_that_was_entered_wrongly_is_taken_back_and_counts_no_more(api: Api) -> None:
    mine = await a_mine(api)
    inspected = {
        "kind": "MONTHLY",
        "inspectedOn": "2026-06-20",
        "ledBy": "甲",
        "found": 2,
        "rectified": 2,
        "account": "a",
    }
    await mine.do("reportSelfInspection", **inspected)
    await mine.do("reportMechanisation", reportedFor="2026-06-30", mining="59", driving="91")
    [inspection] = (await mine.told("selfInspections { id withdrawn }"))["selfInspections"]
    assert inspection["withdrawn"] is None
    wrong = {"record": inspection["id"], "why": "误录为月度，实为旬度"}
    assert await mine.refused("withdrawWorkFound", OFFICER, **wrong) == "WRONG_KIND_OF_RECORD"
    await mine.do("withdrawMineReport", **wrong)
    assert await mine.refused("withdrawMineReport", **wrong) == "RECORD_UNKNOWN"
    query = """query($m: ID!) { a: selfInspections(mine: $m) { nodes { withdrawn } }
      b: selfInspections(mine: $m, standing: true) { totalCount } }"""
    found = await api.ask(query, {"m": mine.id})
    assert found["a"]["nodes"] == [{"withdrawn": wrong["why"]}]
    assert found["b"]["totalCount"] == 0


async def test_people_underground_are_corrected_with_what_was_reported_before(api: Api) -> None:
    mine = await a_mine(api)
    await mine.do("setHeadcountLimit", people=20, effectiveOn="2026-05-04", reference="限1号")
    shift = {"day": "2026-06-10", "shift": "早班"}
    await mine.do("reportHeadcount", **shift, people=31)
    assert await mine.refused("correctHeadcount", **shift, people=31, why="w") == "NOTHING_CORRECTED"
    assert (
        await mine.refused("correctHeadcount", day="2026-06-11", shift="早班", people=3, why="w") == "HEADCOUNT_UNKNOWN"
    )
    await mine.do("correctHeadcount", **shift, people=19, why="交接班人数误计入")
    told = await mine.told('shiftHeadcounts(place: "全矿") { totalCount nodes { people reported over corrected } }')
    assert told["shiftHeadcounts"] == {
        "totalCount": 1,
        "nodes": [{"people": 19, "reported": 31, "over": False, "corrected": "交接班人数误计入"}],
    }


async def test_a_face_closed_by_mistake_is_open_again_and_a_wrong_panel_is_put_right(api: Api) -> None:
    mine = await a_mine(api)
    for name in ("一采区", "二采区"):
        await mine.do("openPanel", name=name, seams="SINGLE", openedOn="2026-05-04")
    face = {"name": "101工作面", "kind": "COAL", "openedOn": "2026-05-04"}
    await mine.do("openFace", **face, panel="一采区")
    await mine.do("closeFace", name="101工作面", closedOn="2026-06-01", why="回采结束")
    assert await mine.refused("correctFace", HEAD, **face, panel="三采区", why="w") == "PANEL_UNKNOWN"
    await mine.do("correctFace", HEAD, **face, panel="二采区", why="收尾误录，采区误录")
    [told] = (await mine.told("faces { panelName working validTo endedWhy corrected }"))["faces"]
    assert told == {
        "panelName": "二采区", "working": True, "validTo": None, "endedWhy": None, "corrected": "收尾误录，采区误录",
    }  # fmt: skip
    panel = {"name": "二采区", "seams": "SEVERAL", "openedOn": "2026-05-03"}
    assert await mine.refused("correctPanel", HEAD, **panel, closedOn="2026-06-01", why="w") == "PANEL_HAS_FACES"
    await mine.do("correctPanel", HEAD, **panel, why="煤层误录")
    found = await api.ask("{ panels(open: true) { nodes { name seams validFrom } } }")
    assert {"name": "二采区", "seams": "SEVERAL", "validFrom": "2026-05-03"} in found["panels"]["nodes"]


async def test_a_contract_shows_what_was_contracted_on_from_it_and_its_late_licence(api: Api) -> None:
    mine = await a_mine(api)
    first = {"contractor": "甲托管公司", "scope": "WHOLE", "begunOn": "2026-05-04", "licenceRenewed": False}
    await mine.do("beginContracting", **first)
    assert await mine.refused("beginContracting", **first | {"under": "丙公司"}) == "CONTRACT_UNKNOWN"
    onward = {"contractor": "乙工程队", "scope": "FACES", "begunOn": "2026-05-20", "licenceRenewed": False}
    await mine.do("beginContracting", **onward, under="甲托管公司")
    await mine.do("renewContractingLicence", contractor="甲托管公司", renewedOn="2026-06-15", licence="证2号")
    days = {"recordedFrom": "2026-05-04", "begunOn": "2026-05-01", "endedOn": None}
    await mine.do("correctContracting", HEAD, contractor="甲托管公司", **days, why="合同起始日误录")
    query = """{ contractingPeriods(contractedOn: false) { nodes {
      contractor validFrom licenceRenewed licence corrected under { id }
      onwardContracts { contractor under { contractor } } } } }"""
    [top] = (await api.ask(query))["contractingPeriods"]["nodes"]
    assert top == {
        "contractor": "甲托管公司", "validFrom": "2026-05-01", "licenceRenewed": True, "licence": "证2号",
        "corrected": "合同起始日误录", "under": None,
        "onwardContracts": [{"contractor": "乙工程队", "under": {"contractor": "甲托管公司"}}],
    }  # fmt: skip
    flags = """query($m: ID!) { events(mine: $m, type: "ProcedureDefectFlagged", first: 9) { nodes { data } } }"""
    found = (await api.ask(flags, {"m": mine.id}, HEAD))["events"]["nodes"]
    assert any("甲托管公司再次转包" in str(node["data"]) for node in found)


async def test_an_approval_is_refused_taken_back_and_the_upgrade_revoked_and_restored(api: Api) -> None:
    mine = await a_mine(api)
    await mine.do("enterUpgrade", HEAD, enteredOn="2026-05-04")
    gate = {"gate": "PROJECT_APPROVED"}
    paper = {"authority": "区发改局", "reference": "发改1号"}
    await mine.do("refuseApprovalGate", HEAD, **gate, **paper, refusedOn="2026-06-01", why="不符合产能政策")
    query = "{ approvalGates(refused: true) { nodes { code refusedWhy passedOn revokedOn missed } } }"
    [refused] = (await api.ask(query))["approvalGates"]["nodes"]
    assert (refused["code"], refused["refusedWhy"], refused["passedOn"]) == ("PROJECT_APPROVED", "不符合产能政策", None)
    await mine.do("reopenApprovalGate", HEAD, **gate, why="复议撤销不予核准决定")
    assert (await api.ask(query))["approvalGates"]["nodes"] == []
    assert await mine.refused("reopenApprovalGate", HEAD, **gate, why="w") == "GATE_NOT_DECIDED"
    decision = {"reference": "煤管2号", "why": "边建设边生产"}
    await mine.do("revokeUpgrade", HEAD, **decision, revokedOn="2026-06-10")
    assert await mine.refused("revokeUpgrade", HEAD, **decision, revokedOn="2026-06-10") == "UPGRADE_NOT_RUNNING"
    gates = "{ approvalGates { nodes { revokedOn } } }"
    assert {g["revokedOn"] for g in (await api.ask(gates))["approvalGates"]["nodes"]} == {"2026-06-10"}
    await mine.do("restoreUpgrade", HEAD, reference="复3号", why="复议撤销", restoredOn="2026-06-20")
    assert {g["revokedOn"] for g in (await api.ask(gates))["approvalGates"]["nodes"]} == {None}


async def test_repair_beyond_its_permit_is_unlawful_and_a_permit_revoked_permits_nothing(api: Api) -> None:
    mine = await a_mine(api)
    await mine.do("stopMineVoluntarily", stoppedOn="2026-06-01", why="检修")
    await mine.do(
        "permitRepair", HEAD, scope="主井", startsOn="2026-06-02", endsOn="2026-06-30", sequence="先支护", headcount=10
    )
    seen = {"work": "REPAIR", "foundOn": "2026-06-10", "finding": "现场清点"}
    for more in ({"people": 8, "asPermitted": True}, {"people": 14}, {"people": 8, "asPermitted": False}):
        await mine.do("recordWorkFound", OFFICER, **seen, **more)
    query = "query($l: Boolean!) { workFound(work: REPAIR, lawful: $l) { nodes { people } } }"
    assert [n["people"] for n in (await api.ask(query, {"l": True}))["workFound"]["nodes"]] == [8]
    assert sorted(n["people"] for n in (await api.ask(query, {"l": False}))["workFound"]["nodes"]) == [8, 14]
    permits = '{ repairPermits(runningOn: "2026-06-10", standing: true) { nodes { id } } }'
    [permit] = (await api.ask(permits))["repairPermits"]["nodes"]
    await mine.do("revokeRepairPermit", HEAD, record=permit["id"], why="超范围施工")
    assert (await api.ask(permits))["repairPermits"]["nodes"] == []
    await mine.do("recordWorkFound", OFFICER, **seen, people=5, asPermitted=True)
    assert sorted(n["people"] for n in (await api.ask(query, {"l": False}))["workFound"]["nodes"]) == [5, 8, 14]


async def test_what_is_to_become_of_a_mine_is_decided_corrected_and_found(api: Api) -> None:
    mine = await a_mine(api)
    decided = {"ground": "SMALL_CAPACITY", "decidedBy": "区政府", "reference": "政1号", "why": "分类处置"}
    await mine.do("decideDisposition", HEAD, disposition="MERGER", effectiveOn="2026-06-01", **decided)
    corrected = decided | {"ground": "OTHER"}
    more = {"effectiveOn": "2026-06-02", "insteadOf": "2026-06-01"}
    await mine.do("decideDisposition", HEAD, disposition="RETAINED", **more, **corrected)
    query = """query($d: DispositionKind!) { mines(disposition: $d, capacityFrom: 30) {
      nodes { dispositions { disposition validFrom } } } }"""
    [found] = (await api.ask(query, {"d": "RETAINED"}))["mines"]["nodes"]
    assert {"disposition": "RETAINED", "validFrom": "2026-06-02"} in found["dispositions"]
    assert (await api.ask(query, {"d": "MERGER"}))["mines"]["nodes"] == []
    appraised = {
        "disaster": "GAS",
        "grade": "高瓦斯",
        "appraisedOn": "2026-06-01",
        "appraisedBy": "所",
        "reference": "r",
    }
    await mine.do("recordDisasterAppraisal", HEAD, **appraised)
    wanted = 'disasterType: "高瓦斯", capacityBelow: 61, supervised: false, orderBy: CAPACITY'
    filters = f"{{ mines({wanted}) {{ nodes {{ disasterTypes }} }} }}"
    assert (await api.ask(filters))["mines"]["nodes"] == [{"disasterTypes": ["高瓦斯"]}]
    for text in ("第一版", "第二版"):
        await mine.do("adoptMinePlan", HEAD, text=text, adoptedOn="2026-06-01" if text == "第一版" else "2026-06-08")
    await mine.do("adoptMinePlan", HEAD, text="第二版（更正）", adoptedOn="2026-06-09", insteadOf="2026-06-08")
    plans = (await mine.told("plans { edition text validFrom validTo }"))["plans"]
    held = [(p["edition"], p["text"]) for p in plans if p["validFrom"] != p["validTo"]]
    assert held == [(1, "第一版"), (2, "第二版（更正）")]


async def test_what_a_mine_has_to_have_is_listed_by_what_it_is_and_noted_as_it_is_found(api: Api) -> None:
    mine = await a_mine(api)
    await mine.do("listMineRequirements", OFFICER, listedOn="2026-06-01")
    assert await mine.refused("listMineRequirements", OFFICER, listedOn="2026-06-01") == "REQUIREMENTS_UNCHANGED"
    query = """query($m: ID, $s: RequirementState) { mineRequirements(mine: $m, state: $s, effectiveOn: "2026-06-30") {
      nodes { code zh article ground finding } } }"""

    async def codes(state: str) -> set[str]:
        found = await api.ask(query, {"m": mine.id, "s": state})
        return {node["code"] for node in found["mineRequirements"]["nodes"]}

    listed = await codes("OPEN")
    assert {"LIFELINES", "PRODUCTION_PLAN"} <= listed
    assert not {"ROCK_BURST_MEASURES", "MONITORING_UPGRADED", "STOP_MEASURES"} & listed
    appraised = {"disaster": "ROCK_BURST", "grade": "冲击地压", "appraisedBy": "所", "reference": "r"}
    await mine.do("recordDisasterAppraisal", HEAD, **appraised, appraisedOn="2026-06-08")
    await mine.do("listMineRequirements", OFFICER, listedOn="2026-06-09")
    assert await codes("OPEN") == listed | {"ROCK_BURST_MEASURES"}
    seen = {"code": "LIFELINES", "notedOn": "2026-06-15"}
    await mine.do("noteMineRequirement", OFFICER, **seen, state="NOT_MET", finding="压风管路中断")
    wrong = await mine.refused("noteMineRequirement", OFFICER, **seen | {"code": "X"}, state="MET", finding="f")
    assert wrong == "REQUIREMENT_UNKNOWN"
    assert await mine.refused("listMineRequirements", OFFICER, listedOn="2020-04-30") == "NO_RULES_THAT_DAY"
    await mine.do("noteMineRequirement", OFFICER, code="LIFELINES", notedOn="2026-06-20", state="MET", finding="已恢复")
    assert await codes("MET") == {"LIFELINES"}
    fell = {"grade": "无冲击危险", "disaster": "ROCK_BURST", "appraisedBy": "所", "reference": "r2"}
    await mine.do("recordDisasterAppraisal", HEAD, **fell, appraisedOn="2026-06-22")
    await mine.do("listMineRequirements", OFFICER, listedOn="2026-06-23")
    assert await codes("NOT_APPLICABLE") == {"ROCK_BURST_MEASURES"}
    then = """query($m: ID) { mineRequirements(mine: $m, code: "LIFELINES", effectiveOn: "2026-06-16") {
      nodes { state finding ground } } }"""
    assert (await api.ask(then, {"m": mine.id}))["mineRequirements"]["nodes"] == [
        {"state": "NOT_MET", "finding": "压风管路中断", "ground": ""}
    ]
