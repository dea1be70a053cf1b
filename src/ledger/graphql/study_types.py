"""The object types of study duties: the duty, its sessions, and what was owed of it year by year."""

from __future__ import annotations

from ledger.graphql import obligation_types, plan_types
from ledger.graphql.declared import ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.study_duties import study_duties, study_sessions

_ = obligation_types, plan_types  # what hangs on a study duty is declared by being imported

StudySession = object_type(
    "StudySession",
    study_sessions,
    KNOWN,
    "A session in which a body studied (专题学习).",
    """
    held_on: Day of it (学习日期).
    topic: What was studied (学习内容).
    led_by: Who led it (主持人).
    participants: How many took part (参加人数).
    account: What came of it (学习情况).
    recorded_by: Who entered it (登记人).
    retracted_why: Why it was taken back (撤回理由); null while it counts.
    recorded_at: When the ledger learned it (记录时间).
    """,
)

StudyDuty = object_type(
    "StudyDuty",
    study_duties,
    KNOWN,
    "What a body has to study, how often a year (学习任务; 双四政发〔2020〕28号 二(一)1).",
    """
    division: Administrative division (行政区划代码).
    department: Who follows it up (督促单位).
    body: Who has to study (学习主体).
    topic: What is studied (学习内容).
    times_a_year: At least so many times in a calendar year (每年不少于次数).
    basis: What it rests on (依据).
    valid_from: First day (起始日).
    last_day: Last day (截止日), if there is one.
    ended_on: First day without it (结束日期); null while it goes on.
    ended_why: Why it ended (结束理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    one={"plan": ToOne("Plan", "plan", "The plan that asks for it (方案).", optional=True)},
    many={
        "sessions": ToMany("StudySession", "study_duty", "study_duty", "held_on", "Its sessions (专题学习)."),
        "obligations": ToMany("Obligation", "subject", "study_duty", "due_on", "Each time that is owed (履职事项)."),
        "history": ToMany("Event", "stream", "study_duty", "position", "Every step of it (全过程)."),
    },
)
