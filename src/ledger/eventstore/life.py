"""A stream as it is folded: from its snapshot on, where there is one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import LiteralString, NamedTuple

NO_FOLD = b""
"""The fold of whoever wants all events and no snapshot."""

ONE_LIFE: LiteralString = """
  SELECT 0, version, body, mark FROM ledger.snapshot WHERE stream = %s AND fold = %s
  UNION ALL
  SELECT 1, version, body, NULL FROM ledger.event WHERE stream = %s AND version >=
    coalesce((SELECT version FROM ledger.snapshot WHERE stream = %s AND fold = %s), 1)
  ORDER BY 1, 2"""
"""One stream: its stream and fold, its stream, and stream and fold once more are the parameters."""

MANY_LIVES: LiteralString = """
  WITH asked AS (SELECT * FROM unnest(%s::uuid[], %s::bytea[]) WITH ORDINALITY a(stream, fold, n))
  SELECT a.n, 0, s.version, s.body, s.mark FROM asked a JOIN ledger.snapshot s USING (stream, fold)
  UNION ALL
  SELECT a.n, 1, e.version, e.body, NULL FROM asked a LEFT JOIN ledger.snapshot s USING (stream, fold)
    JOIN ledger.event e ON e.stream = a.stream AND e.version >= coalesce(s.version, 1)
  ORDER BY 1, 2, 3"""
"""The same of many; the first column counts them from 1."""


class Snapshot(NamedTuple):
    """An aggregate as it was folded up to a version; `mark` says who wrote it, to who knows the key."""

    version: int
    body: bytes
    mark: bytes


class Life(NamedTuple):
    """The stored events of a stream from its snapshot's version on, that of the snapshot itself included."""

    snapshot: Snapshot | None
    events: list[bytes]


def life_of(rows: Iterable[tuple[int, int, bytes, bytes | None]]) -> Life:
    """The life that the rows of one stream tell."""
    snapshot, events = None, []
    for _, version, body, mark in rows:
        if mark is None:
            events.append(body)
        else:
            snapshot = Snapshot(version, body, mark)
    return Life(snapshot, events)
