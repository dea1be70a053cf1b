"""The object types of warnings and of what became of them at each addressee."""

from __future__ import annotations

from ledger.domain.warning_events import DeliveryChannel, WarningLevel, WarningSource, WarningStatus
from ledger.graphql import types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.warning_board import warning_board, warning_deliveries

_ = types  # mines and events are declared by being imported

UNANSWERED_IN_TIME = "coalesce(status = 'STANDING' AND answer_by < %s AND cardinality(unanswered) > 0, false)"
"""Standing, and somebody has not answered though the moment has passed (逾期未反馈)."""


def _minutes(column: str) -> str:
    return f"(extract(epoch FROM {column} - addressed_at) / 60)::integer"


WarningReceipt = object_type(
    "WarningReceipt",
    warning_deliveries,
    KNOWN,
    "What became of a warning at one addressee (预警接收情况); what has no moment has not happened.",
    """
    addressee: Whom it is for (接收单位).
    level: How grave (预警级别).
    title: Title (标题).
    text: What is to be expected (预警内容).
    demands: What is to be done (处置要求).
    answer_by: By when to have acted (反馈时限).
    status: Whether the warning stands (状态).
    addressed_at: When it was sent (发出时间).
    delivered_at: When it first arrived (送达时间).
    channel: The way it arrived (送达方式).
    failures: How often delivery failed (未送达次数).
    failed_why: Why it failed last (未送达原因).
    opened_at: When it was first opened (签阅时间).
    acted_at: When an answer first came (反馈时间).
    account: What was done, as last said (处置情况).
    late: Whether the first answer came late (是否逾期反馈).
    escalated_to: To whom silence was taken last (督办对象).
    withdrawn: Why it was taken back from them (撤回理由); null where it was not.
    """,
    enums={"channel": DeliveryChannel, "level": WarningLevel, "status": WarningStatus},
    computed={
        f"minutes_to_{step}": Computed(int | None, _minutes(column), lambda _: (), text)
        for step, column, text in (
            ("deliver", "delivered_at", "Minutes from its sending to its arrival (送达用时)."),
            ("open", "opened_at", "Minutes from its sending to its first opening (签阅用时)."),
            ("act", "acted_at", "Minutes from its sending to the first answer (反馈用时)."),
        )
    },
    one={
        "mine": ToOne("Mine", "mine", "The mine, where it is for one (煤矿).", optional=True),
        "warning": ToOne("Warning", "warning", "The warning (预警).", module=__name__),
    },
)

Warning = object_type(
    "Warning",
    warning_board,
    KNOWN,
    "A warning (预警) as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Who issued it (发布单位).
    level: How grave (预警级别).
    source: What it rests on (预警来源).
    title: Title (标题).
    text: What is to be expected (预警内容).
    demands: What is to be done (处置要求).
    consulted: Who was consulted (会商单位).
    status: Whether it stands (状态).
    answer_by: By when to have acted (反馈时限).
    lifted_on: Day it was lifted (解除日期).
    lifted_why: Why it was lifted (解除理由).
    undelivered: Whom it has not reached (未送达单位).
    unopened: Who has not opened it (未签阅单位).
    unanswered: Who has not said what they did (未反馈单位).
    escalated: How often silence was taken further (督办次数).
    issued_at: When it was issued (发布时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"level": WarningLevel, "source": WarningSource, "status": WarningStatus},
    one={
        "mine": ToOne("Mine", "mine", "The mine it is about (煤矿), if it is about one.", optional=True),
        "supersedes": ToOne(
            "Warning", "supersedes", "The warning it replaces (被替代的预警).", optional=True, module=__name__
        ),
        "superseded_by": ToOne(
            "Warning", "superseded_by", "The warning that replaced it (替代的预警).", optional=True, module=__name__
        ),
    },
    many={
        "receipts": ToMany(
            "WarningReceipt", "warning", "warning", "addressed_at", "What became of it at each addressee (接收情况)."
        ),
        "history": ToMany("Event", "stream", "warning", "position", "Every step of it (全过程)."),
    },
)
