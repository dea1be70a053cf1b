"""Secrecy of live work (保密): what is under embargo, and what tells of it, is seen by who knows of it and nobody else.

A view declares it (`embargo`, `of_embargoed`); this is the one place where that becomes SQL. What counts is whether a
thing is under embargo now, whatever moment is asked for: what was once secret is history when it is one no more, and
what has become secret again is hidden from then on in what was known before as well.
"""

from __future__ import annotations

from functools import cache

from ledger.projections.catalogue import VIEWS
from ledger.projections.reading import Condition, Scope
from ledger.projections.view import Embargo, View


def not_secret(view: View, scope: Scope, as_of: int | None) -> list[Condition]:
    """The conditions under which rows of a view, as they stood at a position, are no secret to somebody of this scope.

    None for whoever knows of all that is under embargo.
    """
    if scope.knows is None:
        return []
    conditions = [_known_of(view, c, of, scope) for of in _under_embargo() for c in view.of_embargoed]
    if view.embargo is not None:
        now = _known(view.embargo, view, scope)
        conditions.append(now if as_of is None else _known_of(view, view.key, view, scope))
    return conditions


@cache
def _under_embargo() -> tuple[View, ...]:
    return tuple(view for view in VIEWS.values() if view.embargo)


def _known(embargo: Embargo, view: View, scope: Scope) -> Condition:
    """Whether a row that stands now is under no embargo, or one that is none to somebody of this scope."""
    if not scope.knows:
        return Condition(f"NOT {embargo.while_}")
    # Departments of two divisions may have one name, and a grant lets nobody in on what is secret.
    own = f"{embargo.departments} && %s::text[] AND starts_with({view.division}, %s)"
    return Condition(f"NOT {embargo.while_} OR {own}", (sorted(scope.knows), scope.division_prefix))


def _known_of(view: View, column: str, of: View, scope: Scope) -> Condition:
    """Whether what a column names is, as it stands now, under no embargo for somebody of this scope."""
    assert of.embargo is not None
    known = _known(of.embargo, of, scope)
    # As a value it is looked up by its key for each row, and is no value where nothing is under embargo.
    found = f"SELECT {known.text} FROM views.{of.name} thing WHERE thing.{of.key} = {view.name}.{column}"
    return Condition(f"({found} AND thing.until IS NULL) IS NOT FALSE", known.parameters)
