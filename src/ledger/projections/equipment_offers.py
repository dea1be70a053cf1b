"""Equipment handed over to mines of other divisions (设备跨区移交), for whom it is for: the last offer of each."""

from __future__ import annotations

from uuid import UUID, uuid5

from ledger.domain import equipment_events as e
from ledger.domain.equipment_events import OfferStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

equipment_offers = View(
    name="equipment_offers",
    version=1,
    key="offer",
    columns=columns("""
        equipment     uuid
        mine          uuid
        division      text
        from_division text
        from_mine     uuid
        name          text
        maker         text
        serial        text
        reference     text
        offered_on    date
        offered_by    text
        status        text
        ended_on      date?
        why           text?
    """),
    orders=("offered_on", "ended_on"),
    indexes=(("division", "offered_on"), ("mine", "offered_on")),
    past=(("division", "offered_on"), ("mine", "offered_on")),
)

Event = e.EquipmentOffered | e.EquipmentOfferEnded | e.EquipmentTransferred


def offer_key(event: Event) -> UUID:
    """The row of a piece of equipment."""
    return uuid5(event.originator_id, "offer")


@equipment_offers.on(e.EquipmentOffered, key=offer_key)
def _offered(_: Row | None, event: e.EquipmentOffered, recorded: RecordedEvent) -> Row:
    return {
        "equipment": event.originator_id,
        "mine": event.to_mine,
        "division": event.to_division,
        "from_division": event.division,
        "from_mine": event.mine,
        **event.model_dump(include={"name", "maker", "serial", "reference", "offered_on"}),
        "offered_by": event.actor.department,
        "status": OfferStatus.OFFERED,
        "ended_on": None,
        "why": None,
    }


@equipment_offers.on(e.EquipmentOfferEnded, key=offer_key)
def _ended(row: Row | None, event: e.EquipmentOfferEnded, recorded: RecordedEvent) -> Row:
    return changed(row, {"status": event.status, "ended_on": event.ended_on, "why": event.why})


@equipment_offers.on(e.EquipmentTransferred, key=offer_key)
def _transferred(row: Row | None, event: e.EquipmentTransferred, recorded: RecordedEvent) -> Row | None:
    if row is None or row["status"] != OfferStatus.OFFERED:
        return None
    status = OfferStatus.TAKEN_OVER if event.mine == row["mine"] else OfferStatus.WITHDRAWN
    return changed(row, {"status": status, "ended_on": event.on})
