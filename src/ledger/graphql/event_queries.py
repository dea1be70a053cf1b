"""The events themselves."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry import argument

from ledger.graphql.context import Info
from ledger.graphql.ids import parse_global_id, uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.permissions import TRACING
from ledger.graphql.scalars import Position
from ledger.projections import reading
from ledger.projections.reading import Order


@list_of("Event", TRACING, "The events themselves (事件).", on="Mine.events")
def events(
    info: Info,
    stream: Annotated[strawberry.ID | None, argument(description="Of this thing (所属编号).")] = None,
    mine: MineArgument = None,
    type: Annotated[str | None, argument(description="Of this type (事件类型).")] = None,
    actor: Annotated[str | None, argument(description="By this person (行为人).")] = None,
    after_position: Annotated[Position | None, argument(description="Behind this position (位置之后).")] = None,
    descending: Annotated[bool, argument(description="The other way round (倒序).")] = False,
) -> Wanted:
    """A page of events, by position."""
    wanted = {
        "stream": parse_global_id(stream)[1] if stream else None,
        "mine": uuid_of(mine, "Mine") if mine else None,
        "type": type,
        "actor": actor,
    }
    conditions = [reading.equals(column, value) for column, value in wanted.items() if value is not None]
    if after_position is not None:
        conditions.append(reading.compares("position", ">", after_position))
    return Wanted(Order("position", descending), tuple(conditions))
