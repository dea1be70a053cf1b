"""Plan adjustments (方案调整): a task without a day of its own is due when its plan ends, also when that day moves."""

from __future__ import annotations

from collections.abc import AsyncIterator

from ledger.commands.plan_adjustment import RescheduleTask
from ledger.domain.plan_events import PlanAdjusted, PlanPublished
from ledger.domain.task_events import TaskIssued
from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.store import EventStore
from ledger.processes.process import Process, Reaction


class PlanAdjustments(Process):
    """Moves the tasks of a plan whose last day was moved; one that has another day by then refuses, and stays."""

    name = "plan-adjustments"
    types = ("PlanAdjusted",)

    def __init__(self, store: EventStore) -> None:
        self._store = store

    async def react(self, recorded: RecordedEvent) -> list[Reaction]:
        """The tasks that move."""
        adjusted = recorded.event
        assert isinstance(adjusted, PlanAdjusted)
        course = [r.event for r in await self._store.read_stream(adjusted.originator_id, up_to=recorded.position)]
        *_, former, _ = (event for event in course if isinstance(event, PlanPublished | PlanAdjusted))
        if former.ends_on == adjusted.ends_on:
            return []
        return [
            Reaction(
                f"reschedule:{task.originator_id}",
                RescheduleTask(
                    task=task.originator_id,
                    former=former.ends_on,
                    deadline=adjusted.ends_on,
                    edition=adjusted.edition,
                    document_no=adjusted.document_no,
                    moment=recorded.recorded_at,
                ),
            )
            async for task in self._issued(recorded.position)
            if task.plan == adjusted.originator_id
        ]

    async def _issued(self, up_to: int) -> AsyncIterator[TaskIssued]:
        position = 0
        while batch := await self._store.read_all(position, types=["TaskIssued"]):
            for recorded in batch:
                if recorded.position < up_to and isinstance(recorded.event, TaskIssued):
                    yield recorded.event
            position = batch[-1].position
