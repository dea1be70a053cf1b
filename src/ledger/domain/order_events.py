"""The events of an order (执法文书 / 指令), from prior notice or issue to its end and back."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.domain.mine_event import MineEvent
from ledger.domain.passing_on import PassedOn
from ledger.values.labels import named


@named("现场处理措施 责令限期整改 停产整顿 监管监察意见书 督办函 约谈")
class OrderKind(StrEnum):
    """What is ordered (文书种类): on-site measures are immediate, a stop for rectification is a penalty."""

    ON_SITE_MEASURE = "ON_SITE_MEASURE"
    RECTIFICATION = "RECTIFICATION"
    STOP_FOR_RECTIFICATION = "STOP_FOR_RECTIFICATION"
    SUPERVISION_OPINION = "SUPERVISION_OPINION"
    FOLLOW_UP_LETTER = "FOLLOW_UP_LETTER"
    INTERVIEW = "INTERVIEW"


@named("撤出作业人员 暂时停产 停止使用设施设备 立即排除 查封扣押")
class OnSiteMeasure(StrEnum):
    """What is done at once on the spot (现场处理措施), 煤矿安全生产条例 §44."""

    WITHDRAW_PEOPLE = "WITHDRAW_PEOPLE"
    SUSPEND_PRODUCTION = "SUSPEND_PRODUCTION"
    STOP_USING = "STOP_USING"
    REMOVE_AT_ONCE = "REMOVE_AT_ONCE"
    SEAL_OR_SEIZE = "SEAL_OR_SEIZE"


@named("全矿 采区 采掘工作面 设备")
class OrderScope(StrEnum):
    """What an order is about (适用范围)."""

    MINE = "MINE"
    PANEL = "PANEL"
    FACE = "FACE"
    EQUIPMENT = "EQUIPMENT"


@named("直接送达 留置送达 电子送达 委托送达 邮寄送达 公告送达")
class ServiceMode(StrEnum):
    """How an order reaches whom it is for (送达方式)."""

    DIRECT = "DIRECT"
    LEFT_AT_PLACE = "LEFT_AT_PLACE"
    ELECTRONIC = "ELECTRONIC"
    ENTRUSTED = "ENTRUSTED"
    MAIL = "MAIL"
    PUBLIC_NOTICE = "PUBLIC_NOTICE"


@named("已告知 已下达 已送达 已回复 已履行 未履行 已解除 已替换 已撤销 不予处罚")
class OrderStatus(StrEnum):
    """Where an order stands (文书状态)."""

    NOTIFIED = "NOTIFIED"
    ISSUED = "ISSUED"
    SERVED = "SERVED"
    ANSWERED = "ANSWERED"
    COMPLIED = "COMPLIED"
    NOT_COMPLIED = "NOT_COMPLIED"
    LIFTED = "LIFTED"
    REPLACED = "REPLACED"
    REVOKED = "REVOKED"
    DROPPED = "DROPPED"


@named("建议移送 决定移送 不予移送")
class Referral(StrEnum):
    """What became of the proposal to refer it to the police (移送)."""

    PROPOSED = "PROPOSED"
    ADOPTED = "ADOPTED"
    NOT_ADOPTED = "NOT_ADOPTED"


ENDED = frozenset({OrderStatus.LIFTED, OrderStatus.REPLACED, OrderStatus.REVOKED, OrderStatus.DROPPED})


class Demand(BaseModel):
    """What is demanded of whom, where, until when, and on which ground."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    scope: OrderScope
    place: str | None
    addressee: str
    content: str
    legal_basis: str
    deadline: date | None
    hazard: UUID | None
    measure: OnSiteMeasure | None


class StopNotified(MineEvent):
    """The mine was told what penalty is meant, why, and what it may say to it (事先告知), before any decision.

    `request_until` is the last day on which a hearing can be asked for, where a rule in force says so.
    """

    department: str
    demand: Demand
    facts: str
    notified_on: date
    receipt: str | None
    hearing_offered: bool
    request_until: date | None


class StatementHeard(MineEvent):
    """The mine spoke in its defence (陈述申辩), and it was looked into."""

    heard_on: date
    statement: str
    review: str
    adopted: bool


class HearingRequested(MineEvent):
    """The mine asked for a hearing (要求听证); late requests are taken and shown as late."""

    requested_on: date
    days_late: int | None


class HearingHeld(MineEvent):
    """The hearing took place (举行听证), led by somebody who did not investigate."""

    held_on: date
    host: str
    record: str


class HearingForgone(MineEvent):
    """The mine gave the hearing up (放弃听证): it said so, did not come, or left."""

    forgone_on: date
    why: str


class LegalReviewRecorded(MineEvent):
    """A reviewer examined the decision that is meant (法制审核)."""

    reviewed_on: date
    passed: bool
    opinion: str


class StopDropped(MineEvent):
    """The stop that was announced is not decided (不予处罚)."""

    why: str


class OrderIssued(MineEvent):
    """An order was issued (下达)."""

    department: str
    kind: OrderKind
    demand: Demand
    issued_on: date
    series: UUID | None
    number: int | None
    text: str | None
    replaces: UUID | None


class OrderNumbered(MineEvent):
    """An order got its number later, or the right one instead of a wrong one."""

    series: UUID
    number: int
    text: str
    previous_text: str | None


class OrderServed(MineEvent):
    """An order was served (送达); that it was not taken is part of it. `days_late` by the clock of service, if any."""

    mode: ServiceMode
    served_on: date
    recipient: str
    receipt: str | None
    refused: bool
    days_late: int | None


class OrderServiceVoided(MineEvent):
    """The service was none (送达无效)."""

    why: str


class OrderAnswered(MineEvent):
    """Whom it was for answered (回复), late or not; of a stop, this is the application to resume."""

    answered_on: date
    answer: str
    days_late: int | None


class OrderExtended(MineEvent):
    """The term was moved (延期)."""

    deadline: date
    previous_deadline: date
    why: str


class ComplianceChecked(MineEvent):
    """It was checked on the spot whether the order is obeyed (履行核查)."""

    checked_on: date
    complied: bool
    finding: str
    days_late: int | None


class OrderDefied(MineEvent):
    """The order is not obeyed (拒不执行)."""

    found_on: date
    finding: str


class OrderDefianceRetracted(MineEvent):
    """That the order was not obeyed proved wrong."""

    why: str


class CriminalReferralProposed(MineEvent):
    """The ledger proposes to refer the matter to the police (建议移送); an officer's decision counts (台账原则 7)."""

    rule: str
    grounds: str


class CriminalReferralDecided(MineEvent):
    """The head decided about the proposal, with reasons (移送决定)."""

    adopted: bool
    why: str


class OrderLifted(MineEvent):
    """An order was lifted (解除); a stop for rectification with its three signatures (煤矿安全生产条例 §48)."""

    lifted_on: date
    why: str
    department_head: str | None
    inspectorate: str | None
    government: str | None


class OrderReplaced(MineEvent):
    """Another order took its place (替换)."""

    successor: UUID
    replaced_on: date


class OrderRevoked(MineEvent):
    """An order was taken back (撤销), on the authority of a decision."""

    revoked_on: date
    authority: str
    why: str


class OrderRestored(MineEvent):
    """Its end proved wrong (恢复): it stands again where it stood."""

    status: OrderStatus
    why: str


class OrderPassedOn(PassedOn, MineEvent):
    """Another body answers for it from a day on."""


def next_status(status: OrderStatus, event: MineEvent) -> OrderStatus:
    """Where an order that has not ended stands after an event; facts recorded before its issue move nothing."""
    if isinstance(event, OrderIssued):
        return OrderStatus.ISSUED
    if status is OrderStatus.NOTIFIED:
        return status
    open_for_answer = {OrderStatus.ISSUED, OrderStatus.SERVED, OrderStatus.NOT_COMPLIED}
    match event:
        case OrderServed() if status is OrderStatus.ISSUED:
            return OrderStatus.SERVED
        case OrderServiceVoided() if status is OrderStatus.SERVED:
            return OrderStatus.ISSUED
        case OrderAnswered() if status in open_for_answer:
            return OrderStatus.ANSWERED
        case ComplianceChecked():
            return OrderStatus.COMPLIED if event.complied else OrderStatus.NOT_COMPLIED
        case OrderDefied():
            return OrderStatus.NOT_COMPLIED
    return status
