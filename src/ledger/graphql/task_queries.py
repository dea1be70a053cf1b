"""The task board, matters and the two lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.matter import MatterStatus
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.domain.two_lists import ListItemStatus, ListKind
from ledger.graphql import moments, task_types
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
from ledger.projections.task_board import OVERDUE, OVERDUE_ON
from ledger.projections.two_lists import LATE
from ledger.values.times import local_day

Task: Any = task_types.Task
Matter: Any = task_types.Matter
Id = Annotated[strawberry.ID, argument(description="Global id (全局编号).")]
PlanArgument = Annotated[strawberry.ID | None, argument(description="Of this plan (所属方案).")]


def _equal(**wanted: object) -> list[Condition]:
    return reading.where(wanted)


@list_of("Task", KNOWN, "The task board (任务台账).")
def tasks(
    info: Info,
    status: Annotated[TaskStatus | None, argument(description="In this state (状态).")] = None,
    mode: Annotated[DutyMode | None, argument(description="Shared in this way (责任方式).")] = None,
    reference: Annotated[str | None, argument(description="With this number (任务编号).")] = None,
    department: Annotated[str | None, argument(description="This department is responsible (责任单位).")] = None,
    phase: Annotated[str | None, argument(description="In this phase (所属阶段).")] = None,
    plan: PlanArgument = None,
    overdue: Annotated[bool | None, argument(description="Past its day today, or not (是否逾期).")] = None,
    overdue_on: Annotated[date | None, argument(description="Undelivered past its day on that day (当日逾期).")] = None,
    unresolved: Annotated[bool | None, argument(description="Departments are still unnamed (责任单位未列明).")] = None,
) -> Wanted:
    """A page of the board, by reference."""
    of_plan = uuid_of(plan, "Plan") if plan else None
    conditions = _equal(status=status, mode=mode, reference=reference, plan=of_plan, open_ended=unresolved)
    conditions += [Condition("%s = ANY(departments)", (department,))] if department else []
    conditions += [Condition("%s = ANY(phases)", (phase,))] if phase else []
    if overdue is not None:
        conditions.append(Condition(f"({OVERDUE}) = %s", (local_day(info.context.now), overdue)))
    if overdue_on is not None:
        conditions.append(Condition(OVERDUE_ON, (overdue_on,) * 5))
    return Wanted(Order("reference"), tuple(conditions))


@read(Task | None, KNOWN, "One task with its history (任务).")
async def task(info: Info, id: Id, as_of: AsOfArgument = None) -> AskedOne:
    """One task."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Task"], [reading.equals("task", uuid_of(id, "Task"))], position)


@list_of("Matter", KNOWN, "Major issues, the newest first (重大事项).")
def matters(
    info: Info,
    status: Annotated[MatterStatus | None, argument(description="In this state (状态).")] = None,
    department: Annotated[str | None, argument(description="Raised by it (提出单位).")] = None,
) -> Wanted:
    """A page of the matters."""
    return Wanted(Order("raised_on", descending=True), tuple(_equal(status=status, department=department)))


@read(Matter | None, KNOWN, "One matter with its tasks and history (事项).")
async def matter(info: Info, id: Id, as_of: AsOfArgument = None) -> AskedOne:
    """One matter."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Matter"], [reading.equals("matter", uuid_of(id, "Matter"))], position)


@list_of("ListItem", KNOWN, "The two lists, by time limit (“两个清单”).", on="Mine.listItems")
def two_lists(
    info: Info,
    kind: Annotated[ListKind | None, argument(description="Of this list (清单类别).")] = None,
    status: Annotated[ListItemStatus | None, argument(description="In this state (状态).")] = None,
    department: Annotated[str | None, argument(description="On its list (建账单位).")] = None,
    unit: Annotated[str | None, argument(description="To be rectified by it (整改单位).")] = None,
    mine: MineArgument = None,
    late: Annotated[bool | None, argument(description="Late, or not (是否逾期).")] = None,
) -> Wanted:
    """A page of the lists."""
    of_mine = uuid_of(mine, "Mine") if mine else None
    conditions = _equal(kind=kind, status=status, department=department, unit=unit, mine=of_mine)
    if late is not None:
        conditions.append(Condition(f"({LATE}) = %s", (local_day(info.context.now), late)))
    return Wanted(Order("time_limit"), tuple(conditions))
