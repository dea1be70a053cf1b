"""Every act on a task, a plan, a matter or a list item through the bus: what it does, and its way back."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.catalogue import commands
from ledger.rights.right import Principal
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, InvalidInput, LedgerError, NotFound, NotPermitted
from tests.conftest import DIVISION
from tests.house import BUREAU, HEAD, MINER, OFFICE, OFFICER, SECOND_OFFICER, House, person

POLICE = person("police-1", Role.OFFICER, department="四方台公安分局")
LEADER = person("leader-1", Role.HEAD, department="区政府", post="区委常委、副区长")
PLAN = {
    "division": DIVISION, "documentNo": "28号", "title": "方案", "issuedOn": "2020-09-16", "startsOn": "2020-05-01",
    "endsOn": "2022-12-31", "host": BUREAU, "leaderPost": "区委常委、副区长",
}  # fmt: skip


async def do(house: House, name: str, by: Principal = OFFICE, /, **given: Any) -> UUID:
    return (await house.do(commands()[name].model_validate(given), by)).subject


async def refused(house: House, name: str, by: Principal = OFFICE, /, **given: Any) -> str:
    head = (await house.store.head()).position
    with pytest.raises(LedgerError) as refusal:
        await do(house, name, by, **given)
    assert (await house.store.head()).position == head, "nothing half written"
    return refusal.value.code


async def a_task(house: House, **given: Any) -> UUID:
    entry = {"division": DIVISION, "reference": "T", "title": "t", "text": "t", "deadline": "2026-12-31"}
    task = await do(house, "IssueTask", **entry | given)
    await do(house, "AssignTask", task=task, mode="SOLE", departments=["四方台公安分局"])
    return task


async def course(house: House, view: str, key: str, id: UUID) -> list[str]:
    """The states that a thing went through, one an act."""
    await house.project()
    rows = await house.rows(f"SELECT status FROM views.{view} WHERE {key} = %s ORDER BY since", id)
    return [str(row["status"]) for row in rows]


Step = tuple[str, Principal, dict[str, Any], str]
"""Command, by whom, with what, and the state that follows."""


async def test_a_task_goes_through_all_its_states_and_back(house: House) -> None:
    task = await a_task(house)
    steps: list[Step] = [
        ("ReportTaskProgress", POLICE, {"percentage": 50, "text": "过半"}, "ASSIGNED"),
        ("SuspendTask", OFFICE, {"why": "w"}, "SUSPENDED"),
        ("ResumeTask", OFFICE, {}, "ASSIGNED"),
        ("RequestTaskExtension", POLICE, {"deadline": "2027-01-31", "why": "w"}, "ASSIGNED"),
        ("RefuseTaskExtension", OFFICE, {"why": "w"}, "ASSIGNED"),
        ("RequestTaskExtension", POLICE, {"deadline": "2027-02-28", "why": "w"}, "ASSIGNED"),
        ("ApproveTaskExtension", OFFICE, {}, "ASSIGNED"),
        ("SetTaskMilestone", OFFICE, {"item": "摸底", "dueOn": "2026-08-01"}, "ASSIGNED"),
        ("ReachTaskMilestone", POLICE, {"item": "摸底", "reachedOn": "2026-07-06", "account": "a"}, "ASSIGNED"),
        ("RevokeTaskMilestone", OFFICE, {"item": "摸底", "why": "w"}, "ASSIGNED"),
        ("DeliverTask", POLICE, {"account": "a"}, "DELIVERED"),
        ("ReturnTask", OFFICE, {"why": "w"}, "ASSIGNED"),
        ("DeliverTask", POLICE, {"account": "b"}, "DELIVERED"),
        ("ApproveTask", OFFICE, {}, "APPROVED"),
        ("CompleteTask", OFFICE, {}, "DONE"),
        ("ReopenTask", OFFICE, {"why": "w"}, "ASSIGNED"),
        ("WithdrawTask", OFFICE, {"why": "w"}, "WITHDRAWN"),
        ("ReinstateTask", OFFICE, {"why": "w"}, "ASSIGNED"),
    ]
    for name, by, given, _ in steps:
        await do(house, name, by, task=task, **given)
    went = ["ISSUED", "ASSIGNED", *(after for *_, after in steps)]
    assert await course(house, "task_board", "task", task) == went
    [row] = await house.rows("SELECT * FROM views.task_board WHERE until IS NULL")
    assert (row["deadline"], row["next_due"]) == (date(2027, 2, 28), date(2026, 8, 1))
    assert (row["extensions"], row["returned"], row["percentage"]) == (1, 1, 50)
    [part] = await house.rows("SELECT item, reached_on FROM views.task_milestones WHERE until IS NULL")
    assert part == {"item": "摸底", "reached_on": None}


async def test_open_departments_are_taken_from_a_passage_that_was_resolved(house: House) -> None:
    plan = await do(house, "PublishPlan", **PLAN)
    duty = {"code": "D", "title": "总结", "dueOn": "2020-12-10", "recipient": BUREAU, "openEnded": True}
    await do(house, "SetReportingDuty", plan=plan, **duty)
    passage = {"division": DIVISION, "document": "28号", "passage": "四·报送", "text": "各有关部门"}
    open_ = await do(house, "NoteOpenDepartments", OFFICER, **passage, openSince="2020-09-16")
    resolve: dict[str, Any] = {"plan": plan, "duty": "D"}
    assert await refused(house, "ResolveReportingDuty", **resolve) == "DECISION_MISSING"
    both = {"departments": ["甲局"], "decision": "纪要", "resolution": open_}
    assert await refused(house, "ResolveReportingDuty", **resolve, **both) == "DECISION_MISSING"
    assert await refused(house, "ResolveReportingDuty", **resolve, resolution=open_) == "NOT_RESOLVED"
    meant = {"departments": ["甲局", "乙局"], "decidedOn": "2020-10-20", "basis": "纪要2号"}
    await do(house, "ResolveDepartments", resolution=open_, **meant)
    await do(house, "ResolveReportingDuty", **resolve, resolution=open_)
    await house.project()
    rows = await house.rows(
        "SELECT department, status, decision FROM views.submissions_matrix "
        "WHERE until IS NULL ORDER BY status, department"
    )
    assert [(r["department"], r["status"]) for r in rows] == [
        ("乙局", "OWED"), ("甲局", "OWED"), (OFFICE.department, "RESOLVED"),
    ]  # fmt: skip
    assert {r["decision"] for r in rows} == {"28号 四·报送"}


async def test_a_plan_ends_and_is_reopened_and_what_is_withdrawn_can_be_set_again(house: House) -> None:
    plan = await do(house, "PublishPlan", **PLAN)
    assert await refused(house, "PublishPlan", **PLAN) == "KEY_TAKEN"
    goal = {"code": "G1", "text": "煤矿数量", "operator": "AT_MOST", "value": "3", "unit": "处", "dueOn": "2022-12-31"}
    duty = {"code": "D", "title": "总结", "recipient": BUREAU, "departments": [BUREAU]}
    for _ in range(2):
        await do(house, "SetPlanGoal", plan=plan, **goal)
        await do(house, "WithdrawPlanGoal", plan=plan, goal="G1", why="w")
        await do(house, "SetReportingDuty", plan=plan, **duty)
        sent = {"duty": "D", "department": BUREAU, "submittedOn": "2020-12-10", "account": "a"}
        await do(house, "RecordSubmission", OFFICER, plan=plan, **sent)
        await do(house, "ReturnSubmission", OFFICE, plan=plan, duty="D", department=BUREAU, why="w")
        await do(house, "WithdrawReportingDuty", plan=plan, duty="D", why="w")
    await do(house, "EndPlan", plan=plan, status="REPEALED", endedOn="2021-01-01", why="w")
    assert (await course(house, "plans", "plan", plan))[-1] == "REPEALED"
    late = {"division": DIVISION, "reference": "T", "title": "t", "text": "t", "plan": plan}
    assert await refused(house, "IssueTask", **late) == "PLAN_ENDED"
    await do(house, "ReopenPlan", plan=plan, why="w")
    await do(house, "IssueTask", **late)
    goals = await house.rows("SELECT withdrawn_why FROM views.goals WHERE until IS NULL")
    assert [g["withdrawn_why"] for g in goals] == ["w", "w"], "both stay readable"
    owed = await house.rows("SELECT status FROM views.submissions_matrix WHERE until IS NULL")
    assert [r["status"] for r in owed] == ["NO_LONGER_OWED"] * 2


async def test_a_matter_is_carried_out_by_tasks_and_every_step_has_its_way_back(house: House) -> None:
    matter = await do(house, "RaiseMatter", OFFICER, division=DIVISION, title="老空水", text="t")
    steps: list[Step] = [
        ("WithdrawMatter", OFFICER, {"why": "w"}, "WITHDRAWN"),
        ("ReinstateMatter", OFFICER, {"why": "w"}, "RAISED"),
        ("RequestInstructions", OFFICE, {"to": "市安委办", "documentNo": "1号", "text": "t"}, "REQUESTED"),
        ("RecordInstructions", OFFICE, {"documentNo": "2号", "text": "t", "receivedOn": "2026-07-06"}, "ANSWERED"),
        ("TableMatter", OFFICE, {"meeting": "第三次会议", "heldOn": "2026-07-06"}, "TABLED"),
        ("DecideMatter", LEADER, {"decision": "d", "documentNo": "3号", "decidedOn": "2026-07-06"}, "DECIDED"),
        ("RevokeMatterDecision", LEADER, {"why": "w"}, "TABLED"),
        ("DecideMatter", LEADER, {"decision": "d", "documentNo": "4号", "decidedOn": "2026-07-06"}, "DECIDED"),
    ]
    for name, by, given, _ in steps:
        await do(house, name, by, matter=matter, **given)
    task = await a_task(house, matter=matter)
    assert await refused(house, "CloseMatter", LEADER, matter=matter) == "MATTER_TASKS_OPEN"
    await do(house, "DeliverTask", POLICE, task=task, account="a")
    await do(house, "ApproveTask", OFFICE, task=task)
    await do(house, "CloseMatter", LEADER, matter=matter)
    went = ["RAISED", *(after for *_, after in steps), "DECIDED", "CLOSED"]
    assert await course(house, "matters", "matter", matter) == went
    late = {"division": DIVISION, "reference": "T2", "title": "t", "text": "t", "matter": matter}
    assert await refused(house, "IssueTask", **late) == "MATTER_NOT_IN_STATE"
    await do(house, "ReopenMatter", matter=matter, why="w")
    await do(house, "IssueTask", **late)


async def test_a_list_item_has_its_way_back_from_every_end(house: House) -> None:
    mine = await house.mine()
    entry = {"division": DIVISION, "kind": "PROBLEMS", "text": "t", "unit": "向阳煤业", "person": "矿长"}
    item = await do(house, "EnterListItem", OFFICER, **entry, timeLimit="2026-06-30", mine=mine)
    steps: list[Step] = [
        ("WithdrawListItem", OFFICER, {"why": "w"}, "WITHDRAWN"),
        ("ReinstateListItem", OFFICER, {"why": "w"}, "OPEN"),
        ("UpdateListItem", OFFICER, {"unit": "u", "person": "p", "timeLimit": "2026-07-31", "why": "w"}, "OPEN"),
        ("RectifyListItem", OFFICER, {"rectifiedOn": "2026-07-06", "account": "a"}, "RECTIFIED"),
        ("ReopenListItem", SECOND_OFFICER, {"why": "w"}, "OPEN"),
        ("RectifyListItem", OFFICER, {"rectifiedOn": "2026-07-06", "account": "a"}, "RECTIFIED"),
        ("ConfirmListItem", SECOND_OFFICER, {}, "CONFIRMED"),
        ("ReopenListItem", HEAD, {"why": "w"}, "OPEN"),
    ]
    for name, by, given, _ in steps:
        await do(house, name, by, item=item, **given)
    assert await course(house, "two_lists", "item", item) == ["OPEN", *(after for *_, after in steps)]


@pytest.mark.parametrize(
    ("name", "by", "given", "error"),
    [
        ("IssueTask", OFFICER, {"division": DIVISION, "reference": "T", "title": "t", "text": "t"}, NotPermitted),
        ("DeliverTask", MINER, {"task": UUID(int=1), "account": "a"}, NotPermitted),
        ("DeliverTask", OFFICER, {"task": UUID(int=1), "account": "a"}, NotFound),
        ("AdjustPlan", OFFICE, PLAN | {"plan": UUID(int=1), "why": "w"}, NotFound),
        ("EnterListItem", OFFICER, {"plan": UUID(int=1)}, NotFound),
        ("RaiseMatter", OFFICER, {"division": "230500", "title": "t", "text": "t"}, NotPermitted),
        ("PublishPlan", OFFICE, PLAN | {"endsOn": "2020-01-01"}, GuardRefused),
    ],
)
async def test_who_may_not_and_what_is_not_there_get_a_typed_answer(
    house: House, name: str, by: Principal, given: dict[str, Any], error: type[LedgerError]
) -> None:
    left_out = {"AdjustPlan": {"division", "host", "leaderPost"}}.get(name, set())
    complete = {k: v for k, v in given.items() if k not in left_out}
    if name == "EnterListItem":
        complete |= {"division": DIVISION, "kind": "MEASURES", "text": "t", "unit": "u", "person": "p"}
        complete |= {"timeLimit": "2026-12-31"}
    with pytest.raises(error):
        await do(house, name, by, **complete)


async def test_a_task_of_another_division_than_its_plan_is_refused(house: House) -> None:
    plan = await do(house, "PublishPlan", **PLAN)
    given = {"reference": "T", "title": "t", "text": "t", "plan": plan}
    with pytest.raises(InvalidInput) as refusal:
        await do(house, "IssueTask", **given, division="230505")
    assert (refusal.value.code, refusal.value.path) == ("DIVISION_DIFFERS", ("division",))
    assert await refused(house, "IssueTask", **given, division=DIVISION, phases=["收尾"]) == "PHASE_UNKNOWN"
