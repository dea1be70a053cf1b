"""Regular duties and what was done."""

from __future__ import annotations

from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.regular_duty_events import RegularRequirement
from ledger.graphql import moments, regular_types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Order

RegularDuty: Any = regular_types.RegularDuty


@list_of("RegularDuty", KNOWN, "Regular duties (定期履职要求), the newest first.")
def regular_duties(
    info: Info,
    requirement: Annotated[RegularRequirement | None, argument(description="Of this kind (定期事项).")] = None,
    body: Annotated[str | None, argument(description="Owed by this department (责任单位).")] = None,
    mine: MineArgument = None,
) -> Wanted:
    """A page of the duties."""
    wanted = {"requirement": requirement, "body": body, "mine": uuid_of(mine, "Mine") if mine else None}
    conditions = tuple(reading.where(wanted))
    return Wanted(Order("valid_from", descending=True), conditions)


@read(RegularDuty | None, KNOWN, "One regular duty with what was done and what was owed (定期履职要求).")
async def regular_duty(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One duty."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["RegularDuty"], [reading.equals("regular_duty", uuid_of(id, "RegularDuty"))], position)
