"""The stored bytes, held to the examples in the documentation."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from ledger.domain.event import DomainEvent
from ledger.eventstore.canonical import is_canonical
from ledger.eventstore.envelope import Basis, Envelope, RecordedEvent, read_event
from ledger.values.actor import Actor, Role
from tests.eventstore.building import envelope

PAGE = Path(__file__).parents[2] / "docs" / "envelope.md"
COMMAND = UUID("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")
EXAMPLE = Envelope(
    stream=UUID("0b8f6c1e-5d7a-4c3b-9e2f-1a2b3c4d5e6f"),
    version=3,
    type="HazardReopened",
    schema_version=1,
    occurred_at=datetime(2026, 7, 1, 1, 30, 0, 5, tzinfo=UTC),
    actor=Actor(id="officer-1", department="区煤管局", role=Role.OFFICER, post="执法一队队员"),
    command_id=COMMAND,
    correlation_id=COMMAND,
    basis=Basis(article="煤矿安全生产条例第三十六条"),
    reason="复查发现密闭未砌筑",
    data={"cause": "SHAM", "funds": "12000.50"},
)


def documented(name: str) -> bytes:
    found = re.search(rf"```json {name}\n(.*?)\n```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1].encode()


class LampReplaced(DomainEvent):
    """A type with an older schema, for these tests: version 1 had no `count`."""

    schema_version = 2
    count: int

    @classmethod
    def upcast(cls, data: dict[str, object], schema_version: int) -> dict[str, object]:
        if schema_version == 1:
            return {**data, "count": 1}
        return super().upcast(data, schema_version)


def test_the_stored_bytes_are_those_of_the_documentation() -> None:
    assert EXAMPLE.stored_bytes() == documented("envelope")
    assert is_canonical(EXAMPLE.stored_bytes())


def test_the_log_entry_is_canonical_and_that_of_the_documentation() -> None:
    recorded = RecordedEvent(42, datetime(2026, 7, 1, 1, 31, 7, 120000, tzinfo=UTC), EXAMPLE.stored_bytes())
    entry = recorded.log_entry("ledger.example/230599/2026")
    assert entry == documented("entry")
    assert is_canonical(entry)


def test_a_stored_envelope_reads_back_as_it_was() -> None:
    assert RecordedEvent(1, EXAMPLE.occurred_at, EXAMPLE.stored_bytes()).envelope == EXAMPLE


def test_an_older_schema_version_is_read_in_todays_form() -> None:
    old = envelope(COMMAND, 1).model_copy(update={"type": "LampReplaced", "schema_version": 1, "data": {}})
    event = RecordedEvent(1, old.occurred_at, old.stored_bytes()).event
    assert read_event(old.stored_bytes()) == event
    assert isinstance(event, LampReplaced)
    assert event.count == 1


def test_a_schema_version_nobody_wrote_is_refused() -> None:
    future = envelope(COMMAND, 1).model_copy(update={"schema_version": 9})
    with pytest.raises(ValueError, match="schema version 9"):
        _ = RecordedEvent(1, future.occurred_at, future.stored_bytes()).event


def test_an_envelope_with_a_field_missing_is_refused() -> None:
    damaged = envelope(COMMAND, 1).stored_bytes().replace(b',"version":1', b"")
    with pytest.raises(ValueError, match="version"):
        _ = RecordedEvent(1, EXAMPLE.occurred_at, damaged).envelope
