"""What is due about risks once graded, double control, schemes to reduce, and projects, and what becomes of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ledger.commands.double_control import RecordDoubleControlPart, RecordRiskAssessment, WithdrawRiskAssessment
from ledger.commands.project import (
    AcceptSafetyFacilities,
    ApplyForProject,
    BeginTrialRun,
    ConfirmDeviationRemedied,
    ExtendTrialRun,
    PutProjectInUse,
    RecordDesignDeviation,
)
from ledger.commands.project_decisions import CancelProject, RefuseProjectAcceptance, RestoreProject
from ledger.commands.reduction_scheme import (
    AdoptReductionScheme,
    ClaimSchemeAchieved,
    RejectSchemeClaim,
    ReportSchemeProgress,
    RequireReductionScheme,
)
from ledger.commands.risk import ApproveRiskChange, ControlRisk, GradeRisk, IdentifyRisk
from ledger.commands.risk_publicity import NotifyOfRisk, PublishRisk
from ledger.commands.warning import AddressWarning, IssueWarning, MoveWarningAnswer, WithdrawWarningAddressee
from ledger.domain.double_control_events import DoubleControlPart
from ledger.domain.project_events import ProjectKind
from ledger.domain.reduction_scheme import scheme_for
from ledger.domain.risk_events import AccidentKind, AssessmentKind, GradingMethod, RiskGrade
from ledger.domain.warning_events import WarningLevel, WarningSource
from tests.house import HEAD, MINER, OFFICER, SECOND_OFFICER, House
from tests.processes.duties import owed, states, time_passes


async def graded(house: House, risk: UUID, grade: RiskGrade) -> None:
    given = GradeRisk(risk=risk, grade=grade, method=GradingMethod.LEC, grounds="D值", graded_by="总工程师")
    await house.do(given, MINER)


async def a_risk(house: House, grade: RiskGrade) -> UUID:
    found = IdentifyRisk(
        mine=await house.mine(), place="二采区", description="突水", accident=AccidentKind.WATER,
        assessment=AssessmentKind.ANNUAL,
    )  # fmt: skip
    risk = (await house.do(found, MINER)).subject
    await graded(house, risk, grade)
    return risk


async def test_a_major_risk_is_controlled_made_public_and_told_of_each_by_its_day(house: House) -> None:
    risk = await a_risk(house, RiskGrade.MAJOR)
    await house.run_clock()
    assert await states(house) == {"RISK_CONTROL 2026-07-13/1": "OPEN", "RISK_NOTIFICATION 2026-07-09/2": "OPEN"}
    control = ControlRisk(risk=risk, measures="探放水", responsible_unit="地测科", responsible_person="科长")
    await house.on("2026-07-08").do(control, MINER)
    await house.do(NotifyOfRisk(risk=risk, told=["区政府"], document="1号"), OFFICER)
    await house.on("2026-07-18").do(PublishRisk(risk=risk, posted_at="井口"), MINER)
    await house.run_clock()
    found = {name.split()[0]: row for name, row in (await owed(house)).items()}
    assert {kind: row["status"] for kind, row in found.items()} == {
        "RISK_CONTROL": "MET",
        "RISK_NOTIFICATION": "MET",
        "RISK_REVIEW": "OPEN",
        "RISK_PUBLICATION": "MET_LATE",
    }
    assert (found["RISK_CONTROL"]["owner"], found["RISK_NOTIFICATION"]["owner"]) == ("向阳煤业", "区煤管局")
    assert {row["verified"] for row in found.values()} == {"ours"}


async def test_what_is_no_longer_major_is_neither_made_public_nor_told_of(house: House) -> None:
    risk = await a_risk(house, RiskGrade.MAJOR)
    await graded(house, risk, RiskGrade.LOW)
    await house.do(ApproveRiskChange(risk=risk), HEAD)
    await house.run_clock()
    assert await states(house) == {
        "RISK_CONTROL 2026-07-13/1": "OPEN",
        "RISK_NOTIFICATION 2026-07-09/2": "NOT_APPLICABLE",
    }


async def test_an_assessment_of_risks_is_owed_in_each_calendar_year_and_again_when_it_is_taken_back(
    house: House,
) -> None:
    mine = await house.mine()
    part = RecordDoubleControlPart(mine=mine, part=DoubleControlPart.RISK_MAP, account="已建成")
    await house.do(part, MINER)
    held = RecordRiskAssessment(
        mine=mine, assessment=AssessmentKind.ANNUAL, subject="全矿井", led_by="矿长", document="1号", found=9,
        account="已评估",
    )  # fmt: skip
    await house.on("2026-12-20").do(held, MINER)
    await house.run_clock()
    assert await states(house) == {
        "ANNUAL_RISK_ASSESSMENT 2026-12-31/1": "MET",
        "ANNUAL_RISK_ASSESSMENT 2027-12-31/2": "OPEN",
    }
    await house.project()
    [row] = await house.rows("SELECT assessment_id FROM views.risk_assessments WHERE until IS NULL")
    taken_back = WithdrawRiskAssessment(mine=mine, assessment=row["assessment_id"], why="误登记")
    await house.on("2026-12-28").do(taken_back, MINER)
    await house.on("2027-01-05").do(held, MINER)
    await time_passes(house, "2027-01-06")
    assert await states(house) == {
        "ANNUAL_RISK_ASSESSMENT 2026-12-31/1": "MISSED",
        "ANNUAL_RISK_ASSESSMENT 2027-12-31/2": "MET",
        "ANNUAL_RISK_ASSESSMENT 2028-12-31/3": "OPEN",
    }, "what is held in a year is of that year"


async def test_a_scheme_is_owed_by_its_day_and_then_its_goals(house: House) -> None:
    mine = await house.mine()
    required = RequireReductionScheme(mine=mine, due_on=date(2026, 7, 20), reference="通知")
    scheme = (await house.do(required, OFFICER)).subject
    made = AdoptReductionScheme(
        mine=mine, scheme=scheme, name="方案", measures="一井一面", faces=1, responsible_unit="生产科",
        responsible_person="矿长", due_on=date(2026, 9, 30), document="1号",
    )  # fmt: skip
    await house.on("2026-07-22").do(made, MINER)
    await house.do(ReportSchemeProgress(scheme=scheme, faces=1, account="已收面"), MINER)
    await house.on("2026-09-20").do(ClaimSchemeAchieved(scheme=scheme, account="完成"), MINER)
    await house.run_clock()
    assert await states(house) == {"SCHEME_ADOPTION 2026-07-20/1": "MET_LATE", "SCHEME_COMPLETION 2026-09-30/2": "MET"}
    await house.on("2026-09-25").do(RejectSchemeClaim(scheme=scheme, finding="仍有两个面"), OFFICER)
    await time_passes(house, "2026-10-02")
    assert (await states(house))["SCHEME_COMPLETION 2026-09-30/2"] == "MISSED"


async def a_project(house: House, kind: ProjectKind = ProjectKind.UPGRADE) -> UUID:
    given = ApplyForProject(mine=await house.mine(), name="改造", kind=kind, builder="向阳煤业", mechanised=True)
    return (await house.do(given, OFFICER)).subject


async def test_an_upgrade_that_produces_owes_its_scheme(house: House) -> None:
    project = await a_project(house)
    await house.do(PutProjectInUse(project=project), OFFICER)
    await house.run_clock()
    [(name, row)] = (await owed(house)).items()
    assert (name, row["status"], row["subject"]) == ("SCHEME_ADOPTION 2026-08-05/1", "OPEN", scheme_for(project))


async def test_a_trial_run_owes_its_acceptance_by_its_last_day_wherever_that_is_moved(house: House) -> None:
    project = await a_project(house, ProjectKind.EXPANSION)
    await house.do(BeginTrialRun(project=project, ends_on=date(2026, 9, 1)), OFFICER)
    longer = ExtendTrialRun(project=project, ends_on=date(2026, 10, 1), document="延1号", why="设备未到")
    await house.on("2026-08-20").do(longer, OFFICER)
    facilities = AcceptSafetyFacilities(project=project, document="1号", finding="合格")
    await house.do(facilities, MINER)
    await house.on("2026-09-28").do(RefuseProjectAcceptance(project=project, finding="不合格"), SECOND_OFFICER)
    await house.run_clock()
    assert await states(house) == {"TRIAL_RUN_END 2026-09-01/1": "NOT_APPLICABLE", "TRIAL_RUN_END 2026-10-01/2": "MET"}


async def test_a_deviation_is_put_right_by_its_day_unless_the_project_is_off(house: House) -> None:
    project = await a_project(house, ProjectKind.EXPANSION)
    for day in (20, 25):
        found = RecordDesignDeviation(project=project, finding="断面不足", due_on=date(2026, 7, day))
        await house.do(found, OFFICER)
    await house.project()
    rows = await house.rows("SELECT deviation FROM views.design_deviations WHERE until IS NULL ORDER BY due_on")
    remedied = ConfirmDeviationRemedied(project=project, deviation=rows[0]["deviation"], finding="已扩刷")
    await house.on("2026-07-18").do(remedied, OFFICER)
    await house.on("2026-07-19").do(CancelProject(project=project, document="1号", why="停建"), HEAD)
    await house.run_clock()
    assert await states(house) == {
        "DESIGN_DEVIATION 2026-07-20/1": "MET",
        "DESIGN_DEVIATION 2026-07-25/2": "NOT_APPLICABLE",
    }
    await house.on("2026-07-21").do(RestoreProject(project=project, document="2号", why="复建"), HEAD)
    await house.run_clock()
    assert (await states(house))["DESIGN_DEVIATION 2026-07-25/2"] == "OPEN"


async def test_another_moment_to_answer_by_is_owed_instead_and_nobody_owes_who_was_not_meant(house: House) -> None:
    mine, other = await house.mine(), await house.mine()
    issued = IssueWarning(
        mine=mine, level=WarningLevel.RED, source=WarningSource.MONITORING, title="瓦斯", text="超限", demands="撤人",
        answer_by=datetime.fromisoformat("2026-07-07T10:00:00+08:00"),
    )  # fmt: skip
    warning = (await house.do(issued)).subject
    await house.do(AddressWarning(warning=warning, mine=other))
    await house.do(WithdrawWarningAddressee(warning=warning, mine=other, why="发错"))
    later = datetime.fromisoformat("2026-07-08T10:00:00+08:00")
    await house.do(MoveWarningAnswer(warning=warning, answer_by=later, why="延后"))
    await time_passes(house, "2026-07-09")
    found = await owed(house)
    assert {name.split("/")[0]: row["status"] for name, row in found.items()} == {
        "WARNING_ANSWER_OF_MINE 向阳1号煤矿": "MISSED",
        "WARNING_ANSWER_OF_MINE 向阳2号煤矿": "NOT_APPLICABLE",
    }
    assert sorted(row["status"] for row in found.values()) == ["MISSED", "NOT_APPLICABLE", "NOT_APPLICABLE"]
