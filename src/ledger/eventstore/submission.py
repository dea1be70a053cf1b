"""What is handed to the append, and what comes back for each command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.eventstore.envelope import Envelope

MAX_EVENT_BYTES = 1024 * 1024
MAX_EVENTS_A_COMMAND = 1000


class EventToAppend(NamedTuple):
    """One event with its canonical bytes; `version` is the one it must get.

    `envelope` and `event` are what reading the bytes back would give, for those who follow the record in this process.
    """

    stream: UUID
    version: int
    type: str
    occurred_at: datetime
    body: bytes
    envelope: Envelope | None = None
    event: DomainEvent | None = None

    @classmethod
    def of(cls, envelope: Envelope, event: DomainEvent | None = None) -> EventToAppend:
        """The stored form of `envelope`; a value without a canonical form fails here, before anything is sent."""
        stored = envelope.stored_bytes()
        return cls(envelope.stream, envelope.version, envelope.type, envelope.occurred_at, stored, envelope, event)


class Seen(NamedTuple):
    """A stream that a decision rests on without changing it, and the version it was seen at (0: no events)."""

    stream: UUID
    version: int


@dataclass(frozen=True)
class Opening:
    """The enciphered opening of one sealed value, appended in the same transaction as the event that names it."""

    digest: str
    ciphertext: bytes


@dataclass(frozen=True)
class Submission:
    """One command's events, of one or several streams: all of them are appended, or none.

    `digest` is of the command's body: the same id with another digest is refused. `instant` is the caller's
    clock; it becomes `recorded_at` on a simulated ledger only. Where a stream of `seen` has grown, it is a conflict.
    """

    actor: str
    command_id: UUID
    digest: bytes
    subject: UUID
    instant: datetime
    events: Sequence[EventToAppend]
    openings: Sequence[Opening] = ()
    seen: Sequence[Seen] = ()

    def __post_init__(self) -> None:
        if not 1 <= len(self.events) <= MAX_EVENTS_A_COMMAND:
            raise ValueError(f"a command appends 1 to {MAX_EVENTS_A_COMMAND} events, not {len(self.events)}")
        for event in self.events:
            if len(event.body) > MAX_EVENT_BYTES:
                raise ValueError(f"{event.type} has {len(event.body)} bytes, more than {MAX_EVENT_BYTES}")


class Verdict(StrEnum):
    """What the append said of one command."""

    ACCEPTED = "accepted"
    REPEATED = "repeated"
    REUSED = "reused"
    CONFLICT = "conflict"


class Outcome(NamedTuple):
    """The append's answer for one command.

    Positions are set for accepted and repeated ones; `recorded_at` for accepted ones; `subject` is the first outcome's
    when the command was known.
    """

    verdict: Verdict
    first: int | None
    last: int | None
    recorded_at: datetime | None
    subject: UUID
