"""What all events about a mine's matters carry."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.domain.event import DomainEvent
from ledger.domain.timeline import PeriodBounds


class MineEvent(DomainEvent):
    """An event of something that belongs to a mine; scope is in the event, so that no view needs a join for it."""

    mine: UUID
    division: str


class PeriodEvent(MineEvent):
    """A period was put among those that follow each other, late or not: its days, and the days of those it moved.

    `replaced` is a period that never was, and in whose place it stands.
    """

    period: UUID
    effective_on: date
    ended_on: date | None
    moved: list[PeriodBounds]
    replaced: UUID | None = None

    def bounds_of(self, period: UUID) -> PeriodBounds | None:
        """The days that a period got by it; None for one that it gave none, among them the one replaced."""
        if period == self.period:
            return PeriodBounds(period=period, valid_from=self.effective_on, valid_to=self.ended_on)
        return next((bounds for bounds in self.moved if bounds.period == period), None)


class ProcedureDefectFlagged(MineEvent):
    """A fact was recorded that breaks a rule (程序瑕疵): the fact stands, and so does the breach."""

    rule: str
    description: str
    description_zh: str
