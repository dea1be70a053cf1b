"""Regular duties (定期履职要求) with the interval that a paper set, and what was done (履职记录)."""

from __future__ import annotations

from ledger.domain import regular_duty_events as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

regular_duties = View(
    name="regular_duties",
    version=1,
    key="regular_duty",
    columns=columns("""
        division    text
        department  text
        mine        uuid?
        requirement text
        body        text?
        every       text
        basis       text
        valid_from  date
        last_day    date?
        ended_on    date?
        ended_why   text?
        version     integer
    """),
    orders=("valid_from", "last_day"),
    indexes=(("division", "valid_from"), ("mine", "valid_from"), ("valid_from",)),
    past=(("division", "valid_from"), ("mine", "valid_from")),
    department="department",
)

regular_records = View(
    name="regular_records",
    version=1,
    key="record",
    columns=columns("""
        regular_duty  uuid
        division      text
        mine          uuid?
        done_on       date
        account       text
        recorded_by   text
        retracted_why text?
        recorded_at   timestamptz
    """),
    indexes=(("regular_duty", "done_on"), ("division", "done_on")),
    past=(("regular_duty", "done_on"), ("division", "done_on")),
)


@regular_duties.on(e.RegularDutySet, key=lambda e: e.originator_id)
def _set(_: Row | None, event: e.RegularDutySet, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "mine": event.mine,
        "requirement": event.requirement,
        "body": event.body,
        "every": event.every,
        "basis": event.basis,
        "valid_from": event.starts_on,
        "last_day": event.ends_on,
        "ended_on": None,
        "ended_why": None,
        "version": event.originator_version,
    }


@regular_duties.on(e.RegularDutyEnded, key=lambda e: e.originator_id)
def _ended(row: Row | None, event: e.RegularDutyEnded, recorded: RecordedEvent) -> Row:
    return changed(row, {"ended_on": event.ended_on, "ended_why": event.why, "version": event.originator_version})


@regular_duties.on(e.RegularDutyResumed, key=lambda e: e.originator_id)
def _resumed(row: Row | None, event: e.RegularDutyResumed, recorded: RecordedEvent) -> Row:
    return changed(row, {"ended_on": None, "ended_why": None, "version": event.originator_version})


@regular_duties.on(e.RegularDutyDone, e.RegularDutyRetracted, key=lambda e: e.originator_id)
def _went_on(
    row: Row | None, event: e.RegularDutyDone | e.RegularDutyRetracted, recorded: RecordedEvent
) -> Row:  # fmt: skip
    return changed(row, {"version": event.originator_version})


@regular_records.on(e.RegularDutyDone, key=lambda e: e.record)
def _done(_: Row | None, event: e.RegularDutyDone, recorded: RecordedEvent) -> Row:
    return {
        "regular_duty": event.originator_id,
        "division": event.division,
        "mine": event.mine,
        "done_on": event.done_on,
        "account": event.account,
        "recorded_by": event.actor.id,
        "retracted_why": None,
        "recorded_at": recorded.recorded_at,
    }


@regular_records.on(e.RegularDutyRetracted, key=lambda e: e.record)
def _retracted(row: Row | None, event: e.RegularDutyRetracted, recorded: RecordedEvent) -> Row:
    return changed(row, {"retracted_why": event.why})
