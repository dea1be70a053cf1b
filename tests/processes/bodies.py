"""Two bodies and a succession between them, for tests of what goes from one to the other."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.commands.department import RegisterDepartment, SucceedDepartment
from ledger.domain.department_events import DepartmentSucceeded
from tests.conftest import DIVISION
from tests.house import BUREAU, OFFICE, House

EMERGENCY = "区应急局"
PAPER = "双四编〔2026〕3号"


async def the_bodies(house: House) -> tuple[UUID, UUID]:
    """The bureau and the emergency department."""
    made = [
        (
            await house.do(RegisterDepartment(division=DIVISION, name=name, established_on=date(2019, 1, 1)), OFFICE)
        ).subject
        for name in (BUREAU, EMERGENCY, "领导小组办公室")
    ]
    return made[0], made[1]


async def succeeds(house: House, bureau: UUID, to: UUID, on: str, *matters: str) -> UUID:
    await house.do(
        SucceedDepartment(
            department=bureau,
            to=to,
            matters=list(matters),
            effective_on=date.fromisoformat(on),
            basis=PAPER,
        ),
        OFFICE,
    )
    [*_, recorded] = await house.store.read_all(limit=9_999, types=["DepartmentSucceeded"])
    assert isinstance(recorded.event, DepartmentSucceeded)
    return recorded.event.succession
