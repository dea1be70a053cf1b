"""The shape of an object in the answer: which values of a row it is made of, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, get_named_type
from graphql.execution.collect_fields import FieldDetails

from ledger.graphql.beside import MAX_CHOSEN, MAX_MANY, seen_beside, whole
from ledger.graphql.declared import DECLARED, Declared, Leaf, Listed, ToChosen, ToMany, ToOne
from ledger.graphql.planner.arguments import Arguments
from ledger.graphql.planner.hanging import At, Hanging, Hung, Made, Make, ValueRow
from ledger.graphql.planner.layout import Layout, Source
from ledger.graphql.planner.pages import PagePlan, plan_page
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selected, Selecting, name_of
from ledger.projections import reading
from ledger.projections.reading import Order, Query


@dataclass(eq=False)
class HungMany:
    """A to-many: all that hang on each of the objects, under the response key `key`."""

    key: str
    relation: ToMany
    make: Make
    layout: Layout

    async def fetch(self, at: At, waiting: list[Made], hanging: Hanging) -> None:
        """Read it and give each of `waiting` its own."""
        relation, declared = self.relation, DECLARED[self.relation.type_name]
        query = Query(
            declared.view, seen_beside(at.context, declared, at.as_of), Order(relation.order), limit=MAX_MANY + 1
        )  # fmt: skip
        keys = list({made[self.key] for made in waiting})
        selection = self.layout.selection(at.today)
        rows = await reading.select_for_each(at.reader, query, selection, at.as_of, relation.column, keys)
        found: dict[Any, list[ValueRow]] = {key: [] for key in keys}
        for row in rows:
            found[row[0]].append(row[1:])
        for made in waiting:
            made[self.key] = [self.make(row, hanging.add) for row in whole(found[made[self.key]], MAX_MANY)]


@dataclass(eq=False)
class HungPage:
    """A list that hangs on a thing: a page of it for each of the objects, under the response key `key`."""

    key: str
    listed: Listed
    arguments: Arguments
    plan: PagePlan

    async def fetch(self, at: At, waiting: list[Made], hanging: Hanging) -> None:
        """Read the pages and give each of `waiting` its own."""
        asked = self.listed.asked(at.context, self.arguments.of(at.variables), at.as_of)
        keys = list({made[self.key] for made in waiting})
        pages = await self.plan.pages(at, asked, self.listed.column, keys, hanging)
        for made in waiting:
            made[self.key] = self.plan.made(pages[made[self.key]])


@dataclass(eq=False)
class HungChoice:
    """Things that are chosen for each of the objects, under the response key `key`."""

    key: str
    relation: ToChosen
    arguments: Arguments
    make: Make
    layout: Layout

    async def fetch(self, at: At, waiting: list[Made], hanging: Hanging) -> None:
        """Read all that can be picked from and give each of `waiting` its own; `by` comes first in the rows."""
        relation, declared = self.relation, DECLARED[self.relation.type_name]
        given = self.arguments.of(at.variables)
        rows = [dict(zip(relation.of, made[self.key], strict=True)) for made in waiting]
        conditions = [relation.among(rows), *seen_beside(at.context, declared, at.as_of)]
        query = Query(declared.view, conditions, Order(relation.order), limit=MAX_CHOSEN + 1)
        read = await reading.select_tuples(at.reader, query, self.layout.selection(at.today), at.as_of)
        # The whole row goes with what is looked at of it: whoever is chosen is made of it.
        candidates = [dict(zip(relation.by, row, strict=False), row=row) for row in whole(read, MAX_CHOSEN)]
        sorted_out = relation.sorted_out(candidates)
        for made, row in zip(waiting, rows, strict=True):
            picked = relation.choose(row, sorted_out, **given)
            made[self.key] = [self.make(one["row"], hanging.add) for one in picked]


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
                value = repr(declared.name)
            elif name in declared.leaves:
                value = self._leaf(source, declared.leaves[name])
            elif name in declared.ones:
                value = self._one(source, declared.ones[name], details)
            elif name in declared.manies:
                relation = declared.manies[name]
                value = self._leaf(source, Leaf(relation.of))
                hung.append(self._named(self._many(key, relation, details)))
            elif name in declared.choices:
                relation_of = declared.choices[name]
                values = [self._leaf(source, Leaf(column)) for column in relation_of.of]
                value = f"({', '.join(values)},)"
                hung.append(self._named(self._choice(key, declared, name, details)))
            elif name in declared.lists:
                value = self._leaf(source, Leaf(declared.view.key))
                hung.append(self._named(self._list(key, declared, name, details)))
            else:
                raise NotPlanned(f"{declared.name}.{name}")
            parts.append(f"{key!r}: {value}")
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

    def _many(self, key: str, relation: ToMany, details: list[FieldDetails]) -> Hung:
        target = DECLARED[relation.type_name]
        layout = Layout(target.view)
        make = shaped(self._selecting, layout, target, self._selecting.below(target.name, details))
        return HungMany(key, relation, make, layout)

    def _choice(self, key: str, declared: Declared, name: str, details: list[FieldDetails]) -> Hung:
        relation = declared.choices[name]
        target = DECLARED[relation.type_name]
        layout = Layout(target.view)
        for column in relation.by:
            layout.answer(layout.rows, Leaf(column))
        make = shaped(self._selecting, layout, target, self._selecting.below(target.name, details))
        _, arguments = self._arguments(declared, name, details)
        return HungChoice(key, relation, arguments, make, layout)

    def _list(self, key: str, declared: Declared, name: str, details: list[FieldDetails]) -> Hung:
        field, arguments = self._arguments(declared, name, details)
        return HungPage(
            key, declared.lists[name], arguments, plan_list(self._selecting, get_named_type(field.type).name, details)
        )  # fmt: skip

    def _arguments(self, declared: Declared, name: str, details: list[FieldDetails]) -> tuple[GraphQLField, Arguments]:
        type_ = self._selecting.schema.type_map[declared.name]
        assert isinstance(type_, GraphQLObjectType)
        field: GraphQLField = type_.fields[name]
        return field, Arguments(self._selecting.declared, field, details[0].node)

    def _named(self, value: object) -> str:
        name = f"n{len(self._names)}"
        self._names[name] = value
        return name


def _absent() -> None:
    raise NotPlanned("a thing is not there that has to be")


def shaped(selecting: Selecting, layout: Layout, declared: Declared, selected: Selected) -> Make:
    """What makes an object of the fields selected; the layout grows with it."""
    return Shape(selecting, layout).make(declared, selected)


def plan_list(selecting: Selecting, connection_type: str, details: list[FieldDetails]) -> PagePlan:
    """The plan of a page of the list that a connection type stands for."""
    return plan_page(selecting, connection_type, details, shaped)
