"""Aggregates, kept from one command to the next."""

from __future__ import annotations

from uuid import UUID

from cachetools import LRUCache

from ledger.commands.snapshots import Snapshots
from ledger.domain.aggregate import Aggregate
from ledger.eventstore.store import EventStore

MAX_KEPT = 2048


class Aggregates:
    """Loads aggregates, from memory where they were seen before.

    What is kept may be out of date, as other processes append as well: every append checks that what a decision rests
    on is still so, and a refusal is decided again on what was read afresh.
    """

    def __init__(self, store: EventStore, snapshots: Snapshots) -> None:
        self._store = store
        self._snapshots = snapshots
        self._kept: LRUCache[UUID, Aggregate] = LRUCache(MAX_KEPT)

    def remembered(self, cls: type[Aggregate], id: UUID) -> Aggregate | None:
        """A copy of the aggregate as it was last seen, or None when it was not."""
        kept = self._kept.get(id)
        return kept.fork() if isinstance(kept, cls) else None

    async def read(self, cls: type[Aggregate], id: UUID) -> Aggregate:
        """The aggregate as the record has it now; a blank with version 0 when it has no events."""
        aggregate = self.remembered(cls, id)
        if aggregate is None:
            aggregate, events = await self._snapshots.bring(cls, id)
        else:
            events = await self._store.read_events(id, after=aggregate.version)
        for event in events:
            aggregate.fold(event)
        if aggregate.version:
            self.keep(aggregate.fork())
        return aggregate

    def keep(self, aggregate: Aggregate) -> None:
        """Remember an aggregate that nobody changes any more."""
        kept = self._kept.get(aggregate.id)
        if kept is None or kept.version < aggregate.version:
            self._kept[aggregate.id] = aggregate
            self._snapshots.consider(aggregate)
