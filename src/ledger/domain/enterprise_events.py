"""What happens to enterprises (企业): names, those who control them with their shares, the mines they run."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named


@named("名实一致 名义持有（代持） 实际控制")
class ControlNature(StrEnum):
    """How somebody controls an enterprise: in name and in fact, in name alone (代持), or in fact alone (实际控制)."""

    OWNER = "OWNER"
    NOMINAL = "NOMINAL"
    ACTUAL = "ACTUAL"


@named("个人 单位")
class ControllerKind(StrEnum):
    """Who controls (控制人类别): a person, or another body."""

    PERSON = "PERSON"
    BODY = "BODY"


class EnterpriseEvent(DomainEvent):
    """An event of an enterprise."""

    division: str


class EnterpriseRegistered(EnterpriseEvent):
    """An enterprise was entered."""

    name: str
    credit_code: str | None
    established_on: date
    name_period: UUID
    source: str | None


class EnterpriseRenamed(EnterpriseEvent):
    """It has another name from a day on."""

    name: str
    effective_on: date
    name_period: UUID
    ended_period: UUID
    basis: str


class EnterpriseCorrected(EnterpriseEvent):
    """A credit code that was entered wrongly, or not at all, was put right."""

    credit_code: str | None
    why: str


class EnterpriseDeregistered(EnterpriseEvent):
    """It was struck off (注销); `effective_on` is the first day without it."""

    effective_on: date
    why: str


class EnterpriseRestored(EnterpriseEvent):
    """A deregistration was undone."""

    why: str


class ControllerRecorded(EnterpriseEvent):
    """Somebody holds a share of it, or controls it otherwise, from a day on; `share` in percent."""

    control: UUID
    enterprise_name: str
    kind: ControllerKind
    person: UUID | None
    person_key: str | None
    credit_code: str | None
    name: str
    nature: ControlNature
    holds_for: str | None
    share: Decimal | None
    effective_on: date
    basis: str


class ControlEnded(EnterpriseEvent):
    """A control ended; `effective_on` is the first day without it."""

    control: UUID
    effective_on: date
    why: str


class ControlCorrected(EnterpriseEvent):
    """Nature, share or days of a control were entered wrongly, or the truth of it came out later."""

    control: UUID
    nature: ControlNature
    share: Decimal | None
    valid_from: date
    valid_to: date | None
    why: str


class SharesExceededFlagged(EnterpriseEvent):
    """The shares held on a day come to more than all of it: one of the papers is not true."""

    on: date
    shares: Decimal
    rule: str
    description: str
    description_zh: str


class MineTakenOver(EnterpriseEvent):
    """It runs a mine from a day on."""

    running: UUID
    mine: UUID
    enterprise_name: str
    effective_on: date
    basis: str


class MineGivenUp(EnterpriseEvent):
    """It no longer runs a mine; `effective_on` is the first day without."""

    running: UUID
    mine: UUID
    effective_on: date
    why: str
