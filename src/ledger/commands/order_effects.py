"""Commands on what follows from an order: the stop of the mine under it, and its publication (执行与公开)."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_future
from ledger.commands.order import OrderCommand
from ledger.commands.stops_and_orders import paper_of, stop_under
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.order_effect_events import Publication
from ledger.values.text import Line, Name
from ledger.values.times import Day


class StopUnderOrder(OrderCommand):
    """Let the mine stop as an order says (依文书停产) where it does before the service; a service does as much.

    The order is lifted when the stop ends, and the stop with it.
    """

    right = rights.SUPERVISOR

    stopped_on: Day | None = Field(
        None, description="First day of the stop (停产日期); that of the order when left out."
    )

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        on = not_future(self.stopped_on or order.issued_on, work, "stoppedOn")
        await stop_under(work, order, on)
        return order


class PutStopUnderOrder(OrderCommand):
    """Say that a stop recorded by its number alone was ordered by this order (停产补挂文书)."""

    right = rights.SUPERVISOR

    stop_reference: Name | None = Field(None, description="Number it was recorded by (原记文号), of several.")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        mine, kind = await work.load(Mine, order.mine), order.stops_as()
        part, reference = order.stopped_part, self.stop_reference
        stop = mine.put_under_order(kind, part, reference, paper_of(order), by=work.actor, at=work.now)
        order.stop_mine(stop.id, stop.since, by=work.actor, at=work.now)
        return order


class RecordOrderPublication(OrderCommand):
    """Record that something about an order was made public (文书公开), in time or late."""

    right = rights.SUPERVISOR

    what: Publication = Field(description="What was made public (公开事项).")
    published_on: Day | None = Field(None, description="Day of it (公开日期); today when left out.")
    medium: Line = Field(description="Where it was made public (公开载体).")
    reference: Line | None = Field(None, description="Number or address of it (公告文号或网址).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.published_on, work, "publishedOn")
        order = await self.loaded(work)
        order.publish(self.what, on, self.medium, self.reference, by=work.actor, at=work.at(on))
        return order


class RetractOrderPublication(OrderCommand):
    """Record that something was not made public after all (撤回公开记录)."""

    right = rights.SUPERVISOR

    what: Publication = Field(description="What was not made public (公开事项).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        order.retract_publication(self.what, self.why, by=work.actor, at=work.now)
        return order
