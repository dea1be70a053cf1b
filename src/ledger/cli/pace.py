"""How fast a long work goes on, and how long it will still take."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta


class Pace:
    """Told how far a work has come, knows its rate and the time left, by what this run itself has done.

    What was done before (a work that was interrupted goes on where it was) is not counted as done in no time.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._first: tuple[float, int] | None = None
        self._last = (0.0, 0)
        self._end = 0

    def moved(self, done: int, end: int) -> None:
        """The work has come to `done` of `end`."""
        self._last, self._end = (self._clock(), done), end
        self._first = self._first or self._last

    @property
    def rate(self) -> float | None:
        """So many a second; None before there are two moments to tell it from."""
        if self._first is None or self._last[0] <= self._first[0]:
            return None
        return (self._last[1] - self._first[1]) / (self._last[0] - self._first[0])

    @property
    def left(self) -> float | None:
        """Seconds left at this rate; None while there is none."""
        return (self._end - self._last[1]) / self.rate if self.rate else None

    def __str__(self) -> str:
        if self.rate is None or self.left is None or self._last[1] >= self._end:
            return ""
        return f"{self.rate:,.0f} events/s, {timedelta(seconds=round(self.left))} left (剩余时间)"
