"""Schemes to optimise and reduce ("一优三减"技术方案), each with its goal and how far it has come."""

from __future__ import annotations

from typing import Any

from ledger.domain import reduction_scheme_events as e
from ledger.domain.mine_event import MineEvent, ProcedureDefectFlagged
from ledger.domain.reduction_scheme_events import Layout, SchemeStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

reduction_schemes = View(
    name="reduction_schemes",
    version=1,
    key="reduction_scheme",
    columns=columns("""
        mine               uuid
        division           text
        department         text
        project            uuid?
        status             text
        status_before      text?
        make_by            date?
        name               text?
        measures           text?
        levels_goal        integer?
        panels_goal        integer?
        faces_goal         integer?
        people_goal        integer?
        responsible_unit   text?
        responsible_person text?
        due_on             date?
        document           text?
        adopted_on         date?
        levels             integer?
        panels             integer?
        faces              integer?
        people             integer?
        reported_on        date?
        account            text?
        claimed_on         date?
        confirmed_on       date?
        finding            text?
        why                text?
        defects            integer
        version            integer
    """),
    orders=("due_on", "make_by", "adopted_on"),
    indexes=(("mine", "due_on"), ("division", "due_on"), ("due_on",)),
    past=(("mine", "due_on"), ("division", "due_on")),
    department="department",
)


@reduction_schemes.on(e.SchemeRequired, key=lambda e: e.originator_id)
def _required(row: Row | None, event: e.SchemeRequired, recorded: RecordedEvent) -> Row:
    told = event.model_dump(include={"department", "project"})
    return _step(row, event, **told, make_by=event.due_on, status=SchemeStatus.REQUIRED)


@reduction_schemes.on(e.SchemeAdopted, key=lambda e: e.originator_id)
def _adopted(row: Row | None, event: e.SchemeAdopted, recorded: RecordedEvent) -> Row:
    told = event.model_dump(
        include={
            "department", "project", "name", "measures", "responsible_unit", "responsible_person", "due_on", "document",
            "adopted_on",
        }
    )  # fmt: skip
    goal = {f"{name}_goal": value for name, value in _numbers(event.goal).items()}
    return _step(row, event, **told, **goal, status=SchemeStatus.UNDER_WAY)


@reduction_schemes.on(e.SchemeProgressReported, key=lambda e: e.originator_id)
def _reported(row: Row | None, event: e.SchemeProgressReported, recorded: RecordedEvent) -> Row:
    before = (row or {})["reported_on"]
    if before is not None and event.reported_on < before:
        return _step(row, event)
    return _step(row, event, **_numbers(event.layout), reported_on=event.reported_on, account=event.account)


@reduction_schemes.on(e.SchemeClaimed, key=lambda e: e.originator_id)
def _claimed(row: Row | None, event: e.SchemeClaimed, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=SchemeStatus.CLAIMED, claimed_on=event.claimed_on)


@reduction_schemes.on(e.SchemeClaimRejected, key=lambda e: e.originator_id)
def _rejected(row: Row | None, event: e.SchemeClaimRejected, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=SchemeStatus.UNDER_WAY, claimed_on=None, finding=event.finding)


@reduction_schemes.on(e.SchemeConfirmed, key=lambda e: e.originator_id)
def _confirmed(row: Row | None, event: e.SchemeConfirmed, recorded: RecordedEvent) -> Row:
    told = {"confirmed_on": event.confirmed_on, "finding": event.finding}
    return _step(row, event, status=SchemeStatus.CONFIRMED, **told)


@reduction_schemes.on(e.SchemeReopened, key=lambda e: e.originator_id)
def _reopened(row: Row | None, event: e.SchemeReopened, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=SchemeStatus.UNDER_WAY, claimed_on=None, confirmed_on=None, why=event.why)


@reduction_schemes.on(e.SchemeWithdrawn, key=lambda e: e.originator_id)
def _withdrawn(row: Row | None, event: e.SchemeWithdrawn, recorded: RecordedEvent) -> Row:
    before = (row or {})["status"]
    return _step(row, event, status=SchemeStatus.WITHDRAWN, status_before=before, why=event.why)


@reduction_schemes.on(e.SchemeRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: e.SchemeRestored, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=(row or {})["status_before"], status_before=None, why=event.why)


@reduction_schemes.on(ProcedureDefectFlagged, key=lambda e: e.originator_id)
def _flagged(row: Row | None, event: ProcedureDefectFlagged, recorded: RecordedEvent) -> Row | None:
    # Defects of other things are flagged with the same event.
    return None if row is None else _step(row, event, defects=row["defects"] + 1)


def _numbers(layout: Layout) -> dict[str, int | None]:
    return layout.model_dump()


def _step(row: Row | None, event: MineEvent, **step: Any) -> Row:
    empty = dict.fromkeys(c.name for c in reduction_schemes.columns)
    begun = row or {**empty, "mine": event.mine, "division": event.division, "defects": 0}
    return changed(begun, {**step, "version": event.originator_version})
