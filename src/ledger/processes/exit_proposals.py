"""Exit proposals (退出或处置建议): what the notice says of a gate that an upgrade missed is proposed, and no more.

On the morning after a gate was missed, or became known as missed, once, whatever comes after; an officer decides.
What was granted in time and entered late takes the ground away: then the proposal is withdrawn. A late approval
does not: the notice holds against its day, and whether the mine goes on is for the decision to say.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ledger.commands.mine_upgrade import ProposeExit, WithdrawExitProposal
from ledger.domain import mine_operation_events as o
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import REMINDER_HOUR
from ledger.processes.process import Step, TimedProcess
from ledger.values.times import SHANGHAI, local_day


@dataclass
class _Gate:
    """A gate of a mine, when it is looked at, and what is known about it."""

    set: o.ApprovalGateSet
    looked_at: datetime
    passed: o.ApprovalGatePassed | None = None
    refused: o.ApprovalGateRefused | None = None
    revoked: bool = False


class ExitProposals(TimedProcess):
    """Proposes an exit for each gate that is missed, and withdraws what lost its ground."""

    name = "exit-proposals"
    own_types = ("ExitProposed", "ExitProposalWithdrawn")
    types = (
        "ApprovalGateSet",
        "ApprovalGatePassed",
        "ApprovalGateRefused",
        "ApprovalGateReopened",
        "UpgradeRevoked",
        "UpgradeRestored",
        "ExitProposed",
        "ExitDecided",
        "ExitProposalWithdrawn",
    )

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Know nothing, and stand before the first event."""
        self.position = 0
        self._gates: dict[UUID, _Gate] = {}
        self._open: dict[UUID, UUID] = {}
        self._ever: set[UUID] = set()
        self._done: set[UUID] = set()
        self._settled: set[tuple[UUID, str]] = set()
        self._versions: dict[UUID, int] = {}
        self._queue: list[tuple[datetime, UUID]] = []

    async def recall(self, recorded: RecordedEvent) -> None:
        """Take in a proposal and its end, whoever made them."""
        match event := recorded.event:
            case o.ExitProposed():
                self._ever.add(event.gate)
                if event.proposal not in self._done:
                    self._open[event.gate] = event.proposal
            case o.ExitDecided() | o.ExitProposalWithdrawn():
                self._done.add(event.proposal)
                if self._open.get(event.gate) == event.proposal:
                    del self._open[event.gate]

    async def fold(self, recorded: RecordedEvent) -> None:
        """Take in a fact about a gate."""
        event = recorded.event
        self._versions[event.originator_id] = event.originator_version
        await self.recall(recorded)
        match event:
            case o.ApprovalGateSet():
                day = max(event.due_on, local_day(recorded.recorded_at)) + timedelta(days=1)
                gate = _Gate(event, datetime.combine(day, REMINDER_HOUR, SHANGHAI))
                self._gates[event.gate] = gate
                heapq.heappush(self._queue, (gate.looked_at, event.gate))
            case o.ApprovalGatePassed():
                gate = self._gates[event.gate]
                gate.passed, gate.refused = event, None
                heapq.heappush(self._queue, (recorded.recorded_at, event.gate))
            case o.ApprovalGateRefused():
                self._gates[event.gate].refused = event
                heapq.heappush(self._queue, (recorded.recorded_at, event.gate))
            case o.ApprovalGateReopened():
                gate = self._gates[event.gate]
                gate.passed = gate.refused = None
                heapq.heappush(self._queue, (max(recorded.recorded_at, gate.looked_at), event.gate))
            case o.UpgradeRevoked() | o.UpgradeRestored():
                for id in event.gates:
                    gate = self._gates[id]
                    gate.revoked = isinstance(event, o.UpgradeRevoked)
                    heapq.heappush(self._queue, (max(recorded.recorded_at, gate.looked_at), id))

    async def due(self, now: datetime) -> Step | None:
        """The first step whose moment has come."""
        while self._queue and self._queue[0][0] <= now:
            moment, id = self._queue[0]
            step = self._step(self._gates[id], moment)
            if step is not None:
                return step
            heapq.heappop(self._queue)
        return None

    def settle(self, step: Step) -> None:
        """Know that a step was carried out, or refused."""
        self._settled.add((step.stream, step.key))

    def next_moment(self) -> datetime | None:
        """When the next gate is looked at."""
        return self._queue[0][0] if self._queue else None

    def version(self, stream: UUID) -> int:
        """How far the stream of a mine is known."""
        return self._versions.get(stream, 0)

    def _step(self, gate: _Gate, moment: datetime) -> Step | None:
        told, proposal = gate.set, self._open.get(gate.set.gate)
        step: Step | None = None
        in_time = gate.passed is not None and gate.passed.passed_on <= told.due_on
        if gate.revoked or told.gate in self._ever:
            in_question = False
        else:
            in_question = gate.refused is not None or (not in_time and moment >= gate.looked_at)
        if in_question and gate.refused is not None:
            ground = f"{told.zh}不予批准：{gate.refused.why}"
            propose = ProposeExit(mine=told.mine, gate=told.code, ground=ground)
            step = Step(moment, told.mine, f"refused:{told.gate}", propose)
        elif in_question:
            ground = f"逾期未完成{told.zh}（期限{told.due_on}）"
            propose = ProposeExit(mine=told.mine, gate=told.code, ground=ground)
            step = Step(moment, told.mine, f"proposed:{told.gate}", propose)
        elif gate.passed is not None and in_time and proposal is not None:
            why = f"已于{gate.passed.passed_on}按期完成{told.zh}（补录）"
            withdraw = WithdrawExitProposal(mine=told.mine, gate=told.code, why=why)
            step = Step(moment, told.mine, f"withdrawn:{proposal}", withdraw)
        return None if step is None or (step.stream, step.key) in self._settled else step
