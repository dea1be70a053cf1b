"""What happens to a plan (方案): editions, phases, goals with figures, reporting duties."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named


@named("执行中 已完成 已废止")
class PlanStatus(StrEnum):
    """Where a plan stands (方案状态)."""

    IN_FORCE = "IN_FORCE"
    COMPLETED = "COMPLETED"
    REPEALED = "REPEALED"


@named("不超过 不低于 等于 推进 遏制")
class GoalOperator(StrEnum):
    """What a goal asks of its figure (目标要求); to push ahead and to contain have no figure to be held to."""

    AT_MOST = "AT_MOST"
    AT_LEAST = "AT_LEAST"
    EQUALS = "EQUALS"
    PROGRESS = "PROGRESS"
    CONTAIN = "CONTAIN"


@named(
    "煤矿数量 中型煤矿产能占比 二级以上标准化占比 30万吨/年以下煤矿数量",
    "采煤机械化程度 掘进装载机械化程度 无人值守固定作业地点数 远程监管接入占比 监管人员中专业人员占比",
)
class Measure(StrEnum):
    """A figure (指标) that the ledger counts by itself from what it holds of mines and officers, at any moment."""

    MINE_COUNT = "MINE_COUNT"
    MEDIUM_CAPACITY_SHARE = "MEDIUM_CAPACITY_SHARE"
    GRADE_TWO_SHARE = "GRADE_TWO_SHARE"
    SMALL_MINE_COUNT = "SMALL_MINE_COUNT"
    MINING_MECHANISATION = "MINING_MECHANISATION"
    DRIVING_MECHANISATION = "DRIVING_MECHANISATION"
    UNATTENDED_SITES = "UNATTENDED_SITES"
    REMOTE_SUPERVISION_SHARE = "REMOTE_SUPERVISION_SHARE"
    PROFESSIONAL_STAFF_SHARE = "PROFESSIONAL_STAFF_SHARE"


class PlanEvent(DomainEvent):
    """Every event of a plan carries where it holds and its edition, so that no view needs a join for them."""

    division: str
    edition: int


class PlanPublished(PlanEvent):
    """A plan was issued; `adjusts` names a plan from before the ledger that it replaces."""

    department: str
    document_no: str
    title: str
    issued_on: date
    starts_on: date
    ends_on: date
    adjusts: str | None
    bases: list[str]
    host: str | None
    leader_post: str | None


class PlanAdjusted(PlanEvent):
    """Another document replaces the one before, which stays readable; what it does not set anew goes on."""

    document_no: str
    title: str
    issued_on: date
    starts_on: date
    ends_on: date
    why: str


class PlanPhaseSet(PlanEvent):
    """A phase got its name and days; `replaces` is the one of the same number before."""

    phase: UUID
    replaces: UUID | None
    number: int
    name: str
    starts_on: date
    ends_on: date


class PlanGoalSet(PlanEvent):
    """A goal got its indicator; `replaces` is the one of the same code before."""

    goal: UUID
    replaces: UUID | None
    code: str
    text: str
    operator: GoalOperator
    value: Decimal | None
    unit: str
    due_on: date
    aspirational: bool
    measure: Measure | None


class PlanGoalWithdrawn(PlanEvent):
    """A goal is no longer pursued; its figures stay."""

    goal: UUID
    why: str


class IndicatorReported(PlanEvent):
    """A figure as a department reported it: it stays as it was reported, whatever is counted later."""

    report: UUID
    goal: UUID
    code: str
    department: str
    value: Decimal
    unit: str
    stands_on: date
    source: str


class IndicatorReportCorrected(PlanEvent):
    """A reported figure was wrong; the right one stands beside it."""

    report: UUID
    value: Decimal
    why: str


class ReportingDutySet(PlanEvent):
    """Reports are owed by a day; without a day they are owed when they are asked for. `department` is the office."""

    duty: UUID
    replaces: UUID | None
    code: str
    title: str
    due_on: date | None
    recipient: str
    department: str
    open_ended: bool


class _OfSubmission(PlanEvent):
    """What one department owes under a duty; `submission` follows from the two."""

    submission: UUID
    duty: UUID
    code: str
    title: str
    due_on: date | None
    recipient: str
    department: str


class ReportOwed(_OfSubmission):
    """A department owes a report; `decision` where the office named it. `unresolved`: the office owes the naming."""

    unresolved: bool
    decision: str | None


class ReportingDutyResolved(PlanEvent):
    """The office decided which departments 各有关部门 means for a report; `submission` is what the office owed."""

    submission: UUID
    duty: UUID
    code: str
    decision: str
    decided_on: date


class ReportNoLongerOwed(PlanEvent):
    """A department owes this report no longer: another duty takes its place, or it was withdrawn."""

    submission: UUID
    why: str


class ReportingDutyWithdrawn(PlanEvent):
    """Reports are no longer asked for."""

    duty: UUID
    why: str


class ReportSubmitted(_OfSubmission):
    """A department's report arrived, in time or not, from whomever."""

    submitted_on: date
    document_no: str | None
    account: str


class ReportReturned(PlanEvent):
    """A report was sent back; it is owed again."""

    submission: UUID
    duty: UUID
    department: str
    why: str


class PlanEnded(PlanEvent):
    """The plan was carried out to its end, or repealed."""

    status: PlanStatus
    ended_on: date
    why: str


class PlanReopened(PlanEvent):
    """The end of a plan was taken back."""

    why: str
