"""What a process knows, kept in the database: at its next start it goes on from there and reads no older record again.

A saving of time, derived from the record, and void where the rules, the code or the mark (whose key is not in the
database) are not ours. Everything of one saving is there or nothing of it.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.eventstore.store import EventStore
from ledger.sealed.vault import Vault
from ledger.values.times import format_moment

EVERY = 5_000
"""After so many events of the record more, what is known is kept again."""

_STATE = "SELECT revision, position, code, body, mark FROM ledger.process_state WHERE process = %s"
_AWAITED = "SELECT moment, subject FROM ledger.process_part WHERE process = %s AND moment IS NOT NULL ORDER BY 1, 2"
_PART = "SELECT moment, body, mark FROM ledger.process_part WHERE process = %s AND subject = %s"
_SUBJECTS = "SELECT subject FROM ledger.process_part WHERE process = %s ORDER BY 1"
_SAVE = (
    "SELECT ledger.save_process_state(%s, %s::bigint, %s::bigint, %s, %s, %s, "
    "%s::uuid[], %s::timestamptz[], %s::bytea[], %s::bytea[])"
)


class Spoiled(Exception):
    """What is kept is not what was put there: it has to be made anew from the record."""


class Superseded(Exception):
    """Another one keeps this process by now, and knows better."""


class Part(NamedTuple):
    """What is known about one subject, and when it is to be looked at if nothing more is recorded about it."""

    subject: UUID
    moment: datetime | None
    body: bytes


class Begun(NamedTuple):
    """Where a process goes on: how far it had come, what it knows, and which subjects wait for a moment."""

    position: int
    whole: bytes
    awaited: list[tuple[datetime, UUID]]


class KeptState:
    """The kept state of processes, each under its name and the digest of what it follows from.

    It should be kept again after `every` so many events more.
    """

    def __init__(self, store: EventStore, vault: Vault, every: int = EVERY) -> None:
        self._store, self._vault, self.every = store, vault, every
        self.unwritable: str | None = None
        """Why no more is kept, where something cannot be written."""
        self._revisions: dict[str, int] = {}

    async def begin(self, process: str, code: bytes) -> Begun | None:
        """Where to go on; None where nothing is kept, or was kept by other rules or other code."""
        found = await self._store.beside(_STATE, (process,))
        if not found:
            self._revisions[process] = 0
            return None
        [(revision, position, by_code, body, mark)] = found
        if by_code != code:
            await self.forget(process)
            return None
        self._check(mark, process, code, f"{revision} {position}", body)
        self._revisions[process] = revision
        return Begun(position, body, await self._store.beside(_AWAITED, (process,)))

    async def part(self, process: str, code: bytes, subject: UUID) -> bytes | None:
        """What is known about a subject; None where nothing is."""
        found = await self._store.beside(_PART, (process, subject))
        if not found:
            return None
        [(moment, body, mark)] = found
        self._check(mark, process, code, f"{subject} {_told(moment)}", body)
        return bytes(body)

    async def subjects(self, process: str) -> list[UUID]:
        """Every subject about which something is known."""
        return [subject for [subject] in await self._store.beside(_SUBJECTS, (process,))]

    async def events(self, stream: UUID) -> list[DomainEvent]:
        """The events of a stream that the process acts on."""
        return await self._store.read_events(stream)

    async def save(self, process: str, code: bytes, position: int, whole: bytes, parts: Sequence[Part]) -> None:
        """Keep what is known as of a position, with what has changed; `Superseded` where somebody else has done so."""
        since = self._revisions[process]
        marks = [self._mark(process, code, f"{p.subject} {_told(p.moment)}", p.body) for p in parts]
        mark = self._mark(process, code, f"{since + 1} {position}", whole)
        [[saved]] = await self._store.beside(
            _SAVE,
            (
                *(process, since, position, code, whole, mark),
                *([p.subject for p in parts], [p.moment for p in parts], [p.body for p in parts], marks),
            ),
        )
        if not saved:
            raise Superseded(process)
        self._revisions[process] = since + 1

    async def forget(self, process: str) -> None:
        """Leave nothing of what is kept of a process."""
        await self._store.beside("SELECT ledger.forget_process_state(%s)", (process,))
        self._revisions[process] = 0

    def _mark(self, process: str, code: bytes, what: str, body: bytes) -> bytes:
        return self._vault.mark("process state", process.encode(), code, what.encode(), body)

    def _check(self, mark: bytes, process: str, code: bytes, what: str, body: bytes) -> None:
        if not hmac.compare_digest(mark, self._mark(process, code, what, body)):
            raise Spoiled(f"{process} {what}")


def _told(moment: datetime | None) -> str:
    return "" if moment is None else format_moment(moment)
