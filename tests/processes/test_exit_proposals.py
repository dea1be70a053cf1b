"""What a missed gate leads to: a proposal on the morning after, once, withdrawn when it was met in time after all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.mine_upgrade import DecideExit, EnterUpgrade, PassApprovalGate, ProposeExit
from ledger.domain.mine_operation_events import ExitDecision
from ledger.processes.exit_proposals import ExitProposals
from ledger.processes.runner import ProcessRunner
from ledger.projections.mine_operation import approval_gates
from tests.conftest import Database
from tests.house import HEAD, OFFICER, House, open_house
from tests.processes.dying import Killed, dying

FIRST, SECOND = "MINING_AREA_DELIMITED", "PROJECT_APPROVED"


async def upgraded(house: House, on: str) -> UUID:
    mine = await house.on(on).mine()
    await house.do(EnterUpgrade(mine=mine, entered_on=date.fromisoformat(on)), HEAD)
    return mine


async def passes(house: House, mine: UUID, gate: str, on: str) -> None:
    told = {"mine": mine, "gate": gate, "passed_on": on, "authority": "市发改委", "reference": "双发改〔2020〕9号"}
    await house.do(PassApprovalGate.model_validate(told), HEAD)


async def decides(house: House, mine: UUID, gate: str, decision: ExitDecision, on: str) -> None:
    told = DecideExit(
        mine=mine, gate=gate, decision=decision, decided_on=date.fromisoformat(on), reference="双政阅1号", why="已补办"
    )
    await house.on(on).do(told, HEAD)


async def look(house: House, until: str) -> None:
    await house.on(until).mine()
    await house.run_exit_proposals()


async def told(house: House) -> list[tuple[str, str]]:
    """What was proposed, withdrawn and decided, by gate, in order."""
    types = ["ApprovalGateSet", "ExitProposed", "ExitProposalWithdrawn", "ExitDecided"]
    recorded = await house.store.read_all(limit=9_999, types=types)
    codes = {r.envelope.data["gate"]: r.envelope.data["code"] for r in recorded if r.envelope.type == types[0]}
    return [(r.envelope.type, codes[r.envelope.data["gate"]]) for r in recorded if r.envelope.type != types[0]]


async def test_each_missed_gate_is_proposed_on_the_morning_after_and_never_again(house: House) -> None:
    mine = await upgraded(house, "2020-09-16")
    await look(house, "2020-09-16")
    assert await told(house) == [], "who enters a gate that is over has until the next morning to enter its approval"
    await look(house, "2020-09-17")
    assert await told(house) == [("ExitProposed", FIRST)]
    await passes(house.on("2020-10-15"), mine, SECOND, "2020-10-15")
    for day in ("2020-10-16", "2020-10-17", "2021-01-02"):
        await look(house, day)
        await house.run_exit_proposals()
    gates = [gate for kind, gate in await told(house) if kind == "ExitProposed"]
    assert gates[:3] == [FIRST, "MINING_RIGHT_CHANGED", "SAFETY_DESIGN_APPROVED"]
    assert sorted(gates[3:]) == ["ENVIRONMENT_APPROVED", "PRELIMINARY_DESIGN_APPROVED"], "of one day"
    await house.project(approval_gates)
    rows = await house.rows("SELECT code, proposed_on, consequence FROM views.approval_gates WHERE until IS NULL")
    assert {row["code"]: row["proposed_on"] for row in rows}[SECOND] is None
    assert {row["code"]: row["consequence"] for row in rows}[FIRST] == "调整为引导有序退出或关闭"


async def test_what_was_granted_in_time_and_entered_late_takes_the_proposal_away(house: House) -> None:
    mine = await upgraded(house, "2020-09-16")
    await look(house, "2020-09-20")
    await passes(house.on("2020-09-21"), mine, FIRST, "2020-07-30")
    await house.run_exit_proposals()
    await house.run_exit_proposals()
    assert await told(house) == [("ExitProposed", FIRST), ("ExitProposalWithdrawn", FIRST)]
    await house.project(approval_gates)
    [row] = await house.rows("SELECT * FROM views.approval_gates WHERE code = %s AND until IS NULL", FIRST)
    assert (row["proposed_on"], row["decided_why"]) == (None, "已于2020-07-30按期完成划定矿区范围批复（补录）")


async def test_a_late_approval_leaves_the_proposal_to_an_officer_who_may_let_the_mine_go_on(house: House) -> None:
    mine = await upgraded(house, "2020-09-16")
    await look(house, "2020-09-20")
    await passes(house.on("2020-09-21"), mine, FIRST, "2020-08-05")
    await house.run_exit_proposals()
    assert await told(house) == [("ExitProposed", FIRST)]
    await decides(house, mine, FIRST, ExitDecision.CONTINUE, "2020-09-25")
    await look(house, "2020-10-01")
    assert await told(house) == [("ExitProposed", FIRST), ("ExitDecided", FIRST)]


async def test_what_an_officer_proposed_before_is_not_proposed_again_when_it_was_decided(house: House) -> None:
    mine = await upgraded(house, "2020-09-16")
    await house.do(ProposeExit(mine=mine, gate=FIRST, ground="逾期"), OFFICER)
    await decides(house, mine, FIRST, ExitDecision.CONTINUE, "2020-09-16")
    for day in ("2020-09-17", "2020-09-18"):
        await look(house, day)
    assert await told(house) == [("ExitProposed", FIRST), ("ExitDecided", FIRST)]


async def a_winter(house: House, look: Callable[[House], Awaitable[None]]) -> None:
    """Gates in time, late and not at all; the process looks now and then."""
    mine = await upgraded(house, "2020-09-16")
    await house.on("2020-09-20").mine()
    await look(house)
    await passes(house, mine, FIRST, "2020-07-29")
    await look(house)
    await passes(house.on("2020-10-20"), mine, SECOND, "2020-10-19")
    await house.on("2021-01-05").mine()
    await look(house)


async def undisturbed(house: House) -> None:
    await house.run_exit_proposals()


async def killed_again_and_again(house: House) -> None:
    kills = -1
    while True:
        kills += 1
        with dying(house, after=1) as runner:
            try:
                return await runner.keep_up(ExitProposals())
            except Killed:
                assert kills < 20


async def test_killed_after_each_of_its_appends_it_comes_to_the_same(house: House, second_database: Database) -> None:
    await a_winter(house, undisturbed)
    wanted = await told(house)
    assert wanted[:2] == [("ExitProposed", FIRST), ("ExitProposalWithdrawn", FIRST)]
    assert len(wanted) == 7, "one for each gate, and one withdrawn"
    async with open_house(second_database) as other:
        await a_winter(other, killed_again_and_again)
        assert await told(other) == wanted


@pytest.mark.parametrize(("on", "looked_at"), [("2020-09-16", "2020-09-17T01:00"), ("2020-06-01", "2020-07-31T01:00")])
async def test_it_waits_for_nine_in_the_morning_in_shanghai(house: House, on: str, looked_at: str) -> None:
    await upgraded(house, on)
    process = ExitProposals()
    runner: Any = ProcessRunner(house.database.app_dsn, house.store, house.bus, [], simulated=True)
    await runner.keep_up(process)
    assert process.next_moment() == datetime.fromisoformat(looked_at).replace(tzinfo=UTC)
