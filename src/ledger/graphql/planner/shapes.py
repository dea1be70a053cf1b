"""The shape of an object in the answer: which values of a row it is made of, and what hangs on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from graphql.execution.collect_fields import FieldDetails

from ledger.eventstore.readers import Reader
from ledger.graphql.beside import MAX_MANY, whole
from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared, Leaf, ToMany, ToOne
from ledger.graphql.planner.layout import Layout, Source
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selected, Selecting, name_of
from ledger.graphql.visibility import visible
from ledger.projections import reading
from ledger.projections.reading import Order, Query

Made = dict[str, Any]
ValueRow = tuple[Any, ...]


Make = Callable[[ValueRow, Callable[["Hung", Made], Made]], Made]
"""Makes an object of a row; the second argument is told of every object that something hangs on."""


@dataclass(eq=False)
class Hung:
    """A to-many: a statement of its own for all the objects it hangs on."""

    key: str
    relation: ToMany
    make: Make
    layout: Layout


@dataclass(frozen=True)
class At:
    """The lent connection, the caller, and the moment and day of one root field's reads."""

    reader: Reader
    context: Context
    as_of: int | None
    today: date


class Hanging:
    """The objects of one answer that something hangs on."""

    def __init__(self) -> None:
        self._waiting: dict[Hung, list[Made]] = {}

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, hung: Hung, made: Made) -> Made:
        """`made`, which waits for what hangs on it."""
        self._waiting.setdefault(hung, []).append(made)
        return made

    async def fetch(self, at: At) -> None:
        """Read what hangs, one statement each, and what hangs on that."""
        while self._waiting:
            hung, waiting = self._waiting.popitem()
            relation, declared = hung.relation, DECLARED[hung.relation.type_name]
            conditions = visible(at.context, declared, at.as_of)
            query = Query(declared.view, conditions, Order(relation.order), limit=MAX_MANY + 1)
            keys = list({made[hung.key] for made in waiting})
            selection = hung.layout.selection(at.today)
            rows = await reading.select_for_each(at.reader, query, selection, at.as_of, relation.column, keys)
            found: dict[Any, list[ValueRow]] = {key: [] for key in keys}
            for row in rows:
                found[row[0]].append(row[1:])
            for made in waiting:
                made[hung.key] = [hung.make(row, self.add) for row in whole(found[made[hung.key]])]


class Shape:
    """Python for an object of the answer, put together once: a row becomes a dict in one expression.

    Keys are response keys, which are GraphQL names, and values are places of the row: nothing of a caller's but names
    that the parser took comes into it.
    """

    def __init__(self, selecting: Selecting, layout: Layout) -> None:
        self._selecting = selecting
        self._layout = layout
        self._names: dict[str, Any] = {}

    def make(self, declared: Declared, selected: Selected) -> Make:
        """What makes the object of the fields selected of the rows; the layout grows with it."""
        expression = self._object(self._layout.rows, declared, selected)
        made: Make = eval(f"lambda row, add: {expression}", self._names)
        return made

    def _object(self, source: Source, declared: Declared, selected: Selected) -> str:
        parts, hung = [], []
        for key, details in selected.items():
            name = name_of(details)
            if name == TYPENAME:
                parts.append(f"{key!r}: {declared.name!r}")
            elif name in declared.leaves:
                parts.append(f"{key!r}: {self._leaf(source, declared.leaves[name])}")
            elif name in declared.ones:
                parts.append(f"{key!r}: {self._one(source, declared.ones[name], details)}")
            elif name in declared.manies:
                relation = declared.manies[name]
                parts.append(f"{key!r}: {self._leaf(source, Leaf(relation.of))}")
                hung.append(self._named(_hung(self._selecting, key, relation, details)))
            else:
                raise NotPlanned(f"{declared.name}.{name}")
        expression = "{" + ", ".join(parts) + "}"
        for name in hung:
            expression = f"add({name}, {expression})"
        return expression

    def _leaf(self, source: Source, leaf: Leaf) -> str:
        place = f"row[{self._layout.answer(source, leaf)}]"
        return place if leaf.convert is None else f"{self._named(leaf.convert)}({place})"

    def _one(self, source: Source, relation: ToOne, details: list[FieldDetails]) -> str:
        target = DECLARED[relation.type_name]
        beside = self._layout.beside(source, relation.of, target.view)
        key = self._leaf(beside, Leaf(target.view.key))
        there = self._object(beside, target, self._selecting.below(target.name, details))
        absent = "None" if relation.optional else f"{self._named(_absent)}()"
        return f"{absent} if {key} is None else {there}"

    def _named(self, value: object) -> str:
        name = f"n{len(self._names)}"
        self._names[name] = value
        return name


def _absent() -> None:
    raise NotPlanned("a thing is not there that has to be")


def _hung(selecting: Selecting, key: str, relation: ToMany, details: list[FieldDetails]) -> Hung:
    target = DECLARED[relation.type_name]
    layout = Layout(target.view)
    make = Shape(selecting, layout).make(target, selecting.below(target.name, details))
    return Hung(key, relation, make, layout)


def constant(value: str) -> Callable[..., str]:
    """What gives the same, whatever it is asked about."""
    return lambda *_: value
