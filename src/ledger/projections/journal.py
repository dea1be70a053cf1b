"""Journal (事件日志): every event by subject, with both of its times; the history of anything is read here."""

from __future__ import annotations

from uuid import UUID

from ledger.domain.access import AttemptRefused, ProtectedReadRecorded
from ledger.domain.event import DomainEvent, entry_id, event_classes
from ledger.domain.reservation import KeyClaimed, KeyReleased
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, columns

journal = View(
    name="journal",
    version=1,
    key="entry",
    columns=columns("""
        position    bigint
        stream      uuid
        version     integer
        type        text
        mine        uuid?
        division    text?
        occurred_at timestamptz
        recorded_at timestamptz
        actor       text
        department  text
        role        text
        post        text?
        command_id  uuid
        reason      text?
        basis       jsonb?
        data        jsonb
        tells_of    uuid?
    """),
    indexes=(("stream", "position"), ("mine", "position"), ("type", "position"), ("actor", "position"), ("position",)),
    constant=True,
    of_embargoed=("stream", "tells_of"),
)


def entry_key(event: DomainEvent) -> UUID:
    """The key of an event among all events, and of a row that is one event and nothing more."""
    return entry_id(event)


def _entry(_: Row | None, event: DomainEvent, recorded: RecordedEvent) -> Row:
    told = recorded.told
    return {
        "position": recorded.position,
        "stream": event.originator_id,
        "version": event.originator_version,
        "type": told["type"],
        "mine": getattr(event, "mine", None),
        "division": getattr(event, "division", None),
        "occurred_at": event.occurred_at,
        "recorded_at": recorded.recorded_at,
        "actor": event.actor.id,
        "department": event.actor.department,
        "role": event.actor.role,
        "post": event.actor.post,
        "command_id": UUID(told["commandId"]),
        "reason": told["reason"],
        "basis": told["basis"],
        "data": told["data"],
        "tells_of": event.tells_of,
    }


def declare() -> None:
    """Take in every event type there is, but for natural keys, and for who read what, which is for auditors alone."""
    left_out = {KeyClaimed, KeyReleased, ProtectedReadRecorded, AttemptRefused}
    kept = [c for c in event_classes().values() if c not in left_out and c.__module__.startswith("ledger.")]
    journal.on(*kept, key=entry_key)(_entry)
