"""Instruments (依据文件): the register, how each stood on which day, and the tasks that make it known."""

from __future__ import annotations

from uuid import UUID, uuid5

from ledger.domain import instrument_events as e
from ledger.domain.timeline import PeriodBounds
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

instruments = View(
    name="instruments",
    version=1,
    key="instrument",
    columns=columns("""
        division        text
        department      text
        title           text
        kind            text
        issuer          text
        document_no     text?
        source          text?
        status          text
        status_since    date
        watched         boolean
        last_checked_on date?
        last_finding    text?
        outcome         text?
        reviewed_on     date?
        review_why      text?
        tasks           integer
        version         integer
    """),
    orders=("title", "status_since", "last_checked_on"),
    indexes=(("document_no",),),
    past=(("document_no",),),
)

instrument_states = View(
    name="instrument_states",
    version=1,
    key="change",
    columns=columns("""
        instrument    uuid
        division      text
        status        text
        document_no   text?
        summary       text?
        retracted_why text?
        valid_from    date
        valid_to      date?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("instrument", "valid_from"),),
    past=(("instrument", "valid_from"),),
    periods=True,
)

instrument_tasks = View(
    name="instrument_tasks",
    version=1,
    key="link",
    columns=columns("""
        instrument   uuid
        division     text
        task         uuid
        unlinked_why text?
        linked_at    timestamptz
    """),
    indexes=(("instrument", "linked_at"), ("task", "linked_at")),
    past=(("instrument", "linked_at"), ("task", "linked_at")),
)


def _link(instrument: UUID, task: UUID) -> UUID:
    return uuid5(instrument, f"task:{task}")


@instruments.on(e.InstrumentRegistered, key=lambda e: e.originator_id)
def _registered(_: Row | None, event: e.InstrumentRegistered, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "title": event.title,
        "kind": event.kind,
        "issuer": event.issuer,
        "document_no": event.document_no,
        "source": event.source,
        "status": event.status,
        "status_since": event.effective_on,
        "watched": event.watched,
        "last_checked_on": None,
        "last_finding": None,
        "outcome": None,
        "reviewed_on": None,
        "review_why": None,
        "tasks": 0,
        "version": event.originator_version,
    }


def _step(row: Row | None, event: e.InstrumentEvent, **changes: object) -> Row:
    return changed(row, {**changes, "version": event.originator_version})


@instruments.on(e.InstrumentCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: e.InstrumentCorrected, recorded: RecordedEvent) -> Row:
    return _step(row, event, title=event.title, kind=event.kind, issuer=event.issuer)


@instruments.on(e.InstrumentChanged, e.InstrumentChangeRetracted, key=lambda e: e.originator_id)
def _changed(row: Row | None, event: e.InstrumentChanged | e.InstrumentChangeRetracted, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=event.current, status_since=event.current_since)


@instruments.on(e.InstrumentWatchSet, key=lambda e: e.originator_id)
def _watched(row: Row | None, event: e.InstrumentWatchSet, recorded: RecordedEvent) -> Row:
    return _step(row, event, watched=event.watched)


@instruments.on(e.InstrumentChecked, key=lambda e: e.originator_id)
def _checked(row: Row | None, event: e.InstrumentChecked, recorded: RecordedEvent) -> Row:
    assert row is not None
    last = row["last_checked_on"]
    if last is not None and event.checked_on < last:
        return _step(row, event)
    return _step(row, event, last_checked_on=event.checked_on, last_finding=event.finding)


@instruments.on(e.InstrumentReviewed, key=lambda e: e.originator_id)
def _reviewed(row: Row | None, event: e.InstrumentReviewed, recorded: RecordedEvent) -> Row:
    return _step(row, event, outcome=event.outcome, reviewed_on=event.reviewed_on, review_why=event.why)


@instruments.on(e.InstrumentTaskLinked, e.InstrumentTaskUnlinked, key=lambda e: e.originator_id)
def _tasks(row: Row | None, event: e.InstrumentTaskLinked | e.InstrumentTaskUnlinked, recorded: RecordedEvent) -> Row:
    assert row is not None
    return _step(row, event, tasks=row["tasks"] + (1 if isinstance(event, e.InstrumentTaskLinked) else -1))


@instrument_states.on(e.InstrumentRegistered, key=lambda e: e.change)
def _first_state(_: Row | None, event: e.InstrumentRegistered, recorded: RecordedEvent) -> Row:
    return {
        "instrument": event.originator_id,
        "division": event.division,
        "status": event.status,
        "document_no": event.document_no,
        "summary": None,
        "retracted_why": None,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


def _moved(moved: list[PeriodBounds], row: Row) -> Row:
    bounds = next(bounds for bounds in moved if bounds.period == row["change"])
    return changed(row, {"valid_from": bounds.valid_from, "valid_to": bounds.valid_to})


@instrument_states.on(e.InstrumentChanged, key=lambda e: (e.change, *(bounds.period for bounds in e.moved)))
def _state(row: Row | None, event: e.InstrumentChanged, recorded: RecordedEvent) -> Row:
    if row is not None:
        return _moved(event.moved, row)
    return {
        "instrument": event.originator_id,
        "division": event.division,
        "status": event.status,
        "document_no": event.document_no,
        "summary": event.summary,
        "retracted_why": None,
        "valid_from": event.effective_on,
        "valid_to": event.ended_on,
    }


@instrument_states.on(e.InstrumentChangeRetracted, key=lambda e: (e.change, *(bounds.period for bounds in e.moved)))
def _state_retracted(row: Row | None, event: e.InstrumentChangeRetracted, recorded: RecordedEvent) -> Row | None:
    if row is None:
        return None
    if row["change"] == event.change:
        return changed(row, {"retracted_why": event.why, "valid_to": row["valid_from"]})
    return _moved(event.moved, row)


@instrument_tasks.on(e.InstrumentTaskLinked, key=lambda e: _link(e.originator_id, e.task))
def _linked(_: Row | None, event: e.InstrumentTaskLinked, recorded: RecordedEvent) -> Row:
    return {
        "instrument": event.originator_id,
        "division": event.division,
        "task": event.task,
        "unlinked_why": None,
        "linked_at": recorded.recorded_at,
    }


@instrument_tasks.on(e.InstrumentTaskUnlinked, key=lambda e: _link(e.originator_id, e.task))
def _unlinked(row: Row | None, event: e.InstrumentTaskUnlinked, recorded: RecordedEvent) -> Row:
    return changed(row, {"unlinked_why": event.why})
