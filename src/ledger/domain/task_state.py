"""What a task is, as its events tell it: the folding of events into the state that its acts are guarded by."""

from __future__ import annotations

from datetime import date
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain import task_events as events
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.values.actor import Actor
from ledger.values.times import local_day


class TaskState(Aggregate):
    """The state of one task, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = self.before = TaskStatus.ISSUED
        self.mode: DutyMode | None = None
        self.departments: list[str] = []
        self.principal: str | None = None
        self.open_ended = False
        self.assigned_on: date | None = None
        self.office = ""
        self.issued: events.TaskIssued | None = None
        self.deadline: date | None = None
        self.milestones: dict[UUID, date] = {}
        self.reached: set[UUID] = set()
        self.deliverers: list[Actor] = []
        self.delivered: set[str] = set()
        self.extension: events.TaskExtensionRequested | None = None

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _issued(self, event: events.TaskIssued) -> None:
        self.division, self.office = event.division, event.department
        self.issued, self.deadline = event, event.deadline

    @when.register
    def _assigned(self, event: events.TaskAssigned) -> None:
        self._nothing_delivered()
        self.mode, self.assigned_on = event.mode, local_day(event.occurred_at)
        self.departments, self.principal, self.open_ended = event.departments, event.principal, event.open_ended

    @when.register
    def _resolved(self, event: events.TaskDepartmentsResolved) -> None:
        if self.mode is DutyMode.JOINT and len(event.departments) > len(self.departments):
            self.status = TaskStatus.ASSIGNED  # whoever joins has not delivered yet
        self.departments, self.open_ended = event.departments, False

    @when.register
    def _milestone_set(self, event: events.TaskMilestoneSet) -> None:
        self.milestones[event.milestone] = event.due_on

    @when.register
    def _milestone_reached(self, event: events.TaskMilestoneReached) -> None:
        self.reached.add(event.milestone)

    @when.register
    def _milestone_revoked(self, event: events.TaskMilestoneRevoked) -> None:
        self.reached.discard(event.milestone)

    @when.register
    def _progress(self, event: events.TaskProgressReported) -> None:
        """How far somebody says they have come decides nothing."""

    @when.register
    def _delivered(self, event: events.TaskDelivered) -> None:
        self.deliverers = [*self.deliverers, event.actor]
        self.delivered = {*self.delivered, event.department or event.actor.department}
        if event.whole:
            self.status = TaskStatus.DELIVERED

    @when.register
    def _approved(self, event: events.TaskApproved) -> None:
        self.status = TaskStatus.APPROVED

    @when.register
    def _returned(self, event: events.TaskReturned) -> None:
        self._nothing_delivered()

    @when.register
    def _completed(self, event: events.TaskCompleted) -> None:
        self.status = TaskStatus.DONE

    @when.register
    def _reopened(self, event: events.TaskReopened) -> None:
        self._nothing_delivered()

    @when.register
    def _extension_requested(self, event: events.TaskExtensionRequested) -> None:
        self.extension = event

    @when.register
    def _extended(self, event: events.TaskExtensionApproved) -> None:
        self.deadline, self.extension = event.deadline, None

    @when.register
    def _rescheduled(self, event: events.TaskRescheduled) -> None:
        self.deadline = event.deadline
        if self.extension is not None and self.extension.deadline <= event.deadline:
            self.extension = None

    @when.register
    def _not_extended(self, event: events.TaskExtensionRefused) -> None:
        self.extension = None

    @when.register
    def _suspended(self, event: events.TaskSuspended) -> None:
        self.before, self.status = self.status, TaskStatus.SUSPENDED

    @when.register
    def _resumed(self, event: events.TaskResumed) -> None:
        self.status = self.before

    @when.register
    def _withdrawn(self, event: events.TaskWithdrawn) -> None:
        if self.status is not TaskStatus.SUSPENDED:
            self.before = self.status
        self.status = TaskStatus.WITHDRAWN

    @when.register
    def _reinstated(self, event: events.TaskReinstated) -> None:
        self.status = self.before

    def _nothing_delivered(self) -> None:
        self.status, self.deliverers, self.delivered = TaskStatus.ASSIGNED, [], set()
