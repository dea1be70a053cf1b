"""How a view is declared: columns, key, scope, indexes, and how each event changes its rows."""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Any, LiteralString, TypeVar
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.eventstore.envelope import RecordedEvent

Row = dict[str, Any]
E = TypeVar("E", bound=DomainEvent)
Keys = Callable[[Any], "UUID | Iterable[UUID | None] | None"]
NO_DAY_LAST: LiteralString = "coalesce({}, 'infinity')"
"""How a column of days is ordered by that may hold none: in lists and in their indexes the same."""

Fold = Callable[["Row | None", Any, RecordedEvent], "Row | None"]


@dataclass(frozen=True)
class Column:
    """One column: its name, its SQL type, and whether it may be null."""

    name: str
    type: str
    nullable: bool = False


def columns(text: str) -> tuple[Column, ...]:
    """Columns from lines of `name type`; a `?` behind the type means that it may be null."""
    split = (line.split() for line in text.strip().splitlines())
    return tuple(Column(name, type_.rstrip("?"), type_.endswith("?")) for name, type_ in split)


@dataclass(frozen=True)
class Embargo:
    """Rows of live work (保密) that are known to some departments alone, while the column `while_` is true of them.

    `departments` is the column, a list of texts, that names these departments.
    """

    while_: str
    departments: str


@dataclass
class View:
    """A view (视图) declared once: its tables, its fold and its reads all come from here.

    Every row has one uuid `key` column and its `since` and `until` positions. `periods` says that the columns
    `valid_from` and `valid_to` bound the days a row holds for. `division` and `department` name the columns that carry
    scope. `orders` are the columns that lists of it may be ordered by, the usual one first; each has its indexes,
    within the division where there is one. `indexes` are further lists of columns, each made on the open rows; `past`
    are those that questions about the past go by, each made on all versions; `spans` are ranges of days, as SQL, that
    are asked whether a day is in them. Where `constant`, a row never has a second version. Rows with an `embargo` are
    kept from whoever does not know of them; `of_embargoed` are the columns that name things which may be under one:
    what tells of them is kept with them. When the declaration or a fold changes, the view is built anew beside the old
    one; `version` is for readers of its columns.
    """

    name: str
    version: int
    key: str
    columns: Sequence[Column]
    indexes: Sequence[tuple[str, ...]] = ()
    past: Sequence[tuple[str, ...]] = ()
    spans: Sequence[LiteralString] = ()
    orders: Sequence[str] = ()
    constant: bool = False
    periods: bool = False
    division: str | None = "division"
    department: str | None = None
    embargo: Embargo | None = None
    of_embargoed: Sequence[str] = ()
    handlers: dict[str, list[tuple[Keys, Fold]]] = field(default_factory=dict)

    def on(self, *event_classes: type[DomainEvent], key: Keys) -> Callable[[Fold], Fold]:
        """Declare what events do to the rows whose keys `key` gives.

        The fold gets the row as it stands (None when there is none yet), the event, and the recorded event with
        its position, times and actor. It returns the new row with all columns, or None for no change. Rows never
        vanish: what has ended says so in a column.
        """

        def register(fold: Fold) -> Fold:
            for event_class in event_classes:
                self.handlers.setdefault(event_class.type_name(), []).append((key, fold))
            return fold

        return register

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Key and columns, in declared order, without the row's positions."""
        return (self.key, *(c.name for c in self.columns))

    @cached_property
    def column_set(self) -> frozenset[str]:
        """The names alone, whatever their order."""
        return frozenset(self.column_names)

    @cached_property
    def column_types(self) -> tuple[str, ...]:
        """The SQL types of `column_names`."""
        return ("uuid", *(c.type for c in self.columns))

    def type_of(self, column: str) -> str:
        """The SQL type of one column; `KeyError` when there is none of that name."""
        return dict(zip(self.column_names, self.column_types, strict=True))[column]

    def nullable(self, column: str) -> bool:
        """Whether a column may be null; the key may not."""
        return column in self._nullable

    def may_have_no_day(self, column: str) -> bool:
        """Whether a column holds days or moments, and may hold none."""
        return self.nullable(column) and self.type_of(column) in {"date", "timestamptz"}

    def ordered_by(self, column: str) -> str:
        """SQL that a list is ordered by."""
        return NO_DAY_LAST.format(column) if self.may_have_no_day(column) else column

    @cached_property
    def open_indexes(self) -> tuple[tuple[str, ...], ...]:
        """The columns of the indexes on the open rows."""
        return tuple(dict.fromkeys((*map(tuple, self.indexes), *self._for_orders)))

    @cached_property
    def past_indexes(self) -> tuple[tuple[str, ...], ...]:
        """The columns of the indexes on all versions."""
        return tuple(dict.fromkeys((*map(tuple, self.past), *(() if self.constant else self._for_orders))))

    @property
    def _for_orders(self) -> tuple[tuple[str, ...], ...]:
        within = (self.division,) if self.division else ()
        return tuple((*within, column) for column in self.orders)

    @cached_property
    def _nullable(self) -> frozenset[str]:
        return frozenset(c.name for c in self.columns if c.nullable)

    @cached_property
    def declaration(self) -> str:
        """A digest of declaration and folds: the same digest means the same rows."""
        folds = {
            name: [(inspect.getsource(key), inspect.getsource(fold)) for key, fold in handlers]
            for name, handlers in sorted(self.handlers.items())
        }
        described = [
            self.name,
            self.key,
            [repr(c) for c in self.columns],
            [list(i) for i in self.indexes],
            [list(i) for i in self.past],
            *([list(self.spans)] if self.spans else []),
            *([list(self.orders)] if self.orders else []),
            folds,
        ]
        return sha256(json.dumps(described).encode()).hexdigest()


def changed(row: Row | None, changes: Mapping[str, Any]) -> Row:
    """`row` with `changes`; the fold's usual last line."""
    return {**(row or {}), **changes}
