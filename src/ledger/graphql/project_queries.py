"""Construction projects and their approvals."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.project_events import ApprovalKind, ApprovalOutcome, ProjectKind, ProjectStatus
from ledger.graphql import moments, project_types
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
from ledger.values.times import local_day

Project: Any = project_types.Project


@list_of("Project", KNOWN, "Construction projects (建设项目台账), newest first.", on="Mine.projects")
def projects(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[ProjectKind | None, argument(description="Of this kind (项目类别).")] = None,
    status: Annotated[ProjectStatus | None, argument(description="In this state (状态).")] = None,
    begun_unapproved: Annotated[
        bool | None, argument(description="Begun without an approval, or not (未批先建).")
    ] = None,
    used_before_acceptance: Annotated[
        bool | None, argument(description="Used before it was accepted, or not (未经验收投入使用).")
    ] = None,
    trial_overdue: Annotated[bool | None, argument(description="On trial too long, or not (试运转超期).")] = None,
) -> Wanted:
    """A page of projects."""
    wanted = {
        "mine": uuid_of(mine, "Mine") if mine else None,
        "kind": kind,
        "status": status,
        "used_before_acceptance": used_before_acceptance,
    }
    conditions = [reading.equals(column, value) for column, value in wanted.items() if value is not None]
    if begun_unapproved is not None:
        conditions.append(Condition("(cardinality(begun_without) > 0) = %s", (begun_unapproved,)))
    if trial_overdue is not None:
        today = local_day(info.context.now)
        conditions.append(Condition(f"{project_types.TRIAL_OVERDUE} = %s", (today, trial_overdue)))
    return Wanted(Order("applied_on", descending=True), tuple(conditions))


@read(Project | None, KNOWN, "One construction project with its history (建设项目).")
async def project(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One project."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Project"], [reading.equals("project", uuid_of(id, "Project"))], position)


@list_of(
    "ProjectApproval", KNOWN, "Approvals of construction projects (审批事项), newest first.", on="Mine.projectApprovals"
)
def project_approvals(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[ApprovalKind | None, argument(description="Of this kind (审批事项).")] = None,
    outcome: Annotated[ApprovalOutcome | None, argument(description="With this outcome (审批结果).")] = None,
    in_force_on: Annotated[date | None, argument(description="In force on this day (当日有效).")] = None,
    ends_by: Annotated[date | None, argument(description="Ending by this day (失效日期止).")] = None,
) -> Wanted:
    """A page of approvals."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "kind": kind, "outcome": outcome}
    conditions = [reading.equals(column, value) for column, value in wanted.items() if value is not None]
    if in_force_on is not None:
        text = "outcome <> 'REFUSED' AND decided_on <= %s AND (ends_on IS NULL OR ends_on > %s)"
        conditions.append(Condition(text, (in_force_on, in_force_on)))
    conditions += [reading.compares("ends_on", "<=", ends_by)] if ends_by else []
    return Wanted(Order("decided_on", descending=True), tuple(conditions))
