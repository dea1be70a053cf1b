"""Risks, their public notices, and the lists of a year."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.risk_events import AccidentKind, RiskGrade, RiskStatus
from ledger.graphql import moments, risk_types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Condition, Order
from ledger.values.times import local_day

Risk: Any = risk_types.Risk


@list_of("Risk", KNOWN, "The risk register (风险管控台账).", on="Mine.risks")
def risks(
    info: Info,
    mine: MineArgument = None,
    grade: Annotated[RiskGrade | None, argument(description="Of this grade (风险等级).")] = None,
    status: Annotated[RiskStatus | None, argument(description="In this state (状态).")] = None,
    accident: Annotated[AccidentKind | None, argument(description="That may end in this (事故类型).")] = None,
    due_by: Annotated[date | None, argument(description="Due for review by this day (研判期限止).")] = None,
    review_overdue: Annotated[bool | None, argument(description="Past its review, or not (研判是否逾期).")] = None,
    published: Annotated[bool | None, argument(description="With its notice up, or not (是否公示).")] = None,
    notified: Annotated[bool | None, argument(description="Told to the government, or not (是否通报).")] = None,
    complete: Annotated[
        bool | None, argument(description="With measures and who answers for them, or not (管控是否落实).")
    ] = None,
    department: Annotated[str | None, argument(description="The matter of this department (主管单位).")] = None,
    place_contains: Annotated[str | None, argument(description="Part of the place (风险点包含).")] = None,
) -> Wanted:
    """A page of the risk register."""
    wanted = {
        "mine": uuid_of(mine, "Mine") if mine else None,
        "grade": grade,
        "status": status,
        "accident": accident,
        "published": published,
        "department": department,
    }
    conditions = reading.where(wanted)
    conditions += [reading.compares("review_due", "<=", due_by)] if due_by else []
    if review_overdue is not None:
        today = local_day(info.context.now)
        conditions.append(Condition(f"{risk_types.REVIEW_OVERDUE} = %s", (today, review_overdue)))
    told = {"notified_on": notified, "measures": complete}
    conditions += [reading.is_null(column, not value) for column, value in told.items() if value is not None]
    conditions += [] if place_contains is None else [reading.contains("place", place_contains)]
    return Wanted(Order("identified_on", descending=True), tuple(conditions))


@read(Risk | None, KNOWN, "One risk with its history (风险).")
async def risk(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One risk."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Risk"], [reading.equals("risk", uuid_of(id, "Risk"))], position)


@list_of(
    "RiskNotice",
    EVERYONE,
    "The public notices of major risks (重大风险公示), today or on another day.",
    on="Mine.riskNotices",
)
def risk_notices(
    info: Info,
    mine: MineArgument = None,
    effective_on: Annotated[date | None, argument(description="Up on this day (公示日); today.")] = None,
) -> Wanted:
    """The notices that are up on a day."""
    conditions = [reading.holding_on(effective_on or local_day(info.context.now))]
    conditions += [reading.equals("mine", uuid_of(mine, "Mine"))] if mine else []
    return Wanted(Order("valid_from", descending=True), tuple(conditions))


@list_of("RiskListEntry", KNOWN, "The lists of a year (年度风险清单).", on="Mine.riskLists")
def risk_lists(
    info: Info,
    mine: MineArgument = None,
    year: Annotated[int | None, argument(description="Of this year (年度).")] = None,
    grade: Annotated[RiskGrade | None, argument(description="Of this grade then (风险等级).")] = None,
    taken_off: Annotated[bool, argument(description="Taken off rather than on (已移出).")] = False,
) -> Wanted:
    """A page of what was listed, the newest year first."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "year": year, "grade": grade}
    conditions = reading.where(wanted)
    conditions.append(reading.is_null("taken_off_on", not taken_off))
    return Wanted(Order("year", descending=True), tuple(conditions))
