"""Warnings, and who got, opened and answered them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.warning_events import WarningLevel, WarningSource, WarningStatus
from ledger.graphql import moments, warning_types
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

Warning: Any = warning_types.Warning


def _some(column: str, wanted: bool) -> Condition:
    return Condition(f"(cardinality({column}) > 0) = %s", (wanted,))


@list_of("Warning", KNOWN, "The warning board (预警台账), newest first.", on="Mine.warnings")
def warnings(
    info: Info,
    mine: MineArgument = None,
    level: Annotated[WarningLevel | None, argument(description="Of this level (预警级别).")] = None,
    source: Annotated[WarningSource | None, argument(description="From this source (预警来源).")] = None,
    status: Annotated[WarningStatus | None, argument(description="In this state (状态).")] = None,
    undelivered: Annotated[bool | None, argument(description="Not yet everywhere, or so (未送达).")] = None,
    unopened: Annotated[bool | None, argument(description="Not yet opened by all, or so (未签阅).")] = None,
    unanswered: Annotated[bool | None, argument(description="Not yet answered by all, or so (未反馈).")] = None,
    overdue: Annotated[bool | None, argument(description="Standing, unanswered past its time (逾期未反馈).")] = None,
    department: Annotated[str | None, argument(description="Of this department (发布或者承接单位).")] = None,
    title_contains: Annotated[str | None, argument(description="Part of the title (标题包含).")] = None,
    issued_from: Annotated[datetime | None, argument(description="Issued then or later (发布时间起).")] = None,
    issued_to: Annotated[datetime | None, argument(description="Issued then or earlier (发布时间止).")] = None,
) -> Wanted:
    """A page of the board."""
    wanted = {
        "mine": uuid_of(mine, "Mine") if mine else None,
        "level": level,
        "source": source,
        "status": status,
        "department": department,
    }
    conditions = reading.where(wanted)
    silent = {"undelivered": undelivered, "unopened": unopened, "unanswered": unanswered}
    conditions += [_some(column, value) for column, value in silent.items() if value is not None]
    if overdue is not None:
        conditions.append(Condition(f"{warning_types.UNANSWERED_IN_TIME} = %s", (info.context.now, overdue)))
    conditions += [] if title_contains is None else [reading.contains("title", title_contains)]
    conditions += [] if issued_from is None else [reading.compares("issued_at", ">=", issued_from)]
    conditions += [] if issued_to is None else [reading.compares("issued_at", "<=", issued_to)]
    return Wanted(Order("issued_at", descending=True), tuple(conditions))


@read(Warning | None, KNOWN, "One warning with its history (预警).")
async def warning(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One warning."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Warning"], [reading.equals("warning", uuid_of(id, "Warning"))], position)


@list_of("WarningReceipt", KNOWN, "What warnings came to whom (预警接收情况), newest first.", on="Mine.warningReceipts")
def warning_receipts(
    info: Info,
    mine: MineArgument = None,
    addressee: Annotated[str | None, argument(description="For this mine or department, by name (接收单位).")] = None,
    opened: Annotated[bool | None, argument(description="Opened, or not (是否签阅).")] = None,
    answered: Annotated[bool | None, argument(description="Answered, or not (是否反馈).")] = None,
    delivered: Annotated[bool | None, argument(description="Delivered, or not (是否送达).")] = None,
    late: Annotated[bool | None, argument(description="First answered late, or in time (是否逾期反馈).")] = None,
    level: Annotated[WarningLevel | None, argument(description="Of this level (预警级别).")] = None,
    withdrawn: Annotated[bool, argument(description="Taken back rather than standing (已撤回).")] = False,
) -> Wanted:
    """A page of receipts."""
    of_mine = uuid_of(mine, "Mine") if mine else None
    wanted = {"mine": of_mine, "addressee": addressee, "late": late, "level": level}
    conditions = reading.where(wanted)
    happened = {"opened_at": opened, "acted_at": answered, "delivered_at": delivered, "withdrawn": withdrawn}
    conditions += [reading.is_null(column, not value) for column, value in happened.items() if value is not None]
    return Wanted(Order("addressed_at", descending=True), tuple(conditions))
