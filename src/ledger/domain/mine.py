"""Mine (煤矿): one mine, whatever is recorded of it; what is what stands in the modules that its bases are from."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from ledger.domain.mine_duties import MineDuties
from ledger.domain.mine_events import MineRegistered, MineRegistrationCorrected, SizeClass
from ledger.domain.mine_file import MineFile
from ledger.domain.mine_operation import MineOperation
from ledger.domain.mine_people import MinePeople
from ledger.domain.mine_stops import MineStops
from ledger.domain.mine_upgrade import MineUpgrade
from ledger.domain.mine_workings import MineWorkings
from ledger.values.actor import Actor


class Mine(MinePeople, MineStops, MineDuties, MineFile, MineWorkings, MineOperation, MineUpgrade):
    """One mine. What happened to it is always recorded; a breach is flagged."""

    def register(self, *, division: str, capacity: Decimal, by: Actor, at: datetime, **entry: Any) -> None:
        """Enter the mine."""
        self.division = division
        self.happen(MineRegistered, by, at, capacity=capacity, size_class=SizeClass.of(capacity), **entry)

    def correct(self, *, capacity: Decimal, by: Actor, at: datetime, **entry: Any) -> None:
        """Correct what was entered wrongly."""
        self.happen(MineRegistrationCorrected, by, at, capacity=capacity, size_class=SizeClass.of(capacity), **entry)
