"""What happens to a task (任务)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.values.labels import named


@named("已下达 已落实责任 已报送 已通过 已办结 已中止 已撤回")
class TaskStatus(StrEnum):
    """Where a task stands (任务状态)."""

    ISSUED = "ISSUED"
    ASSIGNED = "ASSIGNED"
    DELIVERED = "DELIVERED"
    APPROVED = "APPROVED"
    DONE = "DONE"
    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"


@named("牵头 共同 单独")
class DutyMode(StrEnum):
    """How departments share a task: one principal (牵头) with others, jointly, or one alone."""

    PRINCIPAL = "PRINCIPAL"
    JOINT = "JOINT"
    SOLE = "SOLE"


class _Widened(DomainEvent):
    """An event whose second schema version added fields: in what was stored before, they have these values."""

    schema_version: ClassVar[int] = 2
    added: ClassVar[dict[str, Any]] = {}

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """Version 1 with what version 2 added."""
        return {**cls.added, **data} if schema_version == 1 else super().upcast(data, schema_version)


class TaskIssued(_Widened):
    """A task was set; one already overdue when it is entered is entered all the same.

    `issued_on` is the day of the paper that sets it, `quote` its own words on who is responsible. `host` is the
    department that the office sits in and `leader_post` the post that approves that department's own tasks.
    """

    added: ClassVar[dict[str, Any]] = {
        "issuedOn": None, "plan": None, "edition": None, "matter": None, "phases": [], "quote": None,
        "targets": [], "host": None, "leaderPost": None,
    }  # fmt: skip

    division: str
    department: str
    reference: str
    title: str
    text: str
    deadline: date | None
    issued_on: date | None
    plan: UUID | None
    edition: int | None
    matter: UUID | None
    phases: list[str]
    quote: str | None
    targets: list[str]
    host: str | None
    leader_post: str | None


class TaskAssigned(_Widened):
    """Departments were made responsible; `open_ended` where 等 or 各有关部门 leaves the rest of them unnamed."""

    added: ClassVar[dict[str, Any]] = {"openEnded": False}

    mode: DutyMode
    principal: str | None
    departments: list[str]
    open_ended: bool


class TaskDepartmentsResolved(DomainEvent):
    """The office decided which departments 等 or 各有关部门 means; `departments` are all of them from now on."""

    departments: list[str]
    decision: str
    decided_on: date


class TaskMilestoneSet(_Widened):
    """A part of the task with a day of its own, and what follows when it is missed; `next_due` is the task's own.

    `department` is the one it falls to; without one it is everybody's who answers for the task.
    """

    added: ClassVar[dict[str, Any]] = {"department": None}

    milestone: UUID
    division: str
    item: str
    due_on: date
    consequence: str | None
    department: str | None
    next_due: date | None


class TaskMilestoneReached(DomainEvent):
    """A part of the task was finished, in time or not."""

    milestone: UUID
    reached_on: date
    account: str
    next_due: date | None


class TaskMilestoneRevoked(DomainEvent):
    """A part that was said to be finished is not."""

    milestone: UUID
    why: str
    next_due: date | None


class TaskProgressReported(DomainEvent):
    """A department told how far it has come; `percentage` of its own share, which may also have gone back."""

    division: str
    department: str
    reported_on: date
    percentage: int
    text: str


class TaskDelivered(_Widened):
    """A department delivered; `whole` when with it everybody has delivered who has to.

    `department` is whose delivery it is: of a department that was succeeded, its successor delivers. In what was stored
    before there is none: it was the actor's.
    """

    added: ClassVar[dict[str, Any]] = {"whole": True, "department": None}

    delivered_on: date
    account: str
    department: str | None
    whole: bool


class TaskApproved(DomainEvent):
    """The delivery was approved."""

    approved_on: date


class TaskReturned(DomainEvent):
    """The delivery was sent back; also an approval that proved wrong."""

    why: str


class TaskCompleted(DomainEvent):
    """Nothing more is to come of it: the task is done."""

    completed_on: date


class TaskReopened(DomainEvent):
    """A task that was done has to be worked on again."""

    why: str


class TaskExtensionRequested(DomainEvent):
    """A later deadline was asked for; `late` when the old one had passed."""

    deadline: date
    why: str
    late: bool


class TaskExtensionApproved(DomainEvent):
    """The later deadline holds."""

    deadline: date
    next_due: date | None


class TaskExtensionRefused(DomainEvent):
    """The deadline stays."""

    why: str


class TaskRescheduled(DomainEvent):
    """Its plan ends on another day by a later edition, and so does the task, whose day was the plan's last (R-002)."""

    former_deadline: date
    deadline: date
    next_due: date | None
    edition: int
    document_no: str


class TaskSuspended(DomainEvent):
    """The task rests."""

    why: str


class TaskResumed(DomainEvent):
    """The task goes on where it rested."""


class TaskWithdrawn(DomainEvent):
    """The task is no longer asked for; it stays on the board as withdrawn."""

    why: str


class TaskReinstated(DomainEvent):
    """The withdrawal was taken back."""

    why: str
