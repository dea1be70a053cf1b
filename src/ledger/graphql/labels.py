"""Chinese labels of enum values: descriptions in the schema, and data where a client shows them."""

from __future__ import annotations

from enum import StrEnum

from ledger.commands.catalogue import commands
from ledger.projections import plan_figures
from ledger.projections.catalogue import VIEWS
from ledger.values.labels import NAMES, named, zh


@named("机构 企业 煤矿")
class HolderBody(StrEnum):
    """What a post belongs to (岗位所属): a department, an enterprise, a mine."""

    DEPARTMENT = "DEPARTMENT"
    ENTERPRISE = "ENTERPRISE"
    MINE = "MINE"


@named("发现日期 整改期限")
class HazardOrder(StrEnum):
    """What a list of hazards is ordered by (隐患排序); one without a deadline comes last."""

    FOUND_ON = "FOUND_ON"
    DEADLINE = "DEADLINE"


@named("煤矿编码 名称 设计生产能力")
class MineOrder(StrEnum):
    """What a list of mines is ordered by (煤矿排序)."""

    CODE = "CODE"
    NAME = "NAME"
    CAPACITY = "CAPACITY"


@named("辨识日期 研判期限")
class RiskOrder(StrEnum):
    """What a list of risks is ordered by (风险排序); one without a review to come comes last."""

    IDENTIFIED_ON = "IDENTIFIED_ON"
    REVIEW_DUE = "REVIEW_DUE"


@named("发布时间 反馈时限")
class WarningOrder(StrEnum):
    """What a list of warnings is ordered by (预警排序); one without a limit comes last."""

    ISSUED_AT = "ISSUED_AT"
    ANSWER_BY = "ANSWER_BY"


_ = (commands(), VIEWS, plan_figures)  # all enums of the schema are named by being imported
LABELS = NAMES
"""The labels of all enums, by enum and value."""


def label(value: StrEnum | None) -> str | None:
    """The Chinese label of an enum value."""
    return None if value is None else zh(value)
