"""The events themselves."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

import strawberry
from strawberry import argument

from ledger.graphql import moments
from ledger.graphql.context import Info
from ledger.graphql.ids import parse_global_id, uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.permissions import TRACING
from ledger.graphql.scalars import Position
from ledger.projections import reading
from ledger.projections.reading import Condition, Order

REACHED = "(SELECT ledger.position_at(%s))"
"""The position that the record had come to at a moment: moments never fall, so that no index of them is needed."""


@list_of("Event", TRACING, "The events themselves (事件).", on="Mine.events")
def events(
    info: Info,
    stream: Annotated[strawberry.ID | None, argument(description="Of this thing (所属编号).")] = None,
    mine: MineArgument = None,
    type: Annotated[str | None, argument(description="Of this type (事件类型).")] = None,
    actor: Annotated[str | None, argument(description="By this person (行为人).")] = None,
    after_position: Annotated[Position | None, argument(description="Behind this position (位置之后).")] = None,
    before_position: Annotated[Position | None, argument(description="Before this position (位置之前).")] = None,
    recorded_from: Annotated[datetime | None, argument(description="Recorded then or later (记录时间起).")] = None,
    recorded_to: Annotated[datetime | None, argument(description="Recorded then or earlier (记录时间止).")] = None,
) -> Wanted:
    """A page of events, by position."""
    wanted = {
        "stream": parse_global_id(stream)[1] if stream else None,
        "mine": uuid_of(mine, "Mine") if mine else None,
        "type": type,
        "actor": actor,
    }
    conditions = reading.where(wanted)
    if after_position is not None:
        conditions.append(reading.compares("position", ">", after_position))
    if before_position is not None:
        conditions.append(reading.compares("position", "<", before_position))
    if recorded_from is not None:
        just_before = moments.zoned(recorded_from, "recordedFrom") - timedelta(microseconds=1)
        conditions.append(Condition(f"position > {REACHED}", (just_before,)))
    if recorded_to is not None:
        conditions.append(Condition(f"position <= {REACHED}", (moments.zoned(recorded_to, "recordedTo"),)))
    return Wanted(Order("position"), tuple(conditions))
