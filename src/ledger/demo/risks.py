"""Risks of the fictional mines: of every grade, one of them published, one lowered by two, one past its review."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.demo.diary import Diary
from ledger.demo.people import MINES

FIRST = date(2026, 1, 12)
RISKS = (
    ("二采区采空区", "老空水导通，可能突水", "WATER", "MAJOR", "LEC", "探放水，编制专项措施，撤人线挂牌"),
    ("101采煤工作面", "上隅角瓦斯积聚", "GAS", "GREATER", "LEC", "增设导风障，专人检查"),
    ("主运输巷皮带", "皮带摩擦起火", "FIRE", "GENERAL", "MATRIX", "温度与烟雾保护，定期试验"),
    ("地面变电所", "误操作停电", "ELECTROMECHANICAL", "LOW", "DIRECT", "执行操作票"),
    ("203掘进工作面", "顶板离层冒落", "ROOF", "MAJOR", "MATRIX", "加密支护，离层监测"),
)


def enter(diary: Diary) -> None:
    """Note them."""
    for n, (place, text, accident, grade, method, measures) in enumerate(RISKS):
        day, name = FIRST + timedelta(days=n), f"risk-{n}"
        diary.add(
            day, "enterprise", "identifyRisk", name, "risk",
            mine=MINES[n % 3], place=place, description=text, accident=accident, assessment="ANNUAL",
        )  # fmt: skip
        diary.add(
            day, "enterprise", "gradeRisk",
            risk=name, grade=grade, method=method, grounds="年度辨识评估", gradedBy="虚构煤业公司总工程师",
        )  # fmt: skip
        diary.add(
            day, "enterprise", "controlRisk",
            risk=name, measures=measures, responsibleUnit="虚构煤业公司", responsiblePerson="石磊",
        )  # fmt: skip
        diary.add(day, "enterprise", "listRisk", risk=name, year=2026)
    later = FIRST + timedelta(days=30)
    diary.add(FIRST, "enterprise", "publishRisk", risk="risk-0", postedAt="青松煤矿井口公示栏")
    diary.add(later, "officer", "reviewRisk", risk="risk-0", inControl=True, finding="探放水按设计进行")
    diary.add(later, "officer", "reviewRisk", risk="risk-2", inControl=False, finding="烟雾保护未投入")
    diary.add(
        later, "enterprise", "gradeRisk",
        risk="risk-4", grade="GREATER", method="LEC", grounds="离层已稳定", gradedBy="虚构煤业公司总工程师",
    )  # fmt: skip
    diary.add(later + timedelta(days=2), "head", "approveRiskChange", risk="risk-4")
    diary.add(later, "officer", "eliminateRisk", risk="risk-3", finding="变电所已改为远程操作")
