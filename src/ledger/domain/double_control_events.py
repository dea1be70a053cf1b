"""What happens to the double control system of a mine ("双控"体系): its events and their words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.domain.risk_events import AssessmentKind
from ledger.values.labels import named


@named("风险管控台账 隐患排查治理台账 安全风险四色图 公告栏 岗位告知卡 信息系统")
class DoubleControlPart(StrEnum):
    """What the system is built of (两台账、一图、一栏、一卡、一系统; R-163); what each one is, is from memory."""

    RISK_LEDGER = "RISK_LEDGER"
    HAZARD_LEDGER = "HAZARD_LEDGER"
    RISK_MAP = "RISK_MAP"
    NOTICE_BOARD = "NOTICE_BOARD"
    POST_CARD = "POST_CARD"
    INFORMATION_SYSTEM = "INFORMATION_SYSTEM"


class DoubleControlPartBuilt(MineEvent):
    """A part of it is there (建成)."""

    part: DoubleControlPart
    department: str
    built_on: date
    account: str


class DoubleControlPartLapsed(MineEvent):
    """A part was found not to be there, or not to be kept (未建或者未保持)."""

    part: DoubleControlPart
    found_on: date
    finding: str


class RiskAssessmentHeld(MineEvent):
    """The mine assessed its risks (风险辨识评估): as every year, or for an occasion (R-165)."""

    assessment_id: UUID
    assessment: AssessmentKind
    department: str
    subject: str
    held_on: date
    led_by: str
    document: str
    found: int
    account: str


class RiskAssessmentWithdrawn(MineEvent):
    """That it was held had been entered wrongly (撤回辨识评估记录)."""

    assessment_id: UUID
    why: str
