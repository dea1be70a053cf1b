"""What an operation selects, with fragments, aliases and directives as graphql-core understands them."""

from __future__ import annotations

from dataclasses import dataclass

from graphql import GraphQLObjectType, GraphQLSchema, OperationDefinitionNode
from graphql.execution.collect_fields import FieldDetails, FragmentDetails, collect_fields, collect_subfields
from graphql.execution.values import VariableValues
from strawberry import Schema

TYPENAME = "__typename"
Selected = dict[str, list[FieldDetails]]


class NotPlanned(Exception):
    """The planner does not take this; the ordinary executor does."""


@dataclass(frozen=True)
class Selecting:
    """An operation with the values of its variables, of which only those behind `@skip` and `@include` matter."""

    declared: Schema
    operation: OperationDefinitionNode
    fragments: dict[str, FragmentDetails]
    variables: VariableValues

    @property
    def schema(self) -> GraphQLSchema:
        """graphql-core's schema under Strawberry's."""
        return self.declared._schema

    def roots(self) -> Selected:
        """The root fields by response key."""
        root = self.schema.get_root_type(self.operation.operation)
        assert root is not None
        found = collect_fields(self.schema, self.fragments, self.variables, root, self.operation)
        return found.grouped_field_set

    def below(self, type_name: str, details: list[FieldDetails]) -> Selected:
        """The fields selected of an object type, by response key."""
        type_ = self.schema.type_map[type_name]
        assert isinstance(type_, GraphQLObjectType)
        found = collect_subfields(self.schema, self.fragments, self.variables, self.operation, type_, details)
        return found.grouped_field_set


def name_of(details: list[FieldDetails]) -> str:
    """The name of a selected field."""
    return details[0].node.name.value
