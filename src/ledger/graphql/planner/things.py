"""Root fields that are one thing: of a type that the schema names, or of whichever its id says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql.execution.collect_fields import FieldDetails

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED
from ledger.graphql.planner.layout import Layout
from ledger.graphql.planner.selections import NotPlanned, Selecting
from ledger.graphql.planner.shapes import At, Hanging, Make, Shape
from ledger.graphql.reads import Asked, AskedOne
from ledger.projections import reading
from ledger.values.times import local_day


@dataclass(frozen=True)
class ThingPlan:
    """One thing, or null."""

    layout: Layout
    make: Make

    async def run(self, context: Context, asked: Asked) -> Any:
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
            await hanging.fetch(At(reader, context, asked.as_of, today))
        return made


@dataclass(frozen=True)
class NodePlan:
    """One thing of whichever type."""

    by_type: Mapping[str, ThingPlan]

    async def run(self, context: Context, asked: Asked) -> Any:
        """Run the plan of the type that is asked for."""
        if not isinstance(asked, AskedOne):
            raise NotPlanned(type(asked).__name__)
        return await self.by_type[asked.declared.name].run(context, asked)


def plan_thing(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> ThingPlan:
    """The plan of one thing of this type."""
    declared = DECLARED[type_name]
    layout = Layout(declared.view)
    return ThingPlan(layout, Shape(selecting, layout).make(declared, selecting.below(type_name, details)))


def plan_node(selecting: Selecting, details: list[FieldDetails]) -> NodePlan:
    """The plan of a thing of whichever type: what is selected of an interface depends on the type."""
    return NodePlan({name: plan_thing(selecting, name, details) for name in DECLARED})
