"""Plan (方案): a document with editions, its phases, goals and the reports it asks for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import plan_events as events
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.plan_events import GoalOperator, PlanStatus
from ledger.values.actor import Actor
from ledger.values.labels import zh

COMPARING = frozenset({GoalOperator.AT_MOST, GoalOperator.AT_LEAST, GoalOperator.EQUALS})


@dataclass
class Duty:
    """A report that is owed: by whom, and who has reported."""

    set: events.ReportingDutySet
    open_ended: bool
    departments: list[str] = field(default_factory=list)
    submitted: dict[str, Actor] = field(default_factory=dict)


class Plan(Aggregate):
    """One plan through all its editions."""

    zh = "方案"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = PlanStatus.IN_FORCE
        self.edition = 0
        self.document_no = ""
        self.host: str | None = None
        self.leader_post: str | None = None
        self.starts_on: date | None = None
        self.ends_on: date | None = None
        self.phases: dict[int, events.PlanPhaseSet] = {}
        self.goals: dict[str, events.PlanGoalSet] = {}
        self.reports: dict[UUID, events.IndicatorReported] = {}
        self.duties: dict[str, Duty] = {}

    def publish(self, *, division: str, by: Actor, at: datetime, **what: Any) -> None:
        """Issue the plan; `what` are the remaining fields of `PlanPublished`."""
        _in_order(what["starts_on"], what["ends_on"])
        self.division = division
        self.trigger(
            events.PlanPublished, by=by, at=at, division=division, edition=1, department=by.department, **what
        )  # fmt: skip

    def adjust(self, *, by: Actor, at: datetime, **what: Any) -> None:
        """Let another document replace the one in force; `what` are the remaining fields of `PlanAdjusted`."""
        self._in_force()
        _in_order(what["starts_on"], what["ends_on"])
        self._note(events.PlanAdjusted, by, at, edition=self.edition + 1, **what)

    def set_phase(
        self, number: int, name: str, starts_on: date, ends_on: date, *, by: Actor, at: datetime
    ) -> None:  # fmt: skip
        """Give a phase its name and days; one of the same number is replaced."""
        self._in_force()
        _in_order(starts_on, ends_on)
        before = self.phases.get(number)
        self._note(
            events.PlanPhaseSet, by, at, phase=self._new("phase"), replaces=before and before.phase,
            number=number, name=name, starts_on=starts_on, ends_on=ends_on,
        )  # fmt: skip

    def set_goal(
        self, code: str, operator: GoalOperator, value: Decimal | None, *, by: Actor, at: datetime, **what: Any
    ) -> None:
        """Set a goal; one of the same code is replaced. It has a value exactly where the operator compares with one."""
        self._in_force()
        if (value is not None) is not (operator in COMPARING):
            refuse(
                "GOAL_VALUE_DOES_NOT_FIT",
                f"{operator} {'needs' if operator in COMPARING else 'has no'} value.",
                "目标值与比较方式不符。",
                rule="双四政发〔2020〕28号 一",
                path=("value",),
            )
        before = self.goals.get(code)
        self._note(
            events.PlanGoalSet, by, at, goal=self._new("goal"), replaces=before and before.goal, code=code,
            operator=operator, value=value, **what,
        )  # fmt: skip

    def withdraw_goal(self, code: str, why: str, *, by: Actor, at: datetime) -> None:
        """No longer pursue a goal; setting its code again brings it back."""
        self._in_force()
        self._note(events.PlanGoalWithdrawn, by, at, goal=self._goal(code).goal, why=why)

    def report_indicator(
        self, code: str, value: Decimal, stands_on: date, source: str, *, by: Actor, at: datetime
    ) -> UUID:
        """Record a figure as reported: a fact, also when the plan has ended. Returns the report's id."""
        goal, report = self._goal(code), self._new("report")
        self._note(
            events.IndicatorReported, by, at, report=report, goal=goal.goal, code=code, department=by.department,
            value=value, unit=goal.unit, stands_on=stands_on, source=source,
        )  # fmt: skip
        return report

    def correct_indicator(self, report: UUID, value: Decimal, why: str, *, by: Actor, at: datetime) -> None:
        """Put the right figure beside a reported one."""
        if report not in self.reports:
            refuse("REPORT_UNKNOWN", "No such report of a figure.", "没有该指标上报记录。", rule=OURS, path=("report",))
        self._note(events.IndicatorReportCorrected, by, at, report=report, value=value, why=why)

    def set_duty(
        self, code: str, departments: list[str], open_ended: bool, *, by: Actor, at: datetime, **what: Any
    ) -> None:
        """Have departments report by a day; one of the same code is replaced, and nothing more is owed under it."""
        self._in_force()
        _owed_by_somebody(departments, open_ended)
        before = self.duties.get(code)
        if before is not None:
            self._release(before, f"{self.document_no} 另行规定", by, at)
        self._note(
            events.ReportingDutySet, by, at, duty=self._new("duty"), replaces=before and before.set.duty, code=code,
            department=by.department, open_ended=open_ended, **what,
        )  # fmt: skip
        duty = self.duties[code]
        for department in departments:
            self._note(events.ReportOwed, by, at, **_of(duty, department), unresolved=False, decision=None)
        if open_ended:
            naming = _of(duty, by.department) | {"submission": naming_id(duty.set.duty)}
            self._note(events.ReportOwed, by, at, **naming, unresolved=True, decision=None)

    def resolve_duty(
        self, code: str, departments: list[str], decision: str, decided_on: date, *, by: Actor, at: datetime
    ) -> None:
        """Say which departments 各有关部门 means; until then the office is late, and nobody else can be."""
        duty = self._duty(code)
        if not duty.open_ended:
            refuse(
                "NOTHING_TO_RESOLVE",
                "All departments are named already.",
                "责任单位均已明确。",
                rule="双四政发〔2020〕28号 二(一)3",
            )
        self._note(
            events.ReportingDutyResolved, by, at, submission=naming_id(duty.set.duty), duty=duty.set.duty, code=code,
            decision=decision, decided_on=decided_on,
        )  # fmt: skip
        for department in dict.fromkeys(departments):
            if department not in duty.departments:
                self._note(events.ReportOwed, by, at, **_of(duty, department), unresolved=False, decision=decision)

    def withdraw_duty(self, code: str, why: str, *, by: Actor, at: datetime) -> None:
        """No longer ask for a report; setting its code again brings it back."""
        self._in_force()
        duty = self._duty(code)
        self._release(duty, why, by, at)
        self._note(events.ReportingDutyWithdrawn, by, at, duty=duty.set.duty, why=why)

    def submit(
        self, code: str, department: str, on: date, document_no: str | None, account: str, *, by: Actor, at: datetime
    ) -> None:
        """Record that a department's report arrived: a fact, late or not, also of one that owed none."""
        self._note(
            events.ReportSubmitted, by, at, **_of(self._duty(code), department), submitted_on=on,
            document_no=document_no, account=account,
        )  # fmt: skip

    def send_report_back(self, code: str, department: str, why: str, *, by: Actor, at: datetime) -> None:
        """Return a report, which is then owed again; not one's own."""
        duty = self._duty(code)
        submitter = duty.submitted.get(department)
        if submitter is None:
            refuse("NOT_SUBMITTED", f"{department} has not reported.", f"{department}尚未报送。", rule=OURS)
        if by.department == department or by.same_capacity(submitter):
            refuse("OWN_WORK", "Nobody judges their own report.", "不得审核本单位或本人报送的材料。", rule=OURS)
        submission = submission_id(duty.set.duty, department)
        self._note(
            events.ReportReturned, by, at, submission=submission, duty=duty.set.duty, department=department, why=why
        )  # fmt: skip

    def end(self, status: PlanStatus, ended_on: date, why: str, *, by: Actor, at: datetime) -> None:
        """End the plan: carried out, or repealed."""
        self._in_force()
        if status is PlanStatus.IN_FORCE:
            refuse(
                "NOT_AN_END",
                "A plan ends completed or repealed.",
                "方案只能以完成或废止结束。",
                rule=OURS,
                path=("status",),
            )
        self._note(events.PlanEnded, by, at, status=status, ended_on=ended_on, why=why)

    def reopen(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take the end of the plan back."""
        if self.status is PlanStatus.IN_FORCE:
            refuse("PLAN_IN_FORCE", "The plan has not ended.", "方案尚未结束。", rule=OURS)
        self._note(events.PlanReopened, by, at, why=why)

    def phases_of(self, deadline: date | None) -> list[str]:
        """The phases a task belongs to: the one its deadline falls into; all of them when it has none (R-271)."""
        ordered = [phase for _, phase in sorted(self.phases.items())]
        return [p.name for p in ordered if deadline is None or p.starts_on <= deadline <= p.ends_on]

    def must_be_in_force(self) -> None:
        """`GuardRefused` when the plan has ended: no tasks are issued from it."""
        self._in_force()

    def _release(self, duty: Duty, why: str, by: Actor, at: datetime) -> None:
        owed = [submission_id(duty.set.duty, d) for d in duty.departments if d not in duty.submitted]
        for submission in [*owed, *([naming_id(duty.set.duty)] if duty.open_ended else [])]:
            self._note(events.ReportNoLongerOwed, by, at, submission=submission, why=why)

    def _note(self, event_class: type[events.PlanEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, **{"division": self.division, "edition": self.edition, **data})

    def _new(self, kind: str) -> UUID:
        return uuid5(self.id, f"{kind}:{self.version + 1}")

    def _in_force(self) -> None:
        if self.status is not PlanStatus.IN_FORCE:
            refuse(
                "PLAN_ENDED", f"The plan is {self.status}.", f"方案当前状态为“{zh(self.status)}”，不能办理。", rule=OURS
            )

    def _goal(self, code: str) -> events.PlanGoalSet:
        found = self.goals.get(code)
        if found is None:
            refuse("GOAL_UNKNOWN", f"The plan has no goal {code}.", f"方案没有目标{code}。", rule=OURS, path=("goal",))
        return found

    def _duty(self, code: str) -> Duty:
        found = self.duties.get(code)
        if found is None:
            refuse(
                "DUTY_UNKNOWN",
                f"The plan asks for no report {code}.",
                f"方案没有报送任务{code}。",
                rule=OURS,
                path=("duty",),
            )
        return found

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _published(self, event: events.PlanPublished) -> None:
        self.division, self.edition, self.document_no = event.division, event.edition, event.document_no
        self.host, self.leader_post = event.host, event.leader_post
        self.starts_on, self.ends_on = event.starts_on, event.ends_on

    @when.register
    def _adjusted(self, event: events.PlanAdjusted) -> None:
        self.edition, self.document_no = event.edition, event.document_no
        self.starts_on, self.ends_on = event.starts_on, event.ends_on

    @when.register
    def _phase_set(self, event: events.PlanPhaseSet) -> None:
        self.phases[event.number] = event

    @when.register
    def _goal_set(self, event: events.PlanGoalSet) -> None:
        self.goals[event.code] = event

    @when.register
    def _goal_withdrawn(self, event: events.PlanGoalWithdrawn) -> None:
        self.goals = {code: goal for code, goal in self.goals.items() if goal.goal != event.goal}

    @when.register
    def _reported(self, event: events.IndicatorReported) -> None:
        self.reports[event.report] = event

    @when.register
    def _corrected(self, event: events.IndicatorReportCorrected) -> None:
        """The report stays; what was right instead is for whoever reads both."""

    @when.register
    def _duty_set(self, event: events.ReportingDutySet) -> None:
        self.duties[event.code] = Duty(event, event.open_ended)

    @when.register
    def _owed(self, event: events.ReportOwed) -> None:
        if not event.unresolved:
            self.duties[event.code].departments.append(event.department)

    @when.register
    def _duty_resolved(self, event: events.ReportingDutyResolved) -> None:
        self.duties[event.code].open_ended = False

    @when.register
    def _no_longer_owed(self, event: events.ReportNoLongerOwed) -> None:
        """Its duty goes with it, or another takes its place."""

    @when.register
    def _duty_withdrawn(self, event: events.ReportingDutyWithdrawn) -> None:
        self.duties = {code: duty for code, duty in self.duties.items() if duty.set.duty != event.duty}

    @when.register
    def _submitted(self, event: events.ReportSubmitted) -> None:
        self.duties[event.code].submitted[event.department] = event.actor

    @when.register
    def _report_returned(self, event: events.ReportReturned) -> None:
        for duty in self.duties.values():
            if duty.set.duty == event.duty:
                duty.submitted.pop(event.department, None)

    @when.register
    def _ended(self, event: events.PlanEnded) -> None:
        self.status = event.status

    @when.register
    def _reopened(self, event: events.PlanReopened) -> None:
        self.status = PlanStatus.IN_FORCE


def submission_id(duty: UUID, department: str) -> UUID:
    """What a department owes under a duty."""
    return uuid5(duty, f"owed:{department}")


def naming_id(duty: UUID) -> UUID:
    """What the office owes under a duty that names nobody: to say who they are."""
    return uuid5(duty, "naming")


def _of(duty: Duty, department: str) -> dict[str, Any]:
    names = ("duty", "code", "title", "due_on", "recipient")
    told = {name: getattr(duty.set, name) for name in names}
    return {**told, "submission": submission_id(duty.set.duty, department), "department": department}


def _in_order(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        english, chinese = "The last day is before the first.", "截止日早于起始日。"
        refuse("ENDS_BEFORE_IT_STARTS", english, chinese, rule=OURS, path=("endsOn",))


def _owed_by_somebody(departments: list[str], open_ended: bool) -> None:
    if len(set(departments)) < len(departments):
        refuse(
            "DEPARTMENT_TWICE",
            "A department is named once.",
            "同一责任单位不得重复。",
            rule=OURS,
            path=("departments",),
        )
    if not departments and not open_ended:
        refuse(
            "NOBODY_OWES_IT", "Name the departments, or leave them to a decision of the office.",
            "须列明报送单位，或注明由办公室另行明确。", rule=OURS, path=("departments",),
        )  # fmt: skip
