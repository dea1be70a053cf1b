"""Seal (封存的个人信息): every opening of a sealed value, with who opened it and why."""

from __future__ import annotations

from datetime import datetime
from functools import singledispatchmethod
from typing import Any, ClassVar
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.erasure import Sealed
from ledger.domain.event import DomainEvent
from ledger.values.actor import Actor

NAMESPACE = UUID("0d2fd0a6-52f5-5b13-8f7c-6f1f7b1c2e55")


def seal_id(digest: str) -> UUID:
    """The stream of a sealed value's openings."""
    return uuid5(NAMESPACE, digest)


class SealOpened(DomainEvent):
    """Somebody opened a sealed value; whose it is, is null in what was stored before that was kept."""

    schema_version: ClassVar[int] = 2

    digest: str
    purpose: str
    authorisation: str
    holder: UUID | None
    division: str | None
    mine: UUID | None

    @classmethod
    def upcast(cls, data: dict[str, Any], schema_version: int) -> dict[str, Any]:
        """Version 1, which did not keep whose it is."""
        unknown = dict.fromkeys(("holder", "division", "mine"))
        return {**unknown, **data} if schema_version == 1 else super().upcast(data, schema_version)


class Seal(Aggregate):
    """One sealed value, as far as it was opened."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.digest = ""

    def open(self, digest: str, holder: Sealed, purpose: str, authorisation: str, *, by: Actor, at: datetime) -> None:
        """Record an opening of what stands in the events of `holder`; it is recorded before the value is shown."""
        self.trigger(
            SealOpened,
            by=by,
            at=at,
            digest=digest,
            purpose=purpose,
            authorisation=authorisation,
            holder=holder.id,
            division=holder.division,
            mine=holder.mine,
        )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _opened(self, event: SealOpened) -> None:
        self.digest = event.digest
