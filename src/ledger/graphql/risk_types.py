"""The object types of risks: as they stand, as published, and as listed for a year."""

from __future__ import annotations

from ledger.domain.risk_events import (
    AccidentKind,
    AssessmentKind,
    GradingMethod,
    RiskGrade,
    RiskReopeningCause,
    RiskStatus,
)
from ledger.graphql import types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.projections.risk_register import risk_lists, risk_notices, risk_register

_ = types  # mines and events are declared by being imported

REVIEW_OVERDUE = "coalesce(review_due < %s, false)"
"""Past the day of its review (研判逾期) on a day, which is the one parameter."""

RiskNotice = object_type(
    "RiskNotice",
    risk_notices,
    EVERYONE,
    "The public notice of a major risk (重大风险公示), with what it says.",
    """
    grade: The grade (风险等级).
    place: Where (风险点).
    description: What may go wrong (风险描述).
    measures: Measures (管控措施).
    responsible_unit: Responsible unit (管控责任单位).
    responsible_person: Responsible person (管控责任人).
    posted_at: Where it is posted (公示位置).
    valid_from: First day of the notice (公示日期).
    valid_to: First day without it (撤下日期); null while it is up.
    """,
    enums={"grade": RiskGrade},
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
)

Risk = object_type(
    "Risk",
    risk_register,
    KNOWN,
    "A risk (风险) of a mine as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Whose matter it is (主管单位).
    place: Where (风险点).
    description: What may go wrong and why (风险描述).
    accident: The accident it may end in (可能导致的事故类型).
    assessment: The assessment that identified it (辨识评估类型).
    status: Where it stands (状态).
    grade: The grade (风险等级): red, orange, yellow, blue (红橙黄蓝).
    method: How the grade was found (评估方法).
    grounds: On what the grade rests (评估依据).
    graded_by: Who graded it (评估人).
    graded_on: Day of the grade (评估日期).
    proposed_grade: A lower grade that waits for its second approver (待批准等级).
    elimination_proposed: Whether its elimination waits for a second approver (消除待批准).
    measures: Measures (管控措施).
    responsible_unit: Responsible unit (管控责任单位).
    responsible_person: Responsible person (管控责任人).
    review_due: Last day of the next review (下次研判期限); how often is a rule of ours.
    reviewed_on: Day of the last review (上次研判日期).
    reviewed_late: How many reviews came late (逾期研判次数).
    published: Whether its public notice is up (是否公示中).
    notified_on: Day party committee and government were first told of it (通报日期).
    notified_to: Who was told (通报对象).
    identified_on: Day it was identified (辨识日期).
    eliminated_on: Day it was gone (消除日期).
    reopened: How often it was reopened (重新列入次数).
    reopening_cause: Why it was reopened last (重新列入原因).
    reported_at: When the ledger learned of it (记录时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={
        "accident": AccidentKind,
        "assessment": AssessmentKind,
        "status": RiskStatus,
        "grade": RiskGrade,
        "method": GradingMethod,
        "proposed_grade": RiskGrade,
        "reopening_cause": RiskReopeningCause,
    },
    computed={
        "review_overdue": Computed(
            bool, REVIEW_OVERDUE, lambda today: (today,), "Past the day of its review today (研判是否逾期)."
        ),
    },
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    many={
        "notices": ToMany("RiskNotice", "risk", "risk", "valid_from", "Its public notices (历次公示)."),
        "listings": ToMany(
            "RiskListEntry", "risk", "risk", "year", "Its entries on the lists of years (年度清单).", __name__
        ),
        "history": ToMany("Event", "stream", "risk", "position", "Every step of it (全过程)."),
    },
)

RiskListEntry = object_type(
    "RiskListEntry",
    risk_lists,
    KNOWN,
    "A risk on its mine's list of a year (年度风险清单), frozen as it stood when it was put there.",
    """
    year: The year (年度).
    grade: The grade then (风险等级).
    place: Where (风险点).
    description: What may go wrong (风险描述).
    measures: Measures then (管控措施).
    responsible_person: Responsible person then (管控责任人).
    listed_on: Day it was put there (列入日期).
    taken_off_on: Day it was taken off (移出日期).
    taken_off_why: Why it was taken off (移出理由).
    """,
    enums={"grade": RiskGrade},
    one={
        "mine": ToOne("Mine", "mine", "The mine (煤矿)."),
        "risk": ToOne("Risk", "risk", "The risk as it stands (风险)."),
    },
)
