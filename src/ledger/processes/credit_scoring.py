"""Credit scoring (信用计分): hazards that cost points, and the reversal when their ground falls."""

from __future__ import annotations

from ledger.commands.credit import RateMine, RecordCreditEntry, ReverseCreditEntry
from ledger.domain.credit_rating import CreditRating, credit_rating_id
from ledger.domain.hazard_events import (
    HazardDowngraded,
    HazardGraded,
    HazardLevel,
    HazardReopened,
    HazardSource,
    HazardWithdrawn,
    ReopeningCause,
)
from ledger.domain.mine_event import MineEvent
from ledger.domain.mine_events import MineRegistered
from ledger.domain.mine_file_events import StandardisationGraded
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.store import EventStore
from ledger.processes.process import Process, Reaction
from ledger.rules.credit_scale import credit_scale

_REOPENED = {ReopeningCause.SHAM: "SHAM_RECTIFICATION", ReopeningCause.RECURRED: "HAZARD_RECURRED"}


class CreditScoring(Process):
    """Scores hazards exactly once; every mine that is supervised has a rating from its registration on."""

    name = "credit-scoring"
    types = (
        "MineRegistered",
        "HazardGraded",
        "HazardReopened",
        "HazardDowngraded",
        "HazardWithdrawn",
        "StandardisationGraded",
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
                return [self._entry("MAJOR_HAZARD_FOUND", event, recorded)]
            case HazardReopened() as event if event.cause in _REOPENED:
                return [self._entry(_REOPENED[event.cause], event, recorded)]
            case HazardDowngraded(previous_level=HazardLevel.MAJOR) as event:
                return await self._reversals(event, event.why, "MAJOR_HAZARD_FOUND")
            case HazardWithdrawn() as event:
                return await self._reversals(event, event.why)
            case _:
                return []

    @staticmethod
    def _entry(rule: str, event: MineEvent, recorded: RecordedEvent) -> Reaction:
        command = RecordCreditEntry(
            mine=event.mine,
            rule=rule,
            why=credit_scale().entry(rule).zh,
            source_stream=event.originator_id,
            source_position=recorded.position,
        )
        return Reaction(rule, command)

    async def _reversals(self, event: MineEvent, why: str, rule: str | None = None) -> list[Reaction]:
        stream = credit_rating_id(event.mine)
        rating = CreditRating.replay(stream, [r.event for r in await self._store.read_stream(stream)])
        return [
            Reaction(f"reverse:{entry.entry}", ReverseCreditEntry(mine=event.mine, entry=entry.entry, why=why))
            for entry in rating.counting()
            if entry.source_stream == event.originator_id and rule in {None, entry.rule}
        ]
