"""Commands on liaison duties (联系指导、分片包保): assigned, visited, ended."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.liaison import LiaisonDuty
from ledger.domain.mine import Mine
from ledger.domain.order import Order
from ledger.domain.post import Post
from ledger.values.references import LiaisonDutyId, LiaisonVisitId, MineId, OrderId, PostId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class AssignLiaison(Command):
    """Make the holder of a post, whoever it is, answer for a mine or an area (联系指导、分片包保)."""

    right = rights.OFFICE
    returns = LiaisonDuty

    post: PostId = Field(description="The leader's post (领导岗位).")
    mine: MineId | None = Field(None, description="For this mine (联系煤矿).")
    area: Name | None = Field(None, description="For this area (片区).")
    scope: Prose = Field(description="What it comprises (联系指导范围和职责).")
    visits_a_quarter: int | None = Field(None, ge=1, le=100, description="Visits owed in a quarter (每季联系次数).")
    effective_on: Day = Field(description="First day (起始日).")
    basis: Line = Field(description="What it rests on (依据): document number.")

    async def handle(self, work: Work) -> Aggregate:
        post = await work.load(Post, self.post, "post")
        if self.mine is not None:
            await work.load(Mine, self.mine, "mine")
        duty = work.create(LiaisonDuty)
        duty.assign(
            post,
            self.mine,
            self.area,
            self.scope,
            self.effective_on,
            self.basis,
            visits_a_quarter=self.visits_a_quarter,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return duty


class LiaisonCommand(Command):
    """A command on one liaison duty."""

    right = rights.OFFICE
    returns = LiaisonDuty

    liaison: LiaisonDutyId = Field(description="The liaison duty (联系指导职责).")

    async def loaded(self, work: Work) -> LiaisonDuty:
        """The duty named."""
        return await work.load(LiaisonDuty, self.liaison, "liaison")


class EndLiaison(LiaisonCommand):
    """End a liaison duty (结束联系指导)."""

    effective_on: Day = Field(description="First day without it (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.end(self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return duty


class ResumeLiaison(LiaisonCommand):
    """Undo the end of a liaison duty (恢复联系指导)."""

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.resume(self.why, by=work.actor, at=work.now)
        return duty


class RecordLiaisonVisit(LiaisonCommand):
    """Record that whoever answers for a mine or an area was there (登记联系指导), and what letter followed."""

    right = rights.DEPARTMENT

    visited_on: Day | None = Field(None, description="Day of it (联系日期); today when left out.")
    visitor: Name = Field(description="Who was there (联系人员).")
    account: Prose = Field(description="What was found and done (帮扶指导情况).")
    order: OrderId | None = Field(None, description="The letter that followed (督办函、监管监察意见书).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.visited_on, work, "visitedOn")
        duty = await self.loaded(work)
        if self.order is not None:
            await work.load(Order, self.order, "order")
        duty.visit(on, self.visitor, self.account, self.order, by=work.actor, at=work.at(on))
        return duty


class RetractLiaisonVisit(LiaisonCommand):
    """Take a visit back that was entered wrongly (撤回联系指导记录); it is owed again."""

    right = rights.DEPARTMENT

    visit: LiaisonVisitId = Field(description="The visit (联系指导记录).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.retract_visit(self.visit, self.why, by=work.actor, at=work.now)
        return duty
