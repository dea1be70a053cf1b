"""When a body is succeeded, what is owed goes to who took over: from that day, once, and back when it falls."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ledger.commands.department import AnnulSuccession
from ledger.commands.obligation import ExcuseObligation, ReinstateObligation
from ledger.commands.task import DeliverTask
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused
from tests.house import BUREAU, HEAD, OFFICE, REVIEWER, House, person
from tests.processes.bodies import EMERGENCY, PAPER, succeeds, the_bodies
from tests.processes.duties import a_task, at_work, owed, time_passes

SUCCESSOR = person("head-7", Role.HEAD, Role.REVIEWER, department=EMERGENCY, post="局长")


async def passed_on(house: House) -> list[dict[str, Any]]:
    recorded = await house.store.read_all(limit=9_999, types=["ObligationPassedOn"])
    return [r.envelope.data | {"at": f"{r.envelope.occurred_at:%m-%d %H:%M}"} for r in recorded]


async def test_what_is_open_goes_to_the_successor_on_the_day_and_what_was_met_stays(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    met, open_ = await a_task(house, "2026-07-20", BUREAU), await a_task(house, "2026-08-20", BUREAU, reference="T-2")
    await house.on("2026-07-08").do(DeliverTask(task=met, account="完成"))
    await succeeds(house, bureau, emergency, "2026-08-01")
    await time_passes(house, "2026-07-31")
    assert {row["owner"] for row in (await owed(house)).values()} == {BUREAU}
    await time_passes(house, "2026-08-01")
    found = await owed(house)
    assert {row["subject"]: (row["owner"], row["department"], row["status"]) for row in found.values()} == {
        met: (BUREAU, BUREAU, "MET"),
        open_: (EMERGENCY, EMERGENCY, "OPEN"),
    }
    [once] = await passed_on(house)
    assert (once["at"], once["formerOwner"], once["effectiveOn"]) == ("07-31 16:00", BUREAU, "2026-08-01")
    [row] = [row for row in found.values() if row["subject"] == open_]
    assert (row["former_owner"], row["passed_on"]) == (BUREAU, date(2026, 8, 1))
    for _ in range(2):
        await house.run_clock()
    assert len(await passed_on(house)) == 1


async def test_the_last_day_of_the_former_body_is_its_own_and_who_comes_after_delivers_late(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    task = await a_task(house, "2026-07-31", BUREAU)
    await succeeds(house, bureau, emergency, "2026-08-01")
    await time_passes(house, "2026-08-04")
    events = [
        (r.envelope.type, r.envelope.data.get("addressee"))
        for r in await house.store.read_all(limit=9_999)
        if r.envelope.type in {"ObligationMissed", "ObligationPassedOn", "ObligationReminded"}
    ]
    assert events[-3:] == [("ObligationMissed", None), ("ObligationPassedOn", None), ("ObligationReminded", EMERGENCY)]
    await house.do(DeliverTask(task=task, account="完成"), person("e-1", Role.OFFICER, department=EMERGENCY))
    await house.run_clock()
    [late] = (await owed(house)).values()
    assert (late["status"], late["owner"], late["missed"]) == ("MET_LATE", EMERGENCY, True)


async def test_it_comes_back_when_the_succession_falls_and_goes_again_with_the_next(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    await a_task(house, "2026-09-20", BUREAU)
    first = await succeeds(house, bureau, emergency, "2026-07-06")
    await house.run_clock()
    assert [row["owner"] for row in (await owed(house)).values()] == [EMERGENCY]
    await house.on("2026-07-10").do(AnnulSuccession(department=bureau, succession=first, why="误登"), OFFICE)
    await house.run_clock()
    assert [row["owner"] for row in (await owed(house)).values()] == [BUREAU]
    await succeeds(house.on("2026-07-12"), bureau, emergency, "2026-07-12")
    await house.run_clock()
    assert [(moved["owner"], moved["why"]) for moved in await passed_on(house)] == [
        (EMERGENCY, PAPER),
        (BUREAU, "误登"),
        (EMERGENCY, PAPER),
    ]


async def test_a_succession_that_is_undone_before_its_day_moves_nothing(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    await a_task(house, "2026-09-20", BUREAU)
    first = await succeeds(house, bureau, emergency, "2026-08-01")
    await house.on("2026-07-10").do(AnnulSuccession(department=bureau, succession=first, why="误登"), OFFICE)
    await time_passes(house, "2026-08-05")
    assert await passed_on(house) == []


async def test_of_single_matters_no_obligation_says_that_it_is_one_of_them(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    await a_task(house, "2026-09-20", BUREAU)
    await succeeds(house, bureau, emergency, "2026-07-06", "地质灾害")
    await house.run_clock()
    assert await passed_on(house) == []


async def test_what_a_mine_owes_is_supervised_by_the_successor_and_what_begins_later_opens_with_it(
    house: House,
) -> None:
    bureau, emergency = await the_bodies(house)
    await at_work(house, "2026-07-06")
    await time_passes(house, "2026-07-07")
    await succeeds(house, bureau, emergency, "2026-07-11")
    await time_passes(house, "2026-07-22")
    found = await owed(house)
    assert {name: (row["department"], row["former_owner"], row["status"]) for name, row in found.items()} == {
        "TEN_DAY_INSPECTION 2026-07-T1": (EMERGENCY, BUREAU, "MISSED"),
        "TEN_DAY_INSPECTION 2026-07-T2": (EMERGENCY, None, "MISSED"),
        "TEN_DAY_INSPECTION 2026-07-T3": (EMERGENCY, None, "OPEN"),
        "MONTHLY_INSPECTION 2026-07": (EMERGENCY, BUREAU, "OPEN"),
        "QUARTERLY_REPORT 2026-Q3": (EMERGENCY, BUREAU, "OPEN"),
    }
    assert {row["owner"] for row in found.values()} == {"向阳煤业"}


async def test_one_that_is_learned_late_says_from_which_day_the_other_answered(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    await a_task(house, "2026-08-20", BUREAU)
    await time_passes(house, "2026-08-10")
    await succeeds(house, bureau, emergency, "2026-07-20")
    await house.run_clock()
    [once] = await passed_on(house)
    assert once["effectiveOn"] == "2026-07-20"
    assert once["at"].startswith("08-10")


async def test_what_is_owed_again_is_owed_by_who_answers_now_and_the_successor_does_not_excuse_itself(
    house: House,
) -> None:
    bureau, emergency = await the_bodies(house)
    await a_task(house, "2026-08-20", BUREAU)
    await house.run_clock()
    [row] = (await owed(house)).values()
    excuse = ExcuseObligation(obligation=row["obligation"], why="洪水")
    await house.do(excuse, person("reviewer-9", Role.REVIEWER, department="区司法局"))
    await succeeds(house.on("2026-07-20"), bureau, emergency, "2026-07-20")
    await house.run_clock()
    assert await passed_on(house) == []
    await house.on("2026-07-22").do(ReinstateObligation(obligation=row["obligation"], why="不实"), HEAD)
    await house.run_clock()
    [row] = (await owed(house)).values()
    assert (row["owner"], row["status"], len(await passed_on(house))) == (EMERGENCY, "OPEN", 1)
    with pytest.raises(GuardRefused, match="OWN_WORK"):
        await house.do(excuse, SUCCESSOR)
    await house.do(excuse, REVIEWER)
