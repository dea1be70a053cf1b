"""Access log (查阅留痕): who was shown what is protected, and who was refused; for auditors."""

from __future__ import annotations

from typing import Any

from ledger.domain.access import AttemptRefused, ProtectedReadRecorded
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, columns

access_log = View(
    name="access_log",
    version=1,
    key="request",
    columns=columns("""
        position      bigint
        division      text
        recorded_at   timestamptz
        actor         text
        department    text
        role          text
        operations    text[]
        subjects      text[]
        authorisation text?
        refused       text?
    """),
    indexes=(("division", "position"), ("actor", "position"), ("position",)),
    constant=True,
)


def _entry(recorded: RecordedEvent, division: str, **what: Any) -> Row:
    actor = recorded.envelope.actor
    return {
        "position": recorded.position,
        "division": division,
        "recorded_at": recorded.recorded_at,
        "actor": actor.id,
        "department": actor.department,
        "role": actor.role,
        **what,
    }


@access_log.on(ProtectedReadRecorded, key=lambda e: e.originator_id)
def _read(_: Row | None, event: ProtectedReadRecorded, recorded: RecordedEvent) -> Row:
    return _entry(
        recorded,
        event.division,
        operations=event.operations,
        subjects=event.subjects,
        authorisation=event.authorisation,
        refused=None,
    )


@access_log.on(AttemptRefused, key=lambda e: e.originator_id)
def _refused(_: Row | None, event: AttemptRefused, recorded: RecordedEvent) -> Row:
    return _entry(
        recorded, event.division, operations=[event.operation], subjects=[], authorisation=None, refused=event.code
    )
