"""Projects of the fictional mines: one on its way with everything in order, one built before its approval."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.demo.diary import Diary
from ledger.demo.people import BUREAU, MINES

ORDERLY, HASTY = date(2025, 2, 10), date(2026, 1, 20)
APPROVALS = (
    ("MINING_AREA", "虚构市自然资源局", "虚自然资〔2025〕3号"),
    ("PROJECT", "虚构区发改局", "虚发改〔2025〕7号"),
    ("MINING_RIGHT", "虚构市自然资源局", "虚自然资〔2025〕9号"),
    ("SAFETY_DESIGN", "虚构省煤管局", "虚煤安设〔2025〕2号"),
    ("ENVIRONMENTAL", "虚构区生态环境局", "虚环审〔2025〕5号"),
    ("PRELIMINARY_DESIGN", "虚构省煤管局", "虚煤初设〔2025〕4号"),
    ("CONSTRUCTION_FILING", BUREAU, "虚煤备〔2025〕1号"),
)

DESIGN = {"standards": ["《煤炭工业智能化矿井设计规范》GB/T 51272-2018"], "faces": 1}


def enter(diary: Diary) -> None:
    """Note them."""
    diary.add(
        ORDERLY, "enterprise", "applyForProject", "project-orderly", "project",
        mine=MINES[2], name="云杉煤矿升级改造", kind="UPGRADE", builder="虚构煤业公司", capacity="60", mechanised=True,
    )  # fmt: skip
    for n, (kind, authority, document) in enumerate(APPROVALS):
        diary.add(
            ORDERLY + timedelta(days=20 * (n + 1)), "officer", "grantProjectApproval",
            project="project-orderly", kind=kind, authority=authority, document=document,
            **(DESIGN if kind.endswith("DESIGN") else {}),
        )  # fmt: skip
    diary.add(date(2025, 8, 1), "enterprise", "beginConstruction", project="project-orderly")
    diary.add(date(2025, 11, 20), "enterprise", "stopConstruction", project="project-orderly", why="冬季停工")
    diary.add(date(2026, 3, 10), "enterprise", "resumeConstruction", project="project-orderly")
    diary.add(date(2026, 6, 1), "enterprise", "beginTrialRun", project="project-orderly", endsOn="2026-11-30")
    diary.add(
        date(2026, 8, 20), "enterprise", "acceptSafetyFacilities",
        project="project-orderly", document="虚煤业验〔2026〕1号", finding="安全设施验收合格",
    )  # fmt: skip
    diary.add(
        HASTY, "officer", "applyForProject", "project-hasty", "project",
        mine=MINES[1], name="白桦煤矿二采区延深", kind="EXPANSION", builder="虚构煤业公司", mechanised=True,
    )  # fmt: skip
    diary.add(HASTY, "officer", "beginConstruction", project="project-hasty", begunOn="2026-01-05")
    diary.add(
        HASTY + timedelta(days=10), "officer", "refuseProjectApproval",
        project="project-hasty", kind="SAFETY_DESIGN", authority="虚构省煤管局", document="虚煤安设〔2026〕1号",
        why="灾害防治措施不符合要求",
    )  # fmt: skip
    diary.add(
        HASTY + timedelta(days=12), "officer", "stopConstruction", project="project-hasty", why="未批先建，责令停工"
    )
