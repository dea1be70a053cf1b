"""What the demo has written is of known types, and reads back as it was written."""

from __future__ import annotations

from ledger.domain.event import event_classes
from tests.graphql.conftest import Api


async def test_every_event_of_the_district_is_of_a_type_that_is_written_and_reads_back(district: Api) -> None:
    assert district.server.services is not None
    store = district.server.services.store
    position, types = 0, set[str]()
    while events := await store.read_all(position):
        for recorded in events:
            assert recorded.event.data() == recorded.envelope.data, recorded.envelope.type
            types.add(recorded.envelope.type)
        position = events[-1].position
    assert types <= event_classes().keys()
    assert len(types) > 100
