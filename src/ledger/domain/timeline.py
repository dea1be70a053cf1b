"""What held when: periods that follow each other without overlap and without a hole."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

T = TypeVar("T")


class PeriodBounds(BaseModel):
    """The days of a period after it was moved: the first of it, and the first of the next one."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    period: UUID
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Period(Generic[T]):
    """A period from its first day on; it ends where the next one begins."""

    id: UUID
    value: T
    starts: date


@dataclass
class Timeline(Generic[T]):
    """Periods in order of their first days; the last one goes on."""

    periods: list[Period[T]] = field(default_factory=list)

    @property
    def last(self) -> Period[T] | None:
        """The period that goes on; None before the first."""
        return self.periods[-1] if self.periods else None

    def on(self, day: date) -> Period[T] | None:
        """The period that holds on a day; None before the first."""
        return next((p for p in reversed(self.periods) if p.starts <= day), None)

    def starting(self, day: date) -> Period[T] | None:
        """The period whose first day it is; of several the one that is not empty."""
        return next((p for p in reversed(self.periods) if p.starts == day), None)

    def find(self, id: UUID) -> Period[T] | None:
        """A period by its id."""
        return next((p for p in self.periods if p.id == id), None)

    def put(self, period: Period[T]) -> None:
        """Add a period at its place; one of the same id is moved there."""
        self.drop(period.id)
        at = sum(p.starts <= period.starts for p in self.periods)
        self.periods.insert(at, period)

    def drop(self, id: UUID) -> None:
        """Take a period out: what was before it goes on until the next one."""
        self.periods = [p for p in self.periods if p.id != id]

    def fits(self, period: Period[T], start: date) -> bool:
        """Whether a period can begin on `start` and still stand between those that are around it."""
        at = self.periods.index(period)
        before, after = self.periods[at - 1] if at else None, self.periods[at + 1] if period != self.last else None
        return (before is None or before.starts < start) and (after is None or start < after.starts)

    def bounds(self) -> dict[UUID, PeriodBounds]:
        """The days of every period."""
        ends: list[date | None] = [later.starts for _, later in pairwise(self.periods)]
        days = zip(self.periods, [*ends, None], strict=False)
        return {p.id: PeriodBounds(period=p.id, valid_from=p.starts, valid_to=end) for p, end in days}

    def copy(self) -> Timeline[T]:
        """The same periods, to be changed apart."""
        return Timeline(list(self.periods))

    def __deepcopy__(self, memo: object) -> Timeline[T]:
        return self.copy()


@dataclass(frozen=True)
class Placement(Generic[T]):
    """What putting a period into a timeline means: its own days, which others move by it, and what goes on then."""

    period: Period[T]
    ended_on: date | None
    moved: list[PeriodBounds]
    current: T


def placed(timeline: Timeline[T], period: Period[T], *, without: UUID | None = None) -> Placement[T]:
    """The placement of `period` in `timeline`, in place of `without` where that is given; nothing is changed yet."""
    before, after = timeline.bounds(), timeline.copy()
    if without is not None:
        after.drop(without)
    after.put(period)
    bounds = after.bounds()
    moved = [b for id, b in bounds.items() if id != period.id and before[id] != b]
    return Placement(period, bounds[period.id].valid_to, moved, after.periods[-1].value)


def taken_out(timeline: Timeline[T], id: UUID) -> list[PeriodBounds]:
    """Which periods move when one is taken out; nothing is changed yet."""
    before, after = timeline.bounds(), timeline.copy()
    after.drop(id)
    return [b for other, b in after.bounds().items() if before[other] != b]
