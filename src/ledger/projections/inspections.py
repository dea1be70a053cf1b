"""Inspections (执法检查台账): each as it stands; under embargo until it is carried out or cancelled."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ledger.domain import inspection_events as e
from ledger.domain.event import DomainEvent
from ledger.domain.inspection_events import InspectionStatus
from ledger.domain.inspection_state import LIVE
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Embargo, Row, View, changed, columns
from ledger.values.times import local_day

inspections = View(
    name="inspections",
    version=1,
    key="inspection",
    columns=columns("""
        division       text
        department     text
        departments    text[]
        embargoed      boolean
        mine           uuid?
        kind           text
        activity       text?
        campaign       text?
        purpose        text
        starts_on      date
        ends_on        date
        plan           uuid?
        outside_plan   boolean
        status         text
        before         text
        draws          integer
        drawn_on       date?
        carried_out_on date?
        places         text[]
        methods        text[]
        leader         text?
        acknowledgement text?
        representative text?
        remark         text?
        number         text?
        published_on   date?
        medium         text?
        reference      text?
        due_on         date?
        days_late      integer?
        why            text?
        defects        integer
        planned_at     timestamptz
        version        integer
    """),
    orders=("starts_on", "carried_out_on", "published_on"),
    indexes=(("mine", "starts_on"), ("status", "starts_on"), ("starts_on",)),
    past=(("mine", "starts_on"), ("starts_on",)),
    department="department",
    embargo=Embargo(while_="embargoed", departments="departments"),
)

_NOT_DONE: Row = {
    "carried_out_on": None, "places": [], "methods": [], "leader": None, "acknowledgement": None,
    "representative": None, "remark": None, "number": None,
}  # fmt: skip
_NOT_PUBLIC: Row = dict.fromkeys(("published_on", "medium", "reference", "due_on", "days_late"))


def _key(event: DomainEvent) -> UUID:
    return event.originator_id


def _step(row: Row | None, event: DomainEvent, **changes: Any) -> Row:
    after = changed(row, {**changes, "version": event.originator_version})
    return after | {"embargoed": after["status"] in LIVE}


@inspections.on(e.InspectionPlanned, key=_key)
def _planned(_: Row | None, event: e.InspectionPlanned, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.departments[0],
        "departments": event.departments,
        "embargoed": True,
        "mine": event.mine,
        "kind": event.kind,
        "activity": event.activity,
        "campaign": event.campaign,
        "purpose": event.purpose,
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
        "plan": event.plan,
        "outside_plan": event.outside_plan,
        "status": InspectionStatus.PLANNED,
        "before": InspectionStatus.PLANNED,
        "draws": 0,
        "drawn_on": None,
        "why": None,
        "defects": 0,
        "planned_at": recorded.recorded_at,
        "version": event.originator_version,
        **_NOT_DONE,
        **_NOT_PUBLIC,
    }


@inspections.on(e.InspectionRescheduled, key=_key)
def _rescheduled(row: Row | None, event: e.InspectionRescheduled, recorded: RecordedEvent) -> Row:
    days = {"starts_on": event.starts_on, "ends_on": event.ends_on, "outside_plan": event.outside_plan}
    return _step(row, event, **days, why=event.why)


@inspections.on(
    e.DrawPoolFixed,
    e.InspectionItemChecked,
    e.InspectionExamHeld,
    e.InspectionFindingRecorded,
    e.InspectionEntryStruck,
    key=_key,
)
def _entered(row: Row | None, event: e.InspectionEvent, recorded: RecordedEvent) -> Row:
    return _step(row, event)


@inspections.on(e.InspectionDrawn, key=_key)
def _drawn(row: Row | None, event: e.InspectionDrawn, recorded: RecordedEvent) -> Row:
    day = local_day(event.occurred_at)
    return _step(row, event, status=InspectionStatus.DRAWN, mine=event.mine, draws=event.number, drawn_on=day)


@inspections.on(e.InspectionDrawVoided, key=_key)
def _draw_voided(row: Row | None, event: e.InspectionDrawVoided, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=InspectionStatus.PLANNED, mine=event.mine, drawn_on=None, why=event.why)


@inspections.on(e.InspectionCancelled, key=_key)
def _cancelled(row: Row | None, event: e.InspectionCancelled, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=InspectionStatus.CANCELLED, why=event.why)


@inspections.on(e.InspectionReinstated, key=_key)
def _reinstated(row: Row | None, event: e.InspectionReinstated, recorded: RecordedEvent) -> Row:
    assert row is not None
    status = InspectionStatus.PLANNED if row["drawn_on"] is None else InspectionStatus.DRAWN
    return _step(row, event, status=status, why=event.why)


@inspections.on(e.InspectionCarriedOut, key=_key)
def _carried_out(row: Row | None, event: e.InspectionCarriedOut, recorded: RecordedEvent) -> Row:
    assert row is not None
    return _step(
        row, event, status=InspectionStatus.CARRIED_OUT, before=row["status"], mine=event.mine,
        carried_out_on=event.carried_out_on, places=event.places, methods=[str(m) for m in event.methods],
        acknowledgement=event.acknowledgement, representative=event.representative, remark=event.remark,
        number=event.text, why=None,
    )  # fmt: skip


@inspections.on(e.InspectionOfficerTookPart, key=_key)
def _took_part(row: Row | None, event: e.InspectionOfficerTookPart, recorded: RecordedEvent) -> Row:
    return _step(row, event, **({"leader": event.name} if event.leads else {}))


@inspections.on(e.InspectionRecordRetracted, key=_key)
def _retracted(row: Row | None, event: e.InspectionRecordRetracted, recorded: RecordedEvent) -> Row:
    assert row is not None
    return _step(row, event, status=row["before"], mine=event.mine, why=event.why, **_NOT_DONE)


@inspections.on(e.InspectionPublished, key=_key)
def _published(row: Row | None, event: e.InspectionPublished, recorded: RecordedEvent) -> Row:
    told = {name: getattr(event, name) for name in _NOT_PUBLIC}
    return _step(row, event, status=InspectionStatus.PUBLISHED, **told)


@inspections.on(e.InspectionPublicationWithdrawn, key=_key)
def _withdrawn(row: Row | None, event: e.InspectionPublicationWithdrawn, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=InspectionStatus.CARRIED_OUT, why=event.why, **_NOT_PUBLIC)


@inspections.on(e.InspectionPassedOn, key=_key)
def _passed_on(row: Row | None, event: e.InspectionPassedOn, recorded: RecordedEvent) -> Row:
    assert row is not None
    others = [d for d in row["departments"][1:] if d != event.department]
    return _step(row, event, department=event.department, departments=[event.department, *others])


@inspections.on(ProcedureDefectFlagged, key=lambda e: e.originator_id if e.originator_id != e.mine else None)
def _flagged(row: Row | None, event: ProcedureDefectFlagged, recorded: RecordedEvent) -> Row | None:
    return None if row is None else _step(row, event, defects=row["defects"] + 1)
