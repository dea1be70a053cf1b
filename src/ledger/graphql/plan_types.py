"""Plans, goals and reports as object types."""

from __future__ import annotations

from ledger.domain.plan_events import GoalOperator, Measure, PlanStatus
from ledger.graphql import task_types
from ledger.graphql.declared import Computed, ToMany
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.plans import goals, indicator_reports, plan_editions, plan_phases, plans
from ledger.projections.submissions import DUE_LABEL, MISSING, SubmissionStatus, submissions_matrix

_ = task_types  # tasks hang on plans: their type is declared first

PlanEdition = object_type(
    "PlanEdition",
    plan_editions,
    KNOWN,
    "An edition of a plan (方案版次); a superseded one stays readable.",
    """
    division: Administrative division (行政区划代码).
    edition: Its number (版次).
    document_no: Number of the document (文号).
    title: Title (方案名称).
    issued_on: Day of issue (印发日期).
    why: Why it was made (调整理由).
    superseded_on: Day on which another superseded it (被替代日期).
    """,
)

PlanPhase = object_type(
    "PlanPhase",
    plan_phases,
    KNOWN,
    "A phase of a plan (阶段).",
    """
    division: Administrative division (行政区划代码).
    number: Its number (阶段序号).
    name: Its name (阶段名称).
    starts_on: First day (起始日).
    ends_on: Last day (截止日).
    edition: Edition that set it (设定版次).
    superseded_in: Edition in which another took its place (被替代版次); null while it holds.
    """,
)

IndicatorReport = object_type(
    "IndicatorReport",
    indicator_reports,
    KNOWN,
    "A figure as a department reported it (上报指标), frozen; a correction stands beside it.",
    """
    division: Administrative division (行政区划代码).
    code: Code of the goal (目标编号).
    department: Who reported it (上报单位).
    value: The figure as reported (上报数值).
    unit: Its unit (单位).
    stands_on: The day it is true for (统计截止日).
    source: Where it comes from (数据来源).
    corrected: The right figure, where this one was wrong (更正后数值).
    corrected_why: Why it was corrected (更正理由).
    recorded_at: When the ledger learned it (记录时间).
    """,
)

Goal = object_type(
    "Goal",
    goals,
    KNOWN,
    "A goal of a plan with its indicator (目标).",
    """
    division: Administrative division (行政区划代码).
    code: Its code (目标编号).
    text: What is to be reached (目标内容).
    operator: What is asked of the figure (比较方式).
    value: The figure to be reached (目标值).
    unit: Its unit (单位).
    due_on: By when (达成期限).
    aspirational: To be striven for (力争).
    measure: How the ledger counts it by itself (自动统计口径); null where it cannot.
    edition: Edition that set it (设定版次).
    superseded_in: Edition in which another took its place (被替代版次); null while it holds.
    withdrawn_why: Why it is no longer pursued (取消理由).
    reported: The last figure as reported (最近上报数值).
    reported_for: The day that figure is true for (统计截止日).
    reported_by: Who reported it (上报单位).
    """,
    enums={"operator": GoalOperator, "measure": Measure},
    many={"reports": ToMany("IndicatorReport", "goal", "goal", "stands_on", "All figures reported (历次上报).")},
)

Submission = object_type(
    "Submission",
    submissions_matrix,
    KNOWN,
    "What a department owes under a reporting duty, and what arrived (报送情况).",
    """
    division: Administrative division (行政区划代码).
    code: Code of the duty (报送任务编号).
    title: What is to be reported (报送内容).
    due_on: Last day in time (报送期限).
    recipient: Who gets it (接收单位).
    department: Who owes it (报送单位).
    status: What became of it (状态).
    submitted_on: The day it arrived (报送日期).
    document_no: Its number (文号).
    account: What it says, in short (内容摘要).
    returned: How often it was sent back (退回次数).
    decision: The decision that named the department (明确责任单位的决定).
    why: Why it was returned, or is no longer owed (理由).
    edition: Edition of the plan (方案版次).
    """,
    enums={"status": SubmissionStatus},
    computed={
        "missing": Computed(bool, MISSING, lambda today: (today,), "Not there past its day (是否逾期未报)."),
        "due_label": Computed(str, DUE_LABEL, lambda today: (today,) * 4, "How far it is from its day (期限情况)."),
    },
)

Plan = object_type(
    "Plan",
    plans,
    KNOWN,
    "A plan (方案) as it stands: the edition in force, and those before it.",
    """
    division: Administrative division (行政区划代码).
    department: Who issued it (印发单位).
    document_no: Number of the document in force (文号).
    title: Title (方案名称).
    edition: The edition in force (版次).
    issued_on: Day of issue (印发日期).
    starts_on: First day (起始日).
    ends_on: Last day (截止日).
    adjusts: The plan from before this ledger that it adjusts (被调整的方案).
    bases: What it rests on (依据文件).
    host: The department that the office sits in (办公室设在单位).
    leader_post: Post of the group leader (领导小组组长职务).
    status: Where it stands (状态).
    ended_on: The day it ended (结束日期).
    why: Why it was adjusted, ended or reopened last (最近一次理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"status": PlanStatus},
    many={
        "editions": ToMany("PlanEdition", "plan", "plan", "edition", "All its editions (历次版本)."),
        "phases": ToMany("PlanPhase", "plan", "plan", "starts_on", "Its phases, also superseded ones (阶段)."),
        "goals": ToMany("Goal", "plan", "plan", "code", "Its goals, also superseded ones (目标)."),
        "tasks": ToMany("Task", "plan", "plan", "reference", "Its tasks (任务)."),
        "submissions": ToMany("Submission", "plan", "plan", "due_on", "Reports owed under it (报送情况)."),
        "history": ToMany("Event", "stream", "plan", "position", "Every step of it (全过程)."),
    },
)
