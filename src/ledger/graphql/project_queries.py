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
    deviating: Annotated[bool | None, argument(description="Not built as designed, or so (存在设计偏差).")] = None,
    defective: Annotated[bool | None, argument(description="With breaches flagged, or none (有程序瑕疵).")] = None,
    department: Annotated[str | None, argument(description="The matter of this department (主管单位).")] = None,
    name_contains: Annotated[str | None, argument(description="Part of the name (名称包含).")] = None,
    builder: Annotated[str | None, argument(description="Built by this one (建设单位).")] = None,
    applied_from: Annotated[date | None, argument(description="Applied for on this day or later (申报日期起).")] = None,
    applied_to: Annotated[date | None, argument(description="Applied for on this day or earlier (申报日期止).")] = None,
) -> Wanted:
    """A page of projects."""
    plain: dict[str, object] = {
        "kind": kind,
        "status": status,
        "used_before_acceptance": used_before_acceptance,
        "builder": builder,
    }
    plain |= {"department": department, "mine": uuid_of(mine, "Mine") if mine else None}
    rest: list[tuple[Any, str, tuple[Any, ...]]] = [
        (begun_unapproved, "(cardinality(begun_without) > 0) = %s", (begun_unapproved,)),
        (trial_overdue, f"{project_types.TRIAL_OVERDUE} = %s", (local_day(info.context.now), trial_overdue)),
        (deviating, "(cardinality(open_deviations) > 0) = %s", (deviating,)),
        (defective, "(defects > 0) = %s", (defective,)),
        (name_contains, "strpos(name, %s) > 0", (name_contains,)),
        (applied_from, "applied_on >= %s", (applied_from,)),
        (applied_to, "applied_on <= %s", (applied_to,)),
    ]
    conditions = reading.where(plain)
    conditions += [Condition(text, parameters) for value, text, parameters in rest if value is not None]
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
    authority: Annotated[str | None, argument(description="Decided by this one (审批机关).")] = None,
    document: Annotated[str | None, argument(description="By this paper (批复文号).")] = None,
) -> Wanted:
    """A page of approvals."""
    wanted = {
        "mine": uuid_of(mine, "Mine") if mine else None,
        "kind": kind,
        "outcome": outcome,
        "authority": authority,
        "document": document,
    }
    conditions = reading.where(wanted)
    if in_force_on is not None:
        text = "outcome <> 'REFUSED' AND decided_on <= %s AND (ends_on IS NULL OR ends_on > %s)"
        conditions.append(Condition(text, (in_force_on, in_force_on)))
    conditions += [reading.compares("ends_on", "<=", ends_by)] if ends_by else []
    return Wanted(Order("decided_on", descending=True), tuple(conditions))


@list_of("DesignDeviation", KNOWN, "Deviations from approved designs (设计偏差), newest first.")
def design_deviations(
    info: Info,
    mine: MineArgument = None,
    remedied: Annotated[bool | None, argument(description="Put right, or not (是否整改).")] = None,
    overdue: Annotated[bool | None, argument(description="Open past its last day, or not (是否逾期).")] = None,
) -> Wanted:
    """A page of deviations."""
    conditions = [reading.equals("mine", uuid_of(mine, "Mine"))] if mine else []
    conditions += [] if remedied is None else [reading.is_null("remedied_on", not remedied)]
    if overdue is not None:
        text = "coalesce(remedied_on IS NULL AND due_on < %s, false) = %s"
        conditions.append(Condition(text, (local_day(info.context.now), overdue)))
    return Wanted(Order("found_on", descending=True), tuple(conditions))


@list_of("SiteVerification", KNOWN, "When officers looked at projects on site (建设项目现场核查), newest first.")
def site_verifications(
    info: Info,
    mine: MineArgument = None,
    in_order: Annotated[bool | None, argument(description="As it should be, or not (是否符合要求).")] = None,
) -> Wanted:
    """A page of verifications."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "in_order": in_order}
    conditions = reading.where(wanted)
    return Wanted(Order("verified_on", descending=True), tuple(conditions))
