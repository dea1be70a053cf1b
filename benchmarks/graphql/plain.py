"""Our own application with Strawberry's execution as it comes: parsed, validated and resolved field by field."""

from __future__ import annotations

from typing import Any

from graphql import ExecutionResult, OperationDefinitionNode, print_ast
from starlette.applications import Starlette

from ledger.graphql.context import Context
from ledger.graphql.documents import Prepared
from ledger.server import app, graphql_http


async def _as_it_comes(
    prepared: Prepared, operation: OperationDefinitionNode, variables: dict[str, Any], context: Context
) -> ExecutionResult:
    text = prepared.document.loc.source.body if prepared.document.loc else print_ast(prepared.document)
    result = await prepared.schema.execute(text, variable_values=variables, context_value=context)
    return ExecutionResult(result.data, result.errors)


def create() -> Starlette:
    vars(graphql_http)["answered"] = _as_it_comes
    return app.create_app()
