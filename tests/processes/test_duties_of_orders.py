"""What the clock opens for orders, from their service on, and for applications to resume."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.commands.document_number import OpenDocumentSeries
from ledger.commands.mine_stops import ApplyForResumption, OrderStopForRectification, RecordResumptionAcceptance
from ledger.commands.order import (
    AnswerOrder,
    CheckCompliance,
    ExtendOrder,
    IssueOrder,
    RestoreOrder,
    RevokeOrder,
    ServeOrder,
)
from ledger.domain.document_number import DocumentKind
from ledger.domain.order_events import OrderKind, ServiceMode
from tests.conftest import DIVISION
from tests.house import BUREAU, HEAD, MINER, OFFICER, SECOND_OFFICER, House
from tests.processes.duties import at_work, owed, states, time_passes

ORDERED, ACCEPTED = "ORDER_COMPLIANCE", "RESUMPTION_ACCEPTANCE"


async def an_order(house: House, mine: UUID, **changes: Any) -> UUID:
    opening = OpenDocumentSeries(division=DIVISION, kind=DocumentKind.ORDER, year=2026, code="虚煤监")
    series = (await house.do(opening, OFFICER)).subject
    given: dict[str, Any] = {
        "mine": mine, "kind": OrderKind.RECTIFICATION, "addressee": "向阳煤业", "content": "恢复主排水泵备用",
        "legal_basis": "煤矿安全生产条例 §44", "deadline": date(2026, 7, 20), "series": series,
    }  # fmt: skip
    return (await house.do(IssueOrder.model_validate(given | changes), OFFICER)).subject


async def served(house: House, order: UUID, on: str) -> None:
    day = date.fromisoformat(on)
    given = ServeOrder(order=order, mode=ServiceMode.DIRECT, served_on=day, recipient="石磊")
    await house.on(on).do(given, OFFICER)


async def test_an_order_binds_from_its_service_on_and_an_answer_meets_it(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    order = await an_order(house, mine)
    await time_passes(house, "2026-07-07")
    assert await states(house, duty=ORDERED) == {}, "nobody owes what they were not told"
    await served(house, order, "2026-07-08")
    await house.run_clock()
    [found] = (await owed(house, duty=ORDERED)).values()
    assert (found["owner"], found["department"], found["mine"]) == ("向阳煤业", BUREAU, mine)
    assert (found["opens_on"], found["due_on"], found["article"]) == (
        date(2026, 7, 8),
        date(2026, 7, 20),
        "安全生产法 §65(2)",
    )
    await house.on("2026-07-19").do(AnswerOrder(order=order, answer="水泵已恢复"), MINER)
    await time_passes(house, "2026-07-22")
    assert list((await states(house, duty=ORDERED)).values()) == ["MET"]


async def test_an_answer_that_a_check_finds_untrue_met_nothing(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    order = await an_order(house, mine)
    await served(house, order, "2026-07-08")
    await house.on("2026-07-19").do(AnswerOrder(order=order, answer="水泵已恢复"), MINER)
    await house.run_clock()
    checked = CheckCompliance(order=order, complied=False, finding="水泵未运行")
    await house.on("2026-07-25").do(checked, SECOND_OFFICER)
    await house.run_clock()
    assert list((await states(house, duty=ORDERED)).values()) == ["MISSED"]
    checked = CheckCompliance(order=order, complied=True, finding="水泵运行正常")
    await house.on("2026-07-28").do(checked, SECOND_OFFICER)
    await house.run_clock()
    [found] = (await owed(house, duty=ORDERED)).values()
    assert (found["status"], found["met_on"]) == ("MET_LATE", date(2026, 7, 28))


async def test_an_extended_order_has_its_new_day_and_a_revoked_one_none(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    order = await an_order(house, mine)
    await served(house, order, "2026-07-08")
    await house.on("2026-07-15").do(ExtendOrder(order=order, deadline=date(2026, 7, 31), why="设备到货延迟"), HEAD)
    await house.run_clock()
    found = await owed(house, duty=ORDERED)
    assert {str(row["due_on"]): row["status"] for row in found.values()} == {
        "2026-07-20": "NOT_APPLICABLE",
        "2026-07-31": "OPEN",
    }
    revoked = RevokeOrder(order=order, revoked_on=date(2026, 7, 16), authority="虚复决〔2026〕1号", why="复议撤销")
    await house.on("2026-07-16").do(revoked, HEAD)
    await time_passes(house, "2026-08-02")
    assert set((await states(house, duty=ORDERED)).values()) == {"NOT_APPLICABLE"}
    await house.do(RestoreOrder(order=order, why="复议决定被撤销"), HEAD)
    await house.run_clock()
    assert sorted((await states(house, duty=ORDERED)).values()) == ["MISSED", "NOT_APPLICABLE"]


async def test_whoever_supervises_owes_the_acceptance_within_the_days_of_the_law(house: House) -> None:
    mine = await at_work(house, "2026-07-06")
    stop = OrderStopForRectification(
        mine=mine, noticed_on=date(2026, 7, 6), decided_on=date(2026, 7, 13), reference="虚煤罚〔2026〕9号",
        content="通风系统整顿", term=date(2026, 8, 10),
    )  # fmt: skip
    await house.on("2026-07-13").do(stop, HEAD)
    applied = ApplyForResumption(mine=mine, applied_on=date(2026, 8, 3), plan="整改方案", account="已整改")
    await house.on("2026-08-03").do(applied, MINER)
    await time_passes(house, "2026-08-24")
    [(name, found)] = (await owed(house, duty=ACCEPTED)).items()
    assert (found["owner"], found["due_on"], found["status"]) == (BUREAU, date(2026, 8, 23), "MISSED")
    assert found["article"] == "煤矿安全生产条例 §48"
    held = RecordResumptionAcceptance(mine=mine, accepted_on=date(2026, 8, 26), passed=False, finding="反风未完成")
    await house.on("2026-08-26").do(held, SECOND_OFFICER)
    await house.run_clock()
    assert (await states(house))[name] == "MET_LATE", "held, though not passed"
