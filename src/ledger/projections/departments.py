"""Departments (机构名录): each body as it stands, its competences, and who succeeded whom; all for a period.

Who is responsible for what is nobody's secret: these views carry no scope.
"""

from __future__ import annotations

from ledger.domain.department_events import (
    CompetenceEnded,
    CompetenceGiven,
    DepartmentAliasAdded,
    DepartmentAliasRemoved,
    DepartmentDissolved,
    DepartmentRegistered,
    DepartmentRenamed,
    DepartmentRestored,
    DepartmentSucceeded,
    SuccessionAnnulled,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

departments = View(
    name="departments",
    version=1,
    key="department",
    columns=columns("""
        division   text
        name       text
        kind       text
        aliases    text[]
        superior   uuid?
        covers     text[]
        source     text?
        ended_by   uuid?
        valid_from date
        valid_to   date?
        version    integer
    """),
    orders=("name", "valid_from"),
    indexes=(("name",), ("division", "name"), ("superior", "name"), ("kind", "name")),
    past=(("name",), ("division", "name"), ("superior", "name")),
    periods=True,
    division=None,
)

competences = View(
    name="competences",
    version=1,
    key="competence",
    columns=columns("""
        of_department uuid
        division      text
        matter        text
        basis         text
        confirmed     boolean
        valid_from    date
        valid_to      date?
    """),
    orders=("matter", "valid_from"),
    indexes=(("of_department", "valid_from"), ("matter",)),
    past=(("of_department", "valid_from"), ("matter",)),
    periods=True,
    division=None,
)

successions = View(
    name="successions",
    version=1,
    key="succession",
    columns=columns("""
        from_department uuid
        from_name       text
        to_department   uuid
        to_name         text
        division        text
        matters         text[]
        basis           text
        effective_on    date
        annulled_why    text?
    """),
    orders=("effective_on", "from_name"),
    indexes=(("from_department", "effective_on"), ("to_department", "effective_on"), ("effective_on",)),
    past=(("from_department", "effective_on"), ("to_department", "effective_on"), ("effective_on",)),
    division=None,
)


@departments.on(DepartmentRegistered, key=lambda e: e.originator_id)
def _registered(_: Row | None, event: DepartmentRegistered, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "name": event.name,
        "kind": event.kind,
        "aliases": event.aliases,
        "superior": event.superior,
        "covers": event.covers,
        "source": event.source,
        "ended_by": None,
        "valid_from": event.established_on,
        "valid_to": None,
        "version": event.originator_version,
    }


@departments.on(DepartmentRenamed, key=lambda e: e.originator_id)
def _renamed(row: Row | None, event: DepartmentRenamed, recorded: RecordedEvent) -> Row:
    before = row or {}
    aliases = [event.former_name, *(alias for alias in before["aliases"] if alias != event.name)]
    return changed(row, {"name": event.name, "aliases": aliases, "version": event.originator_version})


@departments.on(DepartmentAliasAdded, key=lambda e: e.originator_id)
def _alias_added(row: Row | None, event: DepartmentAliasAdded, recorded: RecordedEvent) -> Row:
    return changed(row, {"aliases": [*(row or {})["aliases"], event.alias], "version": event.originator_version})


@departments.on(DepartmentAliasRemoved, key=lambda e: e.originator_id)
def _alias_removed(row: Row | None, event: DepartmentAliasRemoved, recorded: RecordedEvent) -> Row:
    aliases = [alias for alias in (row or {})["aliases"] if alias != event.alias]
    return changed(row, {"aliases": aliases, "version": event.originator_version})


@departments.on(DepartmentSucceeded, key=lambda e: e.originator_id)
def _ended_by(row: Row | None, event: DepartmentSucceeded, recorded: RecordedEvent) -> Row:
    ended = {} if event.matters else {"valid_to": event.effective_on, "ended_by": event.succession}
    return changed(row, {**ended, "version": event.originator_version})


@departments.on(SuccessionAnnulled, key=lambda e: e.originator_id)
def _not_ended(row: Row | None, event: SuccessionAnnulled, recorded: RecordedEvent) -> Row:
    back = {"valid_to": None, "ended_by": None} if (row or {})["ended_by"] == event.succession else {}
    return changed(row, {**back, "version": event.originator_version})


@departments.on(DepartmentDissolved, key=lambda e: e.originator_id)
def _dissolved(row: Row | None, event: DepartmentDissolved, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "version": event.originator_version})


@departments.on(DepartmentRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: DepartmentRestored, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": None, "version": event.originator_version})


@departments.on(CompetenceGiven, CompetenceEnded, key=lambda e: e.originator_id)
def _another_version(row: Row | None, event: CompetenceGiven | CompetenceEnded, recorded: RecordedEvent) -> Row:
    return changed(row, {"version": event.originator_version})


@competences.on(CompetenceGiven, key=lambda e: e.competence)
def _given(_: Row | None, event: CompetenceGiven, recorded: RecordedEvent) -> Row:
    return {
        "of_department": event.originator_id,
        "division": event.division,
        "matter": event.matter,
        "basis": event.basis,
        "confirmed": event.confirmed,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


@competences.on(CompetenceEnded, key=lambda e: e.competence)
def _taken(row: Row | None, event: CompetenceEnded, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on})


@successions.on(DepartmentSucceeded, key=lambda e: e.succession)
def _succeeded(_: Row | None, event: DepartmentSucceeded, recorded: RecordedEvent) -> Row:
    return {
        "from_department": event.originator_id,
        "from_name": event.name,
        "to_department": event.to,
        "to_name": event.to_name,
        "division": event.division,
        "matters": event.matters,
        "basis": event.basis,
        "effective_on": event.effective_on,
        "annulled_why": None,
    }


@successions.on(SuccessionAnnulled, key=lambda e: e.succession)
def _annulled(row: Row | None, event: SuccessionAnnulled, recorded: RecordedEvent) -> Row:
    return changed(row, {"annulled_why": event.why})
