"""Double control systems ("双控"体系) of mines, and their risk assessments (风险辨识评估)."""

from __future__ import annotations

from datetime import date
from typing import Any

from ledger.domain import double_control_events as e
from ledger.domain import risk_events as r
from ledger.domain.double_control import double_control_id
from ledger.domain.mine_event import MineEvent
from ledger.domain.risk_events import AssessmentKind
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns
from ledger.values.times import local_day

double_controls = View(
    name="double_controls",
    version=1,
    key="double_control",
    columns=columns("""
        mine              uuid
        division          text
        department        text
        begun_on          date
        parts             text[]
        complete_on       date?
        assessed_on       date?
        ledger_updated_on date?
        version           integer
    """),
    orders=("begun_on", "assessed_on", "ledger_updated_on"),
    indexes=(("mine", "begun_on"), ("division", "begun_on"), ("begun_on",)),
    past=(("mine", "begun_on"), ("division", "begun_on")),
    department="department",
)

risk_assessments = View(
    name="risk_assessments",
    version=1,
    key="assessment_id",
    columns=columns("""
        double_control uuid
        mine           uuid
        division       text
        department     text
        assessment     text
        subject        text
        held_on        date
        led_by         text
        document       text
        found          integer
        account        text
        withdrawn      text?
    """),
    indexes=(("mine", "held_on"), ("division", "held_on"), ("held_on",), ("double_control", "held_on")),
    past=(("mine", "held_on"), ("division", "held_on"), ("double_control", "held_on")),
    department="department",
)

RISK_STEPS = (
    r.RiskIdentified,
    r.RiskEntryCorrected,
    r.RiskGraded,
    r.RiskLowered,
    r.RiskControlled,
    r.RiskReviewed,
    r.RiskEliminated,
    r.RiskReopened,
)
"""What keeps the ledger of risks up to date (台账定期更新)."""


@double_controls.on(e.DoubleControlPartBuilt, key=lambda e: e.originator_id)
def _built(row: Row | None, event: e.DoubleControlPartBuilt, recorded: RecordedEvent) -> Row:
    parts = sorted({*(row or {}).get("parts", ()), event.part})
    complete = {"complete_on": event.built_on} if len(parts) == len(e.DoubleControlPart) else {}
    return _step(row, event, department=event.department, parts=parts, **complete)


@double_controls.on(e.DoubleControlPartLapsed, key=lambda e: e.originator_id)
def _lapsed(row: Row | None, event: e.DoubleControlPartLapsed, recorded: RecordedEvent) -> Row:
    parts = [part for part in (row or {}).get("parts", ()) if part != event.part]
    return _step(row, event, parts=parts, complete_on=None)


@double_controls.on(e.RiskAssessmentHeld, key=lambda e: e.originator_id)
def _assessed(row: Row | None, event: e.RiskAssessmentHeld, recorded: RecordedEvent) -> Row:
    told: Row = {"department": event.department} if row is None else {}
    if event.assessment is AssessmentKind.ANNUAL:
        told["assessed_on"] = _later((row or {}).get("assessed_on"), event.held_on)
    return _step(row, event, **told)


@double_controls.on(e.RiskAssessmentWithdrawn, key=lambda e: e.originator_id)
def _one_less(row: Row | None, event: e.RiskAssessmentWithdrawn, recorded: RecordedEvent) -> Row:
    return _step(row, event)


@double_controls.on(*RISK_STEPS, key=lambda e: double_control_id(e.mine))
def _ledger_updated(row: Row | None, event: MineEvent, recorded: RecordedEvent) -> Row | None:
    # Of a mine of which no system is on record, nothing is kept up to date here.
    day = local_day(event.occurred_at)
    return None if row is None else changed(row, {"ledger_updated_on": _later(row["ledger_updated_on"], day)})


@risk_assessments.on(e.RiskAssessmentHeld, key=lambda e: e.assessment_id)
def _held(_: Row | None, event: e.RiskAssessmentHeld, recorded: RecordedEvent) -> Row:
    said = set(risk_assessments.column_names) & set(e.RiskAssessmentHeld.model_fields)
    return {**event.model_dump(include=said), "double_control": event.originator_id, "withdrawn": None}


@risk_assessments.on(e.RiskAssessmentWithdrawn, key=lambda e: e.assessment_id)
def _withdrawn(row: Row | None, event: e.RiskAssessmentWithdrawn, recorded: RecordedEvent) -> Row:
    return changed(row, {"withdrawn": event.why})


def _later(before: date | None, day: date) -> date:
    return day if before is None else max(before, day)


def _step(row: Row | None, event: MineEvent, **step: Any) -> Row:
    """The next state; the row begins with whatever is said of it first."""
    empty = dict.fromkeys(c.name for c in double_controls.columns)
    first = {"mine": event.mine, "division": event.division, "begun_on": local_day(event.occurred_at)}
    begun = row or {**empty, **first, "department": event.actor.department, "parts": []}
    return changed(begun, {**step, "version": event.originator_version})
