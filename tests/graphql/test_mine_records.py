"""What the API tells of the fictional mines: their files, stops, output, and what was learned of them late."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from ledger.graphql.ids import global_id
from tests.graphql.conftest import Api
from tests.house import FIRST_MINE, HEAD, MINER

SPRUCE = "230599000003"
LISTS = (
    "mineStatusPeriods", "supervisorBodyPeriods", "keyPosts", "mineStops", "workFound", "commitments",
    "selfInspections", "panels", "faces", "outputs", "headcounts", "capacities", "disasterAppraisals", "minePlans",
    "liaisonLeaders", "standardisationPeriods", "headcountLimits", "contractingPeriods", "mechanisation",
    "monitoringFeeds", "approvalGates", "mineDispositions", "repairPermits",
    "mineRequirements",
)  # fmt: skip
PUBLIC = {"mineStatusPeriods", "supervisorBodyPeriods", "keyPosts", "mineStops", "capacities", "standardisationPeriods"}


async def test_every_list_of_the_demo_has_something_and_is_for_whom_it_should_be(district: Api) -> None:
    query = " ".join(f"{name} {{ totalCount nodes {{ id }} }}" for name in LISTS)
    found = await district.ask(f"{{ {query} }}", by=PEOPLE["officer"])
    assert [name for name in LISTS if found[name]["totalCount"] == 0] == []
    for name in LISTS:
        query = f"{{ {name} {{ totalCount }} }}"
        if name in PUBLIC:
            await district.ask(query, by=None)
        else:
            assert await district.code(query, by=None) == "NOT_PERMITTED"


async def test_what_hangs_on_a_mine_is_hidden_from_the_public_where_it_is_not_published(district: Api) -> None:
    query = """{ mine(code: "230599000001") {
        outputs { output } faces { name } plans { text } headcounts { people } monitoringFeeds { state }
        capacities { capacity } } }"""
    known = (await district.ask(query, by=PEOPLE["officer"]))["mine"]
    public = (await district.ask(query, by=None))["mine"]
    assert all(known.values())
    assert {name for name, found in public.items() if found} == {"capacities"}


async def test_a_status_learned_late_holds_on_its_days_and_was_not_known_before(district: Api) -> None:
    mine = (await district.ask(f'{{ mine(code: "{SPRUCE}") {{ id }} }}'))["mine"]["id"]

    async def on(day: str, as_of: str = "") -> str:
        query = f"""{{ mineStatusPeriods(mine: "{mine}", part: "全矿", effectiveOn: "{day}"{as_of})
            {{ nodes {{ status corrected }} }} }}"""
        [node] = (await district.ask(query, by=PEOPLE["officer"]))["mineStatusPeriods"]["nodes"]
        return str(node["status"])

    before = ', asOf: {recordedAt: "2026-01-01T00:00:00Z"}'
    assert await on("2025-04-25") == "STOPPED_VOLUNTARILY"
    assert await on("2025-04-25", before) == "PRODUCING"
    assert await on("2025-04-19") == await on("2025-04-19", before) == "PRODUCING"
    assert await on("2025-06-01") == await on("2025-06-01", before) == "STOPPED_FOR_RECTIFICATION"


async def test_every_kind_of_stop_was_ended_by_its_own_way_back(district: Api) -> None:
    query = "{ mineStops { nodes { kind validTo daysLate endedHow mine { name } } } }"
    stops = (await district.ask(query, by=PEOPLE["officer"]))["mineStops"]["nodes"]
    ended = {stop["kind"]: stop["endedHow"] for stop in stops if stop["validTo"]}
    assert {kind: how.split("：")[0] for kind, how in ended.items()} == {
        "STOPPED_VOLUNTARILY": "复工复产",
        "STOPPED_ON_SITE": "解除现场处理措施",
        "STOPPED_FOR_RECTIFICATION": "恢复生产",
        "LICENCE_WITHHELD": "发还许可证",
    }
    assert [stop["daysLate"] for stop in stops if stop["kind"] == "STOPPED_FOR_RECTIFICATION"] == [0, 4]


async def test_output_over_capacity_is_shown_with_the_rule_it_breaks_and_corrections_with_what_stood(
    district: Api,
) -> None:
    query = "{ outputs(year: 2025) { nodes { month output reported over overRules corrected } } }"
    months = {n["month"]: n for n in (await district.ask(query, by=PEOPLE["officer"]))["outputs"]["nodes"]}
    over = [month for month, found in months.items() if found["over"]]
    assert over == [12, 11, 9, 6], "from August on by a lower capacity, which was learned in November"
    assert months[6]["overRules"][0].startswith("应急管理部令第4号 §4(1)")
    assert (months[7]["output"], months[7]["reported"], bool(months[7]["corrected"])) == ("5.3", "5.0", True)


async def test_gates_missed_are_told_by_the_day_of_the_question(district: Api) -> None:
    query = "{ approvalGates(missed: true) { nodes { code daysLate decision missed } } }"
    missed = {n["code"]: n for n in (await district.ask(query, by=PEOPLE["officer"]))["approvalGates"]["nodes"]}
    assert missed["PROJECT_APPROVED"]["daysLate"] == 7
    assert missed["MINING_AREA_DELIMITED"]["decision"] == "CLASSIFIED"
    assert len(missed) == 6


@pytest.mark.parametrize(
    ("mutation", "given", "code"),
    [
        ("recordDisasterAppraisal", {"disaster": "GAS", "grade": "中瓦斯"}, "DISASTER_GRADE_UNKNOWN"),
        ("openFace", {"name": "x", "panel": "无此采区", "kind": "COAL", "openedOn": "2026-07-01"}, "PANEL_UNKNOWN"),
        ("reportOutput", {"year": 2027, "month": 1, "output": "1"}, "DAY_IN_THE_FUTURE"),
        ("reportOutput", {"year": 2026, "month": 13, "output": "1"}, None),
        ("resumeProduction", {"resumesOn": "2026-07-06"}, "NO_STOP_STANDS"),
        ("passApprovalGate", {"gate": "X", "passedOn": "2026-07-01"}, "GATE_NOT_OPEN"),
        ("endContracting", {"contractor": "x", "endedOn": "2026-07-01", "why": "w"}, "CONTRACT_UNKNOWN"),
    ],
)
async def test_bad_input_gets_a_typed_answer(api: Api, mutation: str, given: dict[str, Any], code: str | None) -> None:
    entry = {
        "code": "230599000001", "name": "向阳煤矿", "enterprise": "向阳煤业", "division": "230599", "capacity": "60",
    }  # fmt: skip
    registered = await api.do("registerMine", entry, HEAD, "mine { id }")
    rest = {"appraisedOn": "2026-07-01", "appraisedBy": "a", "reference": "r", "authority": "a"}
    left_out = {"recordDisasterAppraisal": rest.keys() - {"authority"}, "passApprovalGate": {"authority", "reference"}}
    more = {name: rest[name] for name in left_out.get(mutation, ())}
    payload = await api.do(mutation, {"mine": registered["mine"]["id"], **given, **more}, HEAD)
    [error] = payload["errors"]
    assert error["messageZh"]
    assert code is None or error["code"] == code


async def test_a_mine_reports_its_own_and_nobody_elses(api: Api) -> None:
    given = {"mine": global_id("Mine", FIRST_MINE), "madeBy": "a", "post": "矿长", "madeOn": "2026-07-01", "text": "t"}
    [error] = (await api.do("makeSafetyCommitment", given, MINER))["errors"]
    assert error["code"] == "MINE_NOT_FOUND"
    [error] = (await api.do("changeCapacity", {
        "mine": given["mine"], "kind": "APPROVED", "capacity": "60", "effectiveOn": "2026-07-01", "reference": "r",
    }, MINER))["errors"]  # fmt: skip
    assert error["code"] == "NOT_PERMITTED"
