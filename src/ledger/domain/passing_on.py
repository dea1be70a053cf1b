"""What goes from a body to its successor (承接): list items, orders, warnings, inspections, entries on lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor

PassedAt = tuple[datetime, int]


class PassedOn(DomainEvent):
    """Another body answers for it from `effective_on` on: it took over, or that was undone; what was done stays.

    `cause_position` is where the succession, or what undid it, stands in the record.
    """

    division: str
    department: str
    former_department: str
    effective_on: date
    why: str
    cause_position: int

    @property
    def after(self) -> PassedAt:
        """When, and by the event at which position: what comes before moves it no more."""
        return self.occurred_at, self.cause_position


@dataclass(frozen=True)
class Takeover:
    """Which body answers from a day on, why, and by the event at which position."""

    department: str
    effective_on: date
    why: str
    cause: int

    def told(self, former: str) -> dict[str, object]:
        """What the event says."""
        return {
            "department": self.department,
            "former_department": former,
            "effective_on": self.effective_on,
            "why": self.why,
            "cause_position": self.cause,
        }

    def must_be_one(self, at: datetime, last: PassedAt | None, *, stands: bool, changes: bool) -> None:
        """Refuse what moves nothing: done with, the same body, or a cause that came before the last one."""
        if not (stands and changes) or (last is not None and (at, self.cause) <= last):
            refuse("NOT_PASSED_ON", "There is nothing to pass on.", "没有需要承接的事项。", rule=OURS)


@runtime_checkable
class PassesOn(Protocol):
    """A thing that one body answers for at a time."""

    def pass_on(self, to: Takeover, *, by: Actor, at: datetime) -> None:
        """Record which body answers for it from a day on."""
