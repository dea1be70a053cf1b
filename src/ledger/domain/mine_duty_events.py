"""What a mine owes by itself and reports: safety commitments, self-inspections, a report each quarter."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("复工复产前 月度 旬度")
class SelfInspectionKind(StrEnum):
    """Which self-inspection (自查类型): before annual reopening, of a month, of a ten-day period 旬."""

    BEFORE_REOPENING = "BEFORE_REOPENING"
    MONTHLY = "MONTHLY"
    TEN_DAY = "TEN_DAY"


class SafetyCommitmentMade(MineEvent):
    """Whoever heads the enterprise committed it to safety (安全承诺), before reopening and each year (R-173, R-240)."""

    made_by: str
    post: str
    made_on: date
    text: str


class SelfInspectionReported(MineEvent):
    """The mine inspected itself and set right what it found (自检自改); `period_start` is the first day it is for."""

    kind: SelfInspectionKind
    period_start: date
    inspected_on: date
    led_by: str
    found: int
    rectified: int
    account: str


class QuarterlyReportSubmitted(MineEvent):
    """The mine's written report of a quarter on hazards found and removed (季度书面报告), signed by who heads it.

    `period_start` is the first day of the quarter; 446号令 §9 and 条例 §35 ask for it, the latter on major hazards.
    """

    period_start: date
    submitted_on: date
    signed_by: str
    found: int
    major: int
    rectified: int
    account: str
