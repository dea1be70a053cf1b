"""What a caller may see of a view: conditions that hold in every read of a type, wherever it is read."""

from __future__ import annotations

from functools import cache

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED, Declared
from ledger.projections import reading
from ledger.projections.embargo import not_secret
from ledger.projections.reading import Condition, Scope
from ledger.projections.view import View
from ledger.values.actor import Role
from ledger.values.times import local_day


def visible(context: Context, declared: Declared, as_of: int | None) -> list[Condition]:
    """The moment, the caller's scope, what is no secret, and for the public what is published and holds today."""
    conditions = [reading.as_it_stood(as_of, declared.view), *reading.within(declared.view, context.scope)]
    conditions += _of_things_seen(declared, context.scope)
    conditions += not_secret(declared.view, context.scope, as_of)
    if context.is_public:
        if declared.view.periods:
            conditions.append(reading.holding_on(local_day(context.now)))
        if declared.published is not None:
            conditions.append(declared.published)
    return conditions


@cache
def _things(type_name: str) -> tuple[tuple[View, str], ...]:
    """The views of the things that this type hangs on, each with the column that names the thing."""
    return tuple(
        (owner.view, relation.column)
        for owner in DECLARED.values()
        for relation in owner.many.values()
        if relation.type_name == type_name and relation.of == owner.view.key
    )


def _of_things_seen(declared: Declared, scope: Scope) -> list[Condition]:
    """What does not say whose it is, and hangs on a thing that does, is seen by whoever sees the thing.

    Of a thing that is a department's own, what hangs on it is so as well, unless it is published; and the step of a
    thing that names no division is nobody's whom no thing shows it to.
    """
    view, conditions = declared.view, []
    if scope.departments and not view.department and Role.PUBLIC not in declared.right.roles:
        for thing, column in _things(declared.name):
            if thing.department:
                seen = _seen(view, column, thing, scope)
                conditions.append(Condition(f"{seen.text} IS NOT FALSE", seen.parameters))
    if declared.by_its_thing and (scope.division_prefix or scope.departments):
        shown = [_seen(view, column, thing, scope) for thing, column in _things(declared.name)]
        text = " OR ".join([f"{view.division} IS NOT NULL", *(seen.text for seen in shown)])
        conditions.append(Condition(text, tuple(p for seen in shown for p in seen.parameters)))
    return conditions


def _seen(view: View, column: str, thing: View, scope: Scope) -> Condition:
    """Whether the thing that `column` names is within a scope; null where it is none of these things."""
    seen = reading.all_of([Condition("true"), *reading.within(thing, scope)])
    # As a value it is looked up by its key for each row: PostgreSQL never reads the whole view for it.
    found = f"FROM views.{thing.name} thing WHERE thing.{thing.key} = {view.name}.{column} AND thing.until IS NULL"
    return Condition(f"(SELECT ({seen.text}) IS TRUE {found})", seen.parameters)
