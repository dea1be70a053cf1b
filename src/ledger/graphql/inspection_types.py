"""The object types of inspections: the inspection, its draws, who took part, what was checked, examined and found."""

from __future__ import annotations

from ledger.domain.inspection_events import Acknowledgement, InspectionActivity, InspectionKind, InspectionStatus
from ledger.graphql import document_types, plan_types, subject_types
from ledger.graphql.declared import ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import EVERYONE, KNOWN
from ledger.projections.inspection_parts import (
    inspection_draws,
    inspection_exams,
    inspection_findings,
    inspection_items,
    inspection_officers,
)
from ledger.projections.inspections import inspections
from ledger.projections.reading import Condition

_ = (
    document_types,
    plan_types,
    subject_types,
)  # what an inspection names, and what hangs on it

InspectionDraw = object_type(
    "InspectionDraw",
    inspection_draws,
    KNOWN,
    "A draw (双随机抽取) with its pool, its seed and its result: whoever has these can draw again.",
    """
    number: Which draw of the inspection (抽取次序); it is part of what is drawn by.
    pool_fixed_on: Day on which the pool was settled (抽取范围确定日期).
    mine_pool: Mines that could be drawn (备选煤矿), by their UUIDs.
    officer_pool: Officers that could be drawn (备选执法人员), by their UUIDs.
    officers_wanted: How many officers were to be drawn (抽取人数).
    seed_source: Where the seed comes from (随机种子来源).
    seed_known_on: Day on which it became public (种子公布日期).
    method: How it was drawn (抽取方法); SHA256-LOWEST-1 takes the lowest SHA-256 of `seed|number|UUID`.
    seed: The seed (随机种子).
    drawn_on: Day of the draw (抽取日期); null when the pool alone is settled.
    mine_drawn: The mine drawn (抽取的煤矿); null where it was settled before.
    officers_drawn: The officers drawn (抽取的执法人员), the first drawn first.
    voided_why: Why it does not count (作废理由).
    """,
)

InspectionOfficer = object_type(
    "InspectionOfficer",
    inspection_officers,
    KNOWN,
    "Who took part in an inspection (检查人员), as they stood on the day.",
    """
    name: Name (姓名).
    of_department: Whose officer (所在单位).
    leads: Whether they led it (是否带队).
    certified: Whether their enforcement certificate was valid that day (执法证件是否有效).
    no_interest: Whether they declared that no interest stands against it (是否作无须回避声明).
    retracted_why: Why the record was taken back (撤回理由).
    """,
    one={"person": ToOne("Person", "person", "The person (人员).")},
)

InspectionItem = object_type(
    "InspectionItem",
    inspection_items,
    KNOWN,
    "Something that was checked (检查项目).",
    """
    number: Its place among the items of the inspection (检查项目序号), by which findings name it.
    entry: Its id, by which it is struck out (记录项编号).
    item: What was checked (检查项目).
    place: Where (地点).
    in_order: Whether it was in order (是否符合要求).
    found: What was seen (检查情况).
    struck_why: Why it was struck out (撤销理由).
    position: Position in the order of all events (位置).
    """,
)

InspectionExam = object_type(
    "InspectionExam",
    inspection_exams,
    KNOWN,
    "An exam held at an inspection (逢查必考).",
    """
    entry: Its id, by which it is struck out (记录项编号).
    subject: Who was examined on what (考试对象和内容).
    examinees: How many sat it (参考人数).
    passed: How many passed (合格人数).
    average: Average mark (平均分).
    struck_why: Why it was struck out (撤销理由).
    position: Position in the order of all events (位置).
    """,
)

InspectionFinding = object_type(
    "InspectionFinding",
    inspection_findings,
    KNOWN,
    "What followed from what was found (检查处理).",
    """
    entry: Its id, by which it is struck out (记录项编号).
    item: Number of the item that it rests on (检查项目序号).
    finding: What was found (发现的问题).
    handling: How it was dealt with otherwise, and why (处理情况及理由).
    struck_why: Why it was struck out (撤销理由).
    position: Position in the order of all events (位置).
    """,
    one={"hazard": ToOne("Hazard", "hazard", "The hazard that it was entered as (隐患).", optional=True)},
)


def _part(type_name: str, order: str, description: str) -> ToMany:
    return ToMany(type_name, "inspection", "inspection", order, description)


Inspection = object_type(
    "Inspection",
    inspections,
    EVERYONE,
    "An inspection (执法检查) as it stands; until it is carried out or cancelled, for those who carry it out alone.",
    """
    division: Administrative division (行政区划代码).
    department: Who leads it (牵头检查单位).
    departments: Who carries it out (检查单位).
    embargoed: Whether it is secret still (是否保密).
    kind: What makes it take place (检查类型).
    activity: The activity that it is part of (执法活动).
    campaign: The campaign that it is part of (专项检查名称).
    purpose: What is to be checked (检查内容).
    starts_on: First day on which it may take place (计划起始日).
    ends_on: Last day on which it may take place (计划截止日).
    outside_plan: Whether that is not within the days of its annual plan (是否超出年度计划期间).
    status: Where it stands (检查状态).
    draws: How often it was drawn (抽取次数).
    drawn_on: Day of the draw that counts (抽取日期).
    carried_out_on: Day of it (检查日期).
    places: Places visited (检查地点).
    methods: How it was done (检查方式), by the values of InspectionMethod.
    leader: Who led it (带队负责人).
    acknowledgement: What the mine did with the written record (签字情况).
    representative: Who stood for the mine (被检查单位负责人).
    remark: Why it was not signed (拒签情况).
    number: Number of the written record (文号).
    published_on: Day it was made public (公示日期).
    medium: Where it was (公示平台).
    reference: Number or address of the publication (公示编号或网址).
    due_on: Last day in time for that (公示期限).
    days_late: By how many days it was late (逾期天数).
    why: Why it was moved, cancelled, retracted or withdrawn last (理由).
    defects: Procedure defects flagged (程序瑕疵数).
    planned_at: When the ledger learned of it (记录时间).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={
        "kind": InspectionKind,
        "activity": InspectionActivity,
        "status": InspectionStatus,
        "acknowledgement": Acknowledgement,
    },
    published=Condition("status = 'PUBLISHED'"),
    one={
        "mine": ToOne("Mine", "mine", "The mine (煤矿); null until it is drawn.", optional=True),
        "plan": ToOne("Plan", "plan", "The annual plan that it is in (年度监督检查计划).", optional=True),
    },
    many={
        "draw_list": _part("InspectionDraw", "number", "Its draws (抽取记录)."),
        "officers": _part("InspectionOfficer", "name", "Who took part (检查人员)."),
        "items": _part("InspectionItem", "number", "What was checked (检查项目)."),
        "exams": _part("InspectionExam", "position", "Exams held (逢查必考)."),
        "findings": _part("InspectionFinding", "position", "What followed (检查处理)."),
        "attachments": ToMany("Attachment", "thing", "inspection", "added_at", "What is attached to it (附件)."),
        "history": ToMany("Event", "stream", "inspection", "position", "Every step of it (全过程)."),
    },
)
