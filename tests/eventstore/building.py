"""Small builders for the store's tests: events, envelopes, submissions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from ledger.domain.event import DomainEvent
from ledger.eventstore.envelope import Envelope
from ledger.eventstore.submission import EventToAppend, Opening, Seen, Submission
from ledger.values.actor import Actor, Role

ACTOR = Actor(id="officer-1", department="区煤管局", role=Role.OFFICER, post="执法队员")
START = datetime(2026, 7, 1, 0, 0, tzinfo=UTC)


class NoteWritten(DomainEvent):
    """An event of the store's own tests."""

    text: str


def envelope(stream: UUID, version: int, text: str = "发现", command_id: UUID | None = None) -> Envelope:
    command_id = command_id or uuid4()
    event = NoteWritten(originator_id=stream, originator_version=version, occurred_at=START, actor=ACTOR, text=text)
    return Envelope(
        stream=stream,
        version=version,
        type=event.type_name(),
        schema_version=1,
        occurred_at=event.occurred_at,
        actor=event.actor,
        command_id=command_id,
        correlation_id=command_id,
        data=event.data(),
    )


def submission(
    *places: tuple[UUID, int],
    command_id: UUID | None = None,
    actor: str = ACTOR.id,
    digest: bytes = b"d" * 32,
    minutes: int = 0,
    openings: Sequence[Opening] = (),
    seen: Sequence[tuple[UUID, int]] = (),
) -> Submission:
    """A command that writes one event at each (stream, version), and rests on `seen` without changing it."""
    command_id = command_id or uuid4()
    return Submission(
        actor=actor,
        command_id=command_id,
        digest=digest,
        subject=places[0][0],
        instant=START + timedelta(minutes=minutes),
        events=[EventToAppend.of(envelope(stream, version, command_id=command_id)) for stream, version in places],
        openings=openings,
        seen=[Seen(stream, version) for stream, version in seen],
    )
