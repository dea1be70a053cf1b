"""Document numbers (文号台账): each series with what is missing in it, and each number that was used or voided."""

from __future__ import annotations

from ledger.domain import number_ranges
from ledger.domain.document_number import (
    DocumentNumberReleased,
    DocumentNumberUsed,
    DocumentNumberVoided,
    DocumentNumberVoidingRevoked,
    DocumentSeriesCorrected,
    DocumentSeriesOpened,
    NumberState,
    number_id,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

document_series = View(
    name="document_series",
    version=1,
    key="series",
    columns=columns("""
        division   text
        department text
        kind       text
        year       integer
        code       text
        last       integer
        used       integer
        voided     integer
        missing    jsonb
        version    integer
    """),
    orders=("year", "used"),
    indexes=(("department", "kind", "year"), ("division", "year")),
    past=(("division", "year"),),
    department="department",
)

document_numbers = View(
    name="document_numbers",
    version=1,
    key="document_number",
    columns=columns("""
        series      uuid
        mine        uuid?
        division    text
        department  text
        number      integer
        text        text
        state       text
        drawn       boolean
        holder_type text?
        holder      uuid?
        title       text?
        why         text?
        actor       text
        recorded_at timestamptz
    """),
    indexes=(("series", "number"), ("division", "number")),
    past=(("series", "number"), ("division", "number")),
    department="department",
    of_embargoed=("holder",),
)


@document_series.on(DocumentSeriesOpened, key=lambda e: e.originator_id)
def _opened(_: Row | None, event: DocumentSeriesOpened, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "kind": event.kind,
        "year": event.year,
        "code": event.code,
        "last": 0,
        "used": 0,
        "voided": 0,
        "missing": [],
        "version": event.originator_version,
    }


@document_series.on(DocumentSeriesCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: DocumentSeriesCorrected, recorded: RecordedEvent) -> Row:
    return changed(row, {"code": event.code, "version": event.originator_version})


@document_series.on(DocumentNumberUsed, DocumentNumberVoided, key=lambda e: e.originator_id)
def _taken(row: Row | None, event: DocumentNumberUsed | DocumentNumberVoided, recorded: RecordedEvent) -> Row:
    before = row or {}
    missing, last = number_ranges.taken(_missing(before), before["last"], event.number)
    counted = "used" if isinstance(event, DocumentNumberUsed) else "voided"
    return _counted(before, missing, last, counted, 1, event.originator_version)


@document_series.on(DocumentNumberReleased, DocumentNumberVoidingRevoked, key=lambda e: e.originator_id)
def _given_back(
    row: Row | None, event: DocumentNumberReleased | DocumentNumberVoidingRevoked, recorded: RecordedEvent
) -> Row:
    before = row or {}
    missing, last = number_ranges.given_back(_missing(before), before["last"], event.number)
    counted = "used" if isinstance(event, DocumentNumberReleased) else "voided"
    return _counted(before, missing, last, counted, -1, event.originator_version)


def _missing(row: Row) -> number_ranges.Ranges:
    return tuple((found["from"], found["to"]) for found in row["missing"])


def _counted(row: Row, missing: number_ranges.Ranges, last: int, counted: str, by: int, version: int) -> Row:
    ranges = [{"from": first, "to": end} for first, end in missing]
    return changed(row, {"missing": ranges, "last": last, counted: row[counted] + by, "version": version})


@document_numbers.on(DocumentNumberUsed, key=lambda e: number_id(e.originator_id, e.number))
def _used(_: Row | None, event: DocumentNumberUsed, recorded: RecordedEvent) -> Row:
    return {
        "series": event.originator_id,
        "mine": event.mine,
        "division": event.division,
        "department": event.department,
        "number": event.number,
        "text": event.text,
        "state": NumberState.USED,
        "drawn": event.drawn,
        "holder_type": event.holder_type,
        "holder": event.holder,
        "title": event.title,
        "why": None,
        "actor": event.actor.id,
        "recorded_at": recorded.recorded_at,
    }


@document_numbers.on(DocumentNumberVoided, key=lambda e: number_id(e.originator_id, e.number))
def _voided(_: Row | None, event: DocumentNumberVoided, recorded: RecordedEvent) -> Row:
    return {
        "series": event.originator_id,
        "mine": None,
        "division": event.division,
        "department": event.department,
        "number": event.number,
        "text": event.text,
        "state": NumberState.VOIDED,
        "drawn": False,
        "holder_type": None,
        "holder": None,
        "title": None,
        "why": event.why,
        "actor": event.actor.id,
        "recorded_at": recorded.recorded_at,
    }


@document_numbers.on(
    DocumentNumberReleased, DocumentNumberVoidingRevoked, key=lambda e: number_id(e.originator_id, e.number)
)
def _free(
    row: Row | None, event: DocumentNumberReleased | DocumentNumberVoidingRevoked, recorded: RecordedEvent
) -> Row:
    return changed(row, {"state": NumberState.RELEASED, "why": event.why, "actor": event.actor.id})
