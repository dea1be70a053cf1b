"""Who may read what: rights that types and root fields declare, and the one place where they are enforced."""

from __future__ import annotations

from ledger.graphql.context import Context
from ledger.rights.right import Right
from ledger.values.actor import Role

EVERYONE = Right(frozenset(Role))
KNOWN = Right(frozenset(Role) - {Role.PUBLIC, Role.SYSTEM})
TRACING = Right.of(Role.OFFICER, Role.HEAD, Role.REVIEWER, Role.INVESTIGATOR, Role.AUDITOR, Role.COORDINATING_OFFICE)
AUDITING = Right.of(Role.AUDITOR)
ERASING = Right.of(Role.REVIEWER, Role.ADMINISTRATOR, Role.AUDITOR, Role.INVESTIGATOR)
LOOKING_UP = Right.of(Role.OFFICER, Role.HEAD, Role.REVIEWER, Role.INVESTIGATOR)
"""Those who may see who a person is: approval desks among the officers, reviewers, investigators."""


def authorise(context: Context, right: Right, field: str) -> None:
    """Let the caller read a root field, or raise `NotPermitted`."""
    context.principal.require(right, field)
