"""Lists that hang on things: fields of a type that are declared beside its own, where the list is declared.

Lists are declared behind all types, so that a list of a type that points back at a thing can hang on that thing.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import strawberry

from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED, LISTS, TYPES, Listed
from ledger.graphql.paging import AskedPage
from ledger.graphql.reads import signed

_FIELDS: dict[tuple[str, str], Any] = {}


def hang(
    type_name: str, listed: Listed, signature: inspect.Signature, description: str, *, like: Callable[..., Any]
) -> None:
    """Let a list hang on the things of a type, as a field with the arguments of `signature`."""

    async def resolve(root: Any, info: Info, **given: Any) -> Any:
        asked: AskedPage = listed.asked(info.context, given, root.as_of)
        return await asked.of(listed.column, root.row[DECLARED[type_name].view.key]).answer(info.context)

    root = inspect.Parameter("root", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Any)
    signed(resolve, signature.replace(parameters=[root, *signature.parameters.values()]), like=like)
    LISTS.setdefault(type_name, []).append(listed)
    _FIELDS[type_name, listed.name] = strawberry.field(
        resolver=resolve, name=listed.name, description=description
    )  # fmt: skip


def attach() -> None:
    """Give the types their lists, by name; once, before the schema is made of them."""
    for (type_name, _), field in sorted(_FIELDS.items(), key=lambda item: item[0]):
        TYPES[type_name].__strawberry_definition__.fields.append(field)
    _FIELDS.clear()
