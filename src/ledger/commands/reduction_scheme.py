"""Commands on schemes to optimise and reduce ("一优三减"技术方案; R-210, R-211)."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.project import Project
from ledger.domain.reduction_scheme import ReductionScheme, scheme_for
from ledger.domain.reduction_scheme_events import Layout
from ledger.eventstore.envelope import Basis
from ledger.rules.face_limits import face_limits
from ledger.values.errors import NotFound
from ledger.values.references import MineId, ProjectId, ReductionSchemeId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day

DAYS_TO_MAKE_IT = 30
"""So many days after an upgraded mine went into production its scheme is to be made (ours; 投产时 in the notice)."""
Few = Annotated[int, Field(ge=0, le=50)]
Crew = Annotated[int, Field(ge=1, le=20_000)]


async def require_scheme(work: Work, project: Project) -> None:
    """Ask the mine of an upgrade that went into production for a scheme, where there is none (R-211)."""
    scheme = await work.find(ReductionScheme, scheme_for(project.id))
    if scheme.version == 0:
        mine = await work.load(Mine, project.mine, "project")
        scheme.require(
            mine=mine.id,
            division=project.division or "",
            department=mine.department or work.actor.department,
            project=project.id,
            due_on=local_day(work.now) + timedelta(days=DAYS_TO_MAKE_IT),
            reference="通知 二(七)5",
            by=work.actor,
            at=work.now,
        )


class RequireReductionScheme(Command):
    """Ask a mine for a scheme to optimise and reduce (要求制定一优三减方案)."""

    right = rights.DEPARTMENT
    returns = ReductionScheme

    mine: MineId = Field(description="The mine (煤矿).")
    due_on: Day = Field(description="Last day to make it (制定期限).")
    reference: Line = Field(description="What it rests on (依据).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        scheme = work.create(ReductionScheme)
        scheme.require(
            mine=mine.id,
            division=mine.division or "",
            department=mine.department or work.actor.department,
            project=None,
            due_on=self.due_on,
            reference=self.reference,
            by=work.actor,
            at=work.now,
        )
        return scheme


class AdoptReductionScheme(Command):
    """Make a scheme to optimise and reduce (制定一优三减方案), as it was required or of one's own, or make it anew."""

    right = rights.ENTERPRISE
    returns = ReductionScheme

    mine: MineId = Field(description="The mine (煤矿).")
    scheme: ReductionSchemeId | None = Field(None, description="The scheme that was required, or is made anew (方案).")
    project: ProjectId | None = Field(None, description="The upgrade that it belongs to (升级改造项目).")
    name: Name = Field(description="Name of it (方案名称).")
    measures: Prose = Field(description="How the production system is optimised (优化措施).")
    levels: Few | None = Field(None, description="Levels to be left (生产水平数目标).")
    panels: Few | None = Field(None, description="Panels to be left (采区数目标).")
    faces: Few | None = Field(None, description="Coal faces at once to be left (采煤工作面数目标).")
    people: Crew | None = Field(None, description="People underground in a shift to be left (单班入井人数目标).")
    responsible_unit: Name = Field(description="Responsible unit (责任单位).")
    responsible_person: Name = Field(description="Responsible person (责任人).")
    due_on: Day = Field(description="By when (工作时限).")
    document: Name = Field(description="Number of the paper (文号).")
    adopted_on: Day | None = Field(None, description="Day of it (制定日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        scheme = await self._scheme(work, mine)
        on = not_future(self.adopted_on, work, "adoptedOn")
        limits = face_limits(on)
        exceeded = []
        if limits is not None and self.faces is not None:
            work.basis = Basis(rule_set=limits.id, digest=limits.digest)
            exceeded = limits.exceeded(mine.size_on(on), self.faces, "", 0)
        scheme.adopt(
            mine=mine.id,
            division=mine.division or "",
            exceeded=exceeded,
            department=mine.department or work.actor.department,
            goal=Layout(levels=self.levels, panels=self.panels, faces=self.faces, people=self.people),
            adopted_on=on,
            **self.model_dump(
                include={
                    "project", "name", "measures", "responsible_unit", "responsible_person", "due_on", "document",
                }
            ),
            by=work.actor,
            at=work.at(on),
        )  # fmt: skip
        return scheme

    async def _scheme(self, work: Work, mine: Mine) -> ReductionScheme:
        if self.project is not None:
            project = await work.load(Project, self.project, "project")
            _must_be_of(mine, project.mine, "project")
            if self.scheme is None:
                return await work.find(ReductionScheme, scheme_for(project.id))
        if self.scheme is None:
            return work.create(ReductionScheme)
        scheme = await work.load(ReductionScheme, self.scheme, "scheme")
        _must_be_of(mine, scheme.mine, "scheme")
        return scheme


def _must_be_of(mine: Mine, of: object, field: str) -> None:
    if of != mine.id:
        raise NotFound(
            f"{field.upper()}_OF_ANOTHER_MINE",
            "It belongs to another mine.",
            "该项目属于另一煤矿。" if field == "project" else "该方案属于另一煤矿。",
            path=(field,),
        )


class SchemeCommand(Command):
    """A command on one scheme that exists."""

    returns = ReductionScheme

    scheme: ReductionSchemeId = Field(description="The scheme (方案).")

    async def loaded(self, work: Work) -> ReductionScheme:
        """The scheme named."""
        return await work.load(ReductionScheme, self.scheme, "scheme")


class ReportSchemeProgress(SchemeCommand):
    """Report how far a scheme has come (上报一优三减进展), with the layout of the day."""

    right = rights.FINDER

    levels: Few | None = Field(None, description="Levels (生产水平数).")
    panels: Few | None = Field(None, description="Panels (采区数).")
    faces: Few | None = Field(None, description="Coal faces at once (采煤工作面数).")
    people: Crew | None = Field(None, description="People underground in a shift (单班入井人数).")
    account: Prose = Field(description="What was done (进展情况).")
    reported_on: Day | None = Field(None, description="Day of it (上报日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        scheme = await self.loaded(work)
        on = not_future(self.reported_on, work, "reportedOn")
        layout = Layout(levels=self.levels, panels=self.panels, faces=self.faces, people=self.people)
        scheme.report(on, layout, self.account, by=work.actor, at=work.at(on))
        return scheme


class ClaimSchemeAchieved(SchemeCommand):
    """Say that the goals of a scheme are reached, by what was last reported (申报完成)."""

    right = rights.ENTERPRISE

    account: Prose = Field(description="What was done (完成情况).")
    claimed_on: Day | None = Field(None, description="Day of it (申报日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        scheme = await self.loaded(work)
        on = not_future(self.claimed_on, work, "claimedOn")
        scheme.claim(on, self.account, by=work.actor, at=work.at(on))
        return scheme


class ConfirmSchemeAchieved(SchemeCommand):
    """Confirm that they are (核实完成), by somebody else than who said so."""

    right = rights.SUPERVISOR

    finding: Prose = Field(description="What was seen (核实情况).")
    confirmed_on: Day | None = Field(None, description="Day of it (核实日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        scheme = await self.loaded(work)
        on = not_future(self.confirmed_on, work, "confirmedOn")
        scheme.confirm(on, self.finding, by=work.actor, at=work.at(on))
        return scheme


class RejectSchemeClaim(SchemeCommand):
    """Find that they are not (核实不符)."""

    right = rights.SUPERVISOR

    finding: Prose = Field(description="What was seen (核实情况).")
    rejected_on: Day | None = Field(None, description="Day of it (核实日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        scheme = await self.loaded(work)
        on = not_future(self.rejected_on, work, "rejectedOn")
        scheme.reject(on, self.finding, by=work.actor, at=work.at(on))
        return scheme


class ReopenScheme(SchemeCommand):
    """Take a confirmation back: the goals are not reached, or no more (重新实施)."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (理由).")
    reopened_on: Day | None = Field(None, description="Day of it (日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        scheme = await self.loaded(work)
        on = not_future(self.reopened_on, work, "reopenedOn")
        scheme.reopen(on, self.why, by=work.actor, at=work.at(on))
        return scheme


class WithdrawScheme(SchemeCommand):
    """Withdraw a scheme that is not called for (撤回方案)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        scheme = await self.loaded(work)
        scheme.withdraw(local_day(work.now), self.why, by=work.actor, at=work.now)
        return scheme


class RestoreScheme(SchemeCommand):
    """Take the withdrawal of a scheme back (恢复方案)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        scheme = await self.loaded(work)
        scheme.restore(self.why, by=work.actor, at=work.now)
        return scheme
