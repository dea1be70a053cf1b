"""Commands on the two lists (两个清单)."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.plan import Plan
from ledger.domain.two_lists import ListItem, ListKind
from ledger.values.codes import DivisionCode
from ledger.values.references import ListItemId, MineId, PlanId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day


class ListItemCommand(Command):
    """A command on one item that exists."""

    returns = ListItem

    item: ListItemId = Field(description="The item (清单事项).")

    async def loaded(self, work: Work) -> ListItem:
        """The item named."""
        return await work.load(ListItem, self.item, "item")


class EnterListItem(Command):
    """Put an item on one of the two lists (列入清单), with unit, responsible person and time limit."""

    right = rights.DEPARTMENT
    returns = ListItem

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    kind: ListKind = Field(description="Which list (清单类别).")
    text: Prose = Field(description="The problem, or the measure (问题隐患或制度措施).")
    unit: Name = Field(description="Unit that rectifies (整改单位).")
    person: Name = Field(description="Who answers for it (责任人).")
    time_limit: Day = Field(description="Last day in time (时限).")
    plan: PlanId | None = Field(None, description="The plan it belongs to (所属方案).")
    mine: MineId | None = Field(None, description="The mine it is about (涉及煤矿).")

    async def handle(self, work: Work) -> Aggregate:
        item = work.create(ListItem)
        if self.plan is not None:
            await work.load(Plan, self.plan, "plan")
        if self.mine is not None:
            await work.load(Mine, self.mine, "mine")
        item.enter(**self.model_dump(), by=work.actor, at=work.now)
        return item


class UpdateListItem(ListItemCommand):
    """Bring an item up to date (动态更新): who rectifies, who answers for it, by when."""

    right = rights.DEPARTMENT

    unit: Name = Field(description="Unit that rectifies (整改单位).")
    person: Name = Field(description="Who answers for it (责任人).")
    time_limit: Day = Field(description="Last day in time (时限).")
    why: Line = Field(description="Why (更新理由).")

    async def handle(self, work: Work) -> Aggregate:
        item = await self.loaded(work)
        item.update(self.unit, self.person, self.time_limit, self.why, by=work.actor, at=work.now)
        return item


class RectifyListItem(ListItemCommand):
    """Say that an item is rectified (报告整改完成), late or not."""

    right = rights.DEPARTMENT

    rectified_on: Day = Field(description="The day (整改完成日期).")
    account: Prose = Field(description="What was done (整改情况).")

    async def handle(self, work: Work) -> Aggregate:
        item = await self.loaded(work)
        item.rectify(self.rectified_on, self.account, by=work.actor, at=work.at(self.rectified_on))
        return item


class ConfirmListItem(ListItemCommand):
    """Confirm that an item is rectified (确认销项); not in the capacity that said so."""

    right = rights.DEPARTMENT

    async def handle(self, work: Work) -> Aggregate:
        item = await self.loaded(work)
        item.confirm(local_day(work.now), by=work.actor, at=work.now)
        return item


class ReopenListItem(ListItemCommand):
    """Have an item rectified again (重新整改)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        item = await self.loaded(work)
        item.reopen(self.why, by=work.actor, at=work.now)
        return item


class WithdrawListItem(ListItemCommand):
    """Take an item off its list (移出清单); it stays readable."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        item = await self.loaded(work)
        item.withdraw(self.why, by=work.actor, at=work.now)
        return item


class ReinstateListItem(ListItemCommand):
    """Put an item back on its list (恢复清单事项)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        item = await self.loaded(work)
        item.reinstate(self.why, by=work.actor, at=work.now)
        return item
