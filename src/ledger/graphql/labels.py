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


_ = (commands(), VIEWS, plan_figures)  # all enums of the schema are named by being imported
LABELS = NAMES
"""The labels of all enums, by enum and value."""


def label(value: StrEnum | None) -> str | None:
    """The Chinese label of an enum value."""
    return None if value is None else zh(value)
