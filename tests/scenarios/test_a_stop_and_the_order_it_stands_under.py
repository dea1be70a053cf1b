"""A stop and its order are one matter: what happens to the one shows at the other, and both are made public in time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.document_number import OpenDocumentSeries
from ledger.commands.mine_status import ChangeMineStatus, CloseMine
from ledger.commands.mine_stops import (
    ApplyForResumption,
    LiftOnSiteStop,
    OrderOnSiteStop,
    OrderStopForRectification,
    RecordResumptionAcceptance,
    ResumeProduction,
    SignResumption,
)
from ledger.commands.order import IssueOrder, LiftOrder, RestoreOrder, RevokeOrder, ServeOrder, VoidOrderService
from ledger.commands.order_effects import (
    PutStopUnderOrder,
    RecordOrderPublication,
    RetractOrderPublication,
    StopUnderOrder,
)
from ledger.commands.order_penalty import DecideStop, ForgoHearing, NotifyStop
from ledger.domain.document_number import DocumentKind
from ledger.domain.mine_status_events import MineStatus, SigningOffice
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import OnSiteMeasure, OrderKind, OrderScope, ServiceMode
from ledger.values.actor import Role
from ledger.values.errors import GuardRefused
from tests.house import HEAD, MINER, OFFICER, SECOND_OFFICER, House, person

OTHER_HEAD = person("head-2", Role.HEAD, post="分管副局长")


async def a_series(house: House) -> UUID:
    opening = OpenDocumentSeries(division="230599", kind=DocumentKind.ORDER, year=2026, code="虚煤监")
    return (await house.do(opening, OFFICER)).subject


async def a_producing_mine(house: House) -> UUID:
    mine = await house.mine()
    started = date(2026, 1, 5)
    await house.do(ChangeMineStatus(mine=mine, status=MineStatus.PRODUCING, effective_on=started, why="正常生产"))
    return mine


def demanded(mine: UUID, **changes: Any) -> dict[str, Any]:
    given = {
        "mine": mine, "addressee": "向阳煤业", "content": "停产整顿通风系统", "legal_basis": "煤矿安全生产条例 §64",
        "deadline": date(2026, 8, 10),
    }  # fmt: skip
    return given | changes


async def a_decided_stop(house: House, mine: UUID) -> UUID:
    """Announced on 6 July 2026, decided on Friday, 10 July."""
    series = await a_series(house)
    notice = NotifyStop(**demanded(mine), facts="重大事故隐患仍组织生产", hearing_offered=True)
    order = (await house.do(notice, OFFICER)).subject
    house.on("2026-07-10")
    await house.do(ForgoHearing(order=order, why="书面放弃"), MINER)
    await house.do(DecideStop(order=order, series=series), HEAD)
    return order


async def an_evacuation(house: House, mine: UUID, measure: OnSiteMeasure, **changes: Any) -> UUID:
    ordered = IssueOrder(**demanded(mine, deadline=None) | changes, kind=OrderKind.ON_SITE_MEASURE, measure=measure)
    return (await house.do(ordered, OFFICER)).subject


async def refused(house: House, command: Any, by: Any = HEAD) -> str:
    with pytest.raises(GuardRefused) as refusal:
        await house.do(command, by)
    assert refusal.value.message_zh
    return refusal.value.code


async def rows(house: House, view: str, order: str, mine: UUID) -> list[dict[str, Any]]:
    await house.project()
    text = f"SELECT * FROM views.{view} WHERE mine = %s AND until IS NULL ORDER BY {order}"
    return await house.rows(text, mine)


async def both(house: House, mine: UUID) -> tuple[dict[str, Any], dict[str, Any]]:
    """The last stop of the mine, and its order."""
    stop = (await rows(house, "mine_stops", "since", mine))[-1]
    [order] = [row for row in await rows(house, "orders", "since", mine) if row["order_id"] == stop["order_id"]]
    return stop, order


async def test_the_way_back_of_the_stop_answers_checks_and_lifts_its_order(house: House) -> None:
    mine = await a_producing_mine(house)
    order = await a_decided_stop(house, mine)
    early = StopUnderOrder(order=order, stopped_on=date(2026, 7, 9))
    assert await refused(house, early, OFFICER) == "STOP_BEFORE_ORDER"
    await house.do(StopUnderOrder(order=order), OFFICER)
    assert await refused(house, StopUnderOrder(order=order), OFFICER) == "STOP_BEGAN_ALREADY"
    stop, paper = await both(house, mine)
    assert (stop["kind"], stop["reference"], stop["ordered_by"]) == (
        "STOPPED_FOR_RECTIFICATION", paper["number"], paper["department"],
    )  # fmt: skip
    assert (stop["valid_from"], stop["term"], paper["stopped_on"]) == (
        date(2026, 7, 10), date(2026, 8, 10), date(2026, 7, 10),
    )  # fmt: skip

    house.on("2026-08-05")
    applied = ApplyForResumption(
        mine=mine, applied_on=date(2026, 8, 5), plan="更换主要通风机", account="已更换并试运转"
    )
    await house.do(applied, MINER)
    assert (await both(house, mine))[1]["answered_on"] == date(2026, 8, 5), "the application answers the order"
    accepted = {"mine": mine, "accepted_on": date(2026, 8, 14), "passed": True, "finding": "风量满足要求"}
    await house.on("2026-08-14").do(RecordResumptionAcceptance.model_validate(accepted), OFFICER)
    assert (await both(house, mine))[1]["status"] == "COMPLIED"
    lifting = LiftOrder(order=order, why="整改完毕", department_head="局长", inspectorate="同意", government="区长")
    assert await refused(house, lifting, OTHER_HEAD) == "STOP_STANDS", "a stop ends by its own way back"
    house.on("2026-08-20")
    for office in SigningOffice:
        signing = SignResumption(mine=mine, office=office, signer=f"{office}负责人", signed_on=date(2026, 8, 18))
        await house.do(signing, HEAD)
    resume = ResumeProduction(mine=mine, resumes_on=date(2026, 8, 20))
    assert await refused(house, resume, HEAD) == "OWN_WORK", "whoever decided the penalty does not lift it"
    await house.do(resume, OTHER_HEAD)
    stop, paper = await both(house, mine)
    assert (stop["valid_to"], paper["status"], paper["ended_on"], paper["stop_ended_on"]) == (
        date(2026, 8, 20), "LIFTED", date(2026, 8, 20), date(2026, 8, 20),
    )  # fmt: skip


async def test_an_order_that_falls_takes_its_stop_with_it_and_brings_it_back(house: House) -> None:
    mine = await a_producing_mine(house)
    order = await a_decided_stop(house, mine)
    await house.do(StopUnderOrder(order=order), OFFICER)
    house.on("2026-07-20")
    await house.do(RevokeOrder(order=order, authority="虚复决〔2026〕1号", why="程序违法"), OTHER_HEAD)
    stop, paper = await both(house, mine)
    assert (paper["status"], stop["valid_to"]) == ("REVOKED", date(2026, 7, 20))
    [register] = await rows(house, "mine_register", "code", mine)
    assert register["status"] == "PRODUCING"
    house.on("2026-07-25")
    await house.do(RestoreOrder(order=order, why="复议决定被撤销"), OTHER_HEAD)
    stop, paper = await both(house, mine)
    assert (stop["valid_from"], stop["valid_to"], paper["stopped_on"], paper["stop_ended_on"]) == (
        date(2026, 7, 25), None, date(2026, 7, 25), None,
    )  # fmt: skip
    closing = {
        "closed_on": date(2026, 7, 30),
        "decided_by": "虚构区政府",
        "reference": "虚政决〔2026〕2号",
        "why": "退出",
    }
    await house.on("2026-07-30").do(CloseMine(mine=mine, **closing), HEAD)
    stop, paper = await both(house, mine)
    assert (stop["ended_how"], paper["stop_ended_on"], paper["status"]) == ("关闭", date(2026, 7, 30), "ISSUED")


async def test_an_evacuation_and_its_stop_end_together_from_either_side(house: House) -> None:
    mine = await a_producing_mine(house)
    sealed = await an_evacuation(house, mine, OnSiteMeasure.SEAL_OR_SEIZE)
    pump = {"scope": OrderScope.EQUIPMENT, "place": "主排水泵"}
    one_pump = await an_evacuation(house, mine, OnSiteMeasure.SUSPEND_PRODUCTION, **pump)
    for lets_work_on in (sealed, one_pump):
        assert await refused(house, StopUnderOrder(order=lets_work_on), OFFICER) == "ORDER_STOPS_NOTHING"
    face = {"scope": OrderScope.FACE, "place": "101工作面"}
    first = await an_evacuation(house, mine, OnSiteMeasure.WITHDRAW_PEOPLE, **face)
    await house.do(StopUnderOrder(order=first), OFFICER)
    house.on("2026-07-08")
    lifted = LiftOnSiteStop(mine=mine, part="101工作面", lifted_on=date(2026, 7, 8), finding="瓦斯浓度恢复正常")
    await house.do(lifted, SECOND_OFFICER)
    stop, paper = await both(house, mine)
    assert (stop["valid_to"], paper["status"], paper["complied"]) == (date(2026, 7, 8), "LIFTED", True)
    assert await refused(house, StopUnderOrder(order=first), OFFICER) == "ORDER_NOT_IN_STATE"

    house.on("2026-07-15")
    second = await an_evacuation(house, mine, OnSiteMeasure.SUSPEND_PRODUCTION)
    await house.do(StopUnderOrder(order=second), OFFICER)
    weaker = IssueOrder(**demanded(mine), kind=OrderKind.RECTIFICATION, series=await a_series(house), replaces=second)
    await house.on("2026-07-16").do(weaker, OFFICER)
    stop, paper = await both(house, mine)
    assert (stop["part"], stop["ended_how"], paper["status"]) == ("全矿", "文书被替换", "REPLACED")


async def test_a_stop_whose_paper_is_not_in_the_ledger_is_recorded_and_may_be_put_under_it_later(house: House) -> None:
    mine = await a_producing_mine(house)
    house.on("2026-07-10")
    stopped = OrderOnSiteStop(mine=mine, ordered_on=date(2026, 7, 10), reference="手写1号", why="瓦斯超限")
    await house.do(stopped, OFFICER)
    decided = OrderStopForRectification(
        mine=mine, noticed_on=date(2026, 7, 3), decided_on=date(2026, 7, 10), reference="国家局〔2026〕8号",
        content="通风系统整顿", term=date(2026, 8, 10),
    )  # fmt: skip
    await house.do(decided, HEAD)
    stops = await rows(house, "mine_stops", "since", mine)
    assert [(s["reference"], s["order_id"]) for s in stops] == [("手写1号", None), ("国家局〔2026〕8号", None)]
    order = await an_evacuation(house, mine, OnSiteMeasure.SUSPEND_PRODUCTION, content="全矿停止作业")
    other = PutStopUnderOrder(order=order, stop_reference="手写2号")
    assert await refused(house, other, OFFICER) == "NO_STOP_STANDS"
    await house.do(PutStopUnderOrder(order=order, stop_reference="手写1号"), OFFICER)
    again = await an_evacuation(house, mine, OnSiteMeasure.SUSPEND_PRODUCTION, content="重复文书")
    assert await refused(house, PutStopUnderOrder(order=again), OFFICER) == "STOP_UNDER_ORDER_ALREADY"
    [tied, _] = await rows(house, "mine_stops", "since DESC", mine)
    assert (tied["order_id"], tied["reference"], tied["ordered_by"]) == (order, None, "区煤管局")


def served(order: UUID, on: str, **changes: Any) -> ServeOrder:
    given = {"mode": ServiceMode.DIRECT, "served_on": date.fromisoformat(on), "recipient": "石磊", "receipt": "回证"}
    return ServeOrder(order=order, **given | changes)


async def test_the_service_of_a_decided_stop_lets_the_mine_stand_still(house: House) -> None:
    mine = await a_producing_mine(house)
    order = await a_decided_stop(house, mine)
    assert await rows(house, "mine_stops", "since", mine) == [], "what was decided and not served binds nobody yet"
    house.on("2026-07-13")
    await house.do(served(order, "2026-07-13"), OFFICER)
    stop, paper = await both(house, mine)
    assert (stop["kind"], stop["valid_from"], stop["term"], stop["reference"]) == (
        "STOPPED_FOR_RECTIFICATION", date(2026, 7, 13), date(2026, 8, 10), paper["number"],
    )  # fmt: skip
    [register] = await rows(house, "mine_register", "code", mine)
    assert (register["status"], paper["stopped_on"]) == ("STOPPED_FOR_RECTIFICATION", date(2026, 7, 13))
    assert await refused(house, StopUnderOrder(order=order), OFFICER) == "STOP_BEGAN_ALREADY"
    await house.do(served(order, "2026-07-13", mode=ServiceMode.LEFT_AT_PLACE), OFFICER)
    assert len(await rows(house, "mine_stops", "since", mine)) == 1, "a second service begins no second stop"

    house.on("2026-07-15")
    await house.do(VoidOrderService(order=order, why="受送达人并非该企业人员"), OFFICER)
    stop, paper = await both(house, mine)
    assert (stop["valid_to"], stop["ended_how"], paper["stop_ended_on"]) == (
        date(2026, 7, 15), "送达无效", date(2026, 7, 15),
    )  # fmt: skip
    [register] = await rows(house, "mine_register", "code", mine)
    assert register["status"] == "PRODUCING"
    house.on("2026-07-16")
    await house.do(served(order, "2026-07-16"), OFFICER)
    stop, paper = await both(house, mine)
    assert (stop["valid_from"], stop["valid_to"], paper["stop_ended_on"]) == (date(2026, 7, 16), None, None)


async def test_a_stop_that_was_obeyed_before_the_service_outlives_a_service_that_was_none(house: House) -> None:
    mine = await a_producing_mine(house)
    order = await a_decided_stop(house, mine)
    await house.do(StopUnderOrder(order=order), OFFICER)
    await house.on("2026-07-13").do(served(order, "2026-07-13"), OFFICER)
    await house.do(VoidOrderService(order=order, why="送达回证不实"), OFFICER)
    [stop] = await rows(house, "mine_stops", "since", mine)
    assert (stop["valid_from"], stop["valid_to"]) == (date(2026, 7, 10), None)


async def test_a_service_begins_no_second_stop_beside_one_that_is_recorded_by_its_number(house: House) -> None:
    mine = await a_producing_mine(house)
    order = await a_decided_stop(house, mine)
    [paper] = await rows(house, "orders", "since", mine)
    by_number = OrderStopForRectification(
        mine=mine, noticed_on=date(2026, 7, 6), decided_on=date(2026, 7, 10), reference=paper["number"],
        content="停产整顿通风系统", term=date(2026, 8, 10),
    )  # fmt: skip
    await house.do(by_number, HEAD)
    await house.on("2026-07-13").do(served(order, "2026-07-13"), OFFICER)
    [stop] = await rows(house, "mine_stops", "since", mine)
    assert (stop["order_id"], stop["valid_from"]) == (order, date(2026, 7, 10)), "the one that stood is under it now"

    by_hand = OrderOnSiteStop(mine=mine, ordered_on=date(2026, 7, 14), reference="手写1号", why="瓦斯超限")
    await house.on("2026-07-14").do(by_hand, OFFICER)
    evacuation = await an_evacuation(house, mine, OnSiteMeasure.SUSPEND_PRODUCTION)
    await house.do(served(evacuation, "2026-07-14"), OFFICER)
    kinds = [row["kind"] for row in await rows(house, "mine_stops", "since", mine)]
    assert kinds == ["STOPPED_FOR_RECTIFICATION", "STOPPED_ON_SITE"]
    await house.do(PutStopUnderOrder(order=evacuation, stop_reference="手写1号"), OFFICER)


async def test_a_service_that_is_entered_late_is_never_refused(house: House) -> None:
    mine = await a_producing_mine(house)
    order = await a_decided_stop(house, mine)
    changed = ChangeMineStatus(
        mine=mine, status=MineStatus.CONSTRUCTING, effective_on=date(2026, 7, 14), why="转入巷道修复工程"
    )
    await house.on("2026-07-14").do(changed)
    await house.on("2026-07-20").do(served(order, "2026-07-13"), OFFICER)
    stop, _ = await both(house, mine)
    assert stop["valid_from"] == date(2026, 7, 13)
    [period] = [row for row in await rows(house, "mine_status", "valid_from", mine) if row["valid_to"] is None]
    assert (period["status"], period["valid_from"]) == ("STOPPED_FOR_RECTIFICATION", date(2026, 7, 14))
    closed = await an_evacuation(house, mine, OnSiteMeasure.WITHDRAW_PEOPLE)
    closing = {"decided_by": "虚构区政府", "reference": "虚政决〔2026〕2号", "why": "退出"}
    await house.do(CloseMine(mine=mine, closed_on=date(2026, 7, 20), **closing), HEAD)
    await house.do(served(closed, "2026-07-20"), OFFICER)
    assert len(await rows(house, "mine_stops", "since", mine)) == 1, "what is closed does not stop"


async def publications(house: House, mine: UUID) -> dict[str, tuple[Any, ...]]:
    found = await rows(house, "order_publications", "what", mine)
    return {p["what"]: (p["owed"], p["due_on"], p["published_on"], p["days_late"]) for p in found}


async def test_what_has_to_be_made_public_is_due_late_withdrawn_and_due_again(house: House) -> None:
    mine = await a_producing_mine(house)
    order = await a_decided_stop(house, mine)
    within_five, within_seven = date(2026, 7, 17), date(2026, 7, 21)
    assert await publications(house, mine) == {
        "STOP_ORDERED": (True, within_five, None, None),
        "PENALTY_DECIDED": (True, within_seven, None, None),
    }, "5 working days by 条例 §49, 7 by 安全生产法 §78, counted from Friday, 10 July"
    house.on("2026-07-20")
    published = {"order": order, "published_on": date(2026, 7, 20), "medium": "区政府网站"}
    await house.do(RecordOrderPublication(what=Publication.STOP_ORDERED, **published), OFFICER)
    assert (await publications(house, mine))["STOP_ORDERED"] == (True, within_five, date(2026, 7, 20), 3)
    retraction = RetractOrderPublication(order=order, what=Publication.PENALTY_DECIDED, why="误录")
    assert await refused(house, retraction, OFFICER) == "NOT_PUBLISHED"
    house.on("2026-07-22")
    await house.do(RevokeOrder(order=order, authority="虚复决〔2026〕1号", why="程序违法"), OTHER_HEAD)
    known = await publications(house, mine)
    assert known["PENALTY_DECIDED"] == (False, within_seven, None, None), "what is revoked is not made public any more"
    assert known["PENALTY_WITHDRAWN"] == (True, date(2026, 7, 27), None, None), "3 working days by 行政处罚法 §48"
    house.on("2026-07-23")
    await house.do(RestoreOrder(order=order, why="复议决定被撤销"), OTHER_HEAD)
    known = await publications(house, mine)
    assert known["PENALTY_WITHDRAWN"][0] is False
    assert known["PENALTY_DECIDED"] == (True, date(2026, 7, 23) + timedelta(days=11), None, None)
    await house.do(RetractOrderPublication(order=order, what=Publication.STOP_ORDERED, why="公告未实际刊发"), OFFICER)
    assert (await publications(house, mine))["STOP_ORDERED"] == (True, within_five, None, None)
