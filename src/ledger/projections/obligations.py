"""Obligations (履职台账): each duty of each period as it stands, with who owes it and what became of it."""

from __future__ import annotations

from typing import LiteralString

from ledger.domain import obligation_events as e
from ledger.domain.obligation_events import ObligationStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns
from ledger.values.times import local_day

OPEN_DAYS: LiteralString = (
    "CASE WHEN settled_on < opens_on THEN 'empty'::daterange ELSE daterange(opens_on, settled_on, '[]') END"
)
"""The days on which it is owed: to the one on which it was met or ended; none where that was before the first."""

obligations = View(
    name="obligations",
    version=2,
    key="obligation",
    columns=columns("""
        mine           uuid?
        division       text
        department     text
        duty           text
        duty_zh        text
        rule           text
        article        text
        source         text
        verified       text
        subject        uuid
        owner_kind     text
        owner          text
        post           text?
        former_owner   text?
        passed_on      date?
        period         text
        opens_on       date
        due_on         date
        due            timestamptz
        status         text
        met_on         date?
        settled_on     date?
        missed         boolean
        account        text?
        evidence       uuid?
        proved_by      text?
        why            text?
        reminders      integer
        escalation     integer
        told           text?
        opened_at      timestamptz
        version        integer
    """),
    orders=("due_on", "settled_on"),
    indexes=(
        ("due_on",),
        ("division", "due_on"),
        ("mine", "due_on"),
        ("department", "due_on"),
        ("status", "due_on"),
        ("subject",),
    ),
    past=(("division", "due_on"), ("mine", "due_on"), ("department", "due_on")),
    spans=(OPEN_DAYS,),
    department="department",
)

DAYS_LATE = "greatest(coalesce(met_on, settled_on, %s) - due_on, 0)"
"""By how many days it was, or is on a day, which is the one parameter, past its last day in time."""

OPEN_ON = f"({OPEN_DAYS}) @> %s::date"
"""Open on a day, the one parameter: owed already, and not met, excused or given up before.

One that turned out later not to apply was open until then: it is listed as what became of it, and says why.
"""

_ENDED = {
    e.ObligationMet: ObligationStatus.MET,
    e.ObligationMetLate: ObligationStatus.MET_LATE,
    e.ObligationShownMetInTime: ObligationStatus.SHOWN_IN_TIME,
}


@obligations.on(e.ObligationOpened, key=lambda e: e.originator_id)
def _opened(_: Row | None, event: e.ObligationOpened, recorded: RecordedEvent) -> Row:
    nothing = dict.fromkeys(column.name for column in obligations.columns if column.nullable)
    told = event.model_dump(exclude={"originator_id", "originator_version", "occurred_at", "actor"})
    return {
        **nothing,
        **told,
        "status": ObligationStatus.OPEN,
        "missed": False,
        "reminders": 0,
        "escalation": 0,
        "opened_at": recorded.recorded_at,
        "version": event.originator_version,
    }


@obligations.on(e.ObligationMet, e.ObligationMetLate, e.ObligationShownMetInTime, key=lambda e: e.originator_id)
def _fulfilled(row: Row | None, event: e.ObligationFulfilled, recorded: RecordedEvent) -> Row:
    step = {
        "status": _ENDED[type(event)],
        "met_on": event.met_on,
        "settled_on": event.met_on,
        "account": event.account,
        "evidence": event.evidence,
        "proved_by": event.actor.id,
        "version": event.originator_version,
    }
    return changed(row, step)


@obligations.on(e.ObligationMissed, key=lambda e: e.originator_id)
def _missed(row: Row | None, event: e.ObligationMissed, recorded: RecordedEvent) -> Row:
    step = {"status": ObligationStatus.MISSED, "missed": True, "version": event.originator_version}
    return changed(row, step)


@obligations.on(e.ObligationDropped, e.ObligationExcused, key=lambda e: e.originator_id)
def _ended(row: Row | None, event: e.ObligationDropped | e.ObligationExcused, recorded: RecordedEvent) -> Row:
    dropped = isinstance(event, e.ObligationDropped)
    step = {
        "status": ObligationStatus.NOT_APPLICABLE if dropped else ObligationStatus.EXCUSED,
        "settled_on": local_day(event.occurred_at),
        "why": event.why,
        "version": event.originator_version,
    }
    return changed(row, step)


@obligations.on(e.ObligationReinstated, key=lambda e: e.originator_id)
def _reinstated(row: Row | None, event: e.ObligationReinstated, recorded: RecordedEvent) -> Row:
    missed = (row or {})["missed"]
    gone = dict.fromkeys(("met_on", "settled_on", "account", "evidence", "proved_by"))
    status = ObligationStatus.MISSED if missed else ObligationStatus.OPEN
    return changed(row, {**gone, "status": status, "why": event.why, "version": event.originator_version})


@obligations.on(e.ObligationPassedOn, key=lambda e: e.originator_id)
def _passed_on(row: Row | None, event: e.ObligationPassedOn, recorded: RecordedEvent) -> Row:
    step = {
        "owner": event.owner,
        "department": event.department,
        "former_owner": event.former_owner if event.owner != event.former_owner else event.former_department,
        "passed_on": event.effective_on,
        "version": event.originator_version,
    }
    return changed(row, step)


@obligations.on(e.ObligationReminded, key=lambda e: e.originator_id)
def _reminded(row: Row | None, event: e.ObligationReminded, recorded: RecordedEvent) -> Row:
    reminders = (row or {})["reminders"] + 1
    return changed(row, {"reminders": reminders, "told": event.addressee, "version": event.originator_version})


@obligations.on(e.ObligationEscalated, key=lambda e: e.originator_id)
def _escalated(row: Row | None, event: e.ObligationEscalated, recorded: RecordedEvent) -> Row:
    return changed(
        row, {"escalation": event.level, "told": event.addressee, "version": event.originator_version}
    )  # fmt: skip
