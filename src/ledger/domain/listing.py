"""Listing (名单): a subject entered on a list, under a regime, on a ground, for a term; removed or annulled."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.passing_on import PassedAt, PassedOn, Takeover
from ledger.values.actor import Actor
from ledger.values.labels import named
from ledger.values.personal import Personal


@named("单位 个人")
class SubjectKind(StrEnum):
    """Who can be entered (主体类别): an enterprise or a person."""

    ENTERPRISE = "ENTERPRISE"
    PERSON = "PERSON"


class ListingDecided(DomainEvent):
    """The entry was decided; it runs from `starts_on` up to, not including, `ends_on`."""

    division: str
    department: str
    regime: str
    list_zh: str
    subject_kind: SubjectKind
    subject_name: str
    credit_code: str | None
    identity_number: Personal[str] | None
    subject_key: str | None
    mine: UUID | None
    ground: str
    ground_zh: str
    penalty_reference: str | None
    penalty_decided_by: str | None
    decided_on: date
    starts_on: date
    ends_on: date
    basis_source: str


class ListingRemoved(DomainEvent):
    """The subject was removed from the list before the term ended; it does not count from `removed_on` on."""

    division: str
    removed_on: date
    why: str


class ListingAnnulled(DomainEvent):
    """The entry was annulled: in law it never ran, and the history shows both."""

    division: str
    annulled_on: date
    why: str
    authority: str


class ListingRestored(DomainEvent):
    """The removal or annulment was undone; the entry counts again from `restored_on`."""

    division: str
    restored_on: date
    why: str


class ListingPassedOn(PassedOn):
    """Another body decides about it from a day on: it succeeded the one that entered it."""


class Listing(Aggregate):
    """One entry on one list."""

    zh = "名单记录"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.decided: ListingDecided | None = None
        self.ended: str | None = None
        self.department = ""
        self.passed_on: PassedAt | None = None

    def decide(self, *, by: Actor, at: datetime, needs_penalty_by_decider: bool, **decision: Any) -> None:
        """Decide the entry; where the regime asks for it, on a penalty decision of the same department."""
        if needs_penalty_by_decider and (
            decision["penalty_reference"] is None or decision["penalty_decided_by"] != by.department
        ):
            refuse(
                "PENALTY_BY_DECIDER_MISSING",
                "Who penalised decides: the entry needs a penalty decision of the same department.",
                "谁处罚、谁决定：列入名单须有本部门作出的行政处罚决定。",
                rule="应急管理部令第11号 §§3–4",
                path=("penaltyReference",),
            )
        if decision["starts_on"] < decision["decided_on"]:
            refuse(
                "STARTS_BEFORE_DECISION",
                "An entry does not run before it is decided.",
                "列入起始日不得早于决定日期。",
                rule=OURS,
                path=("startsOn",),
            )
        self.division = decision["division"]
        self.trigger(ListingDecided, by=by, at=at, department=by.department, **decision)

    def remove(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Remove the subject before the term ends; by the deciding department."""
        decided = self._running(by)
        if not decided.starts_on <= on < decided.ends_on:
            refuse(
                "REMOVAL_OUTSIDE_TERM",
                f"The entry runs from {decided.starts_on} to {decided.ends_on}.",
                f"列入期限为 {decided.starts_on} 至 {decided.ends_on}。",
                rule=OURS,
                path=("removedOn",),
            )
        self.trigger(ListingRemoved, by=by, at=at, division=self.division, removed_on=on, why=why)

    def annul(self, on: date, why: str, authority: str, *, by: Actor, at: datetime) -> None:
        """Annul the entry, because its ground or its decision fell."""
        self._running(by)
        self.trigger(
            ListingAnnulled, by=by, at=at, division=self.division, annulled_on=on, why=why, authority=authority
        )

    def restore(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Undo a removal or an annulment."""
        if self.ended is None:
            refuse("LISTING_RUNNING", "The entry was neither removed nor annulled.", "该条目仍然有效。", rule=OURS)
        self._only_decider(by)
        self.trigger(ListingRestored, by=by, at=at, division=self.division, restored_on=on, why=why)

    def pass_on(self, to: Takeover, *, by: Actor, at: datetime) -> None:
        """Record who decides about it from a day on, while it runs."""
        changes = to.department != self.department
        to.must_be_one(at, self.passed_on, stands=self.ended is None, changes=changes)
        self.trigger(ListingPassedOn, by=by, at=at, division=self.division, **to.told(self.department))

    def _running(self, by: Actor) -> ListingDecided:
        decided = self._only_decider(by)
        if self.ended is not None:
            refuse("LISTING_ENDED", f"The entry was {self.ended}.", "该条目已移出或撤销。", rule=OURS)
        return decided

    def _only_decider(self, by: Actor) -> ListingDecided:
        assert self.decided is not None
        if by.department != self.department:
            refuse(
                "NOT_THE_DECIDER",
                f"Only {self.department}, which decided the entry or took over from who did, may do this.",
                f"只有作出列入决定或者承接其职能的{self.department}可以办理。",
                rule="应急管理部令第11号 §4",
            )
        return self.decided

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _decided(self, event: ListingDecided) -> None:
        self.decided, self.division, self.department = event, event.division, event.department

    @when.register
    def _passed_on(self, event: ListingPassedOn) -> None:
        self.department, self.passed_on = event.department, event.after

    @when.register
    def _removed(self, event: ListingRemoved) -> None:
        self.ended = "removed"

    @when.register
    def _annulled(self, event: ListingAnnulled) -> None:
        self.ended = "annulled"

    @when.register
    def _restored(self, event: ListingRestored) -> None:
        self.ended = None
