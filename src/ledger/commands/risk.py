"""Commands on risks (风险): identifying, grading, controlling, reviewing, lowering, eliminating."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.hazard import Hazard
from ledger.domain.mine import Mine
from ledger.domain.risk import Risk
from ledger.domain.risk_events import AccidentKind, AssessmentKind, GradingMethod, RiskGrade, RiskReopeningCause
from ledger.eventstore.envelope import Basis
from ledger.rules.risk_reviews import risk_reviews
from ledger.values.errors import NotFound
from ledger.values.references import HazardId, MineId, RiskId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day


class RiskCommand(Command):
    """A command on one risk that exists."""

    returns = Risk

    risk: RiskId = Field(description="The risk (风险).")

    async def loaded(self, work: Work) -> Risk:
        """The risk named."""
        return await work.load(Risk, self.risk, "risk")


class IdentifyRisk(Command):
    """Record that a risk was identified (风险辨识)."""

    right = rights.FINDER
    returns = Risk

    mine: MineId = Field(description="The mine (煤矿).")
    place: Name = Field(description="Where (风险点): panel, face, system, post.")
    description: Prose = Field(description="What may go wrong and why (风险描述).")
    accident: AccidentKind = Field(description="The accident it may end in (可能导致的事故类型).")
    assessment: AssessmentKind = Field(description="The assessment that identified it (辨识评估类型).")
    identified_on: Day | None = Field(None, description="Day of it (辨识日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        risk = work.create(Risk)
        on = not_future(self.identified_on, work, "identifiedOn")
        risk.identify(
            mine=mine.id,
            division=mine.division or "",
            department=mine.department or work.actor.department,
            identified_on=on,
            **self.model_dump(include={"place", "description", "accident", "assessment"}),
            by=work.actor,
            at=work.at(on),
        )
        return risk


class CorrectRisk(RiskCommand):
    """Correct what was entered wrongly about a risk (更正风险登记); its grade is corrected by grading it anew."""

    right = rights.FINDER

    place: Name = Field(description="Where (风险点): panel, face, system, post.")
    description: Prose = Field(description="What may go wrong and why (风险描述).")
    accident: AccidentKind = Field(description="The accident it may end in (可能导致的事故类型).")
    assessment: AssessmentKind = Field(description="The assessment that identified it (辨识评估类型).")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        risk.correct(**self.model_dump(exclude={"risk"}), by=work.actor, at=work.now)
        return risk


class GradeRisk(RiskCommand):
    """Grade a risk, raise it or lower it (风险评估定级); lowering a major one waits for a second approver."""

    right = rights.FINDER

    grade: RiskGrade = Field(description="The grade (风险等级).")
    method: GradingMethod = Field(description="How it was found (评估方法).")
    grounds: Line = Field(description="On what it rests (评估依据): likelihood, consequence, conditions.")
    graded_by: Name = Field(description="Who graded it (评估人或评估机构).")
    graded_on: Day | None = Field(None, description="Day of grading (评估日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        on = not_future(self.graded_on, work, "gradedOn")
        risk.appraise(
            self.grade,
            self.method,
            on,
            grounds=self.grounds,
            graded_by=self.graded_by,
            by=work.actor,
            at=work.at(on),
        )
        return risk


class ControlRisk(RiskCommand):
    """Set the measures of a risk and who answers for them (落实管控措施)."""

    right = rights.ENTERPRISE

    measures: Prose = Field(description="Measures (管控措施).")
    responsible_unit: Name = Field(description="Responsible unit (管控责任单位).")
    responsible_person: Name = Field(description="Responsible person (管控责任人).")
    controlled_on: Day | None = Field(None, description="Day they were set (落实日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        on = not_future(self.controlled_on, work, "controlledOn")
        reviews = risk_reviews()
        work.basis = Basis(rule_set=reviews.id, digest=reviews.digest)
        risk.put_under_control(
            on,
            **self.model_dump(include={"measures", "responsible_unit", "responsible_person"}),
            review_due=reviews.next_due(risk.grade or RiskGrade.MAJOR, on),
            by=work.actor,
            at=work.at(on),
        )
        return risk


class ReviewRisk(RiskCommand):
    """Record that the measures of a risk were looked at (定期分析研判), in time or late."""

    right = rights.FINDER

    in_control: bool = Field(description="Whether the measures are in place and suffice (管控是否到位).")
    finding: Prose = Field(description="What was seen (研判情况).")
    hazard: HazardId | None = Field(None, description="The hazard that came of it (由此形成的隐患).")
    reviewed_on: Day | None = Field(None, description="Day of it (研判日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        on = not_future(self.reviewed_on, work, "reviewedOn")
        if self.hazard is not None:
            hazard = await work.load(Hazard, self.hazard, "hazard")
            if hazard.mine != risk.mine:
                raise NotFound(
                    "HAZARD_OF_ANOTHER_MINE",
                    "The hazard belongs to another mine.",
                    "该隐患属于另一煤矿。",
                    path=("hazard",),
                )
        reviews = risk_reviews()
        work.basis = Basis(rule_set=reviews.id, digest=reviews.digest)
        risk.review(
            on,
            in_control=self.in_control,
            finding=self.finding,
            next_due=reviews.next_due(risk.grade or RiskGrade.MAJOR, on),
            hazard=self.hazard,
            by=work.actor,
            at=work.at(on),
        )
        return risk


class EliminateRisk(RiskCommand):
    """Declare a risk gone (风险消除); of a major one that waits for a second approver."""

    right = rights.FINDER

    finding: Prose = Field(description="Why it is gone (消除情况).")
    eliminated_on: Day | None = Field(None, description="Day of it (消除日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        on = not_future(self.eliminated_on, work, "eliminatedOn")
        risk.eliminate(on, self.finding, by=work.actor, at=work.at(on))
        return risk


class ApproveRiskChange(RiskCommand):
    """Approve, as the second approver, what was proposed for a major risk (批准降级或消除)."""

    right = rights.SUPERVISOR

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        risk.approve_change(local_day(work.now), by=work.actor, at=work.now)
        return risk


class RefuseRiskChange(RiskCommand):
    """Refuse, as the second approver, what was proposed for a major risk (不予批准)."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        risk.refuse_change(self.why, by=work.actor, at=work.now)
        return risk


class ReopenRisk(RiskCommand):
    """Let an eliminated risk stand again (重新列入)."""

    right = rights.FINDER

    cause: RiskReopeningCause = Field(description="Why (原因).")
    finding: Prose = Field(description="What was found (发现情况).")
    reopened_on: Day | None = Field(None, description="Day of it (重新列入日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        on = not_future(self.reopened_on, work, "reopenedOn")
        risk.reopen(self.cause, self.finding, on, by=work.actor, at=work.at(on))
        return risk
