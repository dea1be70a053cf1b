"""Access grants (跨区授权): who of another division may read what is about which mine, and when."""

from __future__ import annotations

from ledger.domain.access_grant import AccessGranted, AccessRevoked
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

access_grants = View(
    name="access_grants",
    version=1,
    key="access_grant",
    columns=columns("""
        mine          uuid
        division      text
        to_division   text
        to_department text
        valid_from    date
        valid_to      date
        basis         text
        revoked_why   text?
        version       integer
    """),
    orders=("valid_from", "valid_to"),
    indexes=(("to_division", "to_department"), ("division", "valid_from"), ("mine", "valid_from")),
    past=(("division", "valid_from"), ("mine", "valid_from")),
    periods=True,
)


@access_grants.on(AccessGranted, key=lambda e: e.originator_id)
def _granted(_: Row | None, event: AccessGranted, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "to_division": event.to_division,
        "to_department": event.to_department,
        "valid_from": event.starts_on,
        "valid_to": event.ends_on,
        "basis": event.basis,
        "revoked_why": None,
        "version": event.originator_version,
    }


@access_grants.on(AccessRevoked, key=lambda e: e.originator_id)
def _revoked(row: Row | None, event: AccessRevoked, recorded: RecordedEvent) -> Row:
    before = row or {}
    ends = max(before["valid_from"], min(before["valid_to"], event.revoked_on))
    return changed(row, {"valid_to": ends, "revoked_why": event.why, "version": event.originator_version})
