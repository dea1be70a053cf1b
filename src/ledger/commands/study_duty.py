"""Commands on study duties (学习任务; R-026)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.plan import Plan
from ledger.domain.study_duty import StudyDuty
from ledger.values.codes import DivisionCode
from ledger.values.references import PlanId, StudyDutyId, StudySessionId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class SetStudyDuty(Command):
    """Have a body study a topic so many times a year (设定学习任务); each time is an obligation by 31 December."""

    right = rights.OFFICE
    returns = StudyDuty

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    body: Name = Field(description="Who has to study (学习主体), such as 区党委理论学习中心组.")
    topic: Line = Field(description="What is studied (学习内容).")
    times_a_year: Annotated[int, Field(ge=1, le=12)] = Field(
        2, description="At least so many times in a calendar year (每年不少于次数)."
    )
    starts_on: Day = Field(description="First day (起始日).")
    ends_on: Day | None = Field(None, description="Last day (截止日), if there is one.")
    basis: Line = Field(description="What it rests on (依据).")
    plan: PlanId | None = Field(None, description="The plan that asks for it (方案).")

    async def handle(self, work: Work) -> Aggregate:
        if self.plan is not None:
            await work.load(Plan, self.plan, "plan")
        duty = work.create(StudyDuty)
        duty.set(**self.model_dump(), by=work.actor, at=work.at(self.starts_on))
        return duty


class StudyCommand(Command):
    """A command on one study duty that exists."""

    returns = StudyDuty

    study_duty: StudyDutyId = Field(description="The study duty (学习任务).")

    async def loaded(self, work: Work) -> StudyDuty:
        """The duty named."""
        return await work.load(StudyDuty, self.study_duty, "studyDuty")


class RecordStudySession(StudyCommand):
    """Record that the body studied (登记专题学习), with who led it and how many took part."""

    right = rights.DEPARTMENT

    held_on: Day | None = Field(None, description="Day of it (学习日期); today when left out.")
    topic: Line = Field(description="What was studied (学习内容).")
    led_by: Name = Field(description="Who led it (主持人).")
    participants: Annotated[int, Field(ge=1, le=10_000)] = Field(description="How many took part (参加人数).")
    account: Prose = Field(description="What came of it (学习情况).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.held_on, work, "heldOn")
        duty = await self.loaded(work)
        told = self.model_dump(include={"topic", "led_by", "participants", "account"})
        duty.hold(on, **told, by=work.actor, at=work.at(on))
        return duty


class RetractStudySession(StudyCommand):
    """Take back that the body studied (撤回学习记录); the time is owed again."""

    right = rights.DEPARTMENT

    session: StudySessionId = Field(description="The session (学习记录).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.retract(self.session, self.why, by=work.actor, at=work.now)
        return duty


class EndStudyDuty(StudyCommand):
    """End a study duty (结束学习任务)."""

    right = rights.OFFICE

    ended_on: Day = Field(description="First day without it (结束日期).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.end(self.ended_on, self.why, by=work.actor, at=work.now)
        return duty


class ResumeStudyDuty(StudyCommand):
    """Take the end of a study duty back (恢复学习任务)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.resume(self.why, by=work.actor, at=work.now)
        return duty
