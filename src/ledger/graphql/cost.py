"""What an operation may cost, told before anything is read: things times what hangs on each.

A thing costs 1, a to-many hanging on it as much as `MANY` things, a count `COUNT`; a list costs as many times what is
selected of each as its `first`, `last`, `subjects` or `ids` ask for. One pass, with a memo per fragment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    is_composite_type,
    is_list_type,
    is_non_null_type,
)

from ledger.graphql.paging import DEFAULT_PAGE

MAX_COST = 10_000
MANY, COUNT = 10, 10
MAX_SIZE = 1000
"""No list and no batch is longer: one that asks for more is refused by itself, for that and by its own code."""
PARTS_OF_A_PAGE = ("Connection", "Edge", "PageInfo")
OF_INTROSPECTION, ALIAS, TYPES = {"__schema": 25, "__type": 1}, 10, 100
"""What a field costs that is asked for of all types, or of one: an alias ten times, their list a hundred times that.

The query that tools ask costs some 8,000: it is asked once in a request.
"""
SIZES = ("first", "last", "subjects", "ids")
Variables = Mapping[str, Any]
Size = Callable[[Variables], int]


@dataclass
class Cost:
    """So much for a thing, so much `once` however many there are, and for each list its size times one of it."""

    fixed: int = 0
    once: int = 0
    lists: list[tuple[Size, Cost]] = field(default_factory=list)

    def of(self, variables: Variables) -> int:
        """The cost with these values of the variables."""
        return self.fixed + self.once + sum(size(variables) * each.of(variables) for size, each in self.lists)

    def add(self, other: Cost, times: int = 1) -> None:
        """So many times another besides."""
        self.fixed += times * other.fixed
        self.once += times * other.once
        self.lists += other.lists * times


def cost_of(
    schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> Cost:
    """The cost of a validated operation."""
    root = schema.get_root_type(operation.operation)
    return _Walk(schema, fragments).below(operation.selection_set, root)


class _Walk:
    def __init__(self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode]) -> None:
        self._schema = schema
        self._fragments = fragments
        self._memo: dict[str, Cost] = {}
        self._said_by: dict[str, int] = {}

    def below(self, selections: SelectionSetNode | None, type_: Any) -> Cost:
        """The cost of what is selected of one object of a type."""
        total = Cost()
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                total.add(self._field(node, type_))
            elif isinstance(node, InlineFragmentNode):
                on = node.type_condition
                total.add(self.below(node.selection_set, self._schema.get_type(on.name.value) if on else type_))
            elif isinstance(node, FragmentSpreadNode):
                total.add(self._fragment(node.name.value))
        return total

    def _said(self, selections: SelectionSetNode | None) -> int:
        """How much is asked for of what the schema says of itself: fields, an alias as ten."""
        total = 0
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                itself = TYPES if node.name.value == "types" else 1 if node.alias is None else ALIAS
                total += itself + self._said(node.selection_set)
            elif isinstance(node, InlineFragmentNode):
                total += self._said(node.selection_set)
            elif isinstance(node, FragmentSpreadNode):
                name = node.name.value
                if name not in self._said_by:
                    self._said_by[name] = self._said(self._fragments[name].selection_set)
                total += self._said_by[name]
        return total

    def _fragment(self, name: str) -> Cost:
        if name not in self._memo:
            fragment = self._fragments[name]
            self._memo[name] = self.below(
                fragment.selection_set, self._schema.get_type(fragment.type_condition.name.value)
            )
        return self._memo[name]

    def _field(self, node: FieldNode, type_: Any) -> Cost:
        if node.name.value in OF_INTROSPECTION:
            return Cost(once=OF_INTROSPECTION[node.name.value] * (1 + self._said(node.selection_set)))
        definition: GraphQLField | None = getattr(type_, "fields", {}).get(node.name.value)
        if definition is None:
            return Cost()
        below = get_named_type(definition.type)
        if not is_composite_type(below):
            return Cost(once=COUNT if node.name.value == "totalCount" else 0)
        each = self.below(node.selection_set, below)
        if any(name in definition.args for name in SIZES):
            one = [(_size(node, definition), Cost(max(each.fixed, 1), 0, each.lists))]
            if type_ is self._schema.query_type:
                return Cost(once=1 + each.once, lists=one)
            # What hangs on each of several things is read, and counted, for each of them.
            return Cost(fixed=1 + each.once, lists=one)
        each.fixed += 0 if below.name.endswith(PARTS_OF_A_PAGE) else 1
        total = Cost()
        total.add(each, MANY if _is_many(definition, type_) else 1)
        return total


def _is_many(definition: GraphQLField, of: Any) -> bool:
    """Whether a field is a list of its own, and not that of a connection or a batch, whose size is counted already."""
    type_ = definition.type.of_type if is_non_null_type(definition.type) else definition.type
    return is_list_type(type_) and not of.name.endswith("Connection") and of.name not in {"Lookups", "Lookup"}


def _size(node: FieldNode, definition: GraphQLField) -> Size:
    for argument in node.arguments or ():
        name, value = argument.name.value, argument.value
        if name not in SIZES:
            continue
        if isinstance(value, VariableNode):
            return _of_variable(value.name.value)
        if isinstance(value, IntValueNode):
            number = min(int(value.value), MAX_SIZE) if len(value.value) < 10 else MAX_SIZE
            return lambda _: number
        if isinstance(value, ListValueNode):
            length = min(len(value.values), MAX_SIZE)
            return lambda _: length
    return lambda _: DEFAULT_PAGE


def _of_variable(name: str) -> Size:
    def size(variables: Variables) -> int:
        value = variables.get(name)
        if isinstance(value, list):
            return min(len(value), MAX_SIZE)
        return min(value, MAX_SIZE) if isinstance(value, int) and value >= 0 else DEFAULT_PAGE

    return size
