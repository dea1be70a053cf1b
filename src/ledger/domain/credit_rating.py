"""CreditRating (信用): entries scored from events, a score, a tier, and the supervision class that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import refuse
from ledger.domain.mine_event import MineEvent
from ledger.values.actor import Actor
from ledger.values.labels import named

NAMESPACE = UUID("b3a2e1d0-7c55-5a58-8b5e-3a1f64a7d9c1")


def credit_rating_id(mine: UUID) -> UUID:
    """The stream of a mine's rating: there is one a mine."""
    return uuid5(NAMESPACE, str(mine))


@named("无 已提出 成立 不成立")
class Objection(StrEnum):
    """What became of an entry's subject's objection (异议)."""

    NONE = "NONE"
    RAISED = "RAISED"
    UPHELD = "UPHELD"
    DISMISSED = "DISMISSED"


class CreditEntryRecorded(MineEvent):
    """Points were given for something recorded; `scale` is the rule set with its digest."""

    entry: UUID
    rule: str
    points: Decimal
    why: str
    source_stream: UUID
    source_position: int
    scale: str


class CreditEntryReversed(MineEvent):
    """The ground of an entry fell away, and its points with it; the entry stays in the history."""

    entry: UUID
    why: str


class CreditEntryObjected(MineEvent):
    """The subject objected to an entry."""

    entry: UUID
    grounds: str


class CreditObjectionDecided(MineEvent):
    """The objection was upheld (the entry is reversed) or dismissed."""

    entry: UUID
    upheld: bool
    why: str


class MineRated(MineEvent):
    """Score, credit tier and supervision class from a day on, explained by the entries that count."""

    score: Decimal
    tier: str
    tier_zh: str
    supervision_class: str
    supervision_zh: str
    inspections_per_quarter: int
    standardisation: int
    counted: list[UUID]
    scale: str
    effective_on: date
    period: UUID
    ended_period: UUID | None


@dataclass
class Entry:
    """One entry as it stands."""

    recorded: CreditEntryRecorded
    reversed: bool = False
    objector: Actor | None = None
    objection: Objection = Objection.NONE


class CreditRating(Aggregate):
    """A mine's credit. An entry of one rule for one source is made once; a reversal of its source reverses it."""

    zh = "信用评价"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID = id
        self.entries: dict[UUID, Entry] = {}
        self.rated: MineRated | None = None

    @property
    def of_mine(self) -> UUID:
        """The mine it belongs to."""
        return self.mine

    def open(self, mine: UUID, division: str) -> None:
        """Say whose rating it is; the first event records it."""
        self.mine, self.division = mine, division

    def counting(self) -> list[CreditEntryRecorded]:
        """The entries that count now."""
        return [entry.recorded for entry in self.entries.values() if not entry.reversed]

    def record(
        self, *, rule: str, source_stream: UUID, source_position: int, by: Actor, at: datetime, **what: Any
    ) -> None:
        """Record an entry; `ENTRY_EXISTS` when this rule was already scored for this source."""
        entry = uuid5(self.id, f"{rule}:{source_stream}:{source_position}")
        if entry in self.entries:
            refuse("ENTRY_EXISTS", "This was scored before.", "该事项已计分。", rule="台账原则 7")
        self._happen(
            CreditEntryRecorded,
            by,
            at,
            entry=entry,
            rule=rule,
            source_stream=source_stream,
            source_position=source_position,
            **what,
        )

    def reverse(self, entry: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take an entry's points back."""
        self._running(entry)
        self._happen(CreditEntryReversed, by, at, entry=entry, why=why)

    def object_to(self, entry: UUID, grounds: str, *, by: Actor, at: datetime) -> None:
        """Record the subject's objection."""
        if self._running(entry).objection is Objection.RAISED:
            refuse(
                "OBJECTION_PENDING",
                "An objection is pending.",
                "已有待处理的异议。",
                rule="双四政发〔2020〕28号 二(八)2",
                path=("entry",),
            )
        self._happen(CreditEntryObjected, by, at, entry=entry, grounds=grounds)

    def decide_objection(self, entry: UUID, why: str, *, upheld: bool, by: Actor, at: datetime) -> None:
        """Decide it; upheld, the entry is reversed in the same breath."""
        running = self._running(entry)
        if running.objection is not Objection.RAISED:
            refuse(
                "NO_OBJECTION",
                "No objection is pending.",
                "没有待处理的异议。",
                rule="双四政发〔2020〕28号 二(八)2",
                path=("entry",),
            )
        if any(by.same_capacity(other) for other in (running.recorded.actor, running.objector) if other):
            refuse(
                "OWN_WORK",
                "Nobody decides an objection to their own entry, or their own objection.",
                "不得处理对本人计分的异议或本人提出的异议。",
                rule="台账原则 6",
            )
        self._happen(CreditObjectionDecided, by, at, entry=entry, upheld=upheld, why=why)
        if upheld:
            self._happen(CreditEntryReversed, by, at, entry=entry, why=why)

    def rate(self, *, on: date, by: Actor, at: datetime, **rating: Any) -> None:
        """Record a rating when it differs from the last."""
        same = ("score", "tier", "supervision_class", "standardisation", "scale")
        if self.rated is not None and all(getattr(self.rated, name) == rating[name] for name in same):
            return
        start = max(on, self.rated.effective_on) if self.rated else on
        self._happen(
            MineRated,
            by,
            at,
            counted=[e.entry for e in self.counting()],
            effective_on=start,
            period=uuid5(self.id, f"rated:{self.version + 1}"),
            ended_period=self.rated.period if self.rated else None,
            **rating,
        )

    def _running(self, entry: UUID) -> Entry:
        found = self.entries.get(entry)
        if found is None or found.reversed:
            refuse(
                "ENTRY_NOT_RUNNING",
                "There is no such entry, or it was reversed.",
                "没有该计分记录，或已冲销。",
                rule="台账原则 7",
                path=("entry",),
            )
        return found

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, mine=self.mine, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _recorded(self, event: CreditEntryRecorded) -> None:
        self.mine, self.division = event.mine, event.division
        self.entries[event.entry] = Entry(event)

    @when.register
    def _reversed(self, event: CreditEntryReversed) -> None:
        self.entries[event.entry].reversed = True

    @when.register
    def _objected(self, event: CreditEntryObjected) -> None:
        self.entries[event.entry].objection = Objection.RAISED
        self.entries[event.entry].objector = event.actor

    @when.register
    def _decided(self, event: CreditObjectionDecided) -> None:
        self.entries[event.entry].objection = Objection.UPHELD if event.upheld else Objection.DISMISSED

    @when.register
    def _rated(self, event: MineRated) -> None:
        self.mine, self.division, self.rated = event.mine, event.division, event
