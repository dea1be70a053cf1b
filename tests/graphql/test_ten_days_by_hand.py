"""Ten days, each asked of the ledger and reckoned apart from it: what was open, for whom, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from ledger.demo.people import PEOPLE, mine_id
from ledger.graphql.ids import global_id
from tests.graphql import reckoning as r
from tests.graphql.conftest import Api

DAYS = (
    "2020-04-30",  # the day before the campaign
    "2020-05-31",  # the end of its first month, and of a 旬
    "2020-07-30",  # the first day that the notice names, seven weeks before it was issued
    "2020-09-16",  # it is issued: some of it is overdue at once
    "2021-02-11",  # the eve of the new year, the mine stopped
    "2021-04-30",  # the mine is closed
    "2022-12-10",  # a Saturday: the last summaries and the evaluation
    "2022-12-31",  # the campaign's last day
    "2023-01-10",  # what came late comes in
    "2024-02-29",  # a day that most years do not have
)
ALL = r.owed()


async def told(api: Api, day: str, more: str = "", as_of: str = "") -> list[dict[str, Any]]:
    """What the ledger says was open on a day, page by page."""
    found: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        query = f"""query($day: Date!, $after: String) {{
            obligations(openOn: $day, first: 100, after: $after{more}{as_of}) {{
                nodes {{ duty owner dueOn opensOn status settledOn post mine {{ name }}
                    inCharge(on: $day) {{ title holder }} }}
                pageInfo {{ hasNextPage endCursor }} }} }}"""
        page = (await api.ask(query, {"day": day, "after": after}, PEOPLE["officer"]))["obligations"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


Line = tuple[str, str, str, str, str | None, str, str | None]


def lines(found: Iterable[dict[str, Any]]) -> Counter[Line]:
    return Counter(
        (one["duty"], one["owner"], one["dueOn"], one["opensOn"], one["settledOn"], one["status"],
         one["mine"] and one["mine"]["name"])
        for one in found
    )  # fmt: skip


def reckoned(day: str, **wanted: str) -> Counter[Line]:
    """What the oracle says was open on a day."""
    on = date.fromisoformat(day)
    return Counter(
        (o.duty, o.owner, str(o.due), str(o.opens), None if o.ended is None else str(o.ended), o.outcome, o.mine)
        for o in ALL
        if o.open_on(on) and all(getattr(o, name) == value for name, value in wanted.items())
    )


@pytest.mark.parametrize("day", DAYS)
async def test_what_was_open_on_a_day_is_what_was_reckoned_apart(district: Api, day: str) -> None:
    expected = reckoned(day)
    assert bool(expected) is (day != "2020-04-30")
    assert lines(await told(district, day)) == expected
    for mine in (r.REDCEDAR, r.GINKGO):
        of_it = await told(district, day, f', mine: "{global_id("Mine", mine_id(mine))}"')
        assert lines(of_it) == reckoned(day, mine=mine), mine
    for owner in (r.BUREAU, r.LAND, r.POLICE, r.OFFICE, r.GROUP, r.FINANCE):
        assert lines(await told(district, day, f', owner: "{owner}"')) == reckoned(day, owner=owner), owner
    for duty in ("REPORT", "TASK_MILESTONE", "TEN_DAY_INSPECTION"):
        assert lines(await told(district, day, f', duty: "{duty}"')) == reckoned(day, duty=duty), duty


async def test_who_held_the_post_on_those_days_is_who_was_appointed(district: Api) -> None:
    """By post and by person: the director until November 2020, who acted, who followed; the heads of departments."""
    director = {"2020-05-31": None, "2021-01-20": "罗平", "2020-11-20": "季秋", "2020-08-31": "庄严"}
    for day, name in director.items():
        months = [o for o in await told(district, day, ', duty: "MONTHLY_INSPECTION"') if o["post"] == "企业负责人"]
        holders = {h["holder"] for o in months for h in o["inCharge"] if h["title"] == "矿长"}
        assert holders == ({name} if name else set()), day
    for day, owner, head in (
        ("2022-12-10", r.BUREAU, "方晓"), ("2022-12-31", r.FINANCE, "何许"), ("2024-02-29", r.BUREAU, "顾青"),
        ("2020-09-16", r.LAND, "许多"), ("2021-02-11", r.OFFICE, "方圆"),
    ):  # fmt: skip
        answering = {h["holder"] for o in await told(district, day, f', owner: "{owner}"') for h in o["inCharge"]}
        assert answering == {head}, (day, owner)


KNOWN = {
    # What the ledger had been told by the end of the day: (duty, owner, due) -> status, of what was open on that day.
    "2020-09-10": {
        ("MONTHLY_INSPECTION", r.COMPANY, "2020-08-31"): "MISSED",
        ("MONTHLY_INSPECTION", r.COMPANY, "2020-09-30"): "OPEN",
        ("TEN_DAY_INSPECTION", r.COMPANY, "2020-07-20"): "MISSED",
        ("QUARTERLY_REPORT", r.COMPANY, "2020-09-30"): "OPEN",
        ("GRADE_TWO", r.COMPANY, "2022-12-31"): "OPEN",
        ("DOUBLE_CONTROL", r.COMPANY, "2022-12-31"): "OPEN",
    },
    "2021-02-11": {
        ("MONTHLY_INSPECTION", r.COMPANY, "2020-08-31"): "MISSED",
        ("TEN_DAY_INSPECTION", r.COMPANY, "2020-07-20"): "MISSED",
        ("TEN_DAY_INSPECTION", r.COMPANY, "2021-01-31"): "MISSED",
        ("QUARTERLY_REPORT", r.COMPANY, "2021-03-31"): "OPEN",
        ("GRADE_TWO", r.COMPANY, "2022-12-31"): "OPEN",
        ("DOUBLE_CONTROL", r.COMPANY, "2022-12-31"): "OPEN",
    },
}
"""That it would work again on the 26th, nobody knew on the eve of the new year; nor that a closing was to come."""


@pytest.mark.parametrize("day", KNOWN)
async def test_what_was_known_at_the_end_of_a_day_is_not_what_is_known_now(district: Api, day: str) -> None:
    of_it = f', mine: "{global_id("Mine", mine_id(r.REDCEDAR))}"'
    then = await told(district, day, of_it, f', asOf: {{recordedAt: "{day}T15:59:59Z"}}')
    assert {(o["duty"], o["owner"], o["dueOn"]): o["status"] for o in then} == KNOWN[day]
    assert lines(await told(district, day, of_it)) != lines(then)
