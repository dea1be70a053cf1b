"""Commands on the double control system of a mine ("双控"体系): its parts, risk assessments."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.double_control import DoubleControl, double_control_id
from ledger.domain.double_control_events import DoubleControlPart
from ledger.domain.mine import Mine
from ledger.domain.risk_events import AssessmentKind
from ledger.values.references import MineId, RiskAssessmentId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class DoubleControlCommand(Command):
    """A command on the double control system of a mine, which is there as soon as something is said of it."""

    returns = DoubleControl

    mine: MineId = Field(description="The mine (煤矿).")

    async def loaded(self, work: Work) -> tuple[DoubleControl, Mine]:
        """The system of the mine, and the mine."""
        mine = await work.load(Mine, self.mine, "mine")
        system = await work.find(DoubleControl, double_control_id(mine.id))
        system.open(mine.id, mine.division or "")
        return system, mine


class RecordDoubleControlPart(DoubleControlCommand):
    """Record that a part of a double control system is there (双控建设项目建成)."""

    right = rights.FINDER

    part: DoubleControlPart = Field(description="The part (建设项目).")
    account: Prose = Field(description="What is there, and how it is kept (建设情况).")
    built_on: Day | None = Field(None, description="Day of it (建成日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        system, mine = await self.loaded(work)
        on = not_future(self.built_on, work, "builtOn")
        department = mine.department or work.actor.department
        system.build(self.part, department, on, self.account, by=work.actor, at=work.at(on))
        return system


class RecordDoubleControlLapse(DoubleControlCommand):
    """Record that a part of a double control system is not there or not kept (双控建设项目未保持)."""

    right = rights.FINDER

    part: DoubleControlPart = Field(description="The part (建设项目).")
    finding: Prose = Field(description="What was found (发现情况).")
    found_on: Day | None = Field(None, description="Day of it (发现日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        system, _ = await self.loaded(work)
        on = not_future(self.found_on, work, "foundOn")
        system.lapse(self.part, on, self.finding, by=work.actor, at=work.at(on))
        return system


class RecordRiskAssessment(DoubleControlCommand):
    """Record that a mine assessed its risks (安全风险辨识评估), as every year or for an occasion."""

    right = rights.FINDER

    assessment: AssessmentKind = Field(description="Which (辨识评估类型).")
    subject: Line = Field(description="What was assessed (评估对象), such as the whole mine or a new panel.")
    led_by: Name = Field(description="Who led it (组织者).")
    document: Name = Field(description="Number of the report (评估报告编号).")
    found: Annotated[int, Field(ge=0, le=10_000)] = Field(description="How many risks it found (辨识风险数).")
    account: Prose = Field(description="What came of it (评估结论).")
    held_on: Day | None = Field(None, description="Day of it (评估日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        system, mine = await self.loaded(work)
        on = not_future(self.held_on, work, "heldOn")
        told = self.model_dump(include={"assessment", "subject", "led_by", "document", "found", "account"})
        department = mine.department or work.actor.department
        system.assess(department=department, held_on=on, **told, by=work.actor, at=work.at(on))
        return system


class WithdrawRiskAssessment(DoubleControlCommand):
    """Take back that a mine assessed its risks (撤回辨识评估记录); what it met is owed again."""

    right = rights.FINDER

    assessment: RiskAssessmentId = Field(description="The assessment (辨识评估编号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        system, _ = await self.loaded(work)
        system.withdraw_assessment(self.assessment, self.why, by=work.actor, at=work.now)
        return system
