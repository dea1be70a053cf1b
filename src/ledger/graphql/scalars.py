"""The scalars of the schema, and which of them stands for which SQL type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NewType
from uuid import UUID

import strawberry
from graphql import IntValueNode, ValueNode
from strawberry.schema.types import base_scalars
from strawberry.types.scalar import ScalarDefinition

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


def _described(definition: ScalarDefinition, description: str) -> ScalarDefinition:
    return replace(definition, description=description)


SCALARS: Mapping[object, ScalarDefinition] = {
    Position: POSITION,
    UUID: _described(base_scalars.UUIDDefinition, "A UUID (唯一编号) that the caller makes, as RFC 9562 writes it."),
    date: _described(base_scalars.DateDefinition, "A day (日期) in Asia/Shanghai, as ISO 8601 writes it: 2022-12-10."),
    datetime: _described(
        base_scalars.DateTimeDefinition,
        "A moment (时刻) with its offset, as ISO 8601 writes it; answers are in UTC: 2022-12-10T09:30:00+00:00.",
    ),
    Decimal: _described(
        base_scalars.DecimalDefinition,
        'An exact decimal (十进制数), written as text: "120.5". Numbers are taken as well.',
    ),
    JSON: strawberry.scalar(
        name="JSON",
        description="Any JSON value (任意 JSON 值), as ECMA-404 describes it: what an event says, as it was recorded.",
        serialize=lambda value: value,
        parse_value=lambda value: value,
    ),
}
"""How each scalar that is not GraphQL's own is written, and what it is called."""

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
