"""Task (任务): issued, assigned, delivered, approved or returned, done; extended, suspended, withdrawn on the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import task_events as events
from ledger.domain.guards import OURS, refuse
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.domain.task_state import TaskState
from ledger.values.actor import Actor, Role
from ledger.values.labels import zh

OPEN = frozenset({TaskStatus.ISSUED, TaskStatus.ASSIGNED, TaskStatus.DELIVERED})
"""The states in which something is still to come."""

ALIVE = OPEN | {TaskStatus.APPROVED}
RULE = "台账原则 6"


class Task(TaskState):
    """One task of a plan, a decision or an order."""

    zh = "任务"

    def issue(self, *, division: str, by: Actor, at: datetime, **what: Any) -> None:
        """Set the task; `what` are the remaining fields of `TaskIssued`."""
        self.division = division
        self.trigger(events.TaskIssued, by=by, at=at, division=division, department=by.department, **what)

    def assign(
        self,
        mode: DutyMode,
        principal: str | None,
        departments: list[str],
        open_ended: bool,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Make departments responsible; a principal is one of them, and there is one exactly where the mode says so."""
        self._needs(TaskStatus.ISSUED, TaskStatus.ASSIGNED, TaskStatus.DELIVERED)
        _named_once(departments)
        fits = {
            DutyMode.PRINCIPAL: principal in departments,
            DutyMode.JOINT: principal is None and (len(departments) > 1 or open_ended),
            DutyMode.SOLE: len(departments) == 1 and not open_ended and principal in {None, *departments},
        }
        if not fits[mode]:
            refuse(
                "MODE_DOES_NOT_FIT",
                f"{mode} does not fit principal {principal} with {len(departments)} departments.",
                "责任方式与牵头单位、责任单位不符。",
                rule="双四政发〔2020〕28号 二(二)1",
                path=("mode",),
            )
        given = {"mode": mode, "principal": principal, "departments": departments, "open_ended": open_ended}
        self.trigger(events.TaskAssigned, by=by, at=at, **given)

    def resolve(self, departments: list[str], decision: str, decided_on: date, *, by: Actor, at: datetime) -> None:
        """Say which departments 等 or 各有关部门 means; they join those that are named."""
        self._needs(TaskStatus.ASSIGNED, TaskStatus.DELIVERED)
        if not self.open_ended:
            refuse(
                "NOTHING_TO_RESOLVE",
                "All departments of this task are named already.",
                "该任务的责任单位均已明确，无需另行确定。",
                rule="双四政发〔2020〕28号 二(一)3",
            )
        _named_once(departments)
        named = [*self.departments, *(d for d in departments if d not in self.departments)]
        self.trigger(
            events.TaskDepartmentsResolved, by=by, at=at, departments=named, decision=decision, decided_on=decided_on
        )

    def set_milestone(
        self,
        item: str,
        due_on: date,
        consequence: str | None,
        *,
        by: Actor,
        at: datetime,
        department: str | None = None,
    ) -> None:
        """Give a part of the task a day of its own, past or to come; the same part again gets another day.

        `department` is the one of those responsible that the part falls to.
        """
        self._needs(*OPEN)
        if department is not None:
            self._responsible(department)
        milestone = uuid5(self.id, item)
        self.trigger(
            events.TaskMilestoneSet, by=by, at=at, milestone=milestone, division=self.division, item=item,
            due_on=due_on, consequence=consequence, department=department,
            next_due=self._due(self.milestones | {milestone: due_on}),
        )  # fmt: skip

    def reach_milestone(self, item: str, on: date, account: str, *, by: Actor, at: datetime) -> None:
        """Record that a part was finished: a fact, in whatever state the task is."""
        milestone = self._milestone(item, reached=False)
        left = {m: due for m, due in self.milestones.items() if m != milestone}
        self.trigger(
            events.TaskMilestoneReached, by=by, at=at, milestone=milestone, reached_on=on, account=account,
            next_due=self._due(left),
        )  # fmt: skip

    def revoke_milestone(self, item: str, why: str, *, by: Actor, at: datetime) -> None:
        """Take back that a part was finished."""
        milestone = self._milestone(item, reached=True)
        due = self._due(self.milestones, self.reached - {milestone})
        self.trigger(events.TaskMilestoneRevoked, by=by, at=at, milestone=milestone, why=why, next_due=due)

    def report_progress(
        self, on: date, percentage: int, text: str, *, by: Actor, at: datetime, department: str | None = None
    ) -> None:
        """Tell how far a department has come: a fact, in whatever state. `department` is as in `deliver`."""
        responsible = self._responsible(department or by.department)
        self.trigger(
            events.TaskProgressReported, by=by, at=at, division=self.division, department=responsible,
            reported_on=on, percentage=percentage, text=text,
        )  # fmt: skip

    def deliver(
        self, on: date, account: str, *, by: Actor, at: datetime, department: str | None = None
    ) -> None:  # fmt: skip
        """Deliver, late or not: the principal or the one department for all, of several each its own share.

        `department` is whom the actor answers for, when it is not their own department.
        """
        self._needs(TaskStatus.ASSIGNED, TaskStatus.DELIVERED)
        responsible = self._responsible(department or by.department)
        joint = self.mode is DutyMode.JOINT
        whole = self.delivered | {responsible} >= set(self.departments) if joint else responsible == self._answering
        given = {"delivered_on": on, "account": account, "department": responsible, "whole": whole}
        self.trigger(events.TaskDelivered, by=by, at=at, **given)

    def approve(self, on: date, *, by: Actor, at: datetime) -> None:
        """Approve; nobody their own department's delivery, and that of the office's host only the group leader."""
        self._needs(TaskStatus.DELIVERED)
        own = by.department in self.delivered | {d.department for d in self.deliverers}
        if own or any(by.same_capacity(d) for d in self.deliverers):
            refuse(
                "OWN_WORK",
                "Nobody approves what they or their own department delivered.",
                "不得批准本人或本单位办理的任务。",
                rule=RULE,
            )
        self._not_for_its_host(by)
        self.trigger(events.TaskApproved, by=by, at=at, approved_on=on)

    def send_back(self, why: str, *, by: Actor, at: datetime) -> None:
        """Return a delivery, or an approval that proved wrong."""
        self._needs(TaskStatus.DELIVERED, TaskStatus.APPROVED)
        self.trigger(events.TaskReturned, by=by, at=at, why=why)

    def complete(self, on: date, *, by: Actor, at: datetime) -> None:
        """Say that nothing more is to come; of what was approved, and not by who delivered it."""
        self._needs(TaskStatus.APPROVED)
        self._not_own(by, self.deliverers)
        self.trigger(events.TaskCompleted, by=by, at=at, completed_on=on)

    def reopen(self, why: str, *, by: Actor, at: datetime) -> None:
        """Have a task that was done worked on again."""
        self._needs(TaskStatus.DONE)
        self.trigger(events.TaskReopened, by=by, at=at, why=why)

    def request_extension(
        self, deadline: date, why: str, *, by: Actor, at: datetime, today: date, department: str | None = None
    ) -> None:
        """Ask for a later deadline, also when the old one has passed. `department` is as in `deliver`."""
        self._needs(*OPEN)
        self._responsible(department or by.department)
        if self.deadline is None or deadline <= self.deadline:
            refuse(
                "NOT_LATER",
                f"The deadline is {self.deadline}; an extension is a later one.",
                "延期后的期限应晚于原期限。",
                rule=OURS,
                path=("deadline",),
            )
        late = today > self.deadline
        self.trigger(events.TaskExtensionRequested, by=by, at=at, deadline=deadline, why=why, late=late)

    def approve_extension(self, *, by: Actor, at: datetime) -> None:
        """Let the later deadline hold; by another capacity than asked."""
        asked = self._asked()
        self._not_own(by, [asked.actor])
        due = self._due(self.milestones, deadline=asked.deadline)
        self.trigger(events.TaskExtensionApproved, by=by, at=at, deadline=asked.deadline, next_due=due)

    def refuse_extension(self, why: str, *, by: Actor, at: datetime) -> None:
        """Keep the deadline."""
        self._asked()
        self.trigger(events.TaskExtensionRefused, by=by, at=at, why=why)

    def reschedule(
        self, former: date, deadline: date, edition: int, document_no: str, *, by: Actor, at: datetime
    ) -> None:
        """Let its day follow its plan's last, which was `former`; what has a day of its own, or is delivered, stays."""
        resting = self.status in {TaskStatus.SUSPENDED, TaskStatus.WITHDRAWN}
        delivered = (self.before if resting else self.status) not in {TaskStatus.ISSUED, TaskStatus.ASSIGNED}
        if delivered or self.deadline != former or deadline == former:
            refuse(
                "TASK_STAYS",
                f"The task was due on {self.deadline} and does not follow the plan.",
                f"该任务期限为 {self.deadline}，或者已经报送，不随方案调整。",
                rule="双四政发〔2020〕28号 前言",
            )
        due = self._due(self.milestones, deadline=deadline)
        given = {"former_deadline": former, "deadline": deadline, "next_due": due, "edition": edition}
        self.trigger(events.TaskRescheduled, by=by, at=at, document_no=document_no, **given)

    def suspend(self, why: str, *, by: Actor, at: datetime) -> None:
        """Let the task rest."""
        self._needs(*ALIVE)
        self.trigger(events.TaskSuspended, by=by, at=at, why=why)

    def resume(self, *, by: Actor, at: datetime) -> None:
        """Go on where it rested."""
        self._needs(TaskStatus.SUSPENDED)
        self.trigger(events.TaskResumed, by=by, at=at)

    def withdraw(self, why: str, *, by: Actor, at: datetime) -> None:
        """No longer ask for it."""
        self._needs(*ALIVE, TaskStatus.SUSPENDED)
        self.trigger(events.TaskWithdrawn, by=by, at=at, why=why)

    def reinstate(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take a withdrawal back."""
        self._needs(TaskStatus.WITHDRAWN)
        self.trigger(events.TaskReinstated, by=by, at=at, why=why)

    @property
    def settled(self) -> bool:
        """Whether nothing more is to come of it."""
        return self.status in {TaskStatus.APPROVED, TaskStatus.DONE, TaskStatus.WITHDRAWN}

    @property
    def _answering(self) -> str:
        return self.principal or self.departments[0]

    def _due(
        self, milestones: dict[UUID, date], reached: set[UUID] | None = None, deadline: date | None = None
    ) -> date | None:
        reached = self.reached if reached is None else reached
        days = [due for milestone, due in milestones.items() if milestone not in reached]
        last = deadline or self.deadline
        return min([*days, *([last] if last else [])], default=None)

    def _milestone(self, item: str, *, reached: bool) -> UUID:
        milestone = uuid5(self.id, item)
        if milestone not in self.milestones or (milestone in self.reached) is not reached:
            refuse(
                "MILESTONE_NOT_IN_STATE",
                f"This task has no {'finished' if reached else 'open'} part “{item}”.",
                f"该任务没有{'已完成' if reached else '未完成'}的节点“{item}”。",
                rule=OURS,
                path=("item",),
            )
        return milestone

    def _asked(self) -> events.TaskExtensionRequested:
        self._needs(*OPEN)
        if self.extension is None:
            refuse("NO_EXTENSION_ASKED", "No extension is asked for.", "没有待批准的延期申请。", rule=OURS)
        return self.extension

    def _responsible(self, department: str) -> str:
        if department not in self.departments:
            refuse(
                "NOT_RESPONSIBLE",
                f"{department} is not among the departments responsible.",
                f"{department}不是该任务的责任单位。",
                rule="双四政发〔2020〕28号 三(三)3",
            )
        return department

    def _not_own(self, by: Actor, others: list[Actor]) -> None:
        if any(by.same_capacity(other) for other in others):
            refuse("OWN_WORK", "Nobody settles their own work.", "不得办理本人经办的事项。", rule=RULE)

    def _not_for_its_host(self, by: Actor) -> None:
        issued = self.issued
        if issued is None or issued.host not in self.delivered:
            return
        leads = by.role is Role.HEAD and issued.leader_post in {None, by.post}
        if not leads:
            refuse(
                "GROUP_LEADER_NEEDED",
                f"The office sits in {issued.host}: its own tasks are approved by the group leader.",
                f"办公室设在{issued.host}，其承担的任务由领导小组组长批准。",
                rule=RULE,
            )

    def _needs(self, *states: TaskStatus) -> None:
        if self.status not in states:
            refuse(
                "TASK_NOT_IN_STATE",
                f"The task is {self.status}; this needs {' or '.join(sorted(states))}.",
                f"任务当前状态为“{zh(self.status)}”，不能办理。",
                rule=RULE,
            )


def _named_once(departments: list[str]) -> None:
    if len(set(departments)) < len(departments):
        refuse(
            "DEPARTMENT_TWICE",
            "A department is named once.",
            "同一责任单位不得重复。",
            rule=OURS,
            path=("departments",),
        )
