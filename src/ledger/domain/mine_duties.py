"""What a mine does by itself: it commits itself to safety, inspects itself, and reports each quarter."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ledger.domain import mine_duty_events as d
from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_state import MineState
from ledger.values.actor import Actor

INSPECTION = "安全生产法 §41; 双四政发〔2020〕28号 二(八)2"


def first_day_of(kind: SelfInspectionKind, day: date) -> date:
    """The first day of the month or the ten-day period 旬 (1–10, 11–20, 21–end) of `day`; else the day itself."""
    if kind is SelfInspectionKind.MONTHLY:
        return day.replace(day=1)
    if kind is SelfInspectionKind.TEN_DAY:
        return day.replace(day=1 if day.day <= 10 else 11 if day.day <= 20 else 21)
    return day


class MineDuties(MineState):
    """Facts that the mine reports of itself."""

    def commit(self, made_by: str, post: str, on: date, text: str, *, by: Actor, at: datetime) -> None:
        """Record a safety commitment."""
        self.happen(d.SafetyCommitmentMade, by, at, made_by=made_by, post=post, made_on=on, text=text)

    def report_self_inspection(
        self, kind: SelfInspectionKind, on: date, found: int, rectified: int, *, by: Actor, at: datetime, **told: Any
    ) -> None:
        """Record a self-inspection; one that left something as it was is flagged."""
        period = first_day_of(kind, on)
        counted = {"found": found, "rectified": rectified}
        self.happen(
            d.SelfInspectionReported, by, at, kind=kind, period_start=period, inspected_on=on, **counted, **told
        )
        if rectified < found:
            text = f"{found - rectified} of {found} hazards found were not set right."
            self.flag(by, at, INSPECTION, text, f"自查发现 {found} 项，尚有 {found - rectified} 项未整改。")

    def report_quarter(self, first_day: date, on: date, *, by: Actor, at: datetime, **told: Any) -> None:
        """Record the report of the quarter that begins on `first_day`; `told` are the rest of what it says."""
        self.happen(d.QuarterlyReportSubmitted, by, at, period_start=first_day, submitted_on=on, **told)
