"""The table of rights is what the API does: every cell is asked for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

from ledger.demo.people import PEOPLE
from ledger.graphql.ids import global_id
from ledger.graphql.rights_table import ROLES, operations, printed
from ledger.graphql.schema import schema
from ledger.values.actor import Role
from tests.graphql.conftest import Api
from tests.house import person

SCALARS = {
    "UUID": str(UUID(int=2)),
    "ID": global_id("Mine", UUID(int=1)),
    "Date": "2026-07-01",
    "Decimal": "1",
    "Int": 1,
    "Boolean": True,
}


def test_the_committed_table_is_the_printed_one() -> None:
    assert (Path(__file__).parents[2] / "docs/rights.md").read_text("utf-8") == printed()


def some(type_: Any) -> Any:
    """A value of an input type, in no particular sense."""
    if is_non_null_type(type_):
        return some(type_.of_type)
    if is_list_type(type_):
        return [some(type_.of_type)]
    if isinstance(type_, GraphQLInputObjectType):
        return {name: some(field.type) for name, field in type_.fields.items() if is_non_null_type(field.type)}
    if isinstance(type_, GraphQLEnumType):
        return next(iter(type_.values))
    return SCALARS.get(type_.name, "x")


def selection(type_: Any, depth: int = 0) -> str:
    type_ = get_named_type(type_)
    return "" if is_leaf_type(type_) or depth else " { __typename }"


def request(kind: str, name: str) -> tuple[str, dict[str, Any]]:
    if kind == "node":
        return "query($id: ID!) { node(id: $id) { id } }", {"id": global_id(name, UUID(int=1))}
    root = schema()._schema.query_type if kind == "query" else schema()._schema.mutation_type
    assert root is not None
    field = root.fields[name]
    given: dict[str, GraphQLArgument] = {n: a for n, a in field.args.items() if is_non_null_type(a.type)}
    heads = ", ".join(f"${n}: {a.type}" for n, a in given.items())
    passed = ", ".join(f"{n}: ${n}" for n in given)
    shown = selection(field.type) if kind == "query" else " { errors { code } }"
    operation = f"{kind}{f'({heads})' if heads else ''} {{ {name}{f'({passed})' if passed else ''}{shown} }}"
    return operation, {n: some(a.type) for n, a in given.items()}


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.value)
async def test_a_role_reaches_exactly_what_the_table_says(api: Api, role: Role) -> None:
    by = None if role is Role.PUBLIC else person("somebody", role, authorisation="授权1号")
    for kind, name, right in operations():
        query, variables = request(kind, name)
        answer = (await api.raw(query, variables, by)).json()
        assert "data" in answer, (query, variables, answer)
        codes = {error["extensions"]["code"] for error in answer.get("errors", ())}
        if kind == "mutation":
            codes |= {error["code"] for error in answer["data"][name]["errors"]}
        assert ("NOT_PERMITTED" in codes) is (role not in right.roles), (kind, name, role, answer)


async def test_a_department_sees_its_own_matters_alone_where_its_token_says_so(district: Api) -> None:
    query = "{ hazards { totalCount } }"
    everything = (await district.ask(query, by=PEOPLE["officer"]))["hazards"]["totalCount"]
    assert everything > 0
    for department, count in ((PEOPLE["officer"].department, everything), ("别的局", 0)):
        narrow = replace(PEOPLE["officer"], departments=frozenset({department}))
        assert (await district.ask(query, by=narrow))["hazards"]["totalCount"] == count
