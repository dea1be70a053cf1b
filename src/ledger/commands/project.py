"""Commands on construction projects (建设项目): application, building, trial run, acceptance, use."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.reduction_scheme import require_scheme
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.project import Project
from ledger.domain.project_events import ProjectKind
from ledger.eventstore.envelope import Basis
from ledger.rules.project_requirements import project_requirements
from ledger.values.codes import Capacity
from ledger.values.references import DesignDeviationId, MineId, ProjectId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class ProjectCommand(Command):
    """A command on one project that exists."""

    returns = Project

    project: ProjectId = Field(description="The project (项目).")

    async def loaded(self, work: Work) -> Project:
        """The project named."""
        return await work.load(Project, self.project, "project")


class ApplyForProject(Command):
    """Apply for a construction project (申报建设项目)."""

    right = rights.FINDER
    returns = Project

    mine: MineId = Field(description="The mine (煤矿).")
    name: Name = Field(description="Name of the project (项目名称).")
    kind: ProjectKind = Field(description="What is built (项目类别).")
    builder: Name = Field(description="Who builds and answers for it (建设单位).")
    capacity: Capacity | None = Field(None, description="Capacity to be (设计生产能力) in 万吨/年.")
    mechanised: bool = Field(description="Whether coal will be won by machine (是否机械化采煤).")
    applied_on: Day | None = Field(None, description="Day of application (申报日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        project = work.create(Project)
        on = not_future(self.applied_on, work, "appliedOn")
        project.apply(
            mine=mine.id,
            division=mine.division or "",
            department=mine.department or work.actor.department,
            applied_on=on,
            **self.model_dump(include={"name", "kind", "builder", "capacity", "mechanised"}),
            by=work.actor,
            at=work.at(on),
        )
        return project


class ReviseProject(ProjectCommand):
    """Change what was applied for, or correct how it was entered (变更申报内容).

    Once a design is approved, another capacity or way of mining by no paper is flagged (擅自改变主要建设内容).
    """

    right = rights.FINDER

    name: Name = Field(description="Name of the project (项目名称).")
    builder: Name = Field(description="Who builds and answers for it (建设单位).")
    capacity: Capacity | None = Field(None, description="Capacity to be (设计生产能力) in 万吨/年.")
    mechanised: bool = Field(description="Whether coal will be won by machine (是否机械化采煤).")
    document: Name | None = Field(None, description="Number of the paper that allows the change (变更批复文号).")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        project.revise(**self.model_dump(exclude={"project"}), by=work.actor, at=work.now)
        return project


class BeginConstruction(ProjectCommand):
    """Record that building began (开工); approvals that were missing that day are flagged (未批先建)."""

    right = rights.FINDER

    begun_on: Day | None = Field(None, description="Day of it (开工日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.begun_on, work, "begunOn")
        rules = project_requirements()
        work.basis = Basis(rule_set=rules.id, digest=rules.digest)
        project.begin_construction(on, rules.for_building(project.kind), by=work.actor, at=work.at(on))
        return project


class StopConstruction(ProjectCommand):
    """Record that building or the trial run stopped (停工)."""

    right = rights.FINDER

    why: Line = Field(description="Why, or on whose order (原因或依据).")
    stopped_on: Day | None = Field(None, description="Day of it (停工日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.stopped_on, work, "stoppedOn")
        project.stop_construction(on, self.why, by=work.actor, at=work.at(on))
        return project


class ResumeConstruction(ProjectCommand):
    """Record that what had stopped goes on (复工)."""

    right = rights.FINDER

    resumed_on: Day | None = Field(None, description="Day of it (复工日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.resumed_on, work, "resumedOn")
        project.resume_construction(on, by=work.actor, at=work.at(on))
        return project


class RecordDesignDeviation(ProjectCommand):
    """Record that it is not built as approved, or that coal is won while building (不按批复设计施工)."""

    right = rights.SUPERVISOR

    finding: Prose = Field(description="What was found (发现情况).")
    found_on: Day | None = Field(None, description="Day of the finding (发现日期); today when left out.")
    due_on: Day | None = Field(None, description="Last day to put it right (整改期限).")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.found_on, work, "foundOn")
        project.deviate(on, self.finding, self.due_on, by=work.actor, at=work.at(on))
        return project


class RecordProjectSiteVerification(ProjectCommand):
    """Record that officers looked at a project on site (建设项目现场核查), whatever they saw."""

    right = rights.SUPERVISOR

    verified_by: list[Name] = Field(min_length=1, max_length=20, description="Who looked (核查人员).")
    in_order: bool = Field(description="Whether it is as it should be (是否符合要求).")
    finding: Prose = Field(description="What was seen (核查情况).")
    verified_on: Day | None = Field(None, description="Day of it (核查日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.verified_on, work, "verifiedOn")
        told = (on, self.verified_by, self.finding)
        project.verify(*told, in_order=self.in_order, by=work.actor, at=work.at(on))
        return project


class ConfirmDeviationRemedied(ProjectCommand):
    """Confirm that a deviation was put right or approved anew (确认偏差整改)."""

    right = rights.SUPERVISOR

    deviation: DesignDeviationId = Field(description="The deviation (偏差编号).")
    finding: Prose = Field(description="What was seen (核查情况).")
    remedied_on: Day | None = Field(None, description="Day of it (整改日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.remedied_on, work, "remediedOn")
        project.remedy(self.deviation, on, self.finding, by=work.actor, at=work.at(on))
        return project


class BeginTrialRun(ProjectCommand):
    """Record that the joint trial run began (联合试运转)."""

    right = rights.FINDER

    begun_on: Day | None = Field(None, description="First day (起始日); today when left out.")
    ends_on: Day = Field(description="Last day (终止日).")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.begun_on, work, "begunOn")
        project.begin_trial_run(on, self.ends_on, by=work.actor, at=work.at(on))
        return project


class ExtendTrialRun(ProjectCommand):
    """Let a joint trial run go on to another last day (联合试运转延期)."""

    right = rights.SUPERVISOR

    ends_on: Day = Field(description="Its new last day (终止日).")
    document: Name = Field(description="Number of the paper (批复文号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        project.extend_trial_run(self.ends_on, self.document, self.why, by=work.actor, at=work.now)
        return project


class AcceptSafetyFacilities(ProjectCommand):
    """The builder accepts the safety facilities and answers for it (安全设施验收)."""

    right = rights.ENTERPRISE

    document: Name = Field(description="Number of the report (验收报告文号).")
    finding: Prose = Field(description="What was found (验收结论).")
    accepted_on: Day | None = Field(None, description="Day of it (验收日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.accepted_on, work, "acceptedOn")
        project.accept_facilities(on, self.document, self.finding, by=work.actor, at=work.at(on))
        return project


class PutProjectInUse(ProjectCommand):
    """Record that it went into production or use (投入生产或者使用); before acceptance that is flagged."""

    right = rights.FINDER

    in_use_on: Day | None = Field(None, description="Day of it (投入使用日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.in_use_on, work, "inUseOn")
        project.put_in_use(on, by=work.actor, at=work.at(on))
        if project.kind is ProjectKind.UPGRADE:
            await require_scheme(work, project)
        return project
