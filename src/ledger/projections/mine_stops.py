"""Stops of mines and their ways back (停产台账), permits of repair, and work found in parts that had stopped."""

from __future__ import annotations

from ledger.domain.mine_record_events import MineRecordWithdrawn, RecordKind
from ledger.domain.mine_status_events import (
    RepairPermitted,
    ResumptionAccepted,
    ResumptionApplied,
    ResumptionSigned,
    SigningOffice,
    StopBegan,
    StopEnded,
    StopPutUnderOrder,
    StopRedated,
    WorkFound,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.journal import entry_key
from ledger.projections.mine_duties import of_kind, withdrawn
from ledger.projections.view import Row, View, changed, columns

mine_stops = View(
    name="mine_stops",
    version=3,
    key="stop",
    columns=columns("""
        mine              uuid
        division          text
        part              text
        kind              text
        valid_from        date
        valid_to          date?
        ordered_by        text?
        reference         text?
        order_id          uuid?
        content           text
        term              date?
        noticed_on        date?
        applied_on        date?
        acceptance_due    date?
        accepted_on       date?
        passed            boolean?
        days_late         integer?
        signed_department date?
        signed_inspection date?
        signed_government date?
        ended_how         text?
        ended_reference   text?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from"), ("valid_from",), ("order_id", "valid_from")),
    past=(("mine", "valid_from"), ("division", "valid_from"), ("order_id", "valid_from")),
    periods=True,
)

repair_permits = View(
    name="repair_permits",
    version=2,
    key="permit",
    columns=columns("""
        mine      uuid
        division  text
        part      text
        scope     text
        starts_on date
        ends_on   date
        sequence  text
        headcount integer
        reference text?
        withdrawn text?
    """),
    orders=("starts_on", "ends_on"),
    indexes=(("mine", "starts_on"), ("division", "starts_on")),
    past=(("mine", "starts_on"), ("division", "starts_on")),
)

work_found = View(
    name="work_found",
    version=2,
    key="entry",
    columns=columns("""
        mine     uuid
        division text
        part     text
        work     text
        found_on date
        status   text?
        lawful   boolean
        finding  text
        found_by text
        people   integer?
        as_permitted boolean?
        withdrawn text?
    """),
    indexes=(("mine", "found_on"), ("division", "found_on")),
    past=(("mine", "found_on"), ("division", "found_on")),
)

_SIGNED = {
    SigningOffice.DEPARTMENT_HEAD: "signed_department",
    SigningOffice.MINE_INSPECTION_BODY: "signed_inspection",
    SigningOffice.GOVERNMENT_HEAD: "signed_government",
}


@mine_stops.on(StopBegan, key=lambda e: e.stop)
def _began(_: Row | None, event: StopBegan, recorded: RecordedEvent) -> Row:
    nothing_yet = dict.fromkeys(
        ("valid_to", "applied_on", "acceptance_due", "accepted_on", "passed", "days_late", "ended_how")
    )
    return {
        **nothing_yet,
        **dict.fromkeys(_SIGNED.values()),
        "mine": event.mine,
        "division": event.division,
        "part": event.part,
        "kind": event.kind,
        "valid_from": event.began_on,
        "ordered_by": event.ordered_by,
        "reference": event.reference,
        "order_id": event.order,
        "content": event.content,
        "term": event.term,
        "noticed_on": event.noticed_on,
        "ended_reference": None,
    }


@mine_stops.on(StopPutUnderOrder, key=lambda e: e.stop)
def _under_order(row: Row | None, event: StopPutUnderOrder, recorded: RecordedEvent) -> Row:
    told = {"ordered_by": event.ordered_by, "reference": event.reference}
    return changed(row, {**told, "order_id": event.order})


@mine_stops.on(StopRedated, key=lambda e: e.stop)
def _redated(row: Row | None, event: StopRedated, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_from": event.began_on})


@mine_stops.on(ResumptionApplied, key=lambda e: e.stop)
def _applied(row: Row | None, event: ResumptionApplied, recorded: RecordedEvent) -> Row:
    again = dict.fromkeys(("accepted_on", "passed", "days_late", *_SIGNED.values()))
    return changed(row, {**again, "applied_on": event.applied_on, "acceptance_due": event.due_on})


@mine_stops.on(ResumptionAccepted, key=lambda e: e.stop)
def _accepted(row: Row | None, event: ResumptionAccepted, recorded: RecordedEvent) -> Row:
    held = {"accepted_on": event.accepted_on, "passed": event.passed, "days_late": event.days_late}
    return changed(row, {**held, **dict.fromkeys(_SIGNED.values())})


@mine_stops.on(ResumptionSigned, key=lambda e: e.stop)
def _signed(row: Row | None, event: ResumptionSigned, recorded: RecordedEvent) -> Row:
    return changed(row, {_SIGNED[event.office]: event.signed_on})


@mine_stops.on(StopEnded, key=lambda e: e.stop)
def _ended(row: Row | None, event: StopEnded, recorded: RecordedEvent) -> Row:
    ended = {"valid_to": event.ended_on, "ended_how": event.how, "ended_reference": event.reference}
    return changed(row, ended)


@repair_permits.on(RepairPermitted, key=lambda e: e.permit)
def _permitted(_: Row | None, event: RepairPermitted, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "part": event.part,
        "scope": event.scope,
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
        "sequence": event.sequence,
        "headcount": event.headcount,
        "reference": event.reference,
        "withdrawn": None,
    }


@work_found.on(WorkFound, key=entry_key)
def _found(_: Row | None, event: WorkFound, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "part": event.part,
        "work": event.work,
        "found_on": event.found_on,
        "status": event.status,
        "lawful": event.lawful,
        "finding": event.finding,
        "found_by": recorded.envelope.actor.department,
        "people": event.people,
        "as_permitted": event.as_permitted,
        "withdrawn": None,
    }


repair_permits.on(MineRecordWithdrawn, key=of_kind(RecordKind.REPAIR_PERMIT))(withdrawn)
work_found.on(MineRecordWithdrawn, key=of_kind(RecordKind.WORK_FOUND))(withdrawn)
