"""Regular duty (定期履职): what the notice asks for regularly gets an interval by a body's own paper, and is done.

The notice says 定期 and no day: without such a paper nothing is owed, and with one it is owed by the paper alone.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import regular_duty_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor


class RegularDuty(Aggregate):
    """One requirement on one body or mine. What was done is a fact, within its days or not."""

    zh = "定期履职要求"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID | None = None
        self.starts_on = date.min
        self.ended_on: date | None = None
        self.records: set[UUID] = set()

    @property
    def of_mine(self) -> UUID | None:
        """The mine that owes it, where one does."""
        return self.mine

    def set(
        self, *, division: str, mine: UUID | None, starts_on: date, ends_on: date | None, by: Actor, at: datetime,
        **what: Any,
    ) -> None:  # fmt: skip
        """Have it done so often; `what` are the remaining fields of `RegularDutySet`."""
        if ends_on is not None and ends_on < starts_on:
            refuse(
                "DAYS_OUT_OF_ORDER", "It ends before it begins.", "截止日早于起始日。", rule=OURS, path=("endsOn",)
            )  # fmt: skip
        self.division, self.mine = division, mine
        days = {"starts_on": starts_on, "ends_on": ends_on}
        self._happen(e.RegularDutySet, by, at, department=by.department, **days, **what)

    def do(self, on: date, account: str, *, by: Actor, at: datetime) -> UUID:
        """Record that it was done on a day."""
        record = uuid5(self.id, f"record:{self.version + 1}")
        self._happen(e.RegularDutyDone, by, at, record=record, done_on=on, account=account)
        return record

    def retract(self, record: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take back that it was done."""
        if record not in self.records:
            refuse("RECORD_UNKNOWN", "No such record.", "没有该次履职记录。", rule=OURS, path=("record",))
        self._happen(e.RegularDutyRetracted, by, at, record=record, why=why)

    def end(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Ask for it no more; what is due on `on` or later is not owed."""
        if self.ended_on is not None or on < self.starts_on:
            refuse(
                "REGULAR_DUTY_NOT_RUNNING",
                "It has ended, or began later.",
                "该定期履职要求已结束，或者开始得更晚。",
                rule=OURS,
                path=("endedOn",),
            )
        self._happen(e.RegularDutyEnded, by, at, ended_on=on, why=why)

    def resume(self, why: str, *, by: Actor, at: datetime) -> None:
        """Undo the end."""
        if self.ended_on is None:
            refuse("REGULAR_DUTY_RUNS", "It goes on.", "该定期履职要求未结束。", rule=OURS)
        self._happen(e.RegularDutyResumed, by, at, why=why)

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, mine=self.mine, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _set(self, event: e.RegularDutySet) -> None:
        self.division, self.mine, self.starts_on = event.division, event.mine, event.starts_on

    @when.register
    def _done(self, event: e.RegularDutyDone) -> None:
        self.records = {*self.records, event.record}

    @when.register
    def _retracted(self, event: e.RegularDutyRetracted) -> None:
        self.records = self.records - {event.record}

    @when.register
    def _ended(self, event: e.RegularDutyEnded) -> None:
        self.ended_on = event.ended_on

    @when.register
    def _resumed(self, event: e.RegularDutyResumed) -> None:
        self.ended_on = None
