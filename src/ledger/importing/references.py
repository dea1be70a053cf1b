"""The things that rows point at: by id, by the API's id, a mine also by its code."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from ledger.commands.command import Command
from ledger.domain.reservation import KeyScheme, Reservation, reservation_id
from ledger.eventstore.envelope import read_event
from ledger.eventstore.store import EventStore
from ledger.graphql.ids import uuid_of
from ledger.importing.fields import fields_of
from ledger.values.codes import MineCode
from ledger.values.errors import InvalidInput, NotFound

MAX_REMEMBERED = 10_000
_CODE: TypeAdapter[str] = TypeAdapter(MineCode)


class References:
    """Finds what rows point at; so many mine codes are remembered."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._mines: dict[str, UUID] = {}

    async def resolved(self, command: type[Command], given: dict[str, Any]) -> tuple[dict[str, Any], list[UUID]]:
        """The input with ids in place of what points at things, and these ids; `NotFound` or `InvalidInput`."""
        resolved, found = dict(given), []
        for field in fields_of(command):
            if field.reference is None or given.get(field.name) is None:
                continue
            value = given[field.name]
            many = value if isinstance(value, list) else [value]
            try:
                ids = [await self._id(str(one), field.reference) for one in many]
            except (InvalidInput, NotFound) as error:
                raise error.at(field.name) from None
            resolved[field.name] = ids if isinstance(value, list) else ids[0]
            found += ids
        return resolved, found

    async def _id(self, text: str, type_name: str) -> UUID:
        try:
            return UUID(text)
        except ValueError:
            pass
        if type_name == "Mine":
            try:
                return await self._mine(_CODE.validate_python(text))
            except ValidationError:
                pass
        return uuid_of(text, type_name)

    async def _mine(self, code: str) -> UUID:
        known = self._mines.get(code)
        if known is not None:
            return known
        claimed = reservation_id(KeyScheme.MINE_CODE, code)
        life = await self._store.read_life(claimed)
        holder = Reservation.replay(claimed, [read_event(stored) for stored in life.events]).holder
        if holder is None:
            raise NotFound("MINE_NOT_FOUND", f"There is no Mine with the code {code}.", f"没有编码为 {code} 的煤矿。")
        if len(self._mines) >= MAX_REMEMBERED:
            self._mines.clear()
        self._mines[code] = holder
        return holder
