"""The enums of the domain as GraphQL enums, each value described by its Chinese label."""

from __future__ import annotations

import strawberry

from ledger.graphql.labels import LABELS


def declare() -> None:
    """Make every labelled enum known to the schema; once a process."""
    for cls, labels in LABELS.items():
        first_line = (cls.__doc__ or "").strip().split("\n", 1)[0]
        strawberry.enum(cls, description=first_line)
        definition = cls.__strawberry_definition__  # type: ignore[attr-defined]
        for value in definition.values:
            value.description = labels[cls(value.value)]


declare()
