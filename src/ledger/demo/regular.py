"""What the fictional district's party and government decided to hear regularly: a quarter was left out."""

from __future__ import annotations

from datetime import date

from ledger.demo.diary import Diary
from ledger.demo.people import DIVISION

DECIDED = date(2020, 12, 28)
HEARD = (
    date(2021, 3, 16), date(2021, 6, 22), date(2021, 9, 14), date(2022, 3, 15), date(2022, 6, 21), date(2022, 9, 20),
    date(2022, 12, 13),
)  # fmt: skip


def enter(diary: Diary) -> None:
    """Note it: the notice says 定期, the paper says every quarter."""
    diary.add(
        DECIDED, "coordinating_office", "setRegularDuty", "briefings", "regularDuty",
        division=DIVISION, requirement="BRIEFING", body="虚构区党委政府", every="QUARTER", startsOn="2021-01-01",
        endsOn="2022-12-31", basis="虚政阅〔2020〕12号",
    )  # fmt: skip
    for day in HEARD:
        diary.add(
            day, "coordinating_office", "recordRegularDuty",
            regularDuty="briefings", doneOn=str(day), account="听取煤矿安全监管执法情况汇报",
        )  # fmt: skip
