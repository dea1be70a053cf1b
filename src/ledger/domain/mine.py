"""Mine (煤矿): one mine, whatever is recorded of it; what is what stands in the modules that its bases are from."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from ledger.domain.guards import refuse
from ledger.domain.mine_duties import MineDuties
from ledger.domain.mine_events import MineRegistered, MineRegistrationCorrected, SizeClass, registered_capacity_id
from ledger.domain.mine_operation import MineOperation
from ledger.domain.mine_people import MinePeople
from ledger.domain.mine_records import MineRecords
from ledger.domain.mine_requirements import MineRequirements
from ledger.domain.mine_stops import MineStops
from ledger.domain.mine_upgrade import MineUpgrade
from ledger.domain.mine_workings import MineWorkings
from ledger.values.actor import Actor


class Mine(MinePeople, MineStops, MineDuties, MineRecords, MineRequirements, MineWorkings, MineOperation, MineUpgrade):
    """One mine. What happened to it is always recorded; a breach is flagged."""

    zh = "煤矿"

    def register(self, *, division: str, capacity: Decimal, by: Actor, at: datetime, **entry: Any) -> None:
        """Enter the mine."""
        self.division = division
        self.happen(MineRegistered, by, at, capacity=capacity, size_class=SizeClass.of(capacity), **entry)

    def correct(self, *, capacity: Decimal, by: Actor, at: datetime, **entry: Any) -> None:
        """Correct what was entered wrongly; `capacity` is the one of the registration, until the first dated one."""
        design, registered = self.design_capacities, registered_capacity_id(self.id)
        there = design.find(registered)
        if there is None and capacity != design.periods[0].value:
            refuse(
                "CAPACITY_REPLACED",
                "Another capacity was entered in place of that of the registration; correct it there (ChangeCapacity).",
                "登记时的生产能力已被另行更正，请办理生产能力变更并指明被更正期间。",
                rule="台账原则 4",
                path=("capacity",),
            )
        last = design.periods[-1]
        current = capacity if last.id == registered else last.value
        told = {"capacity": capacity, "current": current, "size_class": SizeClass.of(current)}
        self.happen(MineRegistrationCorrected, by, at, **told, **entry)
