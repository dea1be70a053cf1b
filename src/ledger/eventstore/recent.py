"""The last events this process has appended: who follows the record here need not read them back and parse them."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from ledger.eventstore.envelope import RecordedEvent
from ledger.eventstore.submission import EventToAppend, Outcome, Submission, Verdict

MAX_EVENTS, MAX_BYTES = 2048, 8 * 1024 * 1024


class Recent:
    """Events at consecutive positions up to the last one appended here, so many and no more.

    Where another process has appended in between, only what came after is kept: nothing is ever skipped.
    """

    def __init__(self) -> None:
        self._events: deque[RecordedEvent] = deque()
        self._bytes = 0
        self.head = 0
        """The last position that was heard of, here or from another process."""

    @property
    def last(self) -> RecordedEvent | None:
        """The last event appended here."""
        return self._events[-1] if self._events else None

    def hear(self, position: int) -> bool:
        """The log reaches `position` at least; whether that is news."""
        if position <= self.head:
            return False
        self.head = position
        return True

    def note(self, submissions: Sequence[Submission], outcomes: Sequence[Outcome]) -> int:
        """Keep what was accepted; the last position of it, 0 when nothing was."""
        reached = 0
        for submission, outcome in zip(submissions, outcomes, strict=True):
            if outcome.verdict is not Verdict.ACCEPTED or outcome.first is None or outcome.recorded_at is None:
                continue
            if self._events and self._events[-1].position + 1 != outcome.first:
                self._events.clear()
                self._bytes = 0
            for position, event in enumerate(submission.events, outcome.first):
                self._events.append(_recorded(position, outcome.recorded_at, event))
                self._bytes += len(event.body)
                reached = position
        self.hear(reached)
        while len(self._events) > MAX_EVENTS or self._bytes > MAX_BYTES:
            self._bytes -= len(self._events.popleft().stored)
        return reached

    def after(self, position: int, limit: int) -> list[RecordedEvent]:
        """Up to `limit` events directly above `position`; none when they are not kept, or not there yet."""
        if not self._events:
            return []
        skipped = position + 1 - self._events[0].position
        if skipped < 0:
            return []
        # Who follows stands near the end, and from there it is a short way back.
        newest = list(islice(reversed(self._events), max(len(self._events) - skipped, 0)))
        return newest[::-1][:limit]


def _recorded(position: int, recorded_at: datetime, event: EventToAppend) -> RecordedEvent:
    recorded = RecordedEvent(position, recorded_at, event.body)
    # What the bytes say is known already: the cached properties are filled, as a reading would fill them.
    if event.envelope is not None and event.event is not None:
        recorded.__dict__.update(envelope=event.envelope, event=event.event)
    return recorded
