"""Submissions matrix (报送情况): which department has reported for which duty of a plan."""

from __future__ import annotations

from enum import StrEnum
from typing import LiteralString

from ledger.domain import plan_events as events
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns
from ledger.values.labels import named


@named("待报送 已报送 已退回 待明确责任单位 已明确责任单位 不再报送")
class SubmissionStatus(StrEnum):
    """What became of what is owed (报送状态); `UNRESOLVED` is the office's own: it has not said who owes it."""

    OWED = "OWED"
    SUBMITTED = "SUBMITTED"
    RETURNED = "RETURNED"
    UNRESOLVED = "UNRESOLVED"
    RESOLVED = "RESOLVED"
    NO_LONGER_OWED = "NO_LONGER_OWED"


submissions_matrix = View(
    name="submissions_matrix",
    version=1,
    key="submission",
    columns=columns("""
        plan         uuid
        duty         uuid
        division     text
        code         text
        title        text
        due_on       date?
        recipient    text
        department   text
        status       text
        submitted_on date?
        document_no  text?
        account      text?
        returned     integer
        decision     text?
        why          text?
        edition      integer
    """),
    orders=("due_on", "submitted_on"),
    indexes=(("division", "due_on"), ("plan", "due_on"), ("department", "due_on")),
    past=(("division", "due_on"), ("plan", "due_on")),
)

MISSING: LiteralString = "coalesce(status IN ('OWED', 'RETURNED', 'UNRESOLVED') AND due_on < %s::date, false)"
"""Whether a report, or the decision on who owes it, is past its day; one parameter, the day."""

DUE_LABEL: LiteralString = """CASE
    WHEN status = 'NO_LONGER_OWED' THEN '不再报送'
    WHEN status = 'RESOLVED' THEN '已明确责任单位'
    WHEN status = 'SUBMITTED' AND submitted_on > due_on THEN '迟报' || (submitted_on - due_on) || '天'
    WHEN status = 'SUBMITTED' THEN '按期报送'
    WHEN due_on IS NULL THEN '按要求报送'
    WHEN due_on < %s::date THEN '逾期' || (%s::date - due_on) || '天'
    WHEN due_on = %s::date THEN '今日到期'
    ELSE '剩余' || (due_on - %s::date) || '天' END"""
"""How far a report is from its day, in words; the day four times. The day itself is in time (ours)."""


@submissions_matrix.on(events.ReportOwed, key=lambda e: e.submission)
def _owed(_: Row | None, event: events.ReportOwed, recorded: RecordedEvent) -> Row:
    status = SubmissionStatus.UNRESOLVED if event.unresolved else SubmissionStatus.OWED
    return _row(event, status, event.decision)


@submissions_matrix.on(events.ReportingDutyResolved, key=lambda e: e.submission)
def _resolved(row: Row | None, event: events.ReportingDutyResolved, recorded: RecordedEvent) -> Row:
    named = {"status": SubmissionStatus.RESOLVED, "decision": event.decision, "submitted_on": event.decided_on}
    return changed(row, named)


@submissions_matrix.on(events.ReportNoLongerOwed, key=lambda e: e.submission)
def _no_longer(row: Row | None, event: events.ReportNoLongerOwed, recorded: RecordedEvent) -> Row:
    return changed(row, {"status": SubmissionStatus.NO_LONGER_OWED, "why": event.why})


@submissions_matrix.on(events.ReportSubmitted, key=lambda e: e.submission)
def _submitted(row: Row | None, event: events.ReportSubmitted, recorded: RecordedEvent) -> Row:
    arrived = {
        "status": SubmissionStatus.SUBMITTED,
        "submitted_on": event.submitted_on,
        "document_no": event.document_no,
        "account": event.account,
    }
    return changed(row or _row(event, SubmissionStatus.SUBMITTED, None), arrived)


@submissions_matrix.on(events.ReportReturned, key=lambda e: e.submission)
def _returned(row: Row | None, event: events.ReportReturned, recorded: RecordedEvent) -> Row:
    assert row is not None
    back = {"status": SubmissionStatus.RETURNED, "submitted_on": None, "why": event.why}
    return changed(row, back | {"returned": row["returned"] + 1})


def _row(event: events.ReportOwed | events.ReportSubmitted, status: SubmissionStatus, decision: str | None) -> Row:
    return {
        "plan": event.originator_id,
        "duty": event.duty,
        "division": event.division,
        "code": event.code,
        "title": event.title,
        "due_on": event.due_on,
        "recipient": event.recipient,
        "department": event.department,
        "status": status,
        "submitted_on": None,
        "document_no": None,
        "account": None,
        "returned": 0,
        "decision": decision,
        "why": None,
        "edition": event.edition,
    }
