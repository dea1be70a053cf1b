"""Natural keys (mine code, credit code, document number) as small streams, claimed and released."""

from __future__ import annotations

from datetime import datetime
from functools import singledispatchmethod
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.values.actor import Actor
from ledger.values.errors import GuardRefused

NAMESPACE = UUID("6b1f0b8e-6c56-5f0b-9a53-5c1f3f0c2a10")


def reservation_id(scheme: str, value: str) -> UUID:
    """The stream of a natural key: UUIDv5 of its scheme and normalised value."""
    return uuid5(NAMESPACE, f"{scheme}:{value}")


class KeyClaimed(DomainEvent):
    """A natural key now belongs to `holder`."""

    scheme: str
    value: str
    holder: UUID


class KeyReleased(DomainEvent):
    """`holder` gave the key back."""

    holder: UUID


class Reservation(Aggregate):
    """One natural key and who holds it."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.holder: UUID | None = None

    def claim(
        self,
        scheme: str,
        value: str,
        holder: UUID,
        *,
        by: Actor,
        at: datetime,
        path: tuple[str, ...] = (),
        shown: str = "",
    ) -> None:
        """Claim for `holder`; again by the same holder changes nothing; `KEY_TAKEN` when another holds it.

        The refusal calls the key `shown`, or as it is.
        """
        if self.holder == holder:
            return
        if self.holder is not None:
            raise GuardRefused(
                "KEY_TAKEN",
                f"{scheme} {shown or value} is already registered.",
                f"{scheme} {shown or value} 已被登记。",
                path=path,
                rule="DESIGN §4",
            )
        self.trigger(KeyClaimed, by=by, at=at, scheme=scheme, value=value, holder=holder)

    def release(self, holder: UUID, *, by: Actor, at: datetime) -> None:
        """Release when `holder` holds it; otherwise nothing changes."""
        if self.holder == holder:
            self.trigger(KeyReleased, by=by, at=at, holder=holder)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _claimed(self, event: KeyClaimed) -> None:
        self.holder = event.holder

    @when.register
    def _released(self, event: KeyReleased) -> None:
        self.holder = None
