"""The answer to an operation: as planned, or else by the ordinary executor."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import suppress
from typing import Any

import structlog
from graphql import ExecutionResult, GraphQLError, OperationDefinitionNode, OperationType, execute
from graphql.execution.values import VariableValues

from ledger.graphql.context import Context
from ledger.graphql.cost import MAX_COST
from ledger.graphql.documents import Prepared, core
from ledger.graphql.limits import DocumentRefused
from ledger.graphql.moments import settle_minimum
from ledger.graphql.planner.operations import OPERATION_SECONDS, too_slow
from ledger.graphql.planner.selections import NotPlanned
from ledger.graphql.recording import record_reads, record_refusal
from ledger.values.actor import Role
from ledger.values.errors import LedgerError, Unavailable

log = structlog.get_logger(__name__)


async def answered(
    prepared: Prepared, operation: OperationDefinitionNode, variables: dict[str, Any], context: Context
) -> ExecutionResult:
    """The data of a validated operation, with its errors and its cost.

    `DocumentRefused` for one that costs too much, `Spent` when it is the caller who has asked for too much. Whatever
    goes wrong in a planned read is asked again of the ordinary executor, which says what and where.
    """
    values = prepared.variables(operation).values(variables)
    if isinstance(values, list):
        return ExecutionResult(None, values)
    context.cost = prepared.cost(operation).of(values.coerced)
    if context.cost > MAX_COST:
        raise DocumentRefused("TOO_EXPENSIVE", f"The operation costs {context.cost}, the limit is {MAX_COST}.")
    context.spend()
    try:
        await _settled(prepared, operation, values, context)
    except LedgerError as error:
        return ExecutionResult(None, [GraphQLError(error.message, path=["query"], original_error=error)])
    result = await _within_time(prepared, operation, variables, values, context)
    if result.errors or context.refused:
        await record_refusal(result.errors or (), context)
    result.extensions = {"cost": {"requested": context.cost, "limit": MAX_COST}}
    return result


async def _settled(
    prepared: Prepared, operation: OperationDefinitionNode, values: VariableValues, context: Context
) -> None:
    """How far the views have come, what the caller may see besides, and what has to be put on record beforehand."""
    reads = operation.operation is OperationType.QUERY
    if reads:
        await settle_minimum(context)
    await context.settle()
    if reads and (prepared.protected or _investigates(context)):
        await record_reads(prepared.selecting(operation, values), context)


def _investigates(context: Context) -> bool:
    return Role.INVESTIGATOR in context.principal.roles


async def _within_time(
    prepared: Prepared,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
    values: VariableValues,
    context: Context,
) -> ExecutionResult:
    if operation.operation is not OperationType.QUERY:
        # What was begun with a write is brought to its end: its outcome has to be told.
        return await written(prepared, operation, variables, values, context)
    try:
        data = await planned(prepared, operation, values, context)
        if data is not None:
            return ExecutionResult(data)
        async with asyncio.timeout(OPERATION_SECONDS):
            return await executed(prepared, operation, variables, context)
    except TimeoutError:
        slow = too_slow()
    except Unavailable as error:
        slow = error
    root = operation.selection_set.selections[0]
    return ExecutionResult(None, [GraphQLError(slow.message, root, path=["query"], original_error=slow)])


async def planned(
    prepared: Prepared, operation: OperationDefinitionNode, values: VariableValues, context: Context
) -> dict[str, Any] | None:
    """The data as planned; None where there is no plan, or where it cannot tell.

    `Unavailable` goes through: what could not be had now would not be had a second time.
    """
    plan = prepared.plan(operation, values)
    if plan is None:
        return None
    try:
        return await plan.run(context, values)
    except Unavailable:
        raise
    except (NotPlanned, LedgerError, GraphQLError):
        return None
    except Exception:
        log.exception("planned read failed")
        return None


async def written(
    prepared: Prepared,
    operation: OperationDefinitionNode,
    variables: dict[str, Any],
    values: VariableValues,
    context: Context,
) -> ExecutionResult:
    """The answer to a mutation, planned if it can be; what was carried out before a plan gave up is not done again."""
    with suppress(Unavailable):
        data = await planned(prepared, operation, values, context)
        if data is not None:
            return ExecutionResult(data)
    return await executed(prepared, operation, variables, context)


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
