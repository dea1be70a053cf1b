"""What a record met that proved to be none is owed again, and a gate whose approval was taken back as well."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.commands.mine_records import WithdrawMineReport
from ledger.commands.mine_upgrade import (
    EnterUpgrade,
    PassApprovalGate,
    ReopenApprovalGate,
    RestoreUpgrade,
    RevokeUpgrade,
)
from ledger.values.references import Thing
from tests.house import HEAD, MINER, House
from tests.processes.duties import MONTHLY, at_work, inspects, states, time_passes

JULY, GATE = "MONTHLY_INSPECTION 2026-07", "APPROVAL_GATE PROJECT_APPROVED"


async def inspection_of(house: House, mine: UUID) -> Thing:
    await house.project()
    [row] = await house.rows("SELECT entry FROM views.self_inspections WHERE mine = %s AND until IS NULL", mine)
    return Thing("SelfInspection", row["entry"])


async def test_a_self_inspection_that_was_taken_back_meets_nothing(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    await inspects(house.on("2026-07-20"), mine, MONTHLY, "2026-07-20")
    await time_passes(house, "2026-07-22")
    assert (await states(house))[JULY] == "MET"
    record = await inspection_of(house, mine)
    await house.on("2026-07-24").do(WithdrawMineReport(mine=mine, record=record, why="误录"), MINER)
    await time_passes(house, "2026-07-25")
    assert (await states(house))[JULY] == "OPEN"
    await time_passes(house, "2026-08-02")
    assert (await states(house))[JULY] == "MISSED"


async def test_a_gate_is_owed_again_where_its_approval_was_taken_back_and_not_while_the_upgrade_is_revoked(
    house: House,
) -> None:
    mine = await at_work(house.on("2020-09-17"), "2020-09-01")
    await house.do(EnterUpgrade(mine=mine, entered_on=date(2020, 9, 16)), HEAD)
    paper = {"mine": mine, "gate": "PROJECT_APPROVED", "authority": "区发改局", "reference": "发改1号"}
    await house.do(PassApprovalGate.model_validate(paper | {"passed_on": date(2020, 9, 17)}), HEAD)
    await time_passes(house, "2020-09-18")
    assert (await states(house))[GATE] == "MET"
    reopened = ReopenApprovalGate(mine=mine, gate="PROJECT_APPROVED", why="核准文件系伪造")
    await house.on("2020-09-21").do(reopened, HEAD)
    await time_passes(house, "2020-09-22")
    assert (await states(house))[GATE] == "OPEN"
    decided = {"mine": mine, "reference": "煤管2号", "why": "边建设边生产"}
    await house.on("2020-09-23").do(RevokeUpgrade.model_validate(decided | {"revoked_on": date(2020, 9, 23)}), HEAD)
    await time_passes(house, "2020-09-24")
    assert (await states(house))[GATE] == "NOT_APPLICABLE"
    await house.on("2020-09-25").do(RestoreUpgrade.model_validate(decided | {"restored_on": date(2020, 9, 25)}), HEAD)
    await time_passes(house, "2020-09-26")
    assert (await states(house))[GATE] == "OPEN"
