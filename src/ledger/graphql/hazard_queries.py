"""Hazards, and the trace-back of one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.hazard_events import HazardLevel, HazardStatus
from ledger.graphql import moments, types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN, TRACING
from ledger.graphql.reads import AskedOne, AskedValue, read
from ledger.graphql.trace_types import TraceBack, trace_back
from ledger.projections import reading
from ledger.projections.hazard_ledger import OVERDUE
from ledger.projections.reading import Condition, Order
from ledger.projections.trace import trace_hazard
from ledger.values.times import local_day

Hazard: Any = types.Hazard


@list_of("Hazard", KNOWN, "The hazard ledger (隐患台账).", on="Mine.hazards")
def hazards(
    info: Info,
    mine: MineArgument = None,
    level: Annotated[HazardLevel | None, argument(description="Of this level (等级).")] = None,
    category: Annotated[str | None, argument(description="Of this category (类别代码).")] = None,
    status: Annotated[HazardStatus | None, argument(description="In this state (状态).")] = None,
    overdue: Annotated[bool | None, argument(description="Past the deadline, or not (是否逾期).")] = None,
    listed: Annotated[bool | None, argument(description="Under listed supervision, or not (是否挂牌督办).")] = None,
    found_from: Annotated[date | None, argument(description="Found on this day or later (发现日期起).")] = None,
    found_to: Annotated[date | None, argument(description="Found on this day or earlier (发现日期止).")] = None,
) -> Wanted:
    """A page of the hazard ledger."""
    wanted = {
        "mine": uuid_of(mine, "Mine") if mine else None,
        "level": level,
        "category": category,
        "status": status,
    }
    conditions = reading.where(wanted)
    if overdue is not None:
        conditions.append(Condition(f"{OVERDUE} = %s", (local_day(info.context.now), overdue)))
    if listed is not None:
        conditions.append(reading.is_null("listed_by", not listed))
    conditions += [reading.compares("found_on", ">=", found_from)] if found_from else []
    conditions += [reading.compares("found_on", "<=", found_to)] if found_to else []
    return Wanted(Order("found_on", descending=True), tuple(conditions))


@read(Hazard | None, KNOWN, "One hazard with its history (隐患).")
async def hazard(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One hazard."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Hazard"], [reading.equals("hazard", uuid_of(id, "Hazard"))], position)


@read(
    TraceBack | None, TRACING, "The course of a hazard: duties, posts, persons on the day (全过程追溯).", recorded=True
)  # fmt: skip
async def traceback_of(
    info: Info,
    hazard: Annotated[strawberry.ID, argument(description="The hazard (隐患).")],
    as_of: AsOfArgument = None,
) -> AskedValue:
    """The trace-back of one hazard."""
    context = info.context
    position = await moments.resolve(context, as_of)
    async with context.reading() as reader:
        id = uuid_of(hazard, "Hazard")
        trace = await trace_hazard(reader, id, as_of=position, scope=context.scope)
    return AskedValue(None if trace is None else trace_back(trace, position))
