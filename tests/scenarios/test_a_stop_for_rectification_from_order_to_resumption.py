"""停产整顿 from order to resumption, as its case file would tell it, and a status that was learned late."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.command import Command
from ledger.commands.mine_status import ChangeMineStatus, CorrectMineStatus, RecordWorkFound
from ledger.commands.mine_stops import (
    ApplyForResumption,
    OrderStopForRectification,
    PermitRepair,
    RecordResumptionAcceptance,
    ResumeProduction,
    SignResumption,
)
from ledger.domain.mine_status_events import MineStatus, SigningOffice, WorkKind
from ledger.rights.right import Principal
from ledger.values.errors import GuardRefused
from tests.house import HEAD, MINER, OFFICER, House


async def refused(house: House, command: Command, by: Principal = HEAD) -> str:
    with pytest.raises(GuardRefused) as refusal:
        await house.do(command, by)
    return refusal.value.code


async def stopped(house: House) -> UUID:
    """A producing mine that is stopped for rectification on 10 July after a notice of the 3rd."""
    mine = await house.mine()
    started = date(2026, 1, 5)
    await house.do(ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=started, why="正常生产"))
    await house.on("2026-07-10").do(
        OrderStopForRectification(
            mine=mine,
            noticed_on=date(2026, 7, 3),
            decided_on=date(2026, 7, 10),
            reference="虚煤罚〔2026〕8号",
            content="通风系统整顿",
            term=date(2026, 8, 10),
        ),
        HEAD,
    )
    return mine


async def stop_row(house: House, mine: UUID) -> dict[str, Any]:
    await house.project()
    [row] = await house.rows("SELECT * FROM views.mine_stops WHERE mine = %s AND until IS NULL", mine)
    return row


async def statuses(house: House, mine: UUID) -> list[tuple[str, date | None]]:
    """What the mine did, and until when."""
    periods = await house.rows(
        "SELECT status, valid_to FROM views.mine_status WHERE mine = %s AND until IS NULL ORDER BY valid_from", mine
    )
    return [(p["status"], p["valid_to"]) for p in periods]


async def test_the_mine_resumes_only_when_accepted_and_signed_by_all_three(house: House) -> None:
    mine = await stopped(house)
    assert (await stop_row(house, mine))["noticed_on"] == date(2026, 7, 3)
    resume = ResumeProduction(mine=mine, resumes_on=date(2026, 8, 20))
    assert await refused(house, resume) == "ACCEPTANCE_MISSING"
    acceptance = {"mine": mine, "accepted_on": date(2026, 8, 14), "finding": "风量满足要求"}
    passing = RecordResumptionAcceptance.model_validate({**acceptance, "passed": True})
    assert await refused(house.on("2026-08-14"), passing) == "APPLICATION_MISSING"

    house.on("2026-08-05")
    asked = ApplyForResumption(mine=mine, applied_on=date(2026, 8, 5), plan="更换主要通风机", account="已更换并试运转")
    await house.do(asked, MINER)
    row = await stop_row(house, mine)
    assert row["acceptance_due"] == date(2026, 8, 25), "20 days from the application (条例 §48)"
    failing = RecordResumptionAcceptance.model_validate({**acceptance, "passed": False})
    await house.on("2026-08-14").do(failing, OFFICER)
    assert await refused(house, resume) == "ACCEPTANCE_MISSING"

    await house.on("2026-08-16").do(asked.model_copy(update={"applied_on": date(2026, 8, 16)}), MINER)
    late = passing.model_copy(update={"accepted_on": date(2026, 9, 8)})
    await house.on("2026-09-08").do(late, OFFICER)
    row = await stop_row(house, mine)
    assert (row["passed"], row["days_late"]) == (True, 3), "late counts, and is shown as late by so much"

    await signed_by_all_three(house, mine)
    await house.do(ResumeProduction(mine=mine, resumes_on=date(2026, 9, 14)), HEAD)

    row = await stop_row(house, mine)
    assert (row["valid_to"], row["ended_how"]) == (date(2026, 9, 14), "恢复生产")
    assert await statuses(house, mine) == [
        ("PRODUCING", date(2026, 7, 10)),
        ("STOPPED_FOR_RECTIFICATION", date(2026, 9, 14)),
        ("PRODUCING", None),
    ]


async def signed_by_all_three(house: House, mine: UUID) -> None:
    """In their turn, and no sooner than the last of them is there the way back open."""
    resume = ResumeProduction(mine=mine, resumes_on=date(2026, 9, 14))
    out_of_turn = SignResumption(
        mine=mine, office=SigningOffice.GOVERNMENT_HEAD, signer="区长", signed_on=date(2026, 9, 9)
    )
    assert await refused(house.on("2026-09-14"), out_of_turn) == "SIGNATURE_OUT_OF_TURN"
    for day, office in enumerate(SigningOffice, 9):
        assert await refused(house, resume) == "SIGNATURES_MISSING"
        signature = SignResumption(mine=mine, office=office, signer=office.value, signed_on=date(2026, 9, day))
        await house.do(signature, HEAD)


async def test_what_is_found_at_work_meanwhile_is_a_fact_and_flagged(house: House) -> None:
    mine = await stopped(house)
    house.on("2026-07-20")
    await house.do(
        PermitRepair(
            mine=mine, scope="主要通风机房", starts_on=date(2026, 7, 15), ends_on=date(2026, 7, 31),
            sequence="先断电后拆除", headcount=12,
        ),
        HEAD,
    )  # fmt: skip
    for work, day in (
        (WorkKind.PUMPING, 16),
        (WorkKind.VENTILATION, 16),
        (WorkKind.REPAIR, 16),
        (WorkKind.REPAIR, 12),
        (WorkKind.PRODUCTION, 17),
    ):
        await house.do(RecordWorkFound(mine=mine, work=work, found_on=date(2026, 7, day), finding="夜间巡查"))
    await house.do(
        ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=date(2026, 7, 18), why="发现出煤")
    )
    await house.project()
    found = await house.rows(
        "SELECT work, lawful FROM views.work_found WHERE mine = %s AND until IS NULL ORDER BY since", mine
    )
    assert [f["lawful"] for f in found] == [True, True, True, False, False]
    flags = await house.rows(
        "SELECT data->>'rule' AS rule FROM views.journal WHERE mine = %s AND type = 'ProcedureDefectFlagged' "
        "ORDER BY position",
        mine,
    )
    assert [f["rule"] for f in flags] == [
        "双四政发〔2020〕28号 V16",
        "煤矿安全生产条例 §48",
        "双四政发〔2020〕28号 V15",
    ]
    assert (await stop_row(house, mine))["valid_to"] is None, "nobody ended the stop by producing"


async def test_a_status_learned_late_is_known_from_then_on_and_was_not_known_before(house: House) -> None:
    mine = await stopped(house)
    before = (await house.store.head()).position
    house.on("2026-07-30")
    await house.do(
        CorrectMineStatus(
            mine=mine, status=MineStatus.STOPPED_VOLUNTARILY, effective_on=date(2026, 3, 1), why="停产报告迟收"
        ),
        HEAD,
    )
    await house.do(
        CorrectMineStatus(
            mine=mine,
            status=MineStatus.STOPPED_FOR_RECTIFICATION,
            effective_on=date(2026, 7, 8),
            instead_of=date(2026, 7, 10),
            why="决定书落款日期为7月8日",
        ),
        HEAD,
    )
    await house.project()
    held = (
        "SELECT status FROM views.mine_status WHERE mine = %s AND since <= %s AND (until IS NULL OR until > %s) "
        "AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s)"
    )
    head = (await house.store.head()).position
    for day, then, now in (
        (date(2026, 2, 28), "PRODUCING", "PRODUCING"),
        (date(2026, 3, 1), "PRODUCING", "STOPPED_VOLUNTARILY"),
        (date(2026, 7, 8), "PRODUCING", "STOPPED_FOR_RECTIFICATION"),
        (date(2026, 7, 10), "STOPPED_FOR_RECTIFICATION", "STOPPED_FOR_RECTIFICATION"),
    ):
        assert await house.rows(held, mine, before, before, day, day) == [{"status": then}]
        assert await house.rows(held, mine, head, head, day, day) == [{"status": now}]
    assert (await stop_row(house, mine))["valid_from"] == date(2026, 7, 8), "the stop follows its status"
