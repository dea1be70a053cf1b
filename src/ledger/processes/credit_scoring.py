"""Credit scoring (信用计分): hazards and missed duties that cost points, and the reversal when their ground falls."""

from __future__ import annotations

from uuid import UUID

from ledger.commands.credit import RateMine, RecordCreditEntry, ReverseCreditEntry
from ledger.domain.credit_rating import CreditEntryRecorded, CreditRating, credit_rating_id
from ledger.domain.hazard_events import (
    HazardDowngraded,
    HazardGraded,
    HazardLevel,
    HazardReopened,
    HazardSource,
    HazardWithdrawn,
    ReopeningCause,
)
from ledger.domain.mine_events import MineRegistered
from ledger.domain.mine_file_events import StandardisationGraded
from ledger.domain.obligation import Obligation
from ledger.domain.obligation_events import (
    ObligationDropped,
    ObligationEvent,
    ObligationExcused,
    ObligationOpened,
    ObligationShownMetInTime,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.store import EventStore
from ledger.processes.process import Process, Reaction
from ledger.rules.credit_scale import credit_scale

MISSED_DUTIES = {"MONTHLY_INSPECTION": "MONTHLY_INSPECTION_MISSED"}
"""Missed duties of mines that cost points, with their rule: the month of R-238; for no other does a source ask."""

_REOPENED = {ReopeningCause.SHAM: "SHAM_RECTIFICATION", ReopeningCause.RECURRED: "HAZARD_RECURRED"}


class CreditScoring(Process):
    """Scores hazards and missed duties exactly once; every mine that is supervised is rated from its registration on.

    A duty shown to have been met in time, excused or no longer owed gives its points back; one met late does not.
    """

    name = "credit-scoring"
    types = (
        "MineRegistered",
        "HazardGraded",
        "HazardReopened",
        "HazardDowngraded",
        "HazardWithdrawn",
        "StandardisationGraded",
        "ObligationMissed",
        "ObligationShownMetInTime",
        "ObligationExcused",
        "ObligationDropped",
        "ObligationReinstated",
    )

    def __init__(self, store: EventStore) -> None:
        self._store = store

    async def react(self, recorded: RecordedEvent) -> list[Reaction]:
        """The entries and reversals that an event calls for."""
        match recorded.event:
            case MineRegistered(register_only=False) as event:
                return [Reaction("rate", RateMine(mine=event.mine))]
            case StandardisationGraded() as event:
                return [Reaction("rate", RateMine(mine=event.mine))]
            case HazardGraded(level=HazardLevel.MAJOR) as event if event.source is not HazardSource.SELF_INSPECTION:
                return [self._entry("MAJOR_HAZARD_FOUND", event.mine, recorded)]
            case HazardReopened() as event if event.cause in _REOPENED:
                return [self._entry(_REOPENED[event.cause], event.mine, recorded)]
            case HazardDowngraded(previous_level=HazardLevel.MAJOR) as event:
                return await self._reversals(event.mine, recorded, event.why, "MAJOR_HAZARD_FOUND")
            case HazardWithdrawn() as event:
                return await self._reversals(event.mine, recorded, event.why)
            case ObligationEvent(mine=mine) as event if mine is not None:
                return await self._duty(event, mine, recorded)
            case _:
                return []

    async def _duty(self, event: ObligationEvent, mine: UUID, recorded: RecordedEvent) -> list[Reaction]:
        """A miss costs points, again when what ended it otherwise fell; until then they are given back."""
        course = [r.event for r in await self._store.read_stream(event.originator_id, up_to=recorded.position)]
        opened, obligation = course[0], Obligation.replay(event.originator_id, course)
        if not isinstance(opened, ObligationOpened) or opened.duty not in MISSED_DUTIES or not obligation.missed:
            return []
        match event:
            case ObligationShownMetInTime(account=why):
                return await self._reversals(mine, recorded, why)
            case ObligationExcused(why=why) | ObligationDropped(why=why):
                return await self._reversals(mine, recorded, why)
            case _ if await self._counting(mine, recorded):
                return []
        return [self._entry(MISSED_DUTIES[opened.duty], mine, recorded, opened.period)]

    @staticmethod
    def _entry(rule: str, mine: UUID, recorded: RecordedEvent, period: str | None = None) -> Reaction:
        zh = credit_scale().entry(rule).zh
        command = RecordCreditEntry(
            mine=mine,
            rule=rule,
            why=f"{zh}（{period}）" if period else zh,
            source_stream=recorded.event.originator_id,
            source_position=recorded.position,
        )
        return Reaction(rule, command)

    async def _reversals(
        self, mine: UUID, recorded: RecordedEvent, why: str, rule: str | None = None
    ) -> list[Reaction]:
        return [
            Reaction(f"reverse:{entry.entry}", ReverseCreditEntry(mine=mine, entry=entry.entry, why=why))
            for entry in await self._counting(mine, recorded)
            if rule in {None, entry.rule}
        ]

    async def _counting(self, mine: UUID, recorded: RecordedEvent) -> list[CreditEntryRecorded]:
        """The entries that count and come from what happened before in the same stream, whatever came after."""
        stream = credit_rating_id(mine)
        rating = CreditRating.replay(stream, [r.event for r in await self._store.read_stream(stream)])
        stream, before = recorded.event.originator_id, recorded.position
        return [e for e in rating.counting() if e.source_stream == stream and e.source_position < before]
