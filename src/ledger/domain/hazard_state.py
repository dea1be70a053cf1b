"""What a hazard is, as its events tell it: the folding of events into the state that its acts are guarded by."""

from __future__ import annotations

from datetime import date
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain import hazard_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.hazard_events import HazardChange, HazardLevel, HazardSource, HazardStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.values.actor import Actor


class HazardState(Aggregate):
    """The state of one hazard, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID = id
        self.status = HazardStatus.FOUND
        self.level: HazardLevel | None = None
        self.criterion: e.Criterion | None = None
        self.source = HazardSource.SUPERVISION
        self.reached = date.min  # day of the last step on its way: nothing on it is dated before
        self.deadline: date | None = None
        self.extensions = 0
        self.listed_by: str | None = None
        self.proposed: e.HazardChangeProposed | None = None
        self.proposer: Actor | None = None
        self.claimant: Actor | None = None
        self.acceptor: Actor | None = None

    @property
    def of_mine(self) -> UUID:
        """The mine it belongs to."""
        return self.mine

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _reported(self, event: e.HazardReported) -> None:
        self.mine, self.division, self.source = event.mine, event.division, event.source
        self.status, self.reached = HazardStatus.FOUND, event.found_on

    @when.register
    def _graded(self, event: e.HazardGraded) -> None:
        raised = event.raises_to_major(self.level)
        self.level, self.criterion, self.reached = event.level, event.criterion, event.graded_on
        if raised or self.status is HazardStatus.FOUND:
            self.status = HazardStatus.GRADED
        if raised:
            self._lapse()
        if self.proposed is not None and event.ends_proposal(self.proposed.change, raised=raised):
            self.proposed = None

    @when.register
    def _assigned(self, event: e.RectificationAssigned) -> None:
        self.status, self.deadline = HazardStatus.ASSIGNED, event.plan.deadline

    @when.register
    def _extended(self, event: e.RectificationExtended) -> None:
        self.deadline, self.extensions = event.deadline, self.extensions + 1
        if self.proposed is not None and self.proposed.change is HazardChange.EXTENSION:
            self.proposed = None

    @when.register
    def _proposed(self, event: e.HazardChangeProposed) -> None:
        self.proposed, self.proposer = event, event.actor

    @when.register
    def _change_refused(self, event: e.HazardChangeRefused) -> None:
        self.proposed = None

    @when.register
    def _downgraded(self, event: e.HazardDowngraded) -> None:
        self.level, self.criterion, self.proposed = event.level, None, None

    @when.register
    def _withdrawn(self, event: e.HazardWithdrawn) -> None:
        self.status, self.proposed = HazardStatus.WITHDRAWN, None

    @when.register
    def _claimed(self, event: e.RectificationClaimed) -> None:
        self.status, self.claimant, self.acceptor = HazardStatus.CLAIMED, event.actor, None
        self.reached = event.claimed_on

    @when.register
    def _accepted(self, event: e.RectificationAccepted) -> None:
        self.status, self.acceptor, self.reached = HazardStatus.ACCEPTED, event.actor, event.accepted_on

    @when.register
    def _rejected(self, event: e.RectificationRejected) -> None:
        self.status = HazardStatus.ASSIGNED if self.deadline else HazardStatus.GRADED
        self.reached = event.rejected_on

    @when.register
    def _rechecked(self, event: e.HazardRechecked) -> None:
        failed = HazardStatus.ASSIGNED if self.deadline else HazardStatus.GRADED
        self.status = HazardStatus.RECHECKED if event.passed else failed
        self.reached = event.rechecked_on

    @when.register
    def _cleared(self, event: e.HazardCleared) -> None:
        self.status, self.proposed, self.reached = HazardStatus.CLEARED, None, event.cleared_on

    @when.register
    def _reopened(self, event: e.HazardReopened) -> None:
        self.status = HazardStatus.GRADED if self.level else HazardStatus.FOUND
        self.reached = event.reopened_on
        self._lapse()

    def _lapse(self) -> None:
        # It is assigned anew, with a deadline of its own; nobody's work on it counts any more.
        self.deadline, self.extensions = None, 0
        self.claimant = self.acceptor = None

    @when.register
    def _listed(self, event: e.HazardPlacedUnderListedSupervision) -> None:
        self.listed_by = event.body

    @when.register
    def _taken_off(self, event: e.HazardTakenOffListedSupervision) -> None:
        self.listed_by = None

    @when.register
    def _followed_up(self, event: e.HazardFollowedUp) -> None:
        """Changes nothing that an act depends on."""

    @when.register
    def _flagged(self, event: ProcedureDefectFlagged) -> None:
        """A flag is for readers."""
