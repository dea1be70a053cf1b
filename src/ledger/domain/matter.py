"""Matter (事项): a major issue, asked about above, put to a meeting, decided, carried out by tasks."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor
from ledger.values.labels import named, zh

RULE = "双四政发〔2020〕28号 三(二)2"


@named("已提出 已请示 已批复 已上会 已决定 已办结 已撤回")
class MatterStatus(StrEnum):
    """Where a matter stands (事项状态)."""

    RAISED = "RAISED"
    REQUESTED = "REQUESTED"
    ANSWERED = "ANSWERED"
    TABLED = "TABLED"
    DECIDED = "DECIDED"
    CLOSED = "CLOSED"
    WITHDRAWN = "WITHDRAWN"


UNDECIDED = frozenset({MatterStatus.RAISED, MatterStatus.REQUESTED, MatterStatus.ANSWERED, MatterStatus.TABLED})


class MatterRaised(DomainEvent):
    """A department brought a major issue up."""

    division: str
    department: str
    title: str
    text: str
    plan: UUID | None
    raised_on: date


class MatterInstructionsRequested(DomainEvent):
    """A superior body was asked (请示)."""

    to: str
    document_no: str
    text: str
    requested_on: date


class MatterInstructionsReceived(DomainEvent):
    """The superior body answered."""

    document_no: str
    text: str
    received_on: date


class MatterTabled(DomainEvent):
    """The matter was put to a meeting."""

    meeting: str
    held_on: date


class MatterDecided(DomainEvent):
    """It was decided."""

    decision: str
    document_no: str
    decided_on: date


class MatterDecisionRevoked(DomainEvent):
    """The decision was taken back; `status` is where the matter stands again."""

    why: str
    status: MatterStatus


class MatterTaskIssued(DomainEvent):
    """A task carries the decision out."""

    task: UUID


class MatterClosed(DomainEvent):
    """All that was decided is carried out."""

    closed_on: date


class MatterReopened(DomainEvent):
    """The matter is taken up again."""

    why: str


class MatterWithdrawn(DomainEvent):
    """Whoever raised it, or the office, withdrew it."""

    why: str


class MatterReinstated(DomainEvent):
    """The withdrawal was taken back; `status` is where the matter stands again."""

    why: str
    status: MatterStatus


class Matter(Aggregate):
    """One major issue."""

    zh = "重大问题"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = self.before = MatterStatus.RAISED
        self.raiser: Actor | None = None
        self.asked = False
        self.tasks: list[UUID] = []

    def raise_(self, *, division: str, by: Actor, at: datetime, **what: Any) -> None:
        """Bring it up; `what` are the remaining fields of `MatterRaised`."""
        self.division = division
        self.trigger(MatterRaised, by=by, at=at, division=division, department=by.department, **what)

    def request(self, *, by: Actor, at: datetime, **what: Any) -> None:
        """Ask a superior body; again when it has not answered yet."""
        self._needs(*UNDECIDED)
        self.trigger(MatterInstructionsRequested, by=by, at=at, **what)

    def receive(self, *, by: Actor, at: datetime, **what: Any) -> None:
        """Record the answer to a request: a fact, whenever it comes."""
        if not self.asked:
            refuse(
                "NOTHING_REQUESTED",
                "Nobody was asked about this.",
                "该事项未作请示。",
                rule="双四政发〔2020〕28号 三(二)4",
            )
        self.trigger(MatterInstructionsReceived, by=by, at=at, **what)

    def table(self, meeting: str, held_on: date, *, by: Actor, at: datetime) -> None:
        """Put it to a meeting; again to another when that one did not decide."""
        self._needs(*UNDECIDED)
        self.trigger(MatterTabled, by=by, at=at, meeting=meeting, held_on=held_on)

    def decide(self, decision: str, document_no: str, on: date, *, by: Actor, at: datetime) -> None:
        """Decide, in a meeting or on instructions; not in the capacity that raised it."""
        self._needs(MatterStatus.TABLED, MatterStatus.ANSWERED)
        self._not_the_raiser(by)
        self.trigger(MatterDecided, by=by, at=at, decision=decision, document_no=document_no, decided_on=on)

    def revoke_decision(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take the decision back; tasks that came of it are withdrawn by themselves."""
        self._needs(MatterStatus.DECIDED)
        self.trigger(MatterDecisionRevoked, by=by, at=at, why=why, status=self.before)

    def issue_task(self, task: UUID, *, by: Actor, at: datetime) -> None:
        """Have a task carry the decision out."""
        self._needs(MatterStatus.DECIDED)
        self.trigger(MatterTaskIssued, by=by, at=at, task=task)

    def close(self, on: date, *, open_tasks: int, by: Actor, at: datetime) -> None:
        """Close it, when its tasks are settled; not in the capacity that raised it."""
        self._needs(MatterStatus.DECIDED)
        self._not_the_raiser(by)
        if open_tasks:
            refuse(
                "MATTER_TASKS_OPEN",
                f"{open_tasks} of its tasks are not settled.",
                f"尚有{open_tasks}项任务未办结。",
                rule=OURS,
            )
        self.trigger(MatterClosed, by=by, at=at, closed_on=on)

    def reopen(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take a closed matter up again."""
        self._needs(MatterStatus.CLOSED)
        self.trigger(MatterReopened, by=by, at=at, why=why)

    def withdraw(self, why: str, *, by: Actor, at: datetime) -> None:
        """Withdraw it, as long as it is not decided."""
        self._needs(*UNDECIDED)
        self.trigger(MatterWithdrawn, by=by, at=at, why=why)

    def reinstate(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take a withdrawal back."""
        self._needs(MatterStatus.WITHDRAWN)
        self.trigger(MatterReinstated, by=by, at=at, why=why, status=self.before)

    def _not_the_raiser(self, by: Actor) -> None:
        if self.raiser is not None and by.same_capacity(self.raiser):
            refuse(
                "OWN_WORK",
                "Whoever raised a matter neither decides nor closes it.",
                "提出人不得自行决定或办结该事项。",
                rule=RULE,
            )

    def _needs(self, *states: MatterStatus) -> None:
        if self.status not in states:
            refuse(
                "MATTER_NOT_IN_STATE",
                f"The matter is {self.status}; this needs {' or '.join(sorted(states))}.",
                f"事项当前状态为“{zh(self.status)}”，不能办理。",
                rule=RULE,
            )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _raised(self, event: MatterRaised) -> None:
        self.division, self.raiser = event.division, event.actor

    @when.register
    def _requested(self, event: MatterInstructionsRequested) -> None:
        self.status, self.asked = MatterStatus.REQUESTED, True

    @when.register
    def _received(self, event: MatterInstructionsReceived) -> None:
        if self.status is MatterStatus.REQUESTED:
            self.status = MatterStatus.ANSWERED

    @when.register
    def _tabled(self, event: MatterTabled) -> None:
        self.status = MatterStatus.TABLED

    @when.register
    def _decided(self, event: MatterDecided) -> None:
        self.before, self.status = self.status, MatterStatus.DECIDED

    @when.register
    def _revoked(self, event: MatterDecisionRevoked) -> None:
        self.status = event.status

    @when.register
    def _task_issued(self, event: MatterTaskIssued) -> None:
        self.tasks.append(event.task)

    @when.register
    def _closed(self, event: MatterClosed) -> None:
        self.status = MatterStatus.CLOSED

    @when.register
    def _reopened(self, event: MatterReopened) -> None:
        self.status = MatterStatus.DECIDED

    @when.register
    def _withdrawn(self, event: MatterWithdrawn) -> None:
        self.before, self.status = self.status, MatterStatus.WITHDRAWN

    @when.register
    def _reinstated(self, event: MatterReinstated) -> None:
        self.status = event.status
