"""The object types of a mine's file (一矿一册) and of how it is run."""

from __future__ import annotations

from ledger.domain.mine_events import SizeClass
from ledger.domain.mine_file_events import (
    CapacityKind,
    DisasterKind,
    DispositionGround,
    DispositionKind,
    RequirementState,
    StandardisationChange,
)
from ledger.domain.mine_operation_events import ContractingScope, ExitDecision, FeedKind, FeedLevel, FeedState
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.mine_types import NOT_PUBLISHED, OF_MINE
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.projections.mine_file import (
    capacities,
    disaster_appraisals,
    dispositions,
    double_control_periods,
    headcount_limits,
    liaison_leaders,
    mine_plans,
    mine_requirements,
    standardisation_periods,
)
from ledger.projections.mine_operation import approval_gates, contracting_periods, mechanisation, monitoring_feeds

GATE_MISSED = "(coalesce(passed_on, revoked_on, %s) > due_on)"
"""Passed late, or not passed and the day is over (逾期), on a day, which is the one parameter."""

CapacityPeriod = object_type(
    "CapacityPeriod",
    capacities,
    EVERYONE,
    "A capacity of a mine (生产能力) for a period.",
    """
    kind: Which capacity (能力类型).
    capacity: The capacity in 万吨/年 (生产能力).
    size_class: Size class by it (规模).
    reference: Number of the document (文号).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    enums={"kind": CapacityKind, "size_class": SizeClass},
    one=OF_MINE,
)

DisasterAppraisal = object_type(
    "DisasterAppraisal",
    disaster_appraisals,
    KNOWN,
    "What a mine was appraised at (灾害鉴定) for a period.",
    """
    disaster: The disaster type (灾害类型).
    grade: The grade (鉴定等级).
    severe: Whether the mine is one of severe hazard by it (是否灾害严重矿井).
    appraised_by: Who appraised it (鉴定机构).
    reference: Number of the report (鉴定报告编号).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    enums={"disaster": DisasterKind},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

MinePlan = object_type(
    "MinePlan",
    mine_plans,
    KNOWN,
    "An edition of the plan of supervising a mine (一矿一策).",
    """
    edition: Which edition (版次).
    text: The plan (监管方案).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

LiaisonLeader = object_type(
    "LiaisonLeader",
    liaison_leaders,
    KNOWN,
    "A leader who liaises with a mine and guides it (联系指导领导) for a period.",
    """
    leader: Name of the leader (联系领导姓名).
    post: The leader's post (职务).
    scope: What the leader is to do (联系指导范围和职责).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

StandardisationPeriod = object_type(
    "StandardisationPeriod",
    standardisation_periods,
    EVERYONE,
    "A standardisation grade (标准化等级) of a mine for a period.",
    """
    grade: Standardisation grade (标准化等级) 1–3; 0 is none.
    change: How it came about (变动类型).
    assessed_by: Who decided it (考核定级部门).
    reference: Number of the document (文号).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    enums={"change": StandardisationChange},
    one=OF_MINE,
)

MineDisposition = object_type(
    "MineDisposition",
    dispositions,
    KNOWN,
    "What is to become of a mine (分类处置), from a decision until the next one.",
    """
    disposition: What is to become of it (处置方式).
    ground: Why (处置依据).
    decided_by: Who decided (决定机关).
    reference: Number of the document (文号).
    why: The policy and the facts it rests on (政策依据与事由).
    valid_from: Day of the decision (决定日期).
    valid_to: Day of the next one (终止日); null while it goes on.
    """,
    enums={"disposition": DispositionKind, "ground": DispositionGround},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

DoubleControlPeriod = object_type(
    "DoubleControlPeriod",
    double_control_periods,
    KNOWN,
    "How far the double control (“双控”体系) of a mine had come for a period, by the notice's four things.",
    """
    complete: Whether all four are there (是否全部完成).
    rules_complete: Whether its rules are complete (制度完备).
    ledgers_updated: Whether its ledgers are kept up to date (台账定期更新).
    hazards_closed: Whether hazards are followed to their end (隐患排查闭合管理).
    system_running: Whether its system runs as it should (信息化管理系统正常运行).
    assessed_by: Who assessed it (验收部门).
    finding: What was found (验收情况).
    valid_from: First day (起始日).
    valid_to: First day of another assessment (终止日); null while it goes on.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

MineRequirement = object_type(
    "MineRequirement",
    mine_requirements,
    KNOWN,
    "Whether something that a mine has to have or to keep up is there (应建应备事项), for a period.",
    """
    code: Code of the item (事项代码).
    zh: What it is (事项).
    article: Passage of the notice (依据条款).
    ground: Why it applies to the mine (适用理由), where that follows from what is known of it; else empty.
    state: Whether it is there (落实情况).
    finding: What was found (核查情况).
    noted_by: Which department noted it (核查单位).
    valid_from: Day of the finding (核查日期).
    valid_to: Day of the next one (终止日); null while it goes on.
    """,
    enums={"state": RequirementState},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

HeadcountQuota = object_type(
    "HeadcountQuota",
    headcount_limits,
    KNOWN,
    "A mine's own quota of people at a place in one shift (矿定限员) for a period.",
    """
    place: The face, or the whole mine (地点).
    people: How many people at most (限员人数).
    reference: Number of the document (文号).
    valid_from: First day (起始日).
    valid_to: First day of another (终止日); null while it goes on.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

ContractingPeriod = object_type(
    "ContractingPeriod",
    contracting_periods,
    KNOWN,
    "A contract on the work of a mine (托管、承包) for a period.",
    """
    contractor: The contractor (承托方).
    credit_code: Unified social credit code (统一社会信用代码).
    scope: What is contracted out (托管范围).
    licence_renewed: Whether the safety licence was renewed or changed (是否重新取得许可证).
    onward: Whether the contractor contracted on (是否再次转包).
    licence: Number of the licence that was renewed or changed later (许可证编号).
    licence_on: Day of that (取得日期).
    reference: Number of the contract (合同编号).
    valid_from: First day (起始日).
    valid_to: First day without it (终止日); null while it runs.
    ended_why: Why it ended (终止原因).
    corrected: Why its days were corrected (更正理由); null when they were not.
    """,
    enums={"scope": ContractingScope},
    one=OF_MINE
    | {"under": ToOne("ContractingPeriod", "parent", "The contract above it (上级托管、承包).", True, __name__)},
    many={
        "onward_contracts": ToMany(
            "ContractingPeriod", "parent", "contract", "valid_from", "What was contracted on (再次转包).", __name__
        )
    },
    published=NOT_PUBLISHED,
)

Mechanisation = object_type(
    "Mechanisation",
    mechanisation,
    KNOWN,
    "How far a mine is mechanised (机械化程度), as reported.",
    """
    reported_for: Day the figures are of (数据日期).
    mining: Of mining in percent (采煤机械化程度).
    driving: Of driving and loading in percent (掘进装载机械化程度).
    unattended_sites: Unattended fixed sites (无人值守固定作业地点).
    withdrawn: Why it was taken back (撤销理由); null while it stands.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

MonitoringFeed = object_type(
    "MonitoringFeed",
    monitoring_feeds,
    KNOWN,
    "A monitoring feed of a mine (监测数据接入) as it stands.",
    """
    kind: What it brings (接入系统).
    level: Whose system it comes into (接入层级).
    state: Whether it comes in (接入状态).
    since_when: Since when (起始时间).
    interruptions: How often it broke off (中断次数).
    remark: Why it broke off, or what was done (中断原因或处置情况).
    """,
    enums={"kind": FeedKind, "level": FeedLevel, "state": FeedState},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

ApprovalGate = object_type(
    "ApprovalGate",
    approval_gates,
    KNOWN,
    "An approval that a mine has to have for its upgrade (升级改造审批), and what became of it.",
    """
    programme: The rule set it is of (审批时限规则).
    code: Code (审批事项代码).
    zh: What it is (审批事项).
    due_on: Last day in time (审批时限).
    consequence: What follows where it is missed (逾期后果).
    passed_on: Day of the approval (批复日期).
    authority: Who granted it (批复机关).
    reference: Number of the document (批复文号).
    days_late: How many days late (逾期天数).
    proposed_on: Day an exit was proposed (提出处置建议日期).
    ground: The ground of the proposal (建议理由).
    decision: What was decided (处置决定).
    decided_on: Day of the decision (决定日期).
    decided_why: Why (决定理由).
    refused_on: Day it was refused (不予批准日期).
    refused_why: Which policy or standard is not met (不予批准理由).
    reopened: Why an approval or refusal was taken back last (撤销批复记录理由).
    revoked_on: Day the mine lost its place among those upgraded (取消升级改造资格日期); null while it has it.
    """,
    enums={"decision": ExitDecision},
    computed={
        "missed": Computed(bool, GATE_MISSED, lambda today: (today,), "Late, or not there and overdue (是否逾期)."),
    },
    one=OF_MINE,
    published=NOT_PUBLISHED,
)
