"""A major risk of a mine, as its case file would tell it, and what each view makes of it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from ledger.commands.hazard import ReportHazard
from ledger.commands.risk import (
    ApproveRiskChange,
    ControlRisk,
    EliminateRisk,
    GradeRisk,
    IdentifyRisk,
    ReopenRisk,
    ReviewRisk,
)
from ledger.commands.risk_publicity import ListRisk, PublishRisk
from ledger.domain.hazard_events import HazardSource
from ledger.domain.risk_events import AccidentKind, AssessmentKind, GradingMethod, RiskGrade, RiskReopeningCause
from ledger.values.errors import NotFound
from tests.house import HEAD, MINER, OFFICER, SECOND_MINER, House


async def a_major_risk(house: House, mine: UUID) -> UUID:
    identified = await house.do(
        IdentifyRisk(
            mine=mine,
            place="二采区回风巷",
            description="采空区老空水导通，可能突水",
            accident=AccidentKind.WATER,
            assessment=AssessmentKind.ANNUAL,
        ),
        MINER,
    )
    risk = identified.subject
    await house.do(graded(risk, RiskGrade.MAJOR), SECOND_MINER)
    return risk


def graded(risk: UUID, grade: RiskGrade) -> GradeRisk:
    return GradeRisk(risk=risk, grade=grade, method=GradingMethod.LEC, grounds="D=320", graded_by="总工程师")


async def test_the_course_of_a_major_risk_is_seen_in_the_register_the_notice_and_the_list_of_the_year(
    house: House,
) -> None:
    mine = await house.mine()
    risk = await a_major_risk(house, mine)
    await house.do(
        ControlRisk(risk=risk, measures="探放水，编制专项措施", responsible_unit="地测科", responsible_person="石磊"),
        MINER,
    )
    await house.do(PublishRisk(risk=risk, posted_at="井口公示栏"), MINER)
    await house.do(ListRisk(risk=risk, year=2026), SECOND_MINER)
    house.on("2026-08-20")  # two weeks late
    hazard = await house.do(
        ReportHazard(mine=mine, description="探水钻机停用", location="二采区", source=HazardSource.SUPERVISION)
    )
    await house.do(ReviewRisk(risk=risk, in_control=False, finding="钻机停用", hazard=hazard.subject), OFFICER)
    await house.project()
    [out] = await house.rows("SELECT * FROM views.risk_register WHERE risk = %s AND until IS NULL", risk)
    assert (out["status"], out["reviewed_late"], out["published"]) == ("OUT_OF_CONTROL", 1, True)
    assert out["review_due"] == date(2026, 9, 20)

    house.on("2026-09-10")
    await house.do(EliminateRisk(risk=risk, finding="老空水已疏干"), SECOND_MINER)
    await house.do(ApproveRiskChange(risk=risk), HEAD)
    await house.project()
    [gone] = await house.rows("SELECT * FROM views.risk_register WHERE risk = %s AND until IS NULL", risk)
    assert (gone["status"], gone["published"], gone["eliminated_on"]) == ("ELIMINATED", False, date(2026, 9, 10))
    [notice] = await house.rows("SELECT * FROM views.risk_notices WHERE risk = %s AND until IS NULL", risk)
    assert (notice["valid_from"], notice["valid_to"]) == (date(2026, 7, 6), date(2026, 9, 10))
    [listed] = await house.rows("SELECT * FROM views.risk_lists WHERE risk = %s AND until IS NULL", risk)
    assert (listed["year"], listed["grade"], listed["responsible_person"]) == (2026, "MAJOR", "石磊")

    house.on("2026-11-02")
    await house.do(ReopenRisk(risk=risk, cause=RiskReopeningCause.RECURRED, finding="汛期再次来水"))
    await house.project()
    [again] = await house.rows("SELECT * FROM views.risk_register WHERE risk = %s AND until IS NULL", risk)
    assert (again["status"], again["grade"], again["measures"], again["reopened"]) == ("GRADED", "MAJOR", None, 1)


async def test_a_hazard_of_another_mine_did_not_come_of_this_risk(house: House) -> None:
    risk = await a_major_risk(house, await house.mine())
    other = await house.mine()
    hazard = await house.do(
        ReportHazard(mine=other, description="x", location="y", source=HazardSource.SUPERVISION), OFFICER
    )
    with pytest.raises(NotFound) as refusal:
        await house.do(ReviewRisk(risk=risk, in_control=False, finding="f", hazard=hazard.subject))
    assert refusal.value.code == "HAZARD_OF_ANOTHER_MINE"
