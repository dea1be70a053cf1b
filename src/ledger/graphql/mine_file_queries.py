"""Lists over the files of mines (一矿一册): what holds on a day, and how they are run."""

from __future__ import annotations

from typing import Annotated

from strawberry import argument

from ledger.domain.mine_file_events import (
    CapacityKind,
    DisasterKind,
    DispositionGround,
    DispositionKind,
    RequirementState,
)
from ledger.domain.mine_operation_events import ContractingScope, FeedKind, FeedLevel, FeedState
from ledger.graphql import mine_file_types
from ledger.graphql.context import Info
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_file_types import GATE_MISSED
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.mine_record_queries import EffectiveOn, Standing, not_withdrawn, of_mine, periods
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.projections import reading
from ledger.projections.reading import Condition, Order
from ledger.values.times import local_day

_ = mine_file_types  # the types are declared by being imported


@list_of("CapacityPeriod", EVERYONE, "Capacities of mines (生产能力沿革).")
def capacities(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[CapacityKind | None, argument(description="Of this kind (能力类型).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The capacities."""
    return periods(of_mine(mine, kind=kind), effective_on)


@list_of("DisasterAppraisal", KNOWN, "What mines were appraised at (灾害鉴定).")
def disaster_appraisals(
    info: Info,
    mine: MineArgument = None,
    disaster: Annotated[DisasterKind | None, argument(description="Of this disaster type (灾害类型).")] = None,
    severe: Annotated[bool | None, argument(description="Severe, or not (是否灾害严重).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The appraisals."""
    return periods(of_mine(mine, disaster=disaster, severe=severe), effective_on)


@list_of("MinePlan", KNOWN, "Plans of supervising mines (一矿一策).")
def mine_plans(info: Info, mine: MineArgument = None, effective_on: EffectiveOn = None) -> Wanted:
    """The plans."""
    return periods(of_mine(mine), effective_on)


@list_of("LiaisonLeader", KNOWN, "Leaders who liaise with mines (联系指导领导).")
def liaison_leaders(
    info: Info,
    mine: MineArgument = None,
    leader: Annotated[str | None, argument(description="This leader (联系领导姓名).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The leaders."""
    return periods(of_mine(mine, leader=leader), effective_on)


@list_of("StandardisationPeriod", EVERYONE, "Standardisation grades of mines (标准化等级沿革).")
def standardisation_periods(
    info: Info,
    mine: MineArgument = None,
    grade: Annotated[int | None, argument(description="Of this grade (标准化等级).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The grades."""
    return periods(of_mine(mine, grade=grade), effective_on)


@list_of("MineDisposition", KNOWN, "What is to become of mines (分类处置).")
def mine_dispositions(
    info: Info,
    mine: MineArgument = None,
    disposition: Annotated[DispositionKind | None, argument(description="To become this (处置方式).")] = None,
    ground: Annotated[DispositionGround | None, argument(description="On this ground (处置依据).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The decisions."""
    return periods(of_mine(mine, disposition=disposition, ground=ground), effective_on)


@list_of("DoubleControlPeriod", KNOWN, "How far the double control of mines has come (“双控”体系建设).")
def double_control_periods(
    info: Info,
    mine: MineArgument = None,
    complete: Annotated[bool | None, argument(description="All of it there, or not (是否全部完成).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The assessments."""
    return periods(of_mine(mine, complete=complete), effective_on)


@list_of("MineRequirement", KNOWN, "What mines have to have or to keep up (应建应备事项).")
def mine_requirements(
    info: Info,
    mine: MineArgument = None,
    code: Annotated[str | None, argument(description="This item (事项代码).")] = None,
    state: Annotated[RequirementState | None, argument(description="In this state (落实情况).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The items; those that stand today are asked for by `effectiveOn`."""
    return periods(of_mine(mine, code=code, state=state), effective_on)


@list_of("HeadcountQuota", KNOWN, "Quotas of people of mines (矿定限员).")
def headcount_limits(
    info: Info,
    mine: MineArgument = None,
    place: Annotated[str | None, argument(description="Of this face, or of the whole mine (地点).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The quotas."""
    return periods(of_mine(mine, place=place), effective_on)


@list_of("ContractingPeriod", KNOWN, "Contracts on the work of mines (托管、承包).")
def contracting_periods(
    info: Info,
    mine: MineArgument = None,
    contractor: Annotated[str | None, argument(description="With this contractor (承托方).")] = None,
    scope: Annotated[ContractingScope | None, argument(description="Of this scope (托管范围).")] = None,
    licence_renewed: Annotated[bool | None, argument(description="Under a renewed licence, or not.")] = None,
    contracted_on: Annotated[bool | None, argument(description="Contracted on by another, or not (转包).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The contracts."""
    conditions = of_mine(mine, contractor=contractor, scope=scope, licence_renewed=licence_renewed)
    conditions += [] if contracted_on is None else [reading.is_null("parent", not contracted_on)]
    return periods(conditions, effective_on)


@list_of("Mechanisation", KNOWN, "How far mines are mechanised (机械化程度).")
def mechanisation(info: Info, mine: MineArgument = None, standing: Standing = None) -> Wanted:
    """The figures, the latest first."""
    return Wanted(Order("reported_for", descending=True), (*of_mine(mine), *not_withdrawn(standing)))


@list_of("MonitoringFeed", KNOWN, "Monitoring feeds of mines (监测数据接入).")
def monitoring_feeds(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[FeedKind | None, argument(description="That brings this (接入系统).")] = None,
    level: Annotated[FeedLevel | None, argument(description="Into the system of this level (接入层级).")] = None,
    state: Annotated[FeedState | None, argument(description="In this state (接入状态).")] = None,
) -> Wanted:
    """The feeds, that whose state changed last first."""
    return Wanted(Order("since_when", descending=True), tuple(of_mine(mine, kind=kind, level=level, state=state)))


@list_of("ApprovalGate", KNOWN, "Approval gates of upgrade mines (升级改造审批).")
def approval_gates(
    info: Info,
    mine: MineArgument = None,
    code: Annotated[str | None, argument(description="Of this code (审批事项代码).")] = None,
    missed: Annotated[bool | None, argument(description="Late or overdue, or not (是否逾期).")] = None,
    passed: Annotated[bool | None, argument(description="Approved, or not (是否批复).")] = None,
    refused: Annotated[bool | None, argument(description="Refused, or not (是否不予批准).")] = None,
    undecided: Annotated[bool | None, argument(description="An exit is proposed and not decided (建议待决).")] = None,
) -> Wanted:
    """The gates, by their last day."""
    conditions = of_mine(mine, code=code)
    conditions += [] if passed is None else [reading.is_null("passed_on", not passed)]
    conditions += [] if refused is None else [reading.is_null("refused_on", not refused)]
    if undecided is not None:
        conditions.append(Condition("(proposed_on IS NOT NULL AND decision IS NULL) = %s", (undecided,)))
    if missed is not None:
        conditions.append(Condition(f"{GATE_MISSED} = %s", (local_day(info.context.now), missed)))
    return Wanted(Order("due_on"), tuple(conditions))
