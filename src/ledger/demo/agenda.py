"""What happens in the fictional district, in order of time. Mines, people and wrongs are invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from ledger.demo import (
    campaign_end,
    campaign_year,
    duties,
    equipment,
    inspections,
    instruments,
    mine_records,
    orders,
    organisation,
    present,
    projects,
    regular,
    risks,
    rule_sets,
    study,
    three_years,
    warnings,
    works,
)
from ledger.demo.diary import Deed, Diary, Step
from ledger.demo.people import BUREAU, DIVISION, MINES, synthetic_credit_code
from ledger.values.times import local_day

START = date(2024, 9, 2)
REAL_MINES = (
    ("M1886", "黑龙江龙煤矿业集团股份有限公司双鸭山分公司东荣三矿", "210"),
    ("M2464", "黑龙江龙煤矿业集团股份有限公司双鸭山分公司东荣二矿", "260"),
)
FINDINGS = (
    ("回风流甲烷传感器位置不符合规定", "二采区回风巷", "MAJOR", 14, 2),
    ("采煤工作面上隅角未吊挂便携仪", "101采煤工作面", "GENERAL_B", None, None),
    ("主排水泵一台检修未及时恢复", "中央泵房", "GENERAL_A", None, None),
    ("局部通风机未实现自动切换", "203掘进工作面", "MAJOR", 8, 4),
    ("皮带机头防护栏缺失", "主运输巷", "GENERAL_C", None, None),
)


def agenda(now: datetime | None = None) -> list[Deed]:
    """All deeds, in order of time, those of the last months up to a moment where one is given; none is after it."""
    diary = Diary()
    _mines(diary)
    for n in range(42):
        _hazard(diary, n)
    _listings(diary)
    risks.enter(diary)
    warnings.enter(diary)
    projects.enter(diary)
    equipment.enter(diary)
    three_years.enter(diary)
    study.enter(diary)
    regular.enter(diary)
    instruments.enter(diary)
    duties.enter(diary)
    organisation.enter(diary)
    mine_records.enter(diary)
    orders.enter(diary)
    rule_sets.enter(diary)
    inspections.enter(diary)
    campaign_year.enter(diary)
    campaign_end.enter(diary)
    works.enter(diary)
    if now is not None:
        present.enter(diary, local_day(now))
    deeds = sorted(diary.deeds, key=lambda deed: deed.at)
    return deeds if now is None else [replace(deed, at=min(deed.at, now)) for deed in deeds]


def _mines(diary: Diary) -> None:
    for n, name in enumerate(MINES):
        diary.add(
            START, "head", "registerMine", name, "mine",
            code=f"{DIVISION}{n + 1:06d}", name=name, enterprise="虚构煤业公司", creditCode=synthetic_credit_code(n),
            division=DIVISION, capacity=str((60, 45, 30)[n]), standardisation=(1, 2, 0)[n],
            disasterTypes=["高瓦斯"] if n == 0 else [], source="虚构",
        )  # fmt: skip
        diary.add(START, "coordinating_office", "assignSupervisorBody", mine=name, body=BUREAU, effectiveOn=str(START))
        diary.add(
            START, "head", "changeMineStatus",
            mine=name, status="PRODUCING", effectiveOn=str(START), why="正常生产",
        )  # fmt: skip
        for post, holder in (("MINE_DIRECTOR", "高岭"), ("SAFETY_DEPUTY", "石磊"), ("ACTUAL_CONTROLLER", "金山")):
            diary.add(
                START, "head", "appointKeyPerson",
                mine=name, post=post, holder=f"{holder}{n + 1}", effectiveOn=str(START),
            )  # fmt: skip
    change = date(2025, 9, 1)
    diary.add(
        change, "head", "removeKeyPerson", mine=MINES[0], post="MINE_DIRECTOR", holder="高岭1", effectiveOn=str(change)
    )
    diary.add(
        change, "head", "appointKeyPerson", mine=MINES[0], post="MINE_DIRECTOR", holder="江河", effectiveOn=str(change)
    )
    for id, name, capacity in REAL_MINES:
        diary.add(
            START, "administrator", "registerMine", id, "mine",
            code=f"GEM{id:0>17}", name=name, enterprise="（名录数据）", division="230500",
            capacity=capacity, registerOnly=True,
            source="Global Energy Monitor, Global Coal Mine Tracker, April 2024, CC BY 4.0",
        )  # fmt: skip


def _hazard(diary: Diary, n: int) -> None:
    """One hazard; how far it comes follows from its number, so that every state is there."""
    text, place, level, article, item = FINDINGS[n % 5]
    day = START + timedelta(days=7 + n * 16)
    name, major = f"hazard-{n}", level == "MAJOR"
    # The article numbers are those of 21号令; before it, the article of 4号令 for the same matter is cited.
    if major and day < date(2026, 7, 1):
        article, item = (18, 1) if article == 14 else (8, 4)
    stage = n % 14
    diary.add(
        day, "officer", "reportHazard", name, "hazard",
        mine=MINES[n % 3], description=text, location=place, source="SUPERVISION", foundOn=str(day),
    )  # fmt: skip
    steps = _course(name, major, level, article, item, day)
    for offset, role, mutation, given in steps[:stage] if stage < 12 else steps:
        diary.add(day + timedelta(days=offset), role, mutation, **given)
    if stage == 12 and n < 30:
        later = day + timedelta(days=40)
        diary.add(later, "officer", "reopenHazard", hazard=name, cause="SHAM", finding="复查发现整改系摆拍，问题依旧")
    if stage == 13 and n < 20:
        diary.add(
            day + timedelta(days=60),
            "officer",
            "reopenHazard",
            hazard=name,
            cause="RECURRED",
            finding="同类问题再次出现",
        )
    if stage == 1:
        diary.add(day + timedelta(days=2), "officer", "withdrawHazard", hazard=name, why="与上月记录重复")
        diary.add(day + timedelta(days=3), "head", "approveHazardChange", hazard=name)


def _course(
    name: str, major: bool, level: str, article: int | None, item: int | None, day: date
) -> list[tuple[int, str, str, dict[str, Any]]]:
    graded: dict[str, Any] = {"hazard": name, "level": level}
    if major:
        graded |= {"article": article, "item": item}
    plan = {
        "hazard": name, "responsibleUnit": "虚构煤业公司", "responsiblePerson": "石磊",
        "deadline": str(day + timedelta(days=20)), "measures": "停止作业，按规程整改并核验", "funds": "12000.50",
        "emergencyPlan": "超限立即撤人",
    }  # fmt: skip
    steps: list[Step] = [(0, "officer", "gradeHazard", graded)]
    if major:
        deadline = str(day + timedelta(days=30))
        listed = {"hazard": name, "level": "COUNTY", "deadline": deadline}
        steps.append((1, "head", "placeUnderListedSupervision", listed))
    later = str(day + timedelta(days=28))
    steps += [
        (1, "officer", "assignRectification", plan),
        (10, "officer", "followUpHazard", {"hazard": name, "finding": "整改按计划进行"}),
        (
            12,
            "officer",
            "extendRectification",
            {"hazard": name, "deadline": later, "why": "设备到货延迟"},
        ),
        (18, "enterprise", "claimRectified", {"hazard": name, "account": "已按方案整改"}),
        (19, "officer", "rejectRectification", {"hazard": name, "finding": "现场仍有一处未到位"}),
        (22, "enterprise", "claimRectified", {"hazard": name, "account": "已全部整改"}),
        (24, "officer", "acceptRectification", {"hazard": name, "finding": "现场验收合格"}),
        (27, "second_officer", "recheckHazard", {"hazard": name, "passed": True, "finding": "复查合格"}),
    ]
    if major:
        steps.append((27, "head", "takeOffListedSupervision", {"hazard": name, "why": "整改完成，验收复查合格"}))
    steps.append((28, "second_officer", "clearHazard", {"hazard": name}))
    return steps


def _listings(diary: Diary) -> None:
    for n, subject in enumerate(("虚构旧矿业公司", "虚构机电公司")):
        day = date(2025, 1, 15) + timedelta(days=90 * n)
        diary.add(
            day, "head", "decideListing", subject, "listing",
            division=DIVISION, regime="ORDER_11_2023", ground="11-7-1", subjectKind="ENTERPRISE",
            subjectName=subject, creditCode=synthetic_credit_code(100 + n), penaltyDecidedBy=BUREAU,
            penaltyReference=f"虚煤罚〔2025〕{n + 1}号",
            decidedOn=str(day), startsOn=str(day + timedelta(days=5)),
        )  # fmt: skip
    annulled = date(2025, 8, 1)
    diary.add(
        annulled, "head", "annulListing",
        listing="虚构机电公司", annulledOn=str(annulled), why="处罚决定被撤销", authority="虚复决〔2025〕3号",
    )  # fmt: skip
