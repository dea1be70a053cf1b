"""Attachments (附件): which file belongs to which thing."""

from __future__ import annotations

from ledger.domain.attachment import AttachmentAdded, AttachmentRestored, AttachmentWithdrawn
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

attachments = View(
    name="attachments",
    version=1,
    key="attachment",
    columns=columns("""
        thing_type    text
        thing         uuid
        mine          uuid?
        division      text?
        department    text
        digest        text
        size          integer
        media_type    text
        name          text
        kind          text
        added_by      text
        added_at      timestamptz
        withdrawn     boolean
        withdrawn_why text?
        version       integer
    """),
    indexes=(("thing", "added_at"),),
    past=(("thing", "added_at"),),
    department="department",
    of_embargoed=("thing",),
)


@attachments.on(AttachmentAdded, key=lambda e: e.originator_id)
def _added(_: Row | None, event: AttachmentAdded, recorded: RecordedEvent) -> Row:
    return {
        "thing_type": event.thing_type,
        "thing": event.thing,
        "mine": event.mine,
        "division": event.division,
        "department": event.department,
        "digest": event.digest,
        "size": event.size,
        "media_type": event.media_type,
        "name": event.name,
        "kind": event.kind,
        "added_by": event.actor.id,
        "added_at": event.occurred_at,
        "withdrawn": False,
        "withdrawn_why": None,
        "version": event.originator_version,
    }


@attachments.on(AttachmentWithdrawn, key=lambda e: e.originator_id)
def _withdrawn(row: Row | None, event: AttachmentWithdrawn, recorded: RecordedEvent) -> Row:
    return changed(row, {"withdrawn": True, "withdrawn_why": event.why, "version": event.originator_version})


@attachments.on(AttachmentRestored, key=lambda e: e.originator_id)
def _restored(row: Row | None, event: AttachmentRestored, recorded: RecordedEvent) -> Row:
    return changed(row, {"withdrawn": False, "withdrawn_why": None, "version": event.originator_version})
