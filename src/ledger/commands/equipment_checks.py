"""What is found out about equipment: inspections, sightings, safety certificates, bans."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_future
from ledger.commands.equipment import EquipmentCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.equipment import Equipment
from ledger.eventstore.envelope import Basis
from ledger.rules.equipment_tests import equipment_tests
from ledger.values.codes import SerialNumber
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day


class InspectEquipment(EquipmentCommand):
    """Record an inspection or test of equipment (设备检测检验).

    Where it names no day of the next one, that is the day of the rule for such equipment, if there is one.
    """

    inspector: Name = Field(description="Who inspected it (检测检验单位或人员).")
    passed: bool = Field(description="Whether it passed (是否合格).")
    finding: Prose = Field(description="What was found (检测检验结论).")
    next_due: Day | None = Field(None, description="Last day of the next one (下次检验期限).")
    inspected_on: Day | None = Field(None, description="Day of it (检验日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        on = not_future(self.inspected_on, work, "inspectedOn")
        found = self.model_dump(include={"inspector", "passed", "finding"})
        equipment.inspect(on, next_due=self._next_due(work, equipment, on), **found, by=work.actor, at=work.at(on))
        return equipment

    def _next_due(self, work: Work, equipment: Equipment, on: date) -> date | None:
        rules = equipment_tests(on)
        test = rules.of(equipment.kind) if rules else None
        if self.next_due is not None or rules is None or test is None:
            return self.next_due
        work.basis = Basis(rule_set=rules.id, digest=rules.digest)
        return test.next_due(on)


class RecordEquipmentSeen(EquipmentCommand):
    """Record that equipment was seen somewhere (现场发现设备), whatever its chain says."""

    place: Name = Field(description="Where (地点).")
    running: bool = Field(description="Whether it was running (是否在运行).")
    finding: Prose = Field(description="What was seen (发现情况).")
    seen_on: Day | None = Field(None, description="Day of it (发现日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        on = not_future(self.seen_on, work, "seenOn")
        equipment.see(on, self.place, self.finding, running=self.running, by=work.actor, at=work.at(on))
        return equipment


class RecordSafetyCertificate(EquipmentCommand):
    """Record the safety certificate of equipment (登记煤安标志)."""

    number: SerialNumber = Field(description="Its number (安全标志编号).")
    begins_on: Day = Field(description="First day (起始日).")
    ends_on: Day = Field(description="First day without it (失效日期).")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        equipment.certify(self.number, self.begins_on, self.ends_on, by=work.actor, at=work.now)
        return equipment


class RecordSafetyCertificateRevoked(EquipmentCommand):
    """Record that a safety certificate was suspended or taken back (暂停、撤销煤安标志)."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why, by which paper (理由和文号).")
    revoked_on: Day | None = Field(None, description="First day without it (撤销日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        on = not_future(self.revoked_on, work, "revokedOn")
        equipment.revoke_certificate(on, self.why, by=work.actor, at=work.at(on))
        return equipment


class RecordEquipmentBanned(EquipmentCommand):
    """Record that equipment is on a list of what may no longer be used (列入淘汰设备)."""

    right = rights.SUPERVISOR

    catalogue: Name = Field(description="The list (淘汰目录).")
    item: Name = Field(description="Its item (目录条目).")
    banned_from: Day = Field(description="First day it may not be used (禁止使用日期).")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        equipment.declare_banned(
            self.catalogue, self.item, self.banned_from, local_day(work.now), by=work.actor, at=work.now
        )
        return equipment


class WithdrawEquipmentBan(EquipmentCommand):
    """Take back that equipment is on such a list (撤销淘汰登记)."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        equipment = await self.loaded(work)
        equipment.withdraw_ban(self.why, by=work.actor, at=work.now)
        return equipment
