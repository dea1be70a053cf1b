"""Commands on plans (方案): editions, phases, goals and figures, end."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.departments import department_named
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.plan import Plan
from ledger.domain.plan_events import GoalOperator, Measure, PlanStatus
from ledger.domain.reservation import KeyScheme
from ledger.values.codes import DivisionCode
from ledger.values.references import IndicatorReportId, PlanId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day

Figure = Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=4)]


class PlanCommand(Command):
    """A command on one plan that exists."""

    returns = Plan

    plan: PlanId = Field(description="The plan (方案).")

    async def loaded(self, work: Work) -> Plan:
        """The plan named."""
        return await work.load(Plan, self.plan, "plan")


class PublishPlan(Command):
    """Issue a plan (印发方案); one that begins before it is issued is entered as it is."""

    right = rights.OFFICE
    returns = Plan

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    document_no: Name = Field(description="Number of the document (文号).")
    title: Line = Field(description="Title (方案名称).")
    issued_on: Day = Field(description="Day of issue (印发日期).")
    starts_on: Day = Field(description="First day (起始日).")
    ends_on: Day = Field(description="Last day (截止日).")
    adjusts: Line | None = Field(None, description="The plan from before this ledger that it adjusts (被调整的方案).")
    bases: list[Line] = Field(default_factory=list, max_length=20, description="What it rests on (依据文件).")
    host: Name | None = Field(None, description="The department that the office sits in (办公室设在单位).")
    leader_post: Name | None = Field(None, description="Post of the group leader (领导小组组长职务).")

    async def handle(self, work: Work) -> Aggregate:
        plan = work.create(Plan)
        host = None if self.host is None else await department_named(work, self.host, self.division, "host")
        plan.publish(**self.model_dump(exclude={"host"}), host=host, by=work.actor, at=work.at(self.issued_on))
        key = f"{self.division}:{self.document_no}"
        await work.reserve(KeyScheme.PLAN_NUMBER, key, plan.id, "documentNo", shown=self.document_no)
        return plan


class AdjustPlan(PlanCommand):
    """Adjust a plan by another document (调整方案): the edition before is superseded and stays readable."""

    right = rights.OFFICE

    document_no: Name = Field(description="Number of the adjusting document (文号).")
    title: Line = Field(description="Title (方案名称).")
    issued_on: Day = Field(description="Day of issue (印发日期).")
    starts_on: Day = Field(description="First day (起始日).")
    ends_on: Day = Field(description="Last day (截止日).")
    why: Line = Field(description="Why (调整理由).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.adjust(**self.model_dump(exclude={"plan"}), by=work.actor, at=work.at(self.issued_on))
        key = f"{plan.division}:{self.document_no}"
        await work.reserve(KeyScheme.PLAN_NUMBER, key, plan.id, "documentNo", shown=self.document_no)
        return plan


class SetPlanPhase(PlanCommand):
    """Give a phase of a plan its name and days (设定阶段); one of the same number is replaced."""

    right = rights.OFFICE

    number: Annotated[int, Field(ge=1, le=20)] = Field(description="Its number (阶段序号).")
    name: Name = Field(description="Its name (阶段名称).")
    starts_on: Day = Field(description="First day (起始日).")
    ends_on: Day = Field(description="Last day (截止日).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.set_phase(self.number, self.name, self.starts_on, self.ends_on, by=work.actor, at=work.now)
        return plan


class SetPlanGoal(PlanCommand):
    """Set a goal of a plan with its indicator (设定目标); one of the same code is replaced."""

    right = rights.OFFICE

    code: Name = Field(description="Its code (目标编号), such as G1.")
    text: Line = Field(description="What is to be reached (目标内容).")
    operator: GoalOperator = Field(description="What is asked of the figure (比较方式).")
    value: Figure | None = Field(None, description="The figure to be reached (目标值).")
    unit: str = Field("", max_length=20, description="Its unit (单位).")
    due_on: Day = Field(description="By when (达成期限).")
    aspirational: bool = Field(False, description="To be striven for (力争).")
    measure: Measure | None = Field(None, description="How the ledger counts it by itself (自动统计口径).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.set_goal(**self.model_dump(exclude={"plan"}), by=work.actor, at=work.now)
        return plan


class WithdrawPlanGoal(PlanCommand):
    """No longer pursue a goal (取消目标); setting its code again brings it back."""

    right = rights.OFFICE

    goal: Name = Field(description="Code of the goal (目标编号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.withdraw_goal(self.goal, self.why, by=work.actor, at=work.now)
        return plan


class ReportIndicator(PlanCommand):
    """Report a figure of a goal (上报指标); it stays as it was reported, whatever is counted later."""

    right = rights.DEPARTMENT

    goal: Name = Field(description="Code of the goal (目标编号).")
    value: Figure = Field(description="The figure (数值).")
    stands_on: Day = Field(description="The day it is true for (统计截止日).")
    source: Prose = Field(description="Where it comes from (数据来源).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        at = work.at(self.stands_on)
        plan.report_indicator(self.goal, self.value, self.stands_on, self.source, by=work.actor, at=at)
        return plan


class CorrectIndicatorReport(PlanCommand):
    """Put the right figure beside one that was reported wrongly (更正上报指标); both stay."""

    right = rights.DEPARTMENT

    report: IndicatorReportId = Field(description="The report (上报记录).")
    value: Figure = Field(description="The right figure (更正后数值).")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.correct_indicator(self.report, self.value, self.why, by=work.actor, at=work.now)
        return plan


class EndPlan(PlanCommand):
    """End a plan (结束方案): carried out to its end, or repealed."""

    right = rights.OFFICE

    status: PlanStatus = Field(description="Completed or repealed (完成或废止).")
    ended_on: Day = Field(description="The day (结束日期).")
    why: Line = Field(description="Why, or by which document (理由或文号).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.end(self.status, self.ended_on, self.why, by=work.actor, at=work.at(self.ended_on))
        return plan


class ReopenPlan(PlanCommand):
    """Take the end of a plan back (恢复方案)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        plan = await self.loaded(work)
        plan.reopen(self.why, by=work.actor, at=work.now)
        return plan
