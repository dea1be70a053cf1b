"""What an order is, as its events tell it: the folding of events into the state that its acts are guarded by."""

from __future__ import annotations

from datetime import date
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain import order_effect_events as f
from ledger.domain import order_events as e
from ledger.domain.event import DomainEvent
from ledger.domain.mine_event import MineEvent, ProcedureDefectFlagged
from ledger.domain.mine_matter import MineMatter
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import OrderKind, OrderStatus
from ledger.domain.passing_on import PassedAt
from ledger.values.actor import Actor


class OrderState(MineMatter):
    """The state of one order, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.kind = OrderKind.STOP_FOR_RECTIFICATION
        self.department = ""
        self.passed_on: PassedAt | None = None
        self.progress = OrderStatus.NOTIFIED
        self.ended: OrderStatus | None = None
        self.notice: e.StopNotified | None = None
        self.hearing_requested = self.hearing_held = self.hearing_forgone = False
        self.review_passed: bool | None = None
        self.issuer: Actor | None = None
        self.demand: e.Demand | None = None
        self.deadline: date | None = None
        self.issued_on: date | None = None
        self.answered_on: date | None = None
        self.numbered: tuple[UUID, int, str] | None = None
        self.served = self.defied = self.referral_proposed = False
        self.stop: UUID | None = None
        self.stop_fell = self.stopped_by_service = False
        self.publications: dict[Publication, date | None] = {}
        self.published: set[Publication] = set()
        self.lapsed: set[Publication] = set()

    @property
    def status(self) -> OrderStatus:
        """Where it stands."""
        return self.ended or self.progress

    @property
    def issued(self) -> bool:
        """Whether it was issued, whatever became of it."""
        return self.issuer is not None

    @property
    def is_penalty(self) -> bool:
        """Whether it is a penalty, which has a procedure before it and cannot be lifted by its issuer alone."""
        return self.kind is OrderKind.STOP_FOR_RECTIFICATION

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    def _move(self, event: MineEvent) -> None:
        self.progress = e.next_status(self.progress, event)

    @when.register
    def _notified(self, event: e.StopNotified) -> None:
        self.mine, self.division, self.department = event.mine, event.division, event.department
        self.notice, self.demand, self.deadline = event, event.demand, event.demand.deadline

    @when.register
    def _statement(self, event: e.StatementHeard) -> None:
        """What was said is for the decider to weigh."""

    @when.register
    def _requested(self, event: e.HearingRequested) -> None:
        self.hearing_requested, self.hearing_forgone = True, False

    @when.register
    def _held(self, event: e.HearingHeld) -> None:
        self.hearing_held = True

    @when.register
    def _forgone(self, event: e.HearingForgone) -> None:
        self.hearing_forgone = True

    @when.register
    def _reviewed(self, event: e.LegalReviewRecorded) -> None:
        self.review_passed = event.passed

    @when.register
    def _dropped(self, event: e.StopDropped) -> None:
        self.ended = OrderStatus.DROPPED

    @when.register
    def _issued(self, event: e.OrderIssued) -> None:
        self.mine, self.division, self.department = event.mine, event.division, event.department
        self.kind, self.demand, self.deadline = event.kind, event.demand, event.demand.deadline
        self.issuer, self.issued_on = event.actor, event.issued_on
        if event.series is not None and event.number is not None and event.text is not None:
            self.numbered = event.series, event.number, event.text
        self._move(event)

    @when.register
    def _got_number(self, event: e.OrderNumbered) -> None:
        self.numbered = event.series, event.number, event.text

    @when.register
    def _served(self, event: e.OrderServed) -> None:
        self.served = True
        self._move(event)

    @when.register
    def _service_voided(self, event: e.OrderServiceVoided) -> None:
        self.served = False
        self._move(event)

    @when.register
    def _answered(self, event: e.OrderAnswered) -> None:
        self.answered_on = event.answered_on
        self._move(event)

    @when.register
    def _extended(self, event: e.OrderExtended) -> None:
        self.deadline = event.deadline

    @when.register
    def _checked(self, event: e.ComplianceChecked) -> None:
        self._move(event)

    @when.register
    def _defied(self, event: e.OrderDefied) -> None:
        self.defied = True
        self._move(event)

    @when.register
    def _not_defied(self, event: e.OrderDefianceRetracted) -> None:
        self.defied = self.referral_proposed = False

    @when.register
    def _proposed(self, event: e.CriminalReferralProposed) -> None:
        self.referral_proposed = True

    @when.register
    def _decided(self, event: e.CriminalReferralDecided) -> None:
        self.referral_proposed = False

    @when.register
    def _lifted(self, event: e.OrderLifted) -> None:
        self.ended = OrderStatus.LIFTED

    @when.register
    def _replaced(self, event: e.OrderReplaced) -> None:
        self.ended = OrderStatus.REPLACED

    @when.register
    def _revoked(self, event: e.OrderRevoked) -> None:
        self.ended = OrderStatus.REVOKED

    @when.register
    def _restored(self, event: e.OrderRestored) -> None:
        self.ended = None

    @when.register
    def _stopped_mine(self, event: f.OrderStoppedMine) -> None:
        self.stop, self.stop_fell, self.stopped_by_service = event.stop, False, event.by_service

    @when.register
    def _stop_ended(self, event: f.OrderStopEnded) -> None:
        self.stop, self.stop_fell = None, event.with_order

    @when.register
    def _to_publish(self, event: f.PublicationOwed) -> None:
        self.publications[event.what] = event.due_on
        self.lapsed.discard(event.what)

    @when.register
    def _not_to_publish(self, event: f.PublicationLapsed) -> None:
        self.publications.pop(event.what, None)
        self.lapsed.add(event.what)

    @when.register
    def _published(self, event: f.OrderPublished) -> None:
        self.published.add(event.what)

    @when.register
    def _not_published(self, event: f.PublicationRetracted) -> None:
        self.published.discard(event.what)

    @when.register
    def _passed_on(self, event: e.OrderPassedOn) -> None:
        self.department, self.passed_on = event.department, event.after

    @when.register
    def _flagged(self, event: ProcedureDefectFlagged) -> None:
        """A flag is for readers."""
