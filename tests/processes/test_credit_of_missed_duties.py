"""What a missed month costs a mine: points once, back when the miss falls, and nothing for what no source asks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from ledger.commands.obligation import ExcuseObligation, ReinstateObligation
from ledger.domain.mine_status_events import MineStatus
from ledger.domain.obligation_events import OwnerKind
from ledger.processes.credit_scoring import MISSED_DUTIES
from ledger.projections.credit import credit_entries, credit_ratings
from ledger.rules.credit_scale import credit_scale
from ledger.rules.duties import duties
from tests.house import BUREAU, HEAD, REVIEWER, House
from tests.processes.duties import MONTHLY, a_task, at_work, becomes, inspects, owed, time_passes

JULY = "MONTHLY_INSPECTION 2026-07"


async def entries(house: House) -> list[dict[str, Any]]:
    await house.run_processes()
    await house.run_processes()
    await house.project(credit_entries, credit_ratings)
    return await house.rows(
        "SELECT rule, points, why, reversed FROM views.credit_entries WHERE until IS NULL ORDER BY recorded_at"
    )


async def score(house: House, mine: UUID) -> Decimal:
    [row] = await house.rows("SELECT score FROM views.credit_ratings WHERE mine = %s AND until IS NULL", mine)
    found: Decimal = row["score"]
    return found


async def a_missed_july(house: House) -> UUID:
    mine = await at_work(house, "2026-07-06")
    await time_passes(house, "2026-08-01")
    return mine


async def test_a_missed_month_costs_points_once_and_a_missed_ten_days_or_quarter_none(house: House) -> None:
    mine = await a_missed_july(house)
    await time_passes(house, "2026-10-02")
    found = await entries(house)
    assert [(row["rule"], row["why"]) for row in found] == [
        ("MONTHLY_INSPECTION_MISSED", f"未按月组织隐患排查治理（2026-{month}）") for month in ("07", "08", "09")
    ]
    assert await score(house, mine) == Decimal(94)
    assert len(await entries(house)) == 3


async def test_what_was_done_in_time_and_entered_late_gives_the_points_back_and_the_history_stays(house: House) -> None:
    mine = await a_missed_july(house)
    await entries(house)
    assert await score(house, mine) == Decimal(98)
    await inspects(house.on("2026-08-03"), mine, MONTHLY, "2026-07-30")
    await house.run_clock()
    assert [row["reversed"] for row in await entries(house)] == [True]
    assert await score(house, mine) == Decimal(100)


async def test_what_was_done_late_gives_nothing_back(house: House) -> None:
    mine = await a_missed_july(house)
    await inspects(house.on("2026-08-03"), mine, MONTHLY, "2026-08-02")
    await house.run_clock()
    assert [row["reversed"] for row in await entries(house)] == [False]


async def test_an_excuse_gives_them_back_and_its_end_takes_them_again(house: House) -> None:
    mine = await a_missed_july(house)
    july = (await owed(house))[JULY]["obligation"]
    await entries(house)
    await house.do(ExcuseObligation(obligation=july, why="洪水"), REVIEWER)
    assert [row["reversed"] for row in await entries(house)] == [True]
    await house.do(ReinstateObligation(obligation=july, why="不实"), HEAD)
    assert [row["reversed"] for row in await entries(house)] == [True, False]
    assert await score(house, mine) == Decimal(98)


async def test_a_month_that_is_learned_not_to_have_been_worked_costs_nothing(house: House) -> None:
    mine = await a_missed_july(house)
    await entries(house)
    await becomes(house.on("2026-08-04"), mine, MineStatus.STOPPED_ON_SITE, "2026-07-08")
    await house.run_clock()
    assert [row["reversed"] for row in await entries(house)] == [True]


async def test_what_departments_miss_costs_no_mine_anything(house: House) -> None:
    await a_task(house, "2026-07-01", BUREAU)
    await house.run_clock()
    assert [row["status"] for row in (await owed(house)).values()] == ["MISSED"]
    assert await entries(house) == []


def test_every_duty_that_costs_points_is_a_mines_and_its_rule_is_on_the_scale() -> None:
    for kind, rule in MISSED_DUTIES.items():
        versions = [duty for duty in duties().duties if duty.kind == kind]
        assert versions
        assert all(duty.owner.kind is not OwnerKind.DEPARTMENT for duty in versions)
        assert credit_scale().entry(rule).points < 0
    assert credit_scale().verified == "ours"
    assert date(2020, 5, 1) == duties().since
