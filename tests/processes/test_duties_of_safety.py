"""What is due about risks, warnings, equipment and listed hazards, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.commands.equipment import RegisterEquipment, ReverseScrapping, ScrapEquipment, TransferEquipment
from ledger.commands.equipment_checks import InspectEquipment
from ledger.commands.hazard import (
    AcceptRectification,
    AssignRectification,
    ClaimRectified,
    GradeHazard,
    RecheckHazard,
    ReportHazard,
)
from ledger.commands.hazard_supervision import PlaceUnderListedSupervision, TakeOffListedSupervision
from ledger.commands.risk import ControlRisk, EliminateRisk, GradeRisk, IdentifyRisk, ReviewRisk
from ledger.commands.warning import ActOnWarning, IssueWarning, LiftWarning, ReinstateWarning
from ledger.domain.equipment_events import EquipmentKind
from ledger.domain.hazard_events import HazardLevel, HazardSource, SupervisionLevel
from ledger.domain.risk_events import AccidentKind, AssessmentKind, GradingMethod, RiskGrade
from ledger.domain.warning_events import WarningLevel, WarningSource
from ledger.values.actor import Role
from tests.house import BUREAU, HEAD, MINER, OFFICER, SECOND_OFFICER, House, person
from tests.processes.bodies import EMERGENCY, succeeds, the_bodies
from tests.processes.duties import owed, states, time_passes


async def a_risk(house: House, grade: RiskGrade = RiskGrade.MAJOR) -> UUID:
    """A risk that is under control since today."""
    mine = await house.mine()
    found = IdentifyRisk(
        mine=mine, place="二采区", description="老空水", accident=AccidentKind.WATER, assessment=AssessmentKind.ANNUAL
    )
    risk = (await house.do(found, MINER)).subject
    graded = GradeRisk(risk=risk, grade=grade, method=GradingMethod.MATRIX, grounds="水文复杂", graded_by="总工程师")
    await house.do(graded, MINER)
    await controls(house, risk)
    return risk


async def controls(house: House, risk: UUID) -> None:
    control = ControlRisk(risk=risk, measures="探放水", responsible_unit="地测科", responsible_person="科长")
    await house.do(control, MINER)


async def reviews(house: House, risk: UUID, on: str, *, in_control: bool = True) -> None:
    day = date.fromisoformat(on)
    await house.do(ReviewRisk(risk=risk, in_control=in_control, finding="已研判", reviewed_on=day), MINER)


async def reviews_owed(house: House) -> dict[str, dict[str, Any]]:
    """The obligations to review, by the day each was due on."""
    found = await owed(house)
    return {name.split("/")[0]: row for name, row in found.items() if name.startswith("RISK_REVIEW")}


async def of_reviews(house: House) -> dict[str, str]:
    """What became of each."""
    return {name: row["status"] for name, row in (await reviews_owed(house)).items()}


async def test_a_review_falls_due_again_from_each_review_over_leap_day_and_new_year(house: House) -> None:
    risk = await a_risk(house.on("2023-11-30"))
    for day in ("2023-12-29", "2024-01-29", "2024-02-29"):
        await reviews(house.on(day), risk, day)
    await time_passes(house, "2024-03-30")
    assert await of_reviews(house) == {
        "RISK_REVIEW 2023-12-30": "MET",
        "RISK_REVIEW 2024-01-29": "MET",
        "RISK_REVIEW 2024-02-29": "MET",
        "RISK_REVIEW 2024-03-29": "MISSED",
    }
    [row] = [row for row in (await reviews_owed(house)).values() if row["status"] == "MISSED"]
    assert (row["owner"], row["post"], row["department"], row["verified"]) == ("地测科", "科长", BUREAU, "ours")


async def test_a_late_review_is_late_and_one_that_is_entered_late_shows_that_it_was_in_time(house: House) -> None:
    risk = await a_risk(house)
    await reviews(house.on("2026-08-10"), risk, "2026-08-10")
    await time_passes(house, "2026-08-11")
    assert await of_reviews(house) == {"RISK_REVIEW 2026-08-06": "MET_LATE", "RISK_REVIEW 2026-09-10": "OPEN"}
    await reviews(house.on("2026-08-15"), risk, "2026-08-05")
    await time_passes(house, "2026-08-16")
    found = await reviews_owed(house)
    assert {name: row["status"] for name, row in found.items()} == {
        "RISK_REVIEW 2026-08-06": "SHOWN_IN_TIME",
        "RISK_REVIEW 2026-09-10": "OPEN",
    }, "the day of the next review stays"
    assert found["RISK_REVIEW 2026-08-06"]["missed"] is True


async def test_what_is_raised_gone_or_controlled_anew_owes_no_review_of_before(house: House) -> None:
    risk = await a_risk(house, RiskGrade.GENERAL)
    raised = GradeRisk(
        risk=risk, grade=RiskGrade.GREATER, method=GradingMethod.MATRIX, grounds="涌水增大", graded_by="总工程师"
    )
    await house.on("2026-07-20").do(raised, MINER)
    await house.run_clock()
    assert await of_reviews(house) == {"RISK_REVIEW 2027-01-06": "NOT_APPLICABLE"}
    await controls(house.on("2026-07-21"), risk)
    await house.run_clock()
    assert (await of_reviews(house))["RISK_REVIEW 2026-10-21"] == "OPEN"
    await house.on("2026-08-01").do(EliminateRisk(risk=risk, finding="采空区已充填"), OFFICER)
    await house.run_clock()
    assert set((await of_reviews(house)).values()) == {"NOT_APPLICABLE"}


def a_warning(mine: UUID, answer_by: str, *departments: str) -> IssueWarning:
    return IssueWarning(
        mine=mine, level=WarningLevel.RED, source=WarningSource.MONITORING, title="瓦斯", text="瓦斯超限",
        demands="撤人", departments=list(departments), answer_by=datetime.fromisoformat(answer_by),
    )  # fmt: skip


async def test_each_addressee_of_a_warning_owes_an_answer_by_the_moment_that_was_set(house: House) -> None:
    mine = await house.mine()
    warning = (await house.do(a_warning(mine, "2026-07-06T10:00:00+08:00", EMERGENCY))).subject
    house.now = datetime(2026, 7, 6, 1, 50, tzinfo=UTC)
    await house.do(ActOnWarning(warning=warning, mine=mine, account="已撤人"), MINER)
    house.now = datetime(2026, 7, 6, 3, 0, tzinfo=UTC)
    answer = ActOnWarning(warning=warning, account="已部署")
    await house.do(answer, person("e-1", Role.OFFICER, department=EMERGENCY))
    await house.run_clock()
    found = await owed(house)
    assert {row["duty"]: (row["owner"], row["status"]) for row in found.values()} == {
        "WARNING_ANSWER_OF_MINE": ("向阳1号煤矿", "MET"),
        "WARNING_ANSWER_OF_DEPARTMENT": (EMERGENCY, "MET_LATE"),
    }, "an hour late on the same day is late"
    [late] = [row for row in found.values() if row["owner"] == EMERGENCY]
    assert (late["met_on"], late["due_on"], late["due"]) == (
        date(2026, 7, 6),
        date(2026, 7, 6),
        datetime(2026, 7, 6, 2, tzinfo=UTC),
    )


async def test_a_warning_that_is_lifted_in_time_is_owed_no_answer_and_silence_before_stays(house: House) -> None:
    mine = await house.mine()
    warning = (await house.do(a_warning(mine, "2026-07-07T00:00:00+08:00"))).subject
    await house.do(LiftWarning(warning=warning, why="读数误报"))
    await house.run_clock()
    assert list((await states(house)).values()) == ["NOT_APPLICABLE"]
    await house.do(ReinstateWarning(warning=warning, why="读数属实"), SECOND_OFFICER)
    await time_passes(house, "2026-07-07")
    assert list((await states(house)).values()) == ["MISSED"], "due at midnight in Shanghai"
    await house.do(LiftWarning(warning=warning, why="瓦斯已排放"))
    await house.run_clock()
    assert list((await states(house)).values()) == ["MISSED"]


async def test_who_succeeded_an_addressee_answers_for_it(house: House) -> None:
    bureau, emergency = await the_bodies(house)
    mine = await house.mine()
    warning = (await house.do(a_warning(mine, "2026-07-20T10:00:00+08:00", BUREAU))).subject
    await succeeds(house, bureau, emergency, "2026-07-10")
    await time_passes(house, "2026-07-11")
    answer = ActOnWarning(warning=warning, account="已部署")
    await house.do(answer, person("e-1", Role.OFFICER, department=EMERGENCY))
    await house.run_clock()
    [answered] = [row for row in (await owed(house)).values() if row["owner_kind"] == "DEPARTMENT"]
    assert (answered["owner"], answered["former_owner"], answered["status"]) == (EMERGENCY, BUREAU, "MET")


async def a_hoist(house: House, mine: UUID) -> UUID:
    made = RegisterEquipment(
        mine=mine, kind=EquipmentKind.HOIST, name="绞车", model="JTP-1.6", maker="虚构厂", serial="1"
    )
    return (await house.do(made, MINER)).subject


async def inspects(house: House, hoist: UUID, on: str, next_due: str | None, *, passed: bool = True) -> None:
    command = InspectEquipment(
        equipment=hoist, inspector="检测中心", passed=passed, finding="见报告", inspected_on=date.fromisoformat(on),
        next_due=date.fromisoformat(next_due) if next_due else None,
    )  # fmt: skip
    await house.do(command, MINER)


async def test_equipment_is_inspected_by_the_day_that_its_last_inspection_named(house: House) -> None:
    mine = await house.mine()
    hoist = await a_hoist(house, mine)
    await inspects(house, hoist, "2026-07-06", "2026-08-06")
    await time_passes(house, "2026-08-09")
    assert await states(house) == {"EQUIPMENT_INSPECTION 2026-08-06/1": "MISSED"}
    await inspects(house.on("2026-08-10"), hoist, "2026-08-10", "2027-02-10")
    await house.run_clock()
    await inspects(house.on("2026-08-12"), hoist, "2026-08-01", "2026-09-01")
    await house.run_clock()
    found = await owed(house)
    assert {name: row["status"] for name, row in found.items()} == {
        "EQUIPMENT_INSPECTION 2026-08-06/1": "SHOWN_IN_TIME",
        "EQUIPMENT_INSPECTION 2027-02-10/2": "OPEN",
    }
    row = found["EQUIPMENT_INSPECTION 2027-02-10/2"]
    assert (row["owner"], row["mine"], row["article"]) == ("向阳煤业", mine, "煤矿安全生产条例 §25")


async def test_what_is_scrapped_is_not_inspected_and_what_goes_to_another_mine_is_that_ones(house: House) -> None:
    first, second = await house.mine(), await house.mine(enterprise="向北煤业")
    hoist = await a_hoist(house, first)
    await inspects(house, hoist, "2026-07-06", "2026-10-06")
    moved = TransferEquipment(equipment=hoist, to_mine=second, place="库", custodian="库管员")
    await house.on("2026-07-10").do(moved, HEAD)
    await house.run_clock()
    found = await owed(house)
    assert {row["owner"]: row["status"] for row in found.values()} == {
        "向阳煤业": "NOT_APPLICABLE",
        "向北煤业": "OPEN",
    }
    scrapped = ScrapEquipment(equipment=hoist, place="废料场", custodian="库管员", document="虚报废1号", why="锈蚀")
    await house.on("2026-07-12").do(scrapped, OFFICER)
    await house.run_clock()
    assert set((await states(house)).values()) == {"NOT_APPLICABLE"}
    back = ReverseScrapping(equipment=hoist, place="库", custodian="库管员", why="误报废")
    await house.on("2026-07-14").do(back, HEAD)
    await house.run_clock()
    assert [row["status"] for row in (await owed(house, owner="向北煤业")).values()] == ["OPEN"]


async def a_listed_hazard(house: House, deadline: str) -> UUID:
    mine = await house.mine()
    found = ReportHazard(mine=mine, description="传感器被遮挡", location="回风巷", source=HazardSource.SUPERVISION)
    hazard = (await house.do(found)).subject
    await house.do(GradeHazard(hazard=hazard, level=HazardLevel.MAJOR, article=14, item=2))
    await lists(house, hazard, deadline)
    return hazard


async def lists(house: House, hazard: UUID, deadline: str) -> None:
    placed = PlaceUnderListedSupervision(
        hazard=hazard, level=SupervisionLevel.COUNTY, deadline=date.fromisoformat(deadline)
    )
    await house.do(placed, HEAD)


@pytest.mark.parametrize(("on", "became"), [("2026-12-31", "MET"), ("2027-01-01", "MET_LATE")])
async def test_the_body_that_listed_a_hazard_owes_that_it_is_taken_off_by_its_day(
    house: House, on: str, became: str
) -> None:
    hazard = await a_listed_hazard(house, "2026-12-31")
    await house.run_clock()
    [row] = (await owed(house, duty="LISTED_SUPERVISION")).values()
    assert (row["owner"], row["status"], row["due_on"]) == (BUREAU, "OPEN", date(2026, 12, 31))
    await settles(house.on(on), hazard)
    await house.run_clock()
    assert list((await states(house, duty="LISTED_SUPERVISION")).values()) == [became]


async def settles(house: House, hazard: UUID) -> None:
    """It is rectified, accepted and taken off."""
    await rectifies(house, hazard)
    await house.do(TakeOffListedSupervision(hazard=hazard, why="整改完成"), HEAD)


async def rectifies(house: House, hazard: UUID) -> None:
    assigned: dict[str, Any] = {"responsible_unit": "矿", "responsible_person": "矿长", "measures": "恢复"}
    deadline = house.now.date()
    plan = AssignRectification(
        hazard=hazard, deadline=deadline, funds=Decimal(1), emergency_plan="撤人", **assigned
    )  # fmt: skip
    await house.do(plan)
    await house.do(ClaimRectified(hazard=hazard, account="已恢复"), MINER)
    await house.do(AcceptRectification(hazard=hazard, finding="合格"))
    await house.do(RecheckHazard(hazard=hazard, passed=True, finding="合格"), SECOND_OFFICER)
