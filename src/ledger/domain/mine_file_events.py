"""What is entered in the file of a mine (一矿一册) for a period: each kind of it follows upon itself."""

from __future__ import annotations

from abc import abstractmethod
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ledger.domain.mine_event import PeriodEvent
from ledger.domain.mine_events import SizeClass
from ledger.values.labels import named


@named("设计能力 核定能力 公告能力")
class CapacityKind(StrEnum):
    """Which capacity (能力类型): as designed, as approved anew 核定, as announced 公告."""

    DESIGN = "DESIGN"
    APPROVED = "APPROVED"
    ANNOUNCED = "ANNOUNCED"


@named("瓦斯 冲击地压 水害 自然发火 煤尘")
class DisasterKind(StrEnum):
    """What a mine is appraised for (灾害类型)."""

    GAS = "GAS"
    ROCK_BURST = "ROCK_BURST"
    WATER = "WATER"
    SPONTANEOUS_FIRE = "SPONTANEOUS_FIRE"
    COAL_DUST = "COAL_DUST"


@named("考核定级 降级 撤销等级")
class StandardisationChange(StrEnum):
    """How a standardisation grade came about (标准化等级变动)."""

    ASSESSED = "ASSESSED"
    DOWNGRADED = "DOWNGRADED"
    REVOKED = "REVOKED"


@named("改造升级 产能置换 兼并重组 引导有序退出 关闭 规划保留")
class DispositionKind(StrEnum):
    """What is to become of a mine (分类处置): the four groups of the notice 二(三甲)1, closing, keeping it."""

    UPGRADE = "UPGRADE"
    CAPACITY_REPLACEMENT = "CAPACITY_REPLACEMENT"
    MERGER = "MERGER"
    ORDERLY_EXIT = "ORDERLY_EXIT"
    CLOSURE = "CLOSURE"
    RETAINED = "RETAINED"


@named("30万吨/年以下 灾害严重治理不到位 不符合审批政策规定和标准 逾期未取得审批手续 不符合产业政策 其他")
class DispositionGround(StrEnum):
    """Why a mine is disposed of so (处置依据), by the notice 一 and 二(三甲)."""

    SMALL_CAPACITY = "SMALL_CAPACITY"
    DISASTER_UNTREATED = "DISASTER_UNTREATED"
    APPROVAL_REFUSED = "APPROVAL_REFUSED"
    GATE_MISSED = "GATE_MISSED"
    INDUSTRIAL_POLICY = "INDUSTRIAL_POLICY"
    OTHER = "OTHER"


@named("待落实 已落实 未落实 不适用")
class RequirementState(StrEnum):
    """Whether what a mine has to have is there (落实情况)."""

    OPEN = "OPEN"
    MET = "MET"
    NOT_MET = "NOT_MET"
    NOT_APPLICABLE = "NOT_APPLICABLE"


class FileEvent(PeriodEvent):
    """Something of the file that holds from a day until the next of its kind."""

    @property
    @abstractmethod
    def kept_as(self) -> str:
        """Of which kind it is: what it follows upon and is followed by."""

    @property
    @abstractmethod
    def value(self) -> Any:
        """What holds."""


class CapacityChanged(FileEvent):
    """A capacity in 万吨/年 holds from a day on, by a document."""

    kind: CapacityKind
    capacity: Decimal
    size_class: SizeClass
    reference: str

    @property
    def kept_as(self) -> str:
        """By its kind."""
        return f"capacity:{self.kind}"

    @property
    def value(self) -> Decimal:
        """The capacity."""
        return self.capacity


class DisasterAppraised(FileEvent):
    """The mine was appraised (灾害鉴定): grade of a disaster type, and whether the hazard is severe by it."""

    disaster: DisasterKind
    grade: str
    severe: bool
    appraised_by: str
    reference: str

    @property
    def kept_as(self) -> str:
        """By the disaster."""
        return f"disaster:{self.disaster}"

    @property
    def value(self) -> str:
        """The grade."""
        return self.grade


class MinePlanAdopted(FileEvent):
    """The plan of supervising this mine (一矿一策), in its next edition."""

    edition: int
    text: str

    @property
    def kept_as(self) -> str:
        """There is one."""
        return "plan"

    @property
    def value(self) -> int:
        """The edition."""
        return self.edition


class LiaisonLeaderNamed(FileEvent):
    """A leader was named who liaises with the mine and guides it (联系指导领导)."""

    leader: str
    post: str
    scope: str

    @property
    def kept_as(self) -> str:
        """There is one."""
        return "liaison"

    @property
    def value(self) -> str:
        """The leader."""
        return self.leader


class StandardisationGraded(FileEvent):
    """A standardisation grade (标准化等级) holds from a day on, 0 being none; `current` is the one that goes on."""

    grade: int
    change: StandardisationChange
    assessed_by: str
    reference: str
    current: int

    @property
    def kept_as(self) -> str:
        """There is one."""
        return "standardisation"

    @property
    def value(self) -> int:
        """The grade."""
        return self.grade


class DoubleControlAssessed(FileEvent):
    """How far the mine's double control (“双控”体系) has come, from a day on: the four things of R-164."""

    rules_complete: bool
    ledgers_updated: bool
    hazards_closed: bool
    system_running: bool
    assessed_by: str
    finding: str

    @property
    def kept_as(self) -> str:
        """There is one."""
        return "double_control"

    @property
    def value(self) -> bool:
        """Whether all four are there."""
        return self.rules_complete and self.ledgers_updated and self.hazards_closed and self.system_running


class HeadcountLimitSet(FileEvent):
    """How many people may be at a place in one shift by the mine's own quota (定员)."""

    place: str
    people: int
    reference: str

    @property
    def kept_as(self) -> str:
        """By the place."""
        return f"headcount:{self.place}"

    @property
    def value(self) -> int:
        """How many."""
        return self.people


class DispositionDecided(FileEvent):
    """It was decided what is to become of the mine (分类处置; R-013, R-060), until the next decision."""

    disposition: DispositionKind
    ground: DispositionGround
    decided_by: str
    reference: str
    why: str

    @property
    def kept_as(self) -> str:
        """There is one."""
        return "disposition"

    @property
    def value(self) -> DispositionKind:
        """What was decided."""
        return self.disposition


class RequirementNoted(FileEvent):
    """It was noted whether something that the mine has to have or to keep up is there (应建应备事项落实情况).

    `ground` says why it applies to the mine, where that follows from what is known of it.
    """

    code: str
    zh: str
    article: str
    ground: str
    state: RequirementState
    finding: str
    noted_by: str

    @property
    def kept_as(self) -> str:
        """By the item."""
        return f"requirement:{self.code}"

    @property
    def value(self) -> RequirementState:
        """Whether it is there."""
        return self.state
