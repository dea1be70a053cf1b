"""What every mine has to have reached by the end of 2022: grade two (R-171) and its double control (R-164)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.commands.mine_file import AssessDoubleControl, GradeStandardisation
from ledger.commands.mine_status import ChangeMineStatus, CloseMine
from ledger.domain.mine_file_events import StandardisationChange
from ledger.domain.mine_status_events import MineStatus
from tests.house import BUREAU, HEAD, House
from tests.processes.duties import at_work, becomes, owed, states, time_passes

GRADE, CONTROL = "GRADE_TWO 2022", "DOUBLE_CONTROL 2022"


async def graded(house: House, mine: UUID, grade: int, on: str, change: str = "ASSESSED", **more: Any) -> None:
    given = GradeStandardisation(
        mine=mine, grade=grade, change=StandardisationChange(change), effective_on=date.fromisoformat(on),
        assessed_by=BUREAU, reference=f"虚煤标{on}", **more,
    )  # fmt: skip
    await house.do(given, HEAD)


async def assessed(house: House, mine: UUID, on: str, *, running: bool = True, **more: Any) -> None:
    given = AssessDoubleControl(
        mine=mine, effective_on=date.fromisoformat(on), rules_complete=True, ledgers_updated=True, hazards_closed=True,
        system_running=running, assessed_by=BUREAU, finding="现场验收", **more,
    )  # fmt: skip
    await house.do(given, HEAD)


async def goals(house: House) -> dict[str, str]:
    found = await states(house)
    return {name: state for name, state in found.items() if name in {GRADE, CONTROL}}


async def test_a_mine_at_work_in_the_campaign_owes_both_until_the_end_of_2022_and_misses_both(house: House) -> None:
    mine = await at_work(house.on("2020-09-16"), "2020-09-01", standardisation=3)
    await house.run_clock()
    found = {name: row for name, row in (await owed(house)).items() if name in {GRADE, CONTROL}}
    assert {(row["opens_on"], row["due_on"], row["owner"], row["mine"]) for row in found.values()} == {
        (date(2020, 9, 1), date(2022, 12, 31), "向阳煤业", mine)
    }
    assert (found[GRADE]["article"], found[CONTROL]["article"]) == ("通知 二(六)5", "通知 二(六)4")
    await time_passes(house, "2022-12-31")
    assert await goals(house) == {GRADE: "OPEN", CONTROL: "OPEN"}
    await time_passes(house, "2023-01-20")
    assert await goals(house) == {GRADE: "MISSED", CONTROL: "MISSED"}
    told = await house.store.read_all(limit=9_999, types=["ObligationEscalated"])
    grade = [r.envelope.data["addressee"] for r in told if r.envelope.stream == found[GRADE]["obligation"]]
    assert grade == [BUREAU, "领导小组办公室"]


async def test_what_is_reached_meets_it_a_day_late_is_late_and_what_is_entered_late_is_shown(house: House) -> None:
    mine = await at_work(house.on("2020-09-16"), "2020-09-01", standardisation=3)
    await graded(house.on("2023-01-05"), mine, 2, "2023-01-01")
    await assessed(house, mine, "2022-12-31")
    await house.run_clock()
    assert await goals(house) == {GRADE: "MET_LATE", CONTROL: "SHOWN_IN_TIME"}
    await graded(house.on("2023-02-05"), mine, 2, "2022-12-30", instead_of=date(2023, 1, 1))
    await house.run_clock()
    row = (await owed(house))[GRADE]
    assert (row["status"], row["met_on"], row["missed"]) == ("SHOWN_IN_TIME", date(2022, 12, 30), True)


async def test_a_grade_that_falls_before_the_day_meets_nothing_and_one_that_falls_after_it_did(house: House) -> None:
    mine = await at_work(house.on("2020-09-16"), "2020-09-01", standardisation=2)
    await assessed(house.on("2021-03-01"), mine, "2021-03-01", running=False)
    await house.run_clock()
    assert await goals(house) == {GRADE: "MET", CONTROL: "OPEN"}, "registered with it; the system does not run"
    await graded(house.on("2021-06-01"), mine, 3, "2021-06-01", "DOWNGRADED")
    await house.run_clock()
    assert (await goals(house))[GRADE] == "OPEN"
    await graded(house.on("2022-05-01"), mine, 1, "2022-05-01")
    await assessed(house, mine, "2022-05-01")
    await house.run_clock()
    assert await goals(house) == {GRADE: "MET", CONTROL: "MET"}
    await graded(house.on("2023-06-01"), mine, 0, "2023-06-01", "REVOKED")
    await assessed(house, mine, "2023-06-01", running=False)
    await house.run_clock()
    assert await goals(house) == {GRADE: "MET", CONTROL: "MET"}, "it had to be there at the end of 2022"


async def test_a_mine_closed_before_the_day_owes_neither_and_one_that_is_built_only_the_control(house: House) -> None:
    closed = await at_work(house.on("2020-09-16"), "2020-09-01", standardisation=3)
    built = await house.mine(standardisation=0)
    await becomes(house, built, MineStatus.CONSTRUCTING, "2020-09-10")
    await house.run_clock()
    closing = CloseMine(
        mine=closed, closed_on=date(2021, 4, 30), decided_by="区人民政府", reference="政决1号", why="引导退出"
    )  # fmt: skip
    await house.on("2021-04-30").do(closing, HEAD)
    await time_passes(house, "2023-01-02")
    assert await states(house, mine=closed, duty="GRADE_TWO") == {GRADE: "NOT_APPLICABLE"}
    assert await states(house, mine=closed, duty="DOUBLE_CONTROL") == {CONTROL: "NOT_APPLICABLE"}
    assert await states(house, mine=built, duty="GRADE_TWO") == {}, "it does not produce"
    assert await states(house, mine=built, duty="DOUBLE_CONTROL") == {CONTROL: "MISSED"}
    row = (await owed(house, mine=closed))[GRADE]
    assert (row["settled_on"], row["why"]) == (date(2021, 4, 30), "2022-12-31前已关闭或者不再生产、建设")


async def test_a_mine_that_stands_still_on_the_day_is_a_mine_that_produces(house: House) -> None:
    mine = await at_work(house.on("2020-09-16"), "2020-09-01", standardisation=3)
    await becomes(house.on("2022-12-20"), mine, MineStatus.STOPPED_VOLUNTARILY, "2022-12-20")
    await time_passes(house, "2023-01-02")
    assert await goals(house) == {GRADE: "MISSED", CONTROL: "MISSED"}


async def test_after_the_campaign_no_mine_owes_them(house: House) -> None:
    mine = await house.on("2023-02-01").mine(standardisation=0)
    begins = ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=date(2023, 1, 1), why="投产")
    await house.do(begins, HEAD)
    await house.run_clock()
    assert await goals(house) == {}
