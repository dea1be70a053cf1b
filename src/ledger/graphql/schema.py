"""The schema: one a process."""

from __future__ import annotations

from functools import cache

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

from ledger.graphql import errors, hanging_lists
from ledger.graphql.mutations import mutation_type
from ledger.graphql.queries import Query
from ledger.graphql.scalars import SCALARS


class LedgerSchema(strawberry.Schema):
    """Strawberry's schema, which would log every refusal as a failure."""

    def process_errors(self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None) -> None:
        """The HTTP endpoint logs what is a fault of ours, and only that."""


@cache
def schema() -> strawberry.Schema:
    """The one schema of this process."""
    hanging_lists.attach()
    return LedgerSchema(
        query=Query,
        mutation=mutation_type(),
        types=list(errors.TYPES.values()),
        config=StrawberryConfig(scalar_map=dict(SCALARS)),
    )


def printed() -> str:
    """The schema as it is committed in `schema.graphql`."""
    return schema().as_str().rstrip() + "\n"
