"""Secrecy of live work (保密): what is under embargo, and what tells of it, is seen by who knows of it and nobody else.

A view declares it (`embargo`, `of_embargoed`); this is the one place where that becomes SQL. What counts is whether a
thing is under embargo now, whatever moment is asked for: what was once secret is history when it is one no more, and
what has become secret again is hidden from then on in what was known before as well (DESIGN §8).
"""

from __future__ import annotations

from functools import cache

from ledger.projections.catalogue import VIEWS
from ledger.projections.reading import Condition, Scope
from ledger.projections.view import View


def not_secret(view: View, scope: Scope) -> list[Condition]:
    """The conditions under which rows of a view are no secret to somebody of this scope."""
    if scope.knows is None:
        return []
    return [_known(view, column, of, scope) for of in _under_embargo() for column in _naming(view, of)]


@cache
def _under_embargo() -> tuple[View, ...]:
    return tuple(view for view in VIEWS.values() if view.embargo)


def _naming(view: View, of: View) -> tuple[str, ...]:
    """The columns of a view that may name a thing of the other one, which is its own key in that one itself."""
    return (view.key,) if view is of else tuple(view.of_embargoed)


def _known(view: View, column: str, of: View, scope: Scope) -> Condition:
    assert of.embargo is not None
    own: tuple[object, ...] = ()
    known = f"NOT thing.{of.embargo.while_}"
    if scope.knows:
        # Departments of two divisions may have one name, and a grant lets nobody in on what is secret.
        known += f" OR thing.{of.embargo.departments} && %s::text[] AND starts_with(thing.{of.division}, %s)"
        own = (sorted(scope.knows), scope.division_prefix)
    # As a value it is looked up by its key for each row, and is no value where nothing is under embargo.
    found = f"SELECT {known} FROM views.{of.name} thing WHERE thing.{of.key} = {view.name}.{column}"
    return Condition(f"({found} AND thing.until IS NULL) IS NOT FALSE", own)
