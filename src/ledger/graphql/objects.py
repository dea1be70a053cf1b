"""GraphQL object types made from view declarations: one line a field, with its description."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any

import strawberry
from strawberry.types.field import StrawberryField

from ledger.graphql import beside
from ledger.graphql.context import Info
from ledger.graphql.declared import DECLARED, TYPES, Computed, Declared, ToChosen, ToMany, ToOne
from ledger.graphql.labels import label
from ledger.graphql.reads import signed
from ledger.graphql.scalars import SQL_TYPES
from ledger.projections.reading import Condition
from ledger.projections.view import View
from ledger.rights.right import Right

_PRIVATE: Any = strawberry.Private[object]


@strawberry.interface(description="A thing with a global id (全局编号), as Relay knows it.")
class Node:
    """Relay's node."""

    id: strawberry.ID = strawberry.field(description="Global id (全局编号).")


def object_type(
    name: str,
    view: View,
    right: Right,
    description: str,
    fields: str,
    *,
    enums: Mapping[str, type[StrEnum]] | None = None,
    computed: Mapping[str, Computed] | None = None,
    one: Mapping[str, ToOne] | None = None,
    many: Mapping[str, ToMany] | None = None,
    chosen: Mapping[str, ToChosen] | None = None,
    published: Condition | None = None,
    beside: Right | None = None,
    by_its_thing: bool = False,
) -> type:
    """A Strawberry type over a view.

    `fields` has a line `column: description` for every column that is shown; `enums` names the columns whose text is an
    enum value, each of which gets a field with its Chinese label beside it; `one`, `many`, `chosen` and `computed` are
    further fields. `right`, `beside`, `published` and `by_its_thing` are those of `Declared`.
    """
    lines = dict(line.strip().split(": ", 1) for line in fields.strip().splitlines())
    declared = Declared(
        name, view, right, tuple(lines), enums or {}, computed or {}, one or {}, many or {}, published, beside,
        by_its_thing, chosen or {},
    )  # fmt: skip
    namespace = _columns(declared, lines) | {field: _one_field(relation) for field, relation in declared.one.items()}
    namespace |= {field: _many_field(relation) for field, relation in declared.many.items()}
    namespace |= {field: _chosen_field(f"{name}.{field}", relation) for field, relation in declared.chosen.items()}
    made = strawberry.type(type(name, (Node,), namespace), name=name, description=description)
    DECLARED[name], TYPES[name] = declared, made
    return made


def _columns(declared: Declared, lines: Mapping[str, str]) -> dict[str, Any]:
    """The body of a class with a field for each column, and for what is computed of them."""
    view = declared.view
    annotations: dict[str, Any] = {"id": strawberry.ID, "row": _PRIVATE, "as_of": _PRIVATE}
    namespace: dict[str, Any] = {"row": None, "as_of": None, "__annotations__": annotations}
    namespace["id"] = strawberry.field(description="Global id (全局编号).")
    nullable = {c.name: c.nullable for c in view.columns} | {view.key: False}
    for column, text in lines.items():
        base = declared.enums.get(column) or SQL_TYPES[view.type_of(column)]
        annotations[column] = base | None if nullable[column] else base
        namespace[column] = strawberry.field(description=text)
        if column in declared.enums:
            namespace[f"{column}_label"] = _label_field(column, text)
    for column, value in declared.computed.items():
        annotations[column], namespace[column] = value.type, strawberry.field(description=value.description)
    return namespace


def _label_field(column: str, text: str) -> StrawberryField:
    def resolve(root: Any) -> str | None:
        return label(getattr(root, column))

    field: Any = strawberry.field(resolver=resolve, description=f"Chinese label (中文名称): {text}")
    assert isinstance(field, StrawberryField)
    return field


def _one_field(relation: ToOne) -> Any:
    async def resolve(root: Any, info: Info) -> Any:
        return await beside.one(info.context, relation, root)

    item = _type_of(relation)
    resolve.__annotations__["return"] = item | None if relation.optional else item
    return strawberry.field(resolver=resolve, description=relation.description)


def _many_field(relation: ToMany) -> Any:
    async def resolve(root: Any, info: Info) -> list[Any]:
        return await beside.many(info.context, relation, root)

    item: Any = _type_of(relation)
    resolve.__annotations__["return"] = list[item]
    return strawberry.field(resolver=resolve, description=relation.description)


def _chosen_field(name: str, relation: ToChosen) -> Any:
    async def resolve(root: Any, info: Info, **given: Any) -> Any:
        return await beside.chosen(info.context, name, relation, root, given)

    item: Any = _type_of(relation)
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    own = [inspect.Parameter("root", kind, annotation=Any), inspect.Parameter("info", kind, annotation=Info)]
    more = [inspect.Parameter(name, kind, default=None, annotation=of) for name, of in relation.arguments.items()]
    signed(resolve, inspect.Signature([*own, *more], return_annotation=list[item]), like=_chosen_field)
    return strawberry.field(resolver=resolve, description=relation.description)


def _type_of(relation: ToOne | ToMany | ToChosen) -> Any:
    """The type of the other end, by its name where it is declared later."""
    item: Any = TYPES.get(relation.type_name)
    if item is None:
        assert not isinstance(relation, ToChosen)
        assert relation.module is not None
        item = Annotated[relation.type_name, strawberry.lazy(relation.module)]
    return item
