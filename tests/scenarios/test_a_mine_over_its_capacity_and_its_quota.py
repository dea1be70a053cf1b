"""Output and people of a mine, held against the rules of their days, whenever they are reported."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ledger.commands.mine_file import ChangeCapacity, RecordDisasterAppraisal, SetHeadcountLimit
from ledger.commands.mine_production import CorrectOutput, ReportHeadcount, ReportOutput
from ledger.commands.mine_status import ChangeMineStatus
from ledger.commands.mine_workings import OpenFace, OpenPanel
from ledger.domain.mine_file_events import CapacityKind, DisasterKind
from ledger.domain.mine_status_events import MineStatus
from ledger.domain.mine_working_events import FaceKind, Seams
from tests.house import HEAD, MINER, House


async def rows(house: House, view: str, order: str) -> list[dict[str, Any]]:
    await house.project()
    return await house.rows(f"SELECT * FROM views.{view} WHERE until IS NULL ORDER BY {order}")


async def test_output_is_held_against_the_capacity_and_the_rule_of_its_month(house: House) -> None:
    mine = await house.mine()
    for day, capacity in (("2022-01-01", "45"), ("2022-07-01", "60")):
        await house.do(
            ChangeCapacity(
                mine=mine, kind=CapacityKind.APPROVED, capacity=Decimal(capacity),
                effective_on=date.fromisoformat(day), reference="核定文",
            ),
            HEAD,
        )  # fmt: skip
    await house.do(ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=date(2022, 1, 1), why="w"))
    for month, output in ((6, "5"), (7, "5"), (8, "7")):
        await house.do(ReportOutput(mine=mine, year=2022, month=month, output=Decimal(output)), MINER)
    await house.do(CorrectOutput(mine=mine, year=2022, month=8, output=Decimal(6), why="重复计量"), MINER)
    found = await rows(house, "outputs", "month")
    assert [(row["capacity"], row["over"]) for row in found] == [(45, True), (60, False), (60, False)]
    assert (found[2]["reported"], found[2]["output"], found[2]["of_year"]) == (7, 6, 16)


async def test_people_at_a_face_are_held_against_the_rule_and_the_quota_of_the_day(house: House) -> None:
    mine = await house.mine()
    await house.do(
        RecordDisasterAppraisal(
            mine=mine, disaster=DisasterKind.GAS, grade="高瓦斯", appraised_on=date(2020, 1, 1), appraised_by="a",
            reference="r",
        )
    )  # fmt: skip
    await house.do(OpenPanel(mine=mine, name="一采区", seams=Seams.SINGLE, opened_on=date(2020, 6, 1)), MINER)
    for name in ("101面", "102面", "103面"):
        await house.do(
            OpenFace(mine=mine, name=name, panel="一采区", kind=FaceKind.COAL, opened_on=date(2020, 6, 1)), MINER
        )
    quota = SetHeadcountLimit(mine=mine, place="101面", people=20, effective_on=date(2023, 10, 1), reference="r")
    await house.do(quota, MINER)
    for day, people in ((date(2022, 3, 1), 31), (date(2024, 3, 1), 24), (date(2024, 3, 2), 20)):
        await house.do(ReportHeadcount(mine=mine, day=day, shift="早班", face="101面", people=people), MINER)
    found = await rows(house, "headcounts", "day")
    assert [(row["max_people"], row["over"]) for row in found] == [(25, True), (20, True), (20, False)]
    assert len(found[0]["over_rules"]) == 2, "over the limit, and by so much that it is a major hazard"
    flags = await house.rows(
        "SELECT data->>'descriptionZh' AS text FROM views.journal WHERE type = 'ProcedureDefectFlagged' "
        "AND data->>'rule' = '双四政发〔2020〕28号 二(七)5' ORDER BY position"
    )
    assert len(flags) == 2, "a third coal face at once, in the mine and in the panel"
