"""A plan that is adjusted to end on another day: what is due with it moves, once, and says by which document."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.commands.plan import AdjustPlan
from ledger.commands.task import (
    ApproveTask,
    AssignTask,
    CompleteTask,
    DeliverTask,
    IssueTask,
    ReopenTask,
    ReturnTask,
)
from ledger.commands.task_changes import ApproveTaskExtension, RequestTaskExtension, SuspendTask
from ledger.domain.task import Task
from ledger.domain.task_events import DutyMode, TaskIssued
from ledger.processes.plan_adjustments import PlanAdjustments
from ledger.projections.task_board import task_board
from ledger.values.actor import Role
from tests.conftest import DIVISION
from tests.house import BUREAU, OFFICE, OFFICER, House, person
from tests.processes.duties import owed, states, time_passes
from tests.processes.dying import Killed, dying
from tests.processes.test_duties_of_tasks import LAND, LAND_OFFICER, issued, jointly

PAPER = "双四政发〔2022〕9号"
OTHER_OFFICE = person("office-2", Role.COORDINATING_OFFICE, department="领导小组办公室", post="办公室副主任")
LEADER = person("leader-1", Role.HEAD, department="区政府", post="区委常委、副区长")


async def plan_of(house: House, task: UUID) -> UUID:
    [first, *_] = await house.store.read_events(task)
    assert isinstance(first, TaskIssued)
    assert first.plan is not None
    return first.plan


async def ends(house: House, task: UUID, on: str, document: str = PAPER) -> None:
    """The plan of a task is adjusted to end on a day, and the ledger says what follows."""
    adjusted = AdjustPlan(
        plan=await plan_of(house, task), document_no=document, title="实施方案（调整）", issued_on=house.now.date(),
        starts_on=date(2020, 5, 1), ends_on=date.fromisoformat(on), why="疫情影响",
    )  # fmt: skip
    await house.do(adjusted, OFFICE)
    await house.run_processes()


async def test_a_task_that_was_due_with_its_plan_is_due_with_the_adjusted_one(house: House) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU, LAND)
    await ends(house.on("2022-12-01"), task, "2023-06-30")
    await house.run_clock()
    found = await owed(house, duty="TASK_DELIVERY")
    assert {(row["owner"], str(row["due_on"])): (row["status"], row["why"]) for row in found.values()} == {
        (BUREAU, "2022-12-31"): ("NOT_APPLICABLE", f"{PAPER}已调整方案期限"),
        (LAND, "2022-12-31"): ("NOT_APPLICABLE", f"{PAPER}已调整方案期限"),
        (BUREAU, "2023-06-30"): ("OPEN", None),
        (LAND, "2023-06-30"): ("OPEN", None),
    }
    await house.project(task_board)
    [row] = await house.rows("SELECT deadline, next_due FROM views.task_board WHERE until IS NULL")
    assert (row["deadline"], row["next_due"]) == (date(2023, 6, 30), date(2023, 6, 30))
    await time_passes(house, "2023-01-05")
    assert "MISSED" not in (await states(house, duty="TASK_DELIVERY")).values()


async def test_what_was_missed_before_the_plan_was_adjusted_is_owed_by_the_later_day_and_was_missed(
    house: House,
) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU)
    await time_passes(house, "2023-01-05")
    await ends(house.on("2023-01-10"), task, "2023-03-31")
    await house.run_clock()
    found = {str(row["due_on"]): row for row in (await owed(house, duty="TASK_DELIVERY")).values()}
    assert (found["2022-12-31"]["status"], found["2022-12-31"]["missed"]) == ("NOT_APPLICABLE", True)
    assert (found["2023-03-31"]["status"], found["2023-03-31"]["missed"]) == ("OPEN", False)


async def test_what_has_a_day_of_its_own_or_is_delivered_stays_and_what_rests_moves_with_its_plan(
    house: House,
) -> None:
    dated = await issued(house, deadline=date(2021, 12, 31))
    plan = await plan_of(house, dated)
    others = []
    for number in (2, 3, 4):
        given = {"reference": f"T-{number}", "plan": plan}
        others.append(await issued_under(house, given))
    extended, delivered, resting = others
    for task in (dated, *others):
        await house.do(AssignTask(task=task, mode=DutyMode.SOLE, departments=[BUREAU]), OFFICE)
    longer = RequestTaskExtension(task=extended, deadline=date(2023, 2, 28), why="联调")
    await house.do(longer, OFFICER)
    await house.do(ApproveTaskExtension(task=extended), OFFICE)
    await house.do(DeliverTask(task=delivered, account="完成"), OFFICER)
    await house.do(SuspendTask(task=resting, why="待签约"), OFFICE)
    await ends(house.on("2022-12-01"), dated, "2023-06-30")
    await house.run_clock()
    days = {task: (await load(house, task)).deadline for task in (dated, *others)}
    assert days == {
        dated: date(2021, 12, 31),
        extended: date(2023, 2, 28),
        delivered: date(2022, 12, 31),
        resting: date(2023, 6, 30),
    }
    assert await states(house, subject=delivered) == {"TASK_DELIVERY 2022-12-31/1": "MET"}


async def issued_under(house: House, given: dict[str, object]) -> UUID:

    task = {"division": DIVISION, "title": "任务", "text": "任务"}
    return (await house.do(IssueTask.model_validate(task | given), OFFICE)).subject


async def load(house: House, task: UUID) -> Task:
    return Task.replay(task, await house.store.read_events(task))


async def test_of_several_only_those_move_who_have_not_delivered_and_a_delivery_sent_back_moves_then(
    house: House,
) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU, LAND)
    await house.on("2022-11-20").do(DeliverTask(task=task, account="完成"), OFFICER)
    await ends(house.on("2022-12-01"), task, "2023-06-30")
    await house.run_clock()
    told = await owed(house, duty="TASK_DELIVERY")
    assert {(row["owner"], str(row["due_on"])): row["status"] for row in told.values()} == {
        (BUREAU, "2022-12-31"): "MET",
        (LAND, "2022-12-31"): "NOT_APPLICABLE",
        (LAND, "2023-06-30"): "OPEN",
    }
    await house.on("2022-12-20").do(DeliverTask(task=task, account="完成"), LAND_OFFICER)
    await house.do(ReturnTask(task=task, why="材料不全"), OFFICE)
    await house.run_clock()
    told = await owed(house, duty="TASK_DELIVERY")
    assert {(row["owner"], str(row["due_on"])): row["status"] for row in told.values()} == {
        (BUREAU, "2022-12-31"): "NOT_APPLICABLE",
        (BUREAU, "2023-06-30"): "OPEN",
        (LAND, "2022-12-31"): "NOT_APPLICABLE",
        (LAND, "2023-06-30"): "OPEN",
    }


async def test_a_task_that_was_done_and_is_opened_again_is_owed_again(house: House) -> None:

    task = await issued(house)
    await house.do(AssignTask(task=task, mode=DutyMode.SOLE, departments=[BUREAU]), OFFICE)
    await house.on("2022-11-20").do(DeliverTask(task=task, account="完成"), OFFICER)
    await house.do(ApproveTask(task=task), LEADER)
    await house.do(CompleteTask(task=task), OTHER_OFFICE)
    await house.run_clock()
    assert await states(house, duty="TASK_DELIVERY") == {"TASK_DELIVERY 2022-12-31/1": "MET"}
    await house.on("2022-12-02").do(ReopenTask(task=task, why="成果失实"), OFFICE)
    await time_passes(house, "2023-01-02")
    assert await states(house, duty="TASK_DELIVERY") == {"TASK_DELIVERY 2022-12-31/1": "MISSED"}


async def test_killed_after_any_of_them_the_rest_move_and_none_twice(house: House) -> None:
    first = await issued(house)
    plan = await plan_of(house, first)
    for number in (2, 3, 4, 5):
        await issued_under(house, {"reference": f"T-{number}", "plan": plan})
    adjusted = AdjustPlan(
        plan=plan, document_no=PAPER, title="调整", issued_on=house.now.date(), starts_on=date(2020, 5, 1),
        ends_on=date(2023, 6, 30), why="疫情影响",
    )  # fmt: skip
    await house.do(adjusted, OFFICE)
    process = PlanAdjustments(house.store)
    [recorded] = await house.store.read_all(limit=10, types=process.types)
    kills = 0
    while True:
        with dying(house, after=1 + kills) as mortal:
            try:
                await mortal.handle(process, recorded)
                break
            except Killed:
                kills += 1
    assert kills > 2
    moved = await house.store.read_all(limit=99, types=["TaskRescheduled"])
    assert len({r.envelope.stream for r in moved}) == len(moved) == 5
