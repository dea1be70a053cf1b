"""What every resolver gets: who asks, and the roads to the record and the views."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import strawberry
from psycopg import DataError
from psycopg_pool import AsyncConnectionPool
from strawberry.dataloader import DataLoader

from ledger.commands.bus import CommandBus
from ledger.eventstore.store import EventStore, Identity
from ledger.projections import reading
from ledger.projections.mine_register import mine_register
from ledger.projections.projector import Projector
from ledger.projections.reading import Query, Scope
from ledger.projections.tables import Connection
from ledger.projections.view import Row
from ledger.rights.right import Principal
from ledger.sealed.vault import Vault
from ledger.values.actor import Role
from ledger.values.errors import InvalidInput

WAIT_SECONDS = 2.0


@dataclass
class Services:
    """What lives as long as the server."""

    store: EventStore
    bus: CommandBus
    vault: Vault
    projector: Projector
    readers: AsyncConnectionPool[Connection]
    identity: Identity


@dataclass
class Context:
    """One request."""

    services: Services
    principal: Principal
    instant: datetime | None = None

    @cached_property
    def mines(self) -> DataLoader[tuple[UUID, int | None], Row | None]:
        """Mines by id and moment, all of one request in one statement a moment."""
        return DataLoader(load_fn=self._load_mines)

    async def _load_mines(self, keys: list[tuple[UUID, int | None]]) -> list[Row | None]:
        found: dict[tuple[UUID, int | None], Row] = {}
        async with self.reading() as connection:
            for as_of in {moment for _, moment in keys}:
                wanted = [mine for mine, moment in keys if moment == as_of]
                conditions = [reading.one_of("mine", wanted, "uuid"), reading.as_it_stood(as_of)]
                rows = await reading.select(connection, Query(mine_register, conditions, limit=len(wanted)))
                found.update({(row["mine"], as_of): row for row in rows})
        return [found.get(key) for key in keys]

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Connection]:
        """A connection of role `ledger_reader`."""
        async with self.services.readers.connection() as connection:
            try:
                yield connection
            except DataError as error:
                # Class 22: the values that were asked for are none of the column's (a NUL in a text, a year 10000).
                raise InvalidInput(
                    "VALUE_INVALID", "A value asked for is not one that can be stored.", "所查询的值无效。"
                ) from error

    @property
    def scope(self) -> Scope:
        """What the caller may see."""
        principal = self.principal
        return Scope(
            division_prefix=principal.division_prefix,
            mines=principal.mines if principal.only_own_mines else None,
            departments=principal.departments,
        )

    @property
    def is_public(self) -> bool:
        """Whether nobody in particular asks, who sees what is published now and no history (DESIGN §8)."""
        return self.principal.roles <= {Role.PUBLIC}

    @property
    def now(self) -> datetime:
        """The request's moment: the caller's on a simulated ledger."""
        return self.instant or datetime.now(UTC)


Info = strawberry.Info[Context, Any]
