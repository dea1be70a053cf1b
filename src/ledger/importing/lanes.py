"""What of the rows in flight has to wait for what: rows about one thing keep the order of the file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID

Task = asyncio.Task[None]
Thing = UUID | str
"""What a row is about: a thing by its id, or by a code under which it is to be known."""


class Lanes:
    """Which tasks in flight change a thing, and which only look at it.

    Whoever changes a thing waits for all before it on that thing; whoever looks at it, for the last that changes it.
    """

    def __init__(self) -> None:
        self._changing: dict[Thing, Task] = {}
        self._looking: dict[Thing, set[Task]] = {}

    def before(self, changes: Sequence[Thing], looks_at: Sequence[Thing]) -> set[Task]:
        """The tasks that one which changes and looks at these has to wait for."""
        found = {self._changing[thing] for thing in (*changes, *looks_at) if thing in self._changing}
        return found.union(*(self._looking.get(thing, ()) for thing in changes))

    def enter(self, task: Task, changes: Sequence[Thing], looks_at: Sequence[Thing]) -> None:
        """`task` is in flight from now on, until it is done."""
        for thing in changes:
            self._changing[thing] = task
        for thing in looks_at:
            self._looking.setdefault(thing, set()).add(task)
        task.add_done_callback(lambda done: self._leave(done, changes, looks_at))

    def _leave(self, task: Task, changes: Sequence[Thing], looks_at: Sequence[Thing]) -> None:
        for thing in changes:
            if self._changing.get(thing) is task:
                del self._changing[thing]
        for thing in looks_at:
            looking = self._looking.get(thing, set())
            looking.discard(task)
            if not looking:
                self._looking.pop(thing, None)
