"""What holds for a period of a mine's life: the status of its parts, its supervisor body, its key posts."""

from __future__ import annotations

from ledger.domain.mine import KeyPersonAppointed, KeyPersonLeft, MineStatusChanged, SupervisorBodyAssigned
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

mine_status = View(
    name="mine_status",
    version=1,
    key="period",
    columns=columns("""
        mine       uuid
        division   text
        part       text
        status     text
        why        text
        valid_from date
        valid_to   date?
    """),
    indexes=(("mine", "valid_from"),),
    past=(("mine", "valid_from"),),
    periods=True,
)

supervisor_bodies = View(
    name="supervisor_bodies",
    version=1,
    key="period",
    columns=columns("""
        mine       uuid
        division   text
        body       text
        valid_from date
        valid_to   date?
    """),
    indexes=(("mine", "valid_from"),),
    past=(("mine", "valid_from"),),
    periods=True,
)

key_posts = View(
    name="key_posts",
    version=1,
    key="appointment",
    columns=columns("""
        mine       uuid
        division   text
        post       text
        holder     text
        acting     boolean
        valid_from date
        valid_to   date?
    """),
    indexes=(("mine", "valid_from"),),
    past=(("mine", "valid_from"),),
    periods=True,
)


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
    }


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
    }


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
    }


@key_posts.on(KeyPersonLeft, key=lambda e: e.appointment)
def _left(row: Row | None, event: KeyPersonLeft, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on})
