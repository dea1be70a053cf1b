"""Anything by its global id, under the right of its type: no way round any other field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import strawberry
from strawberry import argument

from ledger.graphql import moments, types
from ledger.graphql.context import Context, Info
from ledger.graphql.declared import DECLARED, Declared
from ledger.graphql.ids import parse_global_id
from ledger.graphql.moments import AsOfArgument
from ledger.graphql.objects import Node
from ledger.graphql.permissions import EVERYONE, authorise
from ledger.graphql.reads import AskedOne, read
from ledger.projections import reading
from ledger.values.errors import InvalidInput

MAX_NODES = 100
_ = types  # the object types are declared by being imported


def _named(context: Context, id: str) -> tuple[Declared, UUID]:
    type_name, key = parse_global_id(id)
    declared = DECLARED.get(type_name)
    if declared is None:
        raise InvalidInput("INVALID_ID", f"There is no type {type_name[:40]}.", "没有该类型。", path=("id",))
    authorise(context, declared.right, f"node of {type_name}")
    return declared, key


def _one(declared: Declared, key: UUID, as_of: int | None) -> AskedOne:
    return AskedOne(declared, [reading.equals(declared.view.key, key)], as_of)


@dataclass(frozen=True)
class AskedMany:
    """Several things, each of its type and by its key."""

    things: list[tuple[Declared, UUID]]
    as_of: int | None

    async def answer(self, context: Context) -> list[Any]:
        """Each of them, or None where there is none."""
        return [await _one(declared, key, self.as_of).answer(context) for declared, key in self.things]

    def by_type(self) -> Iterable[tuple[str, list[UUID]]]:
        """The keys of each type."""
        found: dict[str, list[UUID]] = {}
        for declared, key in self.things:
            found.setdefault(declared.name, []).append(key)
        return found.items()


@read(Node | None, EVERYONE, "Anything by its id (按编号查询), under the right of its type; as it stands now.")
async def node(
    info: Info,
    id: Annotated[strawberry.ID, argument(description="Global id (全局编号).")],
) -> AskedOne:
    """One thing of whatever type. Relay fetches fragments again by it, and takes no further argument."""
    declared, key = _named(info.context, id)
    return _one(declared, key, None)


@read(
    list[Node | None],
    EVERYONE,
    "Several things by their ids (按编号批量查询), at most 100; with `asOf`, as they were known then.",
)
async def nodes(
    info: Info,
    ids: Annotated[list[strawberry.ID], argument(description="Global ids (全局编号).")],
    as_of: AsOfArgument = None,
) -> AskedMany:
    """Several things of whatever types, in the order asked."""
    if len(ids) > MAX_NODES:
        raise InvalidInput(
            "BATCH_TOO_LARGE", f"At most {MAX_NODES} ids at once.", f"一次至多 {MAX_NODES} 个编号。", path=("ids",)
        )
    position = await moments.resolve(info.context, as_of)
    return AskedMany([_named(info.context, id) for id in ids], position)
