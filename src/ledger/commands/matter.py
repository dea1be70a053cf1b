"""Commands on matters (事项): raised, asked about, put to a meeting, decided, closed."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.matter import Matter
from ledger.domain.plan import Plan
from ledger.domain.task import Task
from ledger.values.codes import DivisionCode
from ledger.values.references import MatterId, PlanId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day


class MatterCommand(Command):
    """A command on one matter that exists."""

    returns = Matter

    matter: MatterId = Field(description="The matter (事项).")

    async def loaded(self, work: Work) -> Matter:
        """The matter named."""
        return await work.load(Matter, self.matter, "matter")


class RaiseMatter(Command):
    """Bring a major issue up to the leading group (提请研究重大问题)."""

    right = rights.DEPARTMENT
    returns = Matter

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    title: Name = Field(description="Title (事项名称).")
    text: Prose = Field(description="What it is about (事项内容).")
    plan: PlanId | None = Field(None, description="The plan it is about (所属方案).")

    async def handle(self, work: Work) -> Aggregate:
        matter = work.create(Matter)
        if self.plan is not None:
            await work.load(Plan, self.plan, "plan")
        matter.raise_(**self.model_dump(), raised_on=local_day(work.now), by=work.actor, at=work.now)
        return matter


class RequestInstructions(MatterCommand):
    """Ask a superior body about a matter (请示)."""

    right = rights.DEPARTMENT

    to: Name = Field(description="The body asked (主送机关).")
    document_no: Name = Field(description="Number of the request (请示文号).")
    text: Prose = Field(description="What is asked (请示内容).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        asked = self.model_dump(exclude={"matter"})
        matter.request(**asked, requested_on=local_day(work.now), by=work.actor, at=work.now)
        return matter


class RecordInstructions(MatterCommand):
    """Record the answer of a superior body (登记批复)."""

    right = rights.DEPARTMENT

    document_no: Name = Field(description="Number of the answer (批复文号).")
    text: Prose = Field(description="What it says (批复内容).")
    received_on: Day = Field(description="The day it came (收到日期).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        matter.receive(**self.model_dump(exclude={"matter"}), by=work.actor, at=work.at(self.received_on))
        return matter


class TableMatter(MatterCommand):
    """Put a matter to a meeting (提交会议研究)."""

    right = rights.OFFICE

    meeting: Name = Field(description="The meeting (会议名称).")
    held_on: Day = Field(description="Its day (会议日期).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        matter.table(self.meeting, self.held_on, by=work.actor, at=work.at(self.held_on))
        return matter


class DecideMatter(MatterCommand):
    """Decide a matter (作出决定), in a meeting or on instructions."""

    right = rights.OFFICE

    decision: Prose = Field(description="What is decided (决定内容).")
    document_no: Name = Field(description="Number of the minutes or the decision (会议纪要或决定文号).")
    decided_on: Day = Field(description="The day (决定日期).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        at = work.at(self.decided_on)
        matter.decide(self.decision, self.document_no, self.decided_on, by=work.actor, at=at)
        return matter


class RevokeMatterDecision(MatterCommand):
    """Take a decision back (撤销决定); the matter stands again where it stood before."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        matter.revoke_decision(self.why, by=work.actor, at=work.now)
        return matter


class CloseMatter(MatterCommand):
    """Close a matter whose tasks are settled (事项办结)."""

    right = rights.OFFICE

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        tasks = [await work.find(Task, task) for task in matter.tasks]
        unsettled = sum(not task.settled for task in tasks)
        matter.close(local_day(work.now), open_tasks=unsettled, by=work.actor, at=work.now)
        return matter


class ReopenMatter(MatterCommand):
    """Take a closed matter up again (重新研究)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        matter.reopen(self.why, by=work.actor, at=work.now)
        return matter


class WithdrawMatter(MatterCommand):
    """Withdraw a matter that is not decided (撤回事项)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        matter.withdraw(self.why, by=work.actor, at=work.now)
        return matter


class ReinstateMatter(MatterCommand):
    """Take the withdrawal of a matter back (恢复已撤回事项)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        matter = await self.loaded(work)
        matter.reinstate(self.why, by=work.actor, at=work.now)
        return matter
