"""Commands on the reports a plan asks for (报送任务): who owes them, what arrived, what was sent back."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.departments import department_named, departments_named
from ledger.commands.plan import PlanCommand
from ledger.commands.responsible import decided
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.values.references import DepartmentResolutionId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day


class SetReportingDuty(PlanCommand):
    """Have departments report by a day (设定报送任务); “12月10日前” includes the 10th, on whatever weekday (ours)."""

    right = rights.OFFICE

    code: Name = Field(description="Its code in the plan (报送任务编号).")
    title: Name = Field(description="What is to be reported (报送内容).")
    due_on: Day | None = Field(None, description="Last day in time (报送期限); none where it is owed when asked for.")
    recipient: Name = Field(description="Who gets it (接收单位).")
    departments: list[Name] = Field(default_factory=list, max_length=60, description="Who owes it (报送单位).")
    open_ended: bool = Field(False, description="Others follow by 各有关部门, not named yet (未列明其他单位).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        departments = await departments_named(work, self.departments, plan.division, "departments")
        plan.set_duty(
            self.code, departments, self.open_ended, title=self.title, due_on=self.due_on,
            recipient=await department_named(work, self.recipient, plan.division, "recipient"),
            by=work.actor, at=work.now,
        )  # fmt: skip
        return plan


class ResolveReportingDuty(PlanCommand):
    """Decide which departments 各有关部门 means for a report (明确报送单位); until then the office is late."""

    right = rights.OFFICE

    duty: Name = Field(description="Code of the report (报送任务编号).")
    departments: list[Name] = Field(
        default_factory=list, max_length=60, description="The departments that join (报送单位)."
    )
    decision: Name | None = Field(None, description="Number of the decision that names them (决定文号或会议纪要).")
    resolution: DepartmentResolutionId | None = Field(
        None, description="Instead of both: the passage that was resolved (已明确责任单位的条目)."
    )

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        named = await decided(work, list(self.departments), self.decision, self.resolution, plan.division)
        plan.resolve_duty(self.duty, *named, local_day(work.now), by=work.actor, at=work.now)
        return plan


class WithdrawReportingDuty(PlanCommand):
    """No longer ask for a report (取消报送任务); setting its code again brings it back."""

    right = rights.OFFICE

    duty: Name = Field(description="Code of the report (报送任务编号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.withdraw_duty(self.duty, self.why, by=work.actor, at=work.now)
        return plan


class RecordSubmission(PlanCommand):
    """Record that a department's report arrived (登记报送), in time or not, by the department or who received it."""

    right = rights.DEPARTMENT

    duty: Name = Field(description="Code of the report (报送任务编号).")
    department: Name = Field(description="Whose report it is (报送单位).")
    submitted_on: Day = Field(description="The day it arrived (报送日期).")
    document_no: Name | None = Field(None, description="Its number (文号).")
    account: Prose = Field(description="What it says, in short (内容摘要).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        department = await department_named(work, self.department, plan.division, "department")
        plan.submit(
            self.duty, department, self.submitted_on, self.document_no, self.account,
            by=work.actor, at=work.at(self.submitted_on),
        )  # fmt: skip
        return plan


class ReturnSubmission(PlanCommand):
    """Send a report back (退回报送材料); it is owed again."""

    right = rights.DEPARTMENT

    duty: Name = Field(description="Code of the report (报送任务编号).")
    department: Name = Field(description="Whose report it is (报送单位).")
    why: Line = Field(description="Why (退回理由).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        department = await department_named(work, self.department, plan.division, "department")
        plan.send_report_back(self.duty, department, self.why, by=work.actor, at=work.now)
        return plan
