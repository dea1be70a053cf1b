"""What is due about the two lists, open passages, approval gates and acceptances, and what becomes of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.commands.mine_status import CloseMine, ReverseMineClosure
from ledger.commands.mine_stops import (
    ApplyForResumption,
    OrderStopForRectification,
    RecordResumptionAcceptance,
)
from ledger.commands.mine_upgrade import EnterUpgrade, PassApprovalGate
from ledger.commands.organisation import AnnulResolution, NoteOpenDepartments, ResolveDepartments
from ledger.commands.two_lists import (
    EnterListItem,
    RectifyListItem,
    ReinstateListItem,
    ReopenListItem,
    UpdateListItem,
    WithdrawListItem,
)
from ledger.domain.mine_status_events import MineStatus
from ledger.domain.two_lists import ListKind
from tests.conftest import DIVISION
from tests.house import BUREAU, HEAD, MINER, OFFICE, SECOND_OFFICER, House
from tests.processes.duties import at_work, becomes, owed, states, time_passes


async def an_item(house: House, limit: str, mine: UUID | None = None) -> UUID:
    item = EnterListItem(
        division=DIVISION, kind=ListKind.PROBLEMS, text="排水能力不足", unit=BUREAU if mine is None else "向阳煤业",
        person="张明", time_limit=date.fromisoformat(limit), mine=mine,
    )  # fmt: skip
    return (await house.do(item)).subject


async def test_an_item_of_the_lists_is_due_by_its_limit_and_its_changes_are_followed(house: House) -> None:
    item = await an_item(house.on("2020-12-01"), "2020-12-31")
    await house.run_clock()
    [row] = (await owed(house)).values()
    assert (row["owner"], row["owner_kind"], row["article"]) == (BUREAU, "DEPARTMENT", "通知 四(二)")
    moved = UpdateListItem(item=item, unit=BUREAU, person="李宁", time_limit=date(2021, 1, 10), why="设备晚到")
    await house.on("2020-12-20").do(moved)
    await house.run_clock()
    await house.on("2021-01-05").do(RectifyListItem(item=item, rectified_on=date(2021, 1, 4), account="已更换"))
    await house.run_clock()
    assert await states(house) == {"LIST_ITEM 2020-12-31/1": "NOT_APPLICABLE", "LIST_ITEM 2021-01-10/2": "MET"}
    await house.on("2021-01-08").do(ReopenListItem(item=item, why="抽查不合格"), SECOND_OFFICER)
    await time_passes(house, "2021-01-11")
    assert (await states(house))["LIST_ITEM 2021-01-10/2"] == "MISSED"


async def test_an_item_taken_off_its_list_is_not_owed_until_it_is_put_back(house: House) -> None:
    mine = await house.mine()
    item = await an_item(house, "2026-07-31", mine)
    await house.do(WithdrawListItem(item=item, why="重复登记"))
    await house.run_clock()
    assert await states(house) == {"LIST_ITEM_OF_MINE 2026-07-31/1": "NOT_APPLICABLE"}
    await house.on("2026-08-02").do(ReinstateListItem(item=item, why="并非重复"))
    await house.run_clock()
    [row] = (await owed(house)).values()
    assert (row["status"], row["owner"], row["mine"]) == ("MISSED", "向阳煤业", mine)


async def test_the_office_owes_the_names_that_a_passage_leaves_open_whoever_noted_it(house: House) -> None:
    noted = NoteOpenDepartments(
        division=DIVISION,
        document="双四政发〔2020〕28号",
        passage="二(一)3",
        text="各有关部门",
        open_since=date(2026, 7, 6),
    )
    passage = (await house.do(noted)).subject
    await time_passes(house, "2026-08-06")
    assert [row["owner"] for row in (await owed(house)).values()] == ["领导小组办公室"]
    assert await states(house) == {"OPEN_DEPARTMENTS 二(一)3/1": "MISSED"}
    decision = ResolveDepartments(
        resolution=passage, departments=[BUREAU], decided_on=date(2026, 8, 7), basis="办公室通知"
    )
    await house.on("2026-08-07").do(decision, OFFICE)
    await house.run_clock()
    assert await states(house) == {"OPEN_DEPARTMENTS 二(一)3/1": "MET_LATE"}
    await house.do(AnnulResolution(resolution=passage, annulled_on=date(2026, 8, 8), why="越权"), OFFICE)
    await house.run_clock()
    assert await states(house) == {"OPEN_DEPARTMENTS 二(一)3/1": "MISSED"}


async def test_a_gate_that_was_over_when_it_was_entered_is_missed_at_once_and_the_others_by_their_days(
    house: House,
) -> None:
    mine = await house.on("2020-09-16").mine()
    await house.do(EnterUpgrade(mine=mine, entered_on=date(2020, 9, 16)), HEAD)
    await house.run_clock()
    gates = await owed(house, duty="APPROVAL_GATE")
    assert {row["period"]: row["status"] for row in gates.values()}["MINING_AREA_DELIMITED"] == "MISSED"
    assert {row["owner"] for row in gates.values()} == {"向阳煤业"}
    approved = {"mine": mine, "authority": "市发改委", "reference": "双发改〔2020〕9号"}
    for gate, on in (("PROJECT_APPROVED", "2020-10-15"), ("MINING_RIGHT_CHANGED", "2020-10-16")):
        passed = PassApprovalGate.model_validate({**approved, "gate": gate, "passed_on": on})
        await house.on(on).do(passed, HEAD)
    await time_passes(house, "2021-01-01")
    found = {row["period"]: row["status"] for row in (await owed(house, duty="APPROVAL_GATE")).values()}
    assert found == {
        "MINING_AREA_DELIMITED": "MISSED",
        "PROJECT_APPROVED": "MET",
        "MINING_RIGHT_CHANGED": "MET_LATE",
        "SAFETY_DESIGN_APPROVED": "MISSED",
        "ENVIRONMENT_APPROVED": "MISSED",
        "PRELIMINARY_DESIGN_APPROVED": "MISSED",
    }


async def test_an_application_after_one_that_was_not_accepted_is_owed_an_acceptance_of_its_own(house: House) -> None:
    mine = await at_work(house, "2026-01-05")
    stop = OrderStopForRectification(
        mine=mine, noticed_on=date(2026, 7, 3), decided_on=date(2026, 7, 6), reference="虚煤罚〔2026〕8号",
        content="整顿", term=date(2026, 8, 6),
    )  # fmt: skip
    await house.do(stop, HEAD)
    for on, passed in (("2026-07-20", False), ("2026-07-20", True)):
        day = date.fromisoformat(on)
        await house.on(on).do(ApplyForResumption(mine=mine, applied_on=day, plan="整改", account="已整改"), MINER)
        accepted = RecordResumptionAcceptance(mine=mine, accepted_on=day, passed=passed, finding="现场核验")
        if not passed:
            await house.do(accepted)
    await time_passes(house, "2026-08-10")
    found = await owed(house, duty="RESUMPTION_ACCEPTANCE")
    assert {row["period"]: row["status"] for row in found.values()} == {"A2026-07-20": "MET", "A2026-07-20/2": "MISSED"}
    assert {(row["owner"], row["due_on"]) for row in found.values()} == {(BUREAU, date(2026, 8, 9))}


async def test_a_mine_that_is_closed_needs_no_gate_that_was_still_to_come_until_its_closure_falls(house: House) -> None:
    mine = await house.on("2020-09-16").mine()
    await becomes(house, mine, MineStatus.APPROVING, "2020-09-16")
    await house.do(EnterUpgrade(mine=mine, entered_on=date(2020, 9, 16)), HEAD)
    closing = CloseMine(
        mine=mine, closed_on=date(2020, 11, 20), decided_by="区人民政府", reference="政决2号", why="引导退出"
    )  # fmt: skip
    await house.on("2020-11-20").do(closing, HEAD)
    await time_passes(house, "2021-01-02")
    by_day = {str(r["due_on"]): r["status"] for r in (await owed(house, duty="APPROVAL_GATE")).values()}
    assert by_day == {
        "2020-07-30": "MISSED",
        "2020-10-15": "MISSED",
        "2020-11-30": "NOT_APPLICABLE",
        "2020-12-31": "NOT_APPLICABLE",
    }
    fallen = ReverseMineClosure(
        mine=mine, status=MineStatus.APPROVING, effective_on=date(2021, 1, 5), reference="复决1号", why="撤销关闭"
    )  # fmt: skip
    await house.on("2021-01-05").do(fallen, HEAD)
    await house.run_clock()
    assert set((await states(house, duty="APPROVAL_GATE")).values()) == {"MISSED"}
