"""The object types of equipment: as it stands, its chain, its certificates, its inspections."""

from __future__ import annotations

import strawberry

from ledger.domain.equipment_events import EquipmentKind, EquipmentStatus, OfferStatus
from ledger.graphql import types
from ledger.graphql.declared import Computed, ToMany, ToOne
from ledger.graphql.objects import object_type
from ledger.graphql.permissions import KNOWN
from ledger.projections.equipment_chain import equipment_chain, equipment_inspections, safety_certificates
from ledger.projections.equipment_offers import equipment_offers
from ledger.projections.equipment_register import equipment_register

_ = types  # mines and events are declared by being imported

CERTIFIED = "coalesce(certificate_from <= %s AND certificate_to > %s, false)"
"""Whether its last certificate holds on a day, which is both parameters."""

BANNED_IN_USE = "coalesce(status = 'IN_USE' AND banned_from <= %s, false)"
"""In use on a day on which it may not be used (在用淘汰设备); the day is the one parameter."""

INSPECTION_OVERDUE = "coalesce(status <> 'SCRAPPED' AND inspection_due < %s, false)"
"""Past the day of its inspection (检验逾期) on a day, which is the one parameter."""

OF_EQUIPMENT = {
    "equipment": Computed(
        strawberry.ID,
        "translate(encode(convert_to('Equipment:' || equipment::text, 'UTF8'), 'base64'), '+/=', '-_')",
        lambda _: (),
        "The equipment (设备), by its id: where it is now may be somebody else's to see.",
    )
}

EquipmentLink = object_type(
    "EquipmentLink",
    equipment_chain,
    KNOWN,
    "Where equipment was for a period, and in whose hands (设备动态数据链).",
    """
    step: Its place in the life of the equipment (次序).
    status: What began it (环节); null for a mere move.
    place: Where (地点).
    custodian: In whose hands (保管、使用人或单位).
    valid_from: First day (起始日).
    valid_to: First day elsewhere, or lost (终止日); null while it goes on.
    """,
    enums={"status": EquipmentStatus},
    one={"mine": ToOne("Mine", "mine", "The mine it was of (煤矿).")},
    computed=OF_EQUIPMENT,
)

SafetyCertificate = object_type(
    "SafetyCertificate",
    safety_certificates,
    KNOWN,
    "The safety certificate of equipment for a period (煤矿矿用产品安全标志).",
    """
    number: Its number (安全标志编号).
    valid_from: First day (起始日).
    valid_to: First day without it (失效日期).
    revoked_why: Why it was suspended or taken back (撤销理由).
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    computed=OF_EQUIPMENT,
)

EquipmentInspection = object_type(
    "EquipmentInspection",
    equipment_inspections,
    KNOWN,
    "An inspection or test of equipment (设备检测检验).",
    """
    inspected_on: Day of it (检验日期).
    inspector: Who inspected it (检测检验单位或人员).
    passed: Whether it passed (是否合格).
    finding: What was found (结论).
    next_due: Last day of the next one (下次检验期限).
    """,
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    computed=OF_EQUIPMENT,
)

Equipment = object_type(
    "Equipment",
    equipment_register,
    KNOWN,
    "A piece of equipment (设备) as it stands.",
    """
    division: Administrative division (行政区划代码).
    department: Whose matter it is (主管单位).
    kind: What it is (设备类别).
    name: Name (设备名称).
    model: Model (规格型号).
    maker: Maker (制造单位).
    serial: The maker's number (出厂编号).
    asset_number: The mine's own number for it (设备编号).
    status: Where it stands (状态).
    place: Where it is (地点); null when it is lost.
    custodian: In whose hands (保管、使用人或单位).
    since_day: Since when (起始日).
    needs_certificate: Whether it needs a safety certificate (是否须取得煤安标志).
    certificate_number: Number of its last certificate (安全标志编号).
    certificate_from: First day of it (安全标志起始日).
    certificate_to: First day without it (安全标志失效日期).
    inspected_on: Day of the last inspection (上次检验日期).
    inspection_passed: Whether it passed (上次检验是否合格).
    inspection_due: Last day of the next inspection (下次检验期限).
    banned_from: First day it may not be used (禁止使用日期).
    banned_by: The list and its item (淘汰目录和条目).
    scrapped_on: Day it was scrapped (报废日期).
    seen_on: Day it was last seen on site (最近现场发现日期).
    seen_at: Where that was (最近现场发现地点).
    seen_scrapped: How often it was seen after it had been scrapped (报废后再次出现次数).
    defects: Procedure defects flagged (程序瑕疵数).
    offered_to: The mine it is handed over to (移交对象); null where none is to take it over.
    offered_on: Day it was handed over (移交日期).
    made_on: Day it left its maker (出厂日期).
    version: Version of the thing, for expectedVersion (版本).
    """,
    enums={"kind": EquipmentKind, "status": EquipmentStatus},
    computed={
        "certified": Computed(
            bool, CERTIFIED, lambda today: (today, today), "Whether a certificate holds today (安全标志是否有效)."
        ),
        "banned_in_use": Computed(
            bool, BANNED_IN_USE, lambda today: (today,), "In use though it may not be (是否在用淘汰设备)."
        ),
        "inspection_overdue": Computed(
            bool, INSPECTION_OVERDUE, lambda today: (today,), "Past its inspection today (检验是否逾期)."
        ),
    },
    one={"mine": ToOne("Mine", "mine", "The mine (煤矿).")},
    many={
        "chain": ToMany("EquipmentLink", "equipment", "equipment", "step", "Where it was when (动态数据链)."),
        "certificates": ToMany(
            "SafetyCertificate", "equipment", "equipment", "valid_from", "Its certificates (安全标志)."
        ),
        "inspections": ToMany(
            "EquipmentInspection", "equipment", "equipment", "inspected_on", "Its inspections (检测检验记录)."
        ),
        "history": ToMany("Event", "stream", "equipment", "position", "Every step of it (全过程)."),
    },
)

EquipmentOffer = object_type(
    "EquipmentOffer",
    equipment_offers,
    KNOWN,
    "Equipment handed over to a mine of another division (设备跨区移交), as whoever answers for that mine sees it.",
    """
    division: Division of the mine it is for (调入方行政区划代码).
    from_division: Division it comes from (调出方行政区划代码).
    name: Name of it (设备名称).
    maker: Maker (制造单位).
    serial: The maker's number (出厂编号).
    reference: Number of the paper (调拨文号).
    offered_on: Day it was handed over (移交日期).
    offered_by: Who handed it over (移交单位).
    status: What became of it (移交状态).
    ended_on: Day it was taken over, declined or withdrawn (办结日期).
    why: Why it was not taken over (理由).
    """,
    enums={"status": OfferStatus},
    one={
        "equipment": ToOne("Equipment", "equipment", "The equipment (设备)."),
        "mine": ToOne("Mine", "mine", "The mine it is for (调入煤矿)."),
        "from_mine": ToOne("Mine", "from_mine", "The mine it comes from (调出煤矿)."),
    },
)
