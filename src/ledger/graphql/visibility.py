"""What a caller may see of a view: conditions that hold in every read of a type, wherever it is read."""

from __future__ import annotations

from functools import cache

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared
from ledger.projections import reading
from ledger.projections.reading import Condition, Scope
from ledger.projections.view import View
from ledger.values.times import local_day


def visible(context: Context, declared: Declared, as_of: int | None) -> list[Condition]:
    """The moment, the caller's scope, and for the public what is published and holds today (DESIGN §8)."""
    conditions = [reading.as_it_stood(as_of, declared.view), *reading.within(declared.view, context.scope)]
    conditions += _of_things_seen(declared, context.scope)
    if context.is_public:
        if declared.view.periods:
            conditions.append(reading.holding_on(local_day(context.now)))
        if declared.published is not None:
            conditions.append(declared.published)
    return conditions


@cache
def _things(type_name: str) -> tuple[tuple[View, str], ...]:
    """The views of things whose course is told by this type, each with the column that names the thing."""
    return tuple(
        (owner.view, relation.column)
        for owner in DECLARED.values()
        for relation in owner.many.values()
        if relation.type_name == type_name and relation.of == owner.view.key
    )


def _of_things_seen(declared: Declared, scope: Scope) -> list[Condition]:
    """The step of a thing that says neither division nor department is seen by whoever sees the thing."""
    view = declared.view
    if view.division is None or not view.nullable(view.division) or not (scope.division_prefix or scope.departments):
        return []
    conditions = []
    for thing, column in _things(declared.name):
        own = reading.within(thing, scope)
        if own:
            seen = reading.all_of(own)
            # As a value it is looked up by its key for each row: PostgreSQL never reads the whole view for it.
            found = f"SELECT ({seen.text}) IS TRUE FROM views.{thing.name} thing WHERE thing.{thing.key} = {view.name}"
            text = f"({found}.{column} AND thing.until IS NULL) IS NOT FALSE"
            if not (scope.departments and thing.department):
                text = f"{view.division} IS NOT NULL OR {text}"
            conditions.append(Condition(text, seen.parameters))
    return conditions
