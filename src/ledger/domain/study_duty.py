"""Study duty (学习任务): a body has to study a topic so many times a year (R-026), and what it studied."""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import study_duty_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor

RULE = "双四政发〔2020〕28号 二(一)1"


class StudyDuty(Aggregate):
    """One duty of one body. What was studied is a fact, within its days or not."""

    zh = "学习任务"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.starts_on: date | None = None
        self.ended_on: date | None = None
        self.sessions: set[UUID] = set()

    def set(
        self, *, division: str, starts_on: date, ends_on: date | None, by: Actor, at: datetime, **what: Any
    ) -> None:
        """Have a body study; `what` are the remaining fields of `StudyDutySet`."""
        if ends_on is not None and ends_on < starts_on:
            refuse(
                "DAYS_OUT_OF_ORDER",
                "It ends before it begins.",
                "截止日早于起始日。",
                rule=OURS,
                path=("endsOn",),
            )
        self.division = division
        days = {"starts_on": starts_on, "ends_on": ends_on}
        self._happen(e.StudyDutySet, by, at, department=by.department, **days, **what)

    def hold(self, on: date, *, by: Actor, at: datetime, **what: Any) -> UUID:
        """Record that the body studied on a day; `what` are the remaining fields of `StudySessionHeld`."""
        session = uuid5(self.id, f"session:{self.version + 1}")
        self._happen(e.StudySessionHeld, by, at, session=session, held_on=on, **what)
        return session

    def retract(self, session: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take back that it studied."""
        if session not in self.sessions:
            refuse(
                "SESSION_UNKNOWN",
                "No such session is on record.",
                "没有该次学习记录。",
                rule=RULE,
                path=("session",),
            )
        self._happen(e.StudySessionRetracted, by, at, session=session, why=why)

    def end(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """End it; what is due on `on` or later is not owed any more."""
        if self.ended_on is not None or (self.starts_on is not None and on < self.starts_on):
            refuse(
                "STUDY_DUTY_NOT_RUNNING",
                "The duty has ended, or began later.",
                "该学习任务已结束，或者开始得更晚。",
                rule=OURS,
                path=("endedOn",),
            )
        self._happen(e.StudyDutyEnded, by, at, ended_on=on, why=why)

    def resume(self, why: str, *, by: Actor, at: datetime) -> None:
        """Undo the end."""
        if self.ended_on is None:
            refuse("STUDY_DUTY_RUNS", "The duty goes on.", "该学习任务未结束。", rule=OURS)
        self._happen(e.StudyDutyResumed, by, at, why=why)

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _set(self, event: e.StudyDutySet) -> None:
        self.division, self.starts_on = event.division, event.starts_on

    @when.register
    def _held(self, event: e.StudySessionHeld) -> None:
        self.sessions.add(event.session)

    @when.register
    def _retracted(self, event: e.StudySessionRetracted) -> None:
        self.sessions.discard(event.session)

    @when.register
    def _ended(self, event: e.StudyDutyEnded) -> None:
        self.ended_on = event.ended_on

    @when.register
    def _resumed(self, event: e.StudyDutyResumed) -> None:
        self.ended_on = None
