"""What the fictional district's study group owed under the notice (R-026): twice a year, and once only in 2022."""

from __future__ import annotations

from datetime import date

from ledger.demo.diary import Diary
from ledger.demo.notice import ISSUED_ON, THE_PLAN
from ledger.demo.people import DIVISION

SESSIONS = (date(2020, 10, 22), date(2020, 12, 17), date(2021, 5, 20), date(2021, 11, 18), date(2022, 6, 16))


def enter(diary: Diary) -> None:
    """Note them."""
    diary.add(
        ISSUED_ON, "coordinating_office", "setStudyDuty", "study", "studyDuty",
        division=DIVISION, body="虚构区党委理论学习中心组", topic="关于安全生产重要论述", timesAYear=2,
        startsOn="2020-05-01", endsOn="2022-12-31", basis="通知 二(一)1", plan=THE_PLAN,
    )  # fmt: skip
    for day in SESSIONS:
        diary.add(
            day, "coordinating_office", "recordStudySession",
            studyDuty="study", heldOn=str(day), topic="安全生产专题学习", ledBy="虚构区区委书记", participants=16,
            account="学习重要论述，研究本区煤矿安全形势",
        )  # fmt: skip
