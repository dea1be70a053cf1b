"""The shape of an object in the answer: which values of a row it is made of, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from graphql.execution.collect_fields import FieldDetails

from ledger.graphql.beside import MAX_MANY
from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared, Leaf, ToMany
from ledger.graphql.planner.layout import Layout, Source
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selected, Selecting, name_of
from ledger.graphql.visibility import visible
from ledger.projections import reading
from ledger.projections.reading import Order, Query
from ledger.projections.tables import Connection

Made = dict[str, Any]
ValueRow = tuple[Any, ...]


@dataclass(eq=False)
class Hung:
    """A to-many: a statement of its own for all the objects it hangs on."""

    key: str
    relation: ToMany
    shape: Shape
    layout: Layout


@dataclass(frozen=True)
class At:
    """The connection, the caller, and the moment and day of one root field's reads."""

    connection: Connection
    context: Context
    as_of: int | None
    today: date


class Hanging:
    """The objects of one answer that something hangs on."""

    def __init__(self) -> None:
        self._waiting: dict[Hung, list[Made]] = {}

    def add(self, hung: Hung, made: Made) -> None:
        """`made` waits for what hangs on it."""
        self._waiting.setdefault(hung, []).append(made)

    async def fetch(self, at: At) -> None:
        """Read what hangs, one statement each, and what hangs on that."""
        while self._waiting:
            hung, waiting = self._waiting.popitem()
            relation, declared = hung.relation, DECLARED[hung.relation.type_name]
            conditions = visible(at.context, declared, at.as_of)
            query = Query(declared.view, conditions, Order(relation.order), limit=MAX_MANY)
            keys = list({made[hung.key] for made in waiting})
            selection = hung.layout.selection(at.today)
            rows = await reading.select_for_each(at.connection, query, selection, at.as_of, relation.column, keys)
            found: dict[Any, list[ValueRow]] = {key: [] for key in keys}
            for row in rows:
                found[row[0]].append(row[1:])
            for made in waiting:
                made[hung.key] = [hung.shape.make(row, self) for row in found[made[hung.key]]]


@dataclass
class Shape:
    """Makes an object of `declared` of the values of a row from `start` on, one for each of `keys`."""

    declared: Declared
    start: int
    keys: tuple[str, ...] = ()
    converts: list[tuple[str, Callable[[Any], Any]]] = field(default_factory=list)
    ones: list[tuple[str, bool, Shape]] = field(default_factory=list)
    manies: list[Hung] = field(default_factory=list)

    def make(self, row: ValueRow, hanging: Hanging) -> Made:
        """The object; what hangs on it is put on `hanging`."""
        made = dict(zip(self.keys, row[self.start :] if self.start else row, strict=False))
        for key, convert in self.converts:
            made[key] = convert(made[key])
        for key, optional, shape in self.ones:
            if made[key] is not None:
                made[key] = shape.make(row, hanging)
            elif not optional:
                raise NotPlanned(f"{key} is not there")
        for hung in self.manies:
            hanging.add(hung, made)
        return made


def shape_of(selecting: Selecting, layout: Layout, source: Source, declared: Declared, selected: Selected) -> Shape:
    """The shape of what is selected of an object of `source`; the layout grows with it."""
    shape = Shape(declared, layout.width, tuple(selected))
    beside: list[tuple[str, Source, list[FieldDetails]]] = []
    for key, details in selected.items():
        name = name_of(details)
        if name == TYPENAME:
            layout.answer(source, Leaf(f"'{declared.name}'::text"))
        elif name in declared.leaves:
            leaf = declared.leaves[name]
            layout.answer(source, leaf)
            if leaf.convert is not None:
                shape.converts.append((key, leaf.convert))
        elif name in declared.ones:
            view = DECLARED[declared.ones[name].type_name].view
            one = layout.beside(source, declared.ones[name].of, view)
            layout.answer(one, Leaf(view.key))
            beside.append((key, one, details))
        elif name in declared.manies:
            relation = declared.manies[name]
            layout.answer(source, Leaf(relation.of))
            shape.manies.append(_hung(selecting, key, relation, details))
        else:
            raise NotPlanned(f"{declared.name}.{name}")
    for key, one, details in beside:
        relation_to = declared.ones[name_of(details)]
        target = DECLARED[relation_to.type_name]
        inner = shape_of(selecting, layout, one, target, selecting.below(target.name, details))
        shape.ones.append((key, relation_to.optional, inner))
    return shape


def _hung(selecting: Selecting, key: str, relation: ToMany, details: list[FieldDetails]) -> Hung:
    target = DECLARED[relation.type_name]
    layout = Layout(target.view)
    shape = shape_of(selecting, layout, layout.rows, target, selecting.below(target.name, details))
    return Hung(key, relation, shape, layout)


def constant(value: str) -> Callable[..., str]:
    """What gives the same, whatever it is asked about."""
    return lambda *_: value
