"""Plans (方案) with their editions, phases, goals, and the figures that were reported."""

from __future__ import annotations

from uuid import UUID, uuid5

from ledger.domain import plan_events as events
from ledger.domain.plan_events import PlanStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

plans = View(
    name="plans",
    version=1,
    key="plan",
    columns=columns("""
        division    text
        department  text
        document_no text
        title       text
        edition     integer
        issued_on   date
        starts_on   date
        ends_on     date
        adjusts     text?
        bases       text[]
        host        text?
        leader_post text?
        status      text
        ended_on    date?
        why         text?
        version     integer
    """),
    orders=("issued_on", "ends_on"),
    indexes=(("division", "issued_on"),),
    past=(("division", "issued_on"),),
)

plan_editions = View(
    name="plan_editions",
    version=1,
    key="edition_id",
    columns=columns("""
        plan          uuid
        division      text
        edition       integer
        document_no   text
        title         text
        issued_on     date
        why           text?
        superseded_on date?
    """),
    indexes=(("plan", "edition"),),
    past=(("plan", "edition"),),
)

plan_phases = View(
    name="plan_phases",
    version=1,
    key="phase",
    columns=columns("""
        plan          uuid
        division      text
        number        integer
        name          text
        starts_on     date
        ends_on       date
        edition       integer
        superseded_in integer?
    """),
    indexes=(("plan", "starts_on"),),
    past=(("plan", "starts_on"),),
)

goals = View(
    name="goals",
    version=1,
    key="goal",
    columns=columns("""
        plan          uuid
        division      text
        code          text
        text          text
        operator      text
        value         numeric?
        unit          text
        due_on        date
        aspirational  boolean
        measure       text?
        edition       integer
        superseded_in integer?
        withdrawn_why text?
        reported      numeric?
        reported_for  date?
        reported_by   text?
        version       integer
    """),
    orders=("code", "due_on"),
    indexes=(("plan", "code"), ("division", "code")),
    past=(("plan", "code"), ("division", "code")),
)

indicator_reports = View(
    name="indicator_reports",
    version=1,
    key="report",
    columns=columns("""
        plan          uuid
        goal          uuid
        division      text
        code          text
        department    text
        value         numeric
        unit          text
        stands_on     date
        source        text
        corrected     numeric?
        corrected_why text?
        recorded_at   timestamptz
    """),
    indexes=(("goal", "stands_on"), ("division", "stands_on")),
    past=(("goal", "stands_on"), ("division", "stands_on")),
)


def edition_id(plan: UUID, edition: int) -> UUID:
    """The key of an edition of a plan."""
    return uuid5(plan, f"edition:{edition}")


@plans.on(events.PlanPublished, key=lambda e: e.originator_id)
def _published(_: Row | None, event: events.PlanPublished, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "document_no": event.document_no,
        "title": event.title,
        "edition": event.edition,
        "issued_on": event.issued_on,
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
        "adjusts": event.adjusts,
        "bases": event.bases,
        "host": event.host,
        "leader_post": event.leader_post,
        "status": PlanStatus.IN_FORCE,
        "ended_on": None,
        "why": None,
        "version": event.originator_version,
    }


@plans.on(events.PlanAdjusted, key=lambda e: e.originator_id)
def _adjusted(row: Row | None, event: events.PlanAdjusted, recorded: RecordedEvent) -> Row:
    names = ("document_no", "title", "edition", "issued_on", "starts_on", "ends_on", "why")
    return changed(row, {n: getattr(event, n) for n in names} | {"version": event.originator_version})


@plans.on(events.PlanEnded, key=lambda e: e.originator_id)
def _ended(row: Row | None, event: events.PlanEnded, recorded: RecordedEvent) -> Row:
    names = ("status", "ended_on", "why")
    return changed(row, {n: getattr(event, n) for n in names} | {"version": event.originator_version})


@plans.on(events.PlanReopened, key=lambda e: e.originator_id)
def _reopened(row: Row | None, event: events.PlanReopened, recorded: RecordedEvent) -> Row:
    back = {"status": PlanStatus.IN_FORCE, "ended_on": None, "why": event.why}
    return changed(row, back | {"version": event.originator_version})


@plans.on(
    events.PlanPhaseSet, events.PlanGoalSet, events.PlanGoalWithdrawn, events.IndicatorReported,
    events.IndicatorReportCorrected, events.ReportingDutySet, events.ReportingDutyResolved,
    events.ReportingDutyWithdrawn, events.ReportOwed, events.ReportNoLongerOwed, events.ReportSubmitted,
    events.ReportReturned,
    key=lambda e: e.originator_id,
)  # fmt: skip
def _moved(row: Row | None, event: events.PlanEvent, recorded: RecordedEvent) -> Row:
    return changed(row, {"version": event.originator_version})


@plan_editions.on(events.PlanPublished, key=lambda e: edition_id(e.originator_id, e.edition))
def _first_edition(_: Row | None, event: events.PlanPublished, recorded: RecordedEvent) -> Row:
    return {
        "plan": event.originator_id,
        "division": event.division,
        "edition": event.edition,
        "document_no": event.document_no,
        "title": event.title,
        "issued_on": event.issued_on,
        "why": None,
        "superseded_on": None,
    }


@plan_editions.on(
    events.PlanAdjusted,
    key=lambda e: (edition_id(e.originator_id, e.edition - 1), edition_id(e.originator_id, e.edition)),
)
def _next_edition(row: Row | None, event: events.PlanAdjusted, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"superseded_on": event.issued_on})
    return {
        "plan": event.originator_id,
        "division": event.division,
        "edition": event.edition,
        "document_no": event.document_no,
        "title": event.title,
        "issued_on": event.issued_on,
        "why": event.why,
        "superseded_on": None,
    }


@plan_phases.on(events.PlanPhaseSet, key=lambda e: (e.phase, e.replaces))
def _phase(row: Row | None, event: events.PlanPhaseSet, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"superseded_in": event.edition})
    return {
        "plan": event.originator_id,
        "division": event.division,
        "number": event.number,
        "name": event.name,
        "starts_on": event.starts_on,
        "ends_on": event.ends_on,
        "edition": event.edition,
        "superseded_in": None,
    }


@goals.on(events.PlanGoalSet, key=lambda e: (e.goal, e.replaces))
def _goal(row: Row | None, event: events.PlanGoalSet, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"superseded_in": event.edition, "version": event.originator_version})
    return {
        "plan": event.originator_id,
        "division": event.division,
        "code": event.code,
        "text": event.text,
        "operator": event.operator,
        "value": event.value,
        "unit": event.unit,
        "due_on": event.due_on,
        "aspirational": event.aspirational,
        "measure": event.measure,
        "edition": event.edition,
        "superseded_in": None,
        "withdrawn_why": None,
        "reported": None,
        "reported_for": None,
        "reported_by": None,
        "version": event.originator_version,
    }


@goals.on(events.PlanGoalWithdrawn, key=lambda e: e.goal)
def _withdrawn(row: Row | None, event: events.PlanGoalWithdrawn, recorded: RecordedEvent) -> Row:
    return changed(row, {"withdrawn_why": event.why, "version": event.originator_version})


@goals.on(events.IndicatorReported, key=lambda e: e.goal)
def _last_reported(row: Row | None, event: events.IndicatorReported, recorded: RecordedEvent) -> Row | None:
    assert row is not None
    if row["reported_for"] is not None and row["reported_for"] > event.stands_on:
        return None  # an older figure that came late
    reported = {"reported": event.value, "reported_for": event.stands_on, "reported_by": event.department}
    return changed(row, reported | {"version": event.originator_version})


@indicator_reports.on(events.IndicatorReported, key=lambda e: e.report)
def _reported(_: Row | None, event: events.IndicatorReported, recorded: RecordedEvent) -> Row:
    return {
        "plan": event.originator_id,
        "goal": event.goal,
        "division": event.division,
        "code": event.code,
        "department": event.department,
        "value": event.value,
        "unit": event.unit,
        "stands_on": event.stands_on,
        "source": event.source,
        "corrected": None,
        "corrected_why": None,
        "recorded_at": recorded.recorded_at,
    }


@indicator_reports.on(events.IndicatorReportCorrected, key=lambda e: e.report)
def _corrected(row: Row | None, event: events.IndicatorReportCorrected, recorded: RecordedEvent) -> Row:
    return changed(row, {"corrected": event.value, "corrected_why": event.why})
