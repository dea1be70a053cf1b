"""A hoist that was scrapped and seen again, as its case file would tell it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.commands.equipment import (
    CorrectEquipment,
    PutEquipmentInUse,
    ReceiveEquipment,
    RegisterEquipment,
    ReportEquipmentLost,
    ScrapEquipment,
    SendEquipmentForRepair,
    StoreEquipment,
    TransferEquipment,
)
from ledger.commands.equipment_checks import (
    InspectEquipment,
    RecordEquipmentSeen,
    RecordSafetyCertificate,
    RecordSafetyCertificateRevoked,
)
from ledger.domain.equipment_events import EquipmentKind
from ledger.values.errors import GuardRefused
from tests.house import HEAD, MINER, OFFICER, House

WINDING_ROOM = {"place": "副斜井绞车房", "custodian": "机电队"}


def entry(mine: UUID, serial: str) -> RegisterEquipment:
    return RegisterEquipment(
        mine=mine, kind=EquipmentKind.HOIST, name="提升绞车", model="JTP-1.6", maker="虚构重机厂", serial=serial
    )


async def a_scrapped_hoist(house: House) -> UUID:
    """One that was stored, hauled, found cracked, and given up."""
    mine = await house.mine()
    hoist = (await house.do(entry(mine, "JT-004"), MINER)).subject
    await house.do(StoreEquipment(equipment=hoist, place="一号库", custodian="库管员"), MINER)
    await house.do(
        RecordSafetyCertificate(
            equipment=hoist, number="MAB26004", begins_on=date(2026, 7, 1), ends_on=date(2031, 7, 1)
        ),
        MINER,
    )
    house.on("2026-07-10")
    await house.do(ReceiveEquipment(equipment=hoist, asset_number="T-01", **WINDING_ROOM), MINER)
    await house.do(PutEquipmentInUse(equipment=hoist, **WINDING_ROOM), MINER)
    house.on("2026-08-01")
    await house.do(InspectEquipment(equipment=hoist, inspector="检测中心", passed=False, finding="滚筒裂纹"), OFFICER)
    await house.do(SendEquipmentForRepair(equipment=hoist, place="机修厂", custodian="厂方", fault="滚筒裂纹"), MINER)
    house.on("2026-08-20")
    scrap = ScrapEquipment(equipment=hoist, place="废料场", custodian="物资回收公司", document="1号", why="无修复价值")
    await house.do(scrap, MINER)
    return hoist


async def test_a_scrapped_hoist_seen_again_leads_back_through_every_hand_it_was_in(house: House) -> None:
    hoist = await a_scrapped_hoist(house)
    before = (await house.store.head()).position
    house.on("2026-10-09")
    seen = RecordEquipmentSeen(
        equipment=hoist, place="副斜井绞车房", running=True, finding="铭牌一致", seen_on=date(2026, 10, 8)
    )
    await house.do(seen, OFFICER)
    await house.do(PutEquipmentInUse(equipment=hoist, **WINDING_ROOM, on=date(2026, 10, 8)), OFFICER)
    await house.project()

    [row] = await house.rows("SELECT * FROM views.equipment_register WHERE equipment = %s AND until IS NULL", hoist)
    assert (row["status"], row["seen_scrapped"], row["defects"]) == ("IN_USE", 1, 4)
    [then] = await house.rows(
        "SELECT status FROM views.equipment_register "
        "WHERE equipment = %s AND since <= %s AND (until IS NULL OR until > %s)",
        hoist, before, before,
    )  # fmt: skip
    assert then["status"] == "SCRAPPED"
    chain = await house.rows(
        "SELECT * FROM views.equipment_chain WHERE equipment = %s AND until IS NULL ORDER BY step", hoist
    )
    assert [(c["status"], c["custodian"]) for c in chain] == [
        ("MADE", "虚构重机厂"),
        ("STORED", "库管员"),
        ("ARRIVED", "机电队"),
        ("IN_USE", "机电队"),
        ("UNDER_REPAIR", "厂方"),
        ("SCRAPPED", "物资回收公司"),
        ("IN_USE", "机电队"),
    ]
    assert [c["valid_to"] for c in chain][-2:] == [date(2026, 10, 8), None]
    flags = await house.rows(
        "SELECT data ->> 'rule' AS rule FROM views.journal WHERE type = 'ProcedureDefectFlagged' ORDER BY position"
    )
    assert [f["rule"] for f in flags] == ["煤矿安全生产条例 §25"] * 4


async def test_a_certificate_taken_back_is_followed_by_day(house: House) -> None:
    mine = await house.mine()
    hoist = (await house.do(entry(mine, "JT-005"), MINER)).subject
    for number, begins in (("MA1", date(2025, 1, 1)), ("MA2", date(2026, 7, 1))):
        await house.do(
            RecordSafetyCertificate(equipment=hoist, number=number, begins_on=begins, ends_on=date(2030, 1, 1)), MINER
        )
    await house.do(RecordSafetyCertificateRevoked(equipment=hoist, why="抽检不合格"), OFFICER)
    await house.project()
    held = await house.rows("SELECT * FROM views.safety_certificates WHERE until IS NULL ORDER BY number")
    assert [(c["number"], c["valid_to"]) for c in held] == [("MA1", date(2026, 7, 1)), ("MA2", date(2026, 7, 6))]


async def test_a_number_of_a_maker_or_of_a_mine_is_used_once_and_a_mistyped_one_is_given_back(house: House) -> None:
    mine, other = await house.mine(), await house.mine()
    first = (await house.do(entry(mine, "ｊt-004"), MINER)).subject
    with pytest.raises(GuardRefused) as taken:
        await house.do(entry(other, "JT-004"), HEAD)
    assert (taken.value.code, taken.value.path) == ("KEY_TAKEN", ("serial",))
    correct = CorrectEquipment.model_validate(
        entry(mine, "JT-014").model_dump(exclude={"mine", "made_on"}) | {"equipment": first}
    )
    await house.do(correct, MINER)
    second = (await house.do(entry(mine, "JT-004"), MINER)).subject

    at = {"place": "井口", "custodian": "机电队"}
    await house.do(ReceiveEquipment(equipment=first, asset_number="T-01", **at), MINER)
    with pytest.raises(GuardRefused) as twice:
        await house.do(ReceiveEquipment(equipment=second, asset_number="T-01", **at), MINER)
    assert (twice.value.code, twice.value.path) == ("KEY_TAKEN", ("assetNumber",))
    await house.do(TransferEquipment(equipment=first, to_mine=other, place="库", custodian="库管员"), HEAD)
    await house.do(ReceiveEquipment(equipment=second, asset_number="T-01", **at), MINER)
    await house.project()
    rows = await house.rows("SELECT mine, asset_number FROM views.equipment_register WHERE until IS NULL")
    assert {(r["mine"], r["asset_number"]) for r in rows} == {(mine, "T-01"), (other, None)}


async def test_what_is_lost_is_nowhere_until_it_is_found(house: House) -> None:
    hoist = (await house.do(entry(await house.mine(), "JT-006"), MINER)).subject
    house.on("2026-07-09")
    await house.do(ReportEquipmentLost(equipment=hoist, finding="盘点未见"), MINER)
    await house.project()
    [row] = await house.rows("SELECT status, place, custodian FROM views.equipment_register WHERE until IS NULL")
    assert row == {"status": "LOST", "place": None, "custodian": None}
    [link] = await house.rows("SELECT valid_to FROM views.equipment_chain WHERE until IS NULL")
    assert link["valid_to"] == date(2026, 7, 9)
