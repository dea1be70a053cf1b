"""Erasures (个人信息删除记录): which sealed values were erased, when, by whom and why."""

from __future__ import annotations

from ledger.domain.erasure import PersonalDataErased
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, columns

erasures = View(
    name="erasures",
    version=1,
    key="erasure",
    columns=columns("""
        digest        text
        stream        uuid
        division      text?
        mine          uuid?
        ground        text
        authorisation text?
        actor         text
        department    text
        position      bigint
        erased_at     timestamptz
    """),
    indexes=(("position",), ("stream", "position")),
    constant=True,
)


@erasures.on(PersonalDataErased, key=lambda e: e.originator_id)
def _erased(_: Row | None, event: PersonalDataErased, recorded: RecordedEvent) -> Row:
    return {
        "digest": event.digest,
        "stream": event.stream,
        "division": event.division,
        "mine": event.mine,
        "ground": event.ground,
        "authorisation": event.authorisation,
        "actor": recorded.envelope.actor.id,
        "department": recorded.envelope.actor.department,
        "position": recorded.position,
        "erased_at": recorded.recorded_at,
    }
