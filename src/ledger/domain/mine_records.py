"""Records of a mine that are one event each, and how one is taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_record_events import MineRecordWithdrawn, RecordKind
from ledger.domain.mine_state import MineState
from ledger.values.actor import Actor


class MineRecords(MineState):
    """Whoever may enter a record of a kind may take it back, with a reason; a right one is entered anew."""

    def withdraw_record(self, record: UUID, kind: RecordKind, why: str, *, by: Actor, at: datetime) -> None:
        """Take a record back that was entered wrongly, or that holds no more."""
        if self.records.get(record) is not kind:
            refuse(
                "RECORD_UNKNOWN",
                "No such record of this mine stands; it may have been withdrawn already.",
                "该煤矿没有这条记录，或者已经撤销。",
                rule=OURS,
                path=("record",),
            )
        self.happen(MineRecordWithdrawn, by, at, record=record, kind=kind, why=why)
