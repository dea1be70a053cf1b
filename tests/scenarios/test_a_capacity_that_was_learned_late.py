"""The capacity of a day is that of the day, as known then and as known now, and so is what an output broke by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.mine import CorrectMineRegistration
from ledger.commands.mine_file import ChangeCapacity, GradeStandardisation
from ledger.commands.mine_production import ReportOutput
from ledger.commands.mine_status import ChangeMineStatus, WithdrawMineStatus
from ledger.domain.mine_file_events import CapacityKind, StandardisationChange
from ledger.domain.mine_status_events import MineStatus
from ledger.values.errors import GuardRefused
from tests.house import HEAD, MINER, House, credit_code

HELD = (
    "SELECT capacity FROM views.capacities WHERE mine = %s AND kind = %s AND since <= %s AND "
    "(until IS NULL OR until > %s) AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)"
)
JUDGED = (
    "SELECT month, capacity, over FROM views.outputs WHERE mine = %s AND since <= %s AND "
    "(until IS NULL OR until > %s) ORDER BY month"
)


async def capacity(house: House, mine: UUID, kind: CapacityKind, day: date, position: int) -> list[Any]:
    return [row["capacity"] for row in await house.rows(HELD, mine, kind, position, position, day, day)]


async def judged(house: House, mine: UUID, position: int) -> dict[int, tuple[Any, bool]]:
    rows = await house.rows(JUDGED, mine, position, position)
    return {row["month"]: (row["capacity"], row["over"]) for row in rows}


async def head(house: House) -> int:
    await house.project()
    return (await house.store.head()).position


def approved(mine: UUID, figure: str, on: date, instead_of: date | None = None) -> ChangeCapacity:
    told = {"capacity": Decimal(figure), "effective_on": on, "instead_of": instead_of, "reference": f"核定{figure}"}
    return ChangeCapacity.model_validate({"mine": mine, "kind": CapacityKind.APPROVED, **told})


async def a_mine_with_output(house: House) -> UUID:
    """Registered with 60 万吨/年 on 6 July 2026; 5.5 万吨 in each of the three months before."""
    mine = await house.mine()
    at_work = date(2026, 1, 5)
    await house.do(ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=at_work, why="正常生产"))
    for month in (4, 5, 6):
        await house.do(ReportOutput(mine=mine, year=2026, month=month, output=Decimal("5.5")), MINER)
    return mine


async def test_an_output_is_judged_anew_by_a_capacity_learned_late_and_was_not_known_before(house: House) -> None:
    mine = await a_mine_with_output(house)
    then = await head(house)
    await house.on("2026-08-03").do(approved(mine, "45", date(2026, 5, 1)), HEAD)
    now = await head(house)
    assert await judged(house, mine, then) == {4: (60, False), 5: (60, False), 6: (60, False)}
    assert await judged(house, mine, now) == {4: (60, False), 5: (45, True), 6: (45, True)}
    assert await capacity(house, mine, CapacityKind.APPROVED, date(2026, 5, 31), then) == []
    assert await capacity(house, mine, CapacityKind.APPROVED, date(2026, 5, 31), now) == [45]
    flags = await house.rows(
        "SELECT count(*) AS n FROM views.journal WHERE mine = %s AND type = 'ProcedureDefectFlagged'", mine
    )
    assert flags[0]["n"] >= 2, "what was over the limit is flagged when it is learned"

    await house.on("2026-09-01").do(approved(mine, "45", date(2026, 6, 1), date(2026, 5, 1)), HEAD)
    later = await head(house)
    assert await judged(house, mine, later) == {4: (60, False), 5: (60, False), 6: (45, True)}
    assert await judged(house, mine, now) == {4: (60, False), 5: (45, True), 6: (45, True)}
    assert await capacity(house, mine, CapacityKind.APPROVED, date(2026, 5, 31), later) == []
    again = len(await house.store.read_all(limit=10_000))
    await house.do(approved(mine, "90", date(2026, 9, 1)), HEAD)
    assert len(await house.store.read_all(limit=10_000)) == again + 1, "no past output is judged by it"


async def test_a_wrong_registration_is_corrected_for_its_own_days_and_leaves_what_was_dated(house: House) -> None:
    mine = await a_mine_with_output(house)
    dated = ChangeCapacity(
        mine=mine, kind=CapacityKind.DESIGN, capacity=Decimal(90), effective_on=date(2026, 8, 1), reference="批复"
    )
    await house.on("2026-08-03").do(dated, HEAD)
    then = await head(house)
    corrected = CorrectMineRegistration(
        mine=mine, code="230599000001", name="向阳1号煤矿", enterprise="向阳煤业", credit_code=credit_code(1),
        capacity=Decimal(45),
    )  # fmt: skip
    await house.do(corrected, HEAD)
    now = await head(house)
    [register] = await house.rows("SELECT * FROM views.mine_register WHERE mine = %s AND until IS NULL", mine)
    assert (register["capacity"], register["size_class"]) == (90, "MEDIUM"), "what holds today is not overwritten"
    for day, before, after in ((date(2026, 7, 6), 60, 45), (date(2026, 8, 1), 90, 90)):
        assert await capacity(house, mine, CapacityKind.DESIGN, day, then) == [before]
        assert await capacity(house, mine, CapacityKind.DESIGN, day, now) == [after]
    assert await judged(house, mine, then) == {4: (60, False), 5: (60, False), 6: (60, False)}
    assert await judged(house, mine, now) == {4: (45, True), 5: (45, True), 6: (45, True)}

    first = ChangeCapacity(
        mine=mine, kind=CapacityKind.DESIGN, capacity=Decimal(30), effective_on=date(2020, 1, 1),
        instead_of=date(2026, 7, 6), reference="初步设计批复",
    )  # fmt: skip
    await house.do(first, HEAD)
    last = await head(house)
    assert await capacity(house, mine, CapacityKind.DESIGN, date(2021, 3, 1), last) == [30]
    with pytest.raises(GuardRefused) as refusal:
        await house.do(corrected.model_copy(update={"capacity": Decimal(60)}), HEAD)
    assert refusal.value.code == "CAPACITY_REPLACED"


async def test_a_grade_of_the_wrong_day_is_moved_and_what_stands_beside_it_stays(house: House) -> None:
    mine = await house.mine()
    told = {"change": StandardisationChange.ASSESSED, "assessed_by": "省局", "reference": "公告"}
    for grade, day in ((2, date(2024, 1, 1)), (1, date(2025, 1, 1))):
        graded = {"mine": mine, "grade": grade, "effective_on": day, **told}
        await house.do(GradeStandardisation.model_validate(graded), HEAD)
    moved = GradeStandardisation.model_validate(
        {"mine": mine, "grade": 1, "effective_on": date(2025, 7, 1), "instead_of": date(2025, 1, 1), **told}
    )
    await house.do(moved, HEAD)
    passing = moved.model_copy(update={"effective_on": date(2023, 1, 1), "instead_of": date(2025, 7, 1)})
    with pytest.raises(GuardRefused) as refusal:
        await house.do(passing, HEAD)
    assert refusal.value.code == "PERIODS_OUT_OF_ORDER"
    await house.project()
    rows = await house.rows(
        "SELECT grade, valid_from, valid_to FROM views.standardisation_periods WHERE mine = %s AND until IS NULL "
        "AND valid_to IS DISTINCT FROM valid_from ORDER BY valid_from",
        mine,
    )
    assert [(r["grade"], r["valid_from"], r["valid_to"]) for r in rows] == [
        (2, date(2024, 1, 1), date(2025, 7, 1)),
        (1, date(2025, 7, 1), date(2026, 7, 6)),
        (2, date(2026, 7, 6), None),
    ], "the grade that the mine was registered with holds from that day"


DAYS = (
    "SELECT month, days_at_work, over, over_rules FROM views.outputs WHERE mine = %s AND until IS NULL ORDER BY month"
)


async def test_an_output_is_judged_anew_where_it_is_learned_late_that_the_mine_had_stopped(house: House) -> None:
    mine = await a_mine_with_output(house)
    await house.project()
    assert [(row["days_at_work"], row["over"]) for row in await house.rows(DAYS, mine)] == [
        (30, False), (31, False), (30, False),
    ]  # fmt: skip
    house.on("2026-07-20")
    learned = {"mine": mine, "status": MineStatus.STOPPED_VOLUNTARILY, "why": "用电记录显示4月21日起已停产"}
    stopped = ChangeMineStatus.model_validate(learned | {"effective_on": date(2026, 4, 21)})
    await house.do(stopped, HEAD)
    await house.project()
    months = {row["month"]: row for row in await house.rows(DAYS, mine)}
    assert {month: row["days_at_work"] for month, row in months.items()} == {4: 20, 5: 0, 6: 0}
    assert {month: row["over"] for month, row in months.items()} == {4: False, 5: True, 6: True}
    assert "停产停工煤矿未经验收擅自生产" in months[5]["over_rules"][0]
    never = WithdrawMineStatus(mine=mine, started_on=date(2026, 4, 21), why="用电记录为邻矿数据")
    await house.do(never, HEAD)
    await house.project()
    assert [(row["days_at_work"], row["over"]) for row in await house.rows(DAYS, mine)] == [
        (30, False), (31, False), (30, False),
    ]  # fmt: skip
