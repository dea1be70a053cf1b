"""What follows from the adjustment of a plan (方案调整) for its tasks; the ledger gives it by itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from ledger.commands.command import Command
from ledger.commands.duty_clock import CLOCK
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.task import Task
from ledger.values.times import Moment


class RescheduleTask(Command):
    """Let the day of a task follow the last day of its plan (任务期限随方案调整)."""

    right = CLOCK
    returns = Task
    exposed = False

    task: UUID = Field(description="The task (任务).")
    former: date = Field(description="Last day of the plan before (原截止日).")
    deadline: date = Field(description="Last day of the plan from now on (新截止日).")
    edition: int = Field(description="The edition that says so (方案版次).")
    document_no: str = Field(description="Its document (文号).")
    moment: Moment = Field(description="When it came about (时刻).")

    async def handle(self, work: Work) -> Aggregate:
        task = await work.load(Task, self.task, "task")
        task.reschedule(
            self.former, self.deadline, self.edition, self.document_no, by=work.actor, at=self.moment
        )  # fmt: skip
        return task
