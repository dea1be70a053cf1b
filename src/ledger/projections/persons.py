"""Persons (人员): who they are, since when officers of which department, and their certificates with their days."""

from __future__ import annotations

from datetime import timedelta

from ledger.domain.person_events import (
    CertificateRecorded,
    CertificateReinstated,
    CertificateWithdrawn,
    OfficerAdmitted,
    OfficerReleased,
    PersonCorrected,
    PersonEvent,
    PersonRegistered,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

persons = View(
    name="persons",
    version=1,
    key="person",
    columns=columns("""
        division    text
        name        text
        masked_name text
        person_key  text?
        numbered    boolean
        recorded_at timestamptz
        version     integer
    """),
    orders=("name", "recorded_at"),
    indexes=(("person_key",), ("name",), ("masked_name",), ("division", "name"), ("division", "masked_name")),
    past=(("person_key",), ("name",), ("division", "masked_name")),
)

officers = View(
    name="officers",
    version=1,
    key="period",
    columns=columns("""
        of_person    uuid
        division     text
        name         text
        department   text
        account      text?
        professional boolean
        released_why text?
        valid_from   date
        valid_to     date?
    """),
    orders=("valid_from", "name"),
    indexes=(("department", "valid_from"), ("of_person", "valid_from"), ("name",), ("valid_from",)),
    past=(("department", "valid_from"), ("of_person", "valid_from"), ("name",), ("valid_from",)),
    periods=True,
    division=None,
)

certificates = View(
    name="certificates",
    version=1,
    key="certificate",
    columns=columns("""
        of_person     uuid
        division      text
        name          text
        kind          text
        number        text
        issuer        text
        last_day      date
        withdrawn_why text?
        valid_from    date
        valid_to      date
    """),
    orders=("valid_to", "valid_from", "name"),
    indexes=(("of_person", "valid_from"), ("valid_to",), ("number",), ("division", "valid_to")),
    past=(("of_person", "valid_from"), ("valid_to",), ("division", "valid_to"), ("number",)),
    periods=True,
)


def masked(name: str) -> str:
    """A name of which the first character alone is shown (张**)."""
    return name[0] + "*" * (len(name) - 1) if len(name) > 1 else "*"


@persons.on(PersonRegistered, key=lambda e: e.originator_id)
def _registered(_: Row | None, event: PersonRegistered, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "name": event.name,
        "masked_name": masked(event.name),
        "person_key": event.person_key,
        "numbered": event.person_key is not None,
        "recorded_at": recorded.recorded_at,
        "version": event.originator_version,
    }


@persons.on(PersonCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: PersonCorrected, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "name": event.name,
            "masked_name": masked(event.name),
            "person_key": event.person_key,
            "numbered": event.person_key is not None,
            "version": event.originator_version,
        },
    )


@persons.on(
    OfficerAdmitted,
    OfficerReleased,
    CertificateRecorded,
    CertificateWithdrawn,
    CertificateReinstated,
    key=lambda e: e.originator_id,
)
def _another_version(row: Row | None, event: PersonEvent, recorded: RecordedEvent) -> Row:
    return changed(row, {"version": event.originator_version})


@officers.on(OfficerAdmitted, key=lambda e: (e.period, e.ended_period))
def _admitted(row: Row | None, event: OfficerAdmitted, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"valid_to": event.effective_on})
    return {
        "of_person": event.originator_id,
        "division": event.division,
        "name": event.name,
        "department": event.department,
        "account": event.account,
        "professional": event.professional,
        "released_why": None,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


@officers.on(OfficerReleased, key=lambda e: e.period)
def _released(row: Row | None, event: OfficerReleased, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "released_why": event.why})


@certificates.on(CertificateRecorded, key=lambda e: e.certificate)
def _certified(_: Row | None, event: CertificateRecorded, recorded: RecordedEvent) -> Row:
    return {
        "of_person": event.originator_id,
        "division": event.division,
        "name": event.name,
        "kind": event.kind,
        "number": event.number,
        "issuer": event.issuer,
        "last_day": event.last_day,
        "withdrawn_why": None,
        "valid_from": event.valid_from,
        "valid_to": event.last_day + timedelta(days=1),
    }


@certificates.on(CertificateWithdrawn, key=lambda e: e.certificate)
def _withdrawn(row: Row | None, event: CertificateWithdrawn, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "withdrawn_why": event.why})


@certificates.on(CertificateReinstated, key=lambda e: e.certificate)
def _reinstated(row: Row | None, event: CertificateReinstated, recorded: RecordedEvent) -> Row:
    valid_to = (row or {})["last_day"] + timedelta(days=1)
    return changed(row, {"valid_to": valid_to, "withdrawn_why": None})
