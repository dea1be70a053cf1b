"""The notice 双四政发〔2020〕28号 as data, and the mutations that enter it: plan, phases, goals, reports, 35 tasks.

The data are what the notice says, departments under its own names; only the demo and the scenarios read them, so they
lie here. The annex with the task ledger is not part of the published text: the tasks are put together from the closing
parentheses of its sections.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, Field

DOCUMENT_NO = "双四政发〔2020〕28号"
THE_PLAN = "the notice's plan"
"""What later deeds call the plan by: its document number is a statement of its own in some of them."""
ISSUED_ON = date(2020, 9, 16)
HOST, LEADER_POST = "区煤管局", "区委常委、副区长"
BASES = ("双安委办〔2020〕5号", "黑煤安监发〔2020〕75号", "双煤安协办发〔2020〕7号")
OPERATORS = {"<=": "AT_MOST", ">=": "AT_LEAST", "=": "EQUALS", "progress": "PROGRESS", "contain": "CONTAIN"}
MODES = {"lead": "PRINCIPAL", "joint": "JOINT", "sole": "SOLE"}
MEASURES = {
    "G1": "MINE_COUNT",
    "G2": "MEDIUM_CAPACITY_SHARE",
    "G3": "GRADE_TWO_SHARE",
    "G4": "MINING_MECHANISATION",
    "G5": "DRIVING_MECHANISATION",
    "G6": "UNATTENDED_SITES",
    "G7": "REMOTE_SUPERVISION_SHARE",
    "G8": "SMALL_MINE_COUNT",
}
"""What the ledger can count by itself of the goals; the pairing is ours. Accidents (G9) it does not hold."""

YEARLY = {
    "T-二(一)2": ("安全生产月", (6, 30)),
    "T-二(二)3": ("年度工作要点及责任分工方案", (12, 31)),
    "T-二(七)5": ("年度生产计划", (12, 31)),
    "T-二(八)1": ("年度执法计划", (12, 31)),
}
"""What tasks ask for each year, from the notice on, and the day by which it is owed: none is named, so that is ours."""

APPROVERS = {
    "划定矿区范围批复": "区自然资源局",
    "项目核准": "区发改局",
    "采矿权变更登记": "区自然资源局",
    "安全设施设计批复": "区煤管局",
    "环境影响评价批复": "区生态环境局",
    "初步设计批复": "区煤管局",
}
"""Which of the four departments gives which of the six approvals: our reading of the notice (R-065 … R-068, R-071)."""


class Deadline(BaseModel):
    """A day with what is to be done by then, and what follows otherwise."""

    date: date
    item: str
    consequence: str


class Responsibility(BaseModel):
    """Who is responsible, in the notice's own words and taken apart."""

    quote: str
    mode: str
    lead_department: str | None
    departments: list[str]
    open_ended: bool


class NoticeTask(BaseModel):
    """One of the 35 tasks."""

    id: str
    section_title: str
    title_zh: str
    summary_zh: str
    responsibility: Responsibility
    deadlines: list[Deadline]
    recurring: list[str]
    numeric_targets: list[str]


class NoticeGoal(BaseModel):
    """One of the nine goals."""

    id: str
    text: str
    op: str
    value: Decimal | None
    unit: str
    aspirational: bool = False


class NoticePhase(BaseModel):
    """One of the four phases."""

    number: int = Field(alias="no")
    name: str
    start: date
    end: date


class NoticeDuty(BaseModel):
    """A report, or the upkeep of the two lists, that departments owe."""

    id: str
    title_zh: str
    responsibility: Responsibility
    deadlines: list[Deadline]


class Notice(BaseModel):
    """All that the notice sets."""

    department_aliases: dict[str, str]
    goals_2022: list[NoticeGoal]
    phases: list[NoticePhase]
    tasks: list[NoticeTask]
    other_duties: list[NoticeDuty]


class Entry(NamedTuple):
    """One mutation: what it makes, under which name, is the plan or a task."""

    mutation: str
    input: dict[str, Any]
    makes: str = ""
    shows: str = ""


Naming = Callable[[str], str]


@cache
def notice() -> Notice:
    """The notice."""
    return Notice.model_validate(yaml.safe_load(files("ledger.demo").joinpath("notice_2020_28.yaml").read_bytes()))


def own_name(department: str) -> str:
    """The one name of a department that the notice calls by several."""
    return notice().department_aliases.get(department, department)


def entries(division: str, named: Naming = own_name) -> Iterator[Entry]:
    """The mutations that enter the notice, in their order; `named` gives the name of a department of it.

    What refers to the plan or to a task refers to it by what the mutation before says it makes.
    """
    yield Entry(
        "publishPlan",
        {
            "division": division, "documentNo": DOCUMENT_NO, "title": "四方台区煤矿安全专项整治三年行动实施方案",
            "issuedOn": str(ISSUED_ON), "startsOn": "2020-05-01", "endsOn": "2022-12-31", "bases": list(BASES),
            "adjusts": "四方台区煤矿安全专项整治三年行动实施方案（调整前）", "host": named(HOST),
            "leaderPost": LEADER_POST,
        },
        THE_PLAN, "plan",
    )  # fmt: skip
    yield from map(_phase, notice().phases)
    yield from map(_goal, notice().goals_2022)
    for duty in notice().other_duties:
        yield from _reports(duty, named)
    for task in notice().tasks:
        yield from _task(task, division, named)


def _phase(phase: NoticePhase) -> Entry:
    given = {"number": phase.number, "name": phase.name, "startsOn": str(phase.start), "endsOn": str(phase.end)}
    return Entry("setPlanPhase", {"plan": THE_PLAN, **given})


def _goal(goal: NoticeGoal) -> Entry:
    given = {
        "code": goal.id, "text": goal.text, "operator": OPERATORS[goal.op], "unit": goal.unit,
        "value": None if goal.value is None else str(goal.value), "dueOn": "2022-12-31",
        "aspirational": goal.aspirational, "measure": MEASURES.get(goal.id),
    }  # fmt: skip
    return Entry("setPlanGoal", {"plan": THE_PLAN, **given})


def _reports(duty: NoticeDuty, named: Naming) -> Iterator[Entry]:
    """One duty a day; what is owed when it is asked for has none."""
    to_above = duty.responsibility.mode == "sole"
    days: list[Deadline | None] = [*duty.deadlines] or [None]
    for due in days:
        code = duty.id if due is None or len(duty.deadlines) == 1 else f"{duty.id}-{due.date.year}"
        departments = [] if duty.responsibility.open_ended else list(map(named, duty.responsibility.departments))
        given = {
            "code": code, "title": duty.title_zh, "dueOn": None if due is None else str(due.date),
            "recipient": named("区安委会办公室" if to_above else HOST), "departments": departments,
            "openEnded": duty.responsibility.open_ended,
        }  # fmt: skip
        yield Entry("setReportingDuty", {"plan": THE_PLAN, **given})


def _task(task: NoticeTask, division: str, named: Naming) -> Iterator[Entry]:
    """The task, who is responsible, and where it has several days each of them as a part of it."""
    last = max((due.date for due in task.deadlines), default=None)
    who = task.responsibility
    given = {
        "division": division, "plan": THE_PLAN, "reference": task.id, "title": task.title_zh,
        "text": f"{task.section_title}：{task.summary_zh}", "issuedOn": str(ISSUED_ON), "quote": who.quote,
        "deadline": None if last is None else str(last), "targets": [*task.recurring, *task.numeric_targets],
    }  # fmt: skip
    yield Entry("issueTask", given, task.id, "task")
    principal = None if who.mode == "joint" or who.lead_department is None else named(who.lead_department)
    departments = list(dict.fromkeys(map(named, who.departments)))
    shared = {"mode": MODES[who.mode], "principal": principal, "departments": departments, "openEnded": who.open_ended}
    yield Entry("assignTask", {"task": task.id, **shared})
    if task.id in YEARLY:
        what, (month, day) = YEARLY[task.id]
        for due_on in (date(year, month, day) for year in (2020, 2021, 2022)):
            if due_on < ISSUED_ON:
                continue
            part = {"item": f"{what}（{due_on.year}年）", "dueOn": str(due_on), "department": named(HOST)}
            yield Entry("setTaskMilestone", {"task": task.id, **part})
    if len(task.deadlines) > 1:
        for due in task.deadlines:
            part = {"item": due.item, "dueOn": str(due.date), "consequence": due.consequence}
            whose = named(APPROVERS[due.item])
            yield Entry("setTaskMilestone", {"task": task.id, "department": whose, **part})
