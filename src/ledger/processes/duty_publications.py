"""What about an order has to be made public in time."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.domain import order_effect_events as f
from ledger.domain.order_effect_events import Publication
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_deadlines import Owing, Track
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch
from ledger.rules.duties import Duties, Trigger


class Publications:
    """Of one order: whoever issued it owes each publication by the day that the order's own record names."""

    types = ("PublicationOwed", "PublicationLapsed", "OrderPublished", "PublicationRetracted")

    def __init__(self, watch: Watch, rules: Duties) -> None:
        self._tracks = {what: Track(watch, rules, Trigger[what.name]) for what in Publication}

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about what is made public."""
        match event := recorded.event:
            case f.PublicationOwed(due_on=due_on):
                track = self._tracks[event.what]
                ended = track.ends(recorded, "公开期限已重新起算")
                if due_on is None:
                    return ended
                owing = Owing(event.department, due_on, event.department, event.division, mine=event.mine)
                return [*ended, *track.opens(recorded, owing)]
            case f.PublicationLapsed():
                return self._tracks[event.what].ends(recorded, event.why)
            case f.OrderPublished():
                return self._tracks[event.what].met(recorded)
            case f.PublicationRetracted():
                return self._tracks[event.what].undone(recorded, event.why)
        return ()
