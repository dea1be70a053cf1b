"""The values of an operation's variables: what each type takes is found out once, not at every request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from graphql import (
    GraphQLError,
    GraphQLInputObjectType,
    GraphQLSchema,
    OperationDefinitionNode,
    Undefined,
    VariableDefinitionNode,
    is_input_object_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_required_input_field,
)
from graphql.execution.get_variable_signature import GraphQLVariableSignature, get_variable_signature
from graphql.execution.values import VariableValues, VariableValueSource, get_variable_values
from graphql.utilities.coerce_input_value import coerce_default_value

Coerce = Callable[[Any], Any]


class _Otherwise(Exception):
    """Not the everyday case: graphql-core coerces it, or says what is wrong with it."""


class Variables:
    """The variables of one operation."""

    def __init__(self, schema: GraphQLSchema, operation: OperationDefinitionNode) -> None:
        self._schema = schema
        self._definitions: Sequence[VariableDefinitionNode] = operation.variable_definitions or ()

    @cached_property
    def _everyday(self) -> list[tuple[GraphQLVariableSignature, Coerce]] | None:
        signatures = [get_variable_signature(self._schema, node) for node in self._definitions]
        if any(isinstance(one, GraphQLError) for one in signatures):
            return None
        return [(one, _coerce(one.type)) for one in signatures if isinstance(one, GraphQLVariableSignature)]

    def values(self, given: dict[str, Any]) -> VariableValues | list[GraphQLError]:
        """Their values of what was given; the errors, in graphql-core's words, of what is not of its type."""
        try:
            return self._values(given)
        except _Otherwise:
            return get_variable_values(self._schema, self._definitions, given)

    def _values(self, given: Mapping[str, Any]) -> VariableValues:
        if self._everyday is None:
            raise _Otherwise
        sources, coerced = {}, {}
        for signature, coerce in self._everyday:
            value = given.get(signature.name, Undefined)
            if value is Undefined:
                raise _Otherwise
            sources[signature.name] = VariableValueSource(signature, value)
            coerced[signature.name] = coerce(value)
        return VariableValues(sources, coerced)


@cache
def _coerce(type_: Any) -> Coerce:
    """How a value of a type is coerced; `_Otherwise` from it where that is not plain."""
    if is_non_null_type(type_):
        return _present(_coerce(type_.of_type))
    if is_list_type(type_):
        return _listed(_coerce(type_.of_type))
    if is_input_object_type(type_):
        return _InputObject(type_)
    assert is_leaf_type(type_)
    return _leaf(type_.coerce_input_value)


def _present(coerce: Coerce) -> Coerce:
    def coerced(value: Any) -> Any:
        if value is None:
            raise _Otherwise
        return coerce(value)

    return coerced


def _listed(coerce: Coerce) -> Coerce:
    def coerced(value: Any) -> Any:
        if value is None:
            return None
        if type(value) is not list:
            raise _Otherwise
        return [coerce(member) for member in value]

    return coerced


def _leaf(coerce: Coerce) -> Coerce:
    def coerced(value: Any) -> Any:
        return None if value is None else _made(coerce, value)

    return coerced


def _made(make: Coerce, value: Any) -> Any:
    try:
        return make(value)
    except Exception:
        raise _Otherwise from None


@dataclass(frozen=True)
class _InputField:
    name: str
    out_name: str
    coerce: Coerce
    required: bool
    default: Any


class _InputObject:
    """Coerces an input object; its fields are looked at when the first one comes, as types may refer to themselves."""

    def __init__(self, type_: GraphQLInputObjectType) -> None:
        self._type = type_

    @cached_property
    def _fields(self) -> list[_InputField]:
        return [
            _InputField(
                name,
                field.out_name or name,
                _coerce(field.type),
                is_required_input_field(field),
                coerce_default_value(field),
            )
            for name, field in self._type.fields.items()
        ]

    def __call__(self, value: Any) -> Any:
        """The value coerced."""
        if value is None:
            return None
        if type(value) is not dict or self._type.is_one_of:
            raise _Otherwise
        coerced, known = {}, 0
        for field in self._fields:
            if field.name in value:
                known += 1
                coerced[field.out_name] = field.coerce(value[field.name])
            elif field.required:
                raise _Otherwise
            elif field.default is not Undefined:
                coerced[field.out_name] = field.default
        if known != len(value):
            raise _Otherwise
        return _made(self._type.out_type, coerced)
