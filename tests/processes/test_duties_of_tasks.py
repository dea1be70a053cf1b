"""What the clock opens for tasks: without a day of their own, for one department alone, for the office that names."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.plan import PublishPlan
from ledger.commands.task import AssignTask, DeliverTask, IssueTask, ResolveTaskDepartments
from ledger.commands.task_changes import ReachTaskMilestone, SetTaskMilestone
from ledger.domain.task_events import DutyMode
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused
from tests.conftest import DIVISION
from tests.house import BUREAU, OFFICE, OFFICER, House, person
from tests.processes.duties import owed, states, time_passes

LAND = "市自然资源局四方台区分局"
LAND_OFFICER = person("land-1", Role.OFFICER, department=LAND)


async def issued(house: House, **given: Any) -> UUID:
    """A task of the plan that runs from May 2020 to the end of 2022."""
    house.on("2020-09-16")
    plan = PublishPlan(
        division=DIVISION, document_no="双四政发〔2020〕28号", title="实施方案", issued_on=date(2020, 9, 16),
        starts_on=date(2020, 5, 1), ends_on=date(2022, 12, 31),
    )  # fmt: skip
    made = await house.do(plan, OFFICE)
    task = {"division": DIVISION, "reference": "T-1", "title": "一优三减", "text": "制定方案", "plan": made.subject}
    return (await house.do(IssueTask.model_validate(task | given), OFFICE)).subject


async def jointly(house: House, task: UUID, *departments: str) -> None:
    named = list(departments)
    await house.do(AssignTask(task=task, mode=DutyMode.JOINT, departments=named, open_ended=True), OFFICE)


async def test_a_task_without_a_day_of_its_own_is_owed_until_the_plan_ends(house: House) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU, LAND)
    await time_passes(house, "2022-12-30")
    assert await states(house, duty="TASK_DELIVERY") == {
        "TASK_DELIVERY 2022-12-31/1": "OPEN",
        "TASK_DELIVERY 2022-12-31/2": "OPEN",
    }
    await house.on("2022-12-31").do(DeliverTask(task=task, account="已完成"), OFFICER)
    await time_passes(house, "2023-01-01")
    found = await owed(house, duty="TASK_DELIVERY")
    assert {row["owner"]: row["status"] for row in found.values()} == {BUREAU: "MET", LAND: "MISSED"}
    assert {row["article"] for row in found.values()} == {"通知 三(三)3"}


async def test_the_office_owes_the_names_behind_and_others(house: House) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU)
    await time_passes(house, "2020-10-17")
    [(name, late)] = (await owed(house, duty="OPEN_DEPARTMENTS")).items()
    assert (late["owner"], late["due_on"], late["status"]) == (OFFICE.department, date(2020, 10, 16), "MISSED")
    named = ResolveTaskDepartments(task=task, departments=[LAND], decision="煤整办纪〔2020〕3号")
    await house.on("2020-10-20").do(named, OFFICE)
    await house.run_clock()
    assert (await states(house))[name] == "MET_LATE"
    assert {row["owner"] for row in (await owed(house, duty="TASK_DELIVERY")).values()} == {BUREAU, LAND}


async def test_naming_departments_anew_gives_the_office_another_term(house: House) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU)
    await jointly(house.on("2020-10-01"), task, BUREAU, LAND)
    await time_passes(house, "2020-10-02")
    found = await owed(house, duty="OPEN_DEPARTMENTS")
    assert {str(row["due_on"]): row["status"] for row in found.values()} == {
        "2020-10-16": "NOT_APPLICABLE",
        "2020-10-31": "OPEN",
    }
    await house.on("2020-10-03").do(AssignTask(task=task, mode=DutyMode.SOLE, departments=[BUREAU]), OFFICE)
    await house.run_clock()
    assert set((await states(house, duty="OPEN_DEPARTMENTS")).values()) == {"NOT_APPLICABLE"}


async def test_a_part_that_falls_to_one_department_is_owed_by_that_one_alone(house: House) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU, LAND)
    day = date(2020, 7, 30)
    part = SetTaskMilestone(task=task, item="划定矿区范围批复", due_on=day, department=LAND)
    await house.do(part, OFFICE)
    await time_passes(house, "2020-09-17")
    [late] = (await owed(house, duty="TASK_MILESTONE")).values()
    assert (late["owner"], late["due_on"], late["status"]) == (LAND, day, "MISSED"), "past its day when it was entered"
    reached = date(2020, 9, 25)
    done = ReachTaskMilestone(task=task, item="划定矿区范围批复", reached_on=reached, account="批复")
    await house.on("2020-09-25").do(done, LAND_OFFICER)
    await house.run_clock()
    [late] = (await owed(house, duty="TASK_MILESTONE")).values()
    assert (late["status"], late["missed"], late["met_on"]) == ("MET_LATE", True, reached)


async def test_a_part_falls_to_nobody_who_does_not_answer_for_the_task(house: House) -> None:
    task = await issued(house)
    await jointly(house, task, BUREAU)
    with pytest.raises(GuardRefused) as refusal:
        await house.do(
            SetTaskMilestone(task=task, item="核准", due_on=date(2020, 10, 15), department="区发改局"), OFFICE
        )
    assert refusal.value.code == "NOT_RESPONSIBLE"
