"""Task board (任务台账): each task as it stands."""

from __future__ import annotations

from typing import LiteralString

from ledger.domain import task_events as events
from ledger.domain.event import DomainEvent
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns
from ledger.values.times import local_day

task_board = View(
    name="task_board",
    version=2,
    key="task",
    columns=columns("""
        division            text
        department          text
        reference           text
        title               text
        text                text
        plan                uuid?
        edition             integer?
        matter              uuid?
        phases              text[]
        targets             text[]
        quote               text?
        issued_on           date
        status              text
        before              text?
        mode                text?
        principal           text?
        departments         text[]
        open_ended          boolean
        resolved_by         text?
        deadline            date?
        next_due            date?
        parts               jsonb
        overdue_at_creation boolean
        percentage          integer?
        progress_on         date?
        progress            text?
        delivered_on        date?
        approved_on         date?
        completed_on        date?
        returned            integer
        extension_asked     date?
        extensions          integer
        why                 text?
        issued_at           timestamptz
        version             integer
    """),
    orders=("reference", "next_due", "issued_on"),
    indexes=(("division", "reference"), ("status", "reference"), ("matter",), ("plan", "reference")),
    past=(("division", "reference"), ("matter",), ("plan", "reference")),
)

OVERDUE: LiteralString = "coalesce(status IN ('ISSUED', 'ASSIGNED') AND next_due < %s::date, false)"
"""Whether a task, or a part of it, is past its day and not delivered; one parameter, the day."""

OVERDUE_ON: LiteralString = """issued_on <= %s::date AND status NOT IN ('WITHDRAWN', 'SUSPENDED')
    AND coalesce(delivered_on, 'infinity') >= %s::date AND (deadline < %s::date OR EXISTS (
        SELECT FROM jsonb_each(parts) part WHERE (part.value ->> 0)::date < %s::date
        AND coalesce((part.value ->> 1)::date, 'infinity') >= %s::date))"""
"""Whether a task was set by a day, and it or a part of it past its own on that day; the day five times."""

DEADLINE_LABEL: LiteralString = """CASE
    WHEN status = 'WITHDRAWN' THEN '已撤回'
    WHEN status = 'SUSPENDED' THEN '已中止'
    WHEN delivered_on > deadline THEN '迟报' || (delivered_on - deadline) || '天'
    WHEN delivered_on IS NOT NULL THEN '按期报送'
    WHEN next_due IS NULL THEN '未定期限'
    WHEN next_due < %s::date THEN '逾期' || (%s::date - next_due) || '天'
    WHEN next_due = %s::date THEN '今日到期'
    ELSE '剩余' || (next_due - %s::date) || '天' END"""
"""How far a task is from its day, in words; the day four times. The day itself is in time, as “前” is read (ours)."""


@task_board.on(events.TaskIssued, key=lambda e: e.originator_id)
def _issued(_: Row | None, event: events.TaskIssued, recorded: RecordedEvent) -> Row:
    issued_on = event.issued_on or local_day(event.occurred_at)
    return {
        "division": event.division,
        "department": event.department,
        "reference": event.reference,
        "title": event.title,
        "text": event.text,
        "plan": event.plan,
        "edition": event.edition,
        "matter": event.matter,
        "phases": event.phases,
        "targets": event.targets,
        "quote": event.quote,
        "issued_on": issued_on,
        "status": TaskStatus.ISSUED,
        "before": None,
        "mode": None,
        "principal": None,
        "departments": [],
        "open_ended": False,
        "resolved_by": None,
        "deadline": event.deadline,
        "next_due": event.deadline,
        "parts": {},
        "overdue_at_creation": event.deadline is not None and event.deadline < issued_on,
        "percentage": None,
        "progress_on": None,
        "progress": None,
        "delivered_on": None,
        "approved_on": None,
        "completed_on": None,
        "returned": 0,
        "extension_asked": None,
        "extensions": 0,
        "why": None,
        "issued_at": recorded.recorded_at,
        "version": event.originator_version,
    }


def _step(row: Row | None, event: DomainEvent, **changes: object) -> Row:
    return changed(row, {**changes, "version": event.originator_version})


@task_board.on(events.TaskAssigned, key=lambda e: e.originator_id)
def _assigned(row: Row | None, event: events.TaskAssigned, recorded: RecordedEvent) -> Row:
    return _step(
        row, event, status=TaskStatus.ASSIGNED, mode=event.mode, principal=event.principal, delivered_on=None,
        departments=event.departments, open_ended=event.open_ended, resolved_by=None,
    )  # fmt: skip


@task_board.on(events.TaskDepartmentsResolved, key=lambda e: e.originator_id)
def _resolved(row: Row | None, event: events.TaskDepartmentsResolved, recorded: RecordedEvent) -> Row:
    assert row is not None
    joined = row["mode"] == DutyMode.JOINT and len(event.departments) > len(row["departments"])
    back = {"status": TaskStatus.ASSIGNED, "delivered_on": None} if joined else {}
    return _step(row, event, departments=event.departments, open_ended=False, resolved_by=event.decision, **back)


@task_board.on(events.TaskMilestoneSet, key=lambda e: e.originator_id)
def _milestone(row: Row | None, event: events.TaskMilestoneSet, recorded: RecordedEvent) -> Row:
    assert row is not None
    late = row["overdue_at_creation"] or event.due_on < row["issued_on"]
    reached = row["parts"].get(str(event.milestone), [None, None])[1]
    parts = {**row["parts"], str(event.milestone): [str(event.due_on), reached]}
    return _step(row, event, next_due=event.next_due, overdue_at_creation=late, parts=parts)


@task_board.on(events.TaskMilestoneReached, events.TaskMilestoneRevoked, key=lambda e: e.originator_id)
def _milestone_moved(
    row: Row | None, event: events.TaskMilestoneReached | events.TaskMilestoneRevoked, recorded: RecordedEvent
) -> Row:
    assert row is not None
    name = str(event.milestone)
    reached = str(event.reached_on) if isinstance(event, events.TaskMilestoneReached) else None
    parts = {**row["parts"], name: [row["parts"][name][0], reached]}
    return _step(row, event, next_due=event.next_due, parts=parts)


@task_board.on(events.TaskProgressReported, key=lambda e: e.originator_id)
def _progress(row: Row | None, event: events.TaskProgressReported, recorded: RecordedEvent) -> Row:
    return _step(row, event, percentage=event.percentage, progress_on=event.reported_on, progress=event.text)


@task_board.on(events.TaskDelivered, key=lambda e: e.originator_id)
def _delivered(row: Row | None, event: events.TaskDelivered, recorded: RecordedEvent) -> Row:
    whole = {"status": TaskStatus.DELIVERED, "delivered_on": event.delivered_on} if event.whole else {}
    return _step(row, event, **whole)


@task_board.on(events.TaskApproved, key=lambda e: e.originator_id)
def _approved(row: Row | None, event: events.TaskApproved, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=TaskStatus.APPROVED, approved_on=event.approved_on)


@task_board.on(events.TaskReturned, events.TaskReopened, key=lambda e: e.originator_id)
def _returned(row: Row | None, event: events.TaskReturned | events.TaskReopened, recorded: RecordedEvent) -> Row:
    assert row is not None
    return _step(
        row, event, status=TaskStatus.ASSIGNED, delivered_on=None, approved_on=None, completed_on=None,
        returned=row["returned"] + isinstance(event, events.TaskReturned), why=event.why,
    )  # fmt: skip


@task_board.on(events.TaskCompleted, key=lambda e: e.originator_id)
def _completed(row: Row | None, event: events.TaskCompleted, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=TaskStatus.DONE, completed_on=event.completed_on)


@task_board.on(events.TaskExtensionRequested, key=lambda e: e.originator_id)
def _extension(row: Row | None, event: events.TaskExtensionRequested, recorded: RecordedEvent) -> Row:
    return _step(row, event, extension_asked=event.deadline)


@task_board.on(events.TaskExtensionApproved, key=lambda e: e.originator_id)
def _extended(row: Row | None, event: events.TaskExtensionApproved, recorded: RecordedEvent) -> Row:
    assert row is not None
    return _step(
        row, event, deadline=event.deadline, next_due=event.next_due, extension_asked=None,
        extensions=row["extensions"] + 1,
    )  # fmt: skip


@task_board.on(events.TaskRescheduled, key=lambda e: e.originator_id)
def _rescheduled(row: Row | None, event: events.TaskRescheduled, recorded: RecordedEvent) -> Row:
    assert row is not None
    asked = row["extension_asked"]
    left = None if asked is not None and asked <= event.deadline else asked
    return _step(row, event, deadline=event.deadline, next_due=event.next_due, extension_asked=left)


@task_board.on(events.TaskExtensionRefused, key=lambda e: e.originator_id)
def _not_extended(row: Row | None, event: events.TaskExtensionRefused, recorded: RecordedEvent) -> Row:
    return _step(row, event, extension_asked=None, why=event.why)


@task_board.on(events.TaskSuspended, events.TaskWithdrawn, key=lambda e: e.originator_id)
def _rests(row: Row | None, event: events.TaskSuspended | events.TaskWithdrawn, recorded: RecordedEvent) -> Row:
    assert row is not None
    before = row["before"] if row["status"] == TaskStatus.SUSPENDED else row["status"]
    status = TaskStatus.SUSPENDED if isinstance(event, events.TaskSuspended) else TaskStatus.WITHDRAWN
    return _step(row, event, status=status, before=before, why=event.why)


@task_board.on(events.TaskResumed, events.TaskReinstated, key=lambda e: e.originator_id)
def _goes_on(row: Row | None, event: events.TaskResumed | events.TaskReinstated, recorded: RecordedEvent) -> Row:
    assert row is not None
    return _step(row, event, status=row["before"], before=None)
