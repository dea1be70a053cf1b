"""The object types of regular duties: the requirement with its interval, what was done, what was owed."""

from __future__ import annotations

from ledger.domain.regular_duty_events import RegularInterval, RegularRequirement
from ledger.graphql import obligation_types
from ledger.graphql.declared import ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.regular_duties import regular_duties, regular_records

_ = obligation_types  # what hangs on a regular duty is declared by being imported

RegularRecord = object_type(
    "RegularRecord",
    regular_records,
    KNOWN,
    "That a regular duty was done (定期履职记录).",
    """
    done_on: Day of it (履职日期).
    account: What was done (履职情况).
    recorded_by: Who entered it (登记人).
    retracted_why: Why it was taken back (撤回理由); null while it counts.
    recorded_at: When the ledger learned it (记录时间).
    """,
)

RegularDuty = object_type(
    "RegularDuty",
    regular_duties,
    KNOWN,
    "What the notice asks for regularly (定期履职要求), with the interval that a paper of a body set for it.",
    """
    division: Administrative division (行政区划代码).
    department: Who follows it up (督促单位).
    requirement: What is to be done (定期事项).
    body: The department that owes it (责任单位); null where a mine does.
    every: How often (履职间隔).
    basis: The paper that sets how often (明确间隔的文件).
    valid_from: First day (起始日).
    last_day: Last day (截止日), if there is one.
    ended_on: First day without it (结束日期); null while it goes on.
    ended_why: Why it ended (结束理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"requirement": RegularRequirement, "every": RegularInterval},
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿) whose enterprise owes it.", optional=True)},
    many={
        "records": ToMany("RegularRecord", "regular_duty", "regular_duty", "done_on", "What was done (履职记录)."),
        "obligations": ToMany("Obligation", "subject", "regular_duty", "due_on", "Each time that is owed (履职事项)."),
        "history": ToMany("Event", "stream", "regular_duty", "position", "Every step of it (全过程)."),
    },
)
