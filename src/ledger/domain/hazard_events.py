"""The events of a hazard (隐患), from finding to clearing and back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("企业自查 监管检查 国家监察 举报 远程巡查")
class HazardSource(StrEnum):
    """Who found it (隐患来源): the way it closes follows from this."""

    SELF_INSPECTION = "SELF_INSPECTION"
    SUPERVISION = "SUPERVISION"
    STATE_INSPECTION = "STATE_INSPECTION"
    TIP = "TIP"
    REMOTE_PATROL = "REMOTE_PATROL"


@named("重大 一般A 一般B 一般C 一般D 一般E")
class HazardLevel(StrEnum):
    """How grave it is (隐患等级): major by the standard of the day, or general A to E."""

    MAJOR = "MAJOR"
    GENERAL_A = "GENERAL_A"
    GENERAL_B = "GENERAL_B"
    GENERAL_C = "GENERAL_C"
    GENERAL_D = "GENERAL_D"
    GENERAL_E = "GENERAL_E"

    def graver_than(self, other: HazardLevel | None) -> bool:
        """Whether it stands before `other` in this list; any level is graver than none."""
        return other is None or list(HazardLevel).index(self) < list(HazardLevel).index(other)


@named("待定级 待下达整改 整改中 待验收 已验收 复查合格 已销号 已撤销")
class HazardStatus(StrEnum):
    """Where it stands (隐患状态)."""

    FOUND = "FOUND"
    GRADED = "GRADED"
    ASSIGNED = "ASSIGNED"
    CLAIMED = "CLAIMED"
    ACCEPTED = "ACCEPTED"
    RECHECKED = "RECHECKED"
    CLEARED = "CLEARED"
    WITHDRAWN = "WITHDRAWN"


@named("假整改 复发 整改不彻底 误销号")
class ReopeningCause(StrEnum):
    """Why a cleared or withdrawn hazard is open again (重新打开原因)."""

    SHAM = "SHAM"
    RECURRED = "RECURRED"
    INCOMPLETE = "INCOMPLETE"
    ENTERED_WRONGLY = "ENTERED_WRONGLY"


@named("县区级 市级 省级")
class SupervisionLevel(StrEnum):
    """Who supervises a listed hazard (挂牌督办级别)."""

    COUNTY = "COUNTY"
    CITY = "CITY"
    PROVINCE = "PROVINCE"


@named("延期 降级 撤销")
class HazardChange(StrEnum):
    """A change that a second approver decides (需另行批准的变更)."""

    EXTENSION = "EXTENSION"
    DOWNGRADE = "DOWNGRADE"
    WITHDRAWAL = "WITHDRAWAL"


class Criterion(BaseModel):
    """The item of the standard by which a hazard was graded; its identity is version, article and item together."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    standard: str
    article: int
    item: int
    category: str
    category_zh: str


class RectificationPlan(BaseModel):
    """The five items (五落实): duty, measures, funds (元), deadline, emergency plan."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    responsible_unit: str
    responsible_person: str
    deadline: date
    measures: str | None = None
    funds: Decimal | None = None
    emergency_plan: str | None = None

    def missing(self) -> list[str]:
        """Which of the five items are not there."""
        return [name for name in ("measures", "funds", "emergency_plan") if getattr(self, name) is None]


class HazardReported(MineEvent):
    """A hazard was found."""

    department: str
    description: str
    location: str
    source: HazardSource
    found_on: date
    self_found: bool


class HazardGraded(MineEvent):
    """Its level was determined, a major one by an item of the standard in force on `graded_on`."""

    level: HazardLevel
    graded_on: date
    criterion: Criterion | None
    source: HazardSource

    def raises_to_major(self, before: HazardLevel | None) -> bool:
        """Whether it makes a hazard of level `before` a major one: what was assigned for a lesser one lapses."""
        return self.level is HazardLevel.MAJOR and before is not None and before is not HazardLevel.MAJOR

    def ends_proposal(self, change: HazardChange, *, raised: bool) -> bool:
        """Whether a change that waits for its approver lapses: a downgrade, and the extension of what has lapsed."""
        return change is HazardChange.DOWNGRADE or (raised and change is HazardChange.EXTENSION)


class RectificationAssigned(MineEvent):
    """Somebody was made responsible for removing it, by a day."""

    plan: RectificationPlan


class RectificationExtended(MineEvent):
    """The deadline was moved; `why` is null in what was stored before it was kept."""

    schema_version: ClassVar[int] = 2

    deadline: date
    previous_deadline: date
    why: str | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """Version 1, which did not keep the reason."""
        return {"why": None, **data} if schema_version == 1 else super().upcast(data, schema_version)


class HazardChangeProposed(MineEvent):
    """A late extension, downgrade or withdrawal was proposed; it takes a second approver."""

    change: HazardChange
    why: str
    deadline: date | None = None
    level: HazardLevel | None = None


class HazardChangeRefused(MineEvent):
    """The second approver refused."""

    change: HazardChange
    why: str


class HazardDowngraded(MineEvent):
    """Its level was lowered, with a second approval."""

    level: HazardLevel
    previous_level: HazardLevel
    why: str


class HazardWithdrawn(MineEvent):
    """It was taken back as entered wrongly, with a second approval; the record of it stays."""

    why: str


class RectificationClaimed(MineEvent):
    """The mine says it has been removed."""

    claimed_on: date
    account: str
    on_the_spot: bool = False


class RectificationAccepted(MineEvent):
    """The removal was accepted on site (验收)."""

    accepted_on: date
    finding: str


class RectificationRejected(MineEvent):
    """The removal was not accepted; rectification goes on."""

    rejected_on: date
    finding: str


class HazardRechecked(MineEvent):
    """The authority looked again (复查)."""

    rechecked_on: date
    passed: bool
    finding: str


class HazardCleared(MineEvent):
    """The hazard is closed (销号)."""

    cleared_on: date


class HazardReopened(MineEvent):
    """A cleared or withdrawn hazard is open again."""

    cause: ReopeningCause
    finding: str
    reopened_on: date


class HazardPlacedUnderListedSupervision(MineEvent):
    """A body placed it under listed supervision (挂牌督办)."""

    body: str
    level: SupervisionLevel
    deadline: date


class HazardTakenOffListedSupervision(MineEvent):
    """The listing body took it off (摘牌)."""

    body: str
    why: str


class HazardFollowedUp(MineEvent):
    """Progress was looked at (跟踪问效)."""

    followed_up_on: date
    finding: str
