"""Task (任务): issued, assigned, delivered, approved or returned."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor, Role


class TaskStatus(StrEnum):
    """Where a task stands."""

    ISSUED = "ISSUED"
    ASSIGNED = "ASSIGNED"
    DELIVERED = "DELIVERED"
    APPROVED = "APPROVED"


class DutyMode(StrEnum):
    """How departments share a task: one principal (牵头) with others, jointly, or one alone."""

    PRINCIPAL = "PRINCIPAL"
    JOINT = "JOINT"
    SOLE = "SOLE"


class TaskIssued(DomainEvent):
    """A task was set; one already overdue when it is entered is entered all the same."""

    division: str
    department: str
    reference: str
    title: str
    text: str
    deadline: date | None


class TaskAssigned(DomainEvent):
    """Departments were made responsible."""

    mode: DutyMode
    principal: str | None
    departments: list[str]


class TaskDelivered(DomainEvent):
    """A department delivered."""

    delivered_on: date
    account: str


class TaskApproved(DomainEvent):
    """The delivery was approved."""

    approved_on: date


class TaskReturned(DomainEvent):
    """The delivery was sent back; also an approval that proved wrong."""

    why: str


class Task(Aggregate):
    """One task of a plan or an order."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = TaskStatus.ISSUED
        self.departments: list[str] = []
        self.principal: str | None = None
        self.office = ""
        self.deliverer: Actor | None = None

    def issue(
        self, *, division: str, reference: str, title: str, text: str, deadline: date | None, by: Actor, at: datetime
    ) -> None:
        """Set the task."""
        self.division = division
        self.trigger(
            TaskIssued,
            by=by,
            at=at,
            division=division,
            department=by.department,
            reference=reference,
            title=title,
            text=text,
            deadline=deadline,
        )

    def assign(self, mode: DutyMode, principal: str | None, departments: list[str], *, by: Actor, at: datetime) -> None:
        """Make departments responsible; a principal is one of them, and there is one exactly where the mode says so."""
        self._must_not_be(TaskStatus.APPROVED)
        if len(set(departments)) < len(departments):
            refuse(
                "DEPARTMENT_TWICE",
                "A department is named once.",
                "同一责任单位不得重复。",
                rule=OURS,
                path=("departments",),
            )
        fits = {
            DutyMode.PRINCIPAL: principal in departments,
            DutyMode.JOINT: principal is None and len(departments) > 1,
            DutyMode.SOLE: len(departments) == 1 and principal in {None, *departments},
        }
        if not fits[mode]:
            refuse(
                "MODE_DOES_NOT_FIT",
                f"{mode} does not fit principal {principal} with {len(departments)} departments.",
                "责任方式与牵头单位、责任单位不符。",
                rule="R-050",
                path=("mode",),
            )
        self.trigger(TaskAssigned, by=by, at=at, mode=mode, principal=principal, departments=departments)

    def deliver(self, on: date, account: str, *, by: Actor, at: datetime) -> None:
        """Deliver; by one of the departments responsible, late or not."""
        if self.status not in {TaskStatus.ASSIGNED, TaskStatus.DELIVERED}:
            self._wrong_state("ASSIGNED")
        if by.department not in self.departments:
            refuse(
                "NOT_RESPONSIBLE",
                f"{by.department} is not among the departments responsible.",
                f"{by.department}不是该任务的责任单位。",
                rule="notice 三(三)3",
            )
        self.trigger(TaskDelivered, by=by, at=at, delivered_on=on, account=account)

    def approve(self, on: date, *, by: Actor, at: datetime) -> None:
        """Approve; never in the deliverer's capacity, and the office's own delivery only by a head."""
        if self.status is not TaskStatus.DELIVERED:
            self._wrong_state("DELIVERED")
        assert self.deliverer is not None
        own_office = self.deliverer.department == by.department and by.role is not Role.HEAD
        if by.same_capacity(self.deliverer) or own_office:
            refuse(
                "OWN_WORK",
                "Nobody approves their own department's delivery, except its head for others' work in it.",
                "不得批准本人或本单位办理的任务（单位负责人除外）。",
                rule="DESIGN §4 Task",
            )
        self.trigger(TaskApproved, by=by, at=at, approved_on=on)

    def send_back(self, why: str, *, by: Actor, at: datetime) -> None:
        """Return a delivery, or an approval that proved wrong."""
        if self.status not in {TaskStatus.DELIVERED, TaskStatus.APPROVED}:
            self._wrong_state("DELIVERED or APPROVED")
        self.trigger(TaskReturned, by=by, at=at, why=why)

    def _must_not_be(self, status: TaskStatus) -> None:
        if self.status is status:
            self._wrong_state("any other state")

    def _wrong_state(self, needed: str) -> None:
        refuse(
            "TASK_NOT_IN_STATE",
            f"The task is {self.status}; this needs {needed}.",
            f"任务当前状态为 {self.status}，不能办理。",
            rule="DESIGN §4 Task",
        )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _issued(self, event: TaskIssued) -> None:
        self.division, self.office = event.division, event.department

    @when.register
    def _assigned(self, event: TaskAssigned) -> None:
        self.status, self.departments, self.principal = TaskStatus.ASSIGNED, event.departments, event.principal

    @when.register
    def _delivered(self, event: TaskDelivered) -> None:
        self.status, self.deliverer = TaskStatus.DELIVERED, event.actor

    @when.register
    def _approved(self, event: TaskApproved) -> None:
        self.status = TaskStatus.APPROVED

    @when.register
    def _returned(self, event: TaskReturned) -> None:
        self.status = TaskStatus.ASSIGNED
