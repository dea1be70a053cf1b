"""What departments told of their tasks (进展), and the parts of tasks that have a day of their own (节点)."""

from __future__ import annotations

from typing import LiteralString
from uuid import UUID, uuid5

from ledger.domain.task_events import (
    TaskMilestoneReached,
    TaskMilestoneRevoked,
    TaskMilestoneSet,
    TaskProgressReported,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

task_progress = View(
    name="task_progress",
    version=1,
    key="report",
    columns=columns("""
        task        uuid
        division    text
        department  text
        reported_on date
        percentage  integer
        text        text
        reporter    text
        recorded_at timestamptz
    """),
    indexes=(("task", "recorded_at"), ("division", "recorded_at")),
    past=(("task", "recorded_at"), ("division", "recorded_at")),
    constant=True,
)

task_milestones = View(
    name="task_milestones",
    version=2,
    key="milestone",
    columns=columns("""
        task        uuid
        division    text
        item        text
        due_on      date
        consequence text?
        department  text?
        reached_on  date?
        account     text?
        set_by      text
    """),
    indexes=(("task", "due_on"),),
    past=(("task", "due_on"),),
)

MISSED: LiteralString = "coalesce(reached_on > due_on, due_on < %s::date)"
"""Whether a part was finished late, or is past its day; one parameter, the day."""


def report_id(event: TaskProgressReported) -> UUID:
    """The key of one report: it follows from its place in the life of the task."""
    return uuid5(event.originator_id, f"progress:{event.originator_version}")


@task_progress.on(TaskProgressReported, key=report_id)
def _reported(_: Row | None, event: TaskProgressReported, recorded: RecordedEvent) -> Row:
    return {
        "task": event.originator_id,
        "division": event.division,
        "department": event.department,
        "reported_on": event.reported_on,
        "percentage": event.percentage,
        "text": event.text,
        "reporter": event.actor.id,
        "recorded_at": recorded.recorded_at,
    }


@task_milestones.on(TaskMilestoneSet, key=lambda e: e.milestone)
def _set(row: Row | None, event: TaskMilestoneSet, recorded: RecordedEvent) -> Row:
    return {
        "task": event.originator_id,
        "division": event.division,
        "item": event.item,
        "due_on": event.due_on,
        "consequence": event.consequence,
        "department": event.department,
        "reached_on": row and row["reached_on"],
        "account": row and row["account"],
        "set_by": event.actor.department,
    }


@task_milestones.on(TaskMilestoneReached, key=lambda e: e.milestone)
def _reached(row: Row | None, event: TaskMilestoneReached, recorded: RecordedEvent) -> Row:
    return changed(row, {"reached_on": event.reached_on, "account": event.account})


@task_milestones.on(TaskMilestoneRevoked, key=lambda e: e.milestone)
def _revoked(row: Row | None, event: TaskMilestoneRevoked, recorded: RecordedEvent) -> Row:
    return changed(row, {"reached_on": None, "account": None})
