"""The object types of double control systems and of risk assessments."""

from __future__ import annotations

from ledger.domain.risk_events import AssessmentKind
from ledger.graphql import types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.double_control import double_controls, risk_assessments

_ = types  # mines and events are declared by being imported

RiskAssessment = object_type(
    "RiskAssessment",
    risk_assessments,
    KNOWN,
    "A risk assessment of a mine (安全风险辨识评估).",
    """
    department: Whose matter it is (主管单位).
    assessment: Which (辨识评估类型).
    subject: What was assessed (评估对象).
    held_on: Day of it (评估日期).
    led_by: Who led it (组织者).
    document: Number of the report (评估报告编号).
    found: How many risks it found (辨识风险数).
    account: What came of it (评估结论).
    withdrawn: Why the entry was taken back (撤回理由); null where it was not.
    """,
    enums={"assessment": AssessmentKind},
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
)

DoubleControl = object_type(
    "DoubleControl",
    double_controls,
    KNOWN,
    "The double control system (“双控”体系) of a mine as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Whose matter it is (主管单位).
    begun_on: Day of the first entry (起始日期).
    parts: What of it is there (DoubleControlPart; 已建成项目).
    complete_on: Day the last of its six parts was there (建成日期).
    assessed_on: Day of the last annual risk assessment (上次年度辨识评估日期).
    ledger_updated_on: Day of the last step in the ledger of risks (风险台账更新日期).
    version: Version of the thing, for expectedVersion (版本).
    """,
    computed={
        "stale_days": Computed(
            int | None,
            "%s::date - ledger_updated_on",
            lambda today: (today,),
            "Days since the ledger of risks was last kept (风险台账未更新天数).",
        ),
    },
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    many={
        "assessments": ToMany(
            "RiskAssessment", "double_control", "double_control", "held_on", "Its risk assessments (辨识评估)."
        ),
        "history": ToMany("Event", "stream", "double_control", "position", "Every step of it (全过程)."),
    },
)
