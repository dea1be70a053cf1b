"""Instrument (依据文件): a law, rule, standard or notice that duties rest on, and how it stands on which day.

The register (R-003 to R-005, R-047), the watch-list of what is being made or revised (R-048) and the review of
normative documents (R-054) are one list: what changed when, who looked last, and which task makes it known (R-049).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import instrument_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.instrument_events import InstrumentKind, InstrumentStatus, ReviewOutcome
from ledger.domain.timeline import Period, Timeline, placed, taken_out
from ledger.values.actor import Actor


class Instrument(Aggregate):
    """One instrument. How it stands is a fact, whenever it is learned."""

    zh = "依据文件"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.title = ""
        self.told: tuple[str, InstrumentKind, str] | None = None
        self.watched = False
        self.states: Timeline[InstrumentStatus] = Timeline()
        self.first: UUID | None = None
        self.tasks: list[UUID] = []

    def register(self, *, division: str, by: Actor, at: datetime, **what: Any) -> None:
        """Enter it; `what` are the remaining fields of `InstrumentRegistered`."""
        self.division = division
        self._happen(e.InstrumentRegistered, by, at, department=by.department, change=self._new("state"), **what)

    def correct(self, title: str, kind: InstrumentKind, issuer: str, why: str, *, by: Actor, at: datetime) -> None:
        """Put its title, kind or issuer right."""
        if (title, kind, issuer) == self.told:
            _unchanged()
        self._happen(e.InstrumentCorrected, by, at, title=title, kind=kind, issuer=issuer, why=why)

    def change(
        self, status: InstrumentStatus, document_no: str | None, summary: str, on: date, *, by: Actor, at: datetime
    ) -> None:
        """Record that it stands otherwise from `on`: made, revised under another number, repealed."""
        period = Period(self._new("state"), status, on)
        place, after = placed(self.states, period), self.states.copy()
        after.put(period)
        self._happen(
            e.InstrumentChanged, by, at, change=period.id, status=status, document_no=document_no, summary=summary,
            effective_on=on, ended_on=place.ended_on, moved=place.moved, **_current(after),
        )  # fmt: skip

    def retract_change(self, change: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take a change back; what it was entered with stays, and is corrected by a change of the same day."""
        if change == self.first or self.states.find(change) is None:
            refuse(
                "CHANGE_UNKNOWN",
                "There is no such change of it.",
                "该文件没有此项变更记录。",
                rule=OURS,
                path=("change",),
            )
        moved, after = taken_out(self.states, change), self.states.copy()
        after.drop(change)
        self._happen(e.InstrumentChangeRetracted, by, at, change=change, why=why, moved=moved, **_current(after))

    def watch(self, watched: bool, why: str, *, by: Actor, at: datetime) -> None:
        """Put it on the watch-list, or take it off."""
        if watched is self.watched:
            _unchanged()
        self._happen(e.InstrumentWatchSet, by, at, watched=watched, why=why)

    def check(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Record that somebody looked where it stands."""
        self._happen(e.InstrumentChecked, by, at, checked_on=on, finding=finding)

    def review(self, outcome: ReviewOutcome, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record what came of reviewing it."""
        self._happen(e.InstrumentReviewed, by, at, outcome=outcome, reviewed_on=on, why=why)

    def link_task(self, task: UUID, *, by: Actor, at: datetime) -> None:
        """Record that a task makes it known or carries it out."""
        if task in self.tasks:
            _unchanged(("task",))
        self._happen(e.InstrumentTaskLinked, by, at, task=task)

    def unlink_task(self, task: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take that back."""
        if task not in self.tasks:
            refuse("TASK_NOT_LINKED", "It is not linked.", "该任务未与文件关联。", rule=OURS, path=("task",))
        self._happen(e.InstrumentTaskUnlinked, by, at, task=task, why=why)

    def _new(self, kind: str) -> UUID:
        return uuid5(self.id, f"{kind}:{self.version + 1}")

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _registered(self, event: e.InstrumentRegistered) -> None:
        self.division, self.title, self.watched = event.division, event.title, event.watched
        self.told, self.first = (event.title, event.kind, event.issuer), event.change
        self.states.put(Period(event.change, event.status, event.effective_on))

    @when.register
    def _corrected(self, event: e.InstrumentCorrected) -> None:
        self.title, self.told = event.title, (event.title, event.kind, event.issuer)

    @when.register
    def _changed(self, event: e.InstrumentChanged) -> None:
        self.states.put(Period(event.change, event.status, event.effective_on))

    @when.register
    def _change_retracted(self, event: e.InstrumentChangeRetracted) -> None:
        self.states.drop(event.change)

    @when.register
    def _watch_set(self, event: e.InstrumentWatchSet) -> None:
        self.watched = event.watched

    @when.register(e.InstrumentChecked)
    @when.register(e.InstrumentReviewed)
    def _noted(self, event: e.InstrumentChecked | e.InstrumentReviewed) -> None:
        """What was found is for readers."""

    @when.register
    def _linked(self, event: e.InstrumentTaskLinked) -> None:
        self.tasks.append(event.task)

    @when.register
    def _unlinked(self, event: e.InstrumentTaskUnlinked) -> None:
        self.tasks.remove(event.task)


def _current(states: Timeline[InstrumentStatus]) -> dict[str, Any]:
    last = states.periods[-1]
    return {"current": last.value, "current_since": last.starts}


def _unchanged(path: tuple[str, ...] = ()) -> None:
    refuse("ALREADY_SO", "It is so already.", "内容没有变化。", rule=OURS, path=path)
