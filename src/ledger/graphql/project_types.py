"""The object types of construction projects and of their approvals."""

from __future__ import annotations

from ledger.domain.project_events import ApprovalKind, ApprovalOutcome, ProjectKind, ProjectStatus
from ledger.graphql import types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.project_register import (
    design_deviations,
    project_approvals,
    project_register,
    site_verifications,
)

_ = types  # mines and events are declared by being imported

TRIAL_OVERDUE = "coalesce(status = 'TRIAL_RUN' AND trial_to < %s, false)"
"""On trial past its last day (试运转超期) on a day, which is the one parameter."""

OF_PROJECT = {
    "mine": ToOne("Mine", "mine", "The mine (煤矿)."),
    "project": ToOne("Project", "project", "The project (建设项目).", module=__name__),
}

ProjectApproval = object_type(
    "ProjectApproval",
    project_approvals,
    KNOWN,
    "A decision on one approval of a project (审批事项).",
    """
    kind: The approval (审批事项).
    outcome: What became of it (审批结果).
    authority: Who decided (审批机关).
    document: Number of the paper (批复文号).
    decided_on: Day of the decision (决定日期).
    ends_on: First day without it (失效日期).
    ended_by: Who took it back, by which paper (撤销机关和文号).
    why: Why it was refused or taken back (理由).
    standards: Standards that a design was made by (设计依据标准).
    faces: Coal faces at once that a design plans (设计同时生产采煤工作面数).
    """,
    enums={"kind": ApprovalKind, "outcome": ApprovalOutcome},
    one=OF_PROJECT,
)

DesignDeviation = object_type(
    "DesignDeviation",
    design_deviations,
    KNOWN,
    "What of a project is not built as its approved design says (设计偏差).",
    """
    found_on: Day it was found (发现日期).
    finding: What was found (发现情况).
    due_on: Last day to put it right (整改期限).
    remedied_on: Day it was put right (整改日期).
    remedy: What was seen then (核查情况).
    """,
    one=OF_PROJECT,
)

SiteVerification = object_type(
    "SiteVerification",
    site_verifications,
    KNOWN,
    "That officers looked at a project on site (建设项目现场核查).",
    """
    verified_on: Day of it (核查日期).
    verified_by: Who looked (核查人员).
    status: Where the project stood by the record (当时项目状态).
    in_order: Whether it was as it should be (是否符合要求).
    finding: What was seen (核查情况).
    """,
    enums={"status": ProjectStatus},
    one=OF_PROJECT,
)

Project = object_type(
    "Project",
    project_register,
    KNOWN,
    "A construction project (建设项目) as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Whose matter it is (主管单位).
    name: Name of the project (项目名称).
    kind: What is built (项目类别).
    builder: Who builds and answers for it (建设单位).
    capacity: Capacity to be (设计生产能力) in 万吨/年.
    mechanised: Whether coal will be won by machine (是否机械化采煤).
    status: Where it stands (状态).
    applied_on: Day of application (申报日期).
    begun_on: First day of building (开工日期).
    begun_without: Approvals (ApprovalKind) that were missing when building began (未批先建缺少的批复).
    stopped_on: Day building stopped (停工日期).
    stopped_why: Why it stopped (停工原因).
    trial_from: First day of the trial run (试运转起始日).
    trial_to: Last day of the trial run (试运转终止日).
    trial_extended: How often the trial run was extended (试运转延期次数).
    verified_on: Day it was last looked at on site (最近现场核查日期).
    facilities_accepted_on: Day the builder accepted the safety facilities (安全设施验收日期).
    accepted_on: Day of acceptance (竣工验收日期).
    acceptance_document: Number of the acceptance (验收文号).
    in_use_on: Day it went into use (投入使用日期).
    used_before_acceptance: Whether it was used before it was accepted (未经验收投入使用).
    open_deviations: Deviations from the design that are open (未整改的设计偏差).
    cancelled_on: Day it was cancelled (取消日期).
    cancelled_why: Why it was cancelled (取消理由).
    defects: Procedure defects flagged (程序瑕疵数).
    reported_at: When the ledger learned of it (记录时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": ProjectKind, "status": ProjectStatus},
    computed={
        "trial_overdue": Computed(
            bool, TRIAL_OVERDUE, lambda today: (today,), "On trial past its last day today (试运转是否超期)."
        ),
    },
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    many={
        "deviations": ToMany(
            "DesignDeviation", "project", "project", "found_on", "What is not as designed (设计偏差)."
        ),
        "verifications": ToMany(
            "SiteVerification", "project", "project", "verified_on", "When officers looked at it (现场核查)."
        ),
        "approvals": ToMany("ProjectApproval", "project", "project", "decided_on", "Its approvals (审批情况)."),
        "history": ToMany("Event", "stream", "project", "position", "Every step of it (全过程)."),
    },
)
