"""Equipment of the fictional mines: a hoist in order, a fan handed over to a neighbour, one scrapped and seen again."""

from __future__ import annotations

from datetime import date

from ledger.demo.diary import Diary
from ledger.demo.people import MINES, synthetic_credit_code

MADE, SCRAPPED = date(2024, 10, 8), date(2026, 2, 3)


def enter(diary: Diary) -> None:
    """Note them."""
    shaft = {"place": "主井提升机房", "custodian": "虚构煤业公司机电科"}
    _register(diary, "hoist-good", MINES[0], "HOIST", "单绳缠绕式提升机", "JK-3.0", "虚构重机厂", "HJ2024-018")
    diary.add(MADE, "enterprise", "storeEquipment", equipment="hoist-good", place="一号库", custodian="库管员")
    diary.add(
        date(2024, 10, 20), "enterprise", "receiveEquipment", equipment="hoist-good", assetNumber="QS-T-01", **shaft
    )  # fmt: skip
    diary.add(
        date(2024, 10, 21), "enterprise", "recordSafetyCertificate",
        equipment="hoist-good", number="MAB2400018", beginsOn="2024-09-01", endsOn="2029-09-01",
    )  # fmt: skip
    diary.add(date(2024, 10, 28), "enterprise", "putEquipmentInUse", equipment="hoist-good", **shaft)
    diary.add(
        date(2025, 10, 15), "officer", "inspectEquipment",
        equipment="hoist-good", inspector="虚构检测中心", passed=True, finding="制动系统合格", nextDue="2026-10-15",
    )  # fmt: skip
    _fan(diary)
    _seen_again(diary)


def _fan(diary: Diary) -> None:
    """Without certificate, banned, and handed over to a mine of the next district, which has not taken it over."""
    _register(diary, "fan", MINES[1], "LOCAL_FAN", "局部通风机", "FBD-6.0", "虚构风机厂", "F-7731")
    diary.add(
        date(2025, 3, 3), "enterprise", "putEquipmentInUse",
        equipment="fan", place="203掘进工作面", custodian="虚构煤业公司通风队",
    )  # fmt: skip
    diary.add(
        date(2025, 9, 9), "officer", "recordEquipmentBanned",
        equipment="fan", catalogue="虚构淘汰目录", item="第3项", bannedFrom="2025-06-01",
    )  # fmt: skip
    diary.add(
        date(2026, 3, 20), "administrator", "registerMine", "neighbour", "mine",
        code="230598000001", name="红松煤矿", enterprise="虚构邻区煤业公司", division="230598", capacity="60",
        creditCode=synthetic_credit_code(300), source="虚构",
    )  # fmt: skip
    diary.add(
        date(2026, 3, 25), "officer", "handOverEquipment",
        equipment="fan", toMine="neighbour", reference="虚调〔2026〕1号",
    )  # fmt: skip


def _seen_again(diary: Diary) -> None:
    _register(diary, "hoist-old", MINES[2], "HOIST", "提升绞车", "JTP-1.6", "虚构重机厂", "JT1998-004")
    diary.add(
        SCRAPPED, "enterprise", "scrapEquipment", equipment="hoist-old", place="废料场",
        custodian="虚构物资回收公司", document="虚煤机〔2026〕2号", why="滚筒裂纹，超过使用年限",
    )  # fmt: skip
    diary.add(
        date(2026, 5, 12), "officer", "recordEquipmentSeen",
        equipment="hoist-old", place="副斜井绞车房", running=True, finding="铭牌编号与报废设备一致，正在提升",
    )  # fmt: skip


def _register(diary: Diary, makes: str, mine: str, kind: str, name: str, model: str, maker: str, serial: str) -> None:
    diary.add(
        MADE, "enterprise", "registerEquipment", makes, "equipment",
        mine=mine, kind=kind, name=name, model=model, maker=maker, serial=serial,
    )  # fmt: skip
