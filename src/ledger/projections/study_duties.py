"""Study duties (学习任务) and the sessions held (专题学习)."""

from __future__ import annotations

from ledger.domain import study_duty_events as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

study_duties = View(
    name="study_duties",
    version=1,
    key="study_duty",
    columns=columns("""
        division     text
        department   text
        body         text
        topic        text
        times_a_year integer
        basis        text
        plan         uuid?
        valid_from   date
        last_day     date?
        ended_on     date?
        ended_why    text?
        version      integer
    """),
    orders=("valid_from", "last_day"),
    indexes=(("division", "valid_from"), ("valid_from",)),
    past=(("division", "valid_from"),),
    department="department",
)

study_sessions = View(
    name="study_sessions",
    version=1,
    key="session",
    columns=columns("""
        study_duty    uuid
        division      text
        held_on       date
        topic         text
        led_by        text
        participants  integer
        account       text
        recorded_by   text
        retracted_why text?
        recorded_at   timestamptz
    """),
    indexes=(("study_duty", "held_on"), ("division", "held_on")),
    past=(("study_duty", "held_on"), ("division", "held_on")),
)


@study_duties.on(e.StudyDutySet, key=lambda e: e.originator_id)
def _set(_: Row | None, event: e.StudyDutySet, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "body": event.body,
        "topic": event.topic,
        "times_a_year": event.times_a_year,
        "basis": event.basis,
        "plan": event.plan,
        "valid_from": event.starts_on,
        "last_day": event.ends_on,
        "ended_on": None,
        "ended_why": None,
        "version": event.originator_version,
    }


@study_duties.on(e.StudyDutyEnded, key=lambda e: e.originator_id)
def _ended(row: Row | None, event: e.StudyDutyEnded, recorded: RecordedEvent) -> Row:
    told = {"ended_on": event.ended_on, "ended_why": event.why}
    return changed(row, {**told, "version": event.originator_version})


@study_duties.on(e.StudyDutyResumed, key=lambda e: e.originator_id)
def _resumed(row: Row | None, event: e.StudyDutyResumed, recorded: RecordedEvent) -> Row:
    return changed(row, {"ended_on": None, "ended_why": None, "version": event.originator_version})


@study_duties.on(e.StudySessionHeld, e.StudySessionRetracted, key=lambda e: e.originator_id)
def _went_on(
    row: Row | None, event: e.StudySessionHeld | e.StudySessionRetracted, recorded: RecordedEvent
) -> Row:  # fmt: skip
    return changed(row, {"version": event.originator_version})


@study_sessions.on(e.StudySessionHeld, key=lambda e: e.session)
def _held(_: Row | None, event: e.StudySessionHeld, recorded: RecordedEvent) -> Row:
    return {
        "study_duty": event.originator_id,
        "division": event.division,
        "held_on": event.held_on,
        "topic": event.topic,
        "led_by": event.led_by,
        "participants": event.participants,
        "account": event.account,
        "recorded_by": event.actor.id,
        "retracted_why": None,
        "recorded_at": recorded.recorded_at,
    }


@study_sessions.on(e.StudySessionRetracted, key=lambda e: e.session)
def _retracted(row: Row | None, event: e.StudySessionRetracted, recorded: RecordedEvent) -> Row:
    return changed(row, {"retracted_why": event.why})
