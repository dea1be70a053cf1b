"""Stored samples: for every event type and schema version an envelope as it was written when that version was new.

    .venv/bin/python -m tests.eventstore.stored_samples

adds the samples that are missing and never changes one that is there. Their contents are made up.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from ledger.domain.event import META_FIELDS, DomainEvent, event_classes
from ledger.eventstore.canonical import parse_canonical
from ledger.eventstore.envelope import Envelope
from ledger.projections.catalogue import VIEWS
from ledger.values.actor import Actor, Role
from ledger.values.personal import Personal

FILE = Path(__file__).with_name("stored_samples.jsonl")
MOMENT = datetime(2026, 7, 6, 1, tzinfo=UTC)
PLAIN: dict[type, Any] = {
    str: "内容", int: 1, bool: True, Decimal: Decimal("1.50"), UUID: UUID(int=7),
    date: date(2026, 7, 6), datetime: MOMENT, AwareDatetime: MOMENT,
}  # fmt: skip
_ = VIEWS  # all events are declared by being imported


def types() -> dict[str, type[DomainEvent]]:
    """The event types of the ledger itself."""
    return {name: cls for name, cls in sorted(event_classes().items()) if cls.__module__.startswith("ledger.")}


def stored() -> dict[tuple[str, int], bytes]:
    """The samples by type and schema version."""
    found = {}
    for line in FILE.read_bytes().splitlines() if FILE.exists() else []:
        envelope = parse_canonical(line)
        found[envelope["type"], envelope["schemaVersion"]] = line
    return found


def made(cls: type[DomainEvent]) -> bytes:
    """An envelope of today's schema version, with something in every field."""
    data = {name: _value(field.annotation) for name, field in cls.model_fields.items() if name not in META_FIELDS}
    event = cls(
        originator_id=UUID(int=1), originator_version=1, occurred_at=MOMENT,
        actor=Actor(id="sample", department="虚构区煤管局", role=Role.OFFICER), **data,
    )  # fmt: skip
    return Envelope(
        stream=event.originator_id, version=1, type=cls.type_name(), schema_version=cls.schema_version,
        occurred_at=MOMENT, actor=event.actor, command_id=UUID(int=2), correlation_id=UUID(int=2), data=event.data(),
    ).stored_bytes()  # fmt: skip


def _value(annotation: Any) -> Any:
    if hasattr(annotation, "__metadata__"):
        return _value(get_args(annotation)[0])
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        return _value(next(a for a in inner if a is not NoneType))
    if origin in (list, tuple, set, frozenset):
        return [_value(inner[0])]
    if origin is Literal:
        return inner[0]
    if origin is dict:
        return {_value(inner[0]): _value(inner[1])}
    return _one(annotation)


def _one(annotation: Any) -> Any:
    if isinstance(annotation, type):
        if annotation in PLAIN:
            return PLAIN[annotation]
        if issubclass(annotation, Enum):
            return next(iter(annotation))
        if issubclass(annotation, Personal):
            return annotation(digest="A" * 43)
        if issubclass(annotation, BaseModel):
            return annotation(**{name: _value(field.annotation) for name, field in annotation.model_fields.items()})
    return PLAIN[str]


def main() -> None:
    samples = stored()
    for name, cls in types().items():
        samples.setdefault((name, cls.schema_version), made(cls))
    FILE.write_bytes(b"".join(samples[key] + b"\n" for key in sorted(samples)))


if __name__ == "__main__":
    main()
