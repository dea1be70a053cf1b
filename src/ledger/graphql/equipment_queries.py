"""Equipment, where it was and in whose hands, and its certificates."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from strawberry import argument

from ledger.domain.equipment_events import EquipmentKind, EquipmentStatus, OfferStatus
from ledger.graphql import equipment_types, moments
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.ids import uuid_of
from ledger.graphql.lists import Wanted, list_of
from ledger.graphql.mine_queries import MineArgument
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.permissions import KNOWN
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.projections.reading import Condition, Order
from ledger.values.times import local_day

Equipment: Any = equipment_types.Equipment


@list_of("Equipment", KNOWN, "The equipment register (设备台账), newest first.", on="Mine.equipment")
def equipment_register(
    info: Info,
    mine: MineArgument = None,
    kind: Annotated[EquipmentKind | None, argument(description="Of this kind (设备类别).")] = None,
    status: Annotated[EquipmentStatus | None, argument(description="In this state (状态).")] = None,
    serial: Annotated[str | None, argument(description="With this maker's number (出厂编号).")] = None,
    certified_on: Annotated[date | None, argument(description="Certified on this day (当日有煤安标志).")] = None,
    uncertified_on: Annotated[
        date | None, argument(description="Needing a certificate and without one on this day (当日无煤安标志).")
    ] = None,
    inspection_overdue: Annotated[bool | None, argument(description="Past its inspection, or not (检验逾期).")] = None,
    banned_in_use: Annotated[bool | None, argument(description="Banned and in use, or not (在用淘汰设备).")] = None,
    seen_scrapped: Annotated[bool | None, argument(description="Seen after it was scrapped (报废后出现).")] = None,
    asset_number: Annotated[str | None, argument(description="With the mine's own number (设备编号).")] = None,
    model: Annotated[str | None, argument(description="Of this model (规格型号).")] = None,
    maker: Annotated[str | None, argument(description="Of this maker (制造单位).")] = None,
    department: Annotated[str | None, argument(description="The matter of this department (主管单位).")] = None,
    name_contains: Annotated[str | None, argument(description="Part of the name (名称包含).")] = None,
    place_contains: Annotated[str | None, argument(description="Part of the place (地点包含).")] = None,
    inspection_due_by: Annotated[date | None, argument(description="Inspection due by this day (检验期限止).")] = None,
    defective: Annotated[bool | None, argument(description="With breaches flagged, or none (有程序瑕疵).")] = None,
) -> Wanted:
    """A page of the register."""
    plain: dict[str, object] = {"kind": kind, "status": status, "serial": serial, "model": model, "maker": maker}
    plain |= {"asset_number": asset_number, "department": department, "mine": uuid_of(mine, "Mine") if mine else None}
    today, types = local_day(info.context.now), equipment_types
    rest: list[tuple[Any, str, tuple[Any, ...]]] = [
        (certified_on, types.CERTIFIED, (certified_on, certified_on)),
        (uncertified_on, f"needs_certificate AND NOT {types.CERTIFIED}", (uncertified_on, uncertified_on)),
        (inspection_overdue, f"{types.INSPECTION_OVERDUE} = %s", (today, inspection_overdue)),
        (banned_in_use, f"{types.BANNED_IN_USE} = %s", (today, banned_in_use)),
        (seen_scrapped, "(seen_scrapped > 0) = %s", (seen_scrapped,)),
        (defective, "(defects > 0) = %s", (defective,)),
        (inspection_due_by, "inspection_due <= %s", (inspection_due_by,)),
        (name_contains, "strpos(name, %s) > 0", (name_contains,)),
        (place_contains, "strpos(place, %s) > 0", (place_contains,)),
    ]
    equal = reading.where(plain)
    others = [Condition(text, parameters) for value, text, parameters in rest if value is not None]
    return Wanted(Order("made_on", descending=True), (*equal, *others))


@read(Equipment | None, KNOWN, "One piece of equipment with its chain (设备).")
async def equipment(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedOne:
    """One piece of equipment."""
    position = await moments.resolve(info.context, as_of)
    return AskedOne(DECLARED["Equipment"], [reading.equals("equipment", uuid_of(id, "Equipment"))], position)


@list_of("EquipmentLink", KNOWN, "Where equipment was, and in whose hands (设备动态数据链), newest first.")
def equipment_chain(
    info: Info,
    mine: MineArgument = None,
    effective_on: Annotated[date | None, argument(description="On this day (当日).")] = None,
    place_contains: Annotated[str | None, argument(description="Part of the place (地点包含).")] = None,
    custodian: Annotated[str | None, argument(description="In these hands (保管、使用人或单位).")] = None,
) -> Wanted:
    """A page of links."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "custodian": custodian}
    conditions = reading.where(wanted)
    conditions += [reading.holding_on(effective_on)] if effective_on else []
    conditions += [reading.contains("place", place_contains)] if place_contains is not None else []
    return Wanted(Order("valid_from", descending=True), tuple(conditions))


@list_of(
    "SafetyCertificate",
    KNOWN,
    "Safety certificates (煤矿矿用产品安全标志), the first to end first.",
    on="Mine.safetyCertificates",
)
def safety_certificates(
    info: Info,
    mine: MineArgument = None,
    number: Annotated[str | None, argument(description="With this number (安全标志编号).")] = None,
    effective_on: Annotated[date | None, argument(description="In force on this day (当日有效).")] = None,
    ends_by: Annotated[date | None, argument(description="Ending by this day (失效日期止).")] = None,
) -> Wanted:
    """A page of certificates."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "number": number}
    conditions = reading.where(wanted)
    conditions += [reading.holding_on(effective_on)] if effective_on else []
    conditions += [reading.compares("valid_to", "<=", ends_by)] if ends_by else []
    return Wanted(Order("valid_to"), tuple(conditions))


@list_of(
    "EquipmentInspection",
    KNOWN,
    "Inspections of equipment (检测检验), newest first.",
    on="Mine.equipmentInspections",
)
def equipment_inspections(
    info: Info,
    mine: MineArgument = None,
    passed: Annotated[bool | None, argument(description="Passed, or not (是否合格).")] = None,
    inspected_from: Annotated[date | None, argument(description="Inspected on this day or later (检验日期起).")] = None,
    inspected_to: Annotated[date | None, argument(description="Inspected on this day or earlier (检验日期止).")] = None,
    inspector: Annotated[str | None, argument(description="By this one (检测检验单位或人员).")] = None,
) -> Wanted:
    """A page of inspections."""
    wanted = {"mine": uuid_of(mine, "Mine") if mine else None, "passed": passed, "inspector": inspector}
    conditions = reading.where(wanted)
    conditions += [reading.compares("inspected_on", ">=", inspected_from)] if inspected_from else []
    conditions += [reading.compares("inspected_on", "<=", inspected_to)] if inspected_to else []
    return Wanted(Order("inspected_on", descending=True), tuple(conditions))


@list_of("EquipmentOffer", KNOWN, "Equipment handed over to mines here from other divisions (设备移交), newest first.")
def equipment_offers(
    info: Info,
    status: Annotated[OfferStatus | None, argument(description="In this state (移交状态).")] = None,
) -> Wanted:
    """A page of what was handed over."""
    conditions = () if status is None else (reading.equals("status", status),)
    return Wanted(Order("offered_on", descending=True), conditions)
