"""The arguments of a field, as its function takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import FieldNode, GraphQLField, print_ast
from graphql.execution.values import VariableValues, get_argument_values
from strawberry import Schema
from strawberry.types.arguments import convert_argument

from ledger.graphql.planner.selections import NotPlanned


class Arguments:
    """Only what a variable is in is made in each request."""

    def __init__(self, schema: Schema, field: GraphQLField, node: FieldNode) -> None:
        self._schema = schema
        converter = schema.config.name_converter
        definition = field.extensions["strawberry-definition"]
        self._types = {converter.from_argument(a): (a.python_name, a.type) for a in definition.arguments}
        varied = {given.name.value for given in node.arguments or () if "$" in print_ast(given.value)}
        self._varied_field, self._varied = _part(field, node, lambda name: name in varied)
        self._fixed_field, self._fixed = _part(field, node, lambda name: name not in varied)
        self._once: dict[str, Any] | None = None

    def of(self, variables: VariableValues | None) -> dict[str, Any]:
        """The arguments; `GraphQLError` as the ordinary executor raises it, `NotPlanned` without a variable's value."""
        if self._once is None:
            self._once = self._made(self._fixed_field, self._fixed, variables)
        if not self._varied.arguments:
            return dict(self._once)
        if variables is None:
            raise NotPlanned("the values of the variables are not at hand")
        return self._once | self._made(self._varied_field, self._varied, variables)

    def _made(self, field: GraphQLField, node: FieldNode, variables: VariableValues | None) -> dict[str, Any]:
        given = get_argument_values(field, node, variables)
        registry, config = self._schema.schema_converter.scalar_registry, self._schema.config
        return {
            self._types[name][0]: convert_argument(value, self._types[name][1], registry, config, path=(name,))
            for name, value in given.items()
        }


def _part(field: GraphQLField, node: FieldNode, wanted: Callable[[str], bool]) -> tuple[GraphQLField, FieldNode]:
    """The field and its node with only those arguments that are wanted."""
    part = GraphQLField(field.type, {name: argument for name, argument in field.args.items() if wanted(name)})
    given = tuple(argument for argument in node.arguments or () if wanted(argument.name.value))
    return part, FieldNode(name=node.name, arguments=given, loc=node.loc)
