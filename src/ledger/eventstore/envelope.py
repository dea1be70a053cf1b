"""The envelope: what is stored and hashed for every event, and its reading back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from ledger.domain.event import DomainEvent, event_class
from ledger.eventstore.canonical import canonical_bytes
from ledger.values.actor import Actor
from ledger.values.times import Moment, format_moment


class Basis(BaseModel):
    """What an event rests on (依据): the rule set with its digest, and the article."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    rule_set: str | None = None
    digest: str | None = None
    article: str | None = None


class Envelope(BaseModel):
    """One event as it is stored: RFC 8785 canonical JSON with exactly these keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    stream: UUID
    version: int = Field(ge=1)
    type: str
    schema_version: int = Field(ge=1)
    occurred_at: Moment
    actor: Actor
    command_id: UUID
    correlation_id: UUID
    causation_id: UUID | None = None
    basis: Basis | None = None
    reason: str | None = None
    data: dict[str, Any]

    def stored_bytes(self) -> bytes:
        """The canonical bytes; they are hashed for ever and never made again from the parsed form."""
        return canonical_bytes(self.model_dump(mode="json", by_alias=True))


@dataclass(frozen=True)
class RecordedEvent:
    """A stored event with the position and the moment the ledger gave it."""

    position: int
    recorded_at: datetime
    stored: bytes

    @cached_property
    def told(self) -> dict[str, Any]:
        """The stored object as it stands there, with nothing made of it."""
        told: dict[str, Any] = orjson.loads(self.stored)
        return told

    @cached_property
    def envelope(self) -> Envelope:
        """The parsed envelope; a missing or unknown field is an error.

        Whether the bytes are canonical is the verifier's question; asking it at every reading took half the time.
        """
        return Envelope.model_validate_json(self.stored)

    @cached_property
    def event(self) -> DomainEvent:
        """The domain event, upcast to today's schema version and validated."""
        return _event(self.told)

    def log_entry(self, origin: str) -> bytes:
        """The canonical bytes that the transparency log hashes: the stored object, with where and when it stands.

        The stored bytes are embedded as they are: the keys `event`, `origin`, `position`, `recordedAt` are in
        canonical order already.
        """
        head = b'{"event":' + self.stored + b',"origin":' + canonical_bytes(origin)
        tail = f',"position":{self.position},"recordedAt":"{format_moment(self.recorded_at)}"}}'
        return head + tail.encode()


def read_event(stored: bytes) -> DomainEvent:
    """The domain event of stored bytes, upcast to today's schema version and validated.

    What the envelope has beside it is not looked at: folding a long life takes half the time.
    """
    return _event(orjson.loads(stored))


def _event(envelope: dict[str, Any]) -> DomainEvent:
    cls = event_class(envelope["type"])
    told = {
        **cls.upcast(envelope["data"], envelope["schemaVersion"]),
        "originatorId": envelope["stream"],
        "originatorVersion": envelope["version"],
        "occurredAt": datetime.fromisoformat(envelope["occurredAt"]),
        "actor": _actor(tuple(envelope["actor"].items())),
    }
    event: DomainEvent = cls.__pydantic_validator__.validate_python(told)
    return event


@lru_cache(maxsize=4096)
def _actor(told: tuple[tuple[str, Any], ...]) -> Actor:
    # The same few people act again and again.
    return Actor.model_validate(dict(told))
