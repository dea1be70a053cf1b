"""A year of one mine's own inspections: most in time, one month and two 旬 missed, one month entered late."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.people import MINES

MINE = MINES[0]
MONTHS = [date(2025, month, 1) for month in range(7, 13)] + [date(2026, month, 1) for month in range(1, 7)]
MISSED_MONTH = date(2025, 10, 1)
MISSED_TEN_DAYS = frozenset({date(2025, 12, 15), date(2026, 3, 5)})
ENTERED_LATE = {date(2026, 2, 26): date(2026, 3, 9)}
"""Done on the first day, entered on the second: until then it counts as missed."""


def enter(diary: Diary) -> None:
    """Note them; what was not done is told by the ledger's own clock."""
    for month in MONTHS:
        if month != MISSED_MONTH:
            _inspected(
                diary, "MONTHLY", month.replace(day=26), ledBy="高岭1", found=7, account="逐系统排查，问题已整改"
            )
        for day in (5, 15, 25):
            if month.replace(day=day) not in MISSED_TEN_DAYS:
                _inspected(diary, "TEN_DAY", month.replace(day=day), ledBy="石磊1", found=2, account="通风专项排查")


def _inspected(diary: Diary, kind: str, on: date, found: int, **told: Any) -> None:
    diary.add(
        ENTERED_LATE.get(on, on), "enterprise", "reportSelfInspection",
        mine=MINE, kind=kind, inspectedOn=str(on), found=found, rectified=found, **told,
    )  # fmt: skip
