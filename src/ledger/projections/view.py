"""How a view is declared: columns, key, scope, indexes, and how each event changes its rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.eventstore.envelope import RecordedEvent

Row = dict[str, Any]
E = TypeVar("E", bound=DomainEvent)
Keys = Callable[[Any], UUID | Iterable[UUID]]
Fold = Callable[[Row | None, Any, RecordedEvent], Row | None]


@dataclass(frozen=True)
class Column:
    """One column: its SQL type, what it means (Chinese term included), whether it may be null."""

    name: str
    type: str
    meaning: str
    nullable: bool = False


@dataclass
class View:
    """A view (视图) declared once: its tables, its fold and its reads all come from here.

    `name` and `version` name the generated table (`hazard_ledger_v1`). Every row has one uuid `key` column,
    `since` and `until` positions, and, where `periods` is true, `valid_from` and `valid_to` days
    (declared among the columns). `division` and `department` name the columns that carry scope.
    `indexes` are tuples of column names, each made on the open rows.
    """

    name: str
    version: int
    key: str
    columns: Sequence[Column]
    indexes: Sequence[tuple[str, ...]] = ()
    periods: bool = False
    division: str | None = None
    department: str | None = None
    handlers: dict[str, list[tuple[Keys, Fold]]] = field(default_factory=dict)

    def on(self, event_class: type[E], key: Callable[[E], UUID | Iterable[UUID]]) -> Callable[[Fold], Fold]:
        """Declare what `event_class` does to the rows whose keys `key` gives.

        The fold gets the row as it stands (None when there is none yet), the event, and the recorded event with
        its position, times and actor. It returns the new row (all columns), or None for no change. Rows never
        vanish: what has ended says so in a column.
        """

        def register(fold: Fold) -> Fold:
            self.handlers.setdefault(event_class.type_name(), []).append((key, fold))
            return fold

        return register

    @property
    def table(self) -> str:
        """The generated table's name, generation included."""
        return f"{self.name}_v{self.version}"

    @property
    def column_names(self) -> Sequence[str]:
        """Key and columns, in declared order, without the row's positions."""
        return (self.key, *(c.name for c in self.columns))


def changed(row: Row | None, changes: Mapping[str, Any]) -> Row:
    """`row` with `changes`; the fold's usual last line."""
    return {**(row or {}), **changes}
