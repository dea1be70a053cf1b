"""Commands on hazards (隐患): finding, grading, rectification, acceptance, re-check, clearing."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.rule_basis import rest_on
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.hazard import Hazard
from ledger.domain.hazard_events import Criterion, HazardLevel, HazardSource, RectificationPlan, ReopeningCause
from ledger.domain.mine import Mine
from ledger.rules import hazard_standards
from ledger.values.codes import Funds
from ledger.values.errors import InvalidInput
from ledger.values.references import HazardId, MineId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day

_HAZARD = "The hazard (隐患)."


class HazardCommand(Command):
    """A command on one hazard that exists."""

    returns = Hazard

    hazard: HazardId = Field(description=_HAZARD)

    async def loaded(self, work: Work) -> Hazard:
        """The hazard named."""
        return await work.load(Hazard, self.hazard, "hazard")


class ReportHazard(Command):
    """Record that a hazard was found (上报隐患)."""

    right = rights.FINDER
    returns = Hazard

    mine: MineId = Field(description="The mine (煤矿).")
    description: Prose = Field(description="What was found (隐患描述).")
    location: Name = Field(description="Where (隐患地点): panel, face, roadway, surface.")
    source: HazardSource = Field(description="Who found it and how (隐患来源).")
    found_on: Day | None = Field(None, description="Day of the finding (发现日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        hazard = work.create(Hazard)
        on = not_future(self.found_on, work, "foundOn")
        hazard.report(
            mine=mine.id,
            division=mine.division or "",
            department=mine.department or work.actor.department,
            description=self.description,
            location=self.location,
            source=self.source,
            found_on=on,
            by=work.actor,
            at=work.at(on),
        )
        return hazard


class GradeHazard(HazardCommand):
    """Determine a hazard's level (隐患定级), a major one by an item of the standard in force on the day."""

    right = rights.FINDER

    level: HazardLevel = Field(description="The level (隐患等级).")
    graded_on: Day | None = Field(None, description="Day of grading (判定日期); today when left out.")
    standard: Name | None = Field(None, description="Standard (判定标准版本); that in force on the day when left out.")
    article: int | None = Field(None, ge=1, le=200, description="Article of the standard (条).")
    item: int | None = Field(None, ge=1, le=200, description="Item of the article (项).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        on = not_future(self.graded_on, work, "gradedOn")
        criterion = await self._criterion(on, work)
        hazard.grade(self.level, criterion, on, by=work.actor, at=work.at(on))
        return hazard

    async def _criterion(self, on: date, work: Work) -> Criterion | None:
        """The item of the standard in force on a day; none when none was named."""
        if self.article is None and self.item is None:
            return None
        if self.article is None or self.item is None:
            raise InvalidInput(
                "CRITERION_INCOMPLETE",
                "An item of a standard is named by its article and its number.",
                "判定标准条款须同时给出条和项。",
                path=("article",) if self.article is None else ("item",),
                rule="台账原则 5",
            )
        found = hazard_standards.criterion(on, self.standard, self.article, self.item)
        await rest_on(work, hazard_standards.standard_in_force(on), f"§{self.article}({self.item})")
        return found


class AssignRectification(HazardCommand):
    """Make somebody responsible for removing a hazard, by a day (下达整改)."""

    right = rights.FINDER

    responsible_unit: Name = Field(description="Responsible unit (整改责任单位).")
    responsible_person: Name = Field(description="Responsible person (整改责任人).")
    deadline: Day = Field(description="Deadline (整改期限), the last day that is in time.")
    measures: Prose | None = Field(None, description="Measures (整改措施).")
    funds: Funds | None = Field(None, description="Funds (整改资金) in 元.")
    emergency_plan: Prose | None = Field(None, description="Emergency plan (应急预案).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.assign(RectificationPlan(**self.model_dump(exclude={"hazard"})), by=work.actor, at=work.now)
        return hazard


class ExtendRectification(HazardCommand):
    """Move a deadline (延期); late or for the second time it waits for a second approver."""

    right = rights.SUPERVISOR

    deadline: Day = Field(description="The new deadline (新的整改期限).")
    why: Line = Field(description="Why (延期理由).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.extend(self.deadline, self.why, local_day(work.now), by=work.actor, at=work.now)
        return hazard


class ClaimRectified(HazardCommand):
    """The mine says that a hazard has been removed (申报整改完成)."""

    right = rights.ENTERPRISE

    account: Prose = Field(description="What was done (整改情况).")
    claimed_on: Day | None = Field(None, description="Day of the claim (申报日期); today when left out.")
    on_the_spot: bool = Field(False, description="Corrected on the spot (立查立改); not for major hazards.")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        on = not_future(self.claimed_on, work, "claimedOn")
        hazard.claim(on, self.account, on_the_spot=self.on_the_spot, by=work.actor, at=work.at(on))
        return hazard


class AcceptRectification(HazardCommand):
    """Accept the removal on site (验收合格)."""

    right = rights.FINDER

    finding: Prose = Field(description="What was seen (验收意见).")
    accepted_on: Day | None = Field(None, description="Day of acceptance (验收日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        on = not_future(self.accepted_on, work, "acceptedOn")
        hazard.accept(on, self.finding, by=work.actor, at=work.at(on))
        return hazard


class RejectRectification(HazardCommand):
    """Do not accept the removal (验收不合格); rectification goes on."""

    right = rights.FINDER

    finding: Prose = Field(description="What was seen (验收意见).")
    rejected_on: Day | None = Field(None, description="Day of the inspection (验收日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        on = not_future(self.rejected_on, work, "rejectedOn")
        hazard.reject(on, self.finding, by=work.actor, at=work.at(on))
        return hazard


class RecheckHazard(HazardCommand):
    """Record the authority's re-check after acceptance (复查)."""

    right = rights.SUPERVISOR

    passed: bool = Field(description="Whether the removal holds (是否合格).")
    finding: Prose = Field(description="What was seen (复查意见).")
    rechecked_on: Day | None = Field(None, description="Day of the re-check (复查日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        on = not_future(self.rechecked_on, work, "recheckedOn")
        hazard.recheck(on, self.finding, passed=self.passed, by=work.actor, at=work.at(on))
        return hazard


class ClearHazard(HazardCommand):
    """Close a hazard (销号)."""

    right = rights.FINDER

    cleared_on: Day | None = Field(None, description="Day of clearing (销号日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        on = not_future(self.cleared_on, work, "clearedOn")
        hazard.clear(on, by=work.actor, at=work.at(on))
        return hazard


class ReopenHazard(HazardCommand):
    """Open a cleared or withdrawn hazard again (重新打开)."""

    right = rights.SUPERVISOR

    cause: ReopeningCause = Field(description="Why (原因).")
    finding: Prose = Field(description="What was found (发现情况).")
    reopened_on: Day | None = Field(None, description="Day of the finding (发现日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        on = not_future(self.reopened_on, work, "reopenedOn")
        hazard.reopen(self.cause, self.finding, on, by=work.actor, at=work.at(on))
        return hazard
