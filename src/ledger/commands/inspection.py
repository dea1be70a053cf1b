"""Commands on inspections (执法检查) that are to come: planned, moved, cancelled and reinstated."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.departments import departments_named
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.inspection import Inspection
from ledger.domain.inspection_events import InspectionActivity, InspectionKind
from ledger.domain.mine import Mine
from ledger.domain.plan import Plan
from ledger.values.codes import DivisionCode
from ledger.values.errors import InvalidInput
from ledger.values.references import InspectionId, MineId, PlanId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class InspectionCommand(Command):
    """A command on one inspection that exists, and that the caller may know of."""

    right = rights.SUPERVISOR
    returns = Inspection

    inspection: InspectionId = Field(description="The inspection (执法检查).")

    async def loaded(self, work: Work) -> Inspection:
        """The inspection named."""
        return await work.load(Inspection, self.inspection, "inspection")


class PlanInspection(Command):
    """Plan an inspection (制定检查计划); until it is carried out it is known to those who carry it out alone."""

    right = rights.SUPERVISOR
    returns = Inspection

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    mine: MineId | None = Field(None, description="The mine (煤矿); left out where it is to be drawn.")
    kind: InspectionKind = Field(description="What makes it take place (检查类型).")
    activity: InspectionActivity | None = Field(None, description="The activity that it is part of (执法活动).")
    campaign: Name | None = Field(None, description="The campaign that it is part of (专项检查名称).")
    purpose: Prose = Field(description="What is to be checked (检查内容).")
    starts_on: Day = Field(description="First day on which it may take place (计划起始日).")
    ends_on: Day = Field(description="Last day on which it may take place (计划截止日).")
    with_departments: list[Name] = Field(
        default_factory=list,
        max_length=20,
        description="Who carries it out besides one's own department (联合检查单位).",
    )
    plan: PlanId | None = Field(None, description="The annual plan that it is in (年度监督检查计划).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = work.create(Inspection)
        mine = None if self.mine is None else await work.load(Mine, self.mine, "mine")
        if mine is not None:
            of_division(mine, self.division, "division")
        others = await departments_named(work, self.with_departments, self.division, "withDepartments")
        departments = list(dict.fromkeys([work.actor.department, *others]))
        given = self.model_dump(exclude={"with_departments"})
        outside = await _outside(work, self.plan, self.starts_on, self.ends_on)
        inspection.plan(**given, departments=departments, outside_plan=outside, by=work.actor, at=work.now)
        return inspection


class RescheduleInspection(InspectionCommand):
    """Let an inspection take place within another window of days (调整检查时间)."""

    starts_on: Day = Field(description="First day on which it may take place (计划起始日).")
    ends_on: Day = Field(description="Last day on which it may take place (计划截止日).")
    why: Line = Field(description="Why (调整理由).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        planned = inspection.planned
        outside = await _outside(work, planned.plan if planned else None, self.starts_on, self.ends_on)
        inspection.reschedule(
            self.starts_on, self.ends_on, self.why, outside_plan=outside, by=work.actor, at=work.now
        )  # fmt: skip
        return inspection


class CancelInspection(InspectionCommand):
    """Cancel an inspection (取消检查); with that it is no secret any more."""

    right = rights.HEAD

    why: Line = Field(description="Why (取消理由).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.cancel(self.why, by=work.actor, at=work.now)
        return inspection


class ReinstateInspection(InspectionCommand):
    """Let an inspection take place after all that was cancelled (恢复检查)."""

    right = rights.HEAD

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.reinstate(self.why, by=work.actor, at=work.now)
        return inspection


def of_division(mine: Mine, division: str | None, *path: str) -> None:
    """Refuse a mine of another division than that of the inspection."""
    if mine.division != division:
        raise InvalidInput(
            "DIVISION_DIFFERS",
            f"The mine is of division {mine.division}.",
            f"该煤矿属于行政区划 {mine.division}。",
            path=path,
        )


async def _outside(work: Work, plan: UUID | None, starts_on: date, ends_on: date) -> bool:
    """Whether a window is not within the days of the plan that it names."""
    if plan is None:
        return False
    loaded = await work.load(Plan, plan, "plan")
    first, last = loaded.starts_on, loaded.ends_on
    return first is None or last is None or not (first <= starts_on and ends_on <= last)
