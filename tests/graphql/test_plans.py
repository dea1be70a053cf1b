"""Plans, tasks, reports, lists and workload through the API, over the fictional district."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from ledger.demo.people import BUREAU, OFFICE, PEOPLE
from ledger.graphql.ids import global_id
from ledger.rights.right import Principal
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.graphql.test_departments import a_department, a_task, assigned
from tests.house import OFFICE as OFFICE_CLERK
from tests.house import person

OFFICER = PEOPLE["officer"]
ADJUSTED = "虚政发〔2021〕9号"
IN_2021 = '{recordedAt: "2021-02-01T00:00:00Z"}'


async def ask(district: Api, query: str, by: Principal = OFFICER) -> Any:
    return await district.ask(f"{{ {query} }}", by=by)


async def test_a_plan_shows_its_edition_in_force_and_those_before(district: Api) -> None:
    fields = "edition documentNo statusLabel editions { documentNo supersededOn } phases { number supersededIn }"
    found = (await ask(district, f"plans {{ nodes {{ {fields} goals {{ code }} tasks {{ reference }} }} }}"))["plans"]
    [plan] = [plan for plan in found["nodes"] if plan["documentNo"] == ADJUSTED]
    assert (plan["edition"], plan["documentNo"], plan["statusLabel"]) == (2, ADJUSTED, "执行中")
    assert [e["supersededOn"] for e in plan["editions"]] == ["2021-04-20", None]
    assert {p["supersededIn"] for p in plan["phases"] if p["number"] == 3} == {2, None}
    assert len(plan["tasks"]) == 35
    then = (await ask(district, f'plan(documentNo: "双四政发〔2020〕28号", asOf: {IN_2021}) {{ edition }}'))["plan"]
    assert then == {"edition": 1}
    assert (await ask(district, 'plan(documentNo: "双四政发〔2020〕28号") { edition }'))["plan"] is None
    assert await district.code("{ plan { edition } }") == "ARGUMENT_MISSING"


@pytest.mark.parametrize(
    ("wanted", "references"),
    [
        ('reference: "T-二(六)1"', ["T-二(六)1"]),
        ('overdueOn: "2020-09-20", mode: JOINT', ["T-二(三甲)2"]),
        ('phase: "排查整治", reference: "T-二(三甲)2"', ["T-二(三甲)2"]),
        ("status: SUSPENDED", ["T-二(七)3"]),
        ("status: WITHDRAWN", ["T-二(二)1"]),
        ("status: DONE", ["T-二(六)1"]),
        ('department: "虚构区人社局"', ["T-二(六)3"]),
    ],
)
async def test_the_board_is_filtered(district: Api, wanted: str, references: list[str]) -> None:
    found = (await ask(district, f"tasks({wanted}, first: 50) {{ nodes {{ reference }} }}"))["tasks"]["nodes"]
    assert [task["reference"] for task in found] == references


async def test_a_task_tells_how_far_it_is_from_its_day_now_and_then(district: Api) -> None:
    fields = "deadlineLabel overdue overdueAtCreation milestones { item missed } progressReports { percentage }"
    query = f'tasks(reference: "T-二(三甲)2", AT) {{ nodes {{ {fields} }} }}'
    district.instant = "2021-02-01T00:00:00+00:00"
    [now] = (await ask(district, query.replace(", AT", "")))["tasks"]["nodes"]
    [then] = (await ask(district, query.replace("AT", 'asOf: {recordedAt: "2020-09-20T00:00:00Z"}')))["tasks"]["nodes"]
    assert (now["overdue"], now["deadlineLabel"], now["overdueAtCreation"]) == (True, "逾期63天", True)
    assert [p["percentage"] for p in now["progressReports"]] == [50]
    assert (then["overdue"], then["progressReports"]) == (True, [])
    missed = {m["item"]: m["missed"] for m in now["milestones"]}
    assert (missed["划定矿区范围批复"], missed["项目核准"], missed["采矿权变更登记"]) == (True, False, True)


async def test_goals_show_the_figure_reported_beside_the_one_counted(district: Api) -> None:
    plan = (await ask(district, f'plan(documentNo: "{ADJUSTED}") {{ id }}'))["plan"]
    fields = "goals { code value reported reportedFor reportedMet counted countedMet operatorLabel notCounted }"
    found = (await ask(district, f'goalFigures(plan: "{plan["id"]}") {{ {fields} }}'))["goalFigures"]["goals"]
    figures = {goal["code"]: goal for goal in found}
    assert len(figures) == 10
    mines = figures["G1"]
    assert (mines["reported"], mines["reportedFor"], mines["reportedMet"]) == ("3", "2022-12-31", True)
    assert (mines["counted"], mines["countedMet"], mines["operatorLabel"]) == ("3", True, "不超过")
    assert (figures["G9"]["counted"], figures["G9"]["notCounted"]) == (None, "NOT_RECORDED"), "nothing is made up"
    assert all((f["counted"] is None) is not (f["notCounted"] is None) for f in found), "a figure, or why there is none"
    assert figures["G8"]["countedMet"] is None, "to push ahead has no figure to be held to"
    then = f'goalFigures(plan: "{plan["id"]}", asOf: {IN_2021}) {{ asOfPosition goals {{ code reported counted }} }}'
    before = (await ask(district, then))["goalFigures"]
    [first] = [goal for goal in before["goals"] if goal["code"] == "G1"]
    assert (first["reported"], first["counted"]) == ("5", "1"), "one mine was registered by then"
    assert before["asOfPosition"] > 0
    unknown = global_id("Plan", UUID(int=1))
    assert (await ask(district, f'goalFigures(plan: "{unknown}") {{ asOfPosition }}'))["goalFigures"] is None
    reports = 'goals(code: "G1") { nodes { reports { value standsOn corrected } } }'
    [goal] = (await ask(district, reports))["goals"]["nodes"]
    assert [r["value"] for r in goal["reports"]] == ["5", "4", "3"]
    both = (await ask(district, 'goals(code: "G6", superseded: true) { nodes { value supersededIn } }'))["goals"]
    assert {(g["value"], g["supersededIn"]) for g in both["nodes"]} == {("1", 2), ("2", None)}


async def test_the_matrix_says_who_has_reported_for_which_duty(district: Api) -> None:
    fields = "department code status statusLabel dueLabel returned missing"
    final = f'submissions(duty: "T-四-final", first: 50) {{ nodes {{ {fields} }} }}'
    rows = (await ask(district, final))["submissions"]["nodes"]
    by_department = {row["department"]: row for row in rows}
    assert by_department["虚构区人社局"]["dueLabel"] == "迟报2天"
    assert (by_department["虚构区应急局"]["status"], by_department["虚构区应急局"]["returned"]) == ("RETURNED", 1)
    assert by_department["虚构区生态环境局"]["missing"]
    assert by_department[OFFICE]["statusLabel"] == "已明确责任单位"
    late = await ask(district, 'submissions(missingOn: "2021-12-12", first: 50) { nodes { department code } }')
    named = {(row["department"], row["code"]) for row in late["submissions"]["nodes"]}
    assert ("虚构区生态环境局", "T-四-twolists") in named, "of all who were named, one never handed its lists in"
    earlier = f'submissions(department: "虚构区发改局", asOf: {IN_2021}) {{ nodes {{ code status }} }}'
    statuses = {r["code"]: r["status"] for r in (await ask(district, earlier))["submissions"]["nodes"]}
    assert (statuses["T-四-annual-2020"], statuses["T-四-annual-2021"]) == ("SUBMITTED", "OWED")


async def test_workload_is_counted_for_a_day_and_as_it_was_known(district: Api) -> None:
    fields = "department openTasks overdueTasks unresolved reportsMissing openItems lateItems settledTasks principalOf"
    query = f'departmentWorkload(on: "2023-06-01") {{ on departments {{ {fields} }} }}'
    answer = (await ask(district, query))["departmentWorkload"]
    counted = {row["department"]: row for row in answer["departments"]}
    assert answer["on"] == "2023-06-01"
    assert (counted[BUREAU]["settledTasks"], counted[BUREAU]["openItems"], counted[BUREAU]["lateItems"]) == (19, 2, 2)
    assert counted[OFFICE]["unresolved"] == 1, "one task never had its departments named"
    assert counted["虚构区生态环境局"]["reportsMissing"] == 2
    then = f"departmentWorkload(asOf: {IN_2021}) {{ asOfPosition departments {{ department settledTasks }} }}"
    before = (await ask(district, then))["departmentWorkload"]
    assert {row["settledTasks"] for row in before["departments"]} == {0}


async def test_the_two_lists_and_a_matter_are_read_with_what_hangs_on_them(district: Api) -> None:
    items = "twoLists(kind: PROBLEMS, LATE) { nodes { text kindLabel statusLabel limitLabel updates } }"
    late = (await ask(district, items.replace("LATE", "late: true")))["twoLists"]["nodes"]
    assert [(i["text"], i["statusLabel"], i["updates"]) for i in late] == [
        ("采空区密闭管理不到位", "已确认", 0), ("安全监控系统未升级", "整改中", 1)
    ]  # fmt: skip
    assert (await ask(district, items.replace("LATE", "late: false")))["twoLists"]["nodes"] == []
    fields = "title statusLabel answerNo decisionNo tasks { reference departments } history { type }"
    [matter] = (await ask(district, f"matters {{ nodes {{ id {fields} }} }}"))["matters"]["nodes"]
    assert (matter["statusLabel"], [t["departments"] for t in matter["tasks"]]) == ("已决定", [[BUREAU]])
    assert matter["history"][-1]["type"] == "MatterTaskIssued"
    one = (await ask(district, f'matter(id: "{matter["id"]}", asOf: {IN_2021}) {{ statusLabel }}'))["matter"]
    assert one is None, "it was raised that very morning in Shanghai, an hour later"
    leader = PEOPLE["group_leader"]
    [open_] = (await district.do("closeMatter", {"matter": matter["id"]}, leader))["errors"]
    assert (open_["code"], open_["messageZh"]) == ("MATTER_TASKS_OPEN", "尚有1项任务未办结。")


async def test_whoever_succeeds_a_department_delivers_for_it_and_an_alias_is_the_same_department(api: Api) -> None:
    old = await a_department(api, "区煤管局", aliases=["区煤炭局"])
    new = await a_department(api, "区能源局")
    task = await a_task(api)
    await assigned(api, task, "区煤管局")
    aliased = person("a", Role.OFFICER, department="区煤炭局")
    progress = {"task": task, "percentage": 40, "text": "过半"}
    shown = "task { percentage progressReports { department } }"
    told = await api.do("reportTaskProgress", progress, aliased, shown)
    assert told["task"] == {"percentage": 40, "progressReports": [{"department": "区煤管局"}]}
    stranger = person("s", Role.OFFICER, department="区能源局")
    [error] = (await api.do("deliverTask", {"task": task, "account": "办结"}, stranger))["errors"]
    assert error["code"] == "NOT_RESPONSIBLE"
    api.instant = "2026-08-03T02:00:00+00:00"
    moved = {"department": old, "to": new, "effectiveOn": "2026-08-01", "basis": "机构改革方案"}
    assert (await api.do("succeedDepartment", moved, OFFICE_CLERK))["errors"] == []
    done = await api.do("deliverTask", {"task": task, "account": "办结"}, stranger, "task { status }")
    assert done["task"] == {"status": "DELIVERED"}, done["errors"]
    for own in ("区能源局", "区煤管局"):
        head = person("h", Role.HEAD, department=own)
        [error] = (await api.do("approveTask", {"task": task}, head))["errors"]
        assert error["code"] == "OWN_WORK"


@pytest.mark.parametrize(
    ("mutation", "given", "code"),
    [
        ("issueTask", {"phases": ["收尾"]}, "PHASE_UNKNOWN"),
        ("issueTask", {"division": "230500"}, "DIVISION_DIFFERS"),
        ("setPlanGoal", {"code": "G1", "operator": "AT_MOST"}, "GOAL_VALUE_DOES_NOT_FIT"),
        ("reportIndicator", {"goal": "G1", "value": "-1"}, "GREATER_THAN_EQUAL"),
        ("publishPlan", {"documentNo": "虚政发〔2021〕9号"}, "KEY_TAKEN"),
        ("resolveReportingDuty", {"duty": "无", "departments": ["虚构区煤管局"], "decision": "纪要"}, "DUTY_UNKNOWN"),
    ],
)  # fmt: skip
async def test_bad_input_is_answered_with_its_code_and_nothing_is_written(
    district: Api, mutation: str, given: dict[str, Any], code: str
) -> None:
    plan = (await ask(district, f'plan(documentNo: "{ADJUSTED}") {{ id }}'))["plan"]
    before = (await ask(district, "ledger { position }"))["ledger"]
    complete: dict[str, Any] = {"plan": plan["id"]}
    if mutation == "issueTask":
        complete |= {"division": "230599", "reference": "T-新", "title": "t", "text": "t"}
    if mutation == "setPlanGoal":
        complete |= {"text": "t", "dueOn": "2022-12-31"}
    if mutation == "reportIndicator":
        complete |= {"standsOn": "2022-12-31", "source": "s"}
    if mutation == "publishPlan":
        days = {"issuedOn": "2021-05-01", "startsOn": "2021-05-01", "endsOn": "2021-12-31"}
        complete = {"division": "230599", "title": "t", **days}
    payload = await district.do(mutation, complete | given, PEOPLE["head"])
    assert code in [error["code"] for error in payload["errors"]], payload["errors"]
    assert (await ask(district, "ledger { position }"))["ledger"] == before
