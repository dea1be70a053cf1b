"""What can happen to a record of a mine that is one event and nothing more: it can prove to be none."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("安全承诺 自检自改 季度书面报告 机械化程度 现场作业核查 整改维修许可")
class RecordKind(StrEnum):
    """Which record of a mine it is (记录种类)."""

    COMMITMENT = "COMMITMENT"
    SELF_INSPECTION = "SELF_INSPECTION"
    QUARTERLY_REPORT = "QUARTERLY_REPORT"
    MECHANISATION = "MECHANISATION"
    WORK_FOUND = "WORK_FOUND"
    REPAIR_PERMIT = "REPAIR_PERMIT"


class MineRecordWithdrawn(MineEvent):
    """A record was taken back (撤销记录): it was entered wrongly, or what it permits is permitted no more.

    What was entered stays in the record, and so does a flag that was raised by it.
    """

    record: UUID
    kind: RecordKind
    why: str
