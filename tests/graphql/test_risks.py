"""Risks as the users of the API meet them."""

from __future__ import annotations

from typing import Any

import pytest

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_mine
from tests.house import HEAD, OFFICER

RISK = {"place": "二采区", "description": "可能突水", "accident": "WATER", "assessment": "ANNUAL"}
GRADE = {"grade": "MAJOR", "method": "LEC", "grounds": "D=320", "gradedBy": "总工程师"}


async def a_risk(api: Api, mine: str) -> str:
    payload = await api.do("identifyRisk", {"mine": mine, **RISK}, shows="risk { id }")
    assert payload["errors"] == []
    return str(payload["risk"]["id"])


async def test_a_grade_shows_its_colour_and_a_lower_one_waits(api: Api) -> None:
    risk = await a_risk(api, await a_mine(api))
    shows = "risk { status grade gradeLabel proposedGrade version }"
    graded = await api.do("gradeRisk", {"risk": risk, **GRADE}, shows=shows)
    assert graded["risk"]["gradeLabel"] == "重大（红）"
    lowered = await api.do("gradeRisk", {"risk": risk, **GRADE, "grade": "LOW"}, shows=shows)
    assert (lowered["risk"]["grade"], lowered["risk"]["proposedGrade"]) == ("MAJOR", "LOW")
    own = await api.do("approveRiskChange", {"risk": risk}, OFFICER)
    assert [e["code"] for e in own["errors"]] == ["OWN_WORK"]
    approved = await api.do("approveRiskChange", {"risk": risk}, HEAD, shows)
    assert (approved["risk"]["grade"], approved["risk"]["proposedGrade"]) == ("LOW", None)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ("", 5),
        ("grade: MAJOR", 1),
        ("grade: GREATER", 2),
        ("status: ELIMINATED", 1),
        ("status: OUT_OF_CONTROL", 1),
        ("reviewOverdue: true", 4),
        ('dueBy: "2026-04-30"', 3),
        ("published: true", 1),
        ("accident: GAS", 1),
        ('asOf: {recordedAt: "2026-01-13T12:00:00Z"}', 2),
        ('asOf: {recordedAt: "2026-02-12T00:00:00Z"}, grade: MAJOR', 2),
    ],
)
async def test_the_register_answers_by_grade_state_and_review_now_and_as_it_stood(
    district: Api, filters: str, count: int
) -> None:
    query = f"{{ risks({filters or 'first: 10'}) {{ totalCount }} }}"
    assert (await district.ask(query, by=PEOPLE["officer"]))["risks"]["totalCount"] == count


async def test_the_public_sees_what_is_posted_today_and_no_register(district: Api) -> None:
    notices = await district.ask("{ riskNotices { nodes { description measures mine { name } } } }", by=None)
    assert [n["mine"]["name"] for n in notices["riskNotices"]["nodes"]] == ["青松煤矿"]
    assert await district.code("{ risks { totalCount } }", by=None) == "NOT_PERMITTED"


async def test_the_list_of_a_year_stays_as_it_was_listed(district: Api) -> None:
    query = "{ riskLists(year: 2026) { nodes { grade risk { grade place } } } }"
    listed: list[dict[str, Any]] = (await district.ask(query, by=PEOPLE["officer"]))["riskLists"]["nodes"]
    [lowered] = [n for n in listed if n["risk"]["place"] == "203掘进工作面"]
    assert (lowered["grade"], lowered["risk"]["grade"]) == ("MAJOR", "GREATER")
