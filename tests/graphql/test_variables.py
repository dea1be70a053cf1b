"""Variables are coerced as graphql-core coerces them, whatever is sent."""

from __future__ import annotations

from typing import Any

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputType,
    OperationDefinitionNode,
    get_named_type,
    is_input_object_type,
    is_list_type,
    is_non_null_type,
    parse,
)
from graphql.execution.values import get_variable_values
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.graphql.documents import core
from ledger.graphql.schema import schema
from ledger.graphql.variables import Variables

SCHEMA = core(schema())
ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
PLAUSIBLE = {
    "ID": st.sampled_from(["TWluZTox", "x"]),
    "Int": st.integers(-5, 5),
    "Boolean": st.booleans(),
    "Date": st.sampled_from(["2024-02-29", "2023-02-29"]),
    "DateTime": st.sampled_from(["2024-02-29T00:00:00+08:00", "2024-02-29T00:00:00", "never"]),
    "Decimal": st.sampled_from(["1.50", "-0", "x"]),
    "UUID": st.uuids().map(str),
}


def _arguments() -> list[GraphQLInputType]:
    roots = (SCHEMA.query_type, SCHEMA.mutation_type)
    found = {
        str(a.type): a.type for root in roots if root for field in root.fields.values() for a in field.args.values()
    }
    return [found[name] for name in sorted(found)]


ARGUMENTS = _arguments()


def _of(type_: Any) -> st.SearchStrategy[Any]:
    """Values that are mostly of the type: now and then a part is anything at all."""
    return st.one_of(*[_meant(type_)] * 15, ANYTHING)


def _meant(type_: Any) -> st.SearchStrategy[Any]:
    if is_non_null_type(type_):
        return _of(type_.of_type)
    if is_list_type(type_):
        return st.lists(_of(type_.of_type), max_size=2)
    if is_input_object_type(type_):
        fields = {name: _of(field.type) for name, field in type_.fields.items()}
        required = {name: fields.pop(name) for name in list(fields) if is_non_null_type(type_.fields[name].type)}
        return st.fixed_dictionaries(required, optional=fields)
    named = get_named_type(type_)
    if isinstance(named, GraphQLEnumType):
        return st.sampled_from([*named.values, "NO_SUCH_VALUE"])
    return PLAUSIBLE.get(named.name, st.text(max_size=5))


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_every_type_of_argument_takes_and_refuses_what_graphql_core_takes_and_refuses(data: st.DataObject) -> None:
    type_ = data.draw(st.sampled_from(ARGUMENTS))
    default = data.draw(st.sampled_from(["", " = null"])) if not is_non_null_type(type_) else ""
    [operation] = parse(f"query($v: {type_}{default}) {{ __typename }}").definitions
    assert isinstance(operation, OperationDefinitionNode)
    sent = data.draw(st.fixed_dictionaries({"v": _of(type_)}) | st.just({}))
    expected = get_variable_values(SCHEMA, operation.variable_definitions or (), sent)
    found = Variables(SCHEMA, operation).values(sent)
    if isinstance(expected, list):
        assert isinstance(found, list)
        assert [error.message for error in found] == [error.message for error in expected]
    else:
        assert not isinstance(found, list)
        assert found.coerced == expected.coerced
        assert {name: found.sources[name].value for name in sent} == sent


def test_what_is_sent_every_day_is_coerced_without_asking_graphql_core(monkeypatch: pytest.MonkeyPatch) -> None:
    query = "mutation($input: ReportHazardInput!, $on: Date, $ids: [ID!]) { __typename }"
    [operation] = parse(query).definitions
    assert isinstance(operation, OperationDefinitionNode)
    reported = {"mine": "x", "description": "d", "location": "l", "source": "SUPERVISION", "foundOn": "2026-07-01"}
    sent = {"input": reported, "on": "2026-07-02", "ids": ["a", "b"]}
    expected = get_variable_values(SCHEMA, operation.variable_definitions or (), sent)
    monkeypatch.delattr("ledger.graphql.variables.get_variable_values")
    found = Variables(SCHEMA, operation).values(sent)
    assert not isinstance(expected, list)
    assert not isinstance(found, list)
    assert found.coerced == expected.coerced
