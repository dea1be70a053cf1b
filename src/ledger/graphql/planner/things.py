"""Root fields that are one thing, or several: of a type that the schema names, or of whichever an id says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar
from uuid import UUID

from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared, Leaf
from ledger.graphql.node_queries import AskedMany
from ledger.graphql.planner.hanging import At, Hanging, Made, Make
from ledger.graphql.planner.layout import Layout
from ledger.graphql.planner.selections import NotPlanned, Selecting
from ledger.graphql.planner.shapes import shaped
from ledger.graphql.reads import Asked, AskedOne
from ledger.graphql.visibility import visible
from ledger.projections import reading
from ledger.projections.reading import Query
from ledger.values.times import local_day

T = TypeVar("T")


@dataclass(frozen=True)
class ThingPlan:
    """One thing, or null."""

    layout: Layout
    make: Make

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> Any:
        """Read it and shape it."""
        if not isinstance(asked, AskedOne):
            raise NotPlanned(type(asked).__name__)
        today = local_day(context.now)
        async with context.reading() as reader:
            selection = self.layout.selection(today)
            rows = await reading.select_tuples(reader, asked.query(context), selection, asked.as_of)
            if not rows:
                return None
            hanging = Hanging()
            made = self.make(rows[0], hanging.add)
            await hanging.fetch(At(reader, context, asked.as_of, today, variables))
        return made


@dataclass(frozen=True)
class ThingsPlan:
    """Several things of one type by their keys, which come first in the rows."""

    declared: Declared
    layout: Layout
    make: Make

    async def found(self, at: At, keys: list[UUID], hanging: Hanging) -> Callable[[UUID], Made | None]:
        """Read them; what makes the one with a key, anew for each time it is asked for."""
        view = self.declared.view
        conditions = [reading.one_of(view.key, keys, "uuid"), *visible(at.context, self.declared, at.as_of)]
        query = Query(view, conditions, limit=len(keys))
        rows = await reading.select_tuples(at.reader, query, self.layout.selection(at.today), at.as_of)
        by_key = {row[0]: row for row in rows}
        return lambda key: self.make(by_key[key], hanging.add) if key in by_key else None


@dataclass(frozen=True)
class OfEachType(Generic[T]):
    """What is selected of an interface depends on the type of the thing: a plan a type, made when one is asked for."""

    plan: Callable[[str], T]
    _made: dict[str, T] = field(default_factory=dict)

    def __call__(self, type_name: str) -> T:
        """The plan for things of a type."""
        if type_name not in self._made:
            self._made[type_name] = self.plan(type_name)
        return self._made[type_name]


@dataclass(frozen=True)
class NodePlan:
    """One thing of whichever type."""

    of: OfEachType[ThingPlan]

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> Any:
        """Run the plan of the type that is asked for."""
        if not isinstance(asked, AskedOne):
            raise NotPlanned(type(asked).__name__)
        return await self.of(asked.declared.name).run(context, asked, variables)


@dataclass(frozen=True)
class NodesPlan:
    """Several things of whichever types: one statement a type."""

    of: OfEachType[ThingsPlan]

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> list[Made | None]:
        """Read and shape them, in the order asked."""
        if not isinstance(asked, AskedMany):
            raise NotPlanned(type(asked).__name__)
        hanging, by_type = Hanging(), asked.by_type()
        async with context.reading() as reader:
            at = At(reader, context, asked.as_of, local_day(context.now), variables)
            found = {name: await self.of(name).found(at, list(dict.fromkeys(keys)), hanging) for name, keys in by_type}
            made = [found[declared.name](key) for declared, key in asked.things]
            await hanging.fetch(at)
        return made


def plan_thing(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> ThingPlan:
    """The plan of one thing of this type."""
    declared = DECLARED[type_name]
    layout = Layout(declared.view)
    return ThingPlan(layout, shaped(selecting, layout, declared, selecting.below(type_name, details)))


def plan_node(selecting: Selecting, details: list[FieldDetails]) -> NodePlan:
    """The plan of a thing of whichever type."""
    return NodePlan(OfEachType(lambda name: plan_thing(selecting, name, details)))


def plan_nodes(selecting: Selecting, details: list[FieldDetails]) -> NodesPlan:
    """The plan of several things of whichever types."""
    return NodesPlan(OfEachType(lambda name: _plan_things(selecting, name, details)))


def _plan_things(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> ThingsPlan:
    declared = DECLARED[type_name]
    layout = Layout(declared.view)
    layout.answer(layout.rows, Leaf(declared.view.key))
    return ThingsPlan(
        declared, layout, shaped(selecting, layout, declared, selecting.below(type_name, details))
    )  # fmt: skip
