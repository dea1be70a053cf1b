"""The plan of a whole operation: its root fields, each with what is asked and how it is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol, cast

from graphql import FieldNode, GraphQLField, OperationType, get_named_type, print_ast
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues, get_argument_values
from strawberry import Schema
from strawberry.types.arguments import convert_argument

from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED
from ledger.graphql.planner.lookups import plan_lookup
from ledger.graphql.planner.pages import plan_page
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.planner.things import plan_node, plan_thing
from ledger.graphql.planner.values import plan_value
from ledger.graphql.reads import READS, Asked, Read
from ledger.values.errors import Unavailable

OPERATION_SECONDS = 10


def too_slow() -> Unavailable:
    """What an operation is told that was given up."""
    return Unavailable(
        "TOO_SLOW", f"This takes longer than {OPERATION_SECONDS} s.", f"查询超过 {OPERATION_SECONDS} 秒。"
    )


class FieldPlan(Protocol):
    """How one root field is read."""

    async def run(self, context: Context, asked: Asked) -> Any:
        """Read it and shape it; `NotPlanned` for what only the ordinary executor can answer."""
        ...


@dataclass(frozen=True)
class _Asking:
    """All that a root field needs of the executor's `info`."""

    context: Context


class Arguments:
    """The arguments of a root field, as its function takes them: only what a variable is in is made in each request."""

    def __init__(self, schema: Schema, field: GraphQLField, node: FieldNode) -> None:
        self._schema = schema
        converter = schema.config.name_converter
        definition = field.extensions["strawberry-definition"]
        self._types = {converter.from_argument(a): (a.python_name, a.type) for a in definition.arguments}
        varied = {given.name.value for given in node.arguments or () if "$" in print_ast(given.value)}
        self._varied_field, self._varied = _part(field, node, lambda name: name in varied)
        self._fixed_field, self._fixed = _part(field, node, lambda name: name not in varied)
        self._once: dict[str, Any] | None = None

    def of(self, variables: VariableValues) -> dict[str, Any]:
        """The arguments; `GraphQLError` as the ordinary executor raises it."""
        if self._once is None:
            self._once = self._made(self._fixed_field, self._fixed, variables)
        return self._once | self._made(self._varied_field, self._varied, variables)

    def _made(self, field: GraphQLField, node: FieldNode, variables: VariableValues) -> dict[str, Any]:
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


@dataclass(frozen=True)
class Root:
    """One root field of an operation."""

    read: Read
    arguments: Arguments
    plan: FieldPlan

    async def run(self, context: Context, variables: VariableValues) -> Any:
        """Settle rights and arguments as the ordinary executor does, then read."""
        asked = await self.read.asked(cast(Info, _Asking(context)), self.arguments.of(variables))
        return await self.plan.run(context, asked)


@dataclass(frozen=True)
class OperationPlan:
    """The root fields by response key; one without a plan is the name of the query type."""

    roots: dict[str, Root | None]

    async def run(self, context: Context, variables: VariableValues) -> dict[str, Any]:
        """The data of the answer; `Unavailable` when the last root field is not reached in `OPERATION_SECONDS`."""
        began, data = monotonic(), {}
        for key, root in self.roots.items():
            if monotonic() - began > OPERATION_SECONDS:
                raise too_slow()
            data[key] = "Query" if root is None else await root.run(context, variables)
        return data


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
    plan = _field_plan(selecting, get_named_type(field.type).name, details)
    return Root(READS[name], Arguments(schema, field, details[0].node), plan)


def _field_plan(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> FieldPlan:
    if type_name in DECLARED:
        return plan_thing(selecting, type_name, details)
    if type_name.removesuffix("Connection") in DECLARED:
        return plan_page(selecting, type_name, details)
    if type_name == "Node" and name_of(details) == "node":
        return plan_node(selecting, details)
    if type_name == "Lookups":
        return plan_lookup(selecting, details)
    return plan_value(selecting, type_name, details)
