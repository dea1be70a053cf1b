"""What happens to a risk (风险): its events and their words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("重大（红） 较大（橙） 一般（黄） 低（蓝）")
class RiskGrade(StrEnum):
    """How grave a risk is (风险等级): four grades in the colours red, orange, yellow and blue (R-161)."""

    MAJOR = "MAJOR"
    GREATER = "GREATER"
    GENERAL = "GENERAL"
    LOW = "LOW"

    def graver_than(self, other: RiskGrade) -> bool:
        """Whether this grade stands above `other`."""
        order = list(RiskGrade)
        return order.index(self) < order.index(other)


@named("待评估 待管控 管控中 管控不到位 已消除")
class RiskStatus(StrEnum):
    """Where a risk stands (风险状态)."""

    IDENTIFIED = "IDENTIFIED"
    GRADED = "GRADED"
    CONTROLLED = "CONTROLLED"
    OUT_OF_CONTROL = "OUT_OF_CONTROL"
    ELIMINATED = "ELIMINATED"


@named("顶板 瓦斯 机电 运输 放炮 水害 火灾 其他")
class AccidentKind(StrEnum):
    """The kind of accident a risk may end in (可能导致的事故类型), as published double-prevention software codes it."""

    ROOF = "ROOF"
    GAS = "GAS"
    ELECTROMECHANICAL = "ELECTROMECHANICAL"
    TRANSPORT = "TRANSPORT"
    BLASTING = "BLASTING"
    WATER = "WATER"
    FIRE = "FIRE"
    OTHER = "OTHER"


@named("年度辨识 专项辨识 日常辨识")
class AssessmentKind(StrEnum):
    """The assessment that identified a risk (辨识评估类型)."""

    ANNUAL = "ANNUAL"
    SPECIAL = "SPECIAL"
    ROUTINE = "ROUTINE"


@named("作业条件危险性评价法 风险矩阵法 直接判定 其他")
class GradingMethod(StrEnum):
    """How a grade was found (评估方法)."""

    LEC = "LEC"
    MATRIX = "MATRIX"
    DIRECT = "DIRECT"
    OTHER = "OTHER"


@named("再次出现 并未消除 条件变化 误登记消除")
class RiskReopeningCause(StrEnum):
    """Why an eliminated risk stands again (风险重新列入原因)."""

    RECURRED = "RECURRED"
    NOT_ELIMINATED = "NOT_ELIMINATED"
    CONDITIONS_CHANGED = "CONDITIONS_CHANGED"
    ENTERED_WRONGLY = "ENTERED_WRONGLY"


class RiskIdentified(MineEvent):
    """A risk was identified (辨识)."""

    department: str
    place: str
    description: str
    accident: AccidentKind
    assessment: AssessmentKind
    identified_on: date


class RiskEntryCorrected(MineEvent):
    """What was entered wrongly about it was corrected (更正登记); notices and lists of before stay as they were."""

    place: str
    description: str
    accident: AccidentKind
    assessment: AssessmentKind
    why: str


class RiskNotified(MineEvent):
    """Party committee and government were told of a major risk (向区党委和政府通报, R-305)."""

    told: list[str]
    document: str
    notified_on: date


class RiskGraded(MineEvent):
    """It was graded, or raised, or lowered from a grade that was not major (评估定级)."""

    grade: RiskGrade
    previous: RiskGrade | None
    method: GradingMethod
    grounds: str
    graded_by: str
    graded_on: date

    def raises(self) -> bool:
        """Whether it is graver than before: what was enough to control it no longer counts."""
        return self.previous is not None and self.grade.graver_than(self.previous)


class RiskLoweringProposed(MineEvent):
    """A lower grade for a major risk waits for its second approver (降级待批)."""

    grade: RiskGrade
    method: GradingMethod
    grounds: str
    graded_by: str


class RiskLowered(MineEvent):
    """The second approver let a major risk be lowered (降级)."""

    grade: RiskGrade
    previous: RiskGrade
    method: GradingMethod
    grounds: str
    graded_by: str
    lowered_on: date


class RiskControlled(MineEvent):
    """Measures were set, with who answers for them (管控措施); `review_due` is the last day of the next review."""

    measures: str
    responsible_unit: str
    responsible_person: str
    controlled_on: date
    review_due: date


class RiskReviewed(MineEvent):
    """The measures were looked at (定期分析研判).

    `due` is the day it should have been done by, `hazard` what came of a measure that was not in place.
    """

    reviewed_on: date
    in_control: bool
    finding: str
    due: date | None
    review_due: date | None
    hazard: UUID | None


class RiskEliminationProposed(MineEvent):
    """That a major risk is gone waits for its second approver (消除待批)."""

    finding: str


class RiskEliminated(MineEvent):
    """It is gone (消除)."""

    eliminated_on: date
    finding: str


class RiskChangeRefused(MineEvent):
    """The second approver refused what was proposed."""

    why: str


class RiskReopened(MineEvent):
    """It stands again (重新列入); it is controlled anew."""

    cause: RiskReopeningCause
    finding: str
    reopened_on: date


class RiskPublished(MineEvent):
    """A public notice of a major risk was put up (公示), with what it says."""

    notice: UUID
    published_on: date
    posted_at: str
    grade: RiskGrade
    place: str
    description: str
    measures: str
    responsible_unit: str
    responsible_person: str


class RiskPublicationEnded(MineEvent):
    """The notice came down: the risk is no longer major, or gone."""

    notice: UUID
    ended_on: date


class RiskListed(MineEvent):
    """It was put on the mine's list of a year (年度风险清单), frozen as it stood."""

    year: int
    listing: UUID
    grade: RiskGrade
    place: str
    description: str
    measures: str | None
    responsible_person: str | None
    listed_on: date


class RiskTakenOffList(MineEvent):
    """It was taken off the list of a year."""

    year: int
    listing: UUID
    taken_off_on: date
    why: str
