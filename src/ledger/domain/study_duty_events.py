"""What can happen to a study duty (学习任务): set, sessions held and taken back, ended and resumed."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.domain.event import DomainEvent


class StudyDutySet(DomainEvent):
    """A body has to study a topic so many times a calendar year, from a day to a day; `department` follows it up."""

    division: str
    department: str
    body: str
    topic: str
    times_a_year: int
    starts_on: date
    ends_on: date | None
    basis: str
    plan: UUID | None


class StudySessionHeld(DomainEvent):
    """The body studied on a day (专题学习)."""

    division: str
    session: UUID
    held_on: date
    topic: str
    led_by: str
    participants: int
    account: str


class StudySessionRetracted(DomainEvent):
    """That it studied was entered wrongly."""

    division: str
    session: UUID
    why: str


class StudyDutyEnded(DomainEvent):
    """The duty ended; `ended_on` is the first day without it."""

    division: str
    ended_on: date
    why: str


class StudyDutyResumed(DomainEvent):
    """The end was entered wrongly, or the duty goes on."""

    division: str
    why: str
