"""Inspections of the fictional bureau: by plan, drawn at random, cancelled, and some that nobody else may know of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.people import DIVISION, MINES

SPRING, MAY, JUNE = date(2026, 4, 8), date(2026, 5, 12), date(2026, 6, 1)
OFFICERS = ["person-程远", "person-陆川"]
SEED_SOURCE = "虚构福利彩票当期开奖号码"
FOUND_IN_SPRING = "hazard-36"
"""The hazard that was found on that day at that mine."""


def enter(diary: Diary) -> None:
    """Note them."""
    diary.add(
        date(2026, 1, 5), "head", "publishPlan", "inspection-plan", "plan",
        division=DIVISION, documentNo="虚煤管〔2026〕1号", title="2026年度煤矿安全监督检查计划",
        issuedOn="2026-01-05", startsOn="2026-01-01", endsOn="2026-12-31", bases=["煤矿安全生产条例 §43"],
    )  # fmt: skip
    _by_plan(diary)
    _at_random(diary)
    _cancelled(diary)
    _live(diary, "inspection-live", date(2026, 6, 26), MINES[2])


def present(diary: Diary, until: date) -> None:
    """Note one that is to come when the demo is loaded."""
    _live(diary, "inspection-present", until, MINES[1])


def _plan(diary: Diary, day: date, name: str, kind: str, purpose: str, **given: Any) -> None:
    diary.add(
        day, "officer", "planInspection", name, "inspection",
        division=DIVISION, kind=kind, purpose=purpose, **given,
    )  # fmt: skip


def _window(first: date, days: int) -> dict[str, str]:
    return {"startsOn": str(first), "endsOn": str(first + timedelta(days=days))}


def _carried_out(diary: Diary, day: date, name: str, places: list[str], **given: Any) -> None:
    who = {"officers": OFFICERS, "declared": OFFICERS, "leader": OFFICERS[0]}
    on = {"carriedOutOn": str(day), "places": places}
    diary.add(day, "officer", "carryOutInspection", **({"inspection": name, **who, **on} | given))


def _by_plan(diary: Diary) -> None:
    """What was not in order became a hazard; one officer's certificate had run out."""
    name = "inspection-spring"
    _plan(
        diary, date(2026, 3, 20), name, "BY_PLAN", "一通三防和机电管理", mine=MINES[0], plan="inspection-plan",
        activity="KEY_ENFORCEMENT", campaign="“一通三防”专项检查", **_window(SPRING, 5),
    )  # fmt: skip
    _carried_out(
        diary, SPRING, name, ["二采区回风巷", "中央泵房", "调度室"],
        methods=["OPEN"], acknowledgement="SIGNED", representative="石磊",
    )  # fmt: skip
    for item, place, in_order, found in (
        ("通风系统图与实际相符", "调度室", True, None),
        ("瓦斯监测监控", "二采区回风巷", False, "见当日登记的隐患"),
        ("主排水泵备用", "中央泵房", True, None),
    ):
        diary.add(
            SPRING, "officer", "recordInspectionItem",
            inspection=name, item=item, place=place, inOrder=in_order, found=found,
        )  # fmt: skip
    diary.add(
        SPRING, "officer", "recordInspectionExam",
        inspection=name, subject="班组长：瓦斯防治应知应会", examinees=12, passed=11, average="86.5",
    )  # fmt: skip
    diary.add(
        SPRING, "officer", "recordInspectionFinding",
        inspection=name, finding="监测监控存在问题", item=2, hazard=FOUND_IN_SPRING,
    )  # fmt: skip
    published = SPRING + timedelta(days=12)
    diary.add(
        published, "head", "publishInspection", inspection=name, medium="虚构区政府网站", reference="虚煤检公示1号"
    )


def _drawn(diary: Diary, day: date, name: str, seed: str, mines: list[str]) -> None:
    """The pool is settled two days before the seed is known, and drawn from on that day."""
    known = day + timedelta(days=2)
    diary.add(
        day, "officer", "fixDrawPool",
        inspection=name, mines=mines, officers=OFFICERS, seedSource=SEED_SOURCE, seedKnownOn=str(known),
    )  # fmt: skip
    diary.add(known, "officer", "drawInspection", inspection=name, seed=seed)


def _at_random(diary: Diary) -> None:
    """The mine would not sign, and the result was published late."""
    name = "inspection-random"
    _plan(diary, date(2026, 5, 6), name, "RANDOM", "井下作业人数和带班下井", **_window(MAY, 3))
    _drawn(diary, date(2026, 5, 6), name, "03 08 15 22 27 31 + 09", list(MINES))
    _carried_out(
        diary, MAY, name, ["井口检身室", "调度室"],
        methods=["COVERT", "RANDOM_CHECK"], acknowledgement="REFUSED", representative="石磊", remark="对人数认定有异议",
    )  # fmt: skip
    diary.add(
        MAY,
        "officer",
        "recordInspectionItem",
        inspection=name,
        item="当班入井人数",
        inOrder=False,
        found="超出当班计划2人",
    )
    diary.add(
        MAY, "officer", "recordInspectionFinding",
        inspection=name, finding="入井人数超出当班计划，未超限员", item=1, handling="当场纠正，批评教育",
    )  # fmt: skip
    published = MAY + timedelta(days=44)
    diary.add(published, "head", "publishInspection", inspection=name, medium="虚构区政府网站")


def _cancelled(diary: Diary) -> None:
    name = "inspection-cancelled"
    _plan(diary, JUNE, name, "SPECIAL", "水害防治", mine=MINES[1], **_window(JUNE + timedelta(days=7), 7))
    diary.add(JUNE + timedelta(days=4), "head", "cancelInspection", inspection=name, why="与市级检查重复")


def _live(diary: Diary, name: str, day: date, mine: str) -> None:
    """Known to the bureau, to investigators and auditors, and to nobody else."""
    window = _window(day + timedelta(days=6), 90)
    _plan(diary, day, name, "UNANNOUNCED", "夜班下井人数和瓦斯管理（突击）", mine=mine, **window)
