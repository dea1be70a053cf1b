"""Access on record (查阅留痕): protected reads, and attempts that were refused, each with who and when."""

from __future__ import annotations

from datetime import datetime
from functools import singledispatchmethod

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.values.actor import Actor


class ProtectedReadRecorded(DomainEvent):
    """Somebody is about to be shown what is put on record whenever it is shown."""

    division: str
    operations: list[str]
    subjects: list[str]
    authorisation: str | None


class AttemptRefused(DomainEvent):
    """Somebody known asked for what they may not have or do."""

    division: str
    operation: str
    code: str


class Access(Aggregate):
    """One request, as far as it is on record."""

    def record_read(
        self,
        division: str,
        operations: list[str],
        subjects: list[str],
        authorisation: str | None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Put a protected read on record, before it is answered."""
        self.trigger(
            ProtectedReadRecorded,
            by=by,
            at=at,
            division=division,
            operations=operations,
            subjects=subjects,
            authorisation=authorisation,
        )

    def record_refusal(self, division: str, operation: str, code: str, *, by: Actor, at: datetime) -> None:
        """Put a refused attempt on record."""
        self.trigger(AttemptRefused, by=by, at=at, division=division, operation=operation, code=code)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _read(self, event: ProtectedReadRecorded) -> None:
        """A record is for readers."""

    @when.register
    def _refused(self, event: AttemptRefused) -> None:
        """A record is for readers."""
