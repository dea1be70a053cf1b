"""Mines, their credit and how they are supervised."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.mine_events import SizeClass
from ledger.domain.mine_file_events import DispositionKind
from ledger.domain.mine_status_events import MineStatus
from ledger.graphql import moments, types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Condition, Order
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day

Mine: Any = types.Mine
CreditRating: Any = types.CreditRating
MineArgument = Annotated[strawberry.ID | None, argument(description="Of this mine (煤矿).")]


@list_of("Mine", EVERYONE, "The mine register (煤矿名录).")
def mines(
    info: Info,
    name_contains: Annotated[str | None, argument(description="Part of the name (名称包含).")] = None,
    enterprise_contains: Annotated[
        str | None, argument(description="Part of the enterprise's name (企业名称).")
    ] = None,
    capacity_from: Annotated[Decimal | None, argument(description="Of so many 万吨/年 or more (设计能力).")] = None,
    capacity_below: Annotated[Decimal | None, argument(description="Below so many 万吨/年 (设计能力).")] = None,
    disaster_type: Annotated[str | None, argument(description="Of this disaster type or grade (灾害类型).")] = None,
    standardisation: Annotated[int | None, argument(description="Of this grade (标准化等级); 0 is none.")] = None,
    disposition: Annotated[DispositionKind | None, argument(description="To become this (分类处置).")] = None,
    liaison_leader: Annotated[str | None, argument(description="With this leader (联系指导领导).")] = None,
    supervised: Annotated[bool | None, argument(description="With a supervisor body, or without one.")] = None,
    register_only: Annotated[bool | None, argument(description="A row of a register and no more (仅名录).")] = None,
    updated_before: Annotated[datetime | None, argument(description="Nothing was entered since (未更新).")] = None,
    status: Annotated[MineStatus | None, argument(description="In this state as a whole (状态).")] = None,
    size_class: Annotated[SizeClass | None, argument(description="Of this size class (规模).")] = None,
    supervisor_body: Annotated[str | None, argument(description="Under this supervisor body (监管主体).")] = None,
    credit_code: Annotated[str | None, argument(description="Of this credit code (统一社会信用代码).")] = None,
) -> Wanted:
    """A page of the register."""
    wanted = {
        "status": status,
        "size_class": size_class,
        "supervisor_body": supervisor_body,
        "credit_code": credit_code,
        "standardisation": standardisation,
        "disposition": disposition,
        "liaison_leader": liaison_leader,
        "register_only": register_only,
    }
    conditions = reading.where(wanted)
    conditions += [*_of_text(name_contains, enterprise_contains, disaster_type)]
    bounds = (("capacity", ">=", capacity_from), ("capacity", "<", capacity_below), ("updated_at", "<", updated_before))
    conditions += [reading.compares(column, how, value) for column, how, value in bounds if value is not None]
    conditions += [] if supervised is None else [reading.is_null("supervisor_body", not supervised)]
    return Wanted(Order("code"), tuple(conditions))


def _of_text(name: str | None, enterprise: str | None, disaster: str | None) -> Iterator[Condition]:
    """The conditions that parts of names and a disaster type mean."""
    if name is not None:
        yield reading.contains("name", name)
    if enterprise is not None:
        yield reading.contains("enterprise", enterprise)
    if disaster is not None:
        yield Condition("%s = ANY(disaster_types)", (disaster,))


@read(Mine | None, EVERYONE, "One mine by id or code (煤矿).")
async def mine(
    info: Info,
    id: Annotated[strawberry.ID | None, argument(description="Global id (全局编号).")] = None,
    code: Annotated[str | None, argument(description="Mine code (煤矿编码).")] = None,
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One mine."""
    position = await moments.resolve(info.context, as_of)
    if (id is None) == (code is None):
        raise InvalidInput("ARGUMENT_MISSING", "Give the id or the code.", "须给出编号或煤矿编码之一。", path=("id",))
    by = reading.equals("code", code) if id is None else reading.equals("mine", uuid_of(id, "Mine"))
    return AskedOne(DECLARED["Mine"], [by], position)


@read(CreditRating | None, KNOWN, "A mine's credit rating, explained (信用评级).")
async def credit_rating(
    info: Info,
    mine: Annotated[strawberry.ID, argument(description="The mine (煤矿).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """The rating of one mine."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["CreditRating"], [reading.equals("mine", uuid_of(mine, "Mine"))], position)


@list_of(
    "SupervisionTier", KNOWN, "How mines are supervised (差异化监管等级), today or on another day, the strictest first."
)
def supervision_tiers(
    info: Info,
    effective_on: Annotated[date | None, argument(description="On this day (生效日); today.")] = None,
    mine: MineArgument = None,
    tier: Annotated[str | None, argument(description="Of this credit tier (信用等级).")] = None,
    supervision_class: Annotated[str | None, argument(description="Of this class (监管类别).")] = None,
) -> Wanted:
    """The tiers that hold on a day."""
    conditions = [reading.holding_on(effective_on or local_day(info.context.now))]
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "tier": tier, "supervision_class": supervision_class}
    conditions += reading.where(wanted)
    return Wanted(Order("supervision_class", descending=True), tuple(conditions))
