"""The scalars of the schema, and which of them stands for which SQL type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NewType
from uuid import UUID

import strawberry
from graphql import IntValueNode, ValueNode

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
