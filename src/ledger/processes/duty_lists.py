"""What is due about the two lists (两个清单), and about passages of documents that leave departments open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ledger.domain import department_resolution as d
from ledger.domain import two_lists as t
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_deadlines import Owing, Track
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch
from ledger.rules.duties import Duties, Trigger
from ledger.values.actor import Role

OFFICE = "领导小组办公室"
"""Who names the departments where somebody else noted that they are open, as every district calls it."""


class ListItemWatch(Watch):
    """One item of the two lists: the unit named owes its rectification by the time limit (R-275)."""

    types = (
        "ListItemEntered",
        "ListItemUpdated",
        "ListItemRectified",
        "ListItemReopened",
        "ListItemWithdrawn",
        "ListItemReinstated",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._track: Track | None = None
        self._entered: t.ListItemEntered | None = None
        self._terms: tuple[str, date] | None = None

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the item."""
        event = recorded.event
        if isinstance(event, t.ListItemEntered):
            trigger = Trigger.LIST_ITEM_OF_MINE if event.mine else Trigger.LIST_ITEM
            self._entered, self._track = event, Track(self, self._rules, trigger)
        track = self._track
        if track is None:
            return ()
        match event:
            case t.ListItemEntered() | t.ListItemUpdated():
                return self._set(event, track, recorded)
            case t.ListItemRectified():
                return track.met(recorded)
            case t.ListItemReopened():
                return track.undone(recorded, event.why)
            case t.ListItemWithdrawn():
                return track.rests(recorded, event.why)
            case t.ListItemReinstated():
                return track.goes_on(recorded)
        return ()

    def _set(self, event: t.ListItemEntered | t.ListItemUpdated, track: Track, recorded: RecordedEvent) -> list[Claim]:
        entered, terms = self._entered, (event.unit, event.time_limit)
        if entered is None or terms == self._terms:
            return []
        self._terms = terms
        ended = track.ends(recorded, "清单已动态更新")
        owing = Owing(
            event.unit, event.time_limit, entered.department, entered.division, event.person, entered.mine
        )  # fmt: skip
        return [*ended, *track.opens(recorded, owing)]


class PassageWatch(Watch):
    """One passage that says 等 or 各有关部门: the office owes the names, again when a decision falls (R-046)."""

    types = ("DepartmentsLeftOpen", "DepartmentsResolved", "ResolutionAnnulled")

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._track = Track(self, rules, Trigger.TASK_OPEN_ENDED)

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the passage."""
        match event := recorded.event:
            case d.DepartmentsLeftOpen():
                office = event.actor.department if event.actor.role is Role.COORDINATING_OFFICE else OFFICE
                owing = Owing(office, None, office, event.division, label=event.passage)
                return self._track.opens(recorded, owing)
            case d.DepartmentsResolved():
                return self._track.met(recorded)
            case d.ResolutionAnnulled():
                return self._track.undone(recorded, event.why)
        return ()
