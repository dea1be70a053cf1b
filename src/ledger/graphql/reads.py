"""Root fields: each is declared once with who may ask it, and says what is asked of which view before anything is read.

The ordinary executor reads all of it; a planned read takes only what the operation selects.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import strawberry
from strawberry.utils.str_converters import to_camel_case

from ledger.graphql.context import Context, Info
from ledger.graphql.declared import Declared
from ledger.graphql.permissions import authorise
from ledger.graphql.visibility import visible
from ledger.projections import reading
from ledger.projections.reading import Condition, Query
from ledger.rights.right import Right
from ledger.values.times import local_day


class Asked(Protocol):
    """What is asked: rights and arguments are settled, nothing is read yet."""

    async def answer(self, context: Context) -> Any:
        """The object that the ordinary executor goes on from."""
        ...


@dataclass(frozen=True)
class AskedOne:
    """The one thing of a type that meets the conditions, among those that the caller may see."""

    declared: Declared
    conditions: list[Condition]
    as_of: int | None

    def query(self, context: Context) -> Query:
        """What is asked of the view."""
        conditions = [*self.conditions, *visible(context, self.declared, self.as_of)]
        return Query(self.declared.view, conditions, limit=1)

    async def answer(self, context: Context) -> Any:
        """The thing, or None."""
        query = self.query(context)
        everything = self.declared.everything(local_day(context.now))
        async with context.reading() as reader:
            rows = await reading.select(reader, replace(query, items=everything))
        return self.declared.of(rows[0], self.as_of) if rows else None


@dataclass(frozen=True)
class AskedValue:
    """Something that is not read from one view: made at once, whatever is selected of it.

    Things of views that it names stand in it as of a position.
    """

    value: Any
    as_of: int | None = None

    async def answer(self, context: Context) -> Any:
        """The value."""
        return self.value


Ask = Callable[..., Awaitable[Asked]]


@dataclass(frozen=True)
class Read:
    """A root field of the query type."""

    name: str
    right: Right
    ask: Ask
    recorded: bool = False

    async def asked(self, info: Info, arguments: dict[str, Any]) -> Asked:
        """What is asked, when the caller may; `LedgerError` when not, or for arguments that make no sense."""
        authorise(info.context, self.right, self.name)
        return await self.ask(info, **arguments)


READS: dict[str, Read] = {}
"""The root fields by their GraphQL names."""


def read(returns: Any, right: Right, description: str, *, recorded: bool = False) -> Callable[[Ask], Any]:
    """Declare a root field: the function says what is asked; its name and its arguments are the field's.

    What is `recorded` is put on record whenever it is shown.
    """

    def declare(ask: Ask) -> Any:
        declared = Read(to_camel_case(ask.__name__), right, ask, recorded)
        READS[declared.name] = declared

        async def resolve(info: Info, **arguments: Any) -> Any:
            return await (await declared.asked(info, arguments)).answer(info.context)

        signed(resolve, inspect.signature(ask).replace(return_annotation=returns), like=ask)
        return strawberry.field(resolver=resolve, name=declared.name, description=description)

    return declare


def signed(function: Any, signature: inspect.Signature, *, like: Callable[..., Any]) -> None:
    """Let a function take these arguments in the schema, under the name and in the module of another."""
    function.__signature__ = signature
    function.__name__, function.__module__ = like.__name__, like.__module__
