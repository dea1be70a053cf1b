"""Resolution of open departments (责任单位明确): a text says 等 or 各有关部门, and the office decides who is meant.

From the day of the text until the decision the office is late (R-046, R-050): the first event starts that clock, the
second stops it, and an annulled decision starts it again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import singledispatchmethod
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor

NAMESPACE = UUID("a3b6c1de-71f4-5f0c-9d6c-2a9a8a5d7e10")


def resolution_id(division: str, document: str, passage: str) -> UUID:
    """The stream of one passage of one document."""
    return uuid5(NAMESPACE, f"{division}:{document}:{passage}")


class ResolutionEvent(DomainEvent):
    """An event about an open passage."""

    division: str


class DepartmentsLeftOpen(ResolutionEvent):
    """A passage names departments and leaves others open; the office owes a decision since that day."""

    document: str
    passage: str
    text: str
    named: list[str]
    open_since: date


class DepartmentsResolved(ResolutionEvent):
    """The office decided which departments the passage means; a later decision replaces an earlier one."""

    document: str
    passage: str
    departments: list[str]
    decided_on: date
    basis: str


class ResolutionAnnulled(ResolutionEvent):
    """A decision fell: the passage is open again."""

    document: str
    passage: str
    annulled_on: date
    why: str


class DepartmentResolution(Aggregate):
    """One open passage and what was decided about it."""

    zh = "责任机构认定"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.document = ""
        self.passage = ""
        self.named: list[str] = []
        self.departments: list[str] | None = None

    def leave_open(
        self,
        division: str,
        document: str,
        passage: str,
        text: str,
        named: Sequence[str],
        since: date,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Note that a passage leaves departments open."""
        if self.version:
            refuse("ALREADY_SO", "This passage is noted already.", "该处已登记。", rule=OURS, path=("passage",))
        self.trigger(
            DepartmentsLeftOpen,
            by=by,
            at=at,
            division=division,
            document=document,
            passage=passage,
            text=text,
            named=list(named),
            open_since=since,
        )

    def resolve(self, departments: Sequence[str], on: date, basis: str, *, by: Actor, at: datetime) -> None:
        """Decide which departments are meant; those that the text names are always among them."""
        meant = list(dict.fromkeys([*self.named, *departments]))
        if meant == self.departments:
            refuse("ALREADY_SO", "This is what was decided.", "内容没有变化。", rule=OURS, path=("departments",))
        self.trigger(
            DepartmentsResolved,
            by=by,
            at=at,
            division=self.division,
            document=self.document,
            passage=self.passage,
            departments=meant,
            decided_on=on,
            basis=basis,
        )

    def annul(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Undo the decision."""
        if self.departments is None:
            refuse("NOT_RESOLVED", "Nothing is decided about it.", "该处尚未明确责任单位。", rule=OURS)
        self.trigger(
            ResolutionAnnulled,
            by=by,
            at=at,
            division=self.division,
            document=self.document,
            passage=self.passage,
            annulled_on=on,
            why=why,
        )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _open(self, event: DepartmentsLeftOpen) -> None:
        self.division, self.document, self.passage = event.division, event.document, event.passage
        self.named = event.named

    @when.register
    def _resolved(self, event: DepartmentsResolved) -> None:
        self.departments = event.departments

    @when.register
    def _annulled(self, event: ResolutionAnnulled) -> None:
        self.departments = None
