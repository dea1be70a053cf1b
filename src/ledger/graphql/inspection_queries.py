"""Inspections, for whoever may know of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.inspection_events import InspectionKind, InspectionStatus
from ledger.graphql import inspection_types, moments
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import EVERYONE
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Order

Inspection: Any = inspection_types.Inspection


@list_of("Inspection", EVERYONE, "Inspections (执法检查台账), the latest window first.", on="Mine.inspections")
def inspections(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[InspectionKind | None, argument(description="Of this kind (检查类型).")] = None,
    status: Annotated[InspectionStatus | None, argument(description="In this state (检查状态).")] = None,
    department: Annotated[str | None, argument(description="Led by this department (牵头检查单位).")] = None,
    campaign: Annotated[str | None, argument(description="Part of this campaign (专项检查名称).")] = None,
    number: Annotated[str | None, argument(description="With this number on its record (文号).")] = None,
    starts_from: Annotated[date | None, argument(description="Window from this day on (计划起始日起).")] = None,
    starts_to: Annotated[date | None, argument(description="Window begins by this day (计划起始日止).")] = None,
) -> Wanted:
    """A page of the inspections."""
    wanted = {
        "mine": uuid_of(mine, "Mine") if mine else None,
        "kind": kind,
        "status": status,
        "department": department,
        "campaign": campaign,
        "number": number,
    }
    conditions = reading.where(wanted)
    conditions += [reading.compares("starts_on", ">=", starts_from)] if starts_from else []
    conditions += [reading.compares("starts_on", "<=", starts_to)] if starts_to else []
    return Wanted(Order("starts_on", descending=True), tuple(conditions))


@read(Inspection | None, EVERYONE, "One inspection with its draws, officers, items, exams and findings (执法检查).")
async def inspection(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One inspection."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Inspection"], [reading.equals("inspection", uuid_of(id, "Inspection"))], position)
