"""Lists of what happens at mines: stops, work found, duties, workings, output and headcount."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from strawberry import ID, argument

from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_events import KeyPost
from ledger.domain.mine_status_events import MineStatus, WorkKind
from ledger.domain.mine_working_events import FaceKind, FaceMethod
from ledger.graphql import mine_types
from ledger.graphql.context import Info
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.projections import reading
from ledger.projections.reading import Condition, Order

_ = mine_types  # the types are declared by being imported

EffectiveOn = Annotated[date | None, argument(description="Holding on this day (生效日).")]


Standing = Annotated[bool | None, argument(description="Standing, or taken back (是否有效).")]
Since = Annotated[date | None, argument(description="On this day or later (日期起).")]
Until = Annotated[date | None, argument(description="On this day or earlier (日期止).")]


def not_withdrawn(standing: bool | None) -> list[Condition]:
    """The condition that a record stands, or was taken back."""
    return [] if standing is None else [reading.is_null("withdrawn", standing)]


def between(column: str, first: date | None, last: date | None) -> list[Condition]:
    """The conditions that a day lies between two, both included, where they are given."""
    bounds = ((">=", first), ("<=", last))
    return [reading.compares(column, how, day) for how, day in bounds if day is not None]


def of_mine(mine: ID | None, **wanted: object) -> list[Condition]:
    """The conditions that a mine and plain values mean; those that are not given mean none."""
    given = {"mine": uuid_of(mine, "Mine") if mine else None, **wanted}
    return reading.where(given)


def periods(conditions: list[Condition], effective_on: date | None) -> Wanted:
    """Periods, the latest first; those that hold on a day where one is given."""
    on_day = [reading.holding_on(effective_on)] if effective_on else []
    return Wanted(Order("valid_from", descending=True), (*conditions, *on_day))


@list_of("MineStatusPeriod", EVERYONE, "What parts of mines did when (生产建设状态沿革).")
def mine_status_periods(
    info: Info,
    mine: MineArgument = None,
    part: Annotated[str | None, argument(description="Of this part (组成部分).")] = None,
    status: Annotated[MineStatus | None, argument(description="In this status (状态).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The periods."""
    return periods(of_mine(mine, part=part, status=status), effective_on)


@list_of("SupervisorBodyPeriod", EVERYONE, "Which bodies supervised mines when (监管主体沿革).")
def supervisor_body_periods(
    info: Info,
    mine: MineArgument = None,
    body: Annotated[str | None, argument(description="This body (监管主体).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The periods."""
    return periods(of_mine(mine, body=body), effective_on)


@list_of("KeyPostHeld", EVERYONE, "Who held key posts of mines when (关键岗位任职).")
def key_posts(
    info: Info,
    mine: MineArgument = None,
    post: Annotated[KeyPost | None, argument(description="This post (关键岗位).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The tenures."""
    return periods(of_mine(mine, post=post), effective_on)


@list_of("MineStop", EVERYONE, "Stops of mines and their ways back (停产台账).")
def mine_stops(
    info: Info,
    mine: MineArgument = None,
    part: Annotated[str | None, argument(description="Of this part (组成部分).")] = None,
    kind: Annotated[MineStatus | None, argument(description="Of this kind (停产类型).")] = None,
    reference: Annotated[str | None, argument(description="By this document (文号).")] = None,
    standing: Annotated[bool | None, argument(description="Standing still, or ended (是否仍在停产).")] = None,
    term_before: Annotated[date | None, argument(description="Whose term ended before (整顿期限早于).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The stops, the latest first."""
    conditions = of_mine(mine, part=part, kind=kind, reference=reference)
    conditions += [reading.is_null("valid_to", standing)] if standing is not None else []
    conditions += [reading.compares("term", "<", term_before)] if term_before is not None else []
    return periods(conditions, effective_on)


@list_of("RepairPermit", KNOWN, "Permits of repair during stops (整改维修许可).")
def repair_permits(
    info: Info,
    mine: MineArgument = None,
    part: Annotated[str | None, argument(description="For this part (组成部分).")] = None,
    running_on: Annotated[date | None, argument(description="That permits work on this day (有效日).")] = None,
    standing: Standing = None,
) -> Wanted:
    """The permits, the latest first."""
    conditions = [*of_mine(mine, part=part), *not_withdrawn(standing)]
    if running_on is not None:
        conditions += [reading.compares("starts_on", "<=", running_on), reading.compares("ends_on", ">=", running_on)]
    return Wanted(Order("starts_on", descending=True), tuple(conditions))


@list_of("FoundWork", KNOWN, "Work found in parts of mines (现场作业核查).")
def work_found(
    info: Info,
    mine: MineArgument = None,
    part: Annotated[str | None, argument(description="In this part (组成部分).")] = None,
    work: Annotated[WorkKind | None, argument(description="Of this kind (作业类型).")] = None,
    lawful: Annotated[bool | None, argument(description="Lawful, or not (是否合法).")] = None,
    found_from: Since = None,
    found_to: Until = None,
    standing: Standing = None,
) -> Wanted:
    """What was found, the latest first."""
    days = between("found_on", found_from, found_to)
    conditions = (*of_mine(mine, part=part, work=work, lawful=lawful), *days, *not_withdrawn(standing))
    return Wanted(Order("found_on", descending=True), conditions)


@list_of("SafetyCommitment", KNOWN, "Safety commitments of mines (安全承诺).")
def commitments(
    info: Info, mine: MineArgument = None, made_from: Since = None, made_to: Until = None, standing: Standing = None
) -> Wanted:
    """The commitments, the latest first."""
    days = between("made_on", made_from, made_to)
    return Wanted(Order("made_on", descending=True), (*of_mine(mine), *days, *not_withdrawn(standing)))


@list_of("SelfInspection", KNOWN, "Self-inspections of mines (自检自改).")
def self_inspections(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[SelfInspectionKind | None, argument(description="Of this kind (自查类型).")] = None,
    inspected_from: Annotated[date | None, argument(description="On this day or later (自查日期起).")] = None,
    inspected_to: Annotated[date | None, argument(description="On this day or earlier (自查日期止).")] = None,
    standing: Standing = None,
) -> Wanted:
    """The self-inspections, the latest first."""
    days = between("inspected_on", inspected_from, inspected_to)
    conditions = (*of_mine(mine, kind=kind), *days, *not_withdrawn(standing))
    return Wanted(Order("inspected_on", descending=True), conditions)


@list_of("QuarterlyReport", KNOWN, "Reports of mines on their quarters (季度书面报告).")
def quarterly_reports(
    info: Info,
    mine: MineArgument = None,
    year: Annotated[int | None, argument(description="Of this year (年).")] = None,
    standing: Standing = None,
) -> Wanted:
    """The reports, the latest quarter first."""
    known = year if year is not None and year in range(1, 10_000) else None
    days = between("period_start", date(known, 1, 1), date(known, 12, 31)) if known else []
    return Wanted(Order("period_start", descending=True), (*of_mine(mine), *days, *not_withdrawn(standing)))


@list_of("Panel", KNOWN, "Panels of mines (采区).")
def panels(
    info: Info,
    mine: MineArgument = None,
    open: Annotated[bool | None, argument(description="Open, or closed (是否在采).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The panels, the latest first."""
    conditions = of_mine(mine)
    conditions += [] if open is None else [reading.is_null("valid_to", open)]
    return periods(conditions, effective_on)


@list_of("Face", KNOWN, "Faces of mines (采掘工作面).")
def faces(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[FaceKind | None, argument(description="Coal faces or headings (工作面类型).")] = None,
    method: Annotated[FaceMethod | None, argument(description="Worked like this (采掘工艺).")] = None,
    panel_name: Annotated[str | None, argument(description="In this panel (所属采区).")] = None,
    working: Annotated[bool | None, argument(description="That work, or not (是否在作业).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The faces, the latest first."""
    wanted = of_mine(mine, kind=kind, method=method, panel_name=panel_name, working=working)
    return periods(wanted, effective_on)


@list_of("MonthlyOutput", KNOWN, "Output of mines by month (月产量).")
def outputs(
    info: Info,
    mine: MineArgument = None,
    year: Annotated[int | None, argument(description="Of this year (年).")] = None,
    month: Annotated[int | None, argument(description="Of this month (月), 1–12.")] = None,
    over: Annotated[bool | None, argument(description="Over capacity, or not (是否超能力).")] = None,
) -> Wanted:
    """The outputs, the latest month first."""
    return Wanted(Order("first_day", descending=True), tuple(of_mine(mine, year=year, month=month, over=over)))


@list_of("ShiftHeadcount", KNOWN, "People underground by shift (单班入井人数).", on="Mine.shiftHeadcounts")
def headcounts(
    info: Info,
    mine: MineArgument = None,
    place: Annotated[str | None, argument(description="At this face, or in the whole mine (地点).")] = None,
    over: Annotated[bool | None, argument(description="Too many, or not (是否超员).")] = None,
    day_from: Annotated[date | None, argument(description="On this day or later (日期起).")] = None,
    day_to: Annotated[date | None, argument(description="On this day or earlier (日期止).")] = None,
) -> Wanted:
    """The headcounts, the latest day first."""
    conditions = (*of_mine(mine, place=place, over=over), *between("day", day_from, day_to))
    return Wanted(Order("day", descending=True), conditions)
