"""Orders (执法文书台账): each order as it stands."""

from __future__ import annotations

from typing import Any

from ledger.domain import order_effect_events as f
from ledger.domain import order_events as e
from ledger.domain.mine_event import MineEvent, ProcedureDefectFlagged
from ledger.domain.order_events import ENDED, Demand, OrderKind, OrderStatus, Referral
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

orders = View(
    name="orders",
    version=2,
    key="order_id",
    columns=columns("""
        mine              uuid
        division          text
        department        text
        kind              text
        status            text
        number            text?
        scope             text
        place             text?
        addressee         text
        content           text
        legal_basis       text
        measure           text?
        hazard            uuid?
        deadline          date?
        extensions        integer
        facts             text?
        notified_on       date?
        hearing_offered   boolean?
        request_until     date?
        hearing_requested boolean
        hearing_held_on   date?
        hearing_forgone   boolean
        review_passed     boolean?
        issued_on         date?
        served_on         date?
        service_mode      text?
        service_refused   boolean
        served_late       integer?
        answered_on       date?
        answered_late     integer?
        checked_on        date?
        complied          boolean?
        defied_on         date?
        referral          text?
        ended_on          date?
        ended_because     text?
        replaces          uuid?
        replaced_by       uuid?
        stopped_on        date?
        stop_ended_on     date?
        defects           integer
        begun_on          date
        version           integer
    """),
    orders=("begun_on", "deadline", "issued_on"),
    indexes=(("begun_on",), ("mine", "begun_on"), ("division", "begun_on"), ("division", "deadline")),
    past=(("division", "begun_on"), ("mine", "begun_on")),
    department="department",
)

OVERDUE = "coalesce(deadline < %s AND status = ANY('{ISSUED,SERVED,NOT_COMPLIED}'), false)"
"""In force, past its term and neither answered nor obeyed (逾期) on a day, which is the one parameter."""

UNANSWERED = "(answered_on IS NULL AND status = ANY('{ISSUED,SERVED,NOT_COMPLIED}'))"
"""Issued, and nobody answered (未回复)."""


def _demand(demand: Demand) -> Row:
    return demand.model_dump(mode="python")


def _step(row: Row | None, event: MineEvent, **changes: Any) -> Row:
    """The row after an event: its status moves on unless it has ended."""
    before = row or {}
    status = OrderStatus(before["status"])
    moved = status if status in ENDED else e.next_status(status, event)
    return changed(before, {"status": moved, **changes, "version": event.originator_version})


@orders.on(e.StopNotified, key=lambda e: e.originator_id)
def _notified(_: Row | None, event: e.StopNotified, recorded: RecordedEvent) -> Row:
    return {
        **_blank(event, OrderKind.STOP_FOR_RECTIFICATION, OrderStatus.NOTIFIED),
        **_demand(event.demand),
        "department": event.department,
        "facts": event.facts,
        "notified_on": event.notified_on,
        "hearing_offered": event.hearing_offered,
        "request_until": event.request_until,
        "begun_on": event.notified_on,
    }


@orders.on(e.OrderIssued, key=lambda e: e.originator_id)
def _issued(row: Row | None, event: e.OrderIssued, recorded: RecordedEvent) -> Row:
    before = row or {**_blank(event, event.kind, OrderStatus.ISSUED), "begun_on": event.issued_on}
    return _step(
        before,
        event,
        **_demand(event.demand),
        department=event.department,
        issued_on=event.issued_on,
        number=event.text,
        replaces=event.replaces,
    )


def _blank(event: MineEvent, kind: OrderKind, status: OrderStatus) -> Row:
    empty = dict.fromkeys(column.name for column in orders.columns)
    return {
        **empty,
        "mine": event.mine,
        "division": event.division,
        "kind": kind,
        "status": status,
        "extensions": 0,
        "hearing_requested": False,
        "hearing_forgone": False,
        "service_refused": False,
        "defects": 0,
        "version": event.originator_version,
    }


@orders.on(e.HearingRequested, key=lambda e: e.originator_id)
def _requested(row: Row | None, event: e.HearingRequested, recorded: RecordedEvent) -> Row:
    return _step(row, event, hearing_requested=True, hearing_forgone=False)


@orders.on(e.HearingHeld, key=lambda e: e.originator_id)
def _held(row: Row | None, event: e.HearingHeld, recorded: RecordedEvent) -> Row:
    return _step(row, event, hearing_held_on=event.held_on)


@orders.on(e.HearingForgone, key=lambda e: e.originator_id)
def _forgone(row: Row | None, event: e.HearingForgone, recorded: RecordedEvent) -> Row:
    return _step(row, event, hearing_forgone=True)


@orders.on(e.StatementHeard, key=lambda e: e.originator_id)
def _statement(row: Row | None, event: e.StatementHeard, recorded: RecordedEvent) -> Row:
    return _step(row, event)


@orders.on(e.LegalReviewRecorded, key=lambda e: e.originator_id)
def _reviewed(row: Row | None, event: e.LegalReviewRecorded, recorded: RecordedEvent) -> Row:
    return _step(row, event, review_passed=event.passed)


@orders.on(e.StopDropped, key=lambda e: e.originator_id)
def _dropped(row: Row | None, event: e.StopDropped, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=OrderStatus.DROPPED, ended_because=event.why)


@orders.on(e.OrderNumbered, key=lambda e: e.originator_id)
def _numbered(row: Row | None, event: e.OrderNumbered, recorded: RecordedEvent) -> Row:
    return _step(row, event, number=event.text)


@orders.on(e.OrderServed, key=lambda e: e.originator_id)
def _served(row: Row | None, event: e.OrderServed, recorded: RecordedEvent) -> Row:
    return _step(
        row,
        event,
        served_on=event.served_on,
        service_mode=event.mode,
        service_refused=event.refused,
        served_late=event.days_late,
    )


@orders.on(e.OrderServiceVoided, key=lambda e: e.originator_id)
def _service_voided(row: Row | None, event: e.OrderServiceVoided, recorded: RecordedEvent) -> Row:
    return _step(row, event, served_on=None, service_mode=None, service_refused=False, served_late=None)


@orders.on(e.OrderAnswered, key=lambda e: e.originator_id)
def _answered(row: Row | None, event: e.OrderAnswered, recorded: RecordedEvent) -> Row:
    return _step(row, event, answered_on=event.answered_on, answered_late=event.days_late)


@orders.on(e.OrderExtended, key=lambda e: e.originator_id)
def _extended(row: Row | None, event: e.OrderExtended, recorded: RecordedEvent) -> Row:
    return _step(row, event, deadline=event.deadline, extensions=(row or {})["extensions"] + 1)


@orders.on(e.ComplianceChecked, key=lambda e: e.originator_id)
def _checked(row: Row | None, event: e.ComplianceChecked, recorded: RecordedEvent) -> Row:
    return _step(row, event, checked_on=event.checked_on, complied=event.complied)


@orders.on(e.OrderDefied, key=lambda e: e.originator_id)
def _defied(row: Row | None, event: e.OrderDefied, recorded: RecordedEvent) -> Row:
    return _step(row, event, defied_on=event.found_on)


@orders.on(e.OrderDefianceRetracted, key=lambda e: e.originator_id)
def _not_defied(row: Row | None, event: e.OrderDefianceRetracted, recorded: RecordedEvent) -> Row:
    lapsed = {"referral": None} if (row or {})["referral"] == Referral.PROPOSED else {}
    return _step(row, event, defied_on=None, **lapsed)


@orders.on(e.CriminalReferralProposed, key=lambda e: e.originator_id)
def _proposed(row: Row | None, event: e.CriminalReferralProposed, recorded: RecordedEvent) -> Row:
    return _step(row, event, referral=Referral.PROPOSED)


@orders.on(e.CriminalReferralDecided, key=lambda e: e.originator_id)
def _decided(row: Row | None, event: e.CriminalReferralDecided, recorded: RecordedEvent) -> Row:
    return _step(row, event, referral=Referral.ADOPTED if event.adopted else Referral.NOT_ADOPTED)


@orders.on(e.OrderLifted, key=lambda e: e.originator_id)
def _lifted(row: Row | None, event: e.OrderLifted, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=OrderStatus.LIFTED, ended_on=event.lifted_on, ended_because=event.why)


@orders.on(e.OrderReplaced, key=lambda e: e.originator_id)
def _replaced(row: Row | None, event: e.OrderReplaced, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=OrderStatus.REPLACED, ended_on=event.replaced_on, replaced_by=event.successor)


@orders.on(e.OrderRevoked, key=lambda e: e.originator_id)
def _revoked(row: Row | None, event: e.OrderRevoked, recorded: RecordedEvent) -> Row:
    because = f"{event.authority}：{event.why}"
    return _step(row, event, status=OrderStatus.REVOKED, ended_on=event.revoked_on, ended_because=because)


@orders.on(e.OrderRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: e.OrderRestored, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=event.status, ended_on=None, ended_because=None, replaced_by=None)


@orders.on(e.OrderPassedOn, key=lambda e: e.originator_id)
def _passed_on(row: Row | None, event: e.OrderPassedOn, recorded: RecordedEvent) -> Row:
    return _step(row, event, department=event.department)


@orders.on(f.OrderStoppedMine, key=lambda e: e.originator_id)
def _stopped_mine(row: Row | None, event: f.OrderStoppedMine, recorded: RecordedEvent) -> Row:
    return _step(row, event, stopped_on=event.stopped_on, stop_ended_on=None)


@orders.on(f.OrderStopEnded, key=lambda e: e.originator_id)
def _stop_ended(row: Row | None, event: f.OrderStopEnded, recorded: RecordedEvent) -> Row:
    return _step(row, event, stop_ended_on=event.ended_on)


@orders.on(
    f.PublicationOwed, f.PublicationLapsed, f.OrderPublished, f.PublicationRetracted, key=lambda e: e.originator_id
)
def _published(row: Row | None, event: MineEvent, recorded: RecordedEvent) -> Row:
    return _step(row, event)


@orders.on(ProcedureDefectFlagged, key=lambda e: e.originator_id if e.originator_id != e.mine else None)
def _flagged(row: Row | None, event: ProcedureDefectFlagged, recorded: RecordedEvent) -> Row | None:
    # Defects of other things are flagged with the same event.
    return None if row is None else _step(row, event, defects=row["defects"] + 1)
