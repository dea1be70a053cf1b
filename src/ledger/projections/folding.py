"""Folding a batch of events into row versions; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Fold, Keys, Row, View


@dataclass(frozen=True)
class TypedEvent:
    """A recorded event with its type, so that what nobody handles is not parsed."""

    type: str
    recorded: RecordedEvent


Step = tuple[UUID, Fold, RecordedEvent]
"""A row that an event may change, and what changes it."""


@dataclass
class Version:
    """One version of a row: true from position `since` up to, not including, `until`."""

    key: UUID
    row: Row
    since: int
    until: int | None = None


@dataclass
class Changes:
    """What a batch does to a view's table: rows to close, versions to add."""

    closed: dict[UUID, int] = field(default_factory=dict)
    added: list[Version] = field(default_factory=list)


def types_of(events: Sequence[TypedEvent]) -> set[str]:
    """The types of event among these."""
    return {typed.type for typed in events}


def concerns(view: View, types: Set[str]) -> bool:
    """Whether a view does anything with events of these types: most do not, and need not look at each event."""
    return not view.handlers.keys().isdisjoint(types)


def steps_of(view: View, events: Sequence[TypedEvent]) -> list[Step]:
    """Which rows the events may change, in order, and how."""
    return [
        (key, handler, typed.recorded)
        for typed in events
        for keys_of, handler in view.handlers.get(typed.type, ())
        for key in _keys(keys_of, typed.recorded)
    ]


def fold(view: View, current: Mapping[UUID, Row], steps: Sequence[Step]) -> Changes:
    """The row versions that `steps` make, given the rows open before them.

    Every intermediate version is among them; several changes of a row at one position are one version. So the result
    does not depend on how events are cut into batches.
    """
    changes = Changes()
    open_here: dict[UUID, Version] = {}
    for key, handler, recorded in steps:
        previous = open_here.get(key)
        before = current.get(key) if previous is None else previous.row
        after = _checked(view, key, handler, before, recorded)
        if after is not None:
            _put(changes, open_here, current, Version(key, after, recorded.position))
    return changes


def _put(changes: Changes, open_here: dict[UUID, Version], current: Mapping[UUID, Row], version: Version) -> None:
    previous = open_here.get(version.key)
    if previous is not None and previous.since == version.since:
        previous.row = version.row
        return
    if previous is not None:
        previous.until = version.since
    elif version.key in current:
        changes.closed[version.key] = version.since
    open_here[version.key] = version
    changes.added.append(version)


def _keys(keys_of: Keys, recorded: RecordedEvent) -> Iterable[UUID]:
    keys = keys_of(recorded.event)
    if isinstance(keys, UUID):
        return (keys,)
    return [key for key in keys or () if key is not None]


def _checked(view: View, key: UUID, handler: Fold, before: Row | None, recorded: RecordedEvent) -> Row | None:
    after: dict[str, Any] | None = handler(before, recorded.event, recorded)
    if after is None:
        return None
    after[view.key] = key
    if after.keys() != view.column_set:
        odd = sorted(set(after) ^ set(view.column_names))
        raise ValueError(f"{view.name}: the fold of {recorded.envelope.type} gives other columns than declared: {odd}")
    return after
