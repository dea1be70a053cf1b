"""The object types of what happens at a mine: stops, repair, work found, duties, workings, production."""

from __future__ import annotations

from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.domain.mine_status_events import MineStatus, WorkKind
from ledger.domain.mine_working_events import FaceKind, FaceMethod, Seams
from ledger.domain.production_year_events import ShiftKind
from ledger.graphql import types
from ledger.graphql.declared import ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.projections.mine_duties import commitments, quarterly_reports, self_inspections
from ledger.projections.mine_stops import mine_stops, repair_permits, work_found
from ledger.projections.mine_workings import faces, panels
from ledger.projections.production import headcounts, outputs
from ledger.projections.reading import Condition

_ = types  # mines are declared by being imported

OF_MINE = {"mine": ToOne("Mine", "mine", "The mine (煤矿).")}
NOT_PUBLISHED = Condition("false")
# 煤矿安全生产条例 §49: a stop for rectification is made public.
STOPS_PUBLISHED = Condition("kind = 'STOPPED_FOR_RECTIFICATION'")

MineStop = object_type(
    "MineStop",
    mine_stops,
    EVERYONE,
    "A stop of a part of a mine (停产), and how far its way back has been gone.",
    """
    part: Which part (组成部分).
    kind: Which of the four kinds (停产类型).
    valid_from: First day (起始日).
    valid_to: Day it ended (终止日); null while it stands.
    ordered_by: Who ordered it (决定机关); null for a voluntary one.
    reference: Number of the document (文号).
    content: What it is about (停产原因或整顿内容).
    term: Last day of the term ordered (整顿期限).
    noticed_on: Day of the prior notice (行政处罚事先告知日期); null where none is on record.
    applied_on: Day of the application to resume (恢复生产申请日期).
    acceptance_due: Last day in time of the acceptance (验收期限).
    accepted_on: Day of the acceptance (验收日期).
    passed: Whether it was passed (是否合格).
    days_late: How many days late the acceptance was (验收逾期天数).
    signed_department: Day the department head signed (部门主要负责人签字日期).
    signed_inspection: Day the mine inspection body agreed (矿山安全监察机构审核日期).
    signed_government: Day the head of the government approved (政府主要负责人批准日期).
    ended_how: How it ended (解除方式).
    ended_reference: Number of the document that ended it (解除文号).
    """,
    enums={"kind": MineStatus},
    one=OF_MINE,
    many={
        "orders": ToMany(
            "Order",
            "order_id",
            "order_id",
            "begun_on",
            "The order it stands under (执法文书), where that is one of this ledger.",
            "ledger.graphql.document_types",
        )
    },
    published=STOPS_PUBLISHED,
)

RepairPermit = object_type(
    "RepairPermit",
    repair_permits,
    KNOWN,
    "Repair permitted during a stop (整改维修许可).",
    """
    part: Which part (组成部分).
    scope: What may be worked on (作业范围).
    starts_on: First day (起始日).
    ends_on: Last day (截止日).
    sequence: In which order (施工顺序).
    headcount: How many people at most (作业人数).
    reference: Number of the document (文号).
    withdrawn: Why it was taken back (撤销理由); null while it stands.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

FoundWork = object_type(
    "FoundWork",
    work_found,
    KNOWN,
    "Work found in a part of a mine on a day (现场作业核查), lawful or not.",
    """
    part: Which part (组成部分).
    work: What was being done (作业类型).
    found_on: Day of the finding (发现日期).
    status: What the part's status was that day (当日状态).
    lawful: Whether such work is lawful in it (是否合法).
    finding: What was found (发现情况).
    found_by: Which department found it (发现单位).
    people: How many people were at it (作业人数); null where they were not counted.
    as_permitted: Whether repair kept to scope and sequence of its permit (是否按许可作业); null where not looked at.
    withdrawn: Why it was taken back (撤销理由); null while it stands.
    """,
    enums={"work": WorkKind, "status": MineStatus},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

SafetyCommitment = object_type(
    "SafetyCommitment",
    commitments,
    KNOWN,
    "A safety commitment (安全承诺) of whoever heads the enterprise.",
    """
    made_by: Who made it (承诺人).
    post: In which post (职务).
    made_on: Day of it (承诺日期).
    text: What was committed to (承诺内容).
    withdrawn: Why it was taken back (撤销理由); null while it stands.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

SelfInspection = object_type(
    "SelfInspection",
    self_inspections,
    KNOWN,
    "A self-inspection of a mine (自检自改).",
    """
    kind: Which one (自查类型).
    period_start: First day of the month or ten-day period it is for (所属期起始日).
    inspected_on: Day of it (自查日期).
    led_by: Who led it (组织人).
    found: How many hazards were found (发现隐患数).
    rectified: How many of them were set right (已整改数).
    account: What was found and done (自查情况).
    withdrawn: Why it was taken back (撤销理由); null while it stands.
    """,
    enums={"kind": SelfInspectionKind},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

QuarterlyReport = object_type(
    "QuarterlyReport",
    quarterly_reports,
    KNOWN,
    "A mine's signed report of a quarter on hazards found and removed (季度书面报告).",
    """
    period_start: First day of the quarter (所属季度起始日).
    submitted_on: Day it was handed in (报送日期).
    signed_by: Who signed it (签字的企业负责人).
    found: How many hazards were found (排查隐患数).
    major: How many of them were major ones (其中重大隐患数).
    rectified: How many of them were set right (已整改数).
    account: What it says (报告内容).
    withdrawn: Why it was taken back (撤销理由); null while it stands.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

Panel = object_type(
    "Panel",
    panels,
    KNOWN,
    "A panel (采区) of a mine.",
    """
    name: Name (采区名称).
    seams: In how many seams it is worked (煤层).
    valid_from: First day (投产日期).
    valid_to: Day it was closed (结束日期); null while it is open.
    corrected: Why it was corrected (更正理由); null when it was not.
    """,
    enums={"seams": Seams},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

Face = object_type(
    "Face",
    faces,
    KNOWN,
    "A face (采掘工作面) of a mine.",
    """
    name: Name (工作面名称).
    panel_name: The panel it is in (所属采区).
    kind: Coal face or heading (工作面类型).
    method: How it is worked (采掘工艺).
    working: Whether it works (是否在作业).
    stopped_on: Day it stopped for a time (停止日期).
    stopped_why: Why it stopped (停止原因).
    valid_from: First day (开工日期).
    valid_to: Day it was closed (收尾日期); null while it is open.
    ended_why: Why it was closed (收尾原因).
    corrected: Why it was corrected (更正理由); null when it was not.
    """,
    enums={"kind": FaceKind, "method": FaceMethod},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

MonthlyOutput = object_type(
    "MonthlyOutput",
    outputs,
    KNOWN,
    "The output of a mine in a month (月产量), and which limits it exceeds.",
    """
    year: The year (年).
    month: The month (月).
    output: Raw coal (原煤产量) in 万吨, as it is known now.
    reported: Raw coal in 万吨 as it was first reported (原上报产量).
    capacity: The capacity it was held against (核定或设计生产能力) in 万吨/年.
    of_year: Output of the year so far (年累计产量) in 万吨.
    days_at_work: Days of the month on which it might produce by its status (当月可生产天数); null where not counted.
    over: Whether it exceeds a limit (是否超能力).
    over_rules: The rules it breaks (违反规定).
    corrected: Why it was corrected (更正理由); null when it was not.
    """,
    one=OF_MINE,
    published=NOT_PUBLISHED,
)

ShiftHeadcount = object_type(
    "ShiftHeadcount",
    headcounts,
    KNOWN,
    "How many people were at a place in one shift (单班入井人数).",
    """
    day: The day (日期).
    shift: The shift (班次).
    shift_kind: What the shift is for (班次性质).
    place: The face, or the whole mine (地点).
    people: How many people (人数), as it is known now.
    reported: How many people as it was first reported (原上报人数).
    max_people: How many at most (限员人数); null when no limit is known.
    limit_rule: By which rule (限员依据).
    over: Whether there were too many (是否超员).
    over_rules: The rules it breaks (违反规定).
    corrected: Why it was corrected (更正理由); null when it was not.
    """,
    enums={"shift_kind": ShiftKind},
    one=OF_MINE,
    published=NOT_PUBLISHED,
)
