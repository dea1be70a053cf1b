"""停产整顿 needs notice, evacuation does not: the two guards, as two case files would tell them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.document_number import OpenDocumentSeries
from ledger.commands.mine_stops import ApplyForResumption, RecordResumptionAcceptance, ResumeProduction, SignResumption
from ledger.commands.order import (
    CheckCompliance,
    IssueOrder,
    LiftOrder,
    NumberOrder,
    RecordDefiance,
    ServeOrder,
)
from ledger.commands.order_penalty import (
    DecideReferral,
    DecideStop,
    ForgoHearing,
    NotifyStop,
    RecordHearing,
    RecordLegalReview,
    RecordStatement,
    RequestHearing,
)
from ledger.domain.document_number import DocumentKind
from ledger.domain.mine_status_events import SigningOffice
from ledger.domain.order_events import OnSiteMeasure, OrderKind, OrderScope, ServiceMode
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused, InvalidInput
from tests.house import HEAD, MINER, OFFICER, REVIEWER, SECOND_OFFICER, House, person

OTHER_HEAD = person("head-2", Role.HEAD, post="分管副局长")


async def a_series(house: House) -> UUID:
    opened = await house.do(
        OpenDocumentSeries(division="230599", kind=DocumentKind.ORDER, year=2026, code="虚煤监"), OFFICER
    )
    return opened.subject


def demanded(mine: UUID, **changes: Any) -> dict[str, Any]:
    given = {
        "mine": mine, "addressee": "向阳煤业", "content": "停止采掘作业，恢复瓦斯监测后申请验收",
        "legal_basis": "煤矿安全生产条例 §64", "deadline": date(2026, 8, 10),
    }  # fmt: skip
    return given | changes


async def an_announced_stop(house: House, mine: UUID, *, hearing_offered: bool = True) -> UUID:
    notice = NotifyStop(**demanded(mine), facts="回风流传感器被遮挡仍组织生产", hearing_offered=hearing_offered)
    return (await house.do(notice, OFFICER)).subject


async def refused(house: House, command: Any, by: Any = HEAD) -> str:
    with pytest.raises(GuardRefused) as refusal:
        await house.do(command, by)
    assert refusal.value.message_zh
    return refusal.value.code


async def the_row(house: House, order: UUID) -> dict[str, Any]:
    await house.project()
    [row] = await house.rows("SELECT * FROM views.orders WHERE order_id = %s AND until IS NULL", order)
    return row


async def test_people_are_withdrawn_at_once_and_the_paper_gets_its_number_later(house: House) -> None:
    mine = await house.mine()
    ordered = demanded(
        mine, deadline=None, legal_basis="煤矿安全生产条例 §44(3)", scope=OrderScope.FACE, place="101工作面"
    )
    withdrawal = IssueOrder(**ordered, kind=OrderKind.ON_SITE_MEASURE, measure=OnSiteMeasure.WITHDRAW_PEOPLE)
    order = (await house.do(withdrawal, OFFICER)).subject
    series = await a_series(house)
    await house.do(NumberOrder(order=order, series=series, why="补编文号"), OFFICER)
    await house.do(ServeOrder(order=order, mode=ServiceMode.LEFT_AT_PLACE, recipient="矿长", refused=True), OFFICER)
    await house.do(CheckCompliance(order=order, complied=True, finding="人员已全部撤出，瓦斯浓度恢复正常"), OFFICER)
    await house.do(LiftOrder(order=order, why="危险已排除"), OFFICER)
    row = await the_row(house, order)
    assert (row["status"], row["number"], row["service_refused"]) == ("LIFTED", "虚煤监〔2026〕1号", True)


async def test_for_want_of_a_holiday_table_nobodys_right_to_be_heard_is_cut_off(house: House) -> None:
    mine = await house.mine()
    house.on("2030-12-30")
    order = await an_announced_stop(house, mine)
    assert (await the_row(house, order))["request_until"] is None
    opened = OpenDocumentSeries(division="230599", kind=DocumentKind.ORDER, year=2031, code="虚煤监")
    series = (await house.do(opened, OFFICER)).subject
    house.on("2031-01-20")
    with pytest.raises(InvalidInput, match="HOLIDAYS_NOT_PUBLISHED") as unknown:
        await house.do(DecideStop(order=order, series=series), HEAD)
    assert "节假日" in unknown.value.message_zh
    await house.do(ForgoHearing(order=order, why="书面放弃"), OFFICER)
    await house.do(DecideStop(order=order, series=series), HEAD)


async def heard_and_reviewed(house: House, order: UUID, series: UUID) -> None:
    """Whatever the decision of a stop needs, in its turn: time to ask, statement, hearing, legal review."""
    assert await refused(house, DecideStop(order=order, series=series)) == "HEARING_PERIOD_RUNNING"
    house.on("2026-07-08")
    await house.do(RecordStatement(order=order, statement="已整改", review="未整改到位", adopted=False), OFFICER)
    await house.do(RequestHearing(order=order), MINER)
    house.on("2026-07-20")
    assert await refused(house, DecideStop(order=order, series=series)) == "HEARING_PENDING"
    await house.do(RecordHearing(order=order, host="章程", record="双方意见记录在案"), REVIEWER)
    assert await refused(house, DecideStop(order=order, series=series)) == "LEGAL_REVIEW_MISSING"
    await house.do(RecordLegalReview(order=order, passed=True, opinion="事实清楚，程序合法"), REVIEWER)


async def test_a_stop_is_announced_heard_decided_served_obeyed_and_lifted_by_another(house: House) -> None:
    mine, series = await house.mine(), await a_series(house)
    stop = IssueOrder(**demanded(mine), kind=OrderKind.STOP_FOR_RECTIFICATION, series=series)
    assert await refused(house, stop) == "NOTICE_MISSING"
    order = await an_announced_stop(house, mine)
    await heard_and_reviewed(house, order, series)
    heavier = DecideStop(order=order, series=series, deadline=date(2026, 9, 10))
    assert await refused(house, heavier) == "HEAVIER_THAN_ANNOUNCED"
    await house.do(DecideStop(order=order, series=series), HEAD)
    house.on("2026-08-03")
    await house.do(ServeOrder(order=order, mode=ServiceMode.DIRECT, recipient="矿长", receipt="回证1"), OFFICER)
    house.on("2026-08-12")
    applied = {"mine": mine, "applied_on": date(2026, 8, 12), "plan": "恢复瓦斯监测", "account": "整改完毕"}
    await house.do(ApplyForResumption.model_validate(applied), MINER)
    house.on("2026-08-30")
    accepted = {"mine": mine, "accepted_on": date(2026, 8, 30), "passed": True, "finding": "验收合格"}
    await house.do(RecordResumptionAcceptance.model_validate(accepted), SECOND_OFFICER)
    lifted = LiftOrder(order=order, why="验收合格", department_head="顾青", inspectorate="审核1号")
    assert await refused(house, lifted, OTHER_HEAD) == "STOP_STANDS"
    for office in SigningOffice:
        signing = SignResumption(mine=mine, office=office, signer=f"{office}负责人", signed_on=date(2026, 8, 30))
        await house.do(signing, HEAD)
    resumed = ResumeProduction(mine=mine, resumes_on=date(2026, 8, 30))
    assert await refused(house, resumed, HEAD) == "OWN_WORK"
    await house.do(resumed, OTHER_HEAD)
    row = await the_row(house, order)
    assert (row["status"], row["number"], row["defects"]) == ("LIFTED", "虚煤监〔2026〕1号", 0)
    assert (row["served_late"], row["answered_late"], str(row["request_until"])) == (5, 2, "2026-07-13")
    steps = await house.rows(
        "SELECT step_zh, days_late FROM views.order_steps WHERE order_id = %s ORDER BY position", order
    )
    assert [(s["step_zh"], s["days_late"]) for s in steps] == [
        ("事先告知", None), ("陈述申辩", None), ("要求听证", 0), ("举行听证", None), ("法制审核", None),
        ("下达", None), ("送达", 5), ("执行停产", None), ("回复", 2), ("核查", 0), ("停产解除", None), ("解除", None),
    ]  # fmt: skip


async def test_a_stop_that_never_began_is_lifted_by_another_head_with_three_signatures(house: House) -> None:
    mine, series = await house.mine(), await a_series(house)
    order = await an_announced_stop(house, mine)
    await house.do(ForgoHearing(order=order, why="书面放弃"), MINER)
    await house.do(DecideStop(order=order, series=series), HEAD)
    await house.do(CheckCompliance(order=order, complied=True, finding="验收合格"), SECOND_OFFICER)
    lifted = LiftOrder(order=order, why="验收合格", department_head="顾青", inspectorate="审核1号")
    assert await refused(house, lifted, HEAD) == "OWN_WORK"
    assert await refused(house, lifted, OFFICER) == "HEAD_DECIDES"
    assert await refused(house, lifted, OTHER_HEAD) == "SIGNATURES_MISSING"
    await house.do(lifted.model_copy(update={"government": "批准2号"}), OTHER_HEAD)
    assert (await the_row(house, order))["status"] == "LIFTED"


async def test_a_hearing_not_offered_or_not_waited_for_is_no_hearing(house: House) -> None:
    mine, series = await house.mine(), await a_series(house)
    silent = await an_announced_stop(house, mine, hearing_offered=False)
    house.on("2026-08-03")
    assert await refused(house, DecideStop(order=silent, series=series)) == "HEARING_NOT_OFFERED"
    order = await an_announced_stop(house, mine)
    await house.do(ForgoHearing(order=order, why="书面放弃"), MINER)
    own = person("head-1", Role.HEAD, post="执法一队队员")
    assert await refused(house, DecideStop(order=order, series=series), own) == "OWN_WORK"
    await house.do(DecideStop(order=order, series=series), HEAD)
    assert await refused(house, DecideStop(order=order, series=series)) == "ORDER_NOT_IN_STATE"


async def test_defiance_proposes_a_referral_and_does_nothing_by_itself(house: House) -> None:
    mine, series = await house.mine(), await a_series(house)
    order = (await house.do(IssueOrder(**demanded(mine), kind=OrderKind.RECTIFICATION, series=series), OFFICER)).subject
    await house.do(RecordDefiance(order=order, finding="继续组织生产"), OFFICER)
    await house.do(RecordDefiance(order=order, finding="再次发现继续生产"), SECOND_OFFICER)
    row = await the_row(house, order)
    assert (row["status"], row["referral"]) == ("NOT_COMPLIED", "PROPOSED")
    proposals = await house.store.read_all(types=["CriminalReferralProposed"])
    assert len(proposals) == 1
    await house.do(DecideReferral(order=order, adopted=False, why="尚无现实危险"), HEAD)
    assert (await the_row(house, order))["referral"] == "NOT_ADOPTED"
    assert await refused(house, DecideReferral(order=order, adopted=True, why="x")) == "NO_REFERRAL_PROPOSED"


async def test_what_is_served_or_answered_before_the_order_is_taken_and_flagged(house: House) -> None:
    order = await an_announced_stop(house, await house.mine())
    await house.do(ServeOrder(order=order, mode=ServiceMode.ELECTRONIC, recipient="矿长"), OFFICER)
    row = await the_row(house, order)
    assert (row["status"], row["defects"]) == ("NOTIFIED", 2)
