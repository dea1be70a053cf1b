"""What happens to one duty of one subject in one period (履职事项): opened, met or missed, and what came of it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named
from ledger.values.times import Moment


@named("岗位 部门 企业")
class OwnerKind(StrEnum):
    """Who owes it (责任主体类型): a post, a department, or an enterprise as such."""

    POST = "POST"
    DEPARTMENT = "DEPARTMENT"
    ENTERPRISE = "ENTERPRISE"


@named("待履行 已履行 逾期未履行 逾期已履行 补录证明按期履行 不适用 已免责")
class ObligationStatus(StrEnum):
    """What became of it (履职状态)."""

    OPEN = "OPEN"
    MET = "MET"
    MISSED = "MISSED"
    MET_LATE = "MET_LATE"
    SHOWN_IN_TIME = "SHOWN_IN_TIME"
    NOT_APPLICABLE = "NOT_APPLICABLE"
    EXCUSED = "EXCUSED"


class ReminderStage(StrEnum):
    """When somebody was reminded (催办阶段)."""

    BEFORE_DUE = "BEFORE_DUE"
    AT_DUE = "AT_DUE"
    OVERDUE = "OVERDUE"

    @classmethod
    def of(cls, offset: int) -> ReminderStage:
        """The stage of so many days after the last day in time; fewer than none are before it."""
        if offset == 0:
            return cls.AT_DUE
        return cls.BEFORE_DUE if offset < 0 else cls.OVERDUE


class ObligationEvent(DomainEvent):
    """What all of them carry: scope and subject, so that no view needs a join; no mine where a department owes it."""

    mine: UUID | None
    division: str
    department: str


class ObligationOpened(ObligationEvent):
    """It is owed from `opens_on` and due by the end of `due_on`; `department` is who supervises it, or owes it itself.

    `duty` is the kind of duty and `rule` the version of its rule; `subject` is the mine, hazard, task or plan that it
    is about.
    """

    duty: str
    duty_zh: str
    rule: str
    article: str
    source: str
    verified: str
    subject: UUID
    owner_kind: OwnerKind
    owner: str
    post: str | None
    period: str
    opens_on: date
    due_on: date
    due: Moment


class ObligationFulfilled(ObligationEvent):
    """It was done on `met_on`: by an event at a position, or as an officer found (`evidence_position` is None)."""

    met_on: date
    account: str
    evidence: UUID | None
    evidence_position: int | None


class ObligationMet(ObligationFulfilled):
    """It was met, and known to be before it was due."""


class ObligationMissed(ObligationEvent):
    """It was due, and nobody had shown that it was met. A suspicion: what is shown later counts."""

    due_on: date


class ObligationMetLate(ObligationFulfilled):
    """It was met after its last day in time, by so many calendar days."""

    days_late: int


class ObligationShownMetInTime(ObligationFulfilled):
    """It was met in time and entered late (补录): it counts as missed no longer; the miss stays in the history."""


class ObligationDropped(ObligationEvent):
    """It does not apply (不适用): the mine stopped, the deadline was replaced; `cause_position` is the event for it."""

    why: str
    cause_position: int


class ObligationPassedOn(ObligationEvent):
    """Another body answers for it from `effective_on` on: it took over from who did (承接), or that was undone.

    `department` supervises it from then on, or owes it itself; `cause_position` is the event for it.
    """

    owner: str
    former_owner: str
    former_department: str
    effective_on: date
    why: str
    cause_position: int


class ObligationReminded(ObligationEvent):
    """Who owes it was reminded (催办), so many days after its last day in time; fewer than none are before."""

    stage: ReminderStage
    offset_days: int
    addressee: str


class ObligationEscalated(ObligationEvent):
    """It was reported one step further up (升级督办)."""

    level: int
    addressee: str


class ObligationExcused(ObligationEvent):
    """An officer excused who owed it (免责), with a reason."""

    why: str


class ObligationReinstated(ObligationEvent):
    """What ended it fell: an excuse taken back, a fulfilment found to be none, a mine at work again."""

    why: str
    cause_position: int | None
