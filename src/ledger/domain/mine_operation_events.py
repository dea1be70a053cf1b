"""What can happen to how a mine is run: contracting, mechanisation, monitoring feeds, approval gates of an upgrade."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named
from ledger.values.times import Moment


@named("整体托管 采掘工作面外包 井巷维修外包")
class ContractingScope(StrEnum):
    """What is contracted out (托管范围): the whole mine 整体托管, faces, or the repair of roadways."""

    WHOLE = "WHOLE"
    FACES = "FACES"
    ROADWAY_REPAIR = "ROADWAY_REPAIR"


@named("安全监控系统 人员位置监测系统 工业视频监测系统 冲击地压监测 水害监测")
class FeedKind(StrEnum):
    """What a monitoring feed brings (接入系统), by the notice 二(七)1."""

    SAFETY_MONITORING = "SAFETY_MONITORING"
    PERSONNEL_POSITION = "PERSONNEL_POSITION"
    INDUSTRIAL_VIDEO = "INDUSTRIAL_VIDEO"
    ROCK_BURST = "ROCK_BURST"
    WATER = "WATER"


@named("区级 市级")
class FeedLevel(StrEnum):
    """Whose system it comes into (接入层级)."""

    DISTRICT = "DISTRICT"
    CITY = "CITY"


@named("已接入 中断")
class FeedState(StrEnum):
    """Whether a feed comes in (接入状态)."""

    CONNECTED = "CONNECTED"
    INTERRUPTED = "INTERRUPTED"


@named("引导有序退出 关闭 分类处置 继续办理")
class ExitDecision(StrEnum):
    """What was decided on a proposed exit (处置决定)."""

    ORDERLY_EXIT = "ORDERLY_EXIT"
    CLOSURE = "CLOSURE"
    CLASSIFIED = "CLASSIFIED"
    CONTINUE = "CONTINUE"


class ContractingBegun(MineEvent):
    """The mine, or a part of its work, was contracted out (托管、承包).

    `parent` is the contract whose contractor contracted on (再次转包); version 1 did not know it.
    """

    schema_version: ClassVar[int] = 2

    contract: UUID
    contractor: str
    credit_code: str | None
    scope: ContractingScope
    begun_on: date
    licence_renewed: bool
    onward: bool
    reference: str | None
    parent: UUID | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """In version 1 every contract was one of the mine itself."""
        return data | {"parent": None} if schema_version == 1 else super().upcast(data, schema_version)


class ContractingEnded(MineEvent):
    """A contract ended."""

    contract: UUID
    ended_on: date
    why: str


class ContractingLicenceRenewed(MineEvent):
    """The safety licence was renewed or changed for a contract (重新取得或者变更安全生产许可证)."""

    contract: UUID
    renewed_on: date
    licence: str


class ContractingCorrected(MineEvent):
    """The days of a contract were corrected; `ended_on` is the first day without it, if there is one."""

    contract: UUID
    begun_on: date
    ended_on: date | None
    why: str


class MechanisationReported(MineEvent):
    """How far mining and driving are mechanised (机械化程度), in percent, and how many fixed sites are unattended."""

    reported_for: date
    mining: Decimal
    driving: Decimal
    unattended_sites: int


class FeedConnected(MineEvent):
    """A feed comes in."""

    feed: UUID
    kind: FeedKind
    level: FeedLevel
    since_when: Moment


class FeedInterrupted(MineEvent):
    """A feed broke off."""

    feed: UUID
    kind: FeedKind
    level: FeedLevel
    since_when: Moment
    cause: str


class FeedRestored(MineEvent):
    """A feed comes in again."""

    feed: UUID
    kind: FeedKind
    level: FeedLevel
    since_when: Moment
    remedy: str


class ApprovalGateSet(MineEvent):
    """The mine is to be upgraded (纳入升级改造): an approval that it has to have by a day, and what follows if not."""

    gate: UUID
    programme: str
    entered_on: date
    code: str
    zh: str
    due_on: date
    consequence: str


class ApprovalGatePassed(MineEvent):
    """An approval was granted, in time or so many days late."""

    gate: UUID
    passed_on: date
    authority: str
    reference: str
    days_late: int


class ApprovalGateRefused(MineEvent):
    """An approval was refused (不予批准): an exit may be proposed for that, whatever its day (R-069)."""

    gate: UUID
    refused_on: date
    authority: str
    reference: str
    why: str


class ApprovalGateReopened(MineEvent):
    """An approval that was recorded proved to be none, or was taken back (撤销批复记录): the gate is open again."""

    gate: UUID
    why: str


class UpgradeRevoked(MineEvent):
    """The mine may not be upgraded any more (取消升级改造资格; R-077): what it lacks is owed no more."""

    gates: list[UUID]
    revoked_on: date
    reference: str
    why: str


class UpgradeRestored(MineEvent):
    """The mine may be upgraded after all (恢复升级改造资格), by review, suit or correction."""

    gates: list[UUID]
    restored_on: date
    reference: str
    why: str


class ExitProposed(MineEvent):
    """A missed gate: it is proposed, and no more, that the mine leaves as the notice says."""

    proposal: UUID
    gate: UUID
    ground: str
    consequence: str
    proposed_on: date


class ExitProposalWithdrawn(MineEvent):
    """A proposed exit lost its ground before it was decided: the approval was there in time, and entered late."""

    proposal: UUID
    gate: UUID
    why: str


class ExitDecided(MineEvent):
    """What became of a proposed exit."""

    proposal: UUID
    gate: UUID
    decision: ExitDecision
    decided_on: date
    reference: str
    why: str
