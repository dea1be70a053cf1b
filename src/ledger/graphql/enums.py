"""The enums of the domain as GraphQL enums, each value described by its Chinese label."""

from __future__ import annotations

import strawberry
from strawberry.types.enum import has_enum_definition

from ledger.graphql.labels import LABELS


def declare() -> None:
    """Make every labelled enum known to the schema; once a process."""
    for cls, labels in LABELS.items():
        first_line = (cls.__doc__ or "").strip().split("\n", 1)[0]
        made = strawberry.enum(cls, description=first_line)
        assert has_enum_definition(made)
        for value in made.__strawberry_definition__.values:
            value.description = labels[cls(value.value)]


declare()
