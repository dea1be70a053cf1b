"""Root fields that are a value made at once, of whatever is selected: its attributes become the answer.

Things of views that it names are read by their keys, those of one field in one statement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_leaf_type
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared, Leaf
from ledger.graphql.planner.hanging import At, Hanging, Hung, Made, Make, constant
from ledger.graphql.planner.layout import Layout
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.planner.shapes import shaped
from ledger.graphql.reads import Asked, AskedValue
from ledger.projections import reading
from ledger.projections.reading import Query
from ledger.values.times import local_day

Add = Callable[[Hung, Made], Made]
Shown = Callable[[Any, Add], Any]


@dataclass(frozen=True)
class ValuePlan:
    """A value."""

    shown: Shown

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> Any:
        """Show it, and read what it names."""
        if not isinstance(asked, AskedValue):
            raise NotPlanned(type(asked).__name__)
        if asked.value is None:
            return None
        hanging = Hanging()
        made = self.shown(asked.value, hanging.add)
        if hanging:
            async with context.reading() as reader:
                await hanging.fetch(At(reader, context, asked.as_of, local_day(context.now), variables))
        return made


@dataclass(eq=False)
class HungThings:
    """Things that a value names: their keys are under the response key `key`, and first in the rows."""

    key: str
    declared: Declared
    make: Make
    layout: Layout

    async def fetch(self, at: At, waiting: list[Made], hanging: Hanging) -> None:
        """Read them and put each where it is named; whoever is shown the value is shown what it names."""
        view = self.declared.view
        keys = list({key for made in waiting for key in _listed(made[self.key])})
        conditions = [reading.one_of(view.key, keys, "uuid"), reading.as_it_stood(at.as_of, view)]
        query = Query(view, conditions, limit=len(keys))
        rows = await reading.select_tuples(at.reader, query, self.layout.selection(at.today), at.as_of)
        by_key = {row[0]: row for row in rows}

        def thing(key: Any) -> Any:
            return self.make(by_key[key], hanging.add)

        for made in waiting:
            named = made[self.key]
            made[self.key] = [thing(key) for key in named] if isinstance(named, list) else named and thing(named)


def _listed(named: Any) -> list[Any]:
    if isinstance(named, list):
        return named
    return [] if named is None else [named]


def plan_value(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> ValuePlan:
    """The plan of a value of a plain object type, one whose fields are all attributes."""
    return ValuePlan(_object(selecting, type_name, details))


def _object(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> Shown:
    type_ = selecting.schema.type_map[type_name]
    if not isinstance(type_, GraphQLObjectType) or type_name in DECLARED:
        raise NotPlanned(type_name)
    parts: list[tuple[str, Shown]] = []
    hung: list[Hung] = []
    for key, below in selecting.below(type_name, details).items():
        name = name_of(below)
        if name == TYPENAME:
            parts.append((key, constant(type_name)))
            continue
        field = type_.fields[name]
        definition = field.extensions["strawberry-definition"]
        if definition.base_resolver is not None:
            raise NotPlanned(f"{type_name}.{name}")
        inner = get_named_type(field.type)
        if inner.name in DECLARED:
            things = _things(selecting, key, DECLARED[inner.name], below)
            hung.append(things)
            shown: Shown = _key_in(things.declared.view.key)
        else:
            shown = _leaf if is_leaf_type(inner) else _object(selecting, inner.name, below)
        parts.append((key, _attribute(definition.python_name, shown)))

    def make(value: Any, add: Add) -> Any:
        made = {key: part(value, add) for key, part in parts}
        for things in hung:
            add(things, made)
        return made

    return make


def _things(selecting: Selecting, key: str, declared: Declared, details: list[FieldDetails]) -> HungThings:
    layout = Layout(declared.view)
    layout.answer(layout.rows, Leaf(declared.view.key))
    make = shaped(selecting, layout, declared, selecting.below(declared.name, details))
    return HungThings(key, declared, make, layout)


def _key_in(column: str) -> Shown:
    return lambda thing, _: thing.row[column]


def _attribute(name: str, shown: Shown) -> Shown:
    def make(value: Any, add: Add) -> Any:
        found = getattr(value, name)
        if isinstance(found, list):
            return [shown(item, add) for item in found]
        return None if found is None else shown(found, add)

    return make


def _leaf(value: Any, _: Add) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.name if isinstance(value, Enum) else value
