"""What the notice asks for regularly: nothing is owed by it, and what a body has decided for itself is."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.regular_duty import (
    EndRegularDuty,
    RecordRegularDuty,
    ResumeRegularDuty,
    RetractRegularDuty,
    SetRegularDuty,
)
from ledger.domain.regular_duty_events import RegularDutyDone, RegularInterval, RegularRequirement
from ledger.rules.duties import Trigger, duties
from ledger.values.errors import InvalidInput
from tests.conftest import DIVISION
from tests.house import BUREAU, MINER, OFFICE, OFFICER, House
from tests.processes.bodies import EMERGENCY, succeeds, the_bodies
from tests.processes.duties import owed, states, time_passes
from tests.processes.test_duties_of_publication_and_study import a_study_duty


async def asked(house: House, **changes: Any) -> UUID:
    given = {
        "division": DIVISION, "requirement": RegularRequirement.WARNING_EDUCATION, "body": BUREAU,
        "every": RegularInterval.QUARTER, "starts_on": date(2026, 7, 1), "basis": "区煤管局〔2026〕5号",
    }  # fmt: skip
    return (await house.do(SetRegularDuty.model_validate(given | changes), OFFICE)).subject


async def done(house: House, duty: UUID, on: str) -> UUID:
    await house.do(RecordRegularDuty(regular_duty=duty, done_on=date.fromisoformat(on), account="已开展"), OFFICER)
    [*_, last] = await house.store.read_events(duty)
    assert isinstance(last, RegularDutyDone)
    return last.record


async def test_without_a_paper_that_says_how_often_nothing_is_owed(house: House) -> None:
    await time_passes(house.on("2026-07-01"), "2027-07-01")
    kinds = {duty.kind for duty in duties().duties if duty.trigger is Trigger.REGULAR_DUTY}
    assert kinds == set(RegularRequirement)
    assert not kinds & {row["duty"] for row in (await owed(house)).values()}


async def test_each_quarter_is_owed_by_the_paper_and_never_as_law(house: House) -> None:
    duty = await asked(house)
    await done(house.on("2026-08-12"), duty, "2026-08-12")
    await time_passes(house, "2027-01-05")
    found = await owed(house, subject=duty)
    assert {row["period"]: (row["status"], str(row["due_on"])) for row in found.values()} == {
        "2026-Q3/1": ("MET", "2026-09-30"),
        "2026-Q4/1": ("MISSED", "2026-12-31"),
        "2027-Q1/1": ("OPEN", "2027-03-31"),
    }
    assert {(row["owner"], row["verified"], row["article"]) for row in found.values()} == {
        (BUREAU, "ours", "通知 二(四)6")
    }
    record = await done(house.on("2027-01-10"), duty, "2026-12-20")
    await time_passes(house, "2027-01-11")
    assert (await states(house, subject=duty))["WARNING_EDUCATION 2026-Q4/1"] == "SHOWN_IN_TIME"
    await house.do(RetractRegularDuty(regular_duty=duty, record=record, why="误录"), OFFICER)
    await house.run_clock()
    assert (await states(house, subject=duty))["WARNING_EDUCATION 2026-Q4/1"] == "MISSED"


async def test_a_quarter_that_has_begun_or_that_is_cut_short_does_not_count(house: House) -> None:
    duty = await asked(house, starts_on=date(2026, 7, 6), ends_on=date(2027, 2, 28))
    await time_passes(house, "2027-04-02")
    assert await states(house, subject=duty) == {"WARNING_EDUCATION 2026-Q4/1": "MISSED"}


async def test_one_that_is_ended_owes_no_more_and_resumed_owes_it_again(house: House) -> None:
    duty = await asked(house, every=RegularInterval.MONTH)
    await time_passes(house, "2026-08-03")
    ending = EndRegularDuty(regular_duty=duty, ended_on=date(2026, 8, 10), why="并入季度安排")
    await house.on("2026-08-10").do(ending, OFFICE)
    await time_passes(house, "2026-10-02")
    assert await states(house, subject=duty) == {
        "WARNING_EDUCATION 2026-07/1": "MISSED",
        "WARNING_EDUCATION 2026-08/1": "NOT_APPLICABLE",
    }
    await house.do(ResumeRegularDuty(regular_duty=duty, why="误结束"), OFFICE)
    await house.run_clock()
    assert set((await states(house, subject=duty)).values()) == {"MISSED", "OPEN"}


async def test_drills_are_owed_by_whoever_runs_the_mine(house: House) -> None:
    mine = await house.mine()
    drill = {"requirement": RegularRequirement.DRILL, "body": None, "mine": mine, "every": RegularInterval.YEAR}
    duty = await asked(house, **drill, starts_on=date(2026, 1, 1))
    told = RecordRegularDuty(regular_duty=duty, done_on=date(2026, 7, 6), account="反风演习")
    await house.do(told, MINER)
    await house.run_clock()
    [row] = (await owed(house, subject=duty)).values()
    assert (row["owner"], row["mine"], row["status"], row["department"]) == ("向阳煤业", mine, "MET", OFFICE.department)


@pytest.mark.parametrize(
    "changes", [{"body": None}, {"requirement": RegularRequirement.DRILL}, {"mine": UUID(int=5), "body": None}]
)
async def test_a_department_owes_what_departments_do_and_a_mine_what_mines_do(
    house: House, changes: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput, match="OWNER_DOES_NOT_FIT"):
        await asked(house, **changes)


async def test_what_a_body_has_to_do_regularly_is_its_successors_in_every_period_after_it(house: House) -> None:
    bureau, emergency = await the_bodies(house.on("2026-06-20"))
    duty = await asked(house)
    study = await a_study_duty(house, body=BUREAU, starts_on=date(2026, 1, 1), ends_on=None)
    await time_passes(house, "2026-10-02")
    await succeeds(house.on("2026-11-01"), bureau, emergency, "2026-11-01")
    await time_passes(house, "2027-04-02")
    owners = {row["period"]: row["owner"] for row in (await owed(house, subject=duty)).values()}
    assert owners == {"2026-Q3/1": EMERGENCY, "2026-Q4/1": EMERGENCY, "2027-Q1/1": EMERGENCY, "2027-Q2/1": EMERGENCY}
    assert {row["owner"] for row in (await owed(house, subject=study)).values()} == {EMERGENCY}
