"""Project register (建设项目台账) and the approvals (批复) of each project."""

from __future__ import annotations

from typing import Any

from ledger.domain import project_events as e
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.project_events import ApprovalOutcome, ProjectStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

project_register = View(
    name="project_register",
    version=2,
    key="project",
    columns=columns("""
        mine                   uuid
        division               text
        department             text
        name                   text
        kind                   text
        builder                text
        capacity               numeric?
        mechanised             boolean
        status                 text
        status_before          text?
        applied_on             date
        begun_on               date?
        begun_without          text[]
        stopped_on             date?
        stopped_why            text?
        trial_from             date?
        trial_to               date?
        trial_extended         integer
        verified_on            date?
        facilities_accepted_on date?
        accepted_on            date?
        acceptance_document    text?
        in_use_on              date?
        used_before_acceptance boolean
        open_deviations        uuid[]
        cancelled_on           date?
        cancelled_why          text?
        defects                integer
        reported_at            timestamptz
        version                integer
    """),
    orders=("applied_on", "begun_on", "trial_to", "accepted_on"),
    indexes=(("mine", "applied_on"), ("division", "applied_on"), ("applied_on",)),
    past=(("division", "applied_on"), ("mine", "applied_on")),
    department="department",
)

design_deviations = View(
    name="design_deviations",
    version=1,
    key="deviation",
    columns=columns("""
        project     uuid
        mine        uuid
        division    text
        found_on    date
        finding     text
        due_on      date?
        remedied_on date?
        remedy      text?
    """),
    orders=("found_on", "due_on"),
    indexes=(("project", "found_on"), ("mine", "found_on"), ("division", "found_on"), ("found_on",)),
    past=(("project", "found_on"), ("mine", "found_on"), ("division", "found_on")),
)

site_verifications = View(
    name="site_verifications",
    version=1,
    key="verification",
    columns=columns("""
        project     uuid
        mine        uuid
        division    text
        verified_on date
        verified_by text[]
        status      text
        in_order    boolean
        finding     text
    """),
    indexes=(("project", "verified_on"), ("mine", "verified_on"), ("division", "verified_on"), ("verified_on",)),
    constant=True,
)

project_approvals = View(
    name="project_approvals",
    version=2,
    key="approval",
    columns=columns("""
        project    uuid
        mine       uuid
        division   text
        kind       text
        outcome    text
        authority  text
        document   text
        decided_on date
        ends_on    date?
        ended_by   text?
        why        text?
        standards  text[]
        faces      integer?
    """),
    orders=("decided_on", "ends_on"),
    indexes=(("project", "decided_on"), ("mine", "decided_on"), ("division", "decided_on"), ("division", "ends_on")),
    past=(("project", "decided_on"), ("division", "decided_on"), ("mine", "decided_on")),
)


@project_register.on(e.ProjectApplied, key=lambda e: e.originator_id)
def _applied(_: Row | None, event: e.ProjectApplied, recorded: RecordedEvent) -> Row:
    empty = dict.fromkeys(c.name for c in project_register.columns)
    said = {"mine", "division", "department", "name", "kind", "builder", "capacity", "mechanised", "applied_on"}
    return {
        **empty,
        **event.model_dump(include=said),
        "status": ProjectStatus.APPLIED,
        "begun_without": [],
        "used_before_acceptance": False,
        "trial_extended": 0,
        "open_deviations": [],
        "defects": 0,
        "reported_at": recorded.recorded_at,
        "version": event.originator_version,
    }


@project_register.on(e.ProjectRevised, key=lambda e: e.originator_id)
def _revised(row: Row | None, event: e.ProjectRevised, recorded: RecordedEvent) -> Row:
    return _step(row, event, **event.model_dump(include={"name", "builder", "capacity", "mechanised"}))


@project_register.on(
    e.ProjectApprovalGranted,
    e.ProjectApprovalRefused,
    e.ProjectApprovalExpired,
    e.ProjectApprovalRevoked,
    e.ProjectAcceptanceRefused,
    key=lambda e: e.originator_id,
)
def _noted(row: Row | None, event: e.ProjectApprovalGranted, recorded: RecordedEvent) -> Row:
    return _step(row, event)


@project_register.on(e.ConstructionBegun, key=lambda e: e.originator_id)
def _begun(row: Row | None, event: e.ConstructionBegun, recorded: RecordedEvent) -> Row:
    before = row or {}
    first = {"begun_on": event.begun_on} if before["begun_on"] is None else {}
    without = [*before["begun_without"], *(k for k in event.missing if k not in before["begun_without"])]
    return _step(row, event, status=ProjectStatus.BUILDING, begun_without=without, **first)


@project_register.on(e.ConstructionStopped, key=lambda e: e.originator_id)
def _stopped(row: Row | None, event: e.ConstructionStopped, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=ProjectStatus.STOPPED, stopped_on=event.stopped_on, stopped_why=event.why)


@project_register.on(e.ConstructionResumed, key=lambda e: e.originator_id)
def _resumed(row: Row | None, event: e.ConstructionResumed, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=event.resumed, stopped_on=None, stopped_why=None)


@project_register.on(e.DesignDeviationFound, key=lambda e: e.originator_id)
def _deviated(row: Row | None, event: e.DesignDeviationFound, recorded: RecordedEvent) -> Row:
    return _step(row, event, open_deviations=[*(row or {})["open_deviations"], event.deviation])


@project_register.on(e.DesignDeviationRemedied, key=lambda e: e.originator_id)
def _remedied(row: Row | None, event: e.DesignDeviationRemedied, recorded: RecordedEvent) -> Row:
    return _step(row, event, open_deviations=[d for d in (row or {})["open_deviations"] if d != event.deviation])


@project_register.on(e.TrialRunBegun, key=lambda e: e.originator_id)
def _on_trial(row: Row | None, event: e.TrialRunBegun, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=ProjectStatus.TRIAL_RUN, trial_from=event.begun_on, trial_to=event.ends_on)


@project_register.on(e.TrialRunExtended, key=lambda e: e.originator_id)
def _trial_extended(row: Row | None, event: e.TrialRunExtended, recorded: RecordedEvent) -> Row:
    return _step(row, event, trial_to=event.ends_on, trial_extended=(row or {})["trial_extended"] + 1)


@project_register.on(e.ProjectSiteVerified, key=lambda e: e.originator_id)
def _verified(row: Row | None, event: e.ProjectSiteVerified, recorded: RecordedEvent) -> Row:
    before = (row or {})["verified_on"]
    return _step(row, event, verified_on=event.verified_on if before is None else max(before, event.verified_on))


@site_verifications.on(e.ProjectSiteVerified, key=lambda e: e.verification)
def _seen(_: Row | None, event: e.ProjectSiteVerified, recorded: RecordedEvent) -> Row:
    seen = {"mine", "division", "verified_on", "verified_by", "status", "in_order", "finding"}
    return {"project": event.originator_id, **event.model_dump(include=seen)}


@design_deviations.on(e.DesignDeviationFound, key=lambda e: e.deviation)
def _deviation(_: Row | None, event: e.DesignDeviationFound, recorded: RecordedEvent) -> Row:
    found = event.model_dump(include={"mine", "division", "found_on", "finding", "due_on"})
    return {"project": event.originator_id, **found, "remedied_on": None, "remedy": None}


@design_deviations.on(e.DesignDeviationRemedied, key=lambda e: e.deviation)
def _put_right(row: Row | None, event: e.DesignDeviationRemedied, recorded: RecordedEvent) -> Row:
    return changed(row, {"remedied_on": event.remedied_on, "remedy": event.finding})


@project_register.on(e.SafetyFacilitiesAccepted, key=lambda e: e.originator_id)
def _facilities(row: Row | None, event: e.SafetyFacilitiesAccepted, recorded: RecordedEvent) -> Row:
    return _step(row, event, facilities_accepted_on=event.accepted_on)


@project_register.on(e.ProjectAccepted, key=lambda e: e.originator_id)
def _accepted(row: Row | None, event: e.ProjectAccepted, recorded: RecordedEvent) -> Row:
    used = (row or {})["status"] == ProjectStatus.IN_USE
    status = ProjectStatus.IN_USE if used else ProjectStatus.ACCEPTED
    return _step(row, event, status=status, accepted_on=event.accepted_on, acceptance_document=event.document)


@project_register.on(e.ProjectAcceptanceRevoked, key=lambda e: e.originator_id)
def _acceptance_revoked(row: Row | None, event: e.ProjectAcceptanceRevoked, recorded: RecordedEvent) -> Row:
    back = {"status": ProjectStatus.TRIAL_RUN} if (row or {})["status"] == ProjectStatus.ACCEPTED else {}
    return _step(row, event, accepted_on=None, acceptance_document=None, facilities_accepted_on=None, **back)


@project_register.on(e.ProjectPutInUse, key=lambda e: e.originator_id)
def _in_use(row: Row | None, event: e.ProjectPutInUse, recorded: RecordedEvent) -> Row:
    early = (row or {})["used_before_acceptance"] or not event.accepted
    return _step(
        row, event, status=ProjectStatus.IN_USE, in_use_on=event.in_use_on, used_before_acceptance=early
    )  # fmt: skip


@project_register.on(e.ProjectCancelled, key=lambda e: e.originator_id)
def _cancelled(row: Row | None, event: e.ProjectCancelled, recorded: RecordedEvent) -> Row:
    return _step(
        row,
        event,
        status=ProjectStatus.CANCELLED,
        status_before=(row or {})["status"],
        cancelled_on=event.cancelled_on,
        cancelled_why=event.why,
    )


@project_register.on(e.ProjectRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: e.ProjectRestored, recorded: RecordedEvent) -> Row:
    before = row or {}
    back = {"status": before["status_before"]} if before["status"] == ProjectStatus.CANCELLED else {}
    return _step(row, event, status_before=None, cancelled_on=None, cancelled_why=None, **back)


@project_register.on(ProcedureDefectFlagged, key=lambda e: e.originator_id)
def _flagged(row: Row | None, event: ProcedureDefectFlagged, recorded: RecordedEvent) -> Row | None:
    # Defects of other things are flagged with the same event.
    return None if row is None else _step(row, event, defects=row["defects"] + 1)


@project_approvals.on(e.ProjectApprovalGranted, key=lambda e: e.approval)
def _granted(_: Row | None, event: e.ProjectApprovalGranted, recorded: RecordedEvent) -> Row:
    by = {"standards": event.standards, "faces": event.faces}
    return _decided(event, ApprovalOutcome.GRANTED, decided_on=event.granted_on, ends_on=event.ends_on, **by)


@project_approvals.on(e.ProjectApprovalRefused, key=lambda e: e.approval)
def _refused(_: Row | None, event: e.ProjectApprovalRefused, recorded: RecordedEvent) -> Row:
    return _decided(event, ApprovalOutcome.REFUSED, decided_on=event.refused_on, why=event.why)


@project_approvals.on(e.ProjectApprovalExpired, key=lambda e: e.approval)
def _expired(row: Row | None, event: e.ProjectApprovalExpired, recorded: RecordedEvent) -> Row:
    return changed(row, {"outcome": ApprovalOutcome.EXPIRED, "ends_on": event.expired_on})


@project_approvals.on(e.ProjectApprovalRevoked, key=lambda e: e.approval)
def _revoked(row: Row | None, event: e.ProjectApprovalRevoked, recorded: RecordedEvent) -> Row:
    ended_by = f"{event.authority} {event.document}"
    return changed(
        row,
        {"outcome": ApprovalOutcome.REVOKED, "ends_on": event.revoked_on, "ended_by": ended_by, "why": event.why},
    )


def _decided(event: e.ProjectApprovalGranted | e.ProjectApprovalRefused, outcome: ApprovalOutcome, **step: Any) -> Row:
    return {
        **event.model_dump(include={"mine", "division", "kind", "authority", "document"}),
        "project": event.originator_id,
        "outcome": outcome,
        **dict.fromkeys(("ends_on", "ended_by", "why", "faces")),
        "standards": [],
        **step,
    }


def _step(row: Row | None, event: Any, **step: Any) -> Row:
    return changed(row, {**step, "version": event.originator_version})
