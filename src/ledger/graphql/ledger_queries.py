"""Which ledger this is, and how far it has come."""

from __future__ import annotations

import strawberry

from ledger.graphql.context import Info
from ledger.graphql.cost import MAX_COST
from ledger.graphql.permissions import EVERYONE
from ledger.graphql.reads import AskedValue, read
from ledger.graphql.scalars import Position


@strawberry.type(description="Which ledger this is, and how far it has come (台账).")
class Ledger:
    """The ledger itself."""

    origin: str = strawberry.field(description="Origin of its log (日志来源).")
    simulated: bool = strawberry.field(description="Whether its time is simulated (是否模拟).")
    division: str = strawberry.field(description="Whose district it is (行政区划代码).")
    position: Position = strawberry.field(description="The last position (最新位置).")
    views_position: Position = strawberry.field(description="How far the views have come (视图位置).")


@read(Ledger, EVERYONE, "Which ledger this is (台账信息).")
async def ledger(info: Info) -> AskedValue:
    """The ledger's identity and positions."""
    services = info.context.services
    head = await services.store.head()
    identity = services.identity
    return AskedValue(
        Ledger(
            origin=identity.origin,
            simulated=identity.simulated,
            division=identity.division,
            position=Position(head.position),
            views_position=Position(services.projector.position),
        )
    )


@strawberry.type(description="The caller's budget of cost (调用额度), which fills again with time.")
class RateLimit:
    """What may still be asked for."""

    cost: int = strawberry.field(description="What this operation costs (本次开销).")
    limit: int = strawberry.field(description="What one operation may cost (单次上限).")
    capacity: int = strawberry.field(description="The budget when it is full (总额度).")
    remaining: int = strawberry.field(description="What is left of it after this operation (剩余额度).")
    per_second: int = strawberry.field(description="How much it fills again in a second (每秒恢复).")


@read(RateLimit | None, EVERYONE, "What the caller may still ask for (调用额度).")
async def rate_limit(info: Info) -> AskedValue:
    """The caller's budget."""
    context, allowance = info.context, info.context.allowance
    if allowance is None:
        return AskedValue(None)
    return AskedValue(
        RateLimit(
            cost=context.cost,
            limit=MAX_COST,
            capacity=int(allowance.capacity),
            remaining=int(allowance.left),
            per_second=int(allowance.per_second),
        )
    )
