"""Seal (封存的个人信息): every opening of a sealed value, with who opened it and why."""

from __future__ import annotations

from datetime import datetime
from functools import singledispatchmethod
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.values.actor import Actor

NAMESPACE = UUID("0d2fd0a6-52f5-5b13-8f7c-6f1f7b1c2e55")


def seal_id(digest: str) -> UUID:
    """The stream of a sealed value's openings."""
    return uuid5(NAMESPACE, digest)


class SealOpened(DomainEvent):
    """Somebody opened a sealed value."""

    digest: str
    purpose: str
    authorisation: str


class Seal(Aggregate):
    """One sealed value, as far as it was opened."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.digest = ""

    def open(self, digest: str, purpose: str, authorisation: str, *, by: Actor, at: datetime) -> None:
        """Record an opening; it is recorded before the value is shown."""
        self.trigger(SealOpened, by=by, at=at, digest=digest, purpose=purpose, authorisation=authorisation)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _opened(self, event: SealOpened) -> None:
        self.digest = event.digest
