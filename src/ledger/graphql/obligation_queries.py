"""Obligations: what is owed, by whom, under which article, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.obligation_events import ObligationStatus
from ledger.graphql import moments, obligation_types
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.obligations import OPEN_ON
from ledger.projections.reading import Condition, Order
from ledger.values.calendar import Cadence, period_of
from ledger.values.errors import InvalidInput

Obligation: Any = obligation_types.Obligation


@strawberry.input(description="Days from and to, both included (日期范围).")
class DayRange:
    """A range of days."""

    first: date = strawberry.field(description="First day (起始日).")
    last: date = strawberry.field(description="Last day (截止日).")


@list_of("Obligation", KNOWN, "Obligations (履职台账), by the day on which they are due.", on="Mine.obligations")
def obligations(
    info: Info,
    mine: MineArgument = None,
    department: Annotated[str | None, argument(description="Supervised or owed by it (主管单位).")] = None,
    owner: Annotated[str | None, argument(description="Owed by this body (责任单位).")] = None,
    duty: Annotated[str | None, argument(description="Of this kind (职责代码).")] = None,
    state: Annotated[ObligationStatus | None, argument(description="In this state (履职状态).")] = None,
    missed: Annotated[bool | None, argument(description="Ever missed, or never (曾否逾期).")] = None,
    open_on: Annotated[
        date | None, argument(description="Open on this day, whatever became of it (当日未办结).")
    ] = None,
    due_between: Annotated[DayRange | None, argument(description="Due within these days (到期日范围).")] = None,
) -> Wanted:
    """A page of the obligations."""
    wanted = {
        "mine": uuid_of(mine, "Mine") if mine else None,
        "department": department,
        "owner": owner,
        "duty": duty,
        "status": state,
        "missed": missed,
    }
    conditions = reading.where(wanted)
    if open_on is not None:
        conditions.append(Condition(OPEN_ON, (open_on,), of_span=True))
    if due_between is not None:
        conditions += _due_within(due_between.first, due_between.last)
    return Wanted(Order("due_on"), tuple(conditions))


@read(Obligation | None, KNOWN, "One obligation with its history (履职事项).")
async def obligation(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One obligation."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Obligation"], [reading.equals("obligation", uuid_of(id, "Obligation"))], position)


@list_of("Obligation", KNOWN, "The compliance calendar of a mine (履职日历): what falls due in a month.")
def compliance_calendar(
    info: Info,
    mine: Annotated[strawberry.ID, argument(description="The mine (煤矿).")],
    month: Annotated[date, argument(description="Any day of the month (月份).")],
) -> Wanted:
    """A page of the calendar, by day."""
    period = period_of(Cadence.MONTH, month)
    of_mine = reading.equals("mine", uuid_of(mine, "Mine"))
    return Wanted(Order("due_on"), (of_mine, *_due_within(period.first, period.last)))


def _due_within(first: date, last: date) -> list[Condition]:
    if last < first:
        raise InvalidInput(
            "RANGE_UPSIDE_DOWN",
            f"{last} is before {first}.",
            "截止日早于起始日。",
            path=("dueBetween", "last"),
        )
    return [reading.compares("due_on", ">=", first), reading.compares("due_on", "<=", last)]
