"""Who holds a post that a duty falls to: from the post that a rule names to the titles that people hold. Ours."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from ledger.domain.obligation_events import OwnerKind
from ledger.projections.posts import STILL
from ledger.projections.reading import Condition
from ledger.projections.view import Row

HEADS = ("董事长", "总经理", "矿长", "实际控制人")
"""Whoever answers for a mine as a whole: 条例 §4 counts the actual controller among them."""

DEPUTIES = ("安全副矿长", "生产副矿长", "机电副矿长", "总工程师")
"""Whoever answers for a part of it (分管负责人)."""

HEAD_OF_A_BODY = "^[^副]*(局长|主任|部长|书记|区长|处长|大队长)$"
"""Titles of those who head a department or another body, without their deputies."""

_TITLES = {"分管负责人": DEPUTIES}


def of_bodies(owners: list[str], mines: list[UUID], posts: list[str]) -> Condition:
    """Appointments that bodies of these names, or these mines, can be answered for by, also to `posts` named."""
    text = "(body_name = ANY(%s::text[]) OR body = ANY(%s::uuid[])) AND (title = ANY(%s::text[]) OR title ~ %s)"
    return Condition(text, (owners, mines, [*HEADS, *DEPUTIES, *posts], HEAD_OF_A_BODY))


def in_order(row: Row) -> tuple[int, date]:
    """Who stands above whom, then who came first."""
    titles = (*HEADS, *DEPUTIES)
    return titles.index(row["title"]) if row["title"] in titles else 0, row["valid_from"]


def answers(row: Row, owed: Row, day: date) -> bool:
    """Whether an appointment is of a post that owes something, runs on a day, and its holder is not suspended then."""
    here = owed["division"].startswith(row["division"].rstrip("0"))
    of_it = row["body_name"] == owed["owner"] and here
    fits = row["title"] == owed["post"] if owed["post"] else re.search(HEAD_OF_A_BODY, row["title"]) is not None
    if owed["owner_kind"] != OwnerKind.DEPARTMENT:
        of_it = of_it or row["body"] == owed["mine"]
        fits = row["title"] in _TITLES.get(owed["post"] or "", HEADS)
    runs = row["valid_from"] <= day and (row["valid_to"] is None or row["valid_to"] > day)
    return of_it and fits and runs and not any(_covers(suspension, day) for suspension in row["suspensions"])


def _covers(suspension: str, day: date) -> bool:
    first, _, back = suspension.partition("/")
    return first <= str(day) and (back == STILL or str(day) < back)
