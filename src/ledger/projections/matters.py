"""Matters (事项) as they stand."""

from __future__ import annotations

from ledger.domain import matter as events
from ledger.domain.event import DomainEvent
from ledger.domain.matter import MatterStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

matters = View(
    name="matters",
    version=1,
    key="matter",
    columns=columns("""
        division     text
        department   text
        title        text
        text         text
        plan         uuid?
        status       text
        raised_on    date
        asked        text?
        request_no   text?
        requested_on date?
        answer_no    text?
        answer       text?
        answered_on  date?
        meeting      text?
        held_on      date?
        decision     text?
        decision_no  text?
        decided_on   date?
        closed_on    date?
        why          text?
        version      integer
    """),
    orders=("raised_on", "decided_on"),
    indexes=(("division", "raised_on"),),
    past=(("division", "raised_on"),),
)


@matters.on(events.MatterRaised, key=lambda e: e.originator_id)
def _raised(_: Row | None, event: events.MatterRaised, recorded: RecordedEvent) -> Row:
    told = {n: getattr(event, n) for n in ("division", "department", "title", "text", "plan", "raised_on")}
    later = set(matters.column_names) - {"matter", "status", "version", *told}
    return {**dict.fromkeys(later), **told, "status": MatterStatus.RAISED, "version": event.originator_version}


@matters.on(events.MatterInstructionsRequested, key=lambda e: e.originator_id)
def _requested(row: Row | None, event: events.MatterInstructionsRequested, recorded: RecordedEvent) -> Row:
    asked = {"asked": event.to, "request_no": event.document_no, "requested_on": event.requested_on}
    return _step(row, event, status=MatterStatus.REQUESTED, **asked)


@matters.on(events.MatterInstructionsReceived, key=lambda e: e.originator_id)
def _answered(row: Row | None, event: events.MatterInstructionsReceived, recorded: RecordedEvent) -> Row:
    assert row is not None
    status = MatterStatus.ANSWERED if row["status"] == MatterStatus.REQUESTED else row["status"]
    answer = {"answer_no": event.document_no, "answer": event.text, "answered_on": event.received_on}
    return _step(row, event, status=status, **answer)


@matters.on(events.MatterTabled, key=lambda e: e.originator_id)
def _tabled(row: Row | None, event: events.MatterTabled, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=MatterStatus.TABLED, meeting=event.meeting, held_on=event.held_on)


@matters.on(events.MatterDecided, key=lambda e: e.originator_id)
def _decided(row: Row | None, event: events.MatterDecided, recorded: RecordedEvent) -> Row:
    decided = {"decision": event.decision, "decision_no": event.document_no, "decided_on": event.decided_on}
    return _step(row, event, status=MatterStatus.DECIDED, **decided)


@matters.on(events.MatterDecisionRevoked, key=lambda e: e.originator_id)
def _revoked(row: Row | None, event: events.MatterDecisionRevoked, recorded: RecordedEvent) -> Row:
    blank = {"decision": None, "decision_no": None, "decided_on": None}
    return _step(row, event, status=event.status, why=event.why, **blank)


@matters.on(events.MatterTaskIssued, key=lambda e: e.originator_id)
def _task_issued(row: Row | None, event: events.MatterTaskIssued, recorded: RecordedEvent) -> Row:
    return _step(row, event)


@matters.on(events.MatterClosed, key=lambda e: e.originator_id)
def _closed(row: Row | None, event: events.MatterClosed, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=MatterStatus.CLOSED, closed_on=event.closed_on)


@matters.on(events.MatterReopened, key=lambda e: e.originator_id)
def _reopened(row: Row | None, event: events.MatterReopened, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=MatterStatus.DECIDED, closed_on=None, why=event.why)


@matters.on(events.MatterWithdrawn, key=lambda e: e.originator_id)
def _withdrawn(row: Row | None, event: events.MatterWithdrawn, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=MatterStatus.WITHDRAWN, why=event.why)


@matters.on(events.MatterReinstated, key=lambda e: e.originator_id)
def _reinstated(row: Row | None, event: events.MatterReinstated, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=event.status, why=event.why)


def _step(row: Row | None, event: DomainEvent, **changes: object) -> Row:
    return changed(row, {**changes, "version": event.originator_version})
