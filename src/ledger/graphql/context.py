"""What every resolver gets: who asks, and the roads to the record and the views."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property, partial
from types import TracebackType
from typing import Any, cast
from uuid import UUID

import strawberry
from psycopg import DataError, OperationalError
from psycopg.errors import QueryCanceled, UndefinedTable
from strawberry.dataloader import DataLoader

from ledger.commands.bus import CommandBus
from ledger.eventstore.readers import Reader, Readers
from ledger.eventstore.store import EventStore, Identity
from ledger.graphql.allowance import Allowance, Allowances
from ledger.graphql.grants import Grants
from ledger.graphql.inheritance import Inheritance
from ledger.graphql.outcome import Outcome
from ledger.projections.projector import Projector
from ledger.projections.reading import STATEMENT_SECONDS, Scope
from ledger.rights.right import Principal
from ledger.sealed.vault import Vault
from ledger.values.actor import Role
from ledger.values.errors import InvalidInput, Unavailable
from ledger.values.times import local_day

WAIT_SECONDS = 2.0
Load = Callable[["Context", str, list[Any]], Awaitable[list[Any]]]


@dataclass
class Services:
    """What lives as long as the server."""

    store: EventStore
    bus: CommandBus
    vault: Vault
    projector: Projector
    readers: Readers
    identity: Identity
    allowances: Allowances
    grants: Grants
    inheritance: Inheritance = field(default_factory=Inheritance)


@dataclass
class Context:
    """One request."""

    services: Services
    principal: Principal
    instant: datetime | None = None
    caller: str = ""
    by_get: bool = False
    granted: frozenset[UUID] = frozenset()
    inherited: frozenset[str] = frozenset()
    min_position: int | None = None
    """How far the views have to have come before anything is read of them."""
    cost: int = 0
    refused: tuple[str, str] | None = None
    carried: dict[str, Outcome | Exception] = field(default_factory=dict)
    """What became of mutations that were carried out already, by response key: none is carried out twice."""
    allowance: Allowance | None = None
    _loaders: dict[str, DataLoader[Any, Any]] = field(default_factory=dict)

    def loader(self, name: str, load: Load) -> DataLoader[Any, Any]:
        """The loader of this name: what one request asks it for in one turn of the loop it gets in one call."""
        if name not in self._loaders:
            self._loaders[name] = DataLoader(load_fn=partial(load, self, name))
        return self._loaders[name]

    def spend(self) -> None:
        """Take the cost of the operation off the caller's budget; `Spent` when it does not cover it."""
        self.allowance = self.services.allowances.spend(self.caller or self.principal.id, self.cost)

    def reading(self) -> Reading:
        """A connection of role `ledger_reader`, and the refusals that its errors mean."""
        return Reading(self.services.readers)

    @property
    def scope(self) -> Scope:
        """What the caller may see."""
        principal = self.principal
        return Scope(
            division_prefix=principal.division_prefix,
            mines=principal.mines if principal.only_own_mines else None,
            departments=principal.departments | self.inherited,
            granted=self.granted,
            knows=principal.knows,
        )

    async def settle(self) -> None:
        """What the caller may see besides their own: mines of other divisions, by grant. An enterprise has none."""
        principal = self.principal
        if self.is_public or principal.only_own_mines:
            return
        if principal.departments:
            await self._settle_inheritance()
        key = (principal.division, principal.department, self.today)
        known = self.services.grants.known(key)
        if known is not None:
            self.granted = known
            return
        # Where grants cannot be told now, their own is what the caller sees.
        with suppress(Unavailable):
            async with self.reading() as reader:
                self.granted = await self.services.grants.look_up(reader, key)

    async def _settle_inheritance(self) -> None:
        """What a department is shown because it succeeded another, or once had another name."""
        key = (self.principal.division, self.principal.departments, self.today)
        known = self.services.inheritance.known(key)
        if known is not None:
            self.inherited = known
            return
        with suppress(Unavailable):
            async with self.reading() as reader:
                self.inherited = await self.services.inheritance.look_up(reader, key)

    @property
    def is_public(self) -> bool:
        """Whether nobody in particular asks, who sees what is published now and no history."""
        return self.principal.roles <= {Role.PUBLIC}

    @cached_property
    def now(self) -> datetime:
        """The request's moment: the caller's on a simulated ledger."""
        return self.instant or datetime.now(UTC)

    @cached_property
    def today(self) -> date:
        """The day of the request."""
        return local_day(self.now)


class Reading:
    """Lends a connection; what the database refuses becomes a typed error."""

    def __init__(self, readers: Readers) -> None:
        self._lent = readers.lent()

    async def __aenter__(self) -> Reader:
        try:
            return await self._lent.__aenter__()
        except OperationalError as error:
            raise _unavailable() from error

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._lent.__aexit__(kind, error, trace)
        if isinstance(error, DataError):
            # Class 22: the values that were asked for are none of the column's (a NUL in a text, a year 10000).
            raise InvalidInput(
                "VALUE_INVALID", "A value asked for is not one that can be stored.", "所查询的值无效。"
            ) from error
        if isinstance(error, QueryCanceled):
            raise Unavailable(
                "TOO_SLOW", f"This takes longer than {STATEMENT_SECONDS} s.", f"查询超过 {STATEMENT_SECONDS} 秒。"
            ) from error
        if isinstance(error, UndefinedTable):
            raise Unavailable("VIEWS_BUILDING", "The views are being built.", "视图正在建立。") from error
        if isinstance(error, OperationalError):
            raise _unavailable() from error


def _unavailable() -> Unavailable:
    return Unavailable("DATABASE_UNAVAILABLE", "The database does not answer now.", "数据库暂时不可用。")


Info = strawberry.Info[Context, Any]


@dataclass(frozen=True)
class _Asking:
    context: Context


def asking(context: Context) -> Info:
    """All that a list or a root field needs of the executor's `info`, where there is no executor."""
    return cast(Info, _Asking(context))
