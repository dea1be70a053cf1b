"""What a handler works with: the moment, the actor, aggregates to load, natural keys, seals."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.reservation import KeyScheme, Reservation, reservation_id
from ledger.eventstore.envelope import Basis
from ledger.eventstore.submission import Opening
from ledger.sealed.vault import Vault
from ledger.values.actor import Actor
from ledger.values.errors import NotFound
from ledger.values.personal import Personal
from ledger.values.times import when_it_was


def _everywhere(division: str | None, mine: UUID | None) -> bool:
    return True


A = TypeVar("A", bound=Aggregate)


@dataclass
class Work:
    """One unit of work: everything a command loads and changes, appended together or not at all.

    `now` is the ledger's instant for this command (simulated or real, UTC). `command_id` seeds the ids of
    new streams, so that a repeated command makes the same ones.
    """

    actor: Actor
    now: datetime
    command_id: UUID
    load_aggregate: Callable[[type[Aggregate], UUID], Awaitable[Aggregate]]
    vault: Vault
    reaches: Callable[[str | None, UUID | None], bool] = _everywhere
    knows: frozenset[str] | None = None
    basis: Basis | None = None
    reason: str | None = None
    touched: dict[UUID, Aggregate] = field(default_factory=dict)
    beyond: set[UUID] = field(default_factory=set)
    """Things outside the caller's scope that a command lets the caller at, by a guard of its own."""
    openings: list[Opening] = field(default_factory=list)

    def at(self, day: date) -> datetime:
        """When something of that day was true, for its event's `occurred_at`."""
        return when_it_was(day, self.now)

    def covers(self, aggregate: Aggregate) -> bool:
        """Whether a thing is within the caller's scope, and no secret to them; `knows` is that of `Principal`."""
        secret = aggregate.known_to
        known = secret is None or self.knows is None or not secret.isdisjoint(self.knows)
        return known and self.reaches(aggregate.division, aggregate.of_mine)

    async def load(self, cls: type[A], id: UUID, *path: str) -> A:
        """The aggregate `id` of class `cls`; `NotFound` (at `path` of the input) when there is none."""
        aggregate = await self.find(cls, id)
        if aggregate.version == 0 or not self.covers(aggregate):
            raise not_found(cls, id, *path)
        return aggregate

    async def find(self, cls: type[A], id: UUID) -> A:
        """The aggregate `id`, blank (version 0) when it has no events yet."""
        known = self.touched.get(id)
        if known is None:
            known = await self.load_aggregate(cls, id)
            self.touched[id] = known
        if not isinstance(known, cls):
            raise TypeError(f"{id} is a {type(known).__name__}, not a {cls.__name__}")
        return known

    async def find_beyond(self, cls: type[A], id: UUID) -> A:
        """`find` for what may lie outside the scope: the command says by a guard of its own what is allowed."""
        self.beyond.add(id)
        return await self.find(cls, id)

    def create(self, cls: type[A], purpose: str = "") -> A:
        """A blank aggregate under a new id, derived from the command id and `purpose`."""
        aggregate = cls(uuid5(self.command_id, f"{cls.__name__}:{purpose}"))
        self.touched[aggregate.id] = aggregate
        return aggregate

    async def reserve(self, scheme: KeyScheme, value: str, holder: UUID, *path: str, shown: str = "") -> None:
        """Claim a natural key for `holder`; `GuardRefused` when somebody else holds it.

        `shown` is what a refusal calls it, where the key says more than people write.
        """
        reservation = await self.find(Reservation, reservation_id(scheme, value))
        reservation.claim(scheme, value, holder, by=self.actor, at=self.now, path=path, shown=shown)

    async def release(self, scheme: KeyScheme, value: str, holder: UUID) -> None:
        """Give a natural key back, so that its rightful holder is not blocked."""
        reservation = await self.find(Reservation, reservation_id(scheme, value))
        reservation.release(holder, by=self.actor, at=self.now)

    def seal(self, name: str, value: object) -> Personal[Any]:
        """Seal a personal value: the digest for the event; the opening is appended beside it."""
        sealed, opening = self.vault.seal(name, value)
        self.openings.append(opening)
        return sealed

    def lookup_key(self, scheme: str, value: str) -> str:
        """The key by which an equal personal number (identity number, say) is found again; it reveals nothing."""
        return self.vault.lookup_key(scheme, value)


def not_found(cls: type[Aggregate], id: UUID, *path: str) -> NotFound:
    """What a caller is told of a thing that is not there, and of one that is not for them: the same."""
    return NotFound(
        f"{cls.__name__.upper()}_NOT_FOUND",
        f"There is no {cls.__name__} with the id {id}.",
        f"没有编号为 {id} 的{cls.zh}。",
        path=path,
    )
