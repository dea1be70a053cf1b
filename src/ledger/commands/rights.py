"""The rights that commands declare, by name."""

from __future__ import annotations

from ledger.rights.right import Right
from ledger.values.actor import Role

REGISTRAR = Right.of(Role.OFFICER, Role.HEAD, Role.COORDINATING_OFFICE, Role.ADMINISTRATOR)
SUPERVISOR = Right.of(Role.OFFICER, Role.HEAD)
FINDER = Right.of(Role.OFFICER, Role.HEAD, Role.ENTERPRISE)
ENTERPRISE = Right.of(Role.ENTERPRISE, Role.OFFICER, Role.HEAD)
HEAD = Right.of(Role.HEAD)
OFFICE = Right.of(Role.COORDINATING_OFFICE, Role.HEAD)
DEPARTMENT = Right.of(Role.OFFICER, Role.HEAD, Role.COORDINATING_OFFICE)
SCORER = Right.of(Role.SYSTEM, Role.HEAD, Role.REVIEWER)
REVIEWER = Right.of(Role.REVIEWER, Role.HEAD)
SUBJECT = Right.of(Role.ENTERPRISE, Role.OFFICER)
LEGAL_REVIEWER = Right.of(Role.REVIEWER)
ATTACHER = Right.of(
    Role.OFFICER, Role.HEAD, Role.COORDINATING_OFFICE, Role.ENTERPRISE, Role.REVIEWER, Role.INVESTIGATOR
)
UNSEALER = Right.of(Role.INVESTIGATOR, Role.REVIEWER)
ORGANISER = Right.of(Role.COORDINATING_OFFICE, Role.HEAD, Role.ADMINISTRATOR)
ERASER = Right.of(Role.REVIEWER, Role.ADMINISTRATOR)
RECIPIENT = Right.of(Role.ENTERPRISE, Role.OFFICER, Role.HEAD, Role.COORDINATING_OFFICE)
PROPOSER = Right.of(Role.SYSTEM, Role.OFFICER, Role.HEAD)
RULES = Right.of(Role.HEAD, Role.ADMINISTRATOR)
