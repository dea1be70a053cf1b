"""Commands on tasks (任务): from issuing to being done."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.departments import department_named, departments_named
from ledger.commands.responsible import acting_for, decided
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.matter import Matter
from ledger.domain.plan import Plan
from ledger.domain.reservation import KeyScheme
from ledger.domain.task import Task
from ledger.domain.task_events import DutyMode
from ledger.values.codes import DivisionCode
from ledger.values.errors import InvalidInput
from ledger.values.references import DepartmentResolutionId, MatterId, PlanId, TaskId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day

Percentage = Annotated[int, Field(ge=0, le=100)]


class TaskCommand(Command):
    """A command on one task that exists."""

    returns = Task

    task: TaskId = Field(description="The task (任务).")

    async def loaded(self, work: Work) -> Task:
        """The task named."""
        return await work.load(Task, self.task, "task")

    @staticmethod
    async def acting_department(work: Work, task: Task) -> str:
        """The responsible department for which the actor acts."""
        return await acting_for(work, task.departments, task.division, task.assigned_on)


class IssueTask(Command):
    """Set a task (下达任务); one already overdue is entered all the same."""

    right = rights.OFFICE
    returns = Task

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    reference: Name = Field(description="Number in its plan (任务编号), such as T-二(一)1; once in a plan.")
    title: Name = Field(description="Title (任务名称).")
    text: Prose = Field(description="What is to be done, as the plan says it (任务内容).")
    deadline: Day | None = Field(
        None, description="Deadline (完成期限), which may have passed; left out, the last day of its plan."
    )
    issued_on: Day | None = Field(None, description="Day of the paper that sets it (下达日期); today if left out.")
    plan: PlanId | None = Field(None, description="The plan it comes from (所属方案).")
    matter: MatterId | None = Field(None, description="The matter whose decision it carries out (所属事项).")
    phases: list[Name] = Field(
        default_factory=list, max_length=10, description="Phases (所属阶段); left out, they follow from the deadline."
    )
    quote: Line | None = Field(None, description="Who is responsible, in the plan's own words (责任分工原文).")
    targets: list[Line] = Field(default_factory=list, max_length=20, description="What is counted (量化要求).")

    async def handle(self, work: Work) -> Aggregate:
        task = work.create(Task)
        plan = None if self.plan is None else await work.load(Plan, self.plan, "plan")
        if plan is not None:
            _fits(self, plan)
            key = f"{plan.id}:{self.reference}"
            await work.reserve(KeyScheme.TASK_NUMBER, key, task.id, "reference", shown=self.reference)
        if self.matter is not None:
            matter = await work.load(Matter, self.matter, "matter")
            matter.issue_task(task.id, by=work.actor, at=work.now)
        given = self.model_dump(exclude={"phases", "issued_on", "deadline"})
        phases = list(self.phases) or ([] if plan is None else plan.phases_of(self.deadline))
        task.issue(
            **given, phases=phases, deadline=self.deadline or (plan and plan.ends_on),
            issued_on=self.issued_on or local_day(work.now),
            edition=plan and plan.edition, host=plan and plan.host, leader_post=plan and plan.leader_post,
            by=work.actor, at=work.now,
        )  # fmt: skip
        return task


class AssignTask(TaskCommand):
    """Make departments responsible for a task (落实责任单位)."""

    right = rights.OFFICE

    mode: DutyMode = Field(description="How they share it (责任方式).")
    principal: Name | None = Field(None, description="The principal department (牵头单位).")
    departments: list[Name] = Field(min_length=1, max_length=30, description="Departments responsible (责任单位).")
    open_ended: bool = Field(False, description="Others follow by 等 or 各有关部门, not named yet (未列明其他单位).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        departments = await departments_named(work, self.departments, task.division, "departments")
        principal = self.principal
        if principal is not None:
            principal = await department_named(work, principal, task.division, "principal")
        task.assign(self.mode, principal, departments, self.open_ended, by=work.actor, at=work.now)
        return task


class ResolveTaskDepartments(TaskCommand):
    """Decide which departments 等 or 各有关部门 means (明确责任单位); until then the office is late."""

    right = rights.OFFICE

    departments: list[Name] = Field(
        default_factory=list, max_length=30, description="The departments that join (责任单位)."
    )
    decision: Name | None = Field(None, description="Number of the decision that names them (决定文号或会议纪要).")
    resolution: DepartmentResolutionId | None = Field(
        None, description="Instead of both: the passage that was resolved (已明确责任单位的条目)."
    )

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        named = await decided(work, list(self.departments), self.decision, self.resolution, task.division)
        task.resolve(*named, local_day(work.now), by=work.actor, at=work.now)
        return task


class ReportTaskProgress(TaskCommand):
    """Tell how far one's department has come with a task (报送进展)."""

    right = rights.DEPARTMENT

    percentage: Percentage = Field(description="How much of it is done (完成比例), 0 to 100.")
    text: Prose = Field(description="What was done (进展情况).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        department = await self.acting_department(work, task)
        today = local_day(work.now)
        task.report_progress(
            today, self.percentage, self.text, department=department, by=work.actor, at=work.now
        )  # fmt: skip
        return task


class DeliverTask(TaskCommand):
    """Deliver a task (报送完成情况), late or not."""

    right = rights.DEPARTMENT

    account: Prose = Field(description="What was done (完成情况).")
    delivered_on: Day | None = Field(
        None, description="The day on which it was handed in (报送日期), where it is entered late; today when left out."
    )

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        department = await self.acting_department(work, task)
        on = not_future(self.delivered_on, work, "deliveredOn")
        task.deliver(on, self.account, department=department, by=work.actor, at=work.at(on))
        return task


class ApproveTask(TaskCommand):
    """Approve a delivery (审核通过); that of the office's host only as the group leader."""

    right = rights.OFFICE

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.approve(local_day(work.now), by=work.actor, at=work.now)
        return task


class ReturnTask(TaskCommand):
    """Send a delivery back (退回), or an approval that proved wrong."""

    right = rights.OFFICE

    why: Line = Field(description="Why (退回理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.send_back(self.why, by=work.actor, at=work.now)
        return task


class CompleteTask(TaskCommand):
    """Say that nothing more is to come of an approved task (办结)."""

    right = rights.OFFICE

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.complete(local_day(work.now), by=work.actor, at=work.now)
        return task


class ReopenTask(TaskCommand):
    """Have a task that was done worked on again (重新办理)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.reopen(self.why, by=work.actor, at=work.now)
        return task


def task_number(task: Task) -> str | None:
    """The natural key of a task: its number in its plan; None when it is of no plan."""
    issued = task.issued
    return None if issued is None or issued.plan is None else f"{issued.plan}:{issued.reference}"


def _fits(issued: IssueTask, plan: Plan) -> None:
    plan.must_be_in_force()
    if plan.division != issued.division:
        raise InvalidInput(
            "DIVISION_DIFFERS",
            f"The plan is of division {plan.division}.",
            f"方案属于行政区划 {plan.division}。",
            path=("division",),
        )
    unknown = set(issued.phases) - {phase.name for phase in plan.phases.values()}
    if unknown:
        raise InvalidInput(
            "PHASE_UNKNOWN",
            f"The plan has no phase {'、'.join(sorted(unknown))}.",
            f"方案没有阶段：{'、'.join(sorted(unknown))}。",
            path=("phases",),
        )
