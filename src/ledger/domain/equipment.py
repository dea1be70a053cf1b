"""Equipment (设备): made, stored, arrived, in use, repaired, scrapped; its chain by place and custodian."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import equipment_events as e
from ledger.domain.equipment_events import EquipmentPlaced, EquipmentStatus
from ledger.domain.equipment_offer import EquipmentOffers
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor
from ledger.values.labels import zh

RULE_USE = "煤矿安全生产条例 §25"
RULE_CERTIFICATE = "安全生产法 §37"
STAGES: dict[type[EquipmentPlaced], EquipmentStatus] = {
    e.EquipmentStored: EquipmentStatus.STORED,
    e.EquipmentArrived: EquipmentStatus.ARRIVED,
    e.EquipmentPutInUse: EquipmentStatus.IN_USE,
    e.EquipmentSentForRepair: EquipmentStatus.UNDER_REPAIR,
}


@dataclass(frozen=True)
class Whereabouts:
    """Where something is from a day on, and in whose hands."""

    on: date
    place: str
    custodian: str


class Equipment(EquipmentOffers):
    """One piece of equipment of a mine (R-205).

    Where it is and what is done with it are facts in any order; what may not be used and is used is flagged. Scrapping
    it and taking that back are acts.
    """

    zh = "设备"

    def make(self, *, mine: UUID, division: str, where: Whereabouts, by: Actor, at: datetime, **entry: Any) -> None:
        """It left its maker."""
        self.mine, self.division = mine, division
        self._put(e.EquipmentMade, where, by, at, **entry)

    def correct(self, *, by: Actor, at: datetime, **entry: Any) -> None:
        """Correct what was entered wrongly."""
        self._happen(e.EquipmentEntryCorrected, by, at, **entry)

    # -- its chain ------------------------------------------------------------------------------------------------

    def store(self, where: Whereabouts, *, by: Actor, at: datetime) -> None:
        """It went into store."""
        self._go_on(e.EquipmentStored, where, by, at)

    def arrive(self, where: Whereabouts, asset_number: str | None, *, by: Actor, at: datetime) -> None:
        """It came to the mine."""
        self._go_on(e.EquipmentArrived, where, by, at, asset_number=asset_number)

    def put_in_use(self, where: Whereabouts, *, by: Actor, at: datetime) -> None:
        """It went into use; without certificate, banned, scrapped or failed in its inspection that is flagged."""
        scrapped = self.status is EquipmentStatus.SCRAPPED
        self._go_on(e.EquipmentPutInUse, where, by, at)
        if scrapped:
            self._flag(by, at, RULE_USE, "It had been scrapped.", "已报废设备投入使用。")
        if self.needs_certificate and not self.certified_on(where.on):
            self._flag(by, at, RULE_CERTIFICATE, "No safety certificate that day.", "投入使用当日无有效安全标志。")
        if self.inspected is not None and not self.inspected.passed:
            self._flag(by, at, RULE_USE, "It had failed its last inspection.", "上次检测检验不合格。")
        self._flag_if_banned(where.on, by, at)

    def send_for_repair(self, where: Whereabouts, fault: str, *, by: Actor, at: datetime) -> None:
        """It went for repair."""
        self._go_on(e.EquipmentSentForRepair, where, by, at, fault=fault)

    def repaired(self, where: Whereabouts, account: str, *, by: Actor, at: datetime) -> None:
        """It came back from repair."""
        if self.status is not EquipmentStatus.UNDER_REPAIR:
            refuse("NOT_UNDER_REPAIR", f"It is {self.status}.", f"设备状态为“{zh(self.status)}”，不在检修。", rule=OURS)
        self._put(e.EquipmentRepaired, where, by, at, account=account)

    def move(self, where: Whereabouts, *, by: Actor, at: datetime) -> None:
        """It came to another place or custodian."""
        if self.status is EquipmentStatus.LOST:
            refuse("EQUIPMENT_LOST", "It is lost; record that it was found.", "设备已丢失，须先登记找回。", rule=OURS)
        if (where.place, where.custodian) == (self.place, self.custodian):
            refuse("PLACE_UNCHANGED", "It is there already.", "设备地点和保管人未变。", rule=OURS, path=("place",))
        self._put(e.EquipmentMoved, where, by, at)

    def transfer(
        self, mine: UUID, division: str, department: str, where: Whereabouts, *, by: Actor, at: datetime
    ) -> None:
        """It went to another mine, into its store."""
        if mine == self.mine:
            refuse(
                "MINE_UNCHANGED", "It belongs to this mine already.", "设备已属该煤矿。", rule=OURS, path=("toMine",)
            )
        self._in_order(where)
        previous, self.mine, self.division = self.mine, mine, division
        self._put(e.EquipmentTransferred, where, by, at, previous_mine=previous, department=department)

    def scrap(self, where: Whereabouts, document: str, why: str, *, by: Actor, at: datetime) -> None:
        """Scrap it; what runs is taken out of use first."""
        if self.status is EquipmentStatus.SCRAPPED:
            refuse("SCRAPPED_ALREADY", "It is scrapped already.", "设备已报废。", rule=OURS)
        if self.status is EquipmentStatus.IN_USE:
            refuse("EQUIPMENT_IN_USE", "It is in use.", "设备在用，须先停用。", rule=OURS)
        self._put(e.EquipmentScrapped, where, by, at, document=document, why=why)

    def reverse_scrapping(self, where: Whereabouts, why: str, *, by: Actor, at: datetime) -> None:
        """Take a scrapping back; never of what is banned, never by who scrapped it."""
        if self.status is not EquipmentStatus.SCRAPPED:
            refuse("NOT_SCRAPPED", f"It is {self.status}.", f"设备状态为“{zh(self.status)}”，未报废。", rule=OURS)
        if self.banned_on(where.on):
            refuse("EQUIPMENT_BANNED", "It may no longer be used.", "属应当淘汰的设备，不得恢复。", rule=RULE_USE)
        self._not_own_work(by, self.scrapper, "台账原则 6")
        self._put(e.EquipmentScrappingReversed, where, by, at, why=why)

    def lose(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Nobody knows where it is."""
        if self.status is EquipmentStatus.LOST:
            refuse("EQUIPMENT_LOST", "It is lost already.", "设备已登记丢失。", rule=OURS)
        self._not_before_last_step(on, "on")
        self._happen(e.EquipmentLost, by, at, lost_on=on, ended_link=self.link, finding=finding)

    def find(self, where: Whereabouts, finding: str, *, by: Actor, at: datetime) -> None:
        """It was found."""
        if self.status is not EquipmentStatus.LOST:
            refuse("NOT_LOST", f"It is {self.status}.", f"设备状态为“{zh(self.status)}”，未丢失。", rule=OURS)
        self._put(e.EquipmentFound, where, by, at, finding=finding)

    # -- what is found out about it -------------------------------------------------------------------------------

    def see(self, on: date, place: str, finding: str, *, running: bool, by: Actor, at: datetime) -> None:
        """It was seen; a fact whatever its chain says. Scrapped and seen again, or banned and running, is flagged."""
        self._not_before_it_was(on, self.made_on, "seenOn")
        self._happen(
            e.EquipmentSeen, by, at, seen_on=on, place=place, running=running, finding=finding, status=self.status
        )  # fmt: skip
        if self.status is EquipmentStatus.SCRAPPED:
            text = f"Scrapped, and seen at {place} on {on}."
            self._flag(by, at, RULE_USE, text, f"已报废设备于 {on} 在{place}再次出现。")
        if running:
            self._flag_if_banned(on, by, at)

    def inspect(self, on: date, *, by: Actor, at: datetime, **found: Any) -> None:
        """It was inspected; failing while it is in use is flagged."""
        self._not_before_it_was(on, self.made_on, "inspectedOn")
        due = found["next_due"]
        if due is not None and due <= on:
            refuse(
                "ENDS_BEFORE_IT_BEGINS",
                "The next one would be due before this one.",
                "下次检验期限早于本次检验日期。",
                rule=OURS,
                path=("nextDue",),
            )
        self._happen(e.EquipmentInspected, by, at, inspection=self._new("inspection"), inspected_on=on, **found)
        if not found["passed"] and self.status is EquipmentStatus.IN_USE:
            self._flag(by, at, RULE_USE, "It failed its inspection in use.", "在用设备检测检验不合格。")

    def certify(self, number: str, begins_on: date, ends_on: date, *, by: Actor, at: datetime) -> None:
        """Record its safety certificate; a new one takes the place of the one before."""
        if ends_on <= begins_on:
            refuse(
                "ENDS_BEFORE_IT_BEGINS",
                "It would end before it begins.",
                "终止日早于起始日。",
                rule=OURS,
                path=("endsOn",),
            )
        self._happen(
            e.SafetyCertificateRecorded,
            by,
            at,
            certificate=self._new("certificate"),
            ended_certificate=self.certificate.certificate if self.certificate else None,
            number=number,
            begins_on=begins_on,
            ends_on=ends_on,
        )

    def revoke_certificate(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Its certificate was suspended or taken back; what is in use from then on without one is flagged."""
        if self.certificate is None or not self.certified_on(on):
            refuse(
                "CERTIFICATE_NOT_IN_FORCE",
                f"No certificate holds on {on}.",
                f"{on} 无有效安全标志。",
                rule=OURS,
                path=("revokedOn",),
            )
        held = self.certificate.certificate
        self._happen(e.SafetyCertificateRevoked, by, at, certificate=held, revoked_on=on, why=why)
        if self.status is EquipmentStatus.IN_USE and self.needs_certificate:
            self._flag(by, at, RULE_CERTIFICATE, "In use without a certificate.", "在用设备安全标志被暂停或撤销。")

    def declare_banned(
        self, catalogue: str, item: str, banned_from: date, today: date, *, by: Actor, at: datetime
    ) -> None:
        """It is on a list of what may no longer be used; in use on a day from which it may not be is flagged."""
        self._happen(e.EquipmentBanned, by, at, catalogue=catalogue, item=item, banned_from=banned_from)
        if self.status is EquipmentStatus.IN_USE:
            self._flag_if_banned(today, by, at)

    def withdraw_ban(self, why: str, *, by: Actor, at: datetime) -> None:
        """It is on no such list."""
        if self.ban is None:
            refuse("NOT_BANNED", "It is on no list of banned equipment.", "该设备未列入淘汰目录。", rule=OURS)
        self._happen(e.EquipmentBanWithdrawn, by, at, why=why)

    def _flag_if_banned(self, on: date, by: Actor, at: datetime) -> None:
        if self.ban is not None and self.banned_on(on):
            text = f"In use on {on}, banned from {self.ban.banned_from} ({self.ban.catalogue} {self.ban.item})."
            text_zh = (
                f"{on} 使用应当淘汰的设备（{self.ban.catalogue} {self.ban.item}，{self.ban.banned_from} 起禁用）。"
            )
            self._flag(by, at, "煤矿安全生产条例 §25, §36(10); 双四政发〔2020〕28号 V05", text, text_zh)

    def _go_on(
        self, event_class: type[EquipmentPlaced], where: Whereabouts, by: Actor, at: datetime, **more: Any
    ) -> None:
        if self.status is STAGES[event_class]:
            refuse(
                "EQUIPMENT_UNCHANGED",
                f"It is {self.status} already; another place or custodian is a move.",
                f"设备状态已是“{zh(self.status)}”；仅变更地点或保管人请办理移动。",
                rule=OURS,
            )
        self._put(event_class, where, by, at, **more)

    def _put(
        self, event_class: type[EquipmentPlaced], where: Whereabouts, by: Actor, at: datetime, **more: Any
    ) -> None:
        self._in_order(where)
        self._happen(
            event_class,
            by,
            at,
            on=where.on,
            place=where.place,
            custodian=where.custodian,
            link=self._new("link"),
            ended_link=self.link,
            **more,
        )

    def _in_order(self, where: Whereabouts) -> None:
        # What was seen earlier and is entered later is a sighting; the chain itself goes on in order.
        self._not_before_last_step(where.on, "on")

    def _new(self, what: str) -> UUID:
        return uuid5(self.id, f"{what}:{self.version + 1}")
