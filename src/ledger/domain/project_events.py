"""What happens to a construction project (建设项目): its events and their words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("新建 改扩建 升级改造 技术改造 安全改造")
class ProjectKind(StrEnum):
    """What is built (建设项目类别)."""

    NEW = "NEW"
    EXPANSION = "EXPANSION"
    UPGRADE = "UPGRADE"
    RENOVATION = "RENOVATION"
    SAFETY_RENOVATION = "SAFETY_RENOVATION"


@named("划定矿区范围批复 项目核准 采矿权变更登记 安全设施设计批复 环境影响评价批复 初步设计批复 开工备案")
class ApprovalKind(StrEnum):
    """What a project needs leave for (审批事项), in the order of the notice 二(三甲)2 and 3."""

    MINING_AREA = "MINING_AREA"
    PROJECT = "PROJECT"
    MINING_RIGHT = "MINING_RIGHT"
    SAFETY_DESIGN = "SAFETY_DESIGN"
    ENVIRONMENTAL = "ENVIRONMENTAL"
    PRELIMINARY_DESIGN = "PRELIMINARY_DESIGN"
    CONSTRUCTION_FILING = "CONSTRUCTION_FILING"


@named("批准 不予批准 失效 撤销")
class ApprovalOutcome(StrEnum):
    """What became of an approval (审批结果)."""

    GRANTED = "GRANTED"
    REFUSED = "REFUSED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@named("申报 建设 停工 联合试运转 已验收 投入使用 已取消")
class ProjectStatus(StrEnum):
    """Where a project stands (项目状态)."""

    APPLIED = "APPLIED"
    BUILDING = "BUILDING"
    STOPPED = "STOPPED"
    TRIAL_RUN = "TRIAL_RUN"
    ACCEPTED = "ACCEPTED"
    IN_USE = "IN_USE"
    CANCELLED = "CANCELLED"


class ProjectApplied(MineEvent):
    """A project was applied for (申报); `capacity` in 万吨/年 as it is to be."""

    department: str
    name: str
    kind: ProjectKind
    builder: str
    capacity: Decimal | None
    mechanised: bool
    applied_on: date


class ProjectRevised(MineEvent):
    """What was applied for was changed, by the paper that allows it, or had been entered wrongly (变更、更正)."""

    schema_version: ClassVar[int] = 2

    name: str
    builder: str
    capacity: Decimal | None
    mechanised: bool
    document: str | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """The first version knew of no paper."""
        return {**data, "document": None} if schema_version == 1 else super().upcast(data, schema_version)


class ProjectApprovalGranted(MineEvent):
    """An approval was granted (批复); `ends_on` is the first day without it.

    `standards` are those that a design was made by, `faces` the coal faces at once that it plans.
    """

    schema_version: ClassVar[int] = 2

    approval: UUID
    kind: ApprovalKind
    authority: str
    document: str
    granted_on: date
    ends_on: date | None
    standards: list[str]
    faces: int | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """The first version did not say what a design was made by."""
        unknown: dict[str, Any] = {"standards": [], "faces": None}
        return data | unknown if schema_version == 1 else super().upcast(data, schema_version)


class ProjectApprovalRefused(MineEvent):
    """An approval was refused (不予批准)."""

    approval: UUID
    kind: ApprovalKind
    authority: str
    document: str
    refused_on: date
    why: str


class ProjectApprovalExpired(MineEvent):
    """An approval ran out (失效)."""

    approval: UUID
    kind: ApprovalKind
    expired_on: date


class ProjectApprovalRevoked(MineEvent):
    """An approval was taken back (撤销)."""

    approval: UUID
    kind: ApprovalKind
    authority: str
    document: str
    revoked_on: date
    why: str


class ConstructionBegun(MineEvent):
    """Building began (开工); `missing` are the approvals it needed and did not have on that day (未批先建)."""

    begun_on: date
    missing: list[ApprovalKind]


class ConstructionStopped(MineEvent):
    """Building, or the trial run, stopped (停工)."""

    stopped_on: date
    why: str


class ConstructionResumed(MineEvent):
    """What had stopped goes on (复工)."""

    resumed_on: date
    resumed: ProjectStatus


class DesignDeviationFound(MineEvent):
    """It is not built as its approved design says, or coal is won while building (不按批复设计施工、边建设边生产).

    `due_on` is the day by which it is to be put right.
    """

    schema_version: ClassVar[int] = 2

    deviation: UUID
    found_on: date
    finding: str
    due_on: date | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """The first version set no day."""
        return {**data, "due_on": None} if schema_version == 1 else super().upcast(data, schema_version)


class DesignDeviationRemedied(MineEvent):
    """A deviation was put right, or approved anew (偏差整改)."""

    deviation: UUID
    remedied_on: date
    finding: str


class TrialRunBegun(MineEvent):
    """The joint trial run began (联合试运转); `ends_on` is its last day."""

    begun_on: date
    ends_on: date


class TrialRunExtended(MineEvent):
    """The trial run goes on to another last day (试运转延期)."""

    ends_on: date
    document: str
    why: str


class ProjectSiteVerified(MineEvent):
    """Officers looked at it on site (现场核查, R-075); `status` is where it stood by the record."""

    verification: UUID
    verified_on: date
    verified_by: list[str]
    status: ProjectStatus
    in_order: bool
    finding: str


class SafetyFacilitiesAccepted(MineEvent):
    """The builder accepted the safety facilities and answers for it (安全设施验收, 条例 §16)."""

    accepted_on: date
    document: str
    finding: str


class ProjectAccepted(MineEvent):
    """It was accepted (竣工验收)."""

    accepted_on: date
    document: str
    finding: str


class ProjectAcceptanceRefused(MineEvent):
    """It was not accepted (验收不合格)."""

    refused_on: date
    finding: str


class ProjectAcceptanceRevoked(MineEvent):
    """The acceptance was taken back (撤销验收)."""

    revoked_on: date
    document: str
    why: str


class ProjectPutInUse(MineEvent):
    """It went into production or use (投入生产或者使用); `accepted` tells whether it had been accepted."""

    in_use_on: date
    accepted: bool


class ProjectCancelled(MineEvent):
    """It is off: withdrawn, or its standing taken away (取消)."""

    cancelled_on: date
    document: str
    why: str


class ProjectRestored(MineEvent):
    """The cancellation was reversed (恢复), by a paper."""

    schema_version: ClassVar[int] = 2

    why: str
    document: str | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """The first version named no paper."""
        return {**data, "document": None} if schema_version == 1 else super().upcast(data, schema_version)
