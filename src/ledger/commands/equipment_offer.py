"""Commands by which equipment goes to a mine of another division (设备跨区移交): handed over here, taken over there."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.equipment import EquipmentCommand, PlacedCommand, give_back
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.equipment import Equipment
from ledger.domain.equipment_events import OfferStatus
from ledger.domain.mine import Mine
from ledger.values.errors import NotFound
from ledger.values.references import EquipmentId, MineId
from ledger.values.text import Line, Name
from ledger.values.times import Day


class HandOverEquipment(EquipmentCommand):
    """Hand equipment over to a mine of another division (设备移交); it stays here until that mine takes it over."""

    to_mine: MineId = Field(description="The mine it is for (调入煤矿).")
    handed_over_on: Day | None = Field(None, description="Day of it (移交日期); today when left out.")
    reference: Name = Field(description="Number of the paper (调拨文号).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.handed_over_on, work, "handedOverOn")
        equipment, mine = await self.loaded(work), await work.find_beyond(Mine, self.to_mine)
        if mine.version == 0:
            raise NotFound("MINE_NOT_FOUND", "There is no such mine.", "没有该煤矿。", path=("toMine",))
        to = (mine.id, mine.division or "", mine.name)
        equipment.hand_over(*to, on, self.reference, by=work.actor, at=work.at(on))
        return equipment


class WithdrawEquipmentOffer(EquipmentCommand):
    """Take back that equipment was handed over (撤回移交), before it was taken over."""

    why: Line = Field(description="Why (撤回理由).")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        on = not_future(None, work, "why")
        equipment.end_offer(OfferStatus.WITHDRAWN, on, self.why, by=work.actor, at=work.now)
        return equipment


class TakeOverEquipment(PlacedCommand):
    """Take over equipment handed over to a mine (设备接收), into its store, by whoever answers for that mine."""

    async def handle(self, work: Work) -> Aggregate:
        equipment, mine = await offered_here(self.equipment, work)
        where = self.whereabouts(work)
        await give_back(work, equipment)
        department = mine.department or work.actor.department
        equipment.transfer(mine.id, mine.division or "", department, where, by=work.actor, at=work.at(where.on))
        return equipment


class DeclineEquipment(Command):
    """Decline equipment that was handed over to a mine (拒收移交); it stays with whoever handed it over."""

    right = rights.FINDER
    returns = Mine

    equipment: EquipmentId = Field(description="The equipment (设备).")
    why: Line = Field(description="Why (拒收理由).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, mine = await offered_here(self.equipment, work)
        on = not_future(None, work, "why")
        equipment.end_offer(OfferStatus.DECLINED, on, self.why, by=work.actor, at=work.now)
        return mine


async def offered_here(id: UUID, work: Work) -> tuple[Equipment, Mine]:
    """The equipment and the mine within the caller's scope that it was handed over to; `NotFound` for any other.

    It lies outside the scope as yet: that it was handed over to a mine of the caller's lets the caller at it, and at no
    more than taking it or not.
    """
    equipment = await work.find_beyond(Equipment, id)
    mine = None if equipment.offer is None else await work.find_beyond(Mine, equipment.offer.to_mine)
    if mine is None or not work.covers(mine):
        raise NotFound(
            "EQUIPMENT_NOT_FOUND",
            f"No equipment with the id {id} is handed over to a mine of yours.",
            f"没有编号为 {id} 的设备移交给您所辖煤矿。",
            path=("equipment",),
        )
    return equipment, mine
