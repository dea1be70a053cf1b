"""The object types of warnings and of what became of them at each addressee."""

from __future__ import annotations

from ledger.domain.warning_events import DeliveryChannel, WarningLevel, WarningSource, WarningStatus
from ledger.graphql import types
from ledger.graphql.declared import ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.warning_board import warning_board, warning_deliveries

_ = types  # mines and events are declared by being imported

WarningReceipt = object_type(
    "WarningReceipt",
    warning_deliveries,
    KNOWN,
    "What became of a warning at one addressee (预警接收情况); what has no moment has not happened.",
    """
    warning: The warning (预警编号).
    addressee: Whom it is for (接收单位).
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
    """,
    enums={"channel": DeliveryChannel},
    one={"mine": ToOne("Mine", "mine", "The mine, where it is for one (煤矿).", optional=True)},
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
    supersedes: The warning it replaces (被替代的预警).
    superseded_by: The warning that replaced it (替代的预警).
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
    one={"mine": ToOne("Mine", "mine", "The mine it is about (煤矿), if it is about one.", optional=True)},
    many={
        "receipts": ToMany(
            "WarningReceipt", "warning", "warning", "addressed_at", "What became of it at each addressee (接收情况)."
        ),
        "history": ToMany("Event", "stream", "warning", "position", "Every step of it (全过程)."),
    },
)
