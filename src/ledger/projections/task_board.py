"""Task board (任务台账): each task as it stands."""

from __future__ import annotations

from ledger.domain.task import TaskApproved, TaskAssigned, TaskDelivered, TaskIssued, TaskReturned, TaskStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

task_board = View(
    name="task_board",
    version=1,
    key="task",
    columns=columns("""
        division     text
        department   text
        reference    text
        title        text
        text         text
        status       text
        mode         text?
        principal    text?
        departments  text[]
        deadline     date?
        delivered_on date?
        approved_on  date?
        returned     integer
        issued_at    timestamptz
        version      integer
    """),
    indexes=(("division", "reference"), ("status", "reference")),
    past=(("division", "reference"),),
)


@task_board.on(TaskIssued, key=lambda e: e.originator_id)
def _issued(_: Row | None, event: TaskIssued, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "reference": event.reference,
        "title": event.title,
        "text": event.text,
        "status": TaskStatus.ISSUED,
        "mode": None,
        "principal": None,
        "departments": [],
        "deadline": event.deadline,
        "delivered_on": None,
        "approved_on": None,
        "returned": 0,
        "issued_at": recorded.recorded_at,
        "version": event.originator_version,
    }


@task_board.on(TaskAssigned, key=lambda e: e.originator_id)
def _assigned(row: Row | None, event: TaskAssigned, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "status": TaskStatus.ASSIGNED,
            "mode": event.mode,
            "principal": event.principal,
            "departments": event.departments,
            "version": event.originator_version,
        },
    )


@task_board.on(TaskDelivered, key=lambda e: e.originator_id)
def _delivered(row: Row | None, event: TaskDelivered, recorded: RecordedEvent) -> Row:
    step = {"status": TaskStatus.DELIVERED, "delivered_on": event.delivered_on, "version": event.originator_version}
    return changed(row, step)


@task_board.on(TaskApproved, key=lambda e: e.originator_id)
def _approved(row: Row | None, event: TaskApproved, recorded: RecordedEvent) -> Row:
    step = {"status": TaskStatus.APPROVED, "approved_on": event.approved_on, "version": event.originator_version}
    return changed(row, step)


@task_board.on(TaskReturned, key=lambda e: e.originator_id)
def _returned(row: Row | None, event: TaskReturned, recorded: RecordedEvent) -> Row:
    step = {
        "status": TaskStatus.ASSIGNED,
        "delivered_on": None,
        "approved_on": None,
        "returned": (row or {})["returned"] + 1,
        "version": event.originator_version,
    }
    return changed(row, step)
