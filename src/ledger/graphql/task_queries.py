"""The task board."""

from __future__ import annotations

from typing import Annotated, Any

from strawberry import argument

from ledger.domain.task import TaskStatus
from ledger.graphql import moments, types
from ledger.graphql.context import Info
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.paging import After, AskedPage, Before, Connection, First, Last, Page, page_of
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import read
from ledger.projections import reading
from ledger.projections.reading import Order

Task: Any = types.Task


@read(Connection[Task], KNOWN, "The task board (任务台账).")
async def tasks(
    info: Info,
    status: Annotated[TaskStatus | None, argument(description="In this state (状态).")] = None,
    as_of: AsOfArgument = None,
    first: First = None,
    after: After = None,
    last: Last = None,
    before: Before = None,
) -> AskedPage:
    """A page of the board, by reference."""
    position = await moments.resolve(info.context, as_of)
    conditions = [] if status is None else [reading.equals("status", status)]
    return page_of(info.context, "Task", conditions, Order("reference"), Page(first, after, last, before), position)
