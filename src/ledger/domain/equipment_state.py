"""What a piece of equipment is, as its events tell it: the state that its acts are guarded by."""

from __future__ import annotations

from datetime import date
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain import equipment_events as e
from ledger.domain.equipment_events import EquipmentKind, EquipmentStatus
from ledger.domain.event import DomainEvent
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.mine_matter import MineMatter
from ledger.values.actor import Actor


class EquipmentState(MineMatter):
    """The state of one piece, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = EquipmentStatus.MADE
        self.name = ""
        self.kind = EquipmentKind.OTHER
        self.made_on = date.min
        self.maker = ""
        self.serial = ""
        self.asset_number: str | None = None
        self.needs_certificate = True
        self.link: UUID | None = None
        self.place = ""
        self.custodian = ""
        self.certificate: e.SafetyCertificateRecorded | None = None
        self.certificate_revoked_on: date | None = None
        self.inspected: e.EquipmentInspected | None = None
        self.ban: e.EquipmentBanned | None = None
        self.scrapper: Actor | None = None
        self.offer: e.EquipmentOffered | None = None

    def certified_on(self, day: date) -> bool:
        """Whether its last recorded certificate holds on a day."""
        held = self.certificate
        if held is None or not held.begins_on <= day < held.ends_on:
            return False
        return self.certificate_revoked_on is None or day < self.certificate_revoked_on

    def banned_on(self, day: date) -> bool:
        """Whether it may no longer be used on a day."""
        return self.ban is not None and self.ban.banned_from <= day

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _made(self, event: e.EquipmentMade) -> None:
        self.mine, self.division, self.made_on = event.mine, event.division, event.on
        self.maker, self.serial, self.needs_certificate = event.maker, event.serial, event.needs_certificate
        self.kind, self.name = event.kind, event.name
        self._place(event, EquipmentStatus.MADE)

    @when.register
    def _corrected(self, event: e.EquipmentEntryCorrected) -> None:
        self.maker, self.serial, self.needs_certificate = event.maker, event.serial, event.needs_certificate
        self.kind, self.name = event.kind, event.name

    @when.register
    def _stored(self, event: e.EquipmentStored) -> None:
        self._place(event, EquipmentStatus.STORED)

    @when.register
    def _arrived(self, event: e.EquipmentArrived) -> None:
        self.asset_number = event.asset_number
        self._place(event, EquipmentStatus.ARRIVED)

    @when.register
    def _put_in_use(self, event: e.EquipmentPutInUse) -> None:
        self._place(event, EquipmentStatus.IN_USE)

    @when.register
    def _sent_for_repair(self, event: e.EquipmentSentForRepair) -> None:
        self._place(event, EquipmentStatus.UNDER_REPAIR)

    @when.register
    def _repaired(self, event: e.EquipmentRepaired) -> None:
        self._place(event, EquipmentStatus.ARRIVED)

    @when.register
    def _moved(self, event: e.EquipmentMoved) -> None:
        self._place(event, self.status)

    @when.register
    def _transferred(self, event: e.EquipmentTransferred) -> None:
        self.mine, self.division, self.asset_number = event.mine, event.division, None
        self.offer = None
        self._place(event, EquipmentStatus.STORED)

    @when.register
    def _offered(self, event: e.EquipmentOffered) -> None:
        self.offer = event

    @when.register
    def _offer_ended(self, event: e.EquipmentOfferEnded) -> None:
        self.offer = None

    @when.register
    def _scrapped(self, event: e.EquipmentScrapped) -> None:
        self.scrapper = event.actor
        self._place(event, EquipmentStatus.SCRAPPED)

    @when.register
    def _scrapping_reversed(self, event: e.EquipmentScrappingReversed) -> None:
        self._place(event, EquipmentStatus.STORED)

    @when.register
    def _found(self, event: e.EquipmentFound) -> None:
        self._place(event, EquipmentStatus.STORED)

    @when.register
    def _lost(self, event: e.EquipmentLost) -> None:
        self.status, self.reached, self.link = EquipmentStatus.LOST, event.lost_on, None

    @when.register
    def _inspected(self, event: e.EquipmentInspected) -> None:
        if self.inspected is None or self.inspected.inspected_on <= event.inspected_on:
            self.inspected = event

    @when.register
    def _certified(self, event: e.SafetyCertificateRecorded) -> None:
        self.certificate, self.certificate_revoked_on = event, None

    @when.register
    def _certificate_revoked(self, event: e.SafetyCertificateRevoked) -> None:
        self.certificate_revoked_on = event.revoked_on

    @when.register
    def _banned(self, event: e.EquipmentBanned) -> None:
        self.ban = event

    @when.register
    def _ban_withdrawn(self, event: e.EquipmentBanWithdrawn) -> None:
        self.ban = None

    @when.register(e.EquipmentSeen)
    @when.register(ProcedureDefectFlagged)
    def _noted(self, event: DomainEvent) -> None:
        """Changes nothing that an act depends on."""

    def _place(self, event: e.EquipmentPlaced, status: EquipmentStatus) -> None:
        self.status, self.reached, self.link = status, event.on, event.link
        self.place, self.custodian = event.place, event.custodian
