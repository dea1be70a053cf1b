"""What the mines inspect and report by themselves: for one mine a year told day by day, else as a matter of routine."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.people import MINES
from ledger.values.calendar import Cadence, period_of

MINE = MINES[0]
MONTHS = [date(2025, month, 1) for month in range(7, 13)] + [date(2026, month, 1) for month in range(1, 7)]
MISSED_MONTH = date(2025, 10, 1)
MISSED_TEN_DAYS = frozenset({date(2025, 12, 15), date(2026, 3, 5)})
ENTERED_LATE = {date(2026, 2, 26): date(2026, 3, 9)}
"""Done on the first day, entered on the second: until then it counts as missed."""

STOPPED = frozenset(date(2025, month, 1) for month in (5, 6, 7))
"""Months in which the third of the mines stood still."""

QUARTERS = ((2025, 3, "2025-09-29"), (2025, 4, "2026-01-08"), (2026, 1, "2026-03-30"))
"""The fourth of 2025 came late, the second of 2026 never."""


def enter(diary: Diary) -> None:
    """Note them; what was not done is told by the ledger's own clock."""
    _routine(diary, MINE, date(2024, 9, 1), MONTHS[0])
    for mine in MINES[1:]:
        _routine(diary, mine, date(2024, 9, 1), date(2026, 7, 1))
    for year, quarter, submitted in QUARTERS:
        report_quarter(diary, MINE, year, quarter, date.fromisoformat(submitted))
    for month in MONTHS:
        if month != MISSED_MONTH:
            _inspected(
                diary,
                "MONTHLY",
                month.replace(day=26),
                ledBy=_director(MINE, month),
                found=7,
                account="逐系统排查，问题已整改",
            )
        for day in (5, 15, 25):
            if month.replace(day=day) not in MISSED_TEN_DAYS:
                _inspected(diary, "TEN_DAY", month.replace(day=day), ledBy="石磊1", found=2, account="通风专项排查")


def routine_month(diary: Diary, mine: str, month: date, until: date = date.max) -> None:
    """A month like any other up to a day: now and then a month or a 旬 is left out."""
    number = MINES.index(mine)
    inspections: list[tuple[str, int]] = [
        ("TEN_DAY", day) for day in (5, 15, 25) if (3 * month.month + day // 10 + number) % 13
    ]
    if (month.month + number) % 7:
        inspections.append(("MONTHLY", 26))
    for kind, day in inspections:
        on = month.replace(day=day)
        if on <= until:
            led_by = _director(mine, on) if kind == "MONTHLY" else f"石磊{number + 1}"
            _inspected(diary, kind, on, mine, ledBy=led_by, found=3, account="按计划逐系统排查")
    if month.month % 3 == 0 and month.replace(day=28) <= until:
        report_quarter(diary, mine, month.year, month.month // 3, month.replace(day=28))


def report_quarter(diary: Diary, mine: str, year: int, quarter: int, on: date) -> None:
    """The report of a quarter, signed."""
    diary.add(
        on, "enterprise", "submitQuarterlyReport",
        mine=mine, year=year, quarter=quarter, submittedOn=str(on), signedBy=_director(mine, on),
        found=18, major=1, rectified=18, account="本季度重大事故隐患排查治理情况",
    )  # fmt: skip


def _director(mine: str, on: date) -> str:
    return "江河" if mine == MINE and on >= date(2025, 9, 1) else f"高岭{MINES.index(mine) + 1}"


def _routine(diary: Diary, mine: str, month: date, until: date) -> None:
    while month < until:
        if mine != MINES[2] or month not in STOPPED:
            routine_month(diary, mine, month)
        month = period_of(Cadence.MONTH, month).following.first


def _inspected(diary: Diary, kind: str, on: date, mine: str = MINE, /, *, found: int, **told: Any) -> None:
    diary.add(
        ENTERED_LATE.get(on, on) if mine == MINE else on, "enterprise", "reportSelfInspection",
        mine=mine, kind=kind, inspectedOn=str(on), found=found, rectified=found, **told,
    )  # fmt: skip
