"""What goes on until the day on which the demo is loaded: what is open today is there to be asked for."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.demo import inspections
from ledger.demo.diary import Diary
from ledger.demo.duties import routine_month
from ledger.demo.people import MINES
from ledger.values.calendar import Cadence, period_of

SINCE = date(2026, 7, 1)


def enter(diary: Diary, until: date) -> None:
    """Note it: the mines go on inspecting themselves and reporting; on the last day a hazard is found."""
    for mine in MINES:
        month = SINCE
        while month <= until:
            routine_month(diary, mine, month, until)
            month = period_of(Cadence.MONTH, month).following.first
    _hazard(diary, until)
    inspections.present(diary, until)


def _hazard(diary: Diary, until: date) -> None:
    """A major one by the standard of that day, to be rectified within a fortnight."""
    name = "hazard-present"
    diary.add(
        until, "officer", "reportHazard", name, "hazard",
        mine=MINES[0], description="局部通风机未实现自动切换", location="203掘进工作面", source="SUPERVISION",
        foundOn=str(until),
    )  # fmt: skip
    diary.add(until, "officer", "gradeHazard", hazard=name, level="MAJOR", article=8, item=4)
    diary.add(
        until, "officer", "assignRectification",
        hazard=name, responsibleUnit="虚构煤业公司", responsiblePerson="石磊", deadline=str(until + timedelta(days=14)),
        measures="停止掘进，更换双风机双电源", funds="30000", emergencyPlan="停风立即撤人",
    )  # fmt: skip
