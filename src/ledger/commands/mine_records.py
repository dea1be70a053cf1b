"""Taking back what was entered wrongly of a mine, and permits that hold no more (撤销记录)."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_record_events import RecordKind
from ledger.values.errors import InvalidInput
from ledger.values.references import ThingId
from ledger.values.text import Line

OF_THE_MINE = {
    "SafetyCommitment": RecordKind.COMMITMENT,
    "SelfInspection": RecordKind.SELF_INSPECTION,
    "QuarterlyReport": RecordKind.QUARTERLY_REPORT,
    "Mechanisation": RecordKind.MECHANISATION,
}
"""What a mine reports of itself, by the names of its types."""

OF_THE_SUPERVISOR = {"FoundWork": RecordKind.WORK_FOUND}


class RecordCommand(MineCommand):
    """A command that takes a record back."""

    record: ThingId = Field(description="Global id of the record (记录编号).")
    why: Line = Field(description="Why (理由).")

    async def withdraw(self, work: Work, kinds: dict[str, RecordKind]) -> Aggregate:
        """Take it back where it is one of these kinds."""
        kind = kinds.get(self.record.type_name)
        if kind is None:
            raise InvalidInput(
                "WRONG_KIND_OF_RECORD",
                f"It is a {self.record.type_name}; here {', '.join(kinds)} are meant.",
                "该记录的种类不能在此撤销。",
                path=("record",),
            )
        mine = await self.loaded(work)
        mine.withdraw_record(self.record.id, kind, self.why, by=work.actor, at=work.now)
        return mine


class WithdrawMineReport(RecordCommand):
    """Take back a commitment, a self-inspection, a quarterly report or figures that were entered wrongly (撤销填报).

    A duty that it met is owed again; the right one is entered anew.
    """

    right = rights.ENTERPRISE

    async def handle(self, work: Work) -> Aggregate:
        return await self.withdraw(work, OF_THE_MINE)


class WithdrawWorkFound(RecordCommand):
    """Take back a finding of work that was entered wrongly (撤销现场作业核查记录); its flag stays in the record."""

    right = rights.SUPERVISOR

    async def handle(self, work: Work) -> Aggregate:
        return await self.withdraw(work, OF_THE_SUPERVISOR)


class RevokeRepairPermit(RecordCommand):
    """Revoke a permit of repair (撤销整改维修许可): from now on nothing is permitted by it."""

    right = rights.HEAD

    async def handle(self, work: Work) -> Aggregate:
        return await self.withdraw(work, {"RepairPermit": RecordKind.REPAIR_PERMIT})
