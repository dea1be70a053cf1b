"""What the tests of the duty clock share: mines at work, what they report, time that goes on, what is owed."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.commands.mine_duties import ReportSelfInspection
from ledger.commands.mine_status import ChangeMineStatus
from ledger.commands.task import AssignTask, IssueTask
from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_status_events import MineStatus
from ledger.domain.task_events import DutyMode
from ledger.projections.obligations import obligations
from tests.conftest import DIVISION
from tests.house import HEAD, MINER, OFFICE, House

MONTHLY, TEN_DAY = SelfInspectionKind.MONTHLY, SelfInspectionKind.TEN_DAY


async def at_work(house: House, since: str, **changes: Any) -> UUID:
    """A mine that produces since a day."""
    mine = await house.mine(**changes)
    await becomes(house, mine, MineStatus.PRODUCING, since)
    return mine


async def becomes(house: House, mine: UUID, status: MineStatus, on: str) -> None:
    await house.do(
        ChangeMineStatus(mine=mine, status=status, effective_on=date.fromisoformat(on), why="工作安排"), HEAD
    )


async def inspects(house: House, mine: UUID, kind: SelfInspectionKind, on: str) -> None:
    inspected = ReportSelfInspection(
        mine=mine, kind=kind, inspected_on=date.fromisoformat(on), led_by="矿长", found=2, rectified=2, account="已整改"
    )
    await house.do(inspected, MINER)


async def a_task(house: House, deadline: str, *departments: str, reference: str = "T-1") -> UUID:
    due = date.fromisoformat(deadline)
    issued = await house.do(
        IssueTask(division=DIVISION, reference=reference, title="任务", text="任务", deadline=due), OFFICE
    )
    mode = DutyMode.SOLE if len(departments) == 1 else DutyMode.JOINT
    await house.do(AssignTask(task=issued.subject, mode=mode, departments=list(departments)), OFFICE)
    return issued.subject


async def time_passes(house: House, until: str) -> None:
    """Something is recorded that has nothing to do with duties, and the clock looks."""
    await house.on(until).mine()
    await house.run_clock()


async def owed(house: House, **wanted: Any) -> dict[str, dict[str, Any]]:
    """The obligations as they stand, by duty and period."""
    await house.project(obligations)
    rows = await house.rows("SELECT * FROM views.obligations WHERE until IS NULL ORDER BY due_on, duty")
    kept = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return {f"{row['duty']} {row['period']}": row for row in kept}


async def states(house: House, **wanted: Any) -> dict[str, str]:
    return {name: row["status"] for name, row in (await owed(house, **wanted)).items()}


async def course(house: House) -> list[tuple[str, str, int]]:
    """What was recorded of all obligations, in order, but for where it stands in the record."""
    recorded = await house.store.read_all(limit=10_000)
    events = [r for r in recorded if r.envelope.type.startswith("Obligation")]
    return [(r.envelope.type, str(r.envelope.stream), r.envelope.version) for r in events]
