"""What holds for a period of a mine's life: the status of its parts, its supervisor body, its key posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ledger.domain.mine_event import PeriodEvent
from ledger.domain.mine_events import (
    KeyPersonAppointed,
    KeyPersonLeft,
    KeyPostCorrected,
    SupervisorBodyAssigned,
    SupervisorBodyCorrected,
)
from ledger.domain.mine_status_events import MineStatusChanged, MineStatusCorrected, MineStatusWithdrawn
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

mine_status = View(
    name="mine_status",
    version=2,
    key="period",
    columns=columns("""
        mine       uuid
        division   text
        part       text
        status     text
        why        text
        valid_from date
        valid_to   date?
        corrected  text?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from"), ("valid_from",)),
    past=(("mine", "valid_from"), ("division", "valid_from")),
    periods=True,
)

supervisor_bodies = View(
    name="supervisor_bodies",
    version=2,
    key="period",
    columns=columns("""
        mine       uuid
        division   text
        body       text
        valid_from date
        valid_to   date?
        corrected  text?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from"), ("valid_from",)),
    past=(("mine", "valid_from"), ("division", "valid_from")),
    periods=True,
)

key_posts = View(
    name="key_posts",
    version=2,
    key="appointment",
    columns=columns("""
        mine       uuid
        division   text
        post       text
        holder     text
        acting     boolean
        valid_from date
        valid_to   date?
        corrected  text?
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("mine", "valid_from"), ("division", "valid_from"), ("valid_from",)),
    past=(("mine", "valid_from"), ("division", "valid_from")),
    periods=True,
)


def periods_of(event: PeriodEvent) -> tuple[UUID | None, ...]:
    """The periods that an event puts, moves or takes out."""
    return (event.period, event.replaced, *(bounds.period for bounds in event.moved))


def put(row: Row | None, event: PeriodEvent, held: Mapping[str, Any], **told: Any) -> Row:
    """The row of one of `periods_of`, after the event; what never was holds on no day any more."""
    if row is None:
        days = {"valid_from": event.effective_on, "valid_to": event.ended_on}
        return {"mine": event.mine, "division": event.division, **held, **days, **told}
    bounds = event.bounds_of(row["period"])
    if bounds is None:
        return changed(row, {"valid_to": row["valid_from"], **told})
    return changed(row, {"valid_from": bounds.valid_from, "valid_to": bounds.valid_to, **told})


@mine_status.on(MineStatusChanged, key=lambda e: (e.period, e.ended_period))
def _status(row: Row | None, event: MineStatusChanged, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"valid_to": event.effective_on})
    return {
        "mine": event.mine,
        "division": event.division,
        "part": event.part,
        "status": event.status,
        "why": event.why,
        "valid_from": event.effective_on,
        "valid_to": None,
        "corrected": None,
    }


@mine_status.on(MineStatusCorrected, key=periods_of)
def _status_corrected(row: Row | None, event: MineStatusCorrected, recorded: RecordedEvent) -> Row:
    held = {"part": event.part, "status": event.status, "why": event.why}
    return put(row, event, held, corrected=event.why)


@mine_status.on(MineStatusWithdrawn, key=lambda e: (e.period, *(bounds.period for bounds in e.moved)))
def _status_withdrawn(row: Row | None, event: MineStatusWithdrawn, recorded: RecordedEvent) -> Row | None:
    if row is None:
        return None
    bounds = event.bounds_of(row["period"])
    if bounds is None:
        return changed(row, {"valid_to": row["valid_from"], "corrected": event.why})
    return changed(row, {"valid_from": bounds.valid_from, "valid_to": bounds.valid_to, "corrected": event.why})


@supervisor_bodies.on(SupervisorBodyAssigned, key=lambda e: (e.period, e.ended_period))
def _supervisor(row: Row | None, event: SupervisorBodyAssigned, recorded: RecordedEvent) -> Row:
    if row is not None:
        return changed(row, {"valid_to": event.effective_on})
    return {
        "mine": event.mine,
        "division": event.division,
        "body": event.body,
        "valid_from": event.effective_on,
        "valid_to": None,
        "corrected": None,
    }


@supervisor_bodies.on(SupervisorBodyCorrected, key=periods_of)
def _supervisor_corrected(row: Row | None, event: SupervisorBodyCorrected, recorded: RecordedEvent) -> Row:
    return put(row, event, {"body": event.body}, corrected=event.why)


@key_posts.on(KeyPersonAppointed, key=lambda e: e.appointment)
def _appointed(_: Row | None, event: KeyPersonAppointed, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "post": event.post,
        "holder": event.holder,
        "acting": event.acting,
        "valid_from": event.effective_on,
        "valid_to": None,
        "corrected": None,
    }


@key_posts.on(KeyPersonLeft, key=lambda e: e.appointment)
def _left(row: Row | None, event: KeyPersonLeft, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on})


@key_posts.on(KeyPostCorrected, key=lambda e: e.appointment)
def _post_corrected(row: Row | None, event: KeyPostCorrected, recorded: RecordedEvent) -> Row:
    days = {"valid_from": event.effective_on, "valid_to": event.ended_on}
    return changed(row, {**days, "corrected": event.why})
