"""GraphQL object types made from view declarations: one line a field, with its description."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, NewType
from uuid import UUID

import strawberry
from graphql import IntValueNode, ValueNode
from strawberry.types.field import StrawberryField

from ledger.graphql.ids import global_id
from ledger.graphql.labels import label
from ledger.projections.view import Row, View

Position = NewType("Position", int)
MAX_POSITION = 2**63 - 1


def _position(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_POSITION:
        return value
    raise ValueError(f"A position is a whole number from 0 to {MAX_POSITION}.")


def _position_literal(node: ValueNode, variables: dict[str, Any] | None = None) -> int:
    if isinstance(node, IntValueNode) and len(node.value) <= 19:
        return _position(int(node.value))
    raise ValueError(f"A position is a whole number from 0 to {MAX_POSITION}.")


POSITION = strawberry.scalar(
    name="Position",
    description="A position (位置) in the one order of all events, from 1, without gaps; 0 is before the first.",
    serialize=int,
    parse_value=_position,
    parse_literal=_position_literal,
)
JSON = strawberry.scalars.JSON

SQL_TYPES: Mapping[str, Any] = {
    "text": str,
    "uuid": UUID,
    "integer": int,
    "bigint": Position,
    "boolean": bool,
    "date": date,
    "timestamptz": datetime,
    "numeric": Decimal,
    "text[]": list[str],
    "uuid[]": list[UUID],
    "jsonb": JSON,
}

_PRIVATE: Any = strawberry.Private[object]

VIEW_OF: dict[str, View] = {}
"""The view on which each object type stands, by type name."""

TYPES: dict[str, type] = {}
"""The object types by name."""


def object_type(
    name: str,
    view: View,
    description: str,
    fields: str,
    *,
    enums: Mapping[str, type[StrEnum]] | None = None,
    resolvers: Mapping[str, StrawberryField] | None = None,
) -> type:
    """A Strawberry type over a view.

    `fields` has a line `column: description` for every column that is shown; `enums` names the columns whose text is an
    enum value, each of which gets a field with its Chinese label beside it; `resolvers` are further fields.
    """
    enums = enums or {}
    namespace: dict[str, Any] = {"row": None, "as_of": None, "__annotations__": {}}
    annotations: dict[str, Any] = namespace["__annotations__"]
    annotations["id"] = strawberry.ID
    namespace["id"] = strawberry.field(description="Global id (全局编号).")
    annotations["row"] = annotations["as_of"] = _PRIVATE
    nullable = {c.name: c.nullable for c in view.columns} | {view.key: False}
    for line in fields.strip().splitlines():
        column, _, text = line.strip().partition(": ")
        base = enums.get(column) or SQL_TYPES[view.type_of(column)]
        annotations[column] = base | None if nullable[column] else base
        namespace[column] = strawberry.field(description=text)
        if column in enums:
            namespace[f"{column}_label"] = _label_field(column, text)
    namespace.update(resolvers or {})
    made = strawberry.type(type(name, (), namespace), name=name, description=description)
    made.of = classmethod(_of(name, view, enums, annotations))  # type: ignore[attr-defined]
    VIEW_OF[name], TYPES[name] = view, made
    return made


def _label_field(column: str, text: str) -> StrawberryField:
    def resolve(root: Any) -> str | None:
        return label(getattr(root, column))

    field: Any = strawberry.field(resolver=resolve, description=f"Chinese label (中文名称): {text}")
    assert isinstance(field, StrawberryField)
    return field


def _of(
    name: str, view: View, enums: Mapping[str, type[StrEnum]], annotations: Mapping[str, Any]
) -> Callable[..., Any]:
    shown = [a for a in annotations if a not in {"id", "row", "as_of"}]

    def of(cls: type, row: Row, as_of: int | None = None) -> Any:
        """The object of a row; `as_of` goes on to what hangs on it."""
        values = {c: row[c] for c in shown}
        for column, enum in enums.items():
            if values.get(column) is not None:
                values[column] = enum(values[column])
        return cls(id=global_id(name, row[view.key]), row=row, as_of=as_of, **values)

    return of
