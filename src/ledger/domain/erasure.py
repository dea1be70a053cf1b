"""Erasure (个人信息删除): the opening of a sealed value goes; the digest in the record stays, and so does every proof.

It is the one state without a way back: what is erased is nowhere any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import refuse
from ledger.values.actor import Actor

NAMESPACE = UUID("5be1b0c7-3a44-5a0e-8f0e-2f8d7f3f9a61")


def erasure_id(digest: str) -> UUID:
    """The stream of a sealed value's erasure."""
    return uuid5(NAMESPACE, digest)


class PersonalDataErased(DomainEvent):
    """The opening of a sealed value was erased, in the same transaction as this event was recorded."""

    digest: str
    stream: UUID
    division: str | None
    mine: UUID | None
    ground: str
    authorisation: str | None


class Sealed(Aggregate):
    """Anything that has sealed values in its events, as far as they are concerned."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.digests: list[str] = []
        self.mine: UUID | None = None

    @property
    def of_mine(self) -> UUID | None:
        """The mine that its events name, if they name one."""
        return self.mine

    def when(self, event: DomainEvent) -> None:
        """Note what an event has sealed, and whose it is."""
        self.digests += _sealed(event.data())
        self.division = getattr(event, "division", self.division)
        self.mine = getattr(event, "mine", self.mine)


class Erasure(Aggregate):
    """The erasure of one sealed value."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.erased = False

    def erase(
        self, digest: str, holder: Sealed, ground: str, authorisation: str | None, *, by: Actor, at: datetime
    ) -> None:
        """Erase the value with this digest, which stands in the events of `holder`."""
        self.must_not_be_erased()
        self.trigger(
            PersonalDataErased,
            by=by,
            at=at,
            digest=digest,
            stream=holder.id,
            division=holder.division,
            mine=holder.mine,
            ground=ground,
            authorisation=authorisation,
        )

    def must_not_be_erased(self) -> None:
        """Refuse whatever needs the opening, once it is gone."""
        if self.erased:
            refuse(
                "SEAL_ERASED",
                "This value was erased; its digest stands in the record, its content is nowhere any more.",
                "该信息已依法删除：记录中仅存摘要，内容不复存在。",
                rule="个人信息保护法 §47",
                path=("digest",),
            )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _erased(self, event: PersonalDataErased) -> None:
        self.erased = True
        self.division = event.division


def _sealed(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if data.keys() == {"digest"}:
            yield data["digest"]
            return
        data = list(data.values())
    if isinstance(data, list):
        for item in data:
            yield from _sealed(item)
