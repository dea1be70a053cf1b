"""Access grant (跨区授权): a department of another division may read what is about one mine, for a time."""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor
from ledger.values.errors import InvalidInput


class AccessGranted(DomainEvent):
    """A department was let in, from one day to before another."""

    mine: UUID
    division: str
    to_division: str
    to_department: str
    starts_on: date
    ends_on: date
    basis: str


class AccessRevoked(DomainEvent):
    """A grant was taken back, from this day on."""

    mine: UUID
    division: str
    revoked_on: date
    why: str


class AccessGrant(Aggregate):
    """One grant."""

    zh = "查阅授权"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID | None = None
        self.starts_on: date | None = None
        self.revoked = False

    @property
    def of_mine(self) -> UUID | None:
        """The mine that may be looked up."""
        return self.mine

    def grant(
        self,
        mine: UUID,
        division: str,
        to: tuple[str, str],
        days: tuple[date, date],
        basis: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Let `to` (division, department) read what is about the mine, for `days` (first, first without)."""
        if days[1] <= days[0]:
            raise InvalidInput(
                "ENDS_BEFORE_IT_STARTS",
                "A grant ends after it starts.",
                "授权终止日须在起始日之后。",
                path=("endsOn",),
                rule=OURS,
            )
        self.trigger(
            AccessGranted,
            by=by,
            at=at,
            mine=mine,
            division=division,
            to_division=to[0],
            to_department=to[1],
            starts_on=days[0],
            ends_on=days[1],
            basis=basis,
        )

    def revoke(self, revoked_on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Take it back."""
        if self.revoked:
            refuse("GRANT_REVOKED", "The grant was taken back already.", "该授权已被撤回。", rule=OURS)
        assert self.mine is not None
        assert self.division is not None
        self.trigger(
            AccessRevoked, by=by, at=at, mine=self.mine, division=self.division, revoked_on=revoked_on, why=why
        )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _granted(self, event: AccessGranted) -> None:
        self.mine, self.division, self.starts_on = event.mine, event.division, event.starts_on

    @when.register
    def _revoked(self, event: AccessRevoked) -> None:
        self.revoked = True
