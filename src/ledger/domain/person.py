"""Person (人员): known by name and by the key of a sealed number; officer of a department; holder of certificates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import singledispatchmethod
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.person_events import (
    CertificateKind,
    CertificateRecorded,
    CertificateReinstated,
    CertificateWithdrawn,
    OfficerAdmitted,
    OfficerReleased,
    PersonCorrected,
    PersonRegistered,
)
from ledger.values.actor import Actor
from ledger.values.personal import Personal


class Certificate(NamedTuple):
    """One certificate and the first day without it."""

    kind: CertificateKind
    valid_from: date
    term_end: date
    withdrawn_on: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether it is valid on a day."""
        return self.valid_from <= day < min(self.term_end, self.withdrawn_on or date.max)


class Person(Aggregate):
    """One person."""

    zh = "人员"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.name = ""
        self.person_key: str | None = None
        self.serving: OfficerAdmitted | None = None
        self.certificates: dict[UUID, Certificate] = {}

    def register(
        self,
        division: str,
        name: str,
        *,
        identity_number: Personal[str] | None,
        person_key: str | None,
        contact: Personal[str] | None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter the person."""
        self.division = division
        self._happen(
            PersonRegistered,
            by,
            at,
            name=name,
            identity_number=identity_number,
            person_key=person_key,
            contact=contact,
        )

    def correct(
        self, name: str, *, identity_number: Personal[str] | None, person_key: str | None, by: Actor, at: datetime
    ) -> None:
        """Correct what was entered wrongly."""
        if (name, person_key) == (self.name, self.person_key):
            refuse("ALREADY_SO", "It is so already.", "内容没有变化。", rule=OURS)
        self._happen(PersonCorrected, by, at, name=name, identity_number=identity_number, person_key=person_key)

    def admit(
        self, department: str, on: date, *, account: str | None, professional: bool, by: Actor, at: datetime
    ) -> None:
        """Record that the person is an officer of `department` from `on`, and no longer of the one before."""
        before = self.serving
        if before is not None and (before.department == department or on < before.effective_on):
            refuse(
                "OFFICER_ALREADY",
                f"An officer of {before.department} since {before.effective_on}.",
                f"自 {before.effective_on} 起已是{before.department}执法人员。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(
            OfficerAdmitted,
            by,
            at,
            period=uuid5(self.id, f"officer:{self.version + 1}"),
            ended_period=before.period if before else None,
            name=self.name,
            department=department,
            account=account,
            professional=professional,
            effective_on=on,
        )

    def release(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that the person is no officer any more."""
        if self.serving is None or on < self.serving.effective_on:
            refuse(
                "NOT_AN_OFFICER",
                "Not an officer, or one from a later day on.",
                "该人员不是执法人员，或任职得更晚。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(OfficerReleased, by, at, period=self.serving.period, effective_on=on, why=why)

    def record_certificate(
        self, kind: CertificateKind, number: str, issuer: str, days: tuple[date, date], *, by: Actor, at: datetime
    ) -> None:
        """Record a certificate, valid from the first of `days` to the second, both included."""
        if days[1] < days[0]:
            refuse(
                "ENDS_BEFORE_IT_STARTS",
                "A certificate ends after it starts.",
                "有效期止不得早于有效期起。",
                rule=OURS,
                path=("lastDay",),
            )
        self._happen(
            CertificateRecorded,
            by,
            at,
            certificate=uuid5(self.id, f"certificate:{self.version + 1}"),
            name=self.name,
            kind=kind,
            number=number,
            issuer=issuer,
            valid_from=days[0],
            last_day=days[1],
        )

    def withdraw_certificate(self, certificate: UUID, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a certificate was withdrawn."""
        held = self._held(certificate)
        if held.withdrawn_on is not None or not held.valid_from <= on < held.term_end:
            refuse(
                "CERTIFICATE_NOT_VALID",
                "It is withdrawn already, or not valid on that day.",
                "该证件已被收回，或当日无效。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(CertificateWithdrawn, by, at, certificate=certificate, effective_on=on, why=why)

    def reinstate_certificate(self, certificate: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Undo a withdrawal."""
        if self._held(certificate).withdrawn_on is None:
            refuse("CERTIFICATE_NOT_WITHDRAWN", "It is not withdrawn.", "该证件未被收回。", rule=OURS)
        self._happen(CertificateReinstated, by, at, certificate=certificate, why=why)

    def certified_on(self, kind: CertificateKind, day: date) -> bool:
        """Whether a certificate of this kind is valid on a day."""
        return any(held.kind is kind and held.valid_on(day) for held in self.certificates.values())

    def _held(self, certificate: UUID) -> Certificate:
        held = self.certificates.get(certificate)
        if held is None:
            refuse(
                "CERTIFICATE_UNKNOWN",
                "This person has no such certificate.",
                "该人员没有此证件。",
                rule=OURS,
                path=("certificate",),
            )
        return held

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _registered(self, event: PersonRegistered) -> None:
        self.division, self.name, self.person_key = event.division, event.name, event.person_key

    @when.register
    def _corrected(self, event: PersonCorrected) -> None:
        self.name, self.person_key = event.name, event.person_key

    @when.register
    def _admitted(self, event: OfficerAdmitted) -> None:
        self.serving = event

    @when.register
    def _released(self, event: OfficerReleased) -> None:
        self.serving = None

    @when.register
    def _certificate(self, event: CertificateRecorded) -> None:
        end = event.last_day + timedelta(days=1)
        self.certificates[event.certificate] = Certificate(event.kind, event.valid_from, end)

    @when.register
    def _withdrawn(self, event: CertificateWithdrawn) -> None:
        held = self.certificates[event.certificate]
        self.certificates[event.certificate] = held._replace(withdrawn_on=event.effective_on)

    @when.register
    def _reinstated(self, event: CertificateReinstated) -> None:
        held = self.certificates[event.certificate]
        self.certificates[event.certificate] = held._replace(withdrawn_on=None)
