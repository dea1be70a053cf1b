"""Instruments (依据文件) as object types."""

from __future__ import annotations

from ledger.domain.instrument_events import InstrumentKind, InstrumentStatus, ReviewOutcome
from ledger.graphql import task_types
from ledger.graphql.declared import ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.instruments import instrument_states, instrument_tasks, instruments

_ = task_types  # the tasks that make an instrument known are declared first

InstrumentTask = object_type(
    "InstrumentTask",
    instrument_tasks,
    KNOWN,
    "A task makes an instrument known or carries it out (宣传贯彻任务).",
    """
    unlinked_why: Why it is not about it after all (解除理由); null while it is.
    linked_at: When the ledger learned it (记录时间).
    """,
    one={"task": ToOne("Task", "task", "The task (任务).")},
)

Instrument = object_type(
    "Instrument",
    instruments,
    KNOWN,
    "A law, rule, standard or notice that duties rest on (依据文件).",
    """
    division: Division of the register (行政区划代码).
    department: Who follows it (跟踪单位).
    title: Title (文件名称).
    kind: What it is (文件类别).
    issuer: Who made it (制定机关).
    document_no: The number it was entered with (文号).
    source: Where that is known from (信息来源).
    status: How it stands by the last that is known (效力状态), which may be still to come.
    status_since: Since when, or from when on (起始日).
    watched: Its making or revision is watched (是否列入跟踪清单).
    last_checked_on: Day on which somebody last looked (最近核查日期).
    last_finding: What was found then (最近核查情况).
    outcome: What came of reviewing it (清理结论).
    reviewed_on: Day of the review (清理日期).
    review_why: Its grounds (清理理由).
    tasks: How many tasks make it known (宣传贯彻任务数).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": InstrumentKind, "status": InstrumentStatus, "outcome": ReviewOutcome},
    many={
        "states": ToMany(
            "InstrumentState", "instrument", "instrument", "valid_from", "How it stood when (效力沿革).",
            module="ledger.graphql.instrument_types",
        ),
        "follow_ups": ToMany(
            "InstrumentTask", "instrument", "instrument", "linked_at", "The tasks that make it known (宣传贯彻任务)."
        ),
        "history": ToMany("Event", "stream", "instrument", "position", "Every step of it (全过程)."),
    },
)  # fmt: skip

InstrumentState = object_type(
    "InstrumentState",
    instrument_states,
    KNOWN,
    "How an instrument stood from a day to a day (文件效力沿革).",
    """
    division: Division of the register (行政区划代码).
    status: How it stood (效力状态).
    document_no: The number that says so (文号).
    summary: What changed (变更内容).
    retracted_why: Why it was taken back (撤回理由); then it holds on no day.
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    enums={"status": InstrumentStatus},
    one={"instrument": ToOne("Instrument", "instrument", "The instrument (依据文件).")},
)
