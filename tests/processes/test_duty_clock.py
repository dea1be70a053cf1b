"""The duty clock: what it opens, when it speaks, and that nothing makes it speak twice."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.hazard import (
    AssignRectification,
    ClaimRectified,
    ExtendRectification,
    GradeHazard,
    RejectRectification,
    ReportHazard,
)
from ledger.commands.mine_duties import MakeSafetyCommitment
from ledger.commands.obligation import ExcuseObligation, ProveObligationMet, ReinstateObligation
from ledger.commands.task import DeliverTask, ReturnTask
from ledger.domain.hazard_events import HazardLevel, HazardSource
from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_status_events import MineStatus
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, NotPermitted
from tests.house import BUREAU, HEAD, MINER, OFFICE, OFFICER, REVIEWER, House, person
from tests.processes.duties import MONTHLY, TEN_DAY, a_task, at_work, becomes, inspects, owed, states, time_passes

JULY, FIRST, SECOND, THIRD = (
    "MONTHLY_INSPECTION 2026-07",
    "TEN_DAY_INSPECTION 2026-07-T1",
    "TEN_DAY_INSPECTION 2026-07-T2",
    "TEN_DAY_INSPECTION 2026-07-T3",
)


async def test_a_mine_at_work_owes_its_month_its_ten_days_and_its_quarter(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    await time_passes(house, "2026-07-06")
    found = await owed(house)
    assert {name: row["status"] for name, row in found.items()} == {
        FIRST: "OPEN",
        JULY: "OPEN",
        "QUARTERLY_REPORT 2026-Q3": "OPEN",
    }
    month = found[JULY]
    assert (month["mine"], month["owner"], month["post"], month["department"]) == (
        mine,
        "向阳煤业",
        "企业负责人",
        BUREAU,
    )
    assert (month["opens_on"], month["due_on"]) == (date(2026, 7, 6), date(2026, 7, 31))
    assert month["verified"] == "ours", "the campaign of the notice is over"
    assert found["QUARTERLY_REPORT 2026-Q3"]["article"] == "煤矿安全生产条例 §35"


async def test_the_notices_own_time_has_the_notice_for_its_article(house: House) -> None:
    await at_work(house.on("2020-10-05"), "2020-05-01")
    await time_passes(house, "2020-10-06")
    found = await owed(house)
    assert {row["article"] for row in found.values() if "INSPECTION" in row["duty"]} == {"通知 二(八)2"}
    assert found["QUARTERLY_REPORT 2020-Q2"]["article"] == "国务院关于预防煤矿生产安全事故的特别规定 §9"
    assert len([name for name in found if name.startswith("MONTHLY")]) == 6
    assert {row["status"] for row in found.values() if row["due_on"] < date(2020, 10, 5)} == {"MISSED"}


async def test_what_is_reported_in_time_meets_a_duty_and_what_is_not_misses_it_once(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    await inspects(house.on("2026-07-08"), mine, TEN_DAY, "2026-07-08")
    await inspects(house.on("2026-07-20"), mine, MONTHLY, "2026-07-20")
    await time_passes(house, "2026-08-02")
    found = await owed(house)
    assert (found[FIRST]["status"], found[FIRST]["met_on"]) == ("MET", date(2026, 7, 8))
    assert (found[JULY]["status"], found[JULY]["missed"]) == ("MET", False)
    assert (found[SECOND]["status"], found[SECOND]["missed"]) == ("MISSED", True)
    assert found["MONTHLY_INSPECTION 2026-08"]["status"] == "OPEN"
    await time_passes(house, "2026-08-03")
    misses = [r for r in await house.store.read_all(limit=9_999) if r.envelope.type == "ObligationMissed"]
    assert len({r.envelope.stream for r in misses}) == len(misses) == 2


async def test_what_was_done_in_time_and_entered_late_no_longer_counts_as_missed_but_was(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    await time_passes(house, "2026-08-01")
    assert (await states(house))[JULY] == "MISSED"
    await inspects(house.on("2026-08-09"), mine, MONTHLY, "2026-07-30")
    await house.run_clock()
    july = (await owed(house))[JULY]
    assert (july["status"], july["met_on"], july["missed"]) == ("SHOWN_IN_TIME", date(2026, 7, 30), True)


async def test_it_is_the_same_when_the_clock_was_down_meanwhile(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    await inspects(house.on("2026-08-09"), mine, MONTHLY, "2026-07-30")
    await house.run_clock()
    july = (await owed(house))[JULY]
    assert (july["status"], july["missed"]) == ("SHOWN_IN_TIME", True)


@pytest.mark.parametrize(
    ("since", "months", "ten_days"),
    [
        ("2026-07-22", {"2026-07"}, {"2026-07-T3"}),  # ten days of July are left
        ("2026-07-23", set(), {"2026-07-T3"}),  # nine
        ("2026-07-28", set(), set()),  # four of the 旬
    ],
)
async def test_a_month_and_a_ten_day_period_begun_late_count_from_so_many_days_on(
    house: House, since: str, months: set[str], ten_days: set[str]
) -> None:
    await at_work(house.on("2026-07-20"), since)
    await time_passes(house, "2026-07-31")
    found = await owed(house)
    assert {row["period"] for row in found.values() if row["duty"] == "MONTHLY_INSPECTION"} == months
    assert {row["period"] for row in found.values() if row["duty"] == "TEN_DAY_INSPECTION"} == ten_days


async def test_a_mine_that_stops_owes_less_and_when_it_works_again_it_owes_it_again(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    await time_passes(house, "2026-07-07")
    await becomes(house.on("2026-07-09"), mine, MineStatus.STOPPED_ON_SITE, "2026-07-09")
    await house.run_clock()
    assert await states(house) == {
        FIRST: "NOT_APPLICABLE",
        JULY: "NOT_APPLICABLE",
        "QUARTERLY_REPORT 2026-Q3": "NOT_APPLICABLE",
    }
    await becomes(house.on("2026-07-18"), mine, MineStatus.PRODUCING, "2026-07-18")
    await time_passes(house, "2026-08-01")
    assert await states(house, duty="MONTHLY_INSPECTION") == {JULY: "MISSED", "MONTHLY_INSPECTION 2026-08": "OPEN"}
    assert await states(house, duty="TEN_DAY_INSPECTION") == {
        FIRST: "NOT_APPLICABLE",
        THIRD: "MISSED",
        "TEN_DAY_INSPECTION 2026-08-T1": "OPEN",
    }


async def test_before_a_mine_works_again_it_owes_a_self_inspection_and_a_commitment(house: House) -> None:
    mine = await at_work(house, "2026-05-01")
    await becomes(house.on("2026-06-01"), mine, MineStatus.STOPPED_VOLUNTARILY, "2026-06-01")
    await inspects(house.on("2026-06-20"), mine, SelfInspectionKind.BEFORE_REOPENING, "2026-06-20")
    await becomes(house.on("2026-07-01"), mine, MineStatus.PRODUCING, "2026-07-01")
    await house.run_clock()
    assert (await states(house))["REOPENING_INSPECTION R2026-07-01"] == "MET"
    assert (await states(house))["REOPENING_COMMITMENT R2026-07-01"] == "MISSED"
    promise = MakeSafetyCommitment(
        mine=mine, made_by="高岭", post="矿长", made_on=date(2026, 7, 3), text="承诺依法生产"
    )
    await house.on("2026-07-03").do(promise, MINER)
    await house.run_clock()
    late = (await owed(house))["REOPENING_COMMITMENT R2026-07-01"]
    assert (late["status"], late["due_on"], late["met_on"]) == ("MET_LATE", date(2026, 6, 30), date(2026, 7, 3))


async def a_hazard(house: House, deadline: str) -> UUID:
    mine = await house.mine()
    found = await house.do(
        ReportHazard(mine=mine, description="隐患", location="主井", source=HazardSource.SUPERVISION)
    )
    await house.do(GradeHazard(hazard=found.subject, level=HazardLevel.GENERAL_B))
    await house.do(
        AssignRectification(
            hazard=found.subject,
            responsible_unit="向阳煤业",
            responsible_person="安全副矿长",
            deadline=date.fromisoformat(deadline),
            measures="整改",
        )
    )
    return found.subject


async def test_a_hazard_is_to_be_rectified_by_its_deadline_and_an_extension_is_another_one(house: House) -> None:
    hazard = await a_hazard(house, "2026-07-20")
    await time_passes(house, "2026-07-10")
    assert await states(house) == {"RECTIFICATION 2026-07-20/1": "OPEN"}
    await house.do(ExtendRectification(hazard=hazard, deadline=date(2026, 7, 28), why="设备晚到"))
    await house.run_clock()
    assert await states(house) == {
        "RECTIFICATION 2026-07-20/1": "NOT_APPLICABLE",
        "RECTIFICATION 2026-07-28/2": "OPEN",
    }
    await house.on("2026-07-25").do(ClaimRectified(hazard=hazard, account="已整改"), MINER)
    await house.run_clock()
    assert (await owed(house))["RECTIFICATION 2026-07-28/2"]["account"] == "已整改"
    assert (await states(house))["RECTIFICATION 2026-07-28/2"] == "MET"
    await house.on("2026-07-27").do(RejectRectification(hazard=hazard, finding="未到位"))
    await house.run_clock()
    assert (await states(house))["RECTIFICATION 2026-07-28/2"] == "OPEN"
    await time_passes(house, "2026-07-29")
    assert (await states(house))["RECTIFICATION 2026-07-28/2"] == "MISSED"
    await house.on("2026-08-01").do(ClaimRectified(hazard=hazard, account="重新整改"), MINER)
    await house.run_clock()
    again = (await owed(house))["RECTIFICATION 2026-07-28/2"]
    assert (again["status"], again["met_on"]) == ("MET_LATE", date(2026, 8, 1))


async def test_a_task_that_is_overdue_when_it_is_entered_is_missed_at_once_and_met_late(house: House) -> None:
    task = await a_task(house, "2026-07-01", BUREAU)
    await house.run_clock()
    assert await states(house) == {"TASK_DELIVERY 2026-07-01/1": "MISSED"}
    await house.on("2026-07-09").do(DeliverTask(task=task, account="完成"))
    await house.run_clock()
    [late] = (await owed(house)).values()
    assert (late["status"], late["owner_kind"], late["owner"]) == ("MET_LATE", "DEPARTMENT", BUREAU)
    await house.do(ReturnTask(task=task, why="材料不全"), OFFICE)
    await house.run_clock()
    assert await states(house) == {"TASK_DELIVERY 2026-07-01/1": "MISSED"}


async def test_of_a_joint_task_each_department_owes_its_own(house: House) -> None:
    task = await a_task(house, "2026-07-20", BUREAU, "区应急局")
    await house.on("2026-07-08").do(DeliverTask(task=task, account="完成"))
    await time_passes(house, "2026-07-21")
    assert {row["owner"]: row["status"] for row in (await owed(house)).values()} == {
        BUREAU: "MET",
        "区应急局": "MISSED",
    }


async def told(house: House, kind: str) -> list[tuple[str, str, Any]]:
    recorded = [r for r in await house.store.read_all(limit=9_999) if r.envelope.type == kind]
    return [
        (f"{r.envelope.occurred_at:%m-%d %H:%M}", r.envelope.data["addressee"], r.envelope.data.get("stage"))
        for r in recorded
    ]


async def test_who_owes_it_is_reminded_before_at_and_after_and_others_are_told_step_by_step(house: House) -> None:
    await a_hazard(house, "2026-07-10")
    for day in ("2026-07-06", "2026-07-08", "2026-07-11", "2026-07-25", "2026-07-26"):
        await time_passes(house, day)
        await house.run_clock()
    who = "向阳煤业安全副矿长"
    assert await told(house, "ObligationReminded") == [
        ("07-07 01:00", who, "BEFORE_DUE"),
        ("07-10 01:00", who, "AT_DUE"),
        ("07-11 01:00", who, "OVERDUE"),
    ]
    assert await told(house, "ObligationEscalated") == [
        ("07-13 01:00", BUREAU, None),
        ("07-20 01:00", f"{BUREAU}负责人", None),
    ]


async def test_who_has_met_it_is_left_in_peace(house: House) -> None:
    hazard = await a_hazard(house, "2026-07-10")
    await house.do(ClaimRectified(hazard=hazard, account="已整改"), MINER)
    await time_passes(house, "2026-07-30")
    assert await told(house, "ObligationReminded") == []
    assert await told(house, "ObligationEscalated") == []


async def test_an_officers_finding_counts_and_the_clock_does_not_undo_it(house: House) -> None:
    await at_work(house, "2026-07-06")
    await time_passes(house, "2026-07-12")
    open_ = await owed(house)
    first, month = open_[FIRST]["obligation"], open_[JULY]["obligation"]
    proof = ProveObligationMet(obligation=first, met_on=date(2026, 7, 9), account="检查记录簿第7页")
    await house.do(proof, OFFICER)
    await house.do(ExcuseObligation(obligation=month, why="全矿停电检修"), REVIEWER)
    await time_passes(house, "2026-08-05")
    found = await owed(house)
    assert (found[FIRST]["status"], found[FIRST]["proved_by"]) == ("SHOWN_IN_TIME", OFFICER.id)
    assert (found[JULY]["status"], found[JULY]["missed"], found[JULY]["why"]) == ("EXCUSED", False, "全矿停电检修")
    await house.do(ReinstateObligation(obligation=month, why="停电证明系伪造"), HEAD)
    await house.run_clock()
    assert (await states(house))[JULY] == "MISSED"


async def test_no_department_excuses_or_clears_itself_and_no_mine_does_either(house: House) -> None:
    await a_task(house, "2026-07-01", BUREAU)
    await house.run_clock()
    [row] = (await owed(house)).values()
    proof = ProveObligationMet(obligation=row["obligation"], met_on=date(2026, 7, 1), account="已报送")
    for command in (proof, ExcuseObligation(obligation=row["obligation"], why="人手不足")):
        with pytest.raises(GuardRefused, match="OWN_WORK"):
            await house.do(command, HEAD)
        with pytest.raises(NotPermitted):
            await house.do(command, MINER)
    await house.do(proof, OFFICE)
    with pytest.raises(GuardRefused, match="OBLIGATION_NOT_IN_STATE"):
        await house.do(proof, OFFICE)
    reviewer = person("reviewer-9", Role.REVIEWER, department="区纪委监委")
    with pytest.raises(GuardRefused, match="OBLIGATION_NOT_IN_STATE"):
        await house.do(ExcuseObligation(obligation=row["obligation"], why="无"), reviewer)
