"""Lists of what happens at mines: stops, work found, duties, workings, output and headcount."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from strawberry import ID, argument

from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_events import KeyPost
from ledger.domain.mine_status_events import MineStatus
from ledger.domain.mine_working_events import FaceKind
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


def of_mine(mine: ID | None, **wanted: object) -> list[Condition]:
    """The conditions that a mine and plain values mean; those that are not given mean none."""
    given = {"mine": uuid_of(mine, "Mine") if mine else None, **wanted}
    return [reading.equals(column, value) for column, value in given.items() if value is not None]


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
    kind: Annotated[MineStatus | None, argument(description="Of this kind (停产类型).")] = None,
    standing: Annotated[bool | None, argument(description="Standing still, or ended (是否仍在停产).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The stops, the latest first."""
    conditions = of_mine(mine, kind=kind)
    conditions += [reading.is_null("valid_to", standing)] if standing is not None else []
    return periods(conditions, effective_on)


@list_of("FoundWork", KNOWN, "Work found in parts of mines (现场作业核查).")
def work_found(
    info: Info,
    mine: MineArgument = None,
    lawful: Annotated[bool | None, argument(description="Lawful, or not (是否合法).")] = None,
) -> Wanted:
    """What was found, the latest first."""
    return Wanted(Order("found_on", descending=True), tuple(of_mine(mine, lawful=lawful)))


@list_of("SafetyCommitment", KNOWN, "Safety commitments of mines (安全承诺).")
def commitments(info: Info, mine: MineArgument = None) -> Wanted:
    """The commitments, the latest first."""
    return Wanted(Order("made_on", descending=True), tuple(of_mine(mine)))


@list_of("SelfInspection", KNOWN, "Self-inspections of mines (自检自改).")
def self_inspections(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[SelfInspectionKind | None, argument(description="Of this kind (自查类型).")] = None,
    inspected_from: Annotated[date | None, argument(description="On this day or later (自查日期起).")] = None,
    inspected_to: Annotated[date | None, argument(description="On this day or earlier (自查日期止).")] = None,
) -> Wanted:
    """The self-inspections, the latest first."""
    conditions = of_mine(mine, kind=kind)
    conditions += [reading.compares("inspected_on", ">=", inspected_from)] if inspected_from else []
    conditions += [reading.compares("inspected_on", "<=", inspected_to)] if inspected_to else []
    return Wanted(Order("inspected_on", descending=True), tuple(conditions))


@list_of("QuarterlyReport", KNOWN, "Reports of mines on their quarters (季度书面报告).")
def quarterly_reports(info: Info, mine: MineArgument = None) -> Wanted:
    """The reports, the latest quarter first."""
    return Wanted(Order("period_start", descending=True), tuple(of_mine(mine)))


@list_of("Panel", KNOWN, "Panels of mines (采区).")
def panels(info: Info, mine: MineArgument = None, effective_on: EffectiveOn = None) -> Wanted:
    """The panels, the latest first."""
    return periods(of_mine(mine), effective_on)


@list_of("Face", KNOWN, "Faces of mines (采掘工作面).")
def faces(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[FaceKind | None, argument(description="Coal faces or headings (工作面类型).")] = None,
    working: Annotated[bool | None, argument(description="That work, or not (是否在作业).")] = None,
    effective_on: EffectiveOn = None,
) -> Wanted:
    """The faces, the latest first."""
    return periods(of_mine(mine, kind=kind, working=working), effective_on)


@list_of("MonthlyOutput", KNOWN, "Output of mines by month (月产量).")
def outputs(
    info: Info,
    mine: MineArgument = None,
    year: Annotated[int | None, argument(description="Of this year (年).")] = None,
    over: Annotated[bool | None, argument(description="Over capacity, or not (是否超能力).")] = None,
) -> Wanted:
    """The outputs, the latest month first."""
    return Wanted(Order("first_day", descending=True), tuple(of_mine(mine, year=year, over=over)))


@list_of("ShiftHeadcount", KNOWN, "People underground by shift (单班入井人数).")
def headcounts(
    info: Info,
    mine: MineArgument = None,
    over: Annotated[bool | None, argument(description="Too many, or not (是否超员).")] = None,
    day_from: Annotated[date | None, argument(description="On this day or later (日期起).")] = None,
    day_to: Annotated[date | None, argument(description="On this day or earlier (日期止).")] = None,
) -> Wanted:
    """The headcounts, the latest day first."""
    conditions = of_mine(mine, over=over)
    conditions += [reading.compares("day", ">=", day_from)] if day_from else []
    conditions += [reading.compares("day", "<=", day_to)] if day_to else []
    return Wanted(Order("day", descending=True), tuple(conditions))
