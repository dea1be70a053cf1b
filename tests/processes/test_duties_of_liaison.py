"""What the clock opens for a leader who answers for a mine: so many visits a quarter, met, missed or proved late."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.commands.department import RegisterDepartment
from ledger.commands.liaison import AssignLiaison, EndLiaison, RecordLiaisonVisit, ResumeLiaison, RetractLiaisonVisit
from ledger.commands.post import EstablishPost
from ledger.domain.department_events import BodyKind
from tests.conftest import DIVISION
from tests.house import BUREAU, HEAD, OFFICE, OFFICER, House
from tests.processes.duties import owed, states, time_passes


async def a_duty(house: House, on: str, visits: int | None) -> UUID:
    """The deputy head answers for a mine from a day on."""
    since = date(2019, 1, 1)
    body = RegisterDepartment(division=DIVISION, name=BUREAU, kind=BodyKind.DEPARTMENT, established_on=since)
    department = (await house.do(body, OFFICE)).subject
    post = (await house.do(EstablishPost(department=department, title="副局长", effective_on=since), HEAD)).subject
    duty = AssignLiaison(
        post=post, mine=await house.mine(), scope="联系指导", visits_a_quarter=visits,
        effective_on=date.fromisoformat(on), basis="虚煤管发〔2021〕3号",
    )  # fmt: skip
    return (await house.do(duty, OFFICE)).subject


async def visits(house: House, duty: UUID, on: str) -> UUID:
    made = RecordLiaisonVisit(liaison=duty, visited_on=date.fromisoformat(on), visitor="白石", account="查看主排水")
    await house.do(made, OFFICER)
    await house.project()
    [row] = await house.rows("SELECT visit FROM views.liaison_visits ORDER BY since DESC LIMIT 1")
    visit: UUID = row["visit"]
    return visit


async def test_visits_are_owed_from_the_first_whole_quarter_and_a_shortfall_shows_at_its_end(house: House) -> None:
    duty = await a_duty(house.on("2021-02-10"), "2021-02-10", 2)
    await visits(house.on("2021-05-06"), duty, "2021-05-06")
    await time_passes(house, "2021-07-02")
    found = await owed(house, duty="LIAISON_VISIT", subject=duty)
    assert {row["period"]: (row["status"], row["due_on"]) for row in found.values()} == {
        "2021-Q2/1": ("MET", date(2021, 6, 30)),
        "2021-Q2/2": ("MISSED", date(2021, 6, 30)),
        "2021-Q3/1": ("OPEN", date(2021, 9, 30)),
        "2021-Q3/2": ("OPEN", date(2021, 9, 30)),
    }
    assert {(row["owner"], row["post"], row["article"]) for row in found.values()} == {
        (BUREAU, "副局长", "通知 二(四)4")
    }
    await visits(house.on("2021-07-05"), duty, "2021-06-29")
    await time_passes(house, "2021-07-06")
    assert (await states(house, subject=duty))["LIAISON_VISIT 2021-Q2/2"] == "SHOWN_IN_TIME", "made in time"


async def test_a_visit_taken_back_is_owed_again_and_an_ended_duty_owes_none_until_it_goes_on(house: House) -> None:
    duty = await a_duty(house.on("2021-01-04"), "2021-01-01", 1)
    visit = await visits(house.on("2021-02-01"), duty, "2021-02-01")
    await time_passes(house, "2021-02-02")
    assert await states(house, subject=duty) == {"LIAISON_VISIT 2021-Q1/1": "MET"}
    await house.do(RetractLiaisonVisit(liaison=duty, visit=visit, why="误录"), OFFICER)
    await time_passes(house, "2021-02-03")
    assert await states(house, subject=duty) == {"LIAISON_VISIT 2021-Q1/1": "OPEN"}
    await house.do(EndLiaison(liaison=duty, effective_on=date(2021, 2, 3), why="分工调整"), OFFICE)
    await time_passes(house, "2021-02-04")
    assert await states(house, subject=duty) == {"LIAISON_VISIT 2021-Q1/1": "NOT_APPLICABLE"}
    await house.do(ResumeLiaison(liaison=duty, why="分工恢复"), OFFICE)
    await time_passes(house, "2021-04-02")
    assert await states(house, subject=duty) == {"LIAISON_VISIT 2021-Q1/1": "MISSED", "LIAISON_VISIT 2021-Q2/1": "OPEN"}


async def test_one_that_names_no_number_owes_none_by_a_day(house: House) -> None:
    duty = await a_duty(house.on("2021-01-04"), "2021-01-01", None)
    await visits(house.on("2021-02-01"), duty, "2021-02-01")
    await time_passes(house, "2021-07-02")
    assert await states(house, subject=duty) == {}
