"""What can happen to a mine's entry in the register, to its supervisor body and to its key posts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID, uuid5

from ledger.domain.mine_event import MineEvent, PeriodEvent
from ledger.values.labels import named
from ledger.values.personal import Personal


@named("大型 中型 小型 未分类")
class SizeClass(StrEnum):
    """Size by capacity in 万吨/年: large from 120, medium 45 to 90, small up to 30; between them none is named."""

    LARGE = "LARGE"
    MEDIUM = "MEDIUM"
    SMALL = "SMALL"
    UNCLASSIFIED = "UNCLASSIFIED"

    @classmethod
    def of(cls, capacity: Decimal) -> SizeClass:
        """The class of a capacity in 万吨/年 (regulations §8)."""
        if capacity >= 120:
            return cls.LARGE
        if 45 <= capacity <= 90:
            return cls.MEDIUM
        return cls.SMALL if capacity <= 30 else cls.UNCLASSIFIED


@named("董事长 总经理 矿长 实际控制人 总工程师 安全副矿长 生产副矿长 机电副矿长")
class KeyPost(StrEnum):
    """The key posts of an enterprise (关键少数 and those who answer with them)."""

    CHAIRMAN = "CHAIRMAN"
    GENERAL_MANAGER = "GENERAL_MANAGER"
    MINE_DIRECTOR = "MINE_DIRECTOR"
    ACTUAL_CONTROLLER = "ACTUAL_CONTROLLER"
    CHIEF_ENGINEER = "CHIEF_ENGINEER"
    SAFETY_DEPUTY = "SAFETY_DEPUTY"
    PRODUCTION_DEPUTY = "PRODUCTION_DEPUTY"
    ELECTROMECHANICAL_DEPUTY = "ELECTROMECHANICAL_DEPUTY"


class MineRegistered(MineEvent):
    """A mine was entered in the register; `register_only` marks a real mine that is here as a row and nothing more."""

    code: str
    name: str
    enterprise: str
    credit_code: str | None
    capacity: Decimal
    size_class: SizeClass
    disaster_types: list[str]
    standardisation: int
    register_only: bool
    source: str | None


def registered_capacity_id(mine: UUID) -> UUID:
    """The period of the design capacity that a mine was registered with."""
    return uuid5(mine, "capacity:registered")


def registered_grade_id(mine: UUID) -> UUID:
    """The period of the standardisation grade that a mine was registered with."""
    return uuid5(mine, "standardisation:registered")


class MineRegistrationCorrected(MineEvent):
    """What was entered wrongly about it was corrected; `capacity` is the one it should have been registered with.

    `current` is the design capacity that goes on, and `size_class` the class by it. Version 1 took them for the same.
    """

    schema_version: ClassVar[int] = 2

    code: str
    name: str
    enterprise: str
    credit_code: str | None
    capacity: Decimal
    current: Decimal
    size_class: SizeClass

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """Version 1 with the capacity that it entered as the one that goes on."""
        return data | {"current": data["capacity"]} if schema_version == 1 else super().upcast(data, schema_version)


class SupervisorBodyAssigned(MineEvent):
    """A body became the mine's daily supervisor (日常安全监管主体) on a day."""

    body: str
    effective_on: date
    period: UUID
    ended_period: UUID | None


class SupervisorBodyCorrected(PeriodEvent):
    """It was learned late which body was the daily supervisor, or from when; `current` is the one that goes on."""

    body: str
    current: str
    why: str


class KeyPersonAppointed(MineEvent):
    """Somebody took a key post on a day; the name of who holds a post is part of the record."""

    post: KeyPost
    holder: str
    acting: bool
    effective_on: date
    appointment: UUID
    identity_number: Personal[str] | None
    person_key: str | None


class KeyPersonLeft(MineEvent):
    """The holder of an appointment left the post; `effective_on` is the first day without them."""

    post: KeyPost
    appointment: UUID
    effective_on: date


class KeyPostCorrected(MineEvent):
    """The days of an appointment were corrected; `ended_on` is the first day without the holder, if there is one."""

    post: KeyPost
    appointment: UUID
    effective_on: date
    ended_on: date | None
    why: str
