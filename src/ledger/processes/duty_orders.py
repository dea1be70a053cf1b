"""What an order demands by a day, from its service on, and what about it has to be made public."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from ledger.domain import order_events as o
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_deadlines import Owing, Track
from ledger.processes.duty_publications import Publications
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch
from ledger.rules.duties import Duties, Trigger

PENALTIES = frozenset({o.OrderKind.STOP_FOR_RECTIFICATION})
"""Orders that are penalties: they are served by the clock of the law on them."""


class OrderWatch(Watch):
    """One order: whom it is for owes what it demands by its term, from its service on; an answer meets it."""

    types = (
        "OrderIssued",
        "OrderServed",
        "OrderServiceVoided",
        "OrderAnswered",
        "ComplianceChecked",
        "OrderExtended",
        "OrderLifted",
        "OrderReplaced",
        "OrderRevoked",
        "OrderRestored",
        "CriminalReferralProposed",
        "CriminalReferralDecided",
        "OrderDefianceRetracted",
        *Publications.types,
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._track = Track(self, rules, Trigger.ORDER_SERVED)
        self._service = Track(self, rules, Trigger.PENALTY_ISSUED)
        self._referral = Track(self, rules, Trigger.REFERRAL_PROPOSED)
        self._publications = Publications(self, rules)
        self._issued: o.OrderIssued | None = None
        self._stands = True

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the order."""
        track = self._track
        match event := recorded.event:
            case o.OrderIssued():
                self._issued = event
                return self._owes_itself(self._service, recorded) if event.kind in PENALTIES else ()
            case o.OrderServed():
                return [*self._service.met(recorded), *self._served(recorded)]
            case o.OrderExtended():
                ended = track.ends(recorded, "履行期限已延长")
                return [*ended, *self._opens(recorded, event)] if ended else ()
            case o.OrderAnswered() | o.ComplianceChecked(complied=True):
                return track.met(recorded)
            case o.ComplianceChecked():
                return track.undone(recorded, "经核查未落实")
            case o.OrderServiceVoided():
                return [*self._service.undone(recorded, event.why), *track.rests(recorded, event.why)]
            case o.OrderLifted() | o.OrderReplaced() | o.OrderRevoked():
                self._stands = False
                over = "文书已解除、撤销或被替代"
                return [*track.rests(recorded, over), *self._service.rests(recorded, over)]
            case o.OrderRestored():
                self._stands = True
                return [*track.goes_on(recorded), *self._service.goes_on(recorded)]
            case o.CriminalReferralProposed() | o.CriminalReferralDecided() | o.OrderDefianceRetracted():
                return self._referred(recorded)
        return self._publications.fold(recorded)

    def _referred(self, recorded: RecordedEvent) -> list[Claim]:
        """What is proposed is decided by whoever issued the order; each proposal has a term of its own."""
        match recorded.event:
            case o.CriminalReferralProposed():
                self._referral.release()
                return self._owes_itself(self._referral, recorded)
            case o.OrderDefianceRetracted(why=why):
                return self._referral.ends(recorded, why, lambda claim: not claim.done)
        return self._referral.met(recorded)

    def _owes_itself(self, track: Track, recorded: RecordedEvent) -> list[Claim]:
        """Whoever issued the order owes it, by the deadline of the law."""
        issued = self._issued
        if issued is None:
            return []
        owing = Owing(
            issued.department, None, issued.department, issued.division, mine=issued.mine, given_on=issued.issued_on
        )
        return track.opens(recorded, owing)

    def _served(self, recorded: RecordedEvent) -> list[Claim]:
        """It runs from the first service; one after a service that was none lets it go on."""
        demanded = self._issued and self._issued.demand.deadline
        if self._track.running or not self._stands or demanded is None:
            return []
        return self._track.goes_on(recorded) or self._opens(recorded, None)

    def _opens(self, recorded: RecordedEvent, extended: o.OrderExtended | None) -> list[Claim]:
        issued = self._issued
        assert issued is not None
        due_on = extended.deadline if extended else issued.demand.deadline
        owing = Owing(
            issued.demand.addressee, due_on, issued.department, issued.division, mine=issued.mine,
            given_on=issued.issued_on,
        )  # fmt: skip
        return self._track.opens(recorded, owing)
