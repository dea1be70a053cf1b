"""Leading group (领导小组): who leads and who belongs to it, and where its office (办公室) sits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor
from ledger.values.labels import named


@named("组长 副组长 成员")
class GroupRole(StrEnum):
    """What a member is in the leading group (小组职务)."""

    CHAIR = "CHAIR"
    DEPUTY_CHAIR = "DEPUTY_CHAIR"
    MEMBER = "MEMBER"


class GroupEvent(DomainEvent):
    """An event of a leading group."""

    division: str


class LeadingGroupEstablished(GroupEvent):
    """A group was set up."""

    name: str
    established_by: str
    duties: list[str]
    effective_on: date
    basis: str


class GroupMemberNamed(GroupEvent):
    """Somebody belongs to it from a day on, by the post they hold; the name is known where it was given."""

    membership: UUID
    role: GroupRole
    department: str
    title: str
    holder: str | None
    effective_on: date


class GroupMemberReleased(GroupEvent):
    """A member no longer belongs to it; `effective_on` is the first day without."""

    membership: UUID
    effective_on: date
    why: str


class SeveralChairsFlagged(GroupEvent):
    """Several lead it at once: the papers stand, and so does the overlap."""

    memberships: list[UUID]
    rule: str
    description: str
    description_zh: str


class GroupOfficeSet(GroupEvent):
    """Its office sits in a department from a day on; what the office has to do is said once, here."""

    office: str
    department: str
    director: str
    duties: list[str]
    effective_on: date


class LeadingGroupDissolved(GroupEvent):
    """The group was dissolved; `effective_on` is the first day without it."""

    effective_on: date
    why: str


class LeadingGroupRestored(GroupEvent):
    """A dissolution was undone."""

    why: str


class LeadingGroup(Aggregate):
    """One group."""

    zh = "领导小组"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.name = ""
        self.office: str | None = None
        self.members: dict[UUID, GroupMemberNamed] = {}
        self.dissolved_on: date | None = None

    def establish(
        self,
        division: str,
        name: str,
        established_by: str,
        duties: Sequence[str],
        on: date,
        basis: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Set it up."""
        self.division = division
        self._happen(
            LeadingGroupEstablished,
            by,
            at,
            name=name,
            established_by=established_by,
            duties=list(duties),
            effective_on=on,
            basis=basis,
        )

    def name_member(
        self, role: GroupRole, department: str, title: str, holder: str | None, on: date, *, by: Actor, at: datetime
    ) -> None:
        """Record that whoever holds a post of a department belongs to it from `on`; a second chair is flagged."""
        membership = uuid5(self.id, f"member:{self.version + 1}")
        chairs = [m for m in self.members.values() if m.role is role is GroupRole.CHAIR]
        self._happen(
            GroupMemberNamed,
            by,
            at,
            membership=membership,
            role=role,
            department=department,
            title=title,
            holder=holder,
            effective_on=on,
        )
        if chairs:
            self._happen(
                SeveralChairsFlagged,
                by,
                at,
                memberships=[*(chair.membership for chair in chairs), membership],
                rule=OURS,
                description="The group has several chairs at once.",
                description_zh="领导小组同时有多名组长。",
            )

    def release_member(self, membership: UUID, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a member no longer belongs to it."""
        named = self.members.get(membership)
        if named is None or on < named.effective_on:
            refuse(
                "MEMBER_UNKNOWN",
                "There is no such member, or they belong to it from a later day on.",
                "没有此成员，或其任职得更晚。",
                rule=OURS,
                path=("membership",),
            )
        self._happen(GroupMemberReleased, by, at, membership=membership, effective_on=on, why=why)

    def set_office(
        self, office: str, department: str, director: str, duties: Sequence[str], on: date, *, by: Actor, at: datetime
    ) -> None:
        """Say where its office sits, who leads that, and what it has to do."""
        self._happen(
            GroupOfficeSet,
            by,
            at,
            office=office,
            department=department,
            director=director,
            duties=list(duties),
            effective_on=on,
        )

    def dissolve(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that it was dissolved."""
        if self.dissolved_on is not None:
            refuse("ALREADY_SO", "It is dissolved already.", "该领导小组已撤销。", rule=OURS)
        self._happen(LeadingGroupDissolved, by, at, effective_on=on, why=why)

    def restore(self, why: str, *, by: Actor, at: datetime) -> None:
        """Undo a dissolution."""
        if self.dissolved_on is None:
            refuse("GROUP_STANDS", "It is not dissolved.", "该领导小组未撤销。", rule=OURS)
        self._happen(LeadingGroupRestored, by, at, why=why)

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _established(self, event: LeadingGroupEstablished) -> None:
        self.division, self.name = event.division, event.name

    @when.register
    def _named(self, event: GroupMemberNamed) -> None:
        self.members[event.membership] = event

    @when.register
    def _released(self, event: GroupMemberReleased) -> None:
        self.members.pop(event.membership, None)

    @when.register
    def _flagged(self, event: SeveralChairsFlagged) -> None:
        """A flag is for readers."""

    @when.register
    def _office(self, event: GroupOfficeSet) -> None:
        self.office = event.office

    @when.register
    def _dissolved(self, event: LeadingGroupDissolved) -> None:
        self.dissolved_on = event.effective_on

    @when.register
    def _restored(self, event: LeadingGroupRestored) -> None:
        self.dissolved_on = None
