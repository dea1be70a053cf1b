"""Whose matters a department reads besides those under its own name: of bodies it succeeded, and under former names."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic
from uuid import UUID

from cachetools import LRUCache

from ledger.eventstore.readers import Reader
from ledger.projections import reading
from ledger.projections.departments import departments, successions
from ledger.projections.reading import Condition, Items, Query

KEPT_SECONDS, MAX_KEPT, MAX_BODIES = 1.0, 2_000, 500
Key = tuple[str, frozenset[str], date]


class Inheritance:
    """Names by division, departments and day; what changes is known after `KEPT_SECONDS`.

    A body reads what its predecessors left when it took over everything of theirs; of single matters that moved no row
    says which matter it belongs to.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._kept: LRUCache[Key, tuple[float, frozenset[str]]] = LRUCache(MAX_KEPT)

    def known(self, key: Key) -> frozenset[str] | None:
        """The names, as far as they were looked up just now."""
        kept = self._kept.get(key)
        return kept[1] if kept is not None and self._clock() - kept[0] < KEPT_SECONDS else None

    async def look_up(self, reader: Reader, key: Key) -> frozenset[str]:
        """The same, looked up."""
        division, own, day = key
        here = Condition("division = %s OR %s = ANY(covers)", (division, division))
        at, names = self._clock(), set(own)
        ids = await _bodies(reader, [here, reading.one_of("name", sorted(own), "text")], names)
        seen = set(ids)
        while ids:
            former = await _predecessors(reader, ids, day) - seen
            seen |= former
            ids = await _bodies(reader, [reading.one_of("department", sorted(former), "uuid")], names)
        found = frozenset(names)
        self._kept[key] = (at, found)
        return found


async def _bodies(reader: Reader, conditions: list[Condition], names: set[str]) -> set[UUID]:
    """The ids of the bodies; their names are added to `names`."""
    columns = ("department", "name", "aliases")
    at = [*conditions, reading.as_it_stood(None)]
    query = Query(departments, at, limit=MAX_BODIES, items=Items(", ".join(columns), names=columns))
    rows = await reading.select(reader, query)
    for row in rows:
        names |= {row["name"], *row["aliases"]}
    return {row["department"] for row in rows}


async def _predecessors(reader: Reader, ids: set[UUID], day: date) -> set[UUID]:
    conditions = [
        reading.one_of("to_department", sorted(ids), "uuid"),
        reading.compares("effective_on", "<=", day),
        Condition("annulled_why IS NULL AND cardinality(matters) = 0"),
        reading.as_it_stood(None),
    ]
    columns = ("from_department",)
    query = Query(successions, conditions, limit=MAX_BODIES, items=Items(columns[0], names=columns))
    return {row["from_department"] for row in await reading.select(reader, query)}
