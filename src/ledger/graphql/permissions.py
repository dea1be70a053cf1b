"""Who may read what: one table, enforced in one place."""

from __future__ import annotations

from ledger.graphql.context import Context
from ledger.rights.right import Right
from ledger.values.actor import Role

_EVERYONE = Right(frozenset(Role))
_KNOWN = Right(frozenset(Role) - {Role.PUBLIC, Role.SYSTEM})
_TRACING = Right.of(Role.OFFICER, Role.HEAD, Role.REVIEWER, Role.INVESTIGATOR, Role.AUDITOR, Role.COORDINATING_OFFICE)

READS: dict[str, Right] = {
    "ledger": _EVERYONE,
    "mines": _EVERYONE,
    "mine": _EVERYONE,
    "blacklist": _EVERYONE,
    "blacklistLookup": _EVERYONE,
    "hazards": _KNOWN,
    "hazard": _KNOWN,
    "tasks": _KNOWN,
    "creditRating": _KNOWN,
    "supervisionTiers": _KNOWN,
    "tracebackOf": _TRACING,
    "events": _TRACING,
}


def authorise(context: Context, field: str) -> None:
    """Let the caller read a root field, or raise `NotPermitted`."""
    context.principal.require(READS[field], field)
