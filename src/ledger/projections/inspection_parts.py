"""What belongs to an inspection: draws (抽取), officers (检查人员), items (检查项目), exams (逢查必考), findings."""

from __future__ import annotations

from uuid import UUID, uuid5

from ledger.domain import inspection_events as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Column, Row, View, changed, columns
from ledger.values.times import local_day


def _part(name: str, key: str, order: str, told: str) -> View:
    """A view of what belongs to inspections, and is kept with them while they are secret."""
    scope = columns("""
        inspection uuid
        mine       uuid?
        division   text
        department text
    """)
    shown: tuple[Column, ...] = (*scope, *columns(told))
    ordered = (("inspection", order),)
    return View(
        name, 1, key, shown, indexes=ordered, past=ordered, department="department", of_embargoed=("inspection",)
    )


inspection_draws = _part(
    "inspection_draws",
    "draw",
    "number",
    """
    number          integer
    pool_fixed_on   date
    mine_pool       uuid[]
    officer_pool    uuid[]
    officers_wanted integer
    seed_source     text
    seed_known_on   date
    method          text?
    seed            text?
    drawn_on        date?
    mine_drawn      uuid?
    officers_drawn  uuid[]
    voided_why      text?
    """,
)
inspection_officers = _part(
    "inspection_officers",
    "participation",
    "name",
    """
    person         uuid
    name           text
    of_department  text?
    leads          boolean
    certified      boolean
    no_interest    boolean
    retracted_why  text?
    """,
)
inspection_items = _part(
    "inspection_items",
    "entry",
    "number",
    """
    number     integer
    item       text
    place      text?
    in_order   boolean
    found      text?
    struck_why text?
    position   bigint
    """,
)
inspection_exams = _part(
    "inspection_exams",
    "entry",
    "position",
    """
    subject    text
    examinees  integer
    passed     integer
    average    numeric?
    struck_why text?
    position   bigint
    """,
)
inspection_findings = _part(
    "inspection_findings",
    "entry",
    "position",
    """
    item       integer?
    hazard     uuid?
    finding    text
    handling   text?
    struck_why text?
    position   bigint
    """,
)


def _of(event: e.InspectionEvent) -> Row:
    scope = {"mine": event.mine, "division": event.division, "department": event.actor.department}
    return {"inspection": event.originator_id, **scope}


def _draw(event: e.DrawPoolFixed | e.InspectionDrawn | e.InspectionDrawVoided) -> UUID:
    return uuid5(event.originator_id, f"draw:{event.number}")


def _officer(inspection: UUID, person: UUID) -> UUID:
    return uuid5(inspection, f"officer:{person}")


@inspection_draws.on(e.DrawPoolFixed, key=_draw)
def _pool(_: Row | None, event: e.DrawPoolFixed, recorded: RecordedEvent) -> Row:
    return {
        **_of(event),
        "number": event.number,
        "pool_fixed_on": local_day(event.occurred_at),
        "mine_pool": event.mines,
        "officer_pool": event.officers,
        "officers_wanted": event.officers_wanted,
        "seed_source": event.seed_source,
        "seed_known_on": event.seed_known_on,
        "method": None,
        "seed": None,
        "drawn_on": None,
        "mine_drawn": None,
        "officers_drawn": [],
        "voided_why": None,
    }


@inspection_draws.on(e.InspectionDrawn, key=_draw)
def _drawn(row: Row | None, event: e.InspectionDrawn, recorded: RecordedEvent) -> Row:
    told = {"method": event.method, "seed": event.seed, "drawn_on": local_day(event.occurred_at), "mine": event.mine}
    return changed(row, {**told, "mine_drawn": event.mine_drawn, "officers_drawn": event.officers_drawn})


@inspection_draws.on(e.InspectionDrawVoided, key=_draw)
def _voided(row: Row | None, event: e.InspectionDrawVoided, recorded: RecordedEvent) -> Row:
    return changed(row, {"voided_why": event.why})


@inspection_officers.on(e.InspectionOfficerTookPart, key=lambda e: _officer(e.originator_id, e.person))
def _took_part(_: Row | None, event: e.InspectionOfficerTookPart, recorded: RecordedEvent) -> Row:
    return {
        **_of(event),
        "person": event.person,
        "name": event.name,
        "of_department": event.department,
        "leads": event.leads,
        "certified": event.certified,
        "no_interest": event.no_interest,
        "retracted_why": None,
    }


@inspection_officers.on(
    e.InspectionRecordRetracted, key=lambda e: [_officer(e.originator_id, person) for person in e.officers]
)
def _took_no_part(row: Row | None, event: e.InspectionRecordRetracted, recorded: RecordedEvent) -> Row:
    return changed(row, {"retracted_why": event.why})


@inspection_items.on(e.InspectionItemChecked, key=lambda e: e.entry)
def _item(_: Row | None, event: e.InspectionItemChecked, recorded: RecordedEvent) -> Row:
    told = {"item": event.item, "place": event.place, "in_order": event.in_order, "found": event.found}
    return {**_of(event), "number": event.number, **told, "struck_why": None, "position": recorded.position}


@inspection_exams.on(e.InspectionExamHeld, key=lambda e: e.entry)
def _exam(_: Row | None, event: e.InspectionExamHeld, recorded: RecordedEvent) -> Row:
    told = {"examinees": event.examinees, "passed": event.passed, "average": event.average}
    return {**_of(event), "subject": event.subject, **told, "struck_why": None, "position": recorded.position}


@inspection_findings.on(e.InspectionFindingRecorded, key=lambda e: e.entry)
def _finding(_: Row | None, event: e.InspectionFindingRecorded, recorded: RecordedEvent) -> Row:
    told = {"item": event.item, "hazard": event.hazard, "finding": event.finding, "handling": event.handling}
    return {**_of(event), **told, "struck_why": None, "position": recorded.position}


def _struck(
    row: Row | None, event: e.InspectionEntryStruck | e.InspectionRecordRetracted, recorded: RecordedEvent
) -> Row | None:
    return None if row is None else changed(row, {"struck_why": event.why})


for _entries in (inspection_items, inspection_exams, inspection_findings):
    _entries.on(e.InspectionEntryStruck, key=lambda e: e.entry)(_struck)
    _entries.on(e.InspectionRecordRetracted, key=lambda e: e.entries)(_struck)
