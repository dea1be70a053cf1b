"""What a risk is, as its events tell it: the state that its acts are guarded by."""

from __future__ import annotations

from datetime import date
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain import risk_events as e
from ledger.domain.event import DomainEvent
from ledger.domain.mine_matter import MineMatter
from ledger.domain.risk_events import RiskGrade, RiskStatus
from ledger.values.actor import Actor


class RiskState(MineMatter):
    """The state of one risk, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = RiskStatus.IDENTIFIED
        self.grade: RiskGrade | None = None
        self.method: e.GradingMethod | None = None
        self.place = ""
        self.description = ""
        self.control: e.RiskControlled | None = None
        self.review_due: date | None = None
        self.looked_at_on: date | None = None
        self.proposed: e.RiskLoweringProposed | e.RiskEliminationProposed | None = None
        self.grader: Actor | None = None
        self.notice: UUID | None = None
        self.notified_on: date | None = None
        self.listings: dict[int, e.RiskListed] = {}

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _identified(self, event: e.RiskIdentified) -> None:
        self.mine, self.division, self.reached = event.mine, event.division, event.identified_on
        self.place, self.description = event.place, event.description

    @when.register
    def _corrected(self, event: e.RiskEntryCorrected) -> None:
        self.place, self.description = event.place, event.description

    @when.register
    def _notified(self, event: e.RiskNotified) -> None:
        self.notified_on = event.notified_on

    @when.register
    def _graded(self, event: e.RiskGraded) -> None:
        self.grade, self.method, self.grader, self.reached = event.grade, event.method, event.actor, event.graded_on
        if event.previous is None or event.raises():
            self._must_be_controlled_anew()

    @when.register
    def _proposed(self, event: e.RiskLoweringProposed) -> None:
        self.proposed = event

    @when.register
    def _lowered(self, event: e.RiskLowered) -> None:
        self.grade, self.method, self.proposed, self.reached = event.grade, event.method, None, event.lowered_on

    @when.register
    def _controlled(self, event: e.RiskControlled) -> None:
        self.status, self.control = RiskStatus.CONTROLLED, event
        self.review_due, self.reached = event.review_due, event.controlled_on
        self.looked_at_on = event.controlled_on

    @when.register
    def _reviewed(self, event: e.RiskReviewed) -> None:
        self.review_due = event.review_due
        self.looked_at_on = max(self.looked_at_on or event.reviewed_on, event.reviewed_on)
        if self.status in {RiskStatus.CONTROLLED, RiskStatus.OUT_OF_CONTROL}:
            self.status = RiskStatus.CONTROLLED if event.in_control else RiskStatus.OUT_OF_CONTROL

    @when.register
    def _elimination_proposed(self, event: e.RiskEliminationProposed) -> None:
        self.proposed = event

    @when.register
    def _eliminated(self, event: e.RiskEliminated) -> None:
        self.status, self.review_due, self.proposed = RiskStatus.ELIMINATED, None, None
        self.reached = event.eliminated_on

    @when.register
    def _refused(self, event: e.RiskChangeRefused) -> None:
        self.proposed = None

    @when.register
    def _reopened(self, event: e.RiskReopened) -> None:
        self.reached, self.notified_on = event.reopened_on, None
        self._must_be_controlled_anew()

    @when.register
    def _published(self, event: e.RiskPublished) -> None:
        self.notice = event.notice

    @when.register
    def _publication_ended(self, event: e.RiskPublicationEnded) -> None:
        self.notice = None

    @when.register
    def _listed(self, event: e.RiskListed) -> None:
        self.listings[event.year] = event

    @when.register
    def _taken_off(self, event: e.RiskTakenOffList) -> None:
        self.listings.pop(event.year, None)

    def _must_be_controlled_anew(self) -> None:
        self.status, self.control, self.review_due = RiskStatus.GRADED, None, None
