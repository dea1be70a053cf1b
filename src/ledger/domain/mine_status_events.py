"""What can happen to what the parts of a mine do: status, stops and their ways back, closing, work found."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from ledger.domain.mine_event import MineEvent, PeriodEvent
from ledger.domain.timeline import PeriodBounds
from ledger.values.labels import named

WHOLE_MINE = "全矿"


@named("办理审批 建设 生产 自行停产 现场责令停止 停产整顿 暂扣许可证 关闭")
class MineStatus(StrEnum):
    """What a part of a mine is doing (生产建设状态); there are four kinds of stop, each with its own way back."""

    APPROVING = "APPROVING"
    CONSTRUCTING = "CONSTRUCTING"
    PRODUCING = "PRODUCING"
    STOPPED_VOLUNTARILY = "STOPPED_VOLUNTARILY"
    STOPPED_ON_SITE = "STOPPED_ON_SITE"
    STOPPED_FOR_RECTIFICATION = "STOPPED_FOR_RECTIFICATION"
    LICENCE_WITHHELD = "LICENCE_WITHHELD"
    CLOSED = "CLOSED"

    @property
    def stopped(self) -> bool:
        """Whether it is one of the four kinds of stop."""
        return self in GRAVITY


GRAVITY = (
    MineStatus.STOPPED_VOLUNTARILY,
    MineStatus.STOPPED_ON_SITE,
    MineStatus.LICENCE_WITHHELD,
    MineStatus.STOPPED_FOR_RECTIFICATION,
)
"""The kinds of stop; where several stand at once, the last of them in this order is the status shown (ours)."""


@named("生产 建设 整改维修 通风 排水")
class WorkKind(StrEnum):
    """What is found to be done in a part (现场作业); ventilation and pumping are lawful whatever its status."""

    PRODUCTION = "PRODUCTION"
    CONSTRUCTION = "CONSTRUCTION"
    REPAIR = "REPAIR"
    VENTILATION = "VENTILATION"
    PUMPING = "PUMPING"


@named("部门主要负责人 矿山安全监察机构 政府主要负责人")
class SigningOffice(StrEnum):
    """Who signs that a mine may resume after a stop for rectification, in this order (复产签字)."""

    DEPARTMENT_HEAD = "DEPARTMENT_HEAD"
    MINE_INSPECTION_BODY = "MINE_INSPECTION_BODY"
    GOVERNMENT_HEAD = "GOVERNMENT_HEAD"


class MineStatusChanged(MineEvent):
    """A part began to do something else on a day; `period` is the period that begins."""

    part: str
    status: MineStatus
    effective_on: date
    period: UUID
    ended_period: UUID | None
    why: str


class MineStatusCorrected(PeriodEvent):
    """It was learned late what a part did, or from when; `current` is what it does since its last change."""

    part: str
    status: MineStatus
    current: MineStatus
    why: str


class MineStatusWithdrawn(MineEvent):
    """A period that never was is taken out; what was before it went on."""

    part: str
    period: UUID
    moved: list[PeriodBounds]
    current: MineStatus
    why: str

    def bounds_of(self, period: UUID) -> PeriodBounds | None:
        """The days of a period after it; None for the one that was taken out."""
        return next((bounds for bounds in self.moved if bounds.period == period), None)


class StopBegan(MineEvent):
    """A part stopped, or was stopped; `kind` is the status that says how it may go on, `term` the last day ordered.

    `order` is the order of this ledger that it was ordered by, where it is one; `noticed_on` is the day of the prior
    notice (行政处罚事先告知), where the stop is a penalty. Version 1 knew neither.
    """

    schema_version: ClassVar[int] = 2

    stop: UUID
    part: str
    kind: MineStatus
    began_on: date
    before: MineStatus
    ordered_by: str | None
    reference: str | None
    content: str
    term: date | None
    order: UUID | None
    noticed_on: date | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """A stop of version 1 was recorded by the number of its paper alone."""
        unknown = {"order": None, "noticedOn": None}
        return data | unknown if schema_version == 1 else super().upcast(data, schema_version)


class StopPutUnderOrder(MineEvent):
    """It was learned that a stop that stands was ordered by an order of this ledger; `reference` is its number."""

    stop: UUID
    order: UUID
    ordered_by: str
    reference: str | None


class StopRedated(MineEvent):
    """It was learned late when a stop that stands began."""

    stop: UUID
    began_on: date
    why: str


class StopEnded(MineEvent):
    """A stop was ended by the way back that its kind has, or fell with its ground; `reference` names the paper."""

    stop: UUID
    part: str
    kind: MineStatus
    ended_on: date
    how: str
    reference: str | None


class ResumptionApplied(MineEvent):
    """The mine asked to resume after a stop for rectification (恢复生产申请); acceptance is due by `due_on`."""

    stop: UUID
    applied_on: date
    plan: str
    account: str
    due_on: date


class ResumptionAccepted(MineEvent):
    """The acceptance before resumption was held (复产验收); `days_late` counts from the day it was due."""

    stop: UUID
    accepted_on: date
    passed: bool
    finding: str
    days_late: int


class ResumptionSigned(MineEvent):
    """One of the three who sign agreed to the resumption."""

    stop: UUID
    office: SigningOffice
    signer: str
    signed_on: date
    reference: str | None


class RepairPermitted(MineEvent):
    """Repair during a stop was permitted within its scope, days, sequence and headcount (整改维修许可)."""

    part: str
    permit: UUID
    scope: str
    starts_on: date
    ends_on: date
    sequence: str
    headcount: int
    reference: str | None


class MineClosed(MineEvent):
    """The government decided to close a part, mostly the whole mine (关闭), and it was done."""

    part: str
    closed_on: date
    decided_by: str
    reference: str
    why: str


class ClosureReversed(MineEvent):
    """A closure fell by review, suit or correction (撤销关闭); what the part does then is its next status."""

    part: str
    reversed_on: date
    reference: str
    why: str


class WorkFound(MineEvent):
    """What was found to be done in a part on a day, what its status was that day, and whether that is lawful.

    `people` at it, where they were counted; `as_permitted` whether repair kept to the scope and the sequence of its
    permit, where that was looked at. Version 1 knew neither.
    """

    schema_version: ClassVar[int] = 2

    part: str
    work: WorkKind
    found_on: date
    status: MineStatus | None
    lawful: bool
    finding: str
    people: int | None
    as_permitted: bool | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """In version 1 people were not counted, and a permit was held against its days alone."""
        unknown = {"people": None, "asPermitted": None}
        return data | unknown if schema_version == 1 else super().upcast(data, schema_version)
