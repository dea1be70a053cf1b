"""Operations drawn from the schema: any fields, arguments, aliases, fragments, directives and variables."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from random import Random
from typing import Any

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    get_named_type,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
)

MAX_DEPTH = 5


@dataclass
class Operation:
    """A document under construction, with the values of its variables."""

    dice: Random
    schema: GraphQLSchema
    pool: dict[str, list[Any]]
    variables: dict[str, Any] = field(default_factory=dict)
    declared: list[str] = field(default_factory=list)
    fragments: list[str] = field(default_factory=list)
    aliases: int = 0
    of_any_type: bool = False

    def one_of(self, values: list[Any]) -> Any:
        return self.dice.choice(values)

    def chance(self, in_ten: int) -> bool:
        return self.dice.randint(1, 10) <= in_ten

    def alias(self) -> str:
        self.aliases += 1
        return f"a{self.aliases}"

    def text(self, roots: list[str]) -> str:
        query = self.schema.query_type
        assert query is not None
        fields = [self.field(name, query.fields[name], 0, alias=True) for name in self.some(roots, 2)]
        body = " ".join(fields)
        head = f"query Q({', '.join(self.declared)})" if self.declared else "query Q"
        return f"{head} {{ {body} }} {' '.join(self.fragments)}"

    def some(self, names: list[str], at_most: int) -> list[str]:
        return [self.dice.choice(names) for _ in range(self.dice.randint(1, at_most))]

    def field(self, name: str, of: GraphQLField, depth: int, *, alias: bool) -> str:
        shown = f"{self.alias()}: {name}" if alias or self.of_any_type or of.args or self.chance(2) else name
        wanted = ["code"] if name == "mine" and of.args else [n for n in of.args if self.wants(of.args[n])]
        if {"first", "last"} <= set(wanted) and not self.chance(1):
            wanted.remove("last")
        arguments = [f"{n}: {self.given(n, of.args[n], name)}" for n in wanted]
        below = get_named_type(of.type)
        inner = "" if is_leaf_type(below) else f" {{ {self.selection(below, depth + 1)} }}"
        return f"{shown}{'(' + ', '.join(arguments) + ')' if arguments else ''}{self.directive()}{inner}"

    def selection(self, type_: Any, depth: int) -> str:
        if isinstance(type_, GraphQLInterfaceType):
            # Fields of one name have other types in other kinds of node: only under an alias do they stand together.
            self.of_any_type = True
            kinds = {t.name: t for t in self.schema.get_possible_types(type_)}
            parts = [f"... on {name} {{ {self.selection(kinds[name], depth)} }}" for name in self.some(list(kinds), 3)]
            return " ".join(["__typename id", *parts])
        assert isinstance(type_, GraphQLObjectType)
        names = [n for n, f in type_.fields.items() if depth < MAX_DEPTH or is_leaf_type(get_named_type(f.type))]
        chosen = [self.field(n, type_.fields[n], depth, alias=False) for n in self.some(names, 5)] if names else []
        if not chosen or self.chance(2):
            chosen.append("__typename")
        return " ".join(self.wrapped(part, type_.name) for part in chosen)

    def wants(self, argument: GraphQLArgument) -> bool:
        return is_non_null_type(argument.type) or self.chance(2)

    def wrapped(self, part: str, type_name: str) -> str:
        how = self.dice.randint(1, 20)
        if how == 1:
            return f"... on {type_name}{self.directive()} {{ {part} }}"
        if how == 2:
            return f"...{self.directive()} {{ {part} }}"
        if how == 3:
            name = f"F{len(self.fragments)}"
            self.fragments.append(f"fragment {name} on {type_name} {{ {part} }}")
            return f"...{name}{self.directive()}"
        return part

    def directive(self) -> str:
        if not self.chance(1):
            return ""
        which, value = self.one_of(["include", "skip"]), self.one_of([True, False])
        if self.chance(5):
            return f" @{which}(if: {json.dumps(value)})"
        return f" @{which}(if: ${self.variable('Boolean!', value)})"

    def variable(self, type_: str, value: Any) -> str:
        name = f"v{len(self.declared)}"
        self.declared.append(f"${name}: {type_}")
        self.variables[name] = value
        return name

    def given(self, name: str, argument: GraphQLArgument, of: str) -> str:
        value = self.value(f"{of}.{name}" if f"{of}.{name}" in self.pool else name, argument.type)
        if self.chance(4):
            return f"${self.variable(str(argument.type), value)}"
        return self.literal(value, get_named_type(argument.type))

    def value(self, name: str, type_: Any) -> Any:
        if is_non_null_type(type_):
            type_ = type_.of_type
        if is_list_type(type_):
            return [self.value(name, type_.of_type) for _ in range(self.dice.randint(1, 3))]
        if isinstance(type_, GraphQLEnumType):
            return self.one_of(list(type_.values))
        return self.one_of(self.pool.get(name) or self.pool[type_.name])

    def literal(self, value: Any, type_: Any) -> str:
        if isinstance(value, list):
            return f"[{', '.join(self.literal(v, type_) for v in value)}]"
        if isinstance(value, dict):
            return "{" + ", ".join(f"{k}: {json.dumps(v)}" for k, v in value.items()) + "}"
        return str(value) if isinstance(type_, GraphQLEnumType) else json.dumps(value, ensure_ascii=False)


def operation(
    dice: Random, schema: GraphQLSchema, pool: dict[str, list[Any]], roots: list[str]
) -> tuple[str, dict[str, Any]]:
    """A document over `roots` and the values of its variables.

    `pool` has values by field and argument, by argument, or by type.
    """
    made = Operation(dice, schema, pool)
    text = made.text(roots)
    return text, made.variables
