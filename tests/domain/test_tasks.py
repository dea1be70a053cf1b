"""Tasks, plans, matters and the two lists: what is refused, and what is taken as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from ledger.domain.matter import Matter, MatterStatus
from ledger.domain.plan import Plan
from ledger.domain.plan_events import GoalOperator, IndicatorReported, PlanStatus, ReportNoLongerOwed, ReportOwed
from ledger.domain.task import Task
from ledger.domain.task_events import DutyMode, TaskExtensionRequested, TaskStatus
from ledger.domain.two_lists import ListItem, ListItemStatus, ListItemUpdated, ListKind
from ledger.values.actor import Actor, Role
from ledger.values.errors import GuardRefused

NOW = datetime(2020, 9, 16, 1, tzinfo=UTC)
DAY = date(2020, 9, 16)
OFFICE = Actor(id="k", department="领导小组办公室", role=Role.COORDINATING_OFFICE, post="干事")
HEAD = Actor(id="h", department="区煤管局", role=Role.HEAD, post="局长")
OFFICER = Actor(id="o", department="区煤管局", role=Role.OFFICER, post="科员")
POLICE = Actor(id="p", department="四方台公安分局", role=Role.OFFICER, post="民警")
OTHER_HEAD = Actor(id="x", department="区应急局", role=Role.HEAD, post="局长")
LEADER = Actor(id="l", department="区政府", role=Role.HEAD, post="副区长")


def refused(act: Callable[..., object], *arguments: Any, **named: Any) -> str:
    with pytest.raises(GuardRefused) as refusal:
        act(*arguments, at=NOW, **named)
    assert refusal.value.message_zh
    assert refusal.value.rule
    return refusal.value.code


def a_task(host: str | None = None, deadline: date | None = date(2020, 7, 30)) -> Task:
    task = Task(UUID(int=4))
    task.issue(
        division="230599", reference="T", title="t", text="t", deadline=deadline, issued_on=DAY, plan=None,
        edition=None, matter=None, phases=[], quote=None, targets=[], host=host, leader_post=host and "副区长",
        by=OFFICE, at=NOW,
    )  # fmt: skip
    return task


def assigned(task: Task, *departments: str, mode: DutyMode = DutyMode.SOLE, open_ended: bool = False) -> Task:
    principal = departments[0] if mode is DutyMode.PRINCIPAL else None
    task.assign(mode, principal, list(departments), open_ended, by=OFFICE, at=NOW)
    return task


def test_a_task_already_overdue_is_entered_and_its_mode_must_fit() -> None:
    task = a_task()
    for mode, principal, departments, open_ended in (
        (DutyMode.PRINCIPAL, "公安", ["煤管局"], True),
        (DutyMode.JOINT, None, ["煤管局"], False),
        (DutyMode.SOLE, None, ["煤管局", "公安"], False),
        (DutyMode.SOLE, None, ["煤管局"], True),
        (DutyMode.SOLE, "公安", ["煤管局"], False),
    ):
        assert refused(task.assign, mode, principal, departments, open_ended, by=HEAD) == "MODE_DOES_NOT_FIT"
    twice = (DutyMode.JOINT, None, ["煤管局", "煤管局"], False)
    assert refused(task.assign, *twice, by=HEAD) == "DEPARTMENT_TWICE"
    task.assign(DutyMode.JOINT, None, ["煤管局"], True, by=HEAD, at=NOW)


def test_only_who_is_responsible_delivers_and_only_what_was_delivered_is_approved() -> None:
    task = assigned(a_task(), "区煤管局")
    assert refused(task.deliver, DAY, "a", by=POLICE) == "NOT_RESPONSIBLE"
    assert refused(task.report_progress, DAY, 10, "a", by=POLICE) == "NOT_RESPONSIBLE"
    assert refused(task.approve, DAY, by=OTHER_HEAD) == "TASK_NOT_IN_STATE"


def test_nobody_approves_their_own_departments_delivery_and_an_approval_can_be_taken_back() -> None:
    task = assigned(a_task(), "区煤管局")
    task.deliver(DAY, "a", by=OFFICER, at=NOW)
    for own in (OFFICER, HEAD):
        assert refused(task.approve, DAY, by=own) == "OWN_WORK"
    task.approve(DAY, by=OTHER_HEAD, at=NOW)
    task.send_back("proved wrong", by=OFFICE, at=NOW)
    assert refused(task.approve, DAY, by=OTHER_HEAD) == "TASK_NOT_IN_STATE"


def test_what_the_host_of_the_office_delivers_is_approved_by_the_group_leader_alone() -> None:
    task = assigned(a_task(host="区煤管局"), "区煤管局")
    task.deliver(DAY, "a", by=OFFICER, at=NOW)
    for other in (OFFICE, OTHER_HEAD):
        assert refused(task.approve, DAY, by=other) == "GROUP_LEADER_NEEDED"
    task.approve(DAY, by=LEADER, at=NOW)
    assert refused(task.complete, DAY, by=OFFICER) == "OWN_WORK"
    task.complete(DAY, by=OFFICE, at=NOW)
    assert task.settled
    task.reopen("漏项", by=OFFICE, at=NOW)
    assert task.status is TaskStatus.ASSIGNED


def test_a_joint_task_is_delivered_when_everybody_has_and_who_joins_later_still_has_to() -> None:
    task = assigned(a_task(), "区煤管局", "四方台公安分局", mode=DutyMode.JOINT, open_ended=True)
    task.deliver(DAY, "a", by=OFFICER, at=NOW)
    assert task.status == "ASSIGNED"
    task.deliver(DAY, "b", by=POLICE, at=NOW)
    assert task.status == "DELIVERED"
    task.resolve(["区应急局"], "纪要3号", DAY, by=OFFICE, at=NOW)
    assert task.status == "ASSIGNED"
    assert refused(task.resolve, ["区发改局"], "纪要4号", DAY, by=OFFICE) == "NOTHING_TO_RESOLVE"
    task.deliver(DAY, "c", by=OTHER_HEAD, at=NOW)
    assert task.status == "DELIVERED"


def test_the_principal_delivers_for_all() -> None:
    task = assigned(a_task(), "区煤管局", "四方台公安分局", mode=DutyMode.PRINCIPAL)
    task.deliver(DAY, "my part", by=POLICE, at=NOW)
    assert task.status == "ASSIGNED"
    task.deliver(DAY, "all of it", by=OFFICER, at=NOW)
    assert task.status == "DELIVERED"


def test_an_extension_is_later_asked_for_by_one_and_approved_by_another() -> None:
    task = assigned(a_task(), "区煤管局")
    assert refused(task.approve_extension, by=OFFICE) == "NO_EXTENSION_ASKED"
    assert refused(task.request_extension, date(2020, 7, 1), "w", by=OFFICER, today=DAY) == "NOT_LATER"
    task.request_extension(date(2020, 12, 31), "w", by=OFFICER, at=NOW, today=DAY)
    [asked] = [e for e in task.pending if isinstance(e, TaskExtensionRequested)]
    assert asked.late, "asked for when the deadline had passed: taken, and said"
    assert refused(task.approve_extension, by=OFFICER) == "OWN_WORK"
    task.approve_extension(by=OFFICE, at=NOW)
    assert task.deadline == date(2020, 12, 31)
    task.request_extension(date(2021, 12, 31), "w", by=OFFICER, at=NOW, today=DAY)
    task.refuse_extension("no", by=OFFICE, at=NOW)
    assert task.deadline == date(2020, 12, 31)


def test_a_part_is_finished_once_and_the_fact_can_be_taken_back() -> None:
    task = a_task(deadline=None)
    assert refused(task.reach_milestone, "项目核准", DAY, "a", by=OFFICER) == "MILESTONE_NOT_IN_STATE"
    task.set_milestone("项目核准", date(2020, 7, 30), None, by=OFFICE, at=NOW)
    task.reach_milestone("项目核准", DAY, "批复", by=OFFICER, at=NOW)
    assert refused(task.reach_milestone, "项目核准", DAY, "a", by=OFFICER) == "MILESTONE_NOT_IN_STATE"
    task.revoke_milestone("项目核准", "批复被撤回", by=OFFICE, at=NOW)
    task.reach_milestone("项目核准", DAY, "批复", by=OFFICER, at=NOW)


def test_what_rests_or_is_withdrawn_goes_on_where_it_was() -> None:
    task = assigned(a_task(), "区煤管局")
    task.suspend("w", by=OFFICE, at=NOW)
    assert refused(task.deliver, DAY, "a", by=OFFICER) == "TASK_NOT_IN_STATE"
    task.report_progress(DAY, 20, "facts go on", by=OFFICER, at=NOW)
    task.withdraw("w", by=OFFICE, at=NOW)
    assert refused(task.resume, by=OFFICE) == "TASK_NOT_IN_STATE"
    task.reinstate("w", by=OFFICE, at=NOW)
    assert task.status is TaskStatus.ASSIGNED


def a_plan() -> Plan:
    plan = Plan(UUID(int=6))
    plan.publish(
        division="230599", document_no="28号", title="方案", issued_on=DAY, starts_on=date(2020, 5, 1),
        ends_on=date(2022, 12, 31), adjusts=None, bases=[], host="区煤管局", leader_post="副区长", by=OFFICE, at=NOW,
    )  # fmt: skip
    return plan


def a_goal(plan: Plan, value: str = "3") -> None:
    plan.set_goal(
        "G1", GoalOperator.AT_MOST, Decimal(value), text="煤矿数量", unit="处", due_on=date(2022, 12, 31),
        aspirational=False, measure=None, by=OFFICE, at=NOW,
    )  # fmt: skip


def a_duty(plan: Plan, *departments: str, open_ended: bool = False) -> None:
    plan.set_duty(
        "D", list(departments), open_ended, title="年度总结", due_on=date(2020, 12, 10), recipient="区煤管局",
        by=OFFICE, at=NOW,
    )  # fmt: skip


def test_a_goal_has_a_value_exactly_where_its_figure_is_compared_with_one() -> None:
    plan = a_plan()
    what = {"text": "t", "unit": "", "due_on": DAY, "aspirational": False, "measure": None, "by": OFFICE}
    assert refused(plan.set_goal, "G1", GoalOperator.AT_MOST, None, **what) == "GOAL_VALUE_DOES_NOT_FIT"
    assert refused(plan.set_goal, "G8", GoalOperator.PROGRESS, Decimal(1), **what) == "GOAL_VALUE_DOES_NOT_FIT"
    assert refused(plan.withdraw_goal, "G1", "w", by=OFFICE) == "GOAL_UNKNOWN"


def test_a_reported_figure_stays_as_it_was_reported() -> None:
    plan = a_plan()
    a_goal(plan)
    assert refused(plan.report_indicator, "G9", Decimal(1), DAY, "s", by=OFFICER) == "GOAL_UNKNOWN"
    report = plan.report_indicator("G1", Decimal(5), DAY, "月报", by=OFFICER, at=NOW)
    assert refused(plan.correct_indicator, UUID(int=1), Decimal(4), "w", by=OFFICER) == "REPORT_UNKNOWN"
    plan.correct_indicator(report, Decimal(4), "漏计", by=OFFICER, at=NOW)
    [reported] = [e for e in plan.pending if isinstance(e, IndicatorReported)]
    assert reported.value == 5


def test_a_report_is_owed_by_somebody_and_nobody_named_twice() -> None:
    plan = a_plan()
    what = {"title": "t", "due_on": None, "recipient": "r", "by": OFFICE}
    assert refused(plan.set_duty, "D", [], False, **what) == "NOBODY_OWES_IT"
    assert refused(plan.set_duty, "D", ["甲", "甲"], False, **what) == "DEPARTMENT_TWICE"
    assert refused(plan.resolve_duty, "D", ["甲"], "纪要", DAY, by=OFFICE) == "DUTY_UNKNOWN"
    a_duty(plan, "区煤管局")
    assert refused(plan.resolve_duty, "D", ["甲"], "纪要", DAY, by=OFFICE) == "NOTHING_TO_RESOLVE"


def test_of_a_duty_that_names_nobody_the_office_owes_the_naming() -> None:
    plan = a_plan()
    a_duty(plan, open_ended=True)
    [naming] = [e for e in plan.pending if isinstance(e, ReportOwed)]
    assert (naming.department, naming.unresolved) == ("领导小组办公室", True)
    plan.resolve_duty("D", ["区应急局", "区应急局"], "纪要", DAY, by=OFFICE, at=NOW)
    owed = [e.department for e in plan.pending if isinstance(e, ReportOwed) and not e.unresolved]
    assert owed == ["区应急局"]


def test_a_report_is_taken_from_anybody_and_sent_back_by_somebody_else() -> None:
    plan = a_plan()
    a_duty(plan, "区应急局")
    plan.submit("D", "区发改局", date(2020, 12, 15), None, "不在名单也收下", by=OFFICER, at=NOW)
    assert refused(plan.send_report_back, "D", "区应急局", "w", by=OFFICER) == "NOT_SUBMITTED"
    plan.submit("D", "区应急局", date(2020, 12, 15), None, "迟报", by=OTHER_HEAD, at=NOW)
    assert refused(plan.send_report_back, "D", "区应急局", "w", by=OTHER_HEAD) == "OWN_WORK"
    plan.send_report_back("D", "区应急局", "缺评估", by=OFFICE, at=NOW)
    assert refused(plan.send_report_back, "D", "区应急局", "w", by=OFFICE) == "NOT_SUBMITTED"


def test_a_duty_set_again_releases_who_had_not_reported() -> None:
    plan = a_plan()
    a_duty(plan, "区应急局", "区发改局")
    plan.submit("D", "区应急局", DAY, None, "a", by=OTHER_HEAD, at=NOW)
    a_duty(plan, "区煤管局")
    assert len([e for e in plan.pending if isinstance(e, ReportNoLongerOwed)]) == 1
    plan.withdraw_duty("D", "w", by=OFFICE, at=NOW)
    assert refused(plan.withdraw_duty, "D", "w", by=OFFICE) == "DUTY_UNKNOWN"


def test_a_plan_that_has_ended_takes_figures_and_nothing_else_until_it_is_reopened() -> None:
    plan = a_plan()
    a_goal(plan)
    assert refused(plan.reopen, "w", by=OFFICE) == "PLAN_IN_FORCE"
    assert refused(plan.end, PlanStatus.IN_FORCE, DAY, "w", by=OFFICE) == "NOT_AN_END"
    plan.end(PlanStatus.COMPLETED, DAY, "w", by=OFFICE, at=NOW)
    assert refused(plan.set_phase, 1, "n", DAY, DAY, by=OFFICE) == "PLAN_ENDED"
    plan.report_indicator("G1", Decimal(3), DAY, "s", by=OFFICER, at=NOW)
    plan.reopen("w", by=OFFICE, at=NOW)
    assert refused(plan.set_phase, 1, "n", DAY, date(2020, 1, 1), by=OFFICE) == "ENDS_BEFORE_IT_STARTS"


def test_a_task_belongs_to_the_phase_of_its_deadline_and_without_one_to_all() -> None:
    plan = a_plan()
    for number, name, year in ((1, "排查", 2020), (2, "攻坚", 2021)):
        plan.set_phase(number, name, date(year, 1, 1), date(year, 12, 31), by=OFFICE, at=NOW)
    assert plan.phases_of(date(2020, 7, 30)) == ["排查"]
    assert plan.phases_of(None) == ["排查", "攻坚"]


def a_matter() -> Matter:
    matter = Matter(UUID(int=7))
    matter.raise_(division="230599", title="t", text="t", plan=None, raised_on=DAY, by=OFFICER, at=NOW)
    return matter


def test_a_matter_is_decided_in_a_meeting_or_on_instructions_by_somebody_else() -> None:
    matter = a_matter()
    assert refused(matter.decide, "d", "1号", DAY, by=LEADER) == "MATTER_NOT_IN_STATE"
    answer: dict[str, Any] = {"document_no": "2号", "text": "t", "received_on": DAY, "by": OFFICE}
    assert refused(matter.receive, **answer) == "NOTHING_REQUESTED"
    matter.request(to="市安委办", document_no="1号", text="t", requested_on=DAY, by=OFFICE, at=NOW)
    matter.receive(**answer, at=NOW)
    assert refused(matter.decide, "d", "1号", DAY, by=OFFICER) == "OWN_WORK"
    matter.decide("d", "1号", DAY, by=LEADER, at=NOW)
    matter.issue_task(UUID(int=4), by=OFFICE, at=NOW)
    assert refused(matter.close, DAY, open_tasks=1, by=LEADER) == "MATTER_TASKS_OPEN"
    matter.close(DAY, open_tasks=0, by=LEADER, at=NOW)
    matter.reopen("w", by=OFFICE, at=NOW)
    matter.revoke_decision("w", by=LEADER, at=NOW)
    assert matter.status is MatterStatus.ANSWERED


def test_a_withdrawn_matter_comes_back_to_where_it_stood() -> None:
    matter = a_matter()
    matter.table("第一次会议", DAY, by=OFFICE, at=NOW)
    matter.withdraw("w", by=OFFICER, at=NOW)
    assert refused(matter.table, "第二次会议", DAY, by=OFFICE) == "MATTER_NOT_IN_STATE"
    matter.reinstate("w", by=OFFICER, at=NOW)
    assert matter.status is MatterStatus.TABLED


def test_nobody_confirms_their_own_item_and_it_can_be_reopened() -> None:
    item = ListItem(UUID(int=8))
    item.enter(
        division="230599", kind=ListKind.PROBLEMS, text="t", unit="u", person="p", time_limit=date(2020, 7, 30),
        plan=None, mine=None, by=OFFICER, at=NOW,
    )  # fmt: skip
    item.update("u", "p", date(2020, 7, 30), "no change", by=OFFICER, at=NOW)
    assert not [e for e in item.pending if isinstance(e, ListItemUpdated)]
    assert refused(item.confirm, DAY, by=HEAD) == "LIST_ITEM_NOT_IN_STATE"
    item.rectify(DAY, "late, and taken", by=OFFICER, at=NOW)
    assert refused(item.confirm, DAY, by=OFFICER) == "OWN_WORK"
    item.confirm(DAY, by=HEAD, at=NOW)
    item.reopen("recurred", by=HEAD, at=NOW)
    item.withdraw("twice on the list", by=HEAD, at=NOW)
    item.reinstate("it is not", by=HEAD, at=NOW)
    assert item.status is ListItemStatus.OPEN
