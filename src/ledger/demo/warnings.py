"""Warnings in the fictional district: one answered and lifted, one superseded by a red one that nobody opened."""

from __future__ import annotations

from datetime import date

from ledger.demo.diary import Diary
from ledger.demo.people import BUREAU, DIVISION, MINES, OFFICE

THAW, RAIN, STORM = date(2026, 3, 20), date(2026, 7, 14), date(2026, 7, 15)


def enter(diary: Diary) -> None:
    """Note them."""
    diary.add(
        THAW, "officer", "issueWarning", "warning-thaw", "warning",
        mine=MINES[0], level="YELLOW", source="CONSULTATION", title="春季融水预警", consulted=[BUREAU, OFFICE],
        text="气温回升，采空区来水可能增大", demands="加密水情观测，检查排水系统", answerBy="2026-03-21T09:00:00+08:00",
    )  # fmt: skip
    diary.add(
        THAW, "officer", "recordWarningDelivery", warning="warning-thaw", mine=MINES[0], channel="TELEPHONE"
    )  # fmt: skip
    diary.add(THAW, "enterprise", "openWarning", warning="warning-thaw", mine=MINES[0])
    diary.add(THAW, "enterprise", "actOnWarning", warning="warning-thaw", mine=MINES[0], account="已检查三台主排水泵")
    diary.add(date(2026, 4, 20), "head", "liftWarning", warning="warning-thaw", why="融水期结束")
    rain = {"division": DIVISION, "source": "WEATHER", "text": "未来24小时有大到暴雨", "demands": "撤出低洼处作业人员"}
    diary.add(
        RAIN, "officer", "issueWarning", "warning-rain", "warning",
        level="ORANGE", title="暴雨橙色预警", departments=[OFFICE], **rain,
    )  # fmt: skip
    diary.add(RAIN, "officer", "addressWarning", warning="warning-rain", mine=MINES[1])
    diary.add(RAIN, "enterprise", "openWarning", warning="warning-rain", mine=MINES[1])
    diary.add(
        STORM, "officer", "issueWarning", "warning-storm", "warning",
        level="RED", title="暴雨红色预警", departments=[OFFICE], supersedes="warning-rain",
        answerBy="2026-07-15T18:00:00+08:00", **rain,
    )  # fmt: skip
    diary.add(STORM, "officer", "addressWarning", warning="warning-storm", mine=MINES[1])
    diary.add(
        STORM, "officer", "recordWarningDeliveryFailure",
        warning="warning-storm", mine=MINES[1], channel="SMS", why="通信中断",
    )  # fmt: skip
    diary.add(
        date(2026, 7, 16), "head", "escalateWarning",
        warning="warning-storm", mine=MINES[1], to="虚构煤业公司董事长", why="逾期未签阅、未反馈",
    )  # fmt: skip
