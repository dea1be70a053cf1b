"""The plan of a whole operation: its root fields, each with what is asked and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, cast

from graphql import FieldNode, GraphQLField, OperationType, get_named_type
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues, get_argument_values
from strawberry import Schema
from strawberry.types.arguments import StrawberryArgument, convert_arguments

from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.planner.lookups import plan_lookup
from ledger.graphql.planner.pages import plan_page
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.planner.things import plan_node, plan_thing
from ledger.graphql.reads import READS, Asked, Read


class FieldPlan(Protocol):
    """How one root field is read."""

    async def run(self, context: Context, asked: Asked) -> Any:
        """Read it and shape it; `NotPlanned` for what only the ordinary executor can answer."""
        ...


@dataclass(frozen=True)
class _Asking:
    """All that a root field needs of the executor's `info`."""

    context: Context


@dataclass(frozen=True)
class Root:
    """One root field of an operation."""

    schema: Schema
    read: Read
    field: GraphQLField
    node: FieldNode
    arguments: list[StrawberryArgument]
    plan: FieldPlan

    async def run(self, context: Context, variables: VariableValues) -> Any:
        """Settle rights and arguments as the ordinary executor does, then read."""
        given = get_argument_values(self.field, self.node, variables)
        registry = self.schema.schema_converter.scalar_registry
        arguments = convert_arguments(given, self.arguments, registry, self.schema.config)
        asked = await self.read.asked(cast(Info, _Asking(context)), arguments)
        return await self.plan.run(context, asked)


@dataclass(frozen=True)
class OperationPlan:
    """The root fields by response key; one without a plan is the name of the query type."""

    roots: dict[str, Root | None]

    async def run(self, context: Context, variables: VariableValues) -> dict[str, Any]:
        """The data of the answer."""
        return {
            key: "Query" if root is None else await root.run(context, variables) for key, root in self.roots.items()
        }


def plan_operation(schema: Schema, selecting: Selecting) -> OperationPlan:
    """The plan of a validated operation; `NotPlanned` where any part of it has none."""
    if selecting.operation.operation is not OperationType.QUERY:
        raise NotPlanned(selecting.operation.operation.value)
    return OperationPlan({key: _root(schema, selecting, details) for key, details in selecting.roots().items()})


def _root(schema: Schema, selecting: Selecting, details: list[FieldDetails]) -> Root | None:
    name = name_of(details)
    if name == TYPENAME:
        return None
    query = selecting.schema.query_type
    if query is None or name not in READS:
        raise NotPlanned(name)
    field = query.fields[name]
    definition = field.extensions["strawberry-definition"]
    plan = _field_plan(selecting, get_named_type(field.type).name, details)
    return Root(schema, READS[name], field, details[0].node, definition.arguments, plan)


def _field_plan(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> FieldPlan:
    if type_name in DECLARED:
        return plan_thing(selecting, type_name, details)
    if type_name.removesuffix("Connection") in DECLARED:
        return plan_page(selecting, type_name, details)
    if type_name == "Node" and name_of(details) == "node":
        return plan_node(selecting, details)
    if type_name == "Lookups":
        return plan_lookup(selecting, details)
    raise NotPlanned(type_name)
