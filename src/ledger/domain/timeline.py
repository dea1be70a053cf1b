"""What held when: periods that follow each other without overlap and without a hole."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar
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


class Days(NamedTuple):
    """The days of a period as they stand in a timeline."""

    period: UUID
    valid_from: date
    valid_to: date | None


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
        """Add a new period at its place, after those that begin on the same day."""
        self.periods.insert(bisect_right(self.periods, period.starts, key=_starts), period)

    def move(self, period: Period[T]) -> None:
        """Put a period at its place that may stand at another already."""
        self.drop(period.id)
        self.put(period)

    def change(self, period: Period[T]) -> None:
        """Give a period another value: it keeps its place, also among those that begin on the same day."""
        self.periods = [period if p.id == period.id else p for p in self.periods]

    def drop(self, id: UUID) -> None:
        """Take a period out: what was before it goes on until the next one."""
        self.periods = [p for p in self.periods if p.id != id]

    def fits(self, period: Period[T], start: date) -> bool:
        """Whether a period can begin on `start` and still stand between those that are around it."""
        at = self.periods.index(period)
        before, after = self.periods[at - 1] if at else None, self.periods[at + 1] if period != self.last else None
        return (before is None or before.starts < start) and (after is None or start < after.starts)

    def bounds(self) -> dict[UUID, Days]:
        """The days of every period."""
        ends: list[date | None] = [later.starts for _, later in pairwise(self.periods)]
        return {p.id: Days(p.id, p.starts, end) for p, end in zip(self.periods, [*ends, None], strict=False)}

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
    after.move(period)
    bounds = after.bounds()
    moved = [_told(days) for id, days in bounds.items() if id != period.id and before[id] != days]
    return Placement(period, bounds[period.id].valid_to, moved, after.periods[-1].value)


def taken_out(timeline: Timeline[T], id: UUID) -> list[PeriodBounds]:
    """Which periods move when one is taken out; nothing is changed yet."""
    before, after = timeline.bounds(), timeline.copy()
    after.drop(id)
    return [_told(days) for other, days in after.bounds().items() if before[other] != days]


def _told(days: Days) -> PeriodBounds:
    return PeriodBounds(**days._asdict())


def _starts(period: Period[Any]) -> date:
    return period.starts
