"""The object types of construction projects and of their approvals."""

from __future__ import annotations

from ledger.domain.project_events import ApprovalKind, ApprovalOutcome, ProjectKind, ProjectStatus
from ledger.graphql import types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.project_register import project_approvals, project_register

_ = types  # mines and events are declared by being imported

TRIAL_OVERDUE = "coalesce(status = 'TRIAL_RUN' AND trial_to < %s, false)"
"""On trial past its last day (试运转超期) on a day, which is the one parameter."""

ProjectApproval = object_type(
    "ProjectApproval",
    project_approvals,
    KNOWN,
    "A decision on one approval of a project (审批事项).",
    """
    project: The project (项目编号).
    kind: The approval (审批事项).
    outcome: What became of it (审批结果).
    authority: Who decided (审批机关).
    document: Number of the paper (批复文号).
    decided_on: Day of the decision (决定日期).
    ends_on: First day without it (失效日期).
    ended_by: Who took it back, by which paper (撤销机关和文号).
    why: Why it was refused or taken back (理由).
    """,
    enums={"kind": ApprovalKind, "outcome": ApprovalOutcome},
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
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
        "approvals": ToMany("ProjectApproval", "project", "project", "decided_on", "Its approvals (审批情况)."),
        "history": ToMany("Event", "stream", "project", "position", "Every step of it (全过程)."),
    },
)
