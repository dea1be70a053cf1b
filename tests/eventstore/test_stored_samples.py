"""Events written by every version of the ledger there has been are read by this one."""

from __future__ import annotations

import pytest

from ledger.eventstore.canonical import is_canonical
from ledger.eventstore.envelope import RecordedEvent
from tests.eventstore.stored_samples import MOMENT, made, stored, types

SAMPLES = stored()


def test_every_event_type_has_a_stored_sample_of_every_version() -> None:
    wanted = {(name, version) for name, cls in types().items() for version in range(1, cls.schema_version + 1)}
    assert wanted <= SAMPLES.keys(), "add the missing ones with: python -m tests.eventstore.stored_samples"


@pytest.mark.parametrize(("name", "version"), sorted(SAMPLES), ids=str)
def test_a_stored_sample_is_read_as_an_event_of_today(name: str, version: int) -> None:
    stored_bytes = SAMPLES[name, version]
    assert is_canonical(stored_bytes)
    event = RecordedEvent(1, MOMENT, stored_bytes).event
    assert type(event) is types()[name]


@pytest.mark.parametrize("name", sorted(types()))
def test_what_is_written_today_is_what_the_sample_of_this_version_says(name: str) -> None:
    cls = types()[name]
    sample = RecordedEvent(1, MOMENT, SAMPLES[name, cls.schema_version])
    assert sample.event.data() == sample.envelope.data
    assert RecordedEvent(1, MOMENT, made(cls)).envelope.data.keys() == sample.envelope.data.keys()
