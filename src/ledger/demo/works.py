"""Double control of the fictional mines, a scheme to reduce, what officers saw of a project, papers beside them."""

from __future__ import annotations

from datetime import date

from ledger.demo.diary import Diary
from ledger.demo.people import MINES

PARTS = ("RISK_LEDGER", "HAZARD_LEDGER", "RISK_MAP", "NOTICE_BOARD", "POST_CARD", "INFORMATION_SYSTEM")
REPORT = b"%PDF-1.7\n% fictional report of a risk assessment\n%%EOF\n"
DRAWING = b"%PDF-1.7\n% fictional drawing of a hoist\n%%EOF\n"


def enter(diary: Diary) -> None:
    """Note them."""
    _double_control(diary)
    _scheme(diary)
    _project(diary)
    diary.add(
        date(2026, 2, 14), "officer", "notifyOfRisk",
        risk="risk-0", told=["虚构区委", "虚构区政府"], document="虚煤报〔2026〕2号",
    )  # fmt: skip
    diary.attach(date(2024, 10, 22), "enterprise", "hoist-good", "DRAWING", "提升机总装图.pdf", DRAWING)


def _double_control(diary: Diary) -> None:
    """Complete in one mine; in another the information system was found not to be kept."""
    for n, part in enumerate(PARTS):
        built = date(2025, 3 + n, 10)
        diary.add(
            built, "enterprise", "recordDoubleControlPart",
            mine=MINES[0], part=part, account="按省局实施方案建成，专人维护",
        )  # fmt: skip
        if n != 2:
            diary.add(
                built, "enterprise", "recordDoubleControlPart", mine=MINES[1], part=part, account="已建成"
            )  # fmt: skip
    diary.add(
        date(2026, 5, 18), "officer", "recordDoubleControlLapse",
        mine=MINES[1], part="INFORMATION_SYSTEM", finding="系统停用两个月，数据未上传",
    )  # fmt: skip
    for year in (2025, 2026):
        diary.add(
            date(year, 1, 11), "enterprise", "recordRiskAssessment", f"assessment-{year}", "doubleControl",
            mine=MINES[0], assessment="ANNUAL", subject="全矿井", ledBy="高岭", document=f"虚煤辨〔{year}〕1号",
            found=24, account="形成年度辨识评估报告和重大风险清单",
        )  # fmt: skip
    diary.attach(date(2026, 1, 12), "enterprise", "assessment-2026", "REPORT", "年度辨识评估报告.pdf", REPORT)


def _scheme(diary: Diary) -> None:
    """Required, made, reported on, claimed and confirmed by somebody else."""
    mine = MINES[0]
    diary.add(
        date(2025, 5, 6), "officer", "requireReductionScheme", "scheme", "reductionScheme",
        mine=mine, dueOn="2025-06-05", reference="通知二(七)5",
    )  # fmt: skip
    diary.add(
        date(2025, 5, 30), "enterprise", "adoptReductionScheme",
        mine=mine, scheme="scheme", name="青松煤矿“一优三减”技术方案", measures="集中到一个生产水平，推行一井一面",
        levels=1, faces=1, people=180, responsibleUnit="生产技术科", responsiblePerson="高岭", dueOn="2026-03-31",
        document="虚煤技〔2025〕7号",
    )  # fmt: skip
    for day, faces, people in ((date(2025, 9, 30), 2, 210), (date(2026, 2, 27), 1, 172)):
        diary.add(
            day, "enterprise", "reportSchemeProgress",
            scheme="scheme", levels=1, panels=2, faces=faces, people=people, account="按计划收尾102工作面",
        )  # fmt: skip
    diary.add(date(2026, 3, 20), "enterprise", "claimSchemeAchieved", scheme="scheme", account="目标全部完成")
    diary.add(
        date(2026, 4, 2), "second_officer", "confirmSchemeAchieved",
        scheme="scheme", finding="现场核查一个采煤工作面，单班172人",
    )  # fmt: skip


def _project(diary: Diary) -> None:
    """Looked at on site, found to deviate, put right."""
    diary.add(
        date(2026, 4, 22), "officer", "recordProjectSiteVerification",
        project="project-orderly", verifiedBy=["程远", "陆川"], inOrder=False, finding="回风井断面小于设计",
    )  # fmt: skip
    diary.add(
        date(2026, 4, 22), "officer", "recordDesignDeviation",
        project="project-orderly", finding="回风井断面小于设计", dueOn="2026-05-20",
    )  # fmt: skip
