"""A year of a mine in the campaign, from May 2020 to its closing: every duty of it, met, missed, late or not owed."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.people import BUREAU, DIVISION, REDCEDAR, synthetic_credit_code

BEGIN, CLOSED = date(2020, 5, 1), date(2021, 4, 30)
MONTHS = [date(2020, month, 1) for month in range(5, 13)] + [date(2021, month, 1) for month in range(1, 5)]
MISSED_MONTH = date(2020, 8, 1)
MISSED_TEN_DAYS = frozenset({date(2020, 7, 16), date(2021, 1, 26)})
STOPPED = frozenset({date(2021, 2, 16)})
ENTERED_LATE = {date(2020, 11, 26): date(2020, 12, 4)}
"""Done on the first day, entered on the second: until then it counts as missed."""

QUARTERS = ((2020, 2, "2020-06-29"), (2020, 3, "2020-10-09"), (2020, 4, "2020-12-30"), (2021, 1, "2021-03-30"))


def enter(diary: Diary) -> None:
    """Note it."""
    _registered(diary)
    _people(diary)
    for month in MONTHS:
        if month != MISSED_MONTH:
            _inspected(diary, "MONTHLY", month.replace(day=26), ledBy="庄严", found=5)
        for day in (6, 16, 26):
            if month.replace(day=day) not in MISSED_TEN_DAYS | STOPPED:
                _inspected(diary, "TEN_DAY", month.replace(day=day), ledBy="季秋", found=2)
    for year, quarter, submitted in QUARTERS:
        _on(
            diary, submitted, "enterprise", "submitQuarterlyReport",
            year=year, quarter=quarter, submittedOn=submitted, signedBy="庄严", found=21, major=0, rectified=21,
            account="本季度排查治理情况书面报告",
        )  # fmt: skip
    _hazard(diary)
    _letter(diary)
    _new_year(diary)
    _on(
        diary, CLOSED, "head", "closeMine",
        closedOn=str(CLOSED), decidedBy="虚构区人民政府", reference="虚政决〔2021〕2号", why="引导有序退出",
    )  # fmt: skip


def _on(diary: Diary, on: str | date, role: str, mutation: str, /, **given: Any) -> None:
    diary.add(date.fromisoformat(str(on)), role, mutation, mine=REDCEDAR, **given)


def _registered(diary: Diary) -> None:
    diary.add(
        BEGIN, "head", "registerMine", REDCEDAR, "mine",
        code=f"{DIVISION}000004", name=REDCEDAR, enterprise="虚构煤业公司", creditCode=synthetic_credit_code(3),
        division=DIVISION, capacity="15", standardisation=3, disasterTypes=[], source="虚构",
    )  # fmt: skip
    _on(diary, BEGIN, "coordinating_office", "assignSupervisorBody", body=BUREAU, effectiveOn=str(BEGIN))
    _on(diary, BEGIN, "head", "changeMineStatus", status="PRODUCING", effectiveOn=str(BEGIN), why="正常生产")


def _people(diary: Diary) -> None:
    """The director left in November; the safety deputy acted for a month; then another came."""
    for day, post, holder, acting in (
        (BEGIN, "MINE_DIRECTOR", "庄严", False),
        (BEGIN, "SAFETY_DEPUTY", "季秋", False),
        (BEGIN, "ACTUAL_CONTROLLER", "金山", False),
        (date(2020, 11, 2), "MINE_DIRECTOR", "季秋", True),
        (date(2020, 12, 1), "MINE_DIRECTOR", "罗平", False),
    ):
        if post == "MINE_DIRECTOR" and day > BEGIN:
            former = "庄严" if acting else "季秋"
            _on(diary, day, "head", "removeKeyPerson", post=post, holder=former, effectiveOn=str(day))
        _on(diary, day, "head", "appointKeyPerson", post=post, holder=holder, acting=acting, effectiveOn=str(day))


def _inspected(diary: Diary, kind: str, on: date, found: int, **told: Any) -> None:
    _on(
        diary, ENTERED_LATE.get(on, on) if kind == "MONTHLY" else on, "enterprise", "reportSelfInspection",
        kind=kind, inspectedOn=str(on), found=found, rectified=found, account="逐系统排查，问题已整改", **told,
    )  # fmt: skip


def _hazard(diary: Diary) -> None:
    """Found in September, its day moved once, rectified within the second."""
    name = "hazard-redcedar"
    diary.add(
        date(2020, 9, 21), "officer", "reportHazard", name, "hazard",
        mine=REDCEDAR, description="采空区密闭墙漏风", location="西翼老巷", source="SUPERVISION", foundOn="2020-09-21",
    )  # fmt: skip
    for day, role, mutation, given in (
        ("2020-09-21", "officer", "gradeHazard", {"level": "GENERAL_B"}),
        (
            "2020-09-22", "officer", "assignRectification",
            {
                "responsibleUnit": "虚构煤业公司", "responsiblePerson": "季秋", "deadline": "2020-10-10",
                "measures": "重新构筑密闭并观测", "funds": "8000", "emergencyPlan": "漏风增大立即撤人",
            },
        ),
        ("2020-10-08", "officer", "extendRectification", {"deadline": "2020-10-20", "why": "材料到货延迟"}),
        ("2020-10-19", "enterprise", "claimRectified", {"account": "密闭已重新构筑"}),
        ("2020-10-20", "officer", "acceptRectification", {"finding": "现场验收合格"}),
        ("2020-10-22", "second_officer", "recheckHazard", {"passed": True, "finding": "复查合格"}),
        ("2020-10-22", "second_officer", "clearHazard", {}),
    ):  # fmt: skip
        diary.add(date.fromisoformat(day), role, mutation, hazard=name, **given)


def _letter(diary: Diary) -> None:
    """A letter that was answered six days after its term."""
    order, series = "order-redcedar", "series-2020"
    diary.add(
        date(2020, 10, 12), "officer", "openDocumentSeries", series, "documentSeries",
        division=DIVISION, kind="ORDER", year=2020, code="虚煤监",
    )  # fmt: skip
    diary.add(
        date(2020, 10, 12), "officer", "issueOrder", order, "order",
        mine=REDCEDAR, kind="FOLLOW_UP_LETTER", addressee="虚构煤业公司", content="对未开展8月隐患排查作出说明并补课",
        legalBasis="通知 二(四)4", series=series, deadline="2020-10-30",
    )  # fmt: skip
    diary.add(date(2020, 10, 13), "officer", "serveOrder", order=order, mode="DIRECT", recipient="庄严")
    diary.add(date(2020, 11, 5), "enterprise", "answerOrder", order=order, answer="已对8月未排查系统补充排查")


def _new_year(diary: Diary) -> None:
    """Stopped over the new year, inspected, committed, reopened."""
    _on(diary, "2021-02-08", "enterprise", "stopMineVoluntarily", stoppedOn="2021-02-08", why="春节停产")
    _on(
        diary, "2021-02-22", "enterprise", "reportSelfInspection",
        kind="BEFORE_REOPENING", inspectedOn="2021-02-22", ledBy="罗平", found=4, rectified=4, account="逐系统自检自改",
    )  # fmt: skip
    _on(
        diary, "2021-02-23", "enterprise", "makeSafetyCommitment",
        madeBy="罗平", post="矿长", madeOn="2021-02-23", text="不安全不生产，隐患不消除不复工",
    )  # fmt: skip
    _on(diary, "2021-02-26", "head", "reopenMine", reopensOn="2021-02-26")
