"""Enterprises (企业): each as it stands, its names, those who control it, and the mines it runs, for their periods."""

from __future__ import annotations

from ledger.domain.enterprise_events import (
    ControlCorrected,
    ControlEnded,
    ControllerRecorded,
    EnterpriseCorrected,
    EnterpriseDeregistered,
    EnterpriseEvent,
    EnterpriseRegistered,
    EnterpriseRenamed,
    EnterpriseRestored,
    MineGivenUp,
    MineTakenOver,
    SharesExceededFlagged,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

enterprises = View(
    name="enterprises",
    version=1,
    key="enterprise",
    columns=columns("""
        division        text
        name            text
        credit_code     text?
        source          text?
        shares_exceeded integer
        valid_from      date
        valid_to        date?
        version         integer
    """),
    orders=("name", "valid_from"),
    indexes=(("credit_code",), ("name",), ("division", "name")),
    past=(("credit_code",), ("name",), ("division", "name")),
    periods=True,
)

enterprise_names = View(
    name="enterprise_names",
    version=1,
    key="name_period",
    columns=columns("""
        of_enterprise uuid
        division      text
        name          text
        basis         text?
        valid_from    date
        valid_to      date?
    """),
    indexes=(("of_enterprise", "valid_from"), ("name",)),
    past=(("of_enterprise", "valid_from"), ("name",)),
    periods=True,
)

controllers = View(
    name="controllers",
    version=1,
    key="control",
    columns=columns("""
        of_enterprise   uuid
        enterprise_name text
        division        text
        kind            text
        of_person       uuid?
        person_key      text?
        credit_code     text?
        name            text
        nature          text
        holds_for       text?
        share           numeric?
        basis           text
        ended_why       text?
        corrected_why   text?
        valid_from      date
        valid_to        date?
    """),
    orders=("valid_from", "valid_to", "name"),
    indexes=(
        ("of_enterprise", "valid_from"),
        ("of_person", "valid_from"),
        ("person_key",),
        ("credit_code",),
        ("name",),
        ("valid_from",),
        ("division", "valid_from"),
    ),
    past=(
        ("of_enterprise", "valid_from"),
        ("of_person", "valid_from"),
        ("person_key",),
        ("name",),
        ("division", "valid_from"),
    ),
    periods=True,
)

enterprise_mines = View(
    name="enterprise_mines",
    version=1,
    key="running",
    columns=columns("""
        of_enterprise   uuid
        enterprise_name text
        mine            uuid
        division        text
        basis           text
        ended_why       text?
        valid_from      date
        valid_to        date?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("of_enterprise", "valid_from"), ("mine", "valid_from"), ("division", "valid_from")),
    past=(("of_enterprise", "valid_from"), ("mine", "valid_from"), ("division", "valid_from")),
    periods=True,
)


@enterprises.on(EnterpriseRegistered, key=lambda e: e.originator_id)
def _registered(_: Row | None, event: EnterpriseRegistered, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "name": event.name,
        "credit_code": event.credit_code,
        "source": event.source,
        "shares_exceeded": 0,
        "valid_from": event.established_on,
        "valid_to": None,
        "version": event.originator_version,
    }


@enterprises.on(EnterpriseRenamed, key=lambda e: e.originator_id)
def _renamed(row: Row | None, event: EnterpriseRenamed, recorded: RecordedEvent) -> Row:
    return changed(row, {"name": event.name, "version": event.originator_version})


@enterprises.on(EnterpriseCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: EnterpriseCorrected, recorded: RecordedEvent) -> Row:
    return changed(row, {"credit_code": event.credit_code, "version": event.originator_version})


@enterprises.on(EnterpriseDeregistered, key=lambda e: e.originator_id)
def _deregistered(row: Row | None, event: EnterpriseDeregistered, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "version": event.originator_version})


@enterprises.on(EnterpriseRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: EnterpriseRestored, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": None, "version": event.originator_version})


@enterprises.on(SharesExceededFlagged, key=lambda e: e.originator_id)
def _exceeded(row: Row | None, event: SharesExceededFlagged, recorded: RecordedEvent) -> Row:
    times = (row or {})["shares_exceeded"] + 1
    return changed(row, {"shares_exceeded": times, "version": event.originator_version})


@enterprises.on(
    ControllerRecorded, ControlEnded, ControlCorrected, MineTakenOver, MineGivenUp, key=lambda e: e.originator_id
)
def _another_version(row: Row | None, event: EnterpriseEvent, recorded: RecordedEvent) -> Row:
    return changed(row, {"version": event.originator_version})


@enterprise_names.on(EnterpriseRegistered, key=lambda e: e.name_period)
def _first_name(_: Row | None, event: EnterpriseRegistered, recorded: RecordedEvent) -> Row:
    return {
        "of_enterprise": event.originator_id,
        "division": event.division,
        "name": event.name,
        "basis": event.source,
        "valid_from": event.established_on,
        "valid_to": None,
    }


@enterprise_names.on(EnterpriseRenamed, key=lambda e: (e.name_period, e.ended_period))
def _next_name(row: Row | None, event: EnterpriseRenamed, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"valid_to": event.effective_on})
    return {
        "of_enterprise": event.originator_id,
        "division": event.division,
        "name": event.name,
        "basis": event.basis,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


@controllers.on(ControllerRecorded, key=lambda e: e.control)
def _controls(_: Row | None, event: ControllerRecorded, recorded: RecordedEvent) -> Row:
    return {
        "of_enterprise": event.originator_id,
        "enterprise_name": event.enterprise_name,
        "division": event.division,
        "kind": event.kind,
        "of_person": event.person,
        "person_key": event.person_key,
        "credit_code": event.credit_code,
        "name": event.name,
        "nature": event.nature,
        "holds_for": event.holds_for,
        "share": event.share,
        "basis": event.basis,
        "ended_why": None,
        "corrected_why": None,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


@controllers.on(ControlEnded, key=lambda e: e.control)
def _control_ended(row: Row | None, event: ControlEnded, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "ended_why": event.why})


@controllers.on(ControlCorrected, key=lambda e: e.control)
def _control_corrected(row: Row | None, event: ControlCorrected, recorded: RecordedEvent) -> Row:
    days = {"valid_from": event.valid_from, "valid_to": event.valid_to}
    return changed(row, {**days, "nature": event.nature, "share": event.share, "corrected_why": event.why})


@enterprise_mines.on(MineTakenOver, key=lambda e: e.running)
def _runs(_: Row | None, event: MineTakenOver, recorded: RecordedEvent) -> Row:
    return {
        "of_enterprise": event.originator_id,
        "enterprise_name": event.enterprise_name,
        "mine": event.mine,
        "division": event.division,
        "basis": event.basis,
        "ended_why": None,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


@enterprise_mines.on(MineGivenUp, key=lambda e: e.running)
def _given_up(row: Row | None, event: MineGivenUp, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "ended_why": event.why})
