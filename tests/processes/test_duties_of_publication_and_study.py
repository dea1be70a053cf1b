"""What the clock opens for publications of orders, and for a body that has to study twice a year."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.commands.document_number import OpenDocumentSeries
from ledger.commands.order import (
    RecordDefiance,
    RestoreOrder,
    RetractDefiance,
    RevokeOrder,
    ServeOrder,
    VoidOrderService,
)
from ledger.commands.order_effects import RecordOrderPublication, RetractOrderPublication
from ledger.commands.order_penalty import DecideReferral, DecideStop, ForgoHearing, NotifyStop
from ledger.commands.study_duty import (
    EndStudyDuty,
    RecordStudySession,
    ResumeStudyDuty,
    RetractStudySession,
    SetStudyDuty,
)
from ledger.domain.document_number import DocumentKind
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import ServiceMode
from ledger.values.actor import Role
from tests.conftest import DIVISION
from tests.house import BUREAU, HEAD, MINER, OFFICE, OFFICER, House, person
from tests.processes.duties import owed, states, time_passes

OTHER_HEAD = person("head-2", Role.HEAD, post="分管副局长")
GROUP = "区党委理论学习中心组"


async def a_decided_stop(house: House) -> UUID:
    """Decided on Friday, 10 July 2026."""
    mine = await house.mine()
    opening = OpenDocumentSeries(division=DIVISION, kind=DocumentKind.ORDER, year=2026, code="虚煤监")
    series = (await house.do(opening, OFFICER)).subject
    notice = NotifyStop(
        mine=mine, addressee="向阳煤业", content="停产整顿", legal_basis="煤矿安全生产条例 §64",
        deadline=date(2026, 8, 10), facts="重大事故隐患仍组织生产", hearing_offered=True,
    )  # fmt: skip
    order = (await house.do(notice, OFFICER)).subject
    await house.on("2026-07-10").do(ForgoHearing(order=order, why="书面放弃"), MINER)
    await house.do(DecideStop(order=order, series=series), HEAD)
    return order


async def test_a_publication_missed_is_an_event_of_the_clock_and_may_be_met_late(house: House) -> None:
    order = await a_decided_stop(house)
    await time_passes(house, "2026-07-18")
    found = await owed(house, subject=order)
    assert {row["duty"]: (row["status"], row["due_on"], row["owner"]) for row in found.values()} == {
        "STOP_ORDERED": ("MISSED", date(2026, 7, 17), BUREAU),
        "PENALTY_DECIDED": ("OPEN", date(2026, 7, 21), BUREAU),
        "PENALTY_SERVICE": ("OPEN", date(2026, 7, 21), BUREAU),
    }
    articles = {"煤矿安全生产条例 §49", "安全生产法 §78", "行政处罚法 §61、§85"}
    assert {row["article"] for row in found.values()} == articles
    house.on("2026-07-20")
    for what in (Publication.STOP_ORDERED, Publication.PENALTY_DECIDED):
        await house.do(RecordOrderPublication(order=order, what=what, medium="区政府网站"), OFFICER)
    await time_passes(house, "2026-07-22")
    assert {r["duty"]: r["status"] for r in (await owed(house, subject=order)).values()} == {
        "STOP_ORDERED": "MET_LATE",
        "PENALTY_DECIDED": "MET",
        "PENALTY_SERVICE": "MISSED",
    }
    retraction = RetractOrderPublication(order=order, what=Publication.STOP_ORDERED, why="未实际刊发")
    await house.on("2026-07-23").do(retraction, OFFICER)
    await time_passes(house, "2026-07-24")
    assert set((await states(house, subject=order, duty="STOP_ORDERED")).values()) == {"MISSED"}


async def test_what_is_revoked_is_not_made_public_and_its_restoration_owes_it_anew(house: House) -> None:
    order = await a_decided_stop(house)
    house.on("2026-07-14")
    await house.do(RevokeOrder(order=order, authority="虚复决〔2026〕1号", why="程序违法"), OTHER_HEAD)
    await time_passes(house, "2026-07-15")
    assert set((await states(house, subject=order)).values()) == {"NOT_APPLICABLE"}
    await house.on("2026-07-16").do(RestoreOrder(order=order, why="复议决定被撤销"), OTHER_HEAD)
    await time_passes(house, "2026-07-17")
    found = (await states(house, subject=order)).items()
    assert sorted((name.partition("/")[0], state) for name, state in found) == [
        ("PENALTY_DECIDED 2026-07-21", "NOT_APPLICABLE"),
        ("PENALTY_DECIDED 2026-07-27", "OPEN"),
        ("PENALTY_SERVICE 2026-07-21", "OPEN"),
        ("STOP_ORDERED 2026-07-17", "NOT_APPLICABLE"),
        ("STOP_ORDERED 2026-07-23", "OPEN"),
    ]


async def a_study_duty(house: House, **changes: Any) -> UUID:
    duty = {
        "division": DIVISION, "body": GROUP, "topic": "习近平总书记关于安全生产重要论述",
        "starts_on": date(2020, 5, 1), "ends_on": date(2022, 12, 31), "basis": "双四政发〔2020〕28号 二(一)1",
    }  # fmt: skip
    return (await house.do(SetStudyDuty.model_validate(duty | changes), OFFICE)).subject


async def studied(house: House, duty: UUID, on: str) -> UUID:
    session = RecordStudySession(
        study_duty=duty,
        held_on=date.fromisoformat(on),
        topic="专题学习",
        led_by="区委书记",
        participants=18,
        account="已学习",
    )
    await house.do(session, OFFICE)
    await house.project()
    [row] = await house.rows("SELECT session FROM views.study_sessions ORDER BY since DESC LIMIT 1")
    held: UUID = row["session"]
    return held


async def test_two_times_a_year_are_owed_and_a_shortfall_shows_at_its_end(house: House) -> None:
    duty = await a_study_duty(house.on("2020-09-16"))
    await studied(house.on("2020-10-20"), duty, "2020-10-20")
    await time_passes(house, "2021-01-02")
    found = await owed(house, duty="STUDY", subject=duty)
    assert {row["period"]: (row["status"], row["due_on"]) for row in found.values()} == {
        "2020/1": ("MET", date(2020, 12, 31)),
        "2020/2": ("MISSED", date(2020, 12, 31)),
        "2021/1": ("OPEN", date(2021, 12, 31)),
        "2021/2": ("OPEN", date(2021, 12, 31)),
    }
    assert {row["owner"] for row in found.values()} == {GROUP}
    await studied(house.on("2021-01-05"), duty, "2020-12-20")
    await time_passes(house, "2021-01-06")
    assert (await states(house, subject=duty))["STUDY 2020/2"] == "SHOWN_IN_TIME", "held in time, entered late"


async def test_a_session_taken_back_makes_room_for_a_third_and_an_ended_duty_owes_nothing(house: House) -> None:
    duty = await a_study_duty(house.on("2021-01-04"), starts_on=date(2021, 1, 1), ends_on=None)
    first = await studied(house.on("2021-03-01"), duty, "2021-03-01")
    await studied(house.on("2021-06-01"), duty, "2021-06-01")
    await time_passes(house, "2021-06-02")
    assert set((await states(house, subject=duty)).values()) == {"MET"}
    await house.on("2021-07-01").do(RetractStudySession(study_duty=duty, session=first, why="误录"), OFFICE)
    await time_passes(house, "2021-07-02")
    assert sorted((await states(house, subject=duty)).values()) == ["MET", "OPEN"]
    await studied(house.on("2021-08-01"), duty, "2021-08-01")
    await time_passes(house, "2021-08-02")
    assert set((await states(house, subject=duty)).values()) == {"MET"}
    await time_passes(house, "2022-01-10")
    await house.on("2022-02-01").do(EndStudyDuty(study_duty=duty, ended_on=date(2022, 2, 1), why="方案结束"), OFFICE)
    await time_passes(house, "2023-01-10")
    assert (await states(house, subject=duty))["STUDY 2022/1"] == "NOT_APPLICABLE"
    await house.on("2023-02-01").do(ResumeStudyDuty(study_duty=duty, why="误结束"), OFFICE)
    await time_passes(house, "2023-02-02")
    later = await states(house, subject=duty)
    assert (later["STUDY 2022/1"], later["STUDY 2023/1"]) == ("MISSED", "OPEN")


async def is_served(house: House, order: UUID, on: str) -> None:
    given = ServeOrder(order=order, mode=ServiceMode.DIRECT, served_on=date.fromisoformat(on), recipient="石磊")
    await house.do(given, OFFICER)


async def test_a_penalty_is_served_within_seven_working_days_and_a_service_that_was_none_met_nothing(
    house: House,
) -> None:
    order = await a_decided_stop(house)
    await is_served(house.on("2026-07-22"), order, "2026-07-20")
    await time_passes(house, "2026-07-23")
    [(name, row)] = (await owed(house, subject=order, duty="PENALTY_SERVICE")).items()
    assert (row["due_on"], row["status"], row["met_on"]) == (date(2026, 7, 21), "SHOWN_IN_TIME", date(2026, 7, 20))
    await house.on("2026-07-24").do(VoidOrderService(order=order, why="签收人并非受送达人"), OFFICER)
    await house.run_clock()
    assert (await states(house))[name] == "MISSED"
    await is_served(house.on("2026-07-27"), order, "2026-07-27")
    await time_passes(house, "2026-07-28")
    assert (await states(house))[name] == "MET_LATE"


async def test_a_referral_that_is_proposed_is_decided_within_three_days(house: House) -> None:
    order = await a_decided_stop(house)
    await is_served(house, order, "2026-07-10")
    await house.on("2026-07-14").do(RecordDefiance(order=order, finding="封条被撕，仍在出煤"), OFFICER)
    await time_passes(house, "2026-07-18")
    [(name, row)] = (await owed(house, duty="REFERRAL_DECISION")).items()
    assert (row["owner"], row["due_on"], row["status"]) == (BUREAU, date(2026, 7, 17), "MISSED")
    assert row["article"] == "行政执法机关移送涉嫌犯罪案件的规定 §5"
    await house.on("2026-07-19").do(DecideReferral(order=order, adopted=True, why="存在现实危险"), HEAD)
    await time_passes(house, "2026-07-20")
    assert (await states(house))[name] == "MET_LATE"


async def test_a_referral_whose_ground_proved_wrong_is_not_owed(house: House) -> None:
    order = await a_decided_stop(house)
    await is_served(house, order, "2026-07-10")
    await house.on("2026-07-14").do(RecordDefiance(order=order, finding="疑似出煤"), OFFICER)
    await house.do(RetractDefiance(order=order, why="系排矸，并未生产"), OTHER_HEAD)
    await time_passes(house, "2026-07-20")
    assert list((await states(house, duty="REFERRAL_DECISION")).values()) == ["NOT_APPLICABLE"]
