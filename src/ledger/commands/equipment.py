"""Commands on equipment (设备): its chain from the maker to the scrapyard."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.equipment import Equipment, Whereabouts
from ledger.domain.equipment_events import EquipmentKind
from ledger.domain.mine import Mine
from ledger.domain.reservation import KeyScheme
from ledger.values.codes import SerialNumber
from ledger.values.references import EquipmentId, MineId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class EquipmentCommand(Command):
    """A command on one piece of equipment that exists."""

    right = rights.FINDER
    returns = Equipment

    equipment: EquipmentId = Field(description="The equipment (设备).")

    async def loaded(self, work: Work) -> Equipment:
        """The equipment named."""
        return await work.load(Equipment, self.equipment, "equipment")


class PlacedCommand(EquipmentCommand):
    """A command by which equipment comes to a place and a custodian."""

    place: Name = Field(description="Where it is from then on (地点).")
    custodian: Name = Field(description="In whose hands (保管、使用人或单位).")
    on: Day | None = Field(None, description="Day of it (日期); today when left out.")

    def whereabouts(self, work: Work) -> Whereabouts:
        """Where it is, from a day that is not to come."""
        return Whereabouts(not_future(self.on, work, "on"), self.place, self.custodian)


class RegisterEquipment(Command):
    """Enter equipment as it left its maker (设备出厂登记); a maker's serial number is entered once."""

    right = rights.FINDER
    returns = Equipment

    mine: MineId = Field(description="The mine it is for (煤矿).")
    kind: EquipmentKind = Field(description="What it is (设备类别).")
    name: Name = Field(description="Name (设备名称).")
    model: Name = Field(description="Model (规格型号).")
    maker: Name = Field(description="Maker (制造单位).")
    serial: SerialNumber = Field(description="The maker's number (出厂编号).")
    needs_certificate: bool = Field(True, description="Whether it needs a safety certificate (是否须取得煤安标志).")
    made_on: Day | None = Field(None, description="Day it left its maker (出厂日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        equipment = work.create(Equipment)
        await work.reserve(
            KeyScheme.SERIAL_NUMBER, _serial_key(self.maker, self.serial), equipment.id, "serial", shown=self.serial
        )
        where = Whereabouts(not_future(self.made_on, work, "madeOn"), self.maker, self.maker)
        equipment.make(
            mine=mine.id,
            division=mine.division or "",
            department=mine.department or work.actor.department,
            where=where,
            **self.model_dump(include={"kind", "name", "model", "maker", "serial", "needs_certificate"}),
            by=work.actor,
            at=work.at(where.on),
        )
        return equipment


class CorrectEquipment(EquipmentCommand):
    """Correct what was entered wrongly about equipment (更正设备登记); a mistyped number is given back."""

    kind: EquipmentKind = Field(description="What it is (设备类别).")
    name: Name = Field(description="Name (设备名称).")
    model: Name = Field(description="Model (规格型号).")
    maker: Name = Field(description="Maker (制造单位).")
    serial: SerialNumber = Field(description="The maker's number (出厂编号).")
    needs_certificate: bool = Field(True, description="Whether it needs a safety certificate (是否须取得煤安标志).")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        before, after = _serial_key(equipment.maker, equipment.serial), _serial_key(self.maker, self.serial)
        if before != after:
            await work.release(KeyScheme.SERIAL_NUMBER, before, equipment.id)
            await work.reserve(KeyScheme.SERIAL_NUMBER, after, equipment.id, "serial", shown=self.serial)
        equipment.correct(**self.model_dump(exclude={"equipment"}), by=work.actor, at=work.now)
        return equipment


class StoreEquipment(PlacedCommand):
    """Record that equipment went into store (设备入库)."""

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.store(where, by=work.actor, at=work.at(where.on))
        return equipment


class ReceiveEquipment(PlacedCommand):
    """Record that equipment came to the mine (设备入矿); the mine's own number for it is used once in the mine."""

    asset_number: SerialNumber | None = Field(None, description="The mine's own number for it (设备编号).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        if equipment.asset_number != self.asset_number:
            await give_back(work, equipment)
            if self.asset_number is not None:
                key = _asset_key(equipment.mine, self.asset_number)
                await work.reserve(KeyScheme.ASSET_NUMBER, key, equipment.id, "assetNumber", shown=self.asset_number)
        equipment.arrive(where, self.asset_number, by=work.actor, at=work.at(where.on))
        return equipment


class PutEquipmentInUse(PlacedCommand):
    """Record that equipment went into use (设备投入使用); without leave to be used that is flagged."""

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.put_in_use(where, by=work.actor, at=work.at(where.on))
        return equipment


class SendEquipmentForRepair(PlacedCommand):
    """Record that equipment went for repair (设备送检修)."""

    fault: Line = Field(description="What is wrong with it (故障或检修内容).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.send_for_repair(where, self.fault, by=work.actor, at=work.at(where.on))
        return equipment


class RecordEquipmentRepaired(PlacedCommand):
    """Record that equipment came back from repair (检修完成), not yet in use."""

    account: Prose = Field(description="What was done (检修情况).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.repaired(where, self.account, by=work.actor, at=work.at(where.on))
        return equipment


class MoveEquipment(PlacedCommand):
    """Record that equipment came to another place or custodian (设备移动、移交保管)."""

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.move(where, by=work.actor, at=work.at(where.on))
        return equipment


class TransferEquipment(PlacedCommand):
    """Record that equipment went to another mine, into its store (设备调拨), by whoever answers for both.

    For a mine of another division it is handed over (HandOverEquipment) and taken over there (TakeOverEquipment).
    """

    to_mine: MineId = Field(description="The mine it went to (调入煤矿).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        mine = await work.load(Mine, self.to_mine, "toMine")
        await give_back(work, equipment)
        department = mine.department or work.actor.department
        equipment.transfer(mine.id, mine.division or "", department, where, by=work.actor, at=work.at(where.on))
        return equipment


class ScrapEquipment(PlacedCommand):
    """Scrap equipment that is not in use (设备报废)."""

    document: Name = Field(description="Number of the paper (报废文号).")
    why: Line = Field(description="Why (报废原因).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.scrap(where, self.document, self.why, by=work.actor, at=work.at(where.on))
        return equipment


class ReverseScrapping(PlacedCommand):
    """Take back that equipment was scrapped (撤销报废)."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.reverse_scrapping(where, self.why, by=work.actor, at=work.at(where.on))
        return equipment


class ReportEquipmentLost(EquipmentCommand):
    """Record that nobody knows where equipment is (设备丢失)."""

    finding: Prose = Field(description="What is known (丢失情况).")
    on: Day | None = Field(None, description="Day of it (丢失日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        on = not_future(self.on, work, "on")
        equipment.lose(on, self.finding, by=work.actor, at=work.at(on))
        return equipment


class RecordEquipmentFound(PlacedCommand):
    """Record that lost equipment was found (设备找回)."""

    finding: Prose = Field(description="How it was found (找回情况).")

    async def handle(self, work: Work) -> Aggregate:
        equipment, where = await self.loaded(work), self.whereabouts(work)
        equipment.find(where, self.finding, by=work.actor, at=work.at(where.on))
        return equipment


def _serial_key(maker: str, serial: str) -> str:
    return f"{maker}\n{serial}"


def _asset_key(mine: UUID, number: str) -> str:
    return f"{mine}\n{number}"


async def give_back(work: Work, equipment: Equipment) -> None:
    """Give the mine's own number for it back, as it leaves the mine."""
    if equipment.asset_number is not None:
        await work.release(KeyScheme.ASSET_NUMBER, _asset_key(equipment.mine, equipment.asset_number), equipment.id)
