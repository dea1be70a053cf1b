"""What a caller may see of a view: conditions that hold in every read of a type, wherever it is read."""

from __future__ import annotations

from ledger.graphql.context import Context
from ledger.graphql.declared import Declared
from ledger.projections import reading
from ledger.projections.reading import Condition
from ledger.values.times import local_day


def visible(context: Context, declared: Declared, as_of: int | None) -> list[Condition]:
    """The moment, the caller's scope, and for the public what is published and holds today (DESIGN §8)."""
    conditions = [reading.as_it_stood(as_of, declared.view), *reading.within(declared.view, context.scope)]
    if context.is_public:
        if declared.view.periods:
            conditions.append(reading.holding_on(local_day(context.now)))
        if declared.published is not None:
            conditions.append(declared.published)
    return conditions
