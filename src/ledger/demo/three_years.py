"""The three-year campaign: the notice's plan is real, the district that carries it out here is not.

Its departments answer to those of the notice with 虚构 in their names: what became of tasks and reports is invented,
and no invented wrong is told of a real body.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.demo.diary import Diary
from ledger.demo.notice import ISSUED_ON, THE_PLAN, YEARLY, entries, notice, own_name
from ledger.demo.people import BUREAU, DIVISION

PLAN = {"plan": THE_PLAN}
REPORTERS = ("区发改局", "区人社局", "区应急局", "区生态环境局", "四方台公安分局", "区煤管局")
ANNUAL, FINAL, LISTS = "T-四-annual", "T-四-final", "T-四-twolists"
LEFT_OPEN = "T-二(八)4"
"""The one task of which the office never says who 各有关部门 are."""

LATE_NAMED = ("T-二(二)3", "T-二(四)2", "T-二(六)4")
NOT_DELIVERED = frozenset(
    {"T-二(三甲)2", "T-二(六)1", "T-二(六)2", "T-二(六)4", "T-二(六)5", "T-二(七)3", "T-二(七)4", LEFT_OPEN}
)
WITHDRAWN = "T-二(二)1"
LAND, POLICE = "市自然资源局四方台区分局", "四方台公安分局"
OTHERS_DELIVER: tuple[tuple[str, str, str, str | None], ...] = (
    ("区发改局", "T-二(三甲)2", "2020-12-28", None),
    (LAND, "T-二(三甲)2", "2021-01-12", None),
    ("宣传部", "T-二(一)1", "2022-12-15", None),
    ("区人社局", "T-二(六)3", "2022-12-19", None),
    (LAND, "T-二(二)2", "2022-12-20", None),
    ("区发改局", "T-二(六)7", "2022-12-21", None),
    (POLICE, "T-二(二)2", "2022-12-22", None),
    ("区应急局", "T-二(六)6", "2022-12-27", None),
    (LAND, "T-二(三乙)1", "2022-12-28", None),
    ("区应急局", "T-二(六)3", "2023-01-09", None),
    (POLICE, "T-二(三乙)1", "2022-12-30", "2023-01-10"),
    (LAND, "T-二(三甲)1", "2023-01-16", None),
)
"""Department, task, the day on which it was handed in, and the day on which that was entered where it was another."""

DELIVERED_BY_ALL = ("T-二(一)1", "T-二(二)2", "T-二(三乙)1", "T-二(三甲)1", "T-二(六)3", "T-二(六)6")


def here(department: str) -> str:
    """The fictional district's own department for one of the notice."""
    name = own_name(department)
    return name.replace("四方台", "虚构") if "四方台" in name else f"虚构{name}"


def enter(diary: Diary) -> None:
    """Note all of it, from the notice to the end of the plan."""
    for entry in entries(DIVISION, here):
        diary.add(ISSUED_ON, "coordinating_office", entry.mutation, entry.makes, entry.shows, **entry.input)
    _reports(diary)
    _approvals_of_upgrades(diary)
    _yearly(diary)
    _departments_named(diary)
    _tasks(diary)
    _delivered(diary)
    _delivered_by_others(diary)
    _adjusted(diary)
    _figures(diary)
    _two_lists(diary)
    _matter(diary)


def _reports(diary: Diary) -> None:
    """One department reports late, one is sent back, one never sends the final evaluation."""
    departments = [here(name) for name in REPORTERS]
    minutes: dict[str, Any] = {"decision": "虚煤整办纪〔2020〕2号", "departments": departments, **PLAN}
    duties = [*(f"{ANNUAL}-{year}" for year in (2020, 2021, 2022)), FINAL]
    for duty in duties:
        diary.add(date(2020, 10, 20), "coordinating_office", "resolveReportingDuty", duty=duty, **minutes)
    late = {(f"{ANNUAL}-2021", departments[0]): date(2021, 12, 15), (FINAL, departments[1]): date(2022, 12, 12)}
    for duty in duties:
        year = 2022 if duty == FINAL else int(duty[-4:])
        for n, department in enumerate(departments):
            if (duty, department) == (FINAL, departments[3]):
                continue
            day = late.get((duty, department), date(year, 12, 5 + n))
            what = {"submittedOn": str(day), "account": f"{year}年整治行动总结"}
            diary.add(day, "officer", "recordSubmission", duty=duty, department=department, **what, **PLAN)
    diary.add(date(2020, 10, 20), "coordinating_office", "resolveReportingDuty", duty=LISTS, **minutes)
    for n, department in enumerate(departments):
        if department != departments[3]:
            day = date(2020, 12, 21 + n)
            what = {"submittedOn": str(day), "account": "问题隐患和制度措施“两个清单”"}
            diary.add(day, "officer", "recordSubmission", duty=LISTS, department=department, **what, **PLAN)
    back = {"duty": FINAL, "department": departments[2], "why": "缺少评估结论"}
    diary.add(date(2022, 12, 20), "coordinating_office", "returnSubmission", **back, **PLAN)


def _approvals_of_upgrades(diary: Diary) -> None:
    """A task of which a part was past its day when it was issued."""
    task = "T-二(三甲)2"
    for item, day in (
        ("划定矿区范围批复", date(2020, 9, 25)),
        ("项目核准", date(2020, 10, 14)),
        ("采矿权变更登记", date(2020, 11, 3)),
    ):
        diary.add(
            day, "officer", "reachTaskMilestone", task=task, item=item, reachedOn=str(day), account="批复文件已归档"
        )  # fmt: skip
    diary.add(date(2020, 11, 5), "officer", "reportTaskProgress", task=task, percentage=50, text="六项审批已完成三项")


def _yearly(diary: Diary) -> None:
    """What each year asks for; one plan was never made."""
    for task, (what, _) in YEARLY.items():
        for year in (2020, 2021, 2022):
            if (what, year) not in {("年度生产计划", 2021), ("安全生产月", 2020)}:
                day = max(date(year, 6, 28), date(2020, 9, 28))
                diary.add(
                    day, "officer", "reachTaskMilestone",
                    task=task, item=f"{what}（{year}年）", reachedOn=str(day), account="文件已印发、活动已开展",
                )  # fmt: skip


def _departments_named(diary: Diary) -> None:
    """The office says in time, of three tasks four days late, and of one never, whom 各有关部门 means.

    Where a principal answers for all, two others join it; where all answer alike, none but those that are named.
    """
    others = [here("区应急局"), here("四方台公安分局")]
    for task in notice().tasks:
        if task.responsibility.open_ended and task.id != LEFT_OPEN:
            late = task.id in LATE_NAMED
            alone = [here(name) for name in task.responsibility.departments]
            departments = alone if task.responsibility.mode == "joint" else others
            diary.add(
                date(2020, 10, 20 if late else 14), "coordinating_office", "resolveTaskDepartments",
                task=task.id, departments=departments, decision=f"虚煤整办纪〔2020〕{3 if late else 1}号",
            )  # fmt: skip


def _delivered(diary: Diary) -> None:
    """The bureau delivers its own by the end of the plan."""
    for n, task in enumerate(notice().tasks):
        if task.id in NOT_DELIVERED or task.id == WITHDRAWN:
            continue
        day = date(2022, 12, 12 + n % 14)
        diary.add(day, "officer", "deliverTask", task=task.id, account=f"{task.title_zh}：三年任务已完成")
        if task.responsibility.mode != "joint":
            diary.add(date(2023, 1, 5), "group_leader", "approveTask", task=task.id)


def _delivered_by_others(diary: Diary) -> None:
    """What others owe beside the bureau: in time, late, in time and entered late; two of them never."""
    for department, task, handed_in, entered in OTHERS_DELIVER:
        given = {"task": task, "account": "本单位承担部分已完成"}
        late = {} if entered is None else {"deliveredOn": handed_in}
        day = date.fromisoformat(entered or handed_in)
        diary.add(day, here(department), "deliverTask", **given, **late)
    for task in DELIVERED_BY_ALL:
        diary.add(date(2023, 2, 1), "group_leader", "approveTask", task=task)


def _tasks(diary: Diary) -> None:
    office, leader = "coordinating_office", "group_leader"

    def step(day: date, role: str, mutation: str, reference: str, **given: Any) -> None:
        diary.add(day, role, mutation, task=reference, **given)

    for day, percentage in ((date(2020, 12, 1), 30), (date(2021, 6, 1), 60), (date(2021, 12, 1), 80)):
        step(day, "officer", "reportTaskProgress", "T-二(六)5", percentage=percentage, text="达标矿井按计划推进")
    step(date(2021, 3, 10), "officer", "deliverTask", "T-二(六)1", account="活动方案已印发，各矿已组织学习")
    step(date(2021, 3, 18), leader, "approveTask", "T-二(六)1")
    step(date(2021, 3, 19), office, "completeTask", "T-二(六)1")
    step(date(2021, 5, 10), "officer", "deliverTask", "T-二(六)2", account="制度修订完成")
    step(date(2021, 5, 14), leader, "returnTask", "T-二(六)2", why="缺少考核兑现资料")
    step(date(2022, 12, 20), "officer", "requestTaskExtension", "T-二(六)4", deadline="2023-03-31", why="联调未完成")
    step(date(2022, 12, 23), office, "approveTaskExtension", "T-二(六)4")
    step(date(2023, 1, 12), "officer", "deliverTask", "T-二(六)5", account="全部达到二级")
    step(date(2023, 1, 20), leader, "approveTask", "T-二(六)5")
    step(date(2021, 8, 2), office, "suspendTask", "T-二(七)3", why="合作单位调整，待重新签约")


def _adjusted(diary: Diary) -> None:
    """An adjusted plan: a phase and a goal change, a task is withdrawn; what stood before stays."""
    day = date(2021, 4, 20)
    diary.add(
        day, "coordinating_office", "adjustPlan",
        documentNo="虚政发〔2021〕9号", title="虚构区煤矿安全专项整治三年行动实施方案（2021年调整）", issuedOn=str(day),
        startsOn="2020-05-01", endsOn="2022-12-31", why="升级改造进度变化", **PLAN,
    )  # fmt: skip
    diary.add(
        day, "coordinating_office", "setPlanPhase",
        number=3, name="集中攻坚", startsOn="2021-01-01", endsOn="2022-03-31", **PLAN,
    )  # fmt: skip
    diary.add(
        day, "coordinating_office", "setPlanGoal",
        code="G6", text="自动化远程控制无人值守固定作业地点", operator="AT_LEAST", value="2", unit="处",
        dueOn="2022-12-31", aspirational=True, measure="UNATTENDED_SITES", **PLAN,
    )  # fmt: skip
    diary.add(
        day, "coordinating_office", "setPlanGoal",
        code="二(四)2", text="专业人员配比达到监管人员总数的75%以上", operator="AT_LEAST", value="75", unit="%",
        dueOn="2022-12-31", measure="PROFESSIONAL_STAFF_SHARE", **PLAN,
    )  # fmt: skip
    diary.add(day, "coordinating_office", "withdrawTask", task=WITHDRAWN, why="并入年度普法计划")


def _figures(diary: Diary) -> None:
    """Figures as they were reported, one of them corrected beside what was reported."""
    for year, values in ((2020, ("5", "31.5", "60")), (2021, ("4", "38", "75")), (2022, ("3", "44.4", "100"))):
        for goal, value in zip(("G1", "G2", "G3"), values, strict=True):
            given = {"goal": goal, "value": value, "standsOn": f"{year}-12-31", "source": "虚构统计月报"}
            diary.add(date(year + 1, 1, 10), "officer", "reportIndicator", **given, **PLAN)


def _two_lists(diary: Diary) -> None:
    day = date(2020, 10, 12)
    items = (
        ("PROBLEMS", "采空区密闭管理不到位", "虚构煤业公司", "石磊", "2020-12-31"),
        ("PROBLEMS", "安全监控系统未升级", "虚构煤业公司", "石磊", "2021-06-30"),
        ("MEASURES", "制定密闭管理实施细则", BUREAU, "程远", "2021-03-31"),
    )
    for n, (kind, text, unit, person, limit) in enumerate(items):
        name = f"list-item-{n}"
        given = {"division": DIVISION, "kind": kind, "text": text, "unit": unit, "person": person, "timeLimit": limit}
        diary.add(day, "officer", "enterListItem", name, "listItem", **given, **PLAN)
    rectified = date(2021, 1, 8)
    diary.add(
        rectified, "officer", "rectifyListItem", item="list-item-0", rectifiedOn=str(rectified), account="重新构筑密闭"
    )  # fmt: skip
    diary.add(date(2021, 1, 12), "second_officer", "confirmListItem", item="list-item-0")
    diary.add(
        date(2021, 5, 20), "officer", "updateListItem",
        item="list-item-1", unit="虚构煤业公司", person="石磊", timeLimit="2021-12-31", why="设备到货延迟",
    )  # fmt: skip


def _matter(diary: Diary) -> None:
    """A major issue: asked about above, answered, put to a meeting, decided, carried out by a task."""
    name, task = "matter-0", "虚整组纪〔2021〕3号-1"
    office = "coordinating_office"
    diary.add(
        date(2021, 2, 1), "officer", "raiseMatter", name, "matter",
        division=DIVISION, title="关闭矿井老空水威胁相邻矿井", text="需专项资金开展探查治理", **PLAN,
    )  # fmt: skip
    diary.add(
        date(2021, 2, 5), office, "requestInstructions",
        matter=name, to="虚构市安委办", documentNo="虚煤整办请〔2021〕1号", text="请示老空水探查资金渠道",
    )  # fmt: skip
    diary.add(
        date(2021, 3, 1), office, "recordInstructions",
        matter=name, documentNo="虚市安委办函〔2021〕7号", text="同意列入专项资金", receivedOn="2021-03-01",
    )  # fmt: skip
    diary.add(date(2021, 3, 8), office, "tableMatter", matter=name, meeting="领导小组第三次会议", heldOn="2021-03-08")
    diary.add(
        date(2021, 3, 8), "group_leader", "decideMatter",
        matter=name, decision="由煤管局牵头开展老空水探查", documentNo="虚整组纪〔2021〕3号", decidedOn="2021-03-08",
    )  # fmt: skip
    diary.add(
        date(2021, 3, 9), office, "issueTask", task, "task",
        division=DIVISION, matter=name, reference=task, title="老空水探查治理", text="完成探查并提交治理方案",
        deadline="2021-09-30",
    )  # fmt: skip
    diary.add(date(2021, 3, 9), office, "assignTask", task=task, mode="SOLE", departments=[BUREAU])
