"""A mine in the last months of the campaign: grade two in time and entered late, double control six weeks too late."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.people import BUREAU, DIVISION, GINKGO, synthetic_credit_code

BEGIN = date(2022, 9, 1)
MONTHS = [date(2022, month, 1) for month in range(9, 13)]
MISSED_TEN_DAYS = date(2022, 11, 14)


def enter(diary: Diary) -> None:
    """Note it."""
    diary.add(
        BEGIN, "head", "registerMine", GINKGO, "mine",
        code=f"{DIVISION}000009", name=GINKGO, enterprise="虚构煤业公司", creditCode=synthetic_credit_code(8),
        division=DIVISION, capacity="30", standardisation=3, disasterTypes=[], source="虚构",
    )  # fmt: skip
    _on(diary, BEGIN, "coordinating_office", "assignSupervisorBody", body=BUREAU, effectiveOn=str(BEGIN))
    _on(diary, BEGIN, "head", "changeMineStatus", status="PRODUCING", effectiveOn=str(BEGIN), why="划入本区监管")
    for post, holder in (("MINE_DIRECTOR", "古槐"), ("SAFETY_DEPUTY", "新竹")):
        _on(diary, BEGIN, "head", "appointKeyPerson", post=post, holder=holder, effectiveOn=str(BEGIN))
    for month in MONTHS:
        _inspected(diary, "MONTHLY", month.replace(day=20), "古槐")
        for day in (4, 14, 24):
            if month.replace(day=day) != MISSED_TEN_DAYS:
                _inspected(diary, "TEN_DAY", month.replace(day=day), "新竹")
    for quarter, submitted in ((3, "2022-09-29"), (4, "2022-12-26")):
        _on(
            diary, submitted, "enterprise", "submitQuarterlyReport",
            year=2022, quarter=quarter, submittedOn=submitted, signedBy="古槐", found=9, major=0, rectified=9,
            account="本季度排查治理情况书面报告",
        )  # fmt: skip
    _goals(diary)
    _on(diary, "2022-12-27", "enterprise", "stopMineVoluntarily", stoppedOn="2022-12-27", why="兼并重组停产")
    _on(
        diary, "2023-03-31", "head", "closeMine",
        closedOn="2023-03-31", decidedBy="虚构区人民政府", reference="虚政决〔2023〕1号", why="兼并重组后关闭",
    )  # fmt: skip


def _goals(diary: Diary) -> None:
    """What the notice asks of every mine by the end of 2022 (R-164, R-171)."""
    four = {"rulesComplete": True, "ledgersUpdated": True, "hazardsClosed": True, "assessedBy": BUREAU}
    for on, running, finding in (
        ("2022-11-30", False, "信息化管理系统尚未联网运行"),
        ("2023-02-15", True, "四项均已达到"),
    ):
        told = {"effectiveOn": on, "systemRunning": running, "finding": finding}
        _on(diary, on, "head", "assessDoubleControl", **four, **told)
    _on(
        diary, "2023-01-05", "head", "gradeStandardisation",
        grade=2, change="ASSESSED", effectiveOn="2022-12-22", assessedBy="虚构省煤管局", reference="虚煤标〔2022〕31号",
    )  # fmt: skip


def _inspected(diary: Diary, kind: str, on: date, led_by: str) -> None:
    _on(
        diary, on, "enterprise", "reportSelfInspection",
        kind=kind, inspectedOn=str(on), ledBy=led_by, found=3, rectified=3, account="逐系统排查，问题已整改",
    )  # fmt: skip


def _on(diary: Diary, on: str | date, role: str, mutation: str, /, **given: Any) -> None:
    diary.add(date.fromisoformat(str(on)), role, mutation, mine=GINKGO, **given)
