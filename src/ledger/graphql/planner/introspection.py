"""Introspection: what the schema says of itself, without a step of the executor for each of its ten thousands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLObjectType,
    GraphQLSchema,
    SchemaMetaFieldDef,
    TypeMetaFieldDef,
    get_named_type,
    is_list_type,
    is_non_null_type,
)
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues, get_argument_values

from ledger.graphql.context import Context
from ledger.graphql.planner.hanging import constant
from ledger.graphql.planner.selections import TYPENAME, Selecting, name_of

ROOTS: dict[str, GraphQLField] = {"__schema": SchemaMetaFieldDef, "__type": TypeMetaFieldDef}


@dataclass(frozen=True)
class Running:
    """One request: all that graphql-core's functions need of the executor's `info`, and what was made already."""

    schema: GraphQLSchema
    variables: VariableValues
    arguments: dict[int, dict[str, Any]] = field(default_factory=dict)
    made: dict[tuple[int, int], Any] = field(default_factory=dict)


Shown = Callable[[Any, Running], Any]


class Introspection:
    """`__schema` or `__type`."""

    def __init__(self, selecting: Selecting, details: list[FieldDetails]) -> None:
        self._selecting = selecting
        self._shown = self._field(ROOTS[name_of(details)], details)

    async def run(self, context: Context, variables: VariableValues) -> Any:
        """What is selected of it; what is said of a type in one place is made once."""
        return self._shown(None, Running(self._selecting.schema, variables))

    def _field(self, field: GraphQLField, details: list[FieldDetails]) -> Shown:
        resolve: Any = field.resolve
        node, named = details[0].node, get_named_type(field.type)
        each = self._object(named, details) if isinstance(named, GraphQLObjectType) else _leaf(named)
        nullable = field.type.of_type if is_non_null_type(field.type) else field.type
        many = is_list_type(nullable)

        def shown(thing: Any, running: Running) -> Any:
            arguments: dict[str, Any] = {}
            if field.args:
                arguments = running.arguments.get(id(node)) or get_argument_values(field, node, running.variables)
                running.arguments[id(node)] = arguments
            found = resolve(thing, running, **arguments)
            if found is None:
                return None
            return [each(one, running) for one in found] if many else each(found, running)

        return shown

    def _object(self, type_: GraphQLObjectType, details: list[FieldDetails]) -> Shown:
        parts: list[tuple[str, Shown]] = []
        for key, below in self._selecting.below(type_.name, details).items():
            name = name_of(below)
            shown = constant(type_.name) if name == TYPENAME else self._field(type_.fields[name], below)
            parts.append((key, shown))

        def made(thing: Any, running: Running) -> Any:
            return {key: shown(thing, running) for key, shown in parts}

        if type_.name != "__Type":
            return made

        def once(thing: Any, running: Running) -> Any:
            # Types are there as long as the schema: what is theirs alone can be known by its place in memory.
            found = running.made.get((id(parts), id(thing)))
            if found is None:
                found = running.made[id(parts), id(thing)] = made(thing, running)
            return found

        return once


def _leaf(type_: Any) -> Shown:
    if isinstance(type_, GraphQLEnumType):
        return lambda value, _: type_.serialize(value)
    return lambda value, _: value
