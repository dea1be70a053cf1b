"""Handing equipment over to a mine of another division (设备跨区移交): two acts, each by its own side."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ledger.domain import equipment_events as e
from ledger.domain.equipment_events import OfferStatus
from ledger.domain.equipment_state import EquipmentState
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor


class EquipmentOffers(EquipmentState):
    """Offered to a mine by its holder, then taken over or declined for that mine; until then it stays where it is."""

    def hand_over(
        self, to_mine: UUID, to_division: str, to_name: str, on: date, reference: str, *, by: Actor, at: datetime
    ) -> None:
        """Offer it to a mine that somebody else answers for."""
        if to_mine == self.mine:
            refuse(
                "MINE_UNCHANGED", "It belongs to this mine already.", "设备已属该煤矿。", rule=OURS, path=("toMine",)
            )
        if self.offer is not None:
            refuse(
                "OFFERED_ALREADY",
                f"It was handed over to {self.offer.to_name}, which has not taken it over.",
                f"设备已移交{self.offer.to_name}，尚待接收。",
                rule=OURS,
            )
        told = {"to_mine": to_mine, "to_division": to_division, "to_name": to_name, "offered_on": on}
        entry = {"name": self.name, "maker": self.maker, "serial": self.serial, "reference": reference}
        self._happen(e.EquipmentOffered, by, at, **told, **entry)

    def end_offer(self, status: OfferStatus, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """It is not taken over."""
        self.offered()
        self._happen(e.EquipmentOfferEnded, by, at, status=status, ended_on=on, why=why)

    def offered(self) -> e.EquipmentOffered:
        """The offer that stands; `NOT_OFFERED` where none does."""
        if self.offer is None:
            refuse("NOT_OFFERED", "It is not handed over to anybody.", "设备没有待接收的移交。", rule=OURS)
        return self.offer
