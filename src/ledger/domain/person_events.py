"""What is recorded of persons (人员): who they are, as whose officers they acted, which certificates they held."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named
from ledger.values.personal import Personal


@named("行政执法证 安全生产知识和管理能力考核合格证 特种作业操作证 注册安全工程师")
class CertificateKind(StrEnum):
    """Kinds of certificates (证件): of law enforcement, safety knowledge (R-158), a special operation, a profession."""

    LAW_ENFORCEMENT = "LAW_ENFORCEMENT"
    SAFETY_QUALIFICATION = "SAFETY_QUALIFICATION"
    SPECIAL_OPERATION = "SPECIAL_OPERATION"
    SAFETY_ENGINEER = "SAFETY_ENGINEER"


class PersonEvent(DomainEvent):
    """An event of a person."""

    division: str


class PersonRegistered(PersonEvent):
    """A person was entered; the name of who holds an office or a key post is part of the record, numbers are sealed."""

    name: str
    identity_number: Personal[str] | None
    person_key: str | None
    contact: Personal[str] | None


class PersonCorrected(PersonEvent):
    """What was entered wrongly about a person was corrected."""

    name: str
    identity_number: Personal[str] | None
    person_key: str | None


class OfficerAdmitted(PersonEvent):
    """A person acts as an officer (监管执法人员) of a department from a day on."""

    period: UUID
    ended_period: UUID | None
    name: str
    department: str
    account: str | None
    professional: bool
    effective_on: date


class OfficerReleased(PersonEvent):
    """A person no longer acts as an officer; `effective_on` is the first day without."""

    period: UUID
    effective_on: date
    why: str


class CertificateRecorded(PersonEvent):
    """A certificate was issued; `last_day` is the last one on which it is valid."""

    certificate: UUID
    name: str
    kind: CertificateKind
    number: str
    issuer: str
    valid_from: date
    last_day: date


class CertificateWithdrawn(PersonEvent):
    """A certificate was withdrawn (吊销、收回); `effective_on` is the first day without."""

    certificate: UUID
    effective_on: date
    why: str


class CertificateReinstated(PersonEvent):
    """A withdrawal was undone; the certificate is valid to its own last day again."""

    certificate: UUID
    why: str
