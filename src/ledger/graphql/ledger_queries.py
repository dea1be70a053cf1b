"""Which ledger this is, and how far it has come."""

from __future__ import annotations

import strawberry

from ledger.graphql.context import Info
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
