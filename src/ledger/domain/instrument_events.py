"""What can happen to an instrument (依据文件): entered, watched, checked, changed, reviewed, followed up by tasks."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.domain.timeline import PeriodBounds
from ledger.values.labels import named


@named("法律 行政法规 规章 规范性文件 标准 方案通知 规程细则")
class InstrumentKind(StrEnum):
    """What an instrument is (文件类别)."""

    LAW = "LAW"
    REGULATION = "REGULATION"
    DEPARTMENT_RULE = "DEPARTMENT_RULE"
    NORMATIVE_DOCUMENT = "NORMATIVE_DOCUMENT"
    STANDARD = "STANDARD"
    PLAN_OR_NOTICE = "PLAN_OR_NOTICE"
    SAFETY_CODE = "SAFETY_CODE"


@named("制定中 现行有效 修订中 已废止")
class InstrumentStatus(StrEnum):
    """Where an instrument stands (效力状态)."""

    BEING_MADE = "BEING_MADE"
    IN_FORCE = "IN_FORCE"
    BEING_REVISED = "BEING_REVISED"
    REPEALED = "REPEALED"


@named("保留 修改 废止")
class ReviewOutcome(StrEnum):
    """What came of reviewing a normative document (清理结论, R-054)."""

    KEEP = "KEEP"
    REVISE = "REVISE"
    ABOLISH = "ABOLISH"


class InstrumentEvent(DomainEvent):
    """An event of an instrument; `division` is whose register it stands in."""

    division: str


class InstrumentRegistered(InstrumentEvent):
    """An instrument was entered, as it stands from a day on; `department` follows it."""

    department: str
    title: str
    kind: InstrumentKind
    issuer: str
    document_no: str | None
    change: UUID
    status: InstrumentStatus
    effective_on: date
    watched: bool
    source: str | None


class InstrumentCorrected(InstrumentEvent):
    """What was entered wrongly about it was put right."""

    title: str
    kind: InstrumentKind
    issuer: str
    why: str


class InstrumentChanged(InstrumentEvent):
    """It stands otherwise from a day on, under a number of its own.

    `moved` are the periods that begin or end on other days by it, `current` is how it stands in the last of all.
    """

    change: UUID
    status: InstrumentStatus
    document_no: str | None
    summary: str
    effective_on: date
    ended_on: date | None
    moved: list[PeriodBounds]
    current: InstrumentStatus
    current_since: date


class InstrumentChangeRetracted(InstrumentEvent):
    """A change was entered wrongly: what stood before goes on."""

    change: UUID
    why: str
    moved: list[PeriodBounds]
    current: InstrumentStatus
    current_since: date


class InstrumentWatchSet(InstrumentEvent):
    """Its making or revision is watched from now on, or no longer (R-048)."""

    watched: bool
    why: str


class InstrumentChecked(InstrumentEvent):
    """Somebody looked where it stands (跟踪核查)."""

    checked_on: date
    finding: str


class InstrumentReviewed(InstrumentEvent):
    """A normative document was reviewed (文件清理, R-054)."""

    outcome: ReviewOutcome
    reviewed_on: date
    why: str


class InstrumentTaskLinked(InstrumentEvent):
    """A task makes it known or carries it out (宣传贯彻, R-049)."""

    task: UUID


class InstrumentTaskUnlinked(InstrumentEvent):
    """That a task is about it was entered wrongly."""

    task: UUID
    why: str
