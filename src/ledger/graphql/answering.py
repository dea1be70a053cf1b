"""The answer to an operation: as planned, or else by the ordinary executor."""

from __future__ import annotations

import inspect
from typing import Any

import structlog
from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, execute
from graphql.execution.values import get_variable_values

from ledger.graphql.context import Context
from ledger.graphql.documents import Prepared, core
from ledger.graphql.planner.selections import NotPlanned
from ledger.values.errors import LedgerError

log = structlog.get_logger(__name__)


async def answered(
    prepared: Prepared, operation: OperationDefinitionNode, variables: dict[str, Any], context: Context
) -> ExecutionResult:
    """The data of a validated operation, with its errors.

    Whatever goes wrong in a planned read is asked again of the ordinary executor, which says what and where.
    """
    data = await planned(prepared, operation, variables, context)
    return ExecutionResult(data) if data is not None else await executed(prepared, operation, variables, context)


async def planned(
    prepared: Prepared, operation: OperationDefinitionNode, variables: dict[str, Any], context: Context
) -> dict[str, Any] | None:
    """The data as planned; None where there is no plan, or where it cannot tell."""
    values = get_variable_values(core(prepared.schema), operation.variable_definitions or (), variables)
    if isinstance(values, list):
        return None
    plan = prepared.plan(operation, values)
    if plan is None:
        return None
    try:
        return await plan.run(context, values)
    except (NotPlanned, LedgerError, GraphQLError):
        return None
    except Exception:
        log.exception("planned read failed")
        return None


async def executed(
    prepared: Prepared, operation: OperationDefinitionNode, variables: dict[str, Any], context: Context
) -> ExecutionResult:
    """The answer of the ordinary executor, field by field."""
    result = execute(
        core(prepared.schema),
        prepared.document,
        context_value=context,
        variable_values=variables,
        operation_name=operation.name.value if operation.name else None,
    )
    return await result if inspect.isawaitable(result) else result
