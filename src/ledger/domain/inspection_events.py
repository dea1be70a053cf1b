"""What happens to an inspection (执法检查): planned, drawn, carried out, published, and the way back from each."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.domain.passing_on import PassedOn
from ledger.values.labels import named


@named("计划检查 专项检查 突击检查 双随机抽查")
class InspectionKind(StrEnum):
    """What makes an inspection take place (检查类型)."""

    BY_PLAN = "BY_PLAN"
    SPECIAL = "SPECIAL"
    UNANNOUNCED = "UNANNOUNCED"
    RANDOM = "RANDOM"


@named("重点执法 专项监察 集中整治 打非治违")
class InspectionActivity(StrEnum):
    """The enforcement activity that it is part of (执法活动), R-233."""

    KEY_ENFORCEMENT = "KEY_ENFORCEMENT"
    SPECIAL_INSPECTION = "SPECIAL_INSPECTION"
    CONCENTRATED_RECTIFICATION = "CONCENTRATED_RECTIFICATION"
    AGAINST_ILLEGAL_MINING = "AGAINST_ILLEGAL_MINING"


@named("联合执法 明查 暗访 突击夜查 随机抽查 远程检查")
class InspectionMethod(StrEnum):
    """How it was done (检查方式), R-228 and R-257."""

    JOINT = "JOINT"
    OPEN = "OPEN"
    COVERT = "COVERT"
    NIGHT_RAID = "NIGHT_RAID"
    RANDOM_CHECK = "RANDOM_CHECK"
    REMOTE = "REMOTE"


@named("已计划 已抽取 已实施 已公示 已取消")
class InspectionStatus(StrEnum):
    """Where an inspection stands (检查状态)."""

    PLANNED = "PLANNED"
    DRAWN = "DRAWN"
    CARRIED_OUT = "CARRIED_OUT"
    PUBLISHED = "PUBLISHED"
    CANCELLED = "CANCELLED"


@named("已签字 拒绝签字 无人在场")
class Acknowledgement(StrEnum):
    """What the mine's responsible person did with the written record (被检查单位签字), 安全生产法 §68."""

    SIGNED = "SIGNED"
    REFUSED = "REFUSED"
    NOBODY_THERE = "NOBODY_THERE"


class InspectionEvent(DomainEvent):
    """Every event of an inspection carries its scope; `mine` is the mine as far as it is settled by then."""

    division: str
    mine: UUID | None


class InspectionPlanned(InspectionEvent):
    """An inspection is meant to take place within a window of days; which mine it is may be left to a draw.

    `departments` carry it out, the one that leads it first. `outside_plan`: its window is not within the days of the
    annual plan (年度监督检查计划) that it names.
    """

    departments: list[str]
    kind: InspectionKind
    activity: InspectionActivity | None
    campaign: str | None
    purpose: str
    starts_on: date
    ends_on: date
    plan: UUID | None
    outside_plan: bool

    @property
    def department(self) -> str:
        """The department that leads it."""
        return self.departments[0]


class InspectionRescheduled(InspectionEvent):
    """It is to take place within another window."""

    starts_on: date
    ends_on: date
    outside_plan: bool
    why: str


class DrawPoolFixed(InspectionEvent):
    """Who and what can be drawn was settled, before the seed can be known.

    `seed_source` says what the seed will be, `seed_known_on` on which day it becomes public. No mines where the mine
    is settled already.
    """

    number: int
    mines: list[UUID]
    officers: list[UUID]
    officers_wanted: int
    seed_source: str
    seed_known_on: date


class InspectionDrawn(InspectionEvent):
    """The draw (双随机抽取), with all that is needed to make it again: `ledger.domain.draw` says how."""

    number: int
    method: str
    seed: str
    seed_source: str
    seed_known_on: date
    pool_fixed_on: date
    mines: list[UUID]
    officers: list[UUID]
    officers_wanted: int
    mine_drawn: UUID | None
    officers_drawn: list[UUID]


class InspectionDrawVoided(InspectionEvent):
    """The last draw does not count; the next one has another number, and so another result for the same seed."""

    number: int
    why: str


class InspectionCancelled(InspectionEvent):
    """It will not take place."""

    why: str


class InspectionReinstated(InspectionEvent):
    """It is to take place after all, as it stood when it was cancelled."""

    why: str


class InspectionCarriedOut(InspectionEvent):
    """It took place. Who took part, what was checked, found and examined follows, each as an event of its own.

    `leader` answers for it (带队负责人, R-230). `number` in `series` is that of the written record, as `text` says.
    """

    mine: UUID
    carried_out_on: date
    places: list[str]
    methods: list[InspectionMethod]
    officers: list[UUID]
    leader: UUID
    acknowledgement: Acknowledgement
    representative: str | None
    remark: str | None
    series: UUID | None
    number: int | None
    text: str | None


class InspectionOfficerTookPart(InspectionEvent):
    """An officer took part, as they stood on the day.

    `certified` is whether their enforcement certificate was valid that day, `no_interest` whether they declared that no
    interest of theirs stands against it (回避).
    """

    person: UUID
    name: str
    department: str | None
    leads: bool
    certified: bool
    no_interest: bool


class InspectionRecordRetracted(InspectionEvent):
    """What was recorded as carried out was not; with it go those who took part, and the entries made of it."""

    officers: list[UUID]
    entries: list[UUID]
    why: str


class InspectionItemChecked(InspectionEvent):
    """One thing was looked at, and found in order or not; `number` is its place among the items of the inspection."""

    entry: UUID
    number: int
    item: str
    place: str | None
    in_order: bool
    found: str | None


class InspectionExamHeld(InspectionEvent):
    """People at the mine were examined on the spot (逢查必考, R-159)."""

    entry: UUID
    subject: str
    examinees: int
    passed: int
    average: Decimal | None


class InspectionFindingRecorded(InspectionEvent):
    """What follows from what was found: a hazard, or how it was dealt with otherwise and why.

    `item` is the number of the item that it rests on, where it rests on one.
    """

    entry: UUID
    item: int | None
    finding: str
    hazard: UUID | None
    handling: str | None


class InspectionEntryStruck(InspectionEvent):
    """An item, an exam or a finding was entered by mistake."""

    entry: UUID
    why: str


class InspectionPublished(InspectionEvent):
    """The result was made public (执法公示); `days_late` where a term ran."""

    published_on: date
    medium: str
    reference: str | None
    due_on: date | None
    days_late: int | None


class InspectionPublicationWithdrawn(InspectionEvent):
    """The publication was taken back."""

    why: str


class InspectionPassedOn(PassedOn, InspectionEvent):
    """Another body leads it from a day on."""
