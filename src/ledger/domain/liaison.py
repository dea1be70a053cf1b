"""Liaison duty (联系指导、分片包保): a leader's post answers for a mine or an area (片) for a period (R-122, R-304).

The duty is the post's: who held the post on a day was the one who owed it.
"""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.post import Post
from ledger.values.actor import Actor
from ledger.values.errors import InvalidInput


class LiaisonEvent(DomainEvent):
    """An event of a liaison duty; `mine` is null where it is about an area."""

    division: str
    mine: UUID | None


class LiaisonAssigned(LiaisonEvent):
    """A post was made to answer for a mine or an area."""

    post: UUID
    department: str
    title: str
    area: str | None
    scope: str
    visits_a_quarter: int | None
    effective_on: date
    basis: str


class LiaisonEnded(LiaisonEvent):
    """The duty ended; `effective_on` is the first day without it."""

    effective_on: date
    why: str


class LiaisonResumed(LiaisonEvent):
    """An end was entered wrongly, or the duty goes on: it never ended."""

    why: str


class LiaisonVisitMade(LiaisonEvent):
    """Who answers for it was there (帮扶指导, R-123); a letter that followed is `order` (R-124)."""

    visit: UUID
    visited_on: date
    visitor: str
    account: str
    order: UUID | None


class LiaisonVisitRetracted(LiaisonEvent):
    """That somebody was there was entered wrongly."""

    visit: UUID
    why: str


class LiaisonDuty(Aggregate):
    """One duty of one post. A visit is a fact, within its days or not."""

    zh = "包保联系责任"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID | None = None
        self.since: date | None = None
        self.ended_on: date | None = None
        self.visits: set[UUID] = set()

    @property
    def of_mine(self) -> UUID | None:
        """The mine that is answered for; None where it is an area."""
        return self.mine

    def assign(
        self,
        post: Post,
        mine: UUID | None,
        area: str | None,
        scope: str,
        on: date,
        basis: str,
        *,
        visits_a_quarter: int | None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Make the holder of `post`, whoever it is, answer for a mine or an area from `on`."""
        if (mine is None) == (area is None):
            raise InvalidInput(
                "LIAISON_OBJECT_MISSING",
                "It is about a mine or about an area: name one of them.",
                "联系指导对象为煤矿或片区，须指明其中之一。",
                path=("mine",),
            )
        assert post.division is not None
        self.trigger(
            LiaisonAssigned,
            by=by,
            at=at,
            division=post.division,
            mine=mine,
            post=post.id,
            department=post.body_name,
            title=post.title,
            area=area,
            scope=scope,
            visits_a_quarter=visits_a_quarter,
            effective_on=on,
            basis=basis,
        )

    def end(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """End it."""
        assert self.since is not None
        if self.ended_on is not None or on < self.since:
            refuse(
                "LIAISON_NOT_RUNNING",
                "The duty has ended, or began later.",
                "该联系指导职责已结束，或开始得更晚。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(LiaisonEnded, by, at, effective_on=on, why=why)

    def resume(self, why: str, *, by: Actor, at: datetime) -> None:
        """Undo the end."""
        if self.ended_on is None:
            refuse("LIAISON_RUNS", "The duty goes on.", "该联系指导职责未结束。", rule=OURS)
        self._happen(LiaisonResumed, by, at, why=why)

    def visit(self, on: date, visitor: str, account: str, order: UUID | None, *, by: Actor, at: datetime) -> UUID:
        """Record a visit; its number."""
        visit = uuid5(self.id, f"visit:{self.version + 1}")
        told = {"visited_on": on, "visitor": visitor, "account": account, "order": order}
        self._happen(LiaisonVisitMade, by, at, visit=visit, **told)
        return visit

    def retract_visit(self, visit: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take a visit back."""
        if visit not in self.visits:
            refuse(
                "VISIT_UNKNOWN",
                "No such visit is on record.",
                "没有该次联系指导记录。",
                rule="双四政发〔2020〕28号 二(四)4",
                path=("visit",),
            )
        self._happen(LiaisonVisitRetracted, by, at, visit=visit, why=why)

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, mine=self.mine, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _assigned(self, event: LiaisonAssigned) -> None:
        self.division, self.mine, self.since = event.division, event.mine, event.effective_on

    @when.register
    def _ended(self, event: LiaisonEnded) -> None:
        self.ended_on = event.effective_on

    @when.register
    def _resumed(self, event: LiaisonResumed) -> None:
        self.ended_on = None

    @when.register
    def _visited(self, event: LiaisonVisitMade) -> None:
        self.visits.add(event.visit)

    @when.register
    def _visit_retracted(self, event: LiaisonVisitRetracted) -> None:
        self.visits.discard(event.visit)
