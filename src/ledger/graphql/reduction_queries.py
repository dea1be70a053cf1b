"""Schemes to optimise and reduce."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.reduction_scheme_events import SchemeStatus
from ledger.graphql import moments, reduction_types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Condition, Order
from ledger.values.times import local_day

ReductionScheme: Any = reduction_types.ReductionScheme


@list_of(
    "ReductionScheme", KNOWN, "Schemes to optimise and reduce (“一优三减”技术方案), the first to be due first.",
    on="Mine.reductionSchemes",
)  # fmt: skip
def reduction_schemes(
    info: Info,
    mine: MineArgument = None,
    status: Annotated[SchemeStatus | None, argument(description="In this state (方案状态).")] = None,
    overdue: Annotated[bool | None, argument(description="Past its day, or not (是否逾期).")] = None,
    due_by: Annotated[date | None, argument(description="Due by this day (工作时限止).")] = None,
) -> Wanted:
    """A page of schemes."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "status": status}
    conditions = reading.where(wanted)
    conditions += [reading.compares("due_on", "<=", due_by)] if due_by else []
    if overdue is not None:
        today = local_day(info.context.now)
        conditions.append(Condition(f"{reduction_types.OVERDUE} = %s", (today, today, overdue)))
    return Wanted(Order("due_on"), tuple(conditions))


@read(ReductionScheme | None, KNOWN, "One scheme to optimise and reduce with its history (“一优三减”技术方案).")
async def reduction_scheme(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One scheme."""
    position = await moments.resolve(info.context, as_of)
    declared = DECLARED["ReductionScheme"]
    return AskedOne(declared, [reading.equals("reduction_scheme", uuid_of(id, "ReductionScheme"))], position)
