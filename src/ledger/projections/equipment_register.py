"""Equipment register (设备台账): each piece as it stands."""

from __future__ import annotations

from typing import Any

from ledger.domain import equipment_events as e
from ledger.domain.equipment_events import EquipmentStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

equipment_register = View(
    name="equipment_register",
    version=2,
    key="equipment",
    columns=columns("""
        mine               uuid
        division           text
        department         text
        kind               text
        name               text
        model              text
        maker              text
        serial             text
        asset_number       text?
        status             text
        place              text?
        custodian          text?
        since_day          date
        needs_certificate  boolean
        certificate_number text?
        certificate_from   date?
        certificate_to     date?
        inspected_on       date?
        inspection_passed  boolean?
        inspection_due     date?
        banned_from        date?
        banned_by          text?
        scrapped_on        date?
        seen_on            date?
        seen_at            text?
        seen_scrapped      integer
        defects            integer
        offered_to         text?
        offered_on         date?
        made_on            date
        version            integer
    """),
    orders=("made_on", "inspection_due", "since_day", "certificate_to"),
    indexes=(("mine", "made_on"), ("division", "made_on"), ("serial",), ("division", "inspection_due"), ("made_on",)),
    past=(("division", "made_on"), ("mine", "made_on")),
    department="department",
)


@equipment_register.on(e.EquipmentMade, key=lambda e: e.originator_id)
def _made(_: Row | None, event: e.EquipmentMade, recorded: RecordedEvent) -> Row:
    empty = dict.fromkeys(c.name for c in equipment_register.columns)
    entry = {"mine", "division", "department", "kind", "name", "model", "maker", "serial", "needs_certificate"}
    return {
        **empty,
        **event.model_dump(include=entry),
        **_place(event),
        "status": EquipmentStatus.MADE,
        "seen_scrapped": 0,
        "defects": 0,
        "made_on": event.on,
        "version": event.originator_version,
    }


@equipment_register.on(e.EquipmentEntryCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: e.EquipmentEntryCorrected, recorded: RecordedEvent) -> Row:
    entry = {"kind", "name", "model", "maker", "serial", "needs_certificate"}
    return _step(row, event, **event.model_dump(include=entry))


@equipment_register.on(e.EquipmentStored, key=lambda e: e.originator_id)
def _stored(row: Row | None, event: e.EquipmentStored, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.STORED)


@equipment_register.on(e.EquipmentArrived, key=lambda e: e.originator_id)
def _arrived(row: Row | None, event: e.EquipmentArrived, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.ARRIVED, asset_number=event.asset_number)


@equipment_register.on(e.EquipmentPutInUse, key=lambda e: e.originator_id)
def _put_in_use(row: Row | None, event: e.EquipmentPutInUse, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.IN_USE)


@equipment_register.on(e.EquipmentSentForRepair, key=lambda e: e.originator_id)
def _sent_for_repair(row: Row | None, event: e.EquipmentSentForRepair, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.UNDER_REPAIR)


@equipment_register.on(e.EquipmentRepaired, key=lambda e: e.originator_id)
def _repaired(row: Row | None, event: e.EquipmentRepaired, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.ARRIVED)


@equipment_register.on(e.EquipmentMoved, key=lambda e: e.originator_id)
def _moved(row: Row | None, event: e.EquipmentMoved, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event))


@equipment_register.on(e.EquipmentTransferred, key=lambda e: e.originator_id)
def _transferred(row: Row | None, event: e.EquipmentTransferred, recorded: RecordedEvent) -> Row:
    whose = event.model_dump(include={"mine", "division", "department"})
    gone = dict.fromkeys(("asset_number", "offered_to", "offered_on"))
    return _step(row, event, **_place(event), **whose, **gone, status=EquipmentStatus.STORED)


@equipment_register.on(e.EquipmentOffered, key=lambda e: e.originator_id)
def _offered(row: Row | None, event: e.EquipmentOffered, recorded: RecordedEvent) -> Row:
    return _step(row, event, offered_to=event.to_name, offered_on=event.offered_on)


@equipment_register.on(e.EquipmentOfferEnded, key=lambda e: e.originator_id)
def _offer_ended(row: Row | None, event: e.EquipmentOfferEnded, recorded: RecordedEvent) -> Row:
    return _step(row, event, offered_to=None, offered_on=None)


@equipment_register.on(e.EquipmentScrapped, key=lambda e: e.originator_id)
def _scrapped(row: Row | None, event: e.EquipmentScrapped, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.SCRAPPED, scrapped_on=event.on)


@equipment_register.on(e.EquipmentScrappingReversed, key=lambda e: e.originator_id)
def _scrapping_reversed(row: Row | None, event: e.EquipmentScrappingReversed, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.STORED, scrapped_on=None)


@equipment_register.on(e.EquipmentFound, key=lambda e: e.originator_id)
def _found(row: Row | None, event: e.EquipmentFound, recorded: RecordedEvent) -> Row:
    return _step(row, event, **_place(event), status=EquipmentStatus.STORED)


@equipment_register.on(e.EquipmentLost, key=lambda e: e.originator_id)
def _lost(row: Row | None, event: e.EquipmentLost, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=EquipmentStatus.LOST, place=None, custodian=None, since_day=event.lost_on)


@equipment_register.on(e.EquipmentSeen, key=lambda e: e.originator_id)
def _seen(row: Row | None, event: e.EquipmentSeen, recorded: RecordedEvent) -> Row:
    before = row or {}
    scrapped = before["seen_scrapped"] + (event.status is EquipmentStatus.SCRAPPED)
    last = before["seen_on"] is None or before["seen_on"] <= event.seen_on
    seen = {"seen_on": event.seen_on, "seen_at": event.place} if last else {}
    return _step(row, event, seen_scrapped=scrapped, **seen)


@equipment_register.on(e.EquipmentInspected, key=lambda e: e.originator_id)
def _inspected(row: Row | None, event: e.EquipmentInspected, recorded: RecordedEvent) -> Row:
    before = (row or {})["inspected_on"]
    if before is not None and event.inspected_on < before:
        return _step(row, event)
    return _step(
        row,
        event,
        inspected_on=event.inspected_on,
        inspection_passed=event.passed,
        inspection_due=event.next_due,
    )


@equipment_register.on(e.SafetyCertificateRecorded, key=lambda e: e.originator_id)
def _certified(row: Row | None, event: e.SafetyCertificateRecorded, recorded: RecordedEvent) -> Row:
    return _step(
        row,
        event,
        certificate_number=event.number,
        certificate_from=event.begins_on,
        certificate_to=event.ends_on,
    )


@equipment_register.on(e.SafetyCertificateRevoked, key=lambda e: e.originator_id)
def _certificate_revoked(row: Row | None, event: e.SafetyCertificateRevoked, recorded: RecordedEvent) -> Row:
    return _step(row, event, certificate_to=event.revoked_on)


@equipment_register.on(e.EquipmentBanned, key=lambda e: e.originator_id)
def _banned(row: Row | None, event: e.EquipmentBanned, recorded: RecordedEvent) -> Row:
    return _step(row, event, banned_from=event.banned_from, banned_by=f"{event.catalogue} {event.item}")


@equipment_register.on(e.EquipmentBanWithdrawn, key=lambda e: e.originator_id)
def _ban_withdrawn(row: Row | None, event: e.EquipmentBanWithdrawn, recorded: RecordedEvent) -> Row:
    return _step(row, event, banned_from=None, banned_by=None)


@equipment_register.on(ProcedureDefectFlagged, key=lambda e: e.originator_id)
def _flagged(row: Row | None, event: ProcedureDefectFlagged, recorded: RecordedEvent) -> Row | None:
    # Defects of other things are flagged with the same event.
    return None if row is None else _step(row, event, defects=row["defects"] + 1)


def _place(event: e.EquipmentPlaced) -> Row:
    return {"place": event.place, "custodian": event.custodian, "since_day": event.on}


def _step(row: Row | None, event: Any, **step: Any) -> Row:
    return changed(row, {**step, "version": event.originator_version})
