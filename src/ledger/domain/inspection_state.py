"""What an inspection is, as its events tell it: the folding of events into the state that its acts are guarded by."""

from __future__ import annotations

from datetime import date
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain import inspection_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.inspection_events import InspectionStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.passing_on import PassedAt
from ledger.values.actor import Actor
from ledger.values.times import local_day

LIVE = frozenset({InspectionStatus.PLANNED, InspectionStatus.DRAWN})
"""The states in which it is nobody's business but that of those who carry it out."""


class InspectionState(Aggregate):
    """The state of one inspection, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = self.before = InspectionStatus.PLANNED
        self.departments: list[str] = []
        self.mine: UUID | None = None
        self.settled_mine: UUID | None = None  # the mine as planned or drawn, whichever was visited
        self.planned: e.InspectionPlanned | None = None
        self.window: tuple[date, date] = (date.min, date.max)
        self.outside_plan = False
        self.pool: e.DrawPoolFixed | None = None
        self.pool_fixed_on: date | None = None
        self.drawn: e.InspectionDrawn | None = None
        self.draws = 0
        self.carried_out: e.InspectionCarriedOut | None = None
        self.items: dict[UUID, e.InspectionItemChecked] = {}
        self.last_item = 0
        self.exams: dict[UUID, e.InspectionExamHeld] = {}
        self.findings: dict[UUID, e.InspectionFindingRecorded] = {}
        self.recorder: Actor | None = None
        self.passed_on: PassedAt | None = None

    @property
    def of_mine(self) -> UUID | None:
        """The mine that it is about, once that is settled."""
        return self.mine

    @property
    def known_to(self) -> frozenset[str] | None:
        """While it is still to come, those who carry it out; None afterwards, and when it was cancelled."""
        return frozenset(self.departments) if self.status in LIVE else None

    @property
    def department(self) -> str:
        """The department that leads it."""
        return self.departments[0]

    def has_number(self, series: UUID, number: int) -> bool:
        """Whether this number of a series stands on its record."""
        done = self.carried_out
        return done is not None and (done.series, done.number) == (series, number)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _planned(self, event: e.InspectionPlanned) -> None:
        self.division, self.mine, self.settled_mine = event.division, event.mine, event.mine
        self.planned, self.departments = event, event.departments
        self.window, self.outside_plan = (event.starts_on, event.ends_on), event.outside_plan

    @when.register
    def _rescheduled(self, event: e.InspectionRescheduled) -> None:
        self.window, self.outside_plan = (event.starts_on, event.ends_on), event.outside_plan

    @when.register
    def _pool(self, event: e.DrawPoolFixed) -> None:
        self.pool, self.pool_fixed_on = event, local_day(event.occurred_at)

    @when.register
    def _drawn(self, event: e.InspectionDrawn) -> None:
        self.status, self.drawn, self.draws = InspectionStatus.DRAWN, event, event.number
        self.mine = self.settled_mine = event.mine

    @when.register
    def _draw_voided(self, event: e.InspectionDrawVoided) -> None:
        self.status, self.pool, self.pool_fixed_on, self.drawn = InspectionStatus.PLANNED, None, None, None
        self.mine = self.settled_mine = event.mine

    @when.register
    def _cancelled(self, event: e.InspectionCancelled) -> None:
        self.status = InspectionStatus.CANCELLED

    @when.register
    def _reinstated(self, event: e.InspectionReinstated) -> None:
        self.status = InspectionStatus.PLANNED if self.drawn is None else InspectionStatus.DRAWN

    @when.register
    def _carried_out(self, event: e.InspectionCarriedOut) -> None:
        self.before, self.status = self.status, InspectionStatus.CARRIED_OUT
        self.carried_out, self.mine, self.recorder = event, event.mine, event.actor

    @when.register
    def _took_part(self, event: e.InspectionOfficerTookPart) -> None:
        """Who took part is known from the record of the whole."""

    @when.register
    def _retracted(self, event: e.InspectionRecordRetracted) -> None:
        self.status = self.before
        self.mine, self.carried_out, self.recorder = event.mine, None, None
        self.items, self.exams, self.findings, self.last_item = {}, {}, {}, 0

    @when.register
    def _item(self, event: e.InspectionItemChecked) -> None:
        self.items[event.entry], self.last_item = event, event.number

    @when.register
    def _exam(self, event: e.InspectionExamHeld) -> None:
        self.exams[event.entry] = event

    @when.register
    def _finding(self, event: e.InspectionFindingRecorded) -> None:
        self.findings[event.entry] = event

    @when.register
    def _struck(self, event: e.InspectionEntryStruck) -> None:
        for entries in (self.items, self.exams, self.findings):
            entries.pop(event.entry, None)

    @when.register
    def _published(self, event: e.InspectionPublished) -> None:
        self.status = InspectionStatus.PUBLISHED

    @when.register
    def _publication_withdrawn(self, event: e.InspectionPublicationWithdrawn) -> None:
        self.status = InspectionStatus.CARRIED_OUT

    @when.register
    def _passed_on(self, event: e.InspectionPassedOn) -> None:
        others = [d for d in self.departments[1:] if d != event.department]
        self.departments, self.passed_on = [event.department, *others], event.after

    @when.register
    def _flagged(self, event: ProcedureDefectFlagged) -> None:
        """A flag is for readers."""
