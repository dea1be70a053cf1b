"""Root fields that are a value made at once, of whatever is selected: its attributes become the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_leaf_type
from graphql.execution.collect_fields import FieldDetails
from graphql.execution.values import VariableValues

from ledger.graphql.context import Context
from ledger.graphql.declared import DECLARED
from ledger.graphql.planner.hanging import constant
from ledger.graphql.planner.selections import TYPENAME, NotPlanned, Selecting, name_of
from ledger.graphql.reads import Asked, AskedValue

Shown = Callable[[Any], Any]


@dataclass(frozen=True)
class ValuePlan:
    """A value."""

    shown: Shown

    async def run(self, context: Context, asked: Asked, variables: VariableValues) -> Any:
        """Show it."""
        if not isinstance(asked, AskedValue):
            raise NotPlanned(type(asked).__name__)
        return None if asked.value is None else self.shown(asked.value)


def plan_value(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> ValuePlan:
    """The plan of a value of a plain object type, one whose fields are all attributes."""
    return ValuePlan(_object(selecting, type_name, details))


def _object(selecting: Selecting, type_name: str, details: list[FieldDetails]) -> Shown:
    type_ = selecting.schema.type_map[type_name]
    if not isinstance(type_, GraphQLObjectType) or type_name in DECLARED:
        raise NotPlanned(type_name)
    parts: list[tuple[str, Shown]] = []
    for key, below in selecting.below(type_name, details).items():
        name = name_of(below)
        if name == TYPENAME:
            parts.append((key, constant(type_name)))
            continue
        field = type_.fields[name]
        definition = field.extensions["strawberry-definition"]
        if definition.base_resolver is not None:
            raise NotPlanned(f"{type_name}.{name}")
        inner = get_named_type(field.type)
        shown = _leaf if is_leaf_type(inner) else _object(selecting, inner.name, below)
        parts.append((key, _attribute(definition.python_name, shown)))

    def make(value: Any) -> Any:
        return {key: part(value) for key, part in parts}

    return make


def _attribute(name: str, shown: Shown) -> Shown:
    def make(value: Any) -> Any:
        found = getattr(value, name)
        if isinstance(found, list):
            return [shown(item) for item in found]
        return None if found is None else shown(found)

    return make


def _leaf(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    return value.name if isinstance(value, Enum) else value
