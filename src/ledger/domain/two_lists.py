"""The two lists (两个清单): problems and hazards, institutional measures; each item with unit, person and limit."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import refuse
from ledger.domain.passing_on import PassedAt, PassedOn, Takeover
from ledger.values.actor import Actor
from ledger.values.labels import named, zh

RULE = "双四政发〔2020〕28号 四(二)"


@named("问题隐患清单 制度措施清单")
class ListKind(StrEnum):
    """Which of the two lists (两个清单)."""

    PROBLEMS = "PROBLEMS"
    MEASURES = "MEASURES"


@named("整改中 已整改 已确认 已移出")
class ListItemStatus(StrEnum):
    """Where an item of a list stands (条目状态)."""

    OPEN = "OPEN"
    RECTIFIED = "RECTIFIED"
    CONFIRMED = "CONFIRMED"
    WITHDRAWN = "WITHDRAWN"


class ListItemEntered(DomainEvent):
    """An item was put on a list, with the three things the notice asks for."""

    division: str
    department: str
    kind: ListKind
    text: str
    unit: str
    person: str
    time_limit: date
    plan: UUID | None
    mine: UUID | None


class ListItemUpdated(DomainEvent):
    """The list was brought up to date (动态更新): who rectifies, who answers for it, by when."""

    unit: str
    person: str
    time_limit: date
    why: str


class ListItemRectified(DomainEvent):
    """The department says that it is rectified."""

    rectified_on: date
    account: str


class ListItemConfirmed(DomainEvent):
    """Somebody else confirmed it."""

    confirmed_on: date


class ListItemReopened(DomainEvent):
    """It is not rectified after all."""

    why: str


class ListItemWithdrawn(DomainEvent):
    """It stands on the list no longer; it stays readable."""

    why: str


class ListItemReinstated(DomainEvent):
    """The withdrawal was taken back."""

    why: str


class ListItemPassedOn(PassedOn):
    """Another body keeps it, or rectifies it, from a day on."""

    unit: str
    former_unit: str


class ListItem(Aggregate):
    """One item of one of the two lists."""

    zh = "清单事项"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = ListItemStatus.OPEN
        self.rectifier: Actor | None = None
        self.terms: tuple[str, str, date] | None = None
        self.department = ""
        self.passed_on: PassedAt | None = None

    def enter(self, *, division: str, by: Actor, at: datetime, **what: Any) -> None:
        """Put it on its list; `what` are the remaining fields of `ListItemEntered`. The limit may have passed."""
        self.division = division
        self.trigger(ListItemEntered, by=by, at=at, division=division, department=by.department, **what)

    def update(self, unit: str, person: str, time_limit: date, why: str, *, by: Actor, at: datetime) -> None:
        """Change who rectifies, who answers for it or by when."""
        self._needs(ListItemStatus.OPEN)
        if self.terms == (unit, person, time_limit):
            return
        self.trigger(ListItemUpdated, by=by, at=at, unit=unit, person=person, time_limit=time_limit, why=why)

    def rectify(self, on: date, account: str, *, by: Actor, at: datetime) -> None:
        """Say that it is rectified, late or not."""
        self._needs(ListItemStatus.OPEN)
        self.trigger(ListItemRectified, by=by, at=at, rectified_on=on, account=account)

    def confirm(self, on: date, *, by: Actor, at: datetime) -> None:
        """Confirm it; not in the capacity that said so."""
        self._needs(ListItemStatus.RECTIFIED)
        if self.rectifier is not None and by.same_capacity(self.rectifier):
            refuse("OWN_WORK", "Nobody confirms their own work.", "不得确认本人办理的整改。", rule="台账原则 6")
        self.trigger(ListItemConfirmed, by=by, at=at, confirmed_on=on)

    def reopen(self, why: str, *, by: Actor, at: datetime) -> None:
        """Have it rectified again."""
        self._needs(ListItemStatus.RECTIFIED, ListItemStatus.CONFIRMED)
        self.trigger(ListItemReopened, by=by, at=at, why=why)

    def withdraw(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take it off its list."""
        self._needs(ListItemStatus.OPEN)
        self.trigger(ListItemWithdrawn, by=by, at=at, why=why)

    def reinstate(self, why: str, *, by: Actor, at: datetime) -> None:
        """Put it back on its list."""
        self._needs(ListItemStatus.WITHDRAWN)
        self.trigger(ListItemReinstated, by=by, at=at, why=why)

    def pass_on(self, to: Takeover, unit: str, *, by: Actor, at: datetime) -> None:
        """Record who keeps it and who rectifies it from a day on; what is confirmed or withdrawn stays as it is."""
        assert self.terms is not None
        former = self.terms[0]
        stands = self.status in {ListItemStatus.OPEN, ListItemStatus.RECTIFIED}
        changes = (to.department, unit) != (self.department, former)
        to.must_be_one(at, self.passed_on, stands=stands, changes=changes)
        self.trigger(
            ListItemPassedOn, by=by, at=at, division=self.division, unit=unit, former_unit=former,
            **to.told(self.department),
        )  # fmt: skip

    def _needs(self, *states: ListItemStatus) -> None:
        if self.status not in states:
            refuse(
                "LIST_ITEM_NOT_IN_STATE",
                f"The item is {self.status}; this needs {' or '.join(sorted(states))}.",
                f"清单事项当前状态为“{zh(self.status)}”，不能办理。",
                rule=RULE,
            )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _entered(self, event: ListItemEntered) -> None:
        self.division, self.terms = event.division, (event.unit, event.person, event.time_limit)
        self.department = event.department

    @when.register
    def _passed_on(self, event: ListItemPassedOn) -> None:
        assert self.terms is not None
        self.department, self.terms = event.department, (event.unit, *self.terms[1:])
        self.passed_on = event.after

    @when.register
    def _updated(self, event: ListItemUpdated) -> None:
        self.terms = (event.unit, event.person, event.time_limit)

    @when.register
    def _rectified(self, event: ListItemRectified) -> None:
        self.status, self.rectifier = ListItemStatus.RECTIFIED, event.actor

    @when.register
    def _confirmed(self, event: ListItemConfirmed) -> None:
        self.status = ListItemStatus.CONFIRMED

    @when.register
    def _reopened(self, event: ListItemReopened) -> None:
        self.status, self.rectifier = ListItemStatus.OPEN, None

    @when.register
    def _withdrawn(self, event: ListItemWithdrawn) -> None:
        self.status = ListItemStatus.WITHDRAWN

    @when.register
    def _reinstated(self, event: ListItemReinstated) -> None:
        self.status = ListItemStatus.OPEN
