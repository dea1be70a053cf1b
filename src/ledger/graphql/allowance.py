"""How much each caller may still ask for: a budget of cost that fills again with time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from cachetools import LRUCache

MAX_CALLERS = 20_000


class Spent(Exception):
    """The caller's budget does not cover this now; in `seconds` it will."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


@dataclass
class Allowance:
    """One caller's budget, in cost points."""

    capacity: float
    per_second: float
    left: float
    at: float

    def refilled(self, now: float) -> float:
        """What is left by now."""
        return min(self.capacity, self.left + (now - self.at) * self.per_second)


class Allowances:
    """The budgets of all callers of this process, those who asked lately; a new one is full."""

    def __init__(self, capacity: float, per_second: float, clock: Callable[[], float] = monotonic) -> None:
        self._capacity, self._per_second, self._clock = capacity, per_second, clock
        self._known: LRUCache[str, Allowance] = LRUCache(MAX_CALLERS)

    def spend(self, caller: str, cost: int) -> Allowance:
        """Take `cost` off the caller's budget; `Spent` when it does not cover it, and then nothing is taken."""
        now = self._clock()
        found = self._known.get(caller)
        if found is None:
            found = self._known[caller] = Allowance(self._capacity, self._per_second, self._capacity, now)
        found.left, found.at = found.refilled(now), now
        if cost > found.left:
            raise Spent((cost - found.left) / self._per_second)
        found.left -= cost
        return found
