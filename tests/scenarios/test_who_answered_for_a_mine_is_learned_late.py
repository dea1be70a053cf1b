"""A supervisor body and a mine director whose days were entered wrongly: corrected, with both times kept."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ledger.commands.mine import AppointKeyPerson, RemoveKeyPerson
from ledger.commands.mine_people import CorrectKeyPost, CorrectSupervisorBody
from ledger.domain.mine_events import KeyPost
from tests.house import BUREAU, HEAD, House

DIRECTOR = KeyPost.MINE_DIRECTOR


async def held(house: House, view: str, what: str, mine: UUID, day: date, position: int) -> list[Any]:
    """What a period view says of a day, as the ledger knew it at a position."""
    rows = await house.rows(
        f"SELECT {what} AS held FROM views.{view} WHERE mine = %s AND since <= %s AND (until IS NULL OR until > %s) "
        "AND valid_from <= %s AND (valid_to IS NULL OR valid_to > %s) ORDER BY 1",
        mine,
        position,
        position,
        day,
        day,
    )
    return [row["held"] for row in rows]


async def test_both_the_body_and_the_person_of_a_day_follow_the_correction_and_what_was_known_stays(
    house: House,
) -> None:
    mine = await house.mine()  # supervised by the bureau from 6 July on
    await house.do(AppointKeyPerson(mine=mine, post=DIRECTOR, holder="甲", effective_on=date(2026, 6, 1)))
    await house.do(RemoveKeyPerson(mine=mine, post=DIRECTOR, holder="甲", effective_on=date(2026, 7, 1)))
    await house.do(AppointKeyPerson(mine=mine, post=DIRECTOR, holder="乙", effective_on=date(2026, 7, 1)))
    before = (await house.store.head()).position

    house.on("2026-08-03")
    early = date(2026, 6, 1)
    await house.do(CorrectSupervisorBody(mine=mine, body="区应急局", effective_on=early, why="文件查明"), HEAD)
    for holder, since, until in (("甲", early, date(2026, 7, 20)), ("乙", date(2026, 7, 20), None)):
        recorded = early if holder == "甲" else date(2026, 7, 1)
        await house.do(
            CorrectKeyPost(
                mine=mine, post=DIRECTOR, holder=holder, recorded_from=recorded, effective_on=since, ended_on=until,
                why="任免文件落款日期",
            ),
            HEAD,
        )  # fmt: skip
    await house.project()
    now = (await house.store.head()).position

    day = date(2026, 7, 10)
    assert await held(house, "key_posts", "holder", mine, day, before) == ["乙"]
    assert await held(house, "key_posts", "holder", mine, day, now) == ["甲"]
    assert await held(house, "supervisor_bodies", "body", mine, date(2026, 6, 15), before) == []
    assert await held(house, "supervisor_bodies", "body", mine, date(2026, 6, 15), now) == ["区应急局"]
    assert await held(house, "supervisor_bodies", "body", mine, day, now) == [BUREAU]
