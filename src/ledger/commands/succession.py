"""Commands by which what a body held goes to its successor (承接); the ledger gives them by itself."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from ledger.commands.command import Command
from ledger.commands.duty_clock import CLOCK
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.inspection import Inspection
from ledger.domain.listing import Listing
from ledger.domain.order import Order
from ledger.domain.passing_on import PassesOn, Takeover
from ledger.domain.two_lists import ListItem
from ledger.domain.warning import Warning
from ledger.values.times import Moment


class PassOnCommand(Command):
    """A command that lets another body answer for a thing."""

    right = CLOCK
    exposed = False

    thing: UUID = Field(description="The thing (事项编号).")
    department: str = Field(description="Who answers for it from then on (承接单位).")
    effective_on: date = Field(description="First day of it (生效日).")
    why: str = Field(description="What it rests on (依据).")
    cause: int = Field(description="The position of the event for it (原因事件位置).")
    moment: Moment = Field(description="When it came about (时刻).")

    @property
    def takeover(self) -> Takeover:
        """Who takes over."""
        return Takeover(self.department, self.effective_on, self.why, self.cause)

    async def handle(self, work: Work) -> Aggregate:
        thing = await work.load(self.returns, self.thing, "thing")
        assert isinstance(thing, PassesOn)
        thing.pass_on(self.takeover, by=work.actor, at=self.moment)
        return thing


class PassOnListItem(PassOnCommand):
    """Record that another body keeps an item of the two lists, or rectifies it (承接清单事项)."""

    returns = ListItem

    unit: str = Field(description="Unit that rectifies from then on (整改单位).")

    async def handle(self, work: Work) -> Aggregate:
        item = await work.load(ListItem, self.thing, "thing")
        item.pass_on(self.takeover, self.unit, by=work.actor, at=self.moment)
        return item


class PassOnOrder(PassOnCommand):
    """Record that another body answers for an order (承接执法文书)."""

    returns = Order


class PassOnWarning(PassOnCommand):
    """Record that another body answers for a warning (承接预警)."""

    returns = Warning


class PassOnListing(PassOnCommand):
    """Record that another body decides about an entry on a list of subjects (承接名单管理)."""

    returns = Listing


class PassOnInspection(PassOnCommand):
    """Record that another body leads an inspection (承接执法检查)."""

    returns = Inspection
