"""Succession (机构承接): what a body holds goes to who succeeds it, on the day, once, and back when that falls.

List items, orders, warnings, inspections and entries on lists of subjects, while they stand. Obligations go by the
duty clock.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.commands.command import Command
from ledger.commands.succession import PassOnInspection, PassOnListing, PassOnListItem, PassOnOrder, PassOnWarning
from ledger.domain import inspection_events, listing, order_events, two_lists, warning_events
from ledger.domain.event import DomainEvent
from ledger.domain.passing_on import PassedOn
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.bodies import Bodies, Turn
from ledger.processes.process import Step, TimedProcess
from ledger.values.times import local_day

OPENS: dict[type[DomainEvent], Callable[..., Command]] = {
    two_lists.ListItemEntered: PassOnListItem,
    order_events.StopNotified: PassOnOrder,
    order_events.OrderIssued: PassOnOrder,
    warning_events.WarningIssued: PassOnWarning,
    listing.ListingDecided: PassOnListing,
    inspection_events.InspectionPlanned: PassOnInspection,
}
"""What names who holds a thing, with the command that passes such a thing on."""

ENDS = (
    two_lists.ListItemConfirmed,
    two_lists.ListItemWithdrawn,
    order_events.StopDropped,
    order_events.OrderLifted,
    order_events.OrderReplaced,
    order_events.OrderRevoked,
    warning_events.WarningLifted,
    warning_events.WarningSuperseded,
    listing.ListingRemoved,
    listing.ListingAnnulled,
    inspection_events.InspectionCancelled,
    inspection_events.InspectionPublished,
)
STANDS_AGAIN = (
    two_lists.ListItemReopened,
    two_lists.ListItemReinstated,
    order_events.OrderRestored,
    warning_events.WarningReinstated,
    listing.ListingRestored,
    inspection_events.InspectionReinstated,
    inspection_events.InspectionPublicationWithdrawn,
)
OWN = (
    two_lists.ListItemPassedOn,
    order_events.OrderPassedOn,
    warning_events.WarningPassedOn,
    listing.ListingPassedOn,
    inspection_events.InspectionPassedOn,
)
FACTS: tuple[type[DomainEvent], ...] = (*OPENS, two_lists.ListItemUpdated, *ENDS, *STANDS_AGAIN, *OWN)
PARTS = ("department", "unit")
"""The fields that name a body: who holds it, and of a list item who rectifies."""


@dataclass(frozen=True)
class _Named:
    """A body as an event named it, in the version of the stream that the event made."""

    name: str
    since: date
    version: int


@dataclass
class _Held:
    """A thing that a body holds; `wanted` is who is to hold it, by which turn."""

    id: UUID
    command: Callable[..., Command]
    division: str
    stands: bool = True
    restarts: int = 0
    named: dict[str, _Named] = field(default_factory=dict)
    wanted: dict[str, str] = field(default_factory=dict)
    turn: Turn | None = None


class Succession(TimedProcess):
    """Passes on what stands when a body is succeeded."""

    name = "succession"
    own_types = tuple(event.type_name() for event in OWN)
    types = tuple(sorted({*Bodies.types, *(event.type_name() for event in FACTS)}))

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Know nothing, and stand before the first event."""
        self.position = 0
        self._bodies = Bodies()
        self._held: dict[UUID, _Held] = {}
        self._moved: dict[UUID, PassedOn] = {}
        self._settled: set[tuple[UUID, str]] = set()
        self._turns: list[Turn] = []
        self._steps: list[tuple[datetime, UUID]] = []

    async def recall(self, recorded: RecordedEvent) -> None:
        """Take in that something was passed on."""
        event = recorded.event
        if isinstance(event, PassedOn) and event.originator_version > self.version(event.originator_id):
            self._moved[event.originator_id] = event

    async def fold(self, recorded: RecordedEvent) -> None:
        """Take in a fact."""
        event, id = recorded.event, recorded.event.originator_id
        if recorded.envelope.type in Bodies.types:
            turn = self._bodies.fold(recorded)
            if turn is not None:
                heapq.heappush(self._turns, turn)
        elif isinstance(event, OWN):
            await self.recall(recorded)
        elif type(event) in OPENS or isinstance(event, two_lists.ListItemUpdated):
            self._name(event, recorded.recorded_at)
        elif id in self._held:
            held = self._held[id]
            again = isinstance(event, STANDS_AGAIN) and not held.stands
            held.stands, held.restarts = not isinstance(event, ENDS), held.restarts + again
            self._look_at(held, recorded.recorded_at)

    async def due(self, now: datetime) -> Step | None:
        """The first step whose moment has come."""
        while self._turns and self._turns[0].moment <= now:
            turn = heapq.heappop(self._turns)
            for held in self._held.values():
                self._answer(held, turn.moment, turn)
        while self._steps and self._steps[0][0] <= now:
            moment, id = self._steps[0]
            step = self._step(self._held[id], moment)
            if step is not None:
                return step
            heapq.heappop(self._steps)
        return None

    def settle(self, step: Step) -> None:
        """Know that a step was carried out, or refused."""
        self._settled.add((step.stream, step.key))

    def next_moment(self) -> datetime | None:
        """When the next succession comes into effect."""
        return self._turns[0].moment if self._turns else None

    def version(self, stream: UUID) -> int:
        """The version in which a thing was passed on last."""
        moved = self._moved.get(stream)
        return 0 if moved is None else moved.originator_version

    def _name(self, event: Any, known_at: datetime) -> None:
        id = event.originator_id
        if id not in self._held:
            self._held[id] = _Held(id, OPENS[type(event)], event.division)
        since = local_day(event.occurred_at)
        for part in PARTS:
            name = getattr(event, part, None)
            if name is not None:
                self._held[id].named[part] = _Named(name, since, event.originator_version)
        self._answer(self._held[id], known_at, None)

    def _answer(self, held: _Held, moment: datetime, turn: Turn | None) -> None:
        """Settle who is to hold a thing now: by a turn, or when it was named, by the last one that was before."""
        turns = [turn] if turn else []
        for part, named in held.named.items():
            day = local_day(moment)
            held.wanted[part], by = self._bodies.answering(named.name, held.division, named.since, day)
            turns += [by] if by else []
        held.turn = max(turns, default=None)
        self._look_at(held, moment)

    def _look_at(self, held: _Held, moment: datetime) -> None:
        if self._step(held, moment) is not None:
            heapq.heappush(self._steps, (moment, held.id))

    def _step(self, held: _Held, moment: datetime) -> Step | None:
        """To who is to hold it, where somebody else does; a turn no later than the last one moves nothing."""
        moved, turn = self._moved.get(held.id), held.turn
        if not held.stands or turn is None:
            return None
        if moved is not None and (turn.moment, turn.position) <= moved.after:
            return None
        if all(self._now(held, part) == name for part, name in held.wanted.items()):
            return None
        key = f"passed_on:{turn.position}/{held.restarts}"
        if (held.id, key) in self._settled:
            return None
        told = {"effective_on": turn.effective_on, "why": turn.why, "cause": turn.position, "moment": moment}
        return Step(moment, held.id, key, held.command(thing=held.id, **held.wanted, **told))

    def _now(self, held: _Held, part: str) -> str:
        moved, named = self._moved.get(held.id), held.named[part]
        if moved is not None and moved.originator_version > named.version:
            return str(getattr(moved, part))
        return named.name
