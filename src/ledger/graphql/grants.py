"""Which mines of other divisions a department may read of today: looked up once a second at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic
from uuid import UUID

from cachetools import LRUCache

from ledger.eventstore.readers import Reader
from ledger.projections import reading
from ledger.projections.access_grants import access_grants
from ledger.projections.reading import Items, Query

KEPT_SECONDS, MAX_KEPT = 1.0, 2_000
Key = tuple[str, str, date]


class Grants:
    """The grants of this process's callers; a new one, or one taken back, is known after `KEPT_SECONDS`."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: LRUCache[Key, tuple[float, frozenset[UUID]]] = LRUCache(MAX_KEPT)

    def known(self, key: Key) -> frozenset[UUID] | None:
        """The mines granted to division and department on a day, as far as that was looked up just now."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and self._clock() - kept[0] < KEPT_SECONDS else None

    async def look_up(self, reader: Reader, key: Key) -> frozenset[UUID]:
        """The same, looked up."""
        division, department, day = key
        conditions = [
            reading.as_it_stood(None),
            reading.equals("to_division", division),
            reading.equals("to_department", department),
            reading.holding_on(day),
        ]
        query = Query(access_grants, conditions, limit=1000, items=Items("mine", names=("mine",)))
        at = self._clock()
        found = frozenset(row["mine"] for row in await reading.select(reader, query))
        self._kept[key] = (at, found)
        return found
