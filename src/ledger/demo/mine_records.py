"""Files of the fictional mines: workings, output, a stop of each kind with its way back, what was learned late."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.people import BUREAU, MINES

PINE, BIRCH, SPRUCE = MINES
OPENING = date(2024, 9, 3)
OUTPUTS_2025 = ("4.9", "4.2", "5.1", "5.0", "5.2", "6.4", "5.0", "4.8", "5.1", "5.0", "4.9", "5.0")


def enter(diary: Diary) -> None:
    """Note them."""
    _file(diary)
    _contracted_on(diary)
    _requirements(diary)
    _workings(diary)
    _production(diary)
    _voluntary_stop(diary)
    _on_site_stop(diary)
    _stop_for_rectification(diary)
    _withheld_licence(diary)
    _upgrade(diary)
    _closing_and_correction(diary)


def _on(diary: Diary, on: str | date, role: str, mutation: str, mine: str, /, **given: Any) -> None:
    diary.add(date.fromisoformat(str(on)), role, mutation, mine=mine, **given)


def _file(diary: Diary) -> None:
    day = str(OPENING)
    for n, (mine, capacity) in enumerate(((PINE, "60"), (BIRCH, "45"), (SPRUCE, "30")), 1):
        _on(
            diary, day, "head", "changeCapacity", mine,
            kind="APPROVED", capacity=capacity, effectiveOn=day, reference=f"虚煤能核〔2024〕{n}号",
        )  # fmt: skip
        _on(
            diary, day, "coordinating_office", "nameLiaisonLeader", mine,
            leader=("闻山", "闻水", "闻石")[n - 1], post="副局长", scope="每季度到矿督导不少于一次", effectiveOn=day,
        )  # fmt: skip
        _on(diary, day, "head", "adoptMinePlan", mine, text="盯重大灾害、盯关键岗位、盯采掘接续", adoptedOn=day)
    _on(
        diary, day, "officer", "recordDisasterAppraisal", PINE,
        disaster="GAS", grade="高瓦斯", appraisedOn=day, appraisedBy="虚构检测公司", reference="虚检〔2024〕7号",
    )  # fmt: skip
    _on(
        diary, "2025-11-03", "head", "gradeStandardisation", PINE,
        grade=2, change="DOWNGRADED", effectiveOn="2025-11-03", assessedBy=BUREAU, reference="虚煤标〔2025〕4号",
    )  # fmt: skip
    _on(
        diary, day, "enterprise", "beginContracting", BIRCH,
        contractor="虚构托管公司", scope="WHOLE", begunOn=day, licenceRenewed=True, reference="虚托〔2024〕1号",
    )  # fmt: skip
    _on(
        diary, "2025-12-30", "enterprise", "endContracting", BIRCH,
        contractor="虚构托管公司", endedOn="2025-12-30", why="合同到期",
    )  # fmt: skip


def _requirements(diary: Diary) -> None:
    """What one mine has to have, listed once, some of it noted since."""
    _on(diary, "2024-11-11", "officer", "listMineRequirements", PINE, listedOn="2024-11-11")
    for day, code, state, finding in (
        ("2024-12-09", "LIFELINES", "NOT_MET", "102采煤工作面压风管路未接至迎头"),
        ("2024-12-16", "LIFELINES", "MET", "已接通并试压"),
        ("2024-12-16", "EMERGENCY_PLAN", "MET", "预案已备案，11月演练一次，物资齐全"),
    ):
        noted = {"code": code, "state": state, "finding": finding}
        _on(diary, day, "officer", "noteMineRequirement", PINE, **noted, notedOn=day)


def _contracted_on(diary: Diary) -> None:
    """A contract whose contractor contracted on, and whose licence was renewed late."""
    _on(
        diary, "2024-10-14", "enterprise", "beginContracting", SPRUCE,
        contractor="虚构第二托管公司", scope="WHOLE", begunOn="2024-10-14", licenceRenewed=False,
    )  # fmt: skip
    _on(
        diary, "2024-12-02", "enterprise", "beginContracting", SPRUCE,
        contractor="虚构工程队", scope="FACES", begunOn="2024-12-02", licenceRenewed=False, under="虚构第二托管公司",
    )  # fmt: skip
    _on(
        diary, "2025-01-13", "enterprise", "renewContractingLicence", SPRUCE,
        contractor="虚构第二托管公司", renewedOn="2025-01-13", licence="（虚）MK安许证字〔2025〕003",
    )  # fmt: skip
    _on(
        diary, "2025-01-13", "enterprise", "endContracting", SPRUCE,
        contractor="虚构工程队", endedOn="2025-01-13", why="责令清退",
    )  # fmt: skip


def _workings(diary: Diary) -> None:
    day = str(OPENING)
    for mine in MINES:
        _on(diary, day, "enterprise", "openPanel", mine, name="一采区", seams="SINGLE", openedOn=day)
        for name, kind in (("101采煤工作面", "COAL"), ("203掘进工作面", "HEADING")):
            _on(
                diary, day, "enterprise", "openFace", mine,
                name=name, panel="一采区", kind=kind, method="MECHANISED", openedOn=day,
            )  # fmt: skip
    for day, name in (("2025-03-03", "102采煤工作面"), ("2025-04-07", "103采煤工作面")):
        _on(diary, day, "enterprise", "openFace", PINE, name=name, panel="一采区", kind="COAL", openedOn=day)
    _on(
        diary,
        "2025-05-06",
        "enterprise",
        "closeFace",
        PINE,
        name="101采煤工作面",
        closedOn="2025-05-06",
        why="回采结束",
    )
    at = "enterprise", "connectFeed", PINE
    for kind in ("SAFETY_MONITORING", "PERSONNEL_POSITION", "INDUSTRIAL_VIDEO"):
        _on(diary, OPENING, *at, kind=kind)
    _on(diary, "2025-08-11", "officer", "interruptFeed", PINE, kind="SAFETY_MONITORING", cause="井下交换机故障")
    _on(diary, "2025-08-12", "officer", "restoreFeed", PINE, kind="SAFETY_MONITORING", remedy="更换交换机")


def _production(diary: Diary) -> None:
    for month, output in enumerate(OUTPUTS_2025, 1):
        day = date(2025 + month // 12, month % 12 + 1, 5)
        _on(diary, day, "enterprise", "reportOutput", PINE, year=2025, month=month, output=output)
    _on(
        diary, "2025-08-20", "officer", "correctOutput", PINE,
        year=2025, month=7, output="5.3", why="地磅数据复核，原报数漏计一个班",
    )  # fmt: skip
    _on(
        diary, OPENING, "enterprise", "setHeadcountLimit", PINE,
        place="102采煤工作面", people=25, effectiveOn=str(OPENING), reference="青松矿限员〔2024〕1号",
    )  # fmt: skip
    for shift_day, people in (("2025-03-10", 24), ("2025-03-11", 31)):
        _on(
            diary, shift_day, "enterprise", "reportHeadcount", PINE,
            day=shift_day, shift="早班", face="102采煤工作面", people=people,
        )  # fmt: skip
    _on(
        diary, "2025-03-13", "enterprise", "correctHeadcount", PINE,
        day="2025-03-11", shift="早班", face="102采煤工作面", people=27, why="交接班4人误计入",
    )  # fmt: skip
    _on(
        diary, "2025-11-10", "head", "changeCapacity", PINE,
        kind="APPROVED", capacity="50", effectiveOn="2025-08-01", reference="虚煤能核〔2025〕5号（11月收到）",
    )  # fmt: skip
    _on(
        diary, "2025-12-31", "enterprise", "reportMechanisation", PINE,
        reportedFor="2025-12-31", mining="96.5", driving="91.2", unattendedSites=1,
    )  # fmt: skip
    _on(
        diary, "2025-12-31", "enterprise", "reportMechanisation", BIRCH,
        reportedFor="2025-12-31", mining="94", driving="88.5", unattendedSites=0,
    )  # fmt: skip


def _voluntary_stop(diary: Diary) -> None:
    """Stopped over the new year; reopened after self-inspection and commitment."""
    _on(diary, "2025-01-20", "enterprise", "stopMineVoluntarily", BIRCH, stoppedOn="2025-01-20", why="春节停产")
    _on(
        diary, "2025-02-10", "enterprise", "reportSelfInspection", BIRCH,
        kind="BEFORE_REOPENING", inspectedOn="2025-02-10", ledBy="高岭2", found=6, rectified=6, account="逐系统排查",
    )  # fmt: skip
    _on(
        diary, "2025-02-11", "enterprise", "makeSafetyCommitment", BIRCH,
        madeBy="高岭2", post="矿长", madeOn="2025-02-11", text="不安全不生产，隐患不消除不复工",
    )  # fmt: skip
    _on(diary, "2025-02-14", "head", "reopenMine", BIRCH, reopensOn="2025-02-14")


def _on_site_stop(diary: Diary) -> None:
    """A panel stopped at once for gas, and lifted when the danger was found removed."""
    part = "一采区"
    _on(
        diary, OPENING, "head", "changeMineStatus", PINE,
        part=part, status="PRODUCING", effectiveOn=str(OPENING), why="采区投产",
    )  # fmt: skip
    _on(
        diary, "2025-04-02", "officer", "orderOnSiteStop", PINE,
        part=part, orderedOn="2025-04-02", reference="虚煤现〔2025〕11号", why="回风流瓦斯浓度超限",
    )  # fmt: skip
    _on(
        diary, "2025-04-04", "officer", "liftOnSiteStop", PINE,
        part=part, liftedOn="2025-04-04", finding="调整风量后浓度正常",
    )  # fmt: skip


def _stop_for_rectification(diary: Diary) -> None:
    """停产整顿 from order to resumption: found at work meanwhile, failed once, accepted late, signed by three."""
    _on(
        diary, "2025-05-12", "head", "orderStopForRectification", SPRUCE,
        noticedOn="2025-05-06", decidedOn="2025-05-12", reference="虚煤罚〔2025〕9号",
        content="通风系统整顿", term="2025-06-30",
    )  # fmt: skip
    _on(
        diary, "2025-05-14", "head", "permitRepair", SPRUCE,
        scope="主要通风机房", startsOn="2025-05-15", endsOn="2025-06-30", sequence="先断电后拆除", headcount=12,
    )  # fmt: skip
    for work in ("PUMPING", "PRODUCTION"):
        _on(
            diary, "2025-05-20", "officer", "recordWorkFound", SPRUCE,
            work=work, foundOn="2025-05-20", finding="夜间巡查",
        )  # fmt: skip
    _on(
        diary, "2025-05-22", "officer", "recordWorkFound", SPRUCE,
        work="REPAIR", foundOn="2025-05-22", finding="主要通风机房现场清点", people=17, asPermitted=True,
    )  # fmt: skip
    for applied, accepted, passed in (("2025-06-16", "2025-06-20", False), ("2025-07-01", "2025-07-25", True)):
        _on(
            diary, applied, "enterprise", "applyForResumption", SPRUCE,
            appliedOn=applied, plan="更换主要通风机", account="已更换并试运转",
        )  # fmt: skip
        _on(
            diary, accepted, "second_officer", "recordResumptionAcceptance", SPRUCE,
            acceptedOn=accepted, passed=passed, finding="风量满足要求" if passed else "反风设施未完成",
        )  # fmt: skip
    for day, office, signer in (
        ("2025-07-28", "DEPARTMENT_HEAD", "顾青"),
        ("2025-07-30", "MINE_INSPECTION_BODY", "虚构监察执法处"),
        ("2025-08-01", "GOVERNMENT_HEAD", "虚构区区长"),
    ):
        _on(diary, day, "head", "signResumption", SPRUCE, office=office, signer=signer, signedOn=day)
    _on(diary, "2025-08-04", "head", "resumeProduction", SPRUCE, resumesOn="2025-08-04")


def _withheld_licence(diary: Diary) -> None:
    _on(
        diary, "2025-09-10", "head", "withholdLicence", BIRCH,
        licence="安全生产许可证", withheldOn="2025-09-10", reference="虚煤扣〔2025〕2号", term="2025-10-31",
    )  # fmt: skip
    _on(diary, "2025-10-15", "head", "returnLicence", BIRCH, returnedOn="2025-10-15", reference="虚煤还〔2025〕1号")


def _upgrade(diary: Diary) -> None:
    """Gates of 2020, overdue when they were entered: one passed late, for another an officer proposed an exit at once.

    For the others the ledger does on the next morning; one is decided.
    """
    _on(diary, OPENING, "head", "enterUpgrade", SPRUCE, enteredOn="2020-09-16")
    gate = "MINING_AREA_DELIMITED"
    _on(diary, OPENING, "officer", "proposeExit", SPRUCE, gate=gate, ground="逾期未取得划定矿区范围批复")
    _on(
        diary, "2024-10-08", "officer", "passApprovalGate", SPRUCE,
        gate="PROJECT_APPROVED", passedOn="2020-10-22", authority="虚构区发展和改革局", reference="虚发改〔2020〕31号",
    )  # fmt: skip
    _on(
        diary, "2024-10-21", "head", "refuseApprovalGate", SPRUCE,
        gate="SAFETY_DESIGN_APPROVED", refusedOn="2024-10-21", authority="虚构区煤管局", reference="虚煤设〔2024〕2号",
        why="设计的生产工作面个数不符合规范",
    )  # fmt: skip
    _on(
        diary, "2024-11-04", "head", "decideExit", SPRUCE,
        gate=gate, decision="CLASSIFIED", decidedOn="2024-11-04", reference="虚政阅〔2024〕6号", why="分类处置",
    )  # fmt: skip
    for mine, disposition, ground in ((SPRUCE, "UPGRADE", "GATE_MISSED"), (PINE, "RETAINED", "OTHER")):
        _on(
            diary, "2024-11-05", "head", "decideDisposition", mine,
            disposition=disposition, ground=ground, effectiveOn="2024-11-05", decidedBy="虚构区人民政府",
            reference="虚政阅〔2024〕7号", why="规划保留，限期完善手续" if mine == SPRUCE else "规划保留矿井",
        )  # fmt: skip


def _closing_and_correction(diary: Diary) -> None:
    """A part closed and the closure reversed; a stop of the whole mine that was learned of nine months late."""
    part, began = "东翼改扩建", "2024-10-10"
    _on(
        diary, began, "head", "changeMineStatus", SPRUCE,
        part=part, status="CONSTRUCTING", effectiveOn=began, why="改扩建开工",
    )  # fmt: skip
    _on(
        diary, "2025-12-01", "head", "closeMine", SPRUCE,
        part=part, closedOn="2025-12-01", decidedBy="虚构区人民政府", reference="虚政决〔2025〕3号", why="改扩建终止",
    )  # fmt: skip
    _on(
        diary, "2026-02-02", "head", "reverseMineClosure", SPRUCE,
        part=part, effectiveOn="2026-02-02", reference="虚复决〔2026〕1号", why="复议撤销关闭决定",
    )  # fmt: skip
    _on(
        diary, "2026-01-20", "head", "correctMineStatus", SPRUCE,
        status="STOPPED_VOLUNTARILY", effectiveOn="2025-04-20", why="核查用电记录，4月20日起已自行停产，当时未报",
    )  # fmt: skip
