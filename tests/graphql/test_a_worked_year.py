"""A worked year of the fictional district, asked day by day: which duties were open for whom, and what became of them.

The year is that of a mine in the campaign, from May 2020 to its closing at the end of April 2021, beside the notice's
tasks and reports; then the campaign's end, and the years after it under other articles.
"""

from __future__ import annotations

from typing import Any

import pytest

from ledger.demo.people import BUREAU, OFFICE, PEOPLE, REDCEDAR, mine_id
from ledger.graphql.ids import global_id
from tests.graphql.conftest import Api, quiet

MINE = global_id("Mine", mine_id(REDCEDAR))
FIELDS = """
    id duty rule article owner post period opensOn dueOn status metOn missed why daysLate
    hazard { description } task { reference } order { number } report { code }
    inCharge(on: $day) { title holder manner }
"""
Duty = dict[str, Any]
GOALS = ("GRADE_TWO", "DOUBLE_CONTROL")
TO_REACH = {f"{goal} 2022": "NOT_APPLICABLE" for goal in GOALS}
"""What mines have to have reached by the end of 2022: this one was closed before."""


async def open_on(api: Api, day: str, more: str = "", by: str = "officer") -> list[Duty]:
    """All duties that were open on a day, page by page, with who held the post on that day."""
    found: list[Duty] = []
    after: str | None = None
    while True:
        query = f"""query($day: Date!, $after: String) {{
            obligations(openOn: $day, first: 100, after: $after{more}) {{
                nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }} }}"""
        page = (await api.ask(query, {"day": day, "after": after}, PEOPLE[by]))["obligations"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


async def of_the_mine(api: Api, day: str, more: str = "") -> dict[str, str]:
    """What the mine owed on a day, by duty and period, with what became of it."""
    found = await open_on(api, day, f', mine: "{MINE}"{more}')
    return {f"{duty['duty']} {duty['period']}": duty["status"] for duty in found}


async def test_in_the_first_month_the_mine_owes_its_month_its_ten_days_and_its_quarter(district: Api) -> None:
    assert await open_on(district, "2020-04-30") == []
    of_it = f', mine: "{MINE}"'
    duties = await open_on(district, "2020-05-01", of_it)
    assert {duty["duty"]: (duty["rule"], duty["article"]) for duty in duties} == {
        "TEN_DAY_INSPECTION": ("TEN_DAY_INSPECTION-NOTICE", "通知 二(八)2"),
        "MONTHLY_INSPECTION": ("MONTHLY_INSPECTION-NOTICE", "通知 二(八)2"),
        "QUARTERLY_REPORT": ("QUARTERLY_REPORT-446", "国务院关于预防煤矿生产安全事故的特别规定 §9"),
        "GRADE_TWO": ("GRADE_TWO-NOTICE", "通知 二(六)5"),
        "DOUBLE_CONTROL": ("DOUBLE_CONTROL-NOTICE", "通知 二(六)4"),
    }
    assert {duty["duty"]: (duty["status"], duty["metOn"]) for duty in duties} == {
        "TEN_DAY_INSPECTION": ("MET", "2020-05-06"),
        "MONTHLY_INSPECTION": ("MET", "2020-05-26"),
        "QUARTERLY_REPORT": ("MET", "2020-06-29"),
        **dict.fromkeys(GOALS, ("NOT_APPLICABLE", None)),
    }
    on_the_last = {duty["duty"] for duty in await open_on(district, "2020-05-31", of_it)}
    assert on_the_last == {"QUARTERLY_REPORT", *GOALS}, "month and 旬 were inspected; the quarter runs"


async def test_a_month_that_nobody_inspected_stays_missed_and_a_quarter_was_late(district: Api) -> None:
    assert await of_the_mine(district, "2020-08-31") == {
        "TEN_DAY_INSPECTION 2020-07-T2": "MISSED",
        "MONTHLY_INSPECTION 2020-08": "MISSED",
        "QUARTERLY_REPORT 2020-Q3": "MET_LATE",
        **TO_REACH,
    }
    quarter = [d for d in await open_on(district, "2020-10-05") if d["period"] == "2020-Q3"]
    assert [(d["metOn"], d["daysLate"]) for d in quarter] == [("2020-10-09", 9)]


async def test_the_day_of_a_hazard_is_moved_and_each_day_has_the_one_that_held(district: Api) -> None:
    for day, due, status in (
        ("2020-10-07", "2020-10-10", "NOT_APPLICABLE"),
        ("2020-10-12", "2020-10-20", "MET"),
    ):
        [owed] = [d for d in await open_on(district, day) if d["duty"] == "RECTIFICATION"]
        assert (owed["dueOn"], owed["status"], owed["hazard"]["description"]) == (due, status, "采空区密闭墙漏风")
    assert "RECTIFICATION" not in {d["duty"] for d in await open_on(district, "2020-10-21")}


async def test_an_order_binds_from_its_service_and_was_answered_late(district: Api) -> None:
    assert "ORDER_COMPLIANCE" not in {d["duty"] for d in await open_on(district, "2020-10-12")}
    [letter] = [d for d in await open_on(district, "2020-10-25") if d["duty"] == "ORDER_COMPLIANCE"]
    assert (letter["dueOn"], letter["status"], letter["metOn"]) == ("2020-10-30", "MET_LATE", "2020-11-05")
    assert letter["order"]["number"].startswith("虚煤监〔2020〕")


async def test_the_notice_itself_is_overdue_when_it_comes_and_open_for_all_its_tasks(district: Api) -> None:
    duties = await open_on(district, "2020-09-16")
    tasks = {d["task"]["reference"] for d in duties if d["duty"] == "TASK_DELIVERY"}
    assert len(tasks) == 35, "each of the 35 is somebody's on that day"
    assert {d["dueOn"] for d in duties if d["duty"] == "TASK_DELIVERY"} == {"2020-12-31", "2022-12-31"}
    parts = {d["period"].partition("/")[0]: d for d in duties if d["duty"] == "TASK_MILESTONE"}
    overdue = parts["划定矿区范围批复"]
    assert (overdue["dueOn"], overdue["status"]) == ("2020-07-30", "MET_LATE")
    owners = {item: parts[item]["owner"] for item in ("项目核准", "环境影响评价批复", "初步设计批复")}
    assert owners == {
        "项目核准": "虚构区发改局",
        "环境影响评价批复": "虚构区生态环境局",
        "初步设计批复": BUREAU,
    }, "each approval is the one department's that gives it"
    naming = [d for d in duties if d["duty"] == "OPEN_DEPARTMENTS" and d["task"]]
    assert len(naming) == 31, "等 and 各有关部门 stand in 31 tasks"
    assert {d["owner"] for d in naming} == {OFFICE}
    outcomes = [d["status"] for d in naming]
    assert (outcomes.count("MET"), outcomes.count("MET_LATE"), outcomes.count("MISSED")) == (27, 3, 1)


@pytest.mark.parametrize(
    ("day", "director", "manner", "head"),
    [
        ("2020-11-01", "庄严", "SUBSTANTIVE", "方晓"),
        ("2020-11-15", "季秋", "ACTING", "方晓"),
        ("2020-12-10", "罗平", "SUBSTANTIVE", "方晓"),
    ],
)
async def test_each_duty_names_who_held_the_post_on_that_day(
    district: Api, day: str, director: str, manner: str, head: str
) -> None:
    duties = await open_on(district, day)
    months = [d for d in duties if d["duty"] == "MONTHLY_INSPECTION"]
    assert {(h["holder"], h["manner"]) for h in months[-1]["inCharge"] if h["title"] == "矿长"} == {(director, manner)}
    own = next(d for d in duties if d["duty"] == "TASK_MILESTONE" and d["owner"] == BUREAU)
    assert [(h["title"], h["holder"]) for h in own["inCharge"]] == [("局长", head)]


async def test_both_reports_of_a_saturday_are_owed_by_each_department(district: Api) -> None:
    saturday = "2022-12-10"
    reports = [d for d in await open_on(district, "2022-12-04") if d["duty"] == "REPORT" and d["dueOn"] == saturday]
    codes = [d["report"]["code"] for d in reports]
    assert (codes.count("T-四-annual-2022"), codes.count("T-四-final")) == (6, 6)
    outcome = {d["owner"]: d["status"] for d in reports if d["report"]["code"] == "T-四-final"}
    assert (outcome["虚构区人社局"], outcome["虚构区生态环境局"], outcome[BUREAU]) == ("MET_LATE", "MISSED", "MET")


async def test_before_it_reopens_the_mine_owes_inspection_and_commitment_and_no_ten_days(district: Api) -> None:
    assert await of_the_mine(district, "2021-02-15") == {
        "TEN_DAY_INSPECTION 2020-07-T2": "MISSED",
        "MONTHLY_INSPECTION 2020-08": "MISSED",
        "TEN_DAY_INSPECTION 2021-01-T3": "MISSED",
        "REOPENING_COMMITMENT R2021-02-26": "MET",
        "REOPENING_INSPECTION R2021-02-26": "MET",
        "MONTHLY_INSPECTION 2021-02": "MET",
        "QUARTERLY_REPORT 2021-Q1": "MET",
        **TO_REACH,
    }, "stopped over the new year: no 旬 counts, the month has ten days of work"
    closed = await of_the_mine(district, "2021-05-01")
    assert set(closed.values()) == {"MISSED"}, "a closed mine owes nothing new"


async def test_what_was_entered_late_was_missed_until_then_and_the_ledger_knows_both(district: Api) -> None:
    november = ', duty: "MONTHLY_INSPECTION"'
    for moment, status in (("2020-11-29T00:00:00Z", "OPEN"), ("2020-12-03T00:00:00Z", "MISSED")):
        then = f'{november}, asOf: {{recordedAt: "{moment}"}}'
        assert (await of_the_mine(district, "2020-11-20", then))["MONTHLY_INSPECTION 2020-11"] == status
    now = [d for d in await open_on(district, "2020-11-20", november) if d["period"] == "2020-11"]
    assert [(d["status"], d["metOn"], d["missed"]) for d in now] == [("SHOWN_IN_TIME", "2020-11-26", True)]


async def test_an_officer_proves_one_years_later_and_a_reviewer_excuses_another(district: Api) -> None:
    found = {d["period"]: d for d in await open_on(district, "2021-03-01", f', mine: "{MINE}"')}
    proof = {"obligation": found["2020-07-T2"]["id"], "metOn": "2020-07-16", "account": "检查记录簿原件"}
    proved = await district.do("proveObligationMet", proof, PEOPLE["officer"], "obligation { status missed }")
    assert proved["obligation"] == {"status": "SHOWN_IN_TIME", "missed": True}
    excuse = {"obligation": found["2021-01-T3"]["id"], "why": "当旬道路封闭，人员无法到矿"}
    excused = await district.do("excuseObligation", excuse, PEOPLE["reviewer"], "obligation { status why }")
    assert excused["obligation"] == {"status": "EXCUSED", "why": "当旬道路封闭，人员无法到矿"}
    assert "TEN_DAY_INSPECTION 2020-07-T2" in await of_the_mine(district, "2020-07-15")
    assert "TEN_DAY_INSPECTION 2020-07-T2" not in await of_the_mine(district, "2020-07-17"), "it was done by then"


async def test_after_the_campaign_the_articles_are_those_of_the_day(district: Api) -> None:
    for day, article in (
        ("2024-10-15", "煤矿安全生产条例 §35"),
        ("2026-06-30", "煤矿安全生产条例 §35"),
    ):
        quarters = [d for d in await open_on(district, day) if d["duty"] == "QUARTERLY_REPORT"]
        assert quarters, day
        assert {d["article"] for d in quarters} == {article}
    carried = [d for d in await open_on(district, "2025-08-15") if d["period"] == "2025-08"]
    assert {d["rule"] for d in carried} == {"MONTHLY_INSPECTION-CARRIED_ON"}
    acceptance = [d for d in await open_on(district, "2025-07-20") if d["duty"] == "RESUMPTION_ACCEPTANCE"]
    assert [(d["owner"], d["dueOn"], d["status"]) for d in acceptance] == [(BUREAU, "2025-07-21", "MET_LATE")]
    assert [h["holder"] for h in acceptance[0]["inCharge"]] == ["顾青"]


async def test_a_mine_that_is_stopped_as_a_whole_owes_nothing_for_a_part_under_construction(district: Api) -> None:
    spruce = [d for d in await open_on(district, "2025-07-20") if d["period"].startswith("2025-07")]
    applicable = {d["inCharge"][0]["holder"] for d in spruce if d["status"] != "NOT_APPLICABLE"}
    assert "石磊3" not in applicable
    assert "高岭3" not in applicable


async def test_today_is_a_day_like_any_other(district: Api) -> None:
    """Time goes on with what is entered: what recurs is open on the last day that the ledger knows of."""
    district.instant = "2026-11-25T01:00:00+00:00"
    found = {
        "mine": global_id("Mine", mine_id("青松煤矿")),
        "description": "皮带机头防护栏缺失",
        "location": "主运输巷",
    }
    day = {"source": "SUPERVISION", "foundOn": "2026-11-25"}
    shows = "hazard { id }"
    hazard = (await district.do("reportHazard", found | day, PEOPLE["officer"], shows))["hazard"]["id"]
    await quiet(district)
    fine = {"hazard": hazard, "level": "MAJOR", "article": 8, "item": 4}
    graded = await district.do("gradeHazard", fine, PEOPLE["officer"], "hazard { standard }")
    assert graded["hazard"]["standard"] == "ORDER-21-2026"
    months = [d for d in await open_on(district, "2026-11-25") if d["period"] == "2026-11"]
    assert {d["status"] for d in months} == {"OPEN"}
    assert len(months) == 3, "each of the three mines at work"
