"""What the demo has written is of known types, reads back as it was written, and is all that was said."""

from __future__ import annotations

from uuid import UUID

from pydantic import StringConstraints
from pydantic.fields import FieldInfo

from ledger.commands.catalogue import commands
from ledger.demo.agenda import agenda
from ledger.demo.loader import request
from ledger.domain.event import event_classes
from tests.conftest import constants_in
from tests.graphql.conftest import Api

A_STATEMENT = 500
"""Characters that a text may have that says something, and does not only name it."""


async def test_every_event_of_the_district_is_of_a_type_that_is_written_and_reads_back(district: Api) -> None:
    assert district.server.services is not None
    store = district.server.services.store
    position, types = 0, set[str]()
    while events := await store.read_all(position):
        for recorded in events:
            assert recorded.event.data() == recorded.envelope.data, recorded.envelope.type
            types.add(recorded.envelope.type)
            assert not constants_in(str(recorded.envelope.data.get("descriptionZh", ""))), recorded.envelope.data
        position = events[-1].position
    assert types <= event_classes().keys()
    assert len(types) > 100


def says_something(field: FieldInfo) -> bool:
    """Whether a field is a statement or a passage."""
    limits = [limit.max_length for limit in field.metadata if isinstance(limit, StringConstraints)]
    return any(limit is not None and limit >= A_STATEMENT for limit in limits)


async def test_every_statement_that_was_given_to_a_mutation_is_kept_in_what_it_wrote(district: Api) -> None:
    assert district.server.services is not None
    store = district.server.services.store
    written: dict[UUID, str] = {}
    position = 0
    while events := await store.read_all(position):
        for recorded in events:
            command = recorded.envelope.command_id
            written[command] = written.get(command, "") + recorded.stored.decode()
        position = events[-1].position
    named = {command[0].lower() + command[1:]: fields.model_fields for command, fields in commands().items()}
    checked = 0
    for deed in agenda():
        given = request(deed, {})[1]
        for name, field in named[deed.mutation].items():
            said = deed.input.get(field.alias or name)
            if said is not None and says_something(field):
                assert str(said) in written[UUID(given["commandId"])], (deed.mutation, name)
                checked += 1
    assert checked > 400
