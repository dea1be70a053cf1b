"""What the notice names: the papers that it rests on, what it watches, and what it wants carried out.

Titles, numbers and issuers are those that the notice names, and so is that six of them are being made or revised; it
does not say which. The order of the State Council is the one that the rule files cite. Who looked when is invented.
"""

from __future__ import annotations

from datetime import date

from ledger.demo.diary import Diary
from ledger.demo.notice import ISSUED_ON
from ledger.demo.people import DIVISION

BASES = (
    ("市煤矿安全专项整治三年行动方案", "PLAN_OR_NOTICE", "市安委办", "双安委办〔2020〕5号"),
    ("省煤矿安全专项整治三年行动方案", "PLAN_OR_NOTICE", "省煤管局", "黑煤安监发〔2020〕75号"),
    ("市煤矿安全生产协调领导小组办公室通知", "PLAN_OR_NOTICE", "市煤安协调办", "双煤安协办发〔2020〕7号"),
    ("煤矿安全规程", "DEPARTMENT_RULE", "国家有关部门", None),
    ("黑龙江省煤矿安全管理红线", "NORMATIVE_DOCUMENT", "省有关部门", None),
)
WATCHED = (
    ("煤矿安全条例", "REGULATION", "国家有关部门"),
    ("矿山安全法", "LAW", "国家有关部门"),
    ("矿产资源法", "LAW", "国家有关部门"),
    ("煤矿防灭火细则", "SAFETY_CODE", "国家有关部门"),
    ("煤矿顶板管理规定", "SAFETY_CODE", "国家有关部门"),
    ("煤炭标准化管理办法", "DEPARTMENT_RULE", "国家有关部门"),
)


def enter(diary: Diary) -> None:
    """Note them."""
    for title, kind, issuer, number in BASES:
        diary.add(
            ISSUED_ON, "officer", "registerInstrument",
            division=DIVISION, title=title, kind=kind, issuer=issuer, documentNo=number, effectiveOn=str(ISSUED_ON),
            source="通知所引，起始日为通知印发日",
        )  # fmt: skip
    for n, (title, kind, issuer) in enumerate(WATCHED):
        diary.add(
            ISSUED_ON, "officer", "registerInstrument", f"watched-{n}", "instrument",
            division=DIVISION, title=title, kind=kind, issuer=issuer, status="BEING_REVISED",
            effectiveOn=str(ISSUED_ON), watched=True, source="通知 二(二)1，“制修订”未分制定与修订",
        )  # fmt: skip
    for day, finding in (("2021-06-30", "尚未公布"), ("2022-06-30", "尚未公布")):
        for n in (0, 1):
            diary.add(
                date.fromisoformat(day), "officer", "checkInstrument",
                instrument=f"watched-{n}", checkedOn=day, finding=finding,
            )  # fmt: skip
    diary.add(
        date(2024, 9, 3), "officer", "changeInstrument",
        instrument="watched-0", status="IN_FORCE", documentNo="国务院令第774号", effectiveOn="2024-05-01",
        summary="以《煤矿安全生产条例》公布施行",
    )  # fmt: skip
