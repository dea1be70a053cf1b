"""What happens to a piece of equipment (设备): its events and their words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("提升机 主要通风机 局部通风机 排水泵 采煤机 掘进机 支架 输送机 机车 防爆电气 监控传感器 救援装备 其他")
class EquipmentKind(StrEnum):
    """What it is (设备类别)."""

    HOIST = "HOIST"
    MAIN_FAN = "MAIN_FAN"
    LOCAL_FAN = "LOCAL_FAN"
    PUMP = "PUMP"
    SHEARER = "SHEARER"
    ROADHEADER = "ROADHEADER"
    SUPPORT = "SUPPORT"
    CONVEYOR = "CONVEYOR"
    LOCOMOTIVE = "LOCOMOTIVE"
    EXPLOSION_PROOF = "EXPLOSION_PROOF"
    SENSOR = "SENSOR"
    RESCUE = "RESCUE"
    OTHER = "OTHER"


@named("出厂 入库 入矿 使用 检修 报废 丢失")
class EquipmentStatus(StrEnum):
    """Where it stands in its life (设备状态): the stages of R-205 and what can happen besides."""

    MADE = "MADE"
    STORED = "STORED"
    ARRIVED = "ARRIVED"
    IN_USE = "IN_USE"
    UNDER_REPAIR = "UNDER_REPAIR"
    SCRAPPED = "SCRAPPED"
    LOST = "LOST"


class EquipmentPlaced(MineEvent):
    """It came to a place and a custodian: a link of its chain begins on a day, and the one before it ends."""

    on: date
    place: str
    custodian: str
    link: UUID
    ended_link: UUID | None


class EquipmentMade(EquipmentPlaced):
    """It left its maker (出厂)."""

    department: str
    kind: EquipmentKind
    name: str
    model: str
    maker: str
    serial: str
    needs_certificate: bool


class EquipmentStored(EquipmentPlaced):
    """It went into store (入库)."""


class EquipmentArrived(EquipmentPlaced):
    """It came to the mine (入矿); `asset_number` is the mine's own number for it."""

    asset_number: str | None


class EquipmentPutInUse(EquipmentPlaced):
    """It went into use (使用)."""


class EquipmentSentForRepair(EquipmentPlaced):
    """It went for repair (检修)."""

    fault: str


class EquipmentRepaired(EquipmentPlaced):
    """It came back from repair (检修完成), not yet in use."""

    account: str


class EquipmentMoved(EquipmentPlaced):
    """It came to another place or custodian and is what it was (移动、移交保管)."""


class EquipmentTransferred(EquipmentPlaced):
    """It went to another mine (调拨); `mine` is the one it went to."""

    previous_mine: UUID
    department: str


class EquipmentScrapped(EquipmentPlaced):
    """It was scrapped (报废)."""

    document: str
    why: str


class EquipmentScrappingReversed(EquipmentPlaced):
    """It had been scrapped wrongly (撤销报废)."""

    why: str


class EquipmentFound(EquipmentPlaced):
    """What was lost was found (找回)."""

    finding: str


class EquipmentLost(MineEvent):
    """Nobody knows where it is (丢失); its chain breaks off."""

    lost_on: date
    ended_link: UUID | None
    finding: str


class EquipmentEntryCorrected(MineEvent):
    """What was entered wrongly about it was corrected."""

    kind: EquipmentKind
    name: str
    model: str
    maker: str
    serial: str
    needs_certificate: bool


class EquipmentSeen(MineEvent):
    """It was seen somewhere on a day (现场发现), whatever its chain says; `status` is what it was taken for."""

    seen_on: date
    place: str
    running: bool
    finding: str
    status: EquipmentStatus


class EquipmentInspected(MineEvent):
    """It was inspected or tested (检测检验); `next_due` is the last day of the next one."""

    inspection: UUID
    inspected_on: date
    inspector: str
    passed: bool
    finding: str
    next_due: date | None


class SafetyCertificateRecorded(MineEvent):
    """Its safety certificate (煤矿矿用产品安全标志) was recorded; `ends_on` is the first day without it."""

    certificate: UUID
    ended_certificate: UUID | None
    number: str
    begins_on: date
    ends_on: date


class SafetyCertificateRevoked(MineEvent):
    """Its certificate was suspended or taken back (暂停、撤销安全标志)."""

    certificate: UUID
    revoked_on: date
    why: str


class EquipmentBanned(MineEvent):
    """It is on a list of what may no longer be used (淘汰设备), from a day on."""

    catalogue: str
    item: str
    banned_from: date


class EquipmentBanWithdrawn(MineEvent):
    """It is on no such list; that had been entered wrongly, or the list changed."""

    why: str


@named("待接收 已接收 已拒收 已撤回")
class OfferStatus(StrEnum):
    """What became of handing equipment over to a mine elsewhere (移交状态)."""

    OFFERED = "OFFERED"
    TAKEN_OVER = "TAKEN_OVER"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


class EquipmentOffered(MineEvent):
    """Whoever has it hands it over to a mine of another division (移交); it is theirs until that mine takes it over."""

    to_mine: UUID
    to_division: str
    to_name: str
    offered_on: date
    name: str
    maker: str
    serial: str
    reference: str


class EquipmentOfferEnded(MineEvent):
    """It was not taken over: declined by whom it was for, or withdrawn."""

    status: OfferStatus
    ended_on: date
    why: str
