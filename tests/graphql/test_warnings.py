"""Warnings as the users of the API meet them."""

from __future__ import annotations

import pytest

from ledger.demo.people import PEOPLE
from tests.graphql.conftest import Api
from tests.graphql.test_api import a_mine

WARNING = {"level": "RED", "source": "WEATHER", "title": "暴雨", "text": "暴雨", "demands": "撤人"}


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ("level: RED", ["暴雨红色预警"]),
        ("status: SUPERSEDED", ["暴雨橙色预警"]),
        ("unopened: false", ["春季融水预警"]),
        ("undelivered: true, level: RED", ["暴雨红色预警"]),
        ("overdue: true", ["暴雨红色预警"]),
        ("unanswered: true, source: WEATHER", ["暴雨红色预警", "暴雨橙色预警"]),
        ('asOf: {recordedAt: "2026-04-01T00:00:00Z"}, status: STANDING', ["春季融水预警"]),
    ],
)
async def test_the_board_answers_by_level_state_and_silence(district: Api, filters: str, titles: list[str]) -> None:
    found = (await district.ask(f"{{ warnings({filters}) {{ nodes {{ title }} }} }}", by=PEOPLE["officer"]))["warnings"]
    assert [n["title"] for n in found["nodes"]] == titles


async def test_a_mine_sees_what_was_sent_to_it_though_the_warning_is_about_the_whole_district(district: Api) -> None:
    query = "{ warningReceipts(opened: false) { nodes { addressee escalatedTo failures mine { name } } } }"
    receipts = (await district.ask(query, by=PEOPLE["enterprise"]))["warningReceipts"]["nodes"]
    [silent] = [r for r in receipts if r["failures"]]
    assert (silent["addressee"], silent["escalatedTo"]) == ("白桦煤矿", "虚构煤业公司董事长")
    about_its_mines = (await district.ask("{ warnings { totalCount } }", by=PEOPLE["enterprise"]))["warnings"]
    assert about_its_mines["totalCount"] == 1


async def test_a_moment_without_a_zone_is_refused_at_its_field(api: Api) -> None:
    given = WARNING | {"mine": await a_mine(api), "answerBy": "2026-07-06T10:00:00"}
    [error] = (await api.do("issueWarning", given))["errors"]
    assert (error["code"], error["path"]) == ("MOMENT_WITHOUT_ZONE", ["input", "answerBy"])


async def test_a_warning_shows_what_became_of_it_at_each_addressee(api: Api) -> None:
    given = WARNING | {"mine": await a_mine(api), "departments": ["应急局"]}
    shows = "warning { levelLabel unopened receipts { addressee openedAt } mine { name } }"
    payload = await api.do("issueWarning", given, shows=shows)
    assert payload["warning"]["unopened"] == ["向阳煤矿", "应急局"]
    assert {r["addressee"] for r in payload["warning"]["receipts"]} == {"向阳煤矿", "应急局"}
    assert payload["warning"]["levelLabel"] == "红色"
