"""What became of a mutation's command."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from ledger.commands.bus import Executed
from ledger.values.errors import LedgerError


@dataclass(frozen=True)
class Outcome:
    """Carried out, with where it stands in the record; or refused, with errors."""

    command_id: UUID
    executed: Executed | None = None
    views_pending: bool = False
    errors: list[LedgerError] = field(default_factory=list)
