"""Commands that change a task on its way (任务): parts with days of their own, extension, suspension, withdrawal."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.departments import department_named
from ledger.commands.task import TaskCommand, task_number
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.reservation import KeyScheme
from ledger.values.text import Line, Name
from ledger.values.times import Day, local_day


class SetTaskMilestone(TaskCommand):
    """Give a part of a task a day of its own (设定节点); the day may have passed."""

    right = rights.OFFICE

    item: Name = Field(description="The part (节点事项).")
    due_on: Day = Field(description="Its last day in time (节点期限).")
    consequence: Line | None = Field(None, description="What follows when it is missed (逾期后果).")
    department: Name | None = Field(
        None, description="The one of the departments responsible that it falls to (节点责任单位); all if left out."
    )

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        department = self.department
        if department is not None:
            department = await department_named(work, department, task.division, "department")
        task.set_milestone(
            self.item, self.due_on, self.consequence, department=department, by=work.actor, at=work.now
        )  # fmt: skip
        return task


class ReachTaskMilestone(TaskCommand):
    """Record that a part of a task was finished (节点完成), in time or not."""

    right = rights.DEPARTMENT

    item: Name = Field(description="The part (节点事项).")
    reached_on: Day = Field(description="The day it was finished (完成日期).")
    account: Line = Field(description="By what (完成依据).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        at = work.at(self.reached_on)
        task.reach_milestone(self.item, self.reached_on, self.account, by=work.actor, at=at)
        return task


class RevokeTaskMilestone(TaskCommand):
    """Take back that a part of a task was finished (撤销节点完成)."""

    right = rights.OFFICE

    item: Name = Field(description="The part (节点事项).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.revoke_milestone(self.item, self.why, by=work.actor, at=work.now)
        return task


class RequestTaskExtension(TaskCommand):
    """Ask for a later deadline (申请延期), also when the old one has passed."""

    right = rights.DEPARTMENT

    deadline: Day = Field(description="The later deadline (延至).")
    why: Line = Field(description="Why (延期理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        today = local_day(work.now)
        department = await self.acting_department(work, task)
        task.request_extension(
            self.deadline, self.why, department=department, by=work.actor, at=work.now, today=today
        )  # fmt: skip
        return task


class ApproveTaskExtension(TaskCommand):
    """Let the later deadline hold (批准延期)."""

    right = rights.OFFICE

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.approve_extension(by=work.actor, at=work.now)
        return task


class RefuseTaskExtension(TaskCommand):
    """Keep the deadline (不予延期)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.refuse_extension(self.why, by=work.actor, at=work.now)
        return task


class SuspendTask(TaskCommand):
    """Let a task rest (中止任务)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (中止理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.suspend(self.why, by=work.actor, at=work.now)
        return task


class ResumeTask(TaskCommand):
    """Let a task go on where it rested (恢复任务)."""

    right = rights.OFFICE

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.resume(by=work.actor, at=work.now)
        return task


class WithdrawTask(TaskCommand):
    """No longer ask for a task (撤回任务); its number becomes free."""

    right = rights.OFFICE

    why: Line = Field(description="Why (撤回理由), such as the adjusted plan.")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.withdraw(self.why, by=work.actor, at=work.now)
        number = task_number(task)
        if number is not None:
            await work.release(KeyScheme.TASK_NUMBER, number, task.id)
        return task


class ReinstateTask(TaskCommand):
    """Take the withdrawal of a task back (恢复已撤回任务); refused when its number was given away."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        task = await self.loaded(work)
        task.reinstate(self.why, by=work.actor, at=work.now)
        number = task_number(task)
        if number is not None:
            await work.reserve(KeyScheme.TASK_NUMBER, number, task.id, "task")
        return task
