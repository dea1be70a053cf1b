"""Open rows kept in memory, so that what changes again and again is not read back each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from ledger.projections.view import Row, View

Key = tuple[str, UUID]


class Remembered:
    """The open rows that were written last, `least` of them and at most twice as many."""

    def __init__(self, least: int) -> None:
        self._least = least
        self._young: dict[Key, Row] = {}
        self._old: Mapping[Key, Row] = {}

    def put(self, rows: Mapping[Key, Row]) -> None:
        """Keep what was written; what was not written again for long goes, half of all at a time."""
        self._young.update(rows)
        if len(self._young) > self._least:
            self._old, self._young = self._young, {}

    def clear(self) -> None:
        """Remember nothing."""
        self._young, self._old = {}, {}

    def among(self, view: View, keys: Iterable[UUID]) -> dict[UUID, Row]:
        """Those of these rows of a view that are remembered."""
        found = {}
        for key in keys:
            row = self._young.get((view.name, key)) or self._old.get((view.name, key))
            if row is not None:
                found[key] = row
        return found
