"""Snapshots (快照) of aggregates: a long life need not be folded from its first event whenever it is not at hand.

A saving of time and nothing else. One counts only where the code that folds is the one that made it, its mark is ours
(the key is not in the database) and the event it ends with is the one on record; otherwise the whole life is folded.
What it holds was folded from events, in which personal data is a digest: erasing an opening leaves nothing here.
"""

from __future__ import annotations

import hmac
from functools import cache
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

import psycopg
import structlog
from cachetools import LRUCache

from ledger import domain, values
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.eventstore.envelope import read_event
from ledger.eventstore.life import Life, Snapshot
from ledger.eventstore.states import States, Unreadable, Unwritable, code_digest
from ledger.eventstore.store import EventStore
from ledger.sealed.vault import Vault

EVERY = 100
"""After so many events more a snapshot is taken."""

MAX_KNOWN = 4096
PENDING = "_pending"

A = TypeVar("A", bound=Aggregate)
log = structlog.get_logger(__name__)


@cache
def fold_digest() -> bytes:
    """The digest of what makes a state of events: the code of all aggregates.

    Of all, not of one: which module a fold looks into is not to be guessed, and a new version is folded once.
    """
    return code_digest(domain.__file__, values.__file__)


class Snapshots:
    """Takes snapshots while the commands go on, and brings aggregates back from them."""

    def __init__(self, store: EventStore, vault: Vault) -> None:
        self._store, self._vault = store, vault
        self._states = States()
        self._taken_at: LRUCache[UUID, int] = LRUCache(MAX_KNOWN)

    async def bring(self, cls: type[A], id: UUID) -> tuple[A, list[DomainEvent]]:
        """An aggregate as far as its snapshot tells it, a blank where there is none, and the events from there on."""
        life = await self._store.read_life(id, fold_digest())
        if life.snapshot is None:
            return cls(id), [read_event(stored) for stored in life.events]
        found = self._restored(cls, id, life, life.snapshot)
        if found is None:
            return cls(id), await self._store.read_events(id)
        self._taken_at[id] = found.version
        return found, [read_event(stored) for stored in life.events[1:]]

    def consider(self, aggregate: Aggregate) -> None:
        """Take a snapshot when it is time for one; of an aggregate that nobody changes any more."""
        if aggregate.version >= self._taken_at.get(aggregate.id, 0) + EVERY:
            self._taken_at[aggregate.id] = aggregate.version
            self._store.meanwhile(self.take(aggregate))

    async def take(self, aggregate: Aggregate) -> None:
        """Take a snapshot now."""
        held = {name: value for name, value in vars(aggregate).items() if name != PENDING}
        try:
            body = self._states.write(held)
            [last, *_] = await self._store.read_stream(aggregate.id, after=aggregate.version - 1)
            mark = self._mark(type(aggregate), aggregate.id, aggregate.version, last.stored, body)
            await self._store.keep_snapshot(aggregate.id, fold_digest(), Snapshot(aggregate.version, body, mark))
        except (Unwritable, psycopg.Error) as error:
            log.warning("no snapshot taken", stream=str(aggregate.id), reason=str(error))

    def _restored(self, cls: type[A], id: UUID, life: Life, snapshot: Snapshot) -> A | None:
        if not life.events:
            return None
        mark = self._mark(cls, id, snapshot.version, life.events[0], snapshot.body)
        if not hmac.compare_digest(mark, snapshot.mark):
            return None
        aggregate = cls(id)
        try:
            aggregate.__dict__.update(self._states.read(snapshot.body))
        except Unreadable as error:
            log.warning("snapshot not read", stream=str(id), reason=str(error))
            return None
        return aggregate

    def _mark(self, cls: type[Aggregate], id: UUID, version: int, last: bytes, body: bytes) -> bytes:
        named = f"{cls.__module__}.{cls.__qualname__} {id} {version}".encode()
        return self._vault.mark("snapshot", fold_digest(), named, sha256(last).digest(), body)
