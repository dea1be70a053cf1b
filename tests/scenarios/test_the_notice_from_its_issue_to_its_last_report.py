"""The notice 双四政发〔2020〕28号 from its issue to the reports of 2022, as its case file would tell it.

The notice is real; what became of its tasks is invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.catalogue import commands
from ledger.commands.plan import AdjustPlan, CorrectIndicatorReport, ReportIndicator, SetPlanGoal, SetPlanPhase
from ledger.commands.plan_reports import RecordSubmission, ResolveReportingDuty
from ledger.commands.task import (
    ApproveTask,
    AssignTask,
    CompleteTask,
    DeliverTask,
    IssueTask,
    ReportTaskProgress,
    ResolveTaskDepartments,
)
from ledger.commands.task_changes import ReachTaskMilestone, ReinstateTask, WithdrawTask
from ledger.demo.notice import DOCUMENT_NO, THE_PLAN, entries, notice
from ledger.domain.plan_events import GoalOperator
from ledger.domain.task_events import DutyMode
from ledger.projections.submissions import DUE_LABEL, MISSING
from ledger.projections.task_board import DEADLINE_LABEL, OVERDUE
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused
from tests.conftest import DIVISION
from tests.house import HEAD, OFFICE, OFFICER, House, person

LEADER = person("leader", Role.HEAD, department="区政府", post="区委常委、副区长")
PLANNERS = person("fagai", Role.OFFICER, department="区发改局")
LAND = person("ziran", Role.OFFICER, department="市自然资源局四方台区分局")
ENVIRONMENT = person("huanbao", Role.OFFICER, department="区生态环境局")
UPGRADES, STANDARDISATION = "T-二(三甲)2", "T-二(六)5"
BOARD = f"SELECT *, {OVERDUE} AS overdue, {DEADLINE_LABEL} AS label FROM views.task_board WHERE until IS NULL"
MATRIX = f"SELECT *, {MISSING} AS missing, {DUE_LABEL} AS label FROM views.submissions_matrix WHERE until IS NULL"


async def issued(house: House) -> dict[str, UUID]:
    """The notice as it was entered on the day of its issue: the plan and its tasks by their numbers."""
    house.on("2020-09-16")
    made: dict[str, UUID] = {}
    for entry in entries(DIVISION):
        name = entry.mutation[0].upper() + entry.mutation[1:]
        given = {k: made.get(v, v) if k in {"plan", "task"} else v for k, v in entry.input.items()}
        executed = await house.do(commands()[name].model_validate(given), OFFICE)
        if entry.makes:
            made[entry.makes] = executed.subject
    return made


async def board(house: House, day: date, *, where: str = "true") -> list[dict[str, Any]]:
    await house.project()
    return await house.rows(f"{BOARD} AND {where} ORDER BY reference", *[day] * 5)


async def matrix(house: House, day: date, where: str = "true") -> list[dict[str, Any]]:
    await house.project()
    return await house.rows(f"{MATRIX} AND {where} ORDER BY code, department", *[day] * 5)


async def test_the_notice_is_issued_with_a_task_already_overdue_and_others_unresolved(house: House) -> None:
    await issued(house)
    rows = await board(house, date(2020, 9, 16))
    assert [row["reference"] for row in rows] == sorted(task.id for task in notice().tasks)
    assert len(rows) == 35
    [late] = [row for row in rows if row["overdue_at_creation"]]
    assert (late["reference"], late["overdue"], late["label"]) == (UPGRADES, True, "逾期48天")
    assert late["phases"] == ["排查整治"], "the phase of its last day"
    assert late["departments"] == ["区发改局", "市自然资源局四方台区分局", "区生态环境局", "区煤管局"], (
        "aliases resolved"
    )
    assert {row["mode"] for row in rows} == {"PRINCIPAL", "JOINT", "SOLE"}
    unresolved = [row for row in rows if row["open_ended"]]
    assert len(unresolved) == sum(task.responsibility.open_ended for task in notice().tasks)
    assert {row["department"] for row in unresolved} == {OFFICE.department}, "until it decides, the office is late"
    phases = await house.rows("SELECT name FROM views.plan_phases WHERE until IS NULL ORDER BY number")
    assert [p["name"] for p in phases] == ["动员部署", "排查整治", "集中攻坚", "巩固提升"]
    [last] = await house.rows("SELECT count(*) AS n FROM views.goals WHERE until IS NULL")
    assert last["n"] == 9


async def test_four_departments_share_a_task_and_the_last_of_them_makes_it_late(house: House) -> None:
    made = await issued(house)
    task = made[UPGRADES]
    house.on("2020-10-14")
    await house.do(ResolveTaskDepartments(task=task, departments=["区应急局"], decision="煤整办纪〔2020〕3号"), OFFICE)
    await house.do(
        ReachTaskMilestone(task=task, item="项目核准", reached_on=date(2020, 10, 14), account="核准文件"), PLANNERS
    )
    await house.do(ReportTaskProgress(task=task, percentage=30, text="核准完成"), PLANNERS)
    house.on("2020-12-28")
    for by in (PLANNERS, LAND, ENVIRONMENT, OFFICER):
        await house.do(DeliverTask(task=task, account="本单位审批事项已办结"), by)
    [row] = await board(house, house.now.date(), where=f"task = '{task}'")
    assert row["status"] == "ASSIGNED", "who joined by decision has not delivered"
    house.on("2021-01-08")
    rescuers = person("yingji", Role.OFFICER, department="区应急局")
    await house.do(DeliverTask(task=task, account="应急预案已备案"), rescuers)
    [row] = await board(house, house.now.date(), where=f"task = '{task}'")
    assert (row["status"], row["label"], row["percentage"]) == ("DELIVERED", "迟报8天", 30)


async def test_the_bureaus_own_task_is_approved_by_the_group_leader_and_by_nobody_else(house: House) -> None:
    made = await issued(house)
    task = made[STANDARDISATION]
    house.on("2023-01-12")
    await house.do(DeliverTask(task=task, account="全部达到二级"), OFFICER)
    for by, code in ((HEAD, "OWN_WORK"), (OFFICE, "GROUP_LEADER_NEEDED")):
        with pytest.raises(GuardRefused) as refusal:
            await house.do(ApproveTask(task=task), by)
        assert refusal.value.code == code
    await house.do(ApproveTask(task=task), LEADER)
    await house.do(CompleteTask(task=task), OFFICE)
    [row] = await board(house, house.now.date(), where=f"task = '{task}'")
    assert (row["status"], row["label"]) == ("DONE", "迟报12天")


async def adjusted(house: House, plan: UUID) -> None:
    """The plan put on a new footing after the epidemic: new dates, a longer last phase, a looser goal."""
    house.on("2021-04-20")
    await house.do(
        AdjustPlan(
            plan=plan, document_no="双四政发〔2021〕9号", title="调整后的方案", issued_on=date(2021, 4, 20),
            starts_on=date(2020, 5, 1), ends_on=date(2023, 3, 31), why="疫情影响工期",
        ),
        OFFICE,
    )  # fmt: skip
    await house.do(
        SetPlanPhase(
            plan=plan, number=4, name="巩固提升", starts_on=date(2022, 1, 1), ends_on=date(2023, 3, 31)
        ),
        OFFICE,
    )  # fmt: skip
    goal = {"code": "G1", "text": "全区煤矿数量", "operator": GoalOperator.AT_MOST, "value": 4, "unit": "处"}
    await house.do(SetPlanGoal.model_validate({"plan": plan, "due_on": "2023-03-31", **goal}), OFFICE)


async def test_an_adjusted_plan_supersedes_and_erases_nothing(house: House) -> None:
    made = await issued(house)
    plan = made[THE_PLAN]
    before = (await house.store.head()).position
    await adjusted(house, plan)
    await house.do(WithdrawTask(task=made["T-二(二)1"], why="并入普法计划"), OFFICE)
    replaced = await house.do(
        IssueTask(division=DIVISION, reference="T-二(二)1", title="新任务", text="调整后的任务", plan=plan), OFFICE
    )
    with pytest.raises(GuardRefused) as refusal:
        await house.do(ReinstateTask(task=made["T-二(二)1"], why="w"), OFFICE)
    assert refusal.value.code == "KEY_TAKEN", "its number was given away"
    await house.project()
    [shown] = await house.rows("SELECT document_no, edition FROM views.plans WHERE until IS NULL")
    assert shown == {"document_no": "双四政发〔2021〕9号", "edition": 2}
    editions = await house.rows(
        "SELECT document_no, superseded_on FROM views.plan_editions WHERE until IS NULL ORDER BY edition"
    )
    assert [e["superseded_on"] for e in editions] == [date(2021, 4, 20), None]
    goals = await house.rows("SELECT value, superseded_in FROM views.goals WHERE code = 'G1' AND until IS NULL")
    assert {(int(g["value"]), g["superseded_in"]) for g in goals} == {(3, 2), (4, None)}
    [then] = await house.rows(
        "SELECT document_no FROM views.plans WHERE since <= %s AND (until IS NULL OR until > %s)", before, before
    )
    assert then["document_no"] == DOCUMENT_NO
    [new] = await board(house, house.now.date(), where=f"task = '{replaced.subject}'")
    assert (new["edition"], new["phases"][-1]) == (2, "巩固提升")


async def test_a_figure_stays_as_it_was_reported_and_the_right_one_stands_beside_it(house: House) -> None:
    plan = (await issued(house))[THE_PLAN]
    house.on("2021-01-10")
    reported = ReportIndicator.model_validate(
        {"plan": plan, "goal": "G1", "value": "5", "standsOn": "2020-12-31", "source": "统计月报"}
    )
    await house.do(reported)
    await house.project()
    [report] = await house.rows("SELECT report FROM views.indicator_reports WHERE until IS NULL")
    await house.do(CorrectIndicatorReport.model_validate({"plan": plan, **report, "value": "4", "why": "重复计数"}))
    late = {"plan": plan, "goal": "G1", "value": "6", "standsOn": "2020-06-30", "source": "补报"}
    await house.do(ReportIndicator.model_validate(late))
    await house.project()
    rows = await house.rows(
        "SELECT value, corrected FROM views.indicator_reports WHERE until IS NULL ORDER BY stands_on"
    )
    assert [(r["value"], r["corrected"]) for r in rows] == [(6, None), (5, 4)]
    [goal] = await house.rows("SELECT reported, reported_for FROM views.goals WHERE code = 'G1' AND until IS NULL")
    assert goal == {"reported": 5, "reported_for": date(2020, 12, 31)}, "an older figure that came late is not the last"


async def test_two_reports_are_due_on_a_saturday_and_nobody_owes_them_before_the_office_has_named_them(
    house: House,
) -> None:
    plan = (await issued(house))[THE_PLAN]
    saturday = date(2022, 12, 10)
    assert saturday.isoweekday() == 6
    due = await matrix(house, date(2022, 12, 12), "due_on = '2022-12-10'")
    assert [(r["code"], r["department"], r["status"]) for r in due] == [
        ("T-四-annual-2022", OFFICE.department, "UNRESOLVED"),
        ("T-四-final", OFFICE.department, "UNRESOLVED"),
    ]
    assert all(r["missing"] for r in due), "the office itself is late: it has named nobody"
    house.on("2022-11-30")
    for duty in ("T-四-annual-2022", "T-四-final"):
        named = ["区发改局", "区生态环境局", "区煤管局"]
        await house.do(
            ResolveReportingDuty(plan=plan, duty=duty, departments=named, decision="煤整办纪〔2022〕8号"), OFFICE
        )
    for day, duty, department in (
        ("2022-12-10", "T-四-annual-2022", "区发改局"),
        ("2022-12-12", "T-四-final", "区发改局"),
        ("2022-12-10", "T-四-final", "区煤管局"),
    ):
        house.on(day)
        sent = {"duty": duty, "department": department, "submittedOn": day, "account": "总结"}
        await house.do(RecordSubmission.model_validate({"plan": plan, **sent}))
    rows = await matrix(house, date(2022, 12, 12), "due_on = '2022-12-10' AND status <> 'RESOLVED'")
    assert {(r["code"][-5:], r["department"]): r["label"] for r in rows} == {
        ("-2022", "区发改局"): "按期报送",
        ("-2022", "区煤管局"): "逾期2天",
        ("-2022", "区生态环境局"): "逾期2天",
        ("final", "区发改局"): "迟报2天",
        ("final", "区煤管局"): "按期报送",
        ("final", "区生态环境局"): "逾期2天",
    }, "the 10th is in time, and that it is a Saturday moves nothing (ours)"


async def test_a_number_stands_once_in_a_plan(house: House) -> None:
    plan = (await issued(house))[THE_PLAN]
    with pytest.raises(GuardRefused) as refusal:
        await house.do(IssueTask(division=DIVISION, reference=UPGRADES, title="t", text="t", plan=plan), OFFICE)
    assert (refusal.value.code, refusal.value.path) == ("KEY_TAKEN", ("reference",))
    free = await house.do(IssueTask(division=DIVISION, reference=UPGRADES, title="t", text="t"), OFFICE)
    await house.do(AssignTask(task=free.subject, mode=DutyMode.JOINT, departments=["甲局"], open_ended=True), OFFICE)
