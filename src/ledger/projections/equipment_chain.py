"""The chain of equipment (设备动态数据链) by place and custodian, its certificates and its inspections."""

from __future__ import annotations

from ledger.domain import equipment_events as e
from ledger.domain.equipment_events import EquipmentStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

equipment_chain = View(
    name="equipment_chain",
    version=1,
    key="link",
    columns=columns("""
        equipment  uuid
        step       integer
        mine       uuid
        division   text
        status     text?
        place      text
        custodian  text
        valid_from date
        valid_to   date?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("equipment", "step"), ("mine", "valid_from"), ("division", "valid_from"), ("valid_from",)),
    past=(("equipment", "step"), ("mine", "valid_from"), ("division", "valid_from")),
    periods=True,
)

safety_certificates = View(
    name="safety_certificates",
    version=1,
    key="certificate",
    columns=columns("""
        equipment   uuid
        mine        uuid
        division    text
        number      text
        valid_from  date
        valid_to    date
        revoked_why text?
    """),
    orders=("valid_to", "valid_from"),
    indexes=(("equipment", "valid_from"), ("mine", "valid_to"), ("division", "valid_to"), ("number",), ("valid_to",)),
    past=(("equipment", "valid_from"), ("division", "valid_to"), ("mine", "valid_to")),
    periods=True,
)

equipment_inspections = View(
    name="equipment_inspections",
    version=1,
    key="inspection",
    columns=columns("""
        equipment    uuid
        mine         uuid
        division     text
        inspected_on date
        inspector    text
        passed       boolean
        finding      text
        next_due     date?
    """),
    indexes=(
        ("equipment", "inspected_on"),
        ("mine", "inspected_on"),
        ("division", "inspected_on"),
        ("inspected_on",),
    ),
    constant=True,
)

STATUS_OF: dict[type[e.EquipmentPlaced], EquipmentStatus] = {
    e.EquipmentMade: EquipmentStatus.MADE,
    e.EquipmentStored: EquipmentStatus.STORED,
    e.EquipmentArrived: EquipmentStatus.ARRIVED,
    e.EquipmentPutInUse: EquipmentStatus.IN_USE,
    e.EquipmentSentForRepair: EquipmentStatus.UNDER_REPAIR,
    e.EquipmentRepaired: EquipmentStatus.ARRIVED,
    e.EquipmentTransferred: EquipmentStatus.STORED,
    e.EquipmentScrapped: EquipmentStatus.SCRAPPED,
    e.EquipmentScrappingReversed: EquipmentStatus.STORED,
    e.EquipmentFound: EquipmentStatus.STORED,
}


@equipment_chain.on(*STATUS_OF, e.EquipmentMoved, key=lambda e: (e.ended_link, e.link))
def _placed(row: Row | None, event: e.EquipmentPlaced, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"valid_to": event.on})
    return {
        "equipment": event.originator_id,
        "step": event.originator_version,
        "mine": event.mine,
        "division": event.division,
        "status": STATUS_OF.get(type(event)),
        "place": event.place,
        "custodian": event.custodian,
        "valid_from": event.on,
        "valid_to": None,
    }


@equipment_chain.on(e.EquipmentLost, key=lambda e: e.ended_link)
def _broken_off(row: Row | None, event: e.EquipmentLost, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.lost_on})


@safety_certificates.on(e.SafetyCertificateRecorded, key=lambda e: (e.ended_certificate, e.certificate))
def _certified(row: Row | None, event: e.SafetyCertificateRecorded, recorded: RecordedEvent) -> Row:
    if row is not None:
        # The one before holds up to the new one at the longest.
        return changed(row, {"valid_to": max(row["valid_from"], min(row["valid_to"], event.begins_on))})
    return {
        "equipment": event.originator_id,
        "mine": event.mine,
        "division": event.division,
        "number": event.number,
        "valid_from": event.begins_on,
        "valid_to": event.ends_on,
        "revoked_why": None,
    }


@safety_certificates.on(e.SafetyCertificateRevoked, key=lambda e: e.certificate)
def _revoked(row: Row | None, event: e.SafetyCertificateRevoked, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.revoked_on, "revoked_why": event.why})


@equipment_inspections.on(e.EquipmentInspected, key=lambda e: e.inspection)
def _inspected(_: Row | None, event: e.EquipmentInspected, recorded: RecordedEvent) -> Row:
    found = {"mine", "division", "inspected_on", "inspector", "passed", "finding", "next_due"}
    return {"equipment": event.originator_id, **event.model_dump(include=found)}
