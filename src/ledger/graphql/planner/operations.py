"""The plan of a whole operation: its root fields, each with what is asked and how it is read."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Any, Protocol

from graphql import OperationType, get_named_type
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from ledger.graphql.context import Context, asking
from ledger.graphql.declared import DECLARED
from ledger.graphql.planner import introspection
from ledger.graphql.planner.arguments import Arguments
from ledger.graphql.planner.introspection import Introspection
from ledger.graphql.planner.lookups import plan_lookup
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.planner.shapes import plan_list
from ledger.graphql.planner.things import plan_node, plan_nodes, plan_thing
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

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> Any:
        """Read it and shape it; `NotPlanned` for what only the ordinary executor can answer."""
        ...


@dataclass(frozen=True)
class Root:
    """One root field of an operation."""

    read: Read
    arguments: Arguments
    plan: FieldPlan

    async def run(self, context: Context, variables: VariableValues) -> Any:
        """Settle rights and arguments as the ordinary executor does, then read."""
        asked = await self.read.asked(asking(context), self.arguments.of(variables))
        return await self.plan.run(context, asked, variables)


@dataclass(frozen=True)
class OperationPlan:
    """The root fields by response key; one without a plan is the name of the query type."""

    roots: dict[str, Root | Introspection | None]

    async def run(self, context: Context, variables: VariableValues) -> dict[str, Any]:
        """The data of the answer; `Unavailable` when the last root field is not reached in `OPERATION_SECONDS`."""
        began, data = monotonic(), {}
        for key, root in self.roots.items():
            if monotonic() - began > OPERATION_SECONDS:
                raise too_slow()
            data[key] = "Query" if root is None else await root.run(context, variables)
        return data


def plan_operation(selecting: Selecting) -> OperationPlan:
    """The plan of a validated operation; `NotPlanned` where any part of it has none."""
    if selecting.operation.operation is not OperationType.QUERY:
        raise NotPlanned(selecting.operation.operation.value)
    return OperationPlan({key: _root(selecting, details) for key, details in selecting.roots().items()})


def _root(selecting: Selecting, details: list[FieldDetails]) -> Root | Introspection | None:
    name = name_of(details)
    if name == TYPENAME:
        return None
    if name in introspection.ROOTS:
        return Introspection(selecting, details)
    query = selecting.schema.query_type
    if query is None or name not in READS:
        raise NotPlanned(name)
    field = query.fields[name]
    plan = _field_plan(selecting, get_named_type(field.type).name, details)
    return Root(READS[name], Arguments(selecting.declared, field, details[0].node), plan)


def _field_plan(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> FieldPlan:
    if type_name in DECLARED:
        return plan_thing(selecting, type_name, details)
    if type_name.removesuffix("Connection") in DECLARED:
        return plan_list(selecting, type_name, details)
    if type_name == "Node" and name_of(details) == "node":
        return plan_node(selecting, details)
    if type_name == "Node" and name_of(details) == "nodes":
        return plan_nodes(selecting, details)
    if type_name == "Lookups":
        return plan_lookup(selecting, details)
    return plan_value(selecting, type_name, details)
