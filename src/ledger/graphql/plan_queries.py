"""Plans, goals with their figures, the submissions matrix, and the workload of departments."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.plan_events import GoalOperator, Measure, PlanStatus
from ledger.graphql import moments, plan_types
from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.labels import label
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, AskedValue, read
from ledger.graphql.scalars import Position
from ledger.graphql.task_queries import PlanArgument
from ledger.graphql.visibility import visible
from ledger.projections import reading
from ledger.projections.plan_figures import NOT_RECORDED, Counted, NotCounted, counted, met, professional_share
from ledger.projections.reading import Condition, Order, Query
from ledger.projections.submissions import MISSING, SubmissionStatus
from ledger.projections.view import Row
from ledger.projections.workload import Workload, workload
from ledger.values.errors import InvalidInput
from ledger.values.times import local_day

Plan: Any = plan_types.Plan


def _of(plan: strawberry.ID | None) -> list[Condition]:
    return [reading.equals("plan", uuid_of(plan, "Plan"))] if plan else []


@list_of("Plan", KNOWN, "Plans, the newest first (方案).")
def plans(
    info: Info,
    status: Annotated[PlanStatus | None, argument(description="In this state (状态).")] = None,
) -> Wanted:
    """A page of the plans."""
    conditions = () if status is None else (reading.equals("status", status),)
    return Wanted(Order("issued_on", descending=True), conditions)


@read(Plan | None, KNOWN, "One plan by id or by number of its document in force (方案).")
async def plan(
    info: Info,
    id: Annotated[strawberry.ID | None, argument(description="Global id (全局编号).")] = None,
    document_no: Annotated[str | None, argument(description="Number of the document in force (文号).")] = None,
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One plan."""
    position = await moments.resolve(info.context, as_of)
    if (id is None) == (document_no is None):
        raise InvalidInput("ARGUMENT_MISSING", "Give the id or the number.", "须给出编号或文号之一。", path=("id",))
    by = _of(id) if id is not None else [reading.equals("document_no", document_no)]
    return AskedOne(DECLARED["Plan"], by, position)


@list_of("Goal", KNOWN, "Goals that hold, by code (目标); what was reported stands beside what is asked.")
def goals(
    info: Info,
    plan: PlanArgument = None,
    code: Annotated[str | None, argument(description="With this code (目标编号).")] = None,
    superseded: Annotated[bool, argument(description="Those that no longer hold as well (含已失效).")] = False,
) -> Wanted:
    """A page of the goals."""
    conditions = _of(plan)
    conditions += [reading.equals("code", code)] if code else []
    conditions += [] if superseded else [Condition("superseded_in IS NULL AND withdrawn_why IS NULL")]
    return Wanted(Order("code"), tuple(conditions))


@list_of("Submission", KNOWN, "Which department has reported for which duty (报送情况), by day.")
def submissions(
    info: Info,
    plan: PlanArgument = None,
    duty: Annotated[str | None, argument(description="For this duty (报送任务编号).")] = None,
    department: Annotated[str | None, argument(description="By this department (报送单位).")] = None,
    due_on: Annotated[date | None, argument(description="Due on this day (报送期限).")] = None,
    status: Annotated[SubmissionStatus | None, argument(description="In this state (状态).")] = None,
    missing_on: Annotated[date | None, argument(description="Not there past its day, on that day (逾期未报).")] = None,
) -> Wanted:
    """A page of the matrix."""
    wanted = {"code": duty, "department": department, "due_on": due_on, "status": status}
    conditions = _of(plan) + [reading.equals(c, v) for c, v in wanted.items() if v is not None]
    conditions += [Condition(MISSING, (missing_on,))] if missing_on else []
    return Wanted(Order("due_on"), tuple(conditions))


@strawberry.type(description="A goal beside its figures (目标与指标): as reported, and as the ledger counts it.")
class GoalFigure:
    """A goal, what was reported, and what is counted."""

    code: str = strawberry.field(description="Code of the goal (目标编号).")
    text: str = strawberry.field(description="What is to be reached (目标内容).")
    operator: GoalOperator = strawberry.field(description="What is asked of the figure (比较方式).")
    operator_label: str | None = strawberry.field(description="Chinese label (中文名称).")
    value: Decimal | None = strawberry.field(description="The figure to be reached (目标值).")
    unit: str = strawberry.field(description="Its unit (单位).")
    reported: Decimal | None = strawberry.field(description="The last figure as reported, frozen (上报数值).")
    reported_for: date | None = strawberry.field(description="The day that figure is true for (统计截止日).")
    reported_met: bool | None = strawberry.field(description="Whether the goal was met by it (上报是否达标).")
    counted: Decimal | None = strawberry.field(description="The figure as the ledger counts it (台账统计数值).")
    counted_met: bool | None = strawberry.field(description="Whether the goal is met by it (统计是否达标).")
    measure: Measure | None = strawberry.field(description="How it is counted (自动统计口径).")
    not_counted: NotCounted | None = strawberry.field(description="Why it is not counted (未统计原因).")
    not_counted_label: str | None = strawberry.field(description="Chinese label (中文名称): why it is not counted.")
    unreported: int = strawberry.field(description="How many mines have not reported what it takes (未上报煤矿数).")


@strawberry.type(description="The goals of a plan beside their figures (目标完成情况).")
class GoalFigures:
    """All goals of a plan."""

    as_of_position: Position | None = strawberry.field(description="The position it is true for (截至位置).")
    goals: list[GoalFigure] = strawberry.field(description="The goals (目标).")


@read(GoalFigures | None, KNOWN, "Goals with the figure counted now, or at a moment, and as reported (目标完成情况).")
async def goal_figures(
    info: Info,
    plan: Annotated[strawberry.ID, argument(description="The plan (方案).")],
    as_of: AsOfArgument = None,
) -> AskedValue:
    """The goals of one plan, each with both figures."""
    context = info.context
    position = await moments.resolve(context, as_of)
    rows = await _goals(context, _of(plan), position)
    if not rows:
        return AskedValue(None)
    division = reading.equals("division", rows[0]["division"])
    async with context.reading() as reader:
        figures = await counted(reader, [division, *visible(context, DECLARED["Mine"], position)], position)
        share = await professional_share(reader, rows[0]["division"], position, local_day(context.now))
        figures[Measure.PROFESSIONAL_STAFF_SHARE] = share
    shown = [_figure(row, NOT_RECORDED if row["measure"] is None else figures[Measure(row["measure"])]) for row in rows]
    return AskedValue(GoalFigures(as_of_position=None if position is None else Position(position), goals=shown))


async def _goals(context: Context, conditions: list[Condition], position: int | None) -> list[Row]:
    holding = Condition("superseded_in IS NULL AND withdrawn_why IS NULL")
    declared = DECLARED["Goal"]
    query = Query(declared.view, [*conditions, holding, *visible(context, declared, position)], Order("code"))
    async with context.reading() as reader:
        return await reading.select(reader, query)


def _figure(row: Row, found: Counted) -> GoalFigure:
    operator = GoalOperator(row["operator"])
    return GoalFigure(
        code=row["code"],
        text=row["text"],
        operator=operator,
        operator_label=label(operator),
        value=row["value"],
        unit=row["unit"],
        reported=row["reported"],
        reported_for=row["reported_for"],
        reported_met=met(operator, row["value"], row["reported"]),
        counted=found.figure,
        counted_met=met(operator, row["value"], found.figure),
        measure=None if row["measure"] is None else Measure(row["measure"]),
        not_counted=found.why_not,
        not_counted_label=None if found.why_not is None else label(found.why_not),
        unreported=found.unreported,
    )


@strawberry.type(description="What a department has to do, and how much of it is late (部门工作量).")
class DepartmentWorkload:
    """One department's."""

    department: str = strawberry.field(description="The department (单位).")
    open_tasks: int = strawberry.field(description="Tasks not delivered (未完成任务数).")
    overdue_tasks: int = strawberry.field(description="Of these, past their day (逾期任务数).")
    delivered_tasks: int = strawberry.field(description="Tasks that wait for approval (待审核任务数).")
    settled_tasks: int = strawberry.field(description="Tasks approved or done (已通过或办结任务数).")
    principal_of: int = strawberry.field(description="Tasks it is the principal of (牵头任务数).")
    unresolved: int = strawberry.field(description="Where it has still to name departments (待明确责任单位数).")
    reports_owed: int = strawberry.field(description="Reports it owes (应报未报数).")
    reports_missing: int = strawberry.field(description="Of these, past their day (逾期未报数).")
    open_items: int = strawberry.field(description="Open items on its lists (清单未整改数).")
    late_items: int = strawberry.field(description="Of these, past their limit (清单逾期数).")


@strawberry.type(description="The workload of all departments on a day (各部门工作量).")
class Workloads:
    """All departments'."""

    as_of_position: Position | None = strawberry.field(description="The position it is true for (截至位置).")
    on: date = strawberry.field(description="The day that lateness is counted for (统计日).")
    departments: list[DepartmentWorkload] = strawberry.field(description="Each department, most late first (各部门).")


@read(Workloads, KNOWN, "What each department has to do, and how much is late (部门工作量).")
async def department_workload(
    info: Info,
    on: Annotated[date | None, argument(description="Late on this day (统计日); today if left out.")] = None,
    as_of: AsOfArgument = None,
) -> AskedValue:
    """The workload, counted now or as it stood."""
    context = info.context
    position = await moments.resolve(context, as_of)
    day = on or local_day(context.now)
    seen = [visible(context, DECLARED[name], position) for name in ("Task", "Submission", "ListItem")]
    async with context.reading() as reader:
        found = await workload(reader, day, *seen)
    at = None if position is None else Position(position)
    return AskedValue(Workloads(as_of_position=at, on=day, departments=[_shown(each) for each in found]))


def _shown(each: Workload) -> DepartmentWorkload:
    return DepartmentWorkload(**vars(each))
