"""A hoist goes to a mine of another district: handed over here, taken over there, by nobody who answers for both."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from ledger.commands.command import Command
from ledger.commands.equipment import ReceiveEquipment, RegisterEquipment, TransferEquipment
from ledger.commands.equipment_offer import (
    DeclineEquipment,
    HandOverEquipment,
    TakeOverEquipment,
    WithdrawEquipmentOffer,
)
from ledger.commands.mine import RegisterMine
from ledger.domain.equipment_events import EquipmentKind
from ledger.rights.right import Principal
from ledger.values.actor import Role
from ledger.values.errors import LedgerError
from tests.house import HEAD, OFFICER, House, person

THERE = person("officer-7", Role.OFFICER, division="230406", department="他区煤管局")
THIRD = person("officer-8", Role.OFFICER, division="230305", department="三区煤管局")
CITY = person("officer-9", Role.OFFICER, division="230000", department="省局")
SHOWN = "SELECT * FROM views.equipment_offers WHERE until IS NULL"


async def refused(house: House, command: Command, by: Principal) -> str:
    with pytest.raises(LedgerError) as refusal:
        await house.do(command, by)
    assert refusal.value.message_zh
    return refusal.value.code


async def a_hoist(house: House, mine: UUID) -> UUID:
    made = RegisterEquipment(
        mine=mine, kind=EquipmentKind.HOIST, name="副井提升机", model="JK-2", maker="虚构机械厂", serial="H-1",
        made_on=date(2026, 7, 6),
    )  # fmt: skip
    hoist = (await house.do(made, OFFICER)).subject
    await house.do(ReceiveEquipment(equipment=hoist, place="副井", custodian="机电队", asset_number="TS-1"), OFFICER)
    return hoist


async def both_mines(house: House) -> tuple[UUID, UUID]:
    return await house.mine(), await a_mine(house, "230406", "他区煤矿")


async def a_mine(house: House, division: str, name: str) -> UUID:
    """A mine of another district, entered by whoever answers for all of them."""
    registering = RegisterMine(
        code=f"{division}000001", name=name, enterprise="他区煤业", division=division, capacity=Decimal(60)
    )
    return (await house.do(registering, CITY)).subject


def handed_over(hoist: UUID, to: UUID) -> HandOverEquipment:
    return HandOverEquipment(equipment=hoist, to_mine=to, reference="虚调〔2026〕1号")


def taken_over(hoist: UUID) -> TakeOverEquipment:
    return TakeOverEquipment(equipment=hoist, place="他区煤矿设备库", custodian="库管员")


async def test_it_is_handed_over_here_and_taken_over_there(house: House) -> None:
    here, there = await both_mines(house)
    hoist = await a_hoist(house, here)
    direct = TransferEquipment(equipment=hoist, to_mine=there, place="库", custodian="库管员")
    assert await refused(house, direct, OFFICER) == "MINE_NOT_FOUND", "the other mine is outside the scope"
    assert await refused(house, taken_over(hoist), THERE) == "EQUIPMENT_NOT_FOUND", "nobody handed it over"
    await house.do(handed_over(hoist, there), OFFICER)
    assert await refused(house, handed_over(hoist, there), OFFICER) == "OFFERED_ALREADY"
    assert await refused(house, taken_over(hoist), THIRD) == "EQUIPMENT_NOT_FOUND"
    assert await refused(house, taken_over(hoist), OFFICER) == "EQUIPMENT_NOT_FOUND", "they are the giver"
    await house.project()
    [offer] = await house.rows(SHOWN)
    assert (offer["status"], offer["division"], offer["mine"], offer["from_mine"]) == ("OFFERED", "230406", there, here)
    [row] = await house.rows("SELECT * FROM views.equipment_register WHERE until IS NULL")
    assert (row["mine"], row["offered_to"]) == (here, "他区煤矿"), "until then it stays where it is"

    await house.do(taken_over(hoist), THERE)
    await house.project()
    [row] = await house.rows("SELECT * FROM views.equipment_register WHERE until IS NULL")
    assert (row["mine"], row["division"], row["offered_to"], row["asset_number"]) == (there, "230406", None, None)
    assert [offer["status"] for offer in await house.rows(SHOWN)] == ["TAKEN_OVER"]
    received = ReceiveEquipment(equipment=hoist, place="主井", custodian="机电队")
    assert await refused(house, received, OFFICER) == "EQUIPMENT_NOT_FOUND", "it is theirs no more"
    await house.do(received, THERE)
    again = await a_hoist_with_the_same_number(house, here)
    assert again, "the mine's own number is free again"


async def a_hoist_with_the_same_number(house: House, mine: UUID) -> bool:
    made = RegisterEquipment(
        mine=mine, kind=EquipmentKind.HOIST, name="新提升机", model="JK-2", maker="虚构机械厂", serial="H-2"
    )
    other = (await house.do(made, OFFICER)).subject
    received = ReceiveEquipment(equipment=other, place="副井", custodian="机电队", asset_number="TS-1")
    return (await house.do(received, OFFICER)).subject == other


async def test_it_can_be_declined_withdrawn_and_handed_over_again(house: House) -> None:
    here, there = await both_mines(house)
    hoist = await a_hoist(house, here)
    assert await refused(house, WithdrawEquipmentOffer(equipment=hoist, why="w"), OFFICER) == "NOT_OFFERED"
    assert await refused(house, handed_over(hoist, here), OFFICER) == "MINE_UNCHANGED"
    assert await refused(house, handed_over(hoist, UUID(int=9)), OFFICER) == "MINE_NOT_FOUND"
    await house.do(handed_over(hoist, there), OFFICER)
    assert await refused(house, DeclineEquipment(equipment=hoist, why="w"), THIRD) == "EQUIPMENT_NOT_FOUND"
    await house.do(DeclineEquipment(equipment=hoist, why="检验不合格"), THERE)
    await house.do(handed_over(hoist, there), OFFICER)
    await house.do(WithdrawEquipmentOffer(equipment=hoist, why="改调他矿"), OFFICER)
    await house.project()
    [offer] = await house.rows(SHOWN)
    assert (offer["status"], offer["why"]) == ("WITHDRAWN", "改调他矿")
    versions = await house.rows("SELECT status FROM views.equipment_offers ORDER BY since")
    assert [v["status"] for v in versions] == ["OFFERED", "DECLINED", "OFFERED", "WITHDRAWN"]


async def test_whoever_answers_for_both_transfers_it_at_once_and_an_offer_lapses_by_it(house: House) -> None:
    here, there = await both_mines(house)
    hoist, elsewhere = await a_hoist(house, here), await a_mine(house, "230305", "三区煤矿")
    await house.do(handed_over(hoist, there), HEAD)
    await house.do(TransferEquipment(equipment=hoist, to_mine=elsewhere, place="库", custodian="库管员"), CITY)
    await house.project()
    assert [offer["status"] for offer in await house.rows(SHOWN)] == ["WITHDRAWN"]
    assert await refused(house, taken_over(hoist), THERE) == "EQUIPMENT_NOT_FOUND"
