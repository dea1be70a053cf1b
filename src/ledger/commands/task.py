"""Commands on tasks (任务)."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.departments import department_named, departments_named
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.task import DutyMode, Task
from ledger.values.codes import DivisionCode
from ledger.values.references import TaskId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day


class TaskCommand(Command):
    """A command on one task that exists."""

    returns = Task

    task: TaskId = Field(description="The task (任务).")

    async def loaded(self, work: Work) -> Task:
        """The task named."""
        return await work.load(Task, self.task, "task")


class IssueTask(Command):
    """Set a task (下达任务); one already overdue is entered all the same."""

    right = rights.OFFICE
    returns = Task

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    reference: Name = Field(description="Number in its plan (任务编号), such as T-二(一)1.")
    title: Name = Field(description="Title (任务名称).")
    text: Prose = Field(description="What is to be done, as the plan says it (任务内容).")
    deadline: Day | None = Field(None, description="Deadline (完成期限), if the plan has one.")

    async def handle(self, work: Work) -> Aggregate:
        task = work.create(Task)
        task.issue(**self.model_dump(), by=work.actor, at=work.now)
        return task


class AssignTask(TaskCommand):
    """Make departments responsible for a task (落实责任单位)."""

    right = rights.OFFICE

    mode: DutyMode = Field(description="How they share it (责任方式).")
    principal: Name | None = Field(None, description="The principal department (牵头单位).")
    departments: list[Name] = Field(min_length=1, max_length=30, description="Departments responsible (责任单位).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        departments = await departments_named(work, self.departments, task.division, "departments")
        principal = self.principal
        if principal is not None:
            principal = await department_named(work, principal, task.division, "principal")
        task.assign(self.mode, principal, departments, by=work.actor, at=work.now)
        return task


class DeliverTask(TaskCommand):
    """Deliver a task (报送完成情况)."""

    right = rights.DEPARTMENT

    account: Prose = Field(description="What was done (完成情况).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.deliver(local_day(work.now), self.account, by=work.actor, at=work.now)
        return task


class ApproveTask(TaskCommand):
    """Approve a delivery (审核通过)."""

    right = rights.OFFICE

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.approve(local_day(work.now), by=work.actor, at=work.now)
        return task


class ReturnTask(TaskCommand):
    """Send a delivery back (退回)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (退回理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.send_back(self.why, by=work.actor, at=work.now)
        return task
