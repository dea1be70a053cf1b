"""Tasks, matters and the two lists as object types."""

from __future__ import annotations

from ledger.domain.matter import MatterStatus
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.domain.two_lists import ListItemStatus, ListKind
from ledger.graphql import types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.matters import matters
from ledger.projections.task_board import DEADLINE_LABEL, OVERDUE, task_board
from ledger.projections.task_progress import MISSED, task_milestones, task_progress
from ledger.projections.two_lists import LATE, LIMIT_LABEL, two_lists

_ = types  # events hang on tasks: their type is declared first

TaskProgress = object_type(
    "TaskProgress",
    task_progress,
    KNOWN,
    "How far a department had come with a task (任务进展).",
    """
    division: Administrative division (行政区划代码).
    department: Which department (报送单位).
    reported_on: The day (报送日期).
    percentage: How much of it was done (完成比例), 0 to 100.
    text: What was done (进展情况).
    reporter: Who told it (报送人).
    recorded_at: When the ledger learned it (记录时间).
    """,
)

TaskMilestone = object_type(
    "TaskMilestone",
    task_milestones,
    KNOWN,
    "A part of a task with a day of its own (任务节点).",
    """
    division: Administrative division (行政区划代码).
    item: The part (节点事项).
    due_on: Its last day in time (节点期限).
    consequence: What follows when it is missed (逾期后果).
    department: Whom it falls to (节点责任单位); null: all who answer for the task.
    reached_on: The day it was finished (完成日期).
    account: By what (完成依据).
    """,
    computed={"missed": Computed(bool, MISSED, lambda today: (today,), "Finished late, or past its day (是否逾期).")},
)

Task = object_type(
    "Task",
    task_board,
    KNOWN,
    "A task (任务) as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Who set it (下达单位).
    reference: Number in its plan (任务编号).
    title: Title (任务名称).
    text: What is to be done (任务内容).
    edition: Edition of the plan that it was issued under (方案版次).
    phases: Phases it belongs to (所属阶段).
    targets: What is counted (量化要求).
    quote: Who is responsible, in the plan's own words (责任分工原文).
    issued_on: Day of the paper that set it (下达日期).
    status: Where it stands (状态).
    mode: How departments share it (责任方式).
    principal: Principal department (牵头单位).
    departments: Departments responsible (责任单位).
    open_ended: Others follow by 等 or 各有关部门, and the office has not named them (责任单位未列明).
    resolved_by: The decision that named them (明确责任单位的决定).
    deadline: Last day in time (完成期限).
    next_due: The next day of the task or of a part of it (最近期限).
    overdue_at_creation: Whether a day had passed when it was issued (下达时已逾期).
    percentage: How much was done by the last report (完成比例).
    progress_on: Day of the last report (最近进展日期).
    progress: The last report (最近进展).
    delivered_on: Day of delivery (报送日期).
    approved_on: Day of approval (通过日期).
    completed_on: Day it was done (办结日期).
    returned: How often it was sent back (退回次数).
    extension_asked: A later deadline that waits for approval (申请延至).
    extensions: How often the deadline was moved (延期次数).
    why: Why it was returned, suspended or withdrawn last (最近一次理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"status": TaskStatus, "mode": DutyMode},
    computed={
        "overdue": Computed(bool, OVERDUE, lambda today: (today,), "Undelivered past its day today (是否逾期)."),
        "deadline_label": Computed(
            str, DEADLINE_LABEL, lambda today: (today,) * 4, "How far it is from its day (期限情况)."
        ),
    },
    many={
        "milestones": ToMany("TaskMilestone", "task", "task", "due_on", "Its parts with days of their own (任务节点)."),
        "progress_reports": ToMany("TaskProgress", "task", "task", "recorded_at", "Reports of progress (历次进展)."),
        "history": ToMany("Event", "stream", "task", "position", "Every step of it (全过程)."),
    },
)

Matter = object_type(
    "Matter",
    matters,
    KNOWN,
    "A major issue (事项): asked about above, put to a meeting, decided, carried out by tasks.",
    """
    division: Administrative division (行政区划代码).
    department: Who raised it (提出单位).
    title: Title (事项名称).
    text: What it is about (事项内容).
    status: Where it stands (状态).
    raised_on: The day it was raised (提出日期).
    asked: The superior body asked (主送机关).
    request_no: Number of the request (请示文号).
    requested_on: Day of the request (请示日期).
    answer_no: Number of the answer (批复文号).
    answer: The answer (批复内容).
    answered_on: Day of the answer (批复收到日期).
    meeting: The meeting it was put to (会议名称).
    held_on: Day of the meeting (会议日期).
    decision: What was decided (决定内容).
    decision_no: Number of the decision (决定文号).
    decided_on: Day of the decision (决定日期).
    closed_on: Day it was closed (办结日期).
    why: Why it was withdrawn, reopened or its decision revoked last (最近一次理由).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"status": MatterStatus},
    many={
        "tasks": ToMany("Task", "matter", "matter", "reference", "The tasks that carry it out (落实任务)."),
        "history": ToMany("Event", "stream", "matter", "position", "Every step of it (全过程)."),
    },
)

ListItem = object_type(
    "ListItem",
    two_lists,
    KNOWN,
    "An item of one of the two lists (“两个清单”事项).",
    """
    division: Administrative division (行政区划代码).
    department: Whose list it is (建账单位).
    kind: Which list (清单类别).
    text: The problem, or the measure (问题隐患或制度措施).
    unit: Unit that rectifies (整改单位).
    person: Who answers for it (责任人).
    time_limit: Last day in time (时限).
    status: Where it stands (状态).
    rectified_on: Day of rectification (整改完成日期).
    account: What was done (整改情况).
    confirmed_on: Day it was confirmed (确认日期).
    updates: How often it was brought up to date (更新次数).
    reopened: How often it was reopened (重新整改次数).
    why: Why it was changed last (最近一次理由).
    updated_at: When it was changed last (最近更新时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": ListKind, "status": ListItemStatus},
    computed={
        "late": Computed(bool, LATE, lambda today: (today,), "Rectified late, or open past its limit (是否逾期)."),
        "limit_label": Computed(str, LIMIT_LABEL, lambda today: (today,) * 4, "How far it is from it (时限情况)."),
    },
    one={"mine": ToOne("Mine", "mine", "The mine it is about (涉及煤矿).", optional=True)},
    many={"history": ToMany("Event", "stream", "item", "position", "Every step of it (全过程).")},
)
