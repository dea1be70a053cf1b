"""What can happen to a regular duty (定期履职): an interval set for it, done and taken back, ended and resumed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named


@named(
    "研究解决重大问题 听取有关情况汇报 事故警示教育 风险评估和危害辨识 应急演练 督查工作开展情况",
    "召开推进会议 动态更新两个清单 向安委会报告",
)
class RegularRequirement(StrEnum):
    """What the notice asks to be done regularly (定期) or as required, without saying how often (定期事项)."""

    MAJOR_ISSUES = "MAJOR_ISSUES"
    BRIEFING = "BRIEFING"
    WARNING_EDUCATION = "WARNING_EDUCATION"
    RISK_ASSESSMENT = "RISK_ASSESSMENT"
    DRILL = "DRILL"
    PROGRESS_CHECK = "PROGRESS_CHECK"
    PROGRESS_MEETING = "PROGRESS_MEETING"
    LISTS_UPDATED = "LISTS_UPDATED"
    COMMITTEE_REPORT = "COMMITTEE_REPORT"


@named("每月 每季度 每年")
class RegularInterval(StrEnum):
    """How often, as a body decided it (履职间隔); no law says so."""

    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"


class RegularDutyEvent(DomainEvent):
    """Scope and mine are in every event; `mine` is null where a department owes it."""

    division: str
    mine: UUID | None


class RegularDutySet(RegularDutyEvent):
    """Somebody has to do it once in each month, quarter or year, by the paper `basis`, which sets how often.

    `department` follows it up; `body` owes it, or whoever runs the mine.
    """

    department: str
    requirement: RegularRequirement
    body: str | None
    every: RegularInterval
    starts_on: date
    ends_on: date | None
    basis: str


class RegularDutyDone(RegularDutyEvent):
    """It was done on a day."""

    record: UUID
    done_on: date
    account: str


class RegularDutyRetracted(RegularDutyEvent):
    """That it was done was entered wrongly."""

    record: UUID
    why: str


class RegularDutyEnded(RegularDutyEvent):
    """It is not asked for any more; `ended_on` is the first day without it."""

    ended_on: date
    why: str


class RegularDutyResumed(RegularDutyEvent):
    """The end was entered wrongly, or it is asked for again."""

    why: str
