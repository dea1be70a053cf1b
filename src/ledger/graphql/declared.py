"""How an object type stands on its view: declared once, for the ordinary executor and for planned reads alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from strawberry.utils.str_converters import to_camel_case

from ledger.graphql.ids import global_id, global_ids
from ledger.graphql.labels import LABELS
from ledger.projections.reading import Condition, Items
from ledger.projections.view import Row, View
from ledger.rights.right import Right

Parameters = Callable[[date], tuple[object, ...]]


@dataclass(frozen=True)
class ToOne:
    """A field that is the thing of another type whose key the view's column `of` holds.

    `module` is where that type is declared, when it is declared later than this one.
    """

    type_name: str
    of: str
    description: str
    optional: bool = False
    module: str | None = None


@dataclass(frozen=True)
class ToMany:
    """A field that lists the things of another type whose `column` is what this view's column `of` holds.

    `module` is where that type is declared, when it is declared later than this one.
    """

    type_name: str
    column: str
    of: str
    order: str
    description: str
    module: str | None = None


@dataclass(frozen=True)
class ToChosen:
    """A field that lists the things of another type that `choose` picks, in its order, by the field's `arguments`.

    `of` are the columns of this view that it goes by, `by` those of the other's. `among` finds what can be picked from
    for several rows of this view at once, and `sorted_out` puts that together as `choose` looks at it.
    """

    type_name: str
    of: tuple[str, ...]
    by: tuple[str, ...]
    among: Callable[[Sequence[Row]], Condition]
    sorted_out: Callable[[Sequence[Row]], Any]
    choose: Callable[..., Sequence[Row]]
    order: str
    arguments: Mapping[str, Any]
    description: str


@dataclass(frozen=True)
class Listed:
    """A list that hangs on a thing: those of its things whose `column` is the key of the thing.

    `asked` says what is asked of it: of the caller, with the arguments of its field, as of a moment; it is an
    `AskedPage`, or a `LedgerError` where the caller may not ask or the arguments make no sense.
    """

    name: str
    column: str
    asked: Callable[[Any, dict[str, Any], int | None], Any]


@dataclass(frozen=True)
class Computed:
    """A field that the database computes from the row and from the day of the request."""

    type: Any
    text: str
    parameters: Parameters
    description: str


@dataclass(frozen=True)
class Leaf:
    """How a planned read gets one scalar: SQL over the view's columns, and what is made of the value."""

    text: str
    parameters: Parameters | None = None
    convert: Callable[[Any], Any] | None = None


@dataclass(frozen=True)
class Declared:
    """An object type over a view.

    `right` is who may read it by its id and where it is listed beside something, `beside` who may read it there if
    they are others; `published` holds besides in what the public reads. What is seen `by_its_thing` and names no
    division is shown to those alone who see the thing it hangs on.
    """

    name: str
    view: View
    right: Right
    shown: tuple[str, ...]
    enums: Mapping[str, type[StrEnum]] = field(default_factory=dict)
    computed: Mapping[str, Computed] = field(default_factory=dict)
    one: Mapping[str, ToOne] = field(default_factory=dict)
    many: Mapping[str, ToMany] = field(default_factory=dict)
    published: Condition | None = None
    beside: Right | None = None
    by_its_thing: bool = False
    chosen: Mapping[str, ToChosen] = field(default_factory=dict)

    @cached_property
    def leaves(self) -> Mapping[str, Leaf]:
        """The scalar fields by their GraphQL names."""
        found = {"id": Leaf(f"{self.view.key}::text", convert=global_ids(self.name))}
        for column in self.shown:
            decimal = self.view.type_of(column) == "numeric"
            found[to_camel_case(column)] = Leaf(f"{column}::text" if decimal else column)
            if column in self.enums:
                labels: dict[Any, str] = {str(v): zh for v, zh in LABELS[self.enums[column]].items()}
                found[to_camel_case(f"{column}_label")] = Leaf(column, convert=labels.get)
        for name, computed in self.computed.items():
            found[to_camel_case(name)] = Leaf(computed.text, computed.parameters)
        return found

    @cached_property
    def ones(self) -> Mapping[str, ToOne]:
        """The to-one fields by their GraphQL names."""
        return {to_camel_case(name): relation for name, relation in self.one.items()}

    @cached_property
    def choices(self) -> Mapping[str, ToChosen]:
        """The fields whose things are chosen, by their GraphQL names."""
        return {to_camel_case(name): relation for name, relation in self.chosen.items()}

    @cached_property
    def manies(self) -> Mapping[str, ToMany]:
        """The to-many fields by their GraphQL names."""
        return {to_camel_case(name): relation for name, relation in self.many.items()}

    @cached_property
    def lists(self) -> Mapping[str, Listed]:
        """The lists that hang on it, by their GraphQL names."""
        return {listed.name: listed for listed in LISTS.get(self.name, ())}

    def everything(self, today: date) -> Items:
        """All columns and what is computed from them, for the ordinary executor."""
        texts = [*self.view.column_names, *(f"{c.text} AS {name}" for name, c in self.computed.items())]
        parameters = tuple(p for c in self.computed.values() for p in c.parameters(today))
        return Items(", ".join(texts), parameters, (*self.view.column_names, *self.computed))

    def of(self, row: Row, as_of: int | None = None) -> Any:
        """The object of a row; `as_of` goes on to what hangs on it."""
        values = {c: row[c] for c in (*self.shown, *self.computed)}
        for column, enum in self.enums.items():
            if values[column] is not None:
                values[column] = enum(values[column])
        return TYPES[self.name](id=global_id(self.name, row[self.view.key]), row=row, as_of=as_of, **values)


DECLARED: dict[str, Declared] = {}
"""The object types over views, by their names."""

TYPES: dict[str, Any] = {}
"""Strawberry's classes of them."""

LISTS: dict[str, list[Listed]] = {}
"""The lists that hang on things, by the types of the things."""
