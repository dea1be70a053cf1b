"""The task board."""

from __future__ import annotations

from typing import Annotated

from strawberry import argument

from ledger.domain.task import TaskStatus
from ledger.graphql.context import Info
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.permissions import KNOWN
from ledger.projections import reading
from ledger.projections.reading import Order


@list_of("Task", KNOWN, "The task board (任务台账).")
def tasks(
    info: Info,
    status: Annotated[TaskStatus | None, argument(description="In this state (状态).")] = None,
) -> Wanted:
    """A page of the board, by reference."""
    conditions = () if status is None else (reading.equals("status", status),)
    return Wanted(Order("reference"), conditions)
