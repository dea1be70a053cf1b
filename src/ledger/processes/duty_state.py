"""What the duty clock knows, as it is kept: of each subject its watch, what is owed about it and what became of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import structlog

from ledger import domain, processes, rules, values
from ledger.domain.obligation import Obligation
from ledger.domain.obligation_events import ObligationOpened
from ledger.eventstore import envelope
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.states import HOMES, States, Unreadable, Unwritable, code_digest
from ledger.processes.bodies import Bodies, Turn
from ledger.processes.duty_watch import Watch
from ledger.processes.kept_state import KeptState, Part, Spoiled
from ledger.rules.duties import Duties

BUSY = 10
"""So many times as long it goes without keeping while there is other work to be done."""

log = structlog.get_logger(__name__)


class Known(NamedTuple):
    """One watch, what it claims with its obligations, which steps are settled, and when something is due next."""

    watch: Watch
    claimed: list[UUID]
    obligations: list[Obligation]
    settled: set[tuple[UUID, str]]
    moment: datetime | None = None


class KeptDuties:
    """The kept state of the duty clock under a set of rules.

    Of what was kept, a subject is brought when something happens to it or becomes due; as long as nothing was, as on a
    first start, all is at hand and nothing is looked for.
    """

    def __init__(self, process: str, duties: Duties, kept: KeptState) -> None:
        self._process, self._kept = process, kept
        named = {"duties": duties} | {f"duty {duty.id}": duty for duty in duties.duties}
        self._states = States((*HOMES, "ledger.rules.", "ledger.processes.", "ledger.eventstore.envelope:"), named)
        packages = (package.__file__ for package in (domain, processes, rules, values, envelope))
        self._code = code_digest(*packages) + bytes.fromhex(duties.digest)
        self._at, self._resumed = 0, False

    async def resume(self) -> tuple[int, Bodies, list[Turn], list[tuple[datetime, UUID]]] | None:
        """How far it had come, the bodies, the turns to come, and which subjects wait; None where nothing is kept."""
        begun = await self._kept.begin(self._process, self._code)
        self._at, self._resumed = begun.position if begun else 0, begun is not None
        if begun is None:
            return None
        bodies, turns = self._read(begun.whole)
        return begun.position, bodies, turns, begun.awaited

    async def bring(self, subject: UUID) -> Known | None:
        """What was kept of a subject; None where nothing was."""
        body = await self._kept.part(self._process, self._code, subject) if self._resumed else None
        return None if body is None else Known(*self._read(body))

    async def subjects(self) -> list[UUID]:
        """Of whom something was kept."""
        return await self._kept.subjects(self._process) if self._resumed else []

    async def obligation(self, id: UUID) -> Obligation | None:
        """An obligation as the record has it, where it may have been kept by nobody; None where all are at hand."""
        return Obligation.replay(id, await self._kept.events(id)) if self._resumed else None

    async def subject_of(self, recorded: RecordedEvent) -> UUID | None:
        """The subject of the obligation that an event is of; None where all are at hand."""
        if not self._resumed:
            return None
        event = recorded.event
        if not isinstance(event, ObligationOpened):
            [event, *_] = await self._kept.events(event.originator_id)
        assert isinstance(event, ObligationOpened)
        return event.subject

    def is_time(self, position: int, *, quiet: bool, full: bool = False) -> bool:
        """Whether so much has come since it was last kept that it should be again; at once where memory is `full`."""
        after = 1 if full else self._kept.every * (1 if quiet else BUSY)
        return self._kept.unwritable is None and position - self._at >= after

    async def save(self, position: int, bodies: Bodies, turns: Sequence[Turn], changed: Iterable[Known]) -> None:
        """Keep what is known as of a position; `changed` are those of which that has changed."""
        parts = []
        try:
            for known in changed:
                subject, body = known.watch.subject, self._states.write(tuple(known[:-1]))
                parts.append(Part(subject, known.moment, body))
                await asyncio.sleep(0)
            whole = self._states.write((bodies, list(turns)))
        except Unwritable as error:
            # The record has it all: the next start takes longer, and nothing else is different.
            log.error("what the clock knows is not kept", reason=str(error))
            self._kept.unwritable = str(error)
            return
        await self._kept.save(self._process, self._code, position, whole, parts)
        self._at = position

    def rely(self) -> bool:
        """From now on what was kept is looked for where it is not at hand; false where it could not be kept."""
        self._resumed = self._kept.unwritable is None
        return self._resumed

    async def forget(self) -> None:
        """Leave nothing of it."""
        await self._kept.forget(self._process)
        self._at, self._resumed = 0, False

    def _read(self, body: bytes) -> Any:
        try:
            return self._states.read(body)
        except Unreadable as error:
            raise Spoiled(str(error)) from error
