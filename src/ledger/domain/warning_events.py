"""What happens to a warning (预警): its events and their words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.domain.event import DomainEvent
from ledger.domain.passing_on import PassedOn
from ledger.values.labels import named
from ledger.values.times import Moment


@named("红色 橙色 黄色 蓝色")
class WarningLevel(StrEnum):
    """How grave a warning is (预警级别), by its colour, the gravest first (分级发布)."""

    RED = "RED"
    ORANGE = "ORANGE"
    YELLOW = "YELLOW"
    BLUE = "BLUE"

    def graver_than(self, other: WarningLevel) -> bool:
        """Whether this level stands above `other`."""
        order = list(WarningLevel)
        return order.index(self) < order.index(other)


@named("监测监控 气象 会商研判 监督检查 上级部门")
class WarningSource(StrEnum):
    """What a warning rests on (预警来源)."""

    MONITORING = "MONITORING"
    WEATHER = "WEATHER"
    CONSULTATION = "CONSULTATION"
    INSPECTION = "INSPECTION"
    SUPERIOR = "SUPERIOR"


@named("生效 已被替代 已解除")
class WarningStatus(StrEnum):
    """Whether a warning stands (预警状态)."""

    STANDING = "STANDING"
    SUPERSEDED = "SUPERSEDED"
    LIFTED = "LIFTED"


@named("平台 短信 电话 书面 其他")
class DeliveryChannel(StrEnum):
    """The way a warning went (送达方式)."""

    PLATFORM = "PLATFORM"
    SMS = "SMS"
    TELEPHONE = "TELEPHONE"
    PAPER = "PAPER"
    OTHER = "OTHER"


class Addressee(BaseModel):
    """Whom a warning is for (接收单位): a mine, or a department; `id` is that of the delivery to them."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    id: UUID
    name: str
    mine: UUID | None


class WarningText(BaseModel):
    """What an addressee is told (预警内容), and by when to have acted."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    level: WarningLevel
    title: str
    text: str
    demands: str
    answer_by: Moment | None


class WarningEvent(DomainEvent):
    """An event of a warning; one that is about no mine in particular has none."""

    mine: UUID | None
    division: str


class WarningOfAll(WarningEvent):
    """What all its addressees have to know, by the ids of the deliveries to them."""

    schema_version: ClassVar[int] = 2

    addressees: list[UUID]

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """The first version named none of them."""
        return {**data, "addressees": []} if schema_version == 1 else super().upcast(data, schema_version)


class WarningIssued(WarningEvent):
    """A warning was issued (发布); `answer_by` is the moment by which addressees are to have acted."""

    department: str
    level: WarningLevel
    source: WarningSource
    title: str
    text: str
    demands: str
    consulted: list[str]
    answer_by: Moment | None
    supersedes: UUID | None


class WarningAddressed(WarningEvent):
    """It is for one more (增加接收单位), who is told what it says."""

    schema_version: ClassVar[int] = 2

    addressee: Addressee
    said: WarningText | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """The first version did not say what they were told."""
        return {**data, "said": None} if schema_version == 1 else super().upcast(data, schema_version)


class WarningAddresseeWithdrawn(WarningEvent):
    """It was sent to somebody whom it is not for (撤回接收单位)."""

    addressee: Addressee
    why: str


class WarningCorrected(WarningEvent):
    """What it says was put right (更正预警内容); level and source stay, a wrong one is lifted or superseded."""

    said: WarningText
    consulted: list[str]
    addressees: list[UUID]
    why: str


class WarningAnswerMoved(WarningEvent):
    """There is another moment to answer by (调整反馈时限), or none."""

    answer_by: Moment | None
    addressees: list[UUID]
    why: str


class WarningDelivered(WarningEvent):
    """It reached an addressee (送达)."""

    addressee: Addressee
    channel: DeliveryChannel


class WarningNotDelivered(WarningEvent):
    """It did not reach an addressee (未送达)."""

    addressee: Addressee
    channel: DeliveryChannel
    why: str


class WarningOpened(WarningEvent):
    """An addressee opened it (签阅)."""

    addressee: Addressee


class WarningActedOn(WarningEvent):
    """An addressee says what they did (处置反馈); `late` when the moment to answer by had passed."""

    addressee: Addressee
    account: str
    late: bool


class WarningEscalated(WarningEvent):
    """That somebody does not answer was taken to who stands above them (升级督办)."""

    addressee: Addressee
    to: str
    why: str


class WarningSuperseded(WarningOfAll):
    """One of another level took its place (调级替代)."""

    successor: UUID


class WarningLifted(WarningOfAll):
    """It was lifted (解除); `unanswered` had not acted by then."""

    lifted_on: date
    why: str
    unanswered: list[str]


class WarningPassedOn(PassedOn, WarningEvent):
    """Another body answers for it from a day on, and lifts it."""


class WarningReinstated(WarningOfAll):
    """It was lifted or superseded wrongly and stands again (恢复)."""

    why: str
