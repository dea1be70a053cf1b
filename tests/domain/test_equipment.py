"""Each act on equipment: given what happened, what it makes, and why it is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from ledger.domain import equipment_events as e
from ledger.domain.equipment import Equipment, Whereabouts
from ledger.domain.equipment_events import EquipmentKind, EquipmentStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

DAY = date(2026, 7, 6)
AT = datetime(2026, 7, 6, tzinfo=UTC)
MINER = Actor(id="e1", department="煤业公司", role=Role.ENTERPRISE, post="机电科长")
OFFICER = Actor(id="o1", department="煤管局", role=Role.OFFICER, post="一队")
OTHER_MINE = UUID(int=7)
Act = Callable[[Equipment], None]


def day(n: int) -> date:
    return DAY + timedelta(days=n)


def at(place: str, n: int = 1) -> Whereabouts:
    return Whereabouts(day(n), place, "机电科")


def stored(p: Equipment) -> None:
    p.store(at("一号库"), by=MINER, at=AT)


def arrived(p: Equipment) -> None:
    p.arrive(at("井口", 2), "T-01", by=MINER, at=AT)


def in_use(n: int = 3) -> Act:
    return lambda p: p.put_in_use(at("绞车房", n), by=MINER, at=AT)


def sent_for_repair(p: Equipment) -> None:
    p.send_for_repair(at("机修厂", 4), "异响", by=MINER, at=AT)


def repaired(p: Equipment) -> None:
    p.repaired(at("井口", 5), "更换轴承", by=MINER, at=AT)


def moved(place: str = "二号库") -> Act:
    return lambda p: p.move(at(place, 5), by=MINER, at=AT)


def transferred(mine: UUID = OTHER_MINE, n: int = 5) -> Act:
    return lambda p: p.transfer(mine, "230599", "煤管局", at("他矿库", n), by=OFFICER, at=AT)


def scrapped(by: Actor = MINER) -> Act:
    return lambda p: p.scrap(at("废料场", 6), "d", "w", by=by, at=AT)


def unscrapped(by: Actor = OFFICER) -> Act:
    return lambda p: p.reverse_scrapping(at("一号库", 7), "w", by=by, at=AT)


def lost(n: int = 6) -> Act:
    return lambda p: p.lose(day(n), "f", by=MINER, at=AT)


def found(p: Equipment) -> None:
    p.find(at("一号库", 8), "f", by=MINER, at=AT)


def seen(running: bool = True, n: int = 9) -> Act:
    return lambda p: p.see(day(n), "副井", "f", running=running, by=OFFICER, at=AT)


def inspected(passed: bool) -> Act:
    return lambda p: p.inspect(
        day(3), inspector="检测中心", passed=passed, finding="f", next_due=day(300), by=OFFICER, at=AT
    )  # fmt: skip


def inspected_on(on: int, due: int) -> Act:
    found = {"inspector": "检测中心", "passed": True, "finding": "f", "next_due": day(due)}
    return lambda p: p.inspect(day(on), by=OFFICER, at=AT, **found)


def certified(begins: int = 0, ends: int = 1000) -> Act:
    return lambda p: p.certify("MA1", day(begins), day(ends), by=MINER, at=AT)


def uncertified(n: int = 10) -> Act:
    return lambda p: p.revoke_certificate(day(n), "w", by=OFFICER, at=AT)


def banned(from_: int = 0, today: int = 9) -> Act:
    return lambda p: p.declare_banned("目录", "3", day(from_), day(today), by=OFFICER, at=AT)


def unbanned(p: Equipment) -> None:
    p.withdraw_ban("w", by=OFFICER, at=AT)


def corrected(p: Equipment) -> None:
    p.correct(
        kind=EquipmentKind.PUMP, name="n", model="m", maker="厂", serial="2", needs_certificate=False, by=MINER, at=AT
    )


def some_equipment(*given: Act) -> Equipment:
    equipment = Equipment(UUID(int=2))
    equipment.make(
        mine=UUID(int=1), division="230599", department="煤管局", where=Whereabouts(DAY, "厂", "厂"),
        kind=EquipmentKind.HOIST, name="绞车", model="m", maker="厂", serial="1", needs_certificate=True,
        by=MINER, at=AT,
    )  # fmt: skip
    for act in given:
        act(equipment)
    equipment.collect_events()
    return equipment


S = EquipmentStatus
Then = list[tuple[type[Any], dict[str, Any]]]


def flag(rule: str) -> tuple[type[Any], dict[str, Any]]:
    return ProcedureDefectFlagged, {"rule": rule}


USE, CERTIFICATE = "煤矿安全生产条例 §25", "安全生产法 §37"
BAN = "煤矿安全生产条例 §25, §36(10); 双四政发〔2020〕28号 V05"
THEN: list[tuple[list[Act], Act, Then, EquipmentStatus]] = [
    ([], corrected, [(e.EquipmentEntryCorrected, {"serial": "2"})], S.MADE),
    ([], stored, [(e.EquipmentStored, {"place": "一号库", "on": day(1)})], S.STORED),
    ([stored], arrived, [(e.EquipmentArrived, {"asset_number": "T-01"})], S.ARRIVED),
    ([arrived, certified()], in_use(), [(e.EquipmentPutInUse, {})], S.IN_USE),
    ([arrived, corrected], in_use(), [(e.EquipmentPutInUse, {})], S.IN_USE),
    ([arrived], in_use(), [(e.EquipmentPutInUse, {}), flag(CERTIFICATE)], S.IN_USE),
    ([arrived, certified(4)], in_use(3), [(e.EquipmentPutInUse, {}), flag(CERTIFICATE)], S.IN_USE),
    ([certified(0, 3)], in_use(3), [(e.EquipmentPutInUse, {}), flag(CERTIFICATE)], S.IN_USE),
    ([certified(), banned(3)], in_use(3), [(e.EquipmentPutInUse, {}), flag(BAN)], S.IN_USE),
    ([certified(), banned(4)], in_use(3), [(e.EquipmentPutInUse, {})], S.IN_USE),
    ([certified(), inspected(False)], in_use(3), [(e.EquipmentPutInUse, {}), flag(USE)], S.IN_USE),
    ([certified(), scrapped()], in_use(8), [(e.EquipmentPutInUse, {}), flag(USE)], S.IN_USE),
    ([certified(), in_use()], sent_for_repair, [(e.EquipmentSentForRepair, {"fault": "异响"})], S.UNDER_REPAIR),
    ([sent_for_repair], repaired, [(e.EquipmentRepaired, {"account": "更换轴承"})], S.ARRIVED),
    ([stored], moved(), [(e.EquipmentMoved, {"place": "二号库"})], S.STORED),
    ([arrived], transferred(), [(e.EquipmentTransferred, {"mine": OTHER_MINE})], S.STORED),
    ([arrived], scrapped(), [(e.EquipmentScrapped, {"document": "d"})], S.SCRAPPED),
    ([scrapped()], unscrapped(), [(e.EquipmentScrappingReversed, {})], S.STORED),
    ([arrived], lost(), [(e.EquipmentLost, {"lost_on": day(6)})], S.LOST),
    ([arrived, lost()], found, [(e.EquipmentFound, {"ended_link": None})], S.STORED),
    ([arrived], seen(), [(e.EquipmentSeen, {"status": S.ARRIVED})], S.ARRIVED),
    ([arrived], seen(n=0), [(e.EquipmentSeen, {"seen_on": day(0)})], S.ARRIVED),
    ([arrived, lost()], seen(), [(e.EquipmentSeen, {"status": S.LOST})], S.LOST),
    ([scrapped()], seen(False), [(e.EquipmentSeen, {"status": S.SCRAPPED}), flag(USE)], S.SCRAPPED),
    ([scrapped(), banned()], seen(True), [(e.EquipmentSeen, {}), flag(USE), flag(BAN)], S.SCRAPPED),
    ([], inspected(True), [(e.EquipmentInspected, {"next_due": day(300)})], S.MADE),
    ([], inspected(False), [(e.EquipmentInspected, {"passed": False})], S.MADE),
    ([certified(), in_use()], inspected(False), [(e.EquipmentInspected, {}), flag(USE)], S.IN_USE),
    ([], certified(), [(e.SafetyCertificateRecorded, {"ended_certificate": None})], S.MADE),
    ([certified()], uncertified(), [(e.SafetyCertificateRevoked, {})], S.MADE),
    ([certified(), in_use()], uncertified(), [(e.SafetyCertificateRevoked, {}), flag(CERTIFICATE)], S.IN_USE),
    ([], banned(), [(e.EquipmentBanned, {"catalogue": "目录"})], S.MADE),
    ([certified(), in_use()], banned(9, 9), [(e.EquipmentBanned, {}), flag(BAN)], S.IN_USE),
    ([certified(), in_use()], banned(10, 9), [(e.EquipmentBanned, {})], S.IN_USE),
    ([banned()], unbanned, [(e.EquipmentBanWithdrawn, {})], S.MADE),
]  # fmt: skip


@pytest.mark.parametrize(("given", "when", "then", "status"), THEN)
def test_what_an_act_makes(given: list[Act], when: Act, then: Then, status: EquipmentStatus) -> None:
    equipment = some_equipment(*given)
    when(equipment)
    assert [type(event) for event in equipment.pending] == [cls for cls, _ in then]
    for event, (_, fields) in zip(equipment.pending, then, strict=True):
        assert {name: getattr(event, name) for name in fields} == fields
    assert equipment.status is status


REFUSED: list[tuple[list[Act], Act, str]] = [
    ([stored], stored, "EQUIPMENT_UNCHANGED"),
    ([arrived], arrived, "EQUIPMENT_UNCHANGED"),
    ([in_use()], in_use(), "EQUIPMENT_UNCHANGED"),
    ([sent_for_repair], sent_for_repair, "EQUIPMENT_UNCHANGED"),
    ([arrived], stored, "DAY_BEFORE_LAST_STEP"),
    ([], seen(n=-1), "DAY_BEFORE_IT_WAS"),
    ([], inspected_on(-1, 300), "DAY_BEFORE_IT_WAS"),
    ([], inspected_on(3, 3), "ENDS_BEFORE_IT_BEGINS"),
    ([arrived], repaired, "NOT_UNDER_REPAIR"),
    ([stored], moved("一号库"), "PLACE_UNCHANGED"),
    ([lost()], moved(), "EQUIPMENT_LOST"),
    ([lost()], lost(), "EQUIPMENT_LOST"),
    ([arrived], lost(1), "DAY_BEFORE_LAST_STEP"),
    ([arrived], found, "NOT_LOST"),
    ([], transferred(UUID(int=1)), "MINE_UNCHANGED"),
    ([arrived], transferred(n=1), "DAY_BEFORE_LAST_STEP"),
    ([scrapped()], scrapped(), "SCRAPPED_ALREADY"),
    ([in_use()], scrapped(), "EQUIPMENT_IN_USE"),
    ([arrived], unscrapped(), "NOT_SCRAPPED"),
    ([scrapped(OFFICER)], unscrapped(OFFICER), "OWN_WORK"),
    ([banned(), scrapped()], unscrapped(), "EQUIPMENT_BANNED"),
    ([], certified(5, 5), "ENDS_BEFORE_IT_BEGINS"),
    ([], uncertified(), "CERTIFICATE_NOT_IN_FORCE"),
    ([certified(), uncertified(5)], uncertified(6), "CERTIFICATE_NOT_IN_FORCE"),
    ([], unbanned, "NOT_BANNED"),
]


@pytest.mark.parametrize(("given", "when", "code"), REFUSED)
def test_why_an_act_is_refused(given: list[Act], when: Act, code: str) -> None:
    equipment = some_equipment(*given)
    before = equipment.mine
    with pytest.raises(GuardRefused) as refusal:
        when(equipment)
    assert refusal.value.code == code
    assert refusal.value.message_zh
    assert refusal.value.rule
    assert equipment.pending == ()
    assert equipment.mine == before
