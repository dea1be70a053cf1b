"""What a project is, as its events tell it: the state that its acts are guarded by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import singledispatchmethod
from uuid import UUID

from ledger.domain import project_events as e
from ledger.domain.event import DomainEvent
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.mine_matter import MineMatter
from ledger.domain.project_events import ApprovalKind, ProjectStatus


@dataclass(frozen=True)
class Approval:
    """A granted approval: in force from `granted_on` up to, not including, `ends_on`."""

    id: UUID
    granted_on: date
    ends_on: date | None

    def in_force(self, day: date) -> bool:
        """Whether it is in force on `day`."""
        return self.granted_on <= day and (self.ends_on is None or day < self.ends_on)


class ProjectState(MineMatter):
    """The state of one project, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = ProjectStatus.APPLIED
        self.before_stop = ProjectStatus.BUILDING
        self.before_cancelling = ProjectStatus.APPLIED
        self.kind = e.ProjectKind.NEW
        self.mechanised = False
        self.approvals: dict[ApprovalKind, list[Approval]] = {}
        self.begun_on: date | None = None
        self.capacity: Decimal | None = None
        self.applied_on = date.min
        self.stepped_on = date.min  # day of the last step of building: what ends or goes on is not dated before it
        self.trial_begun_on: date | None = None
        self.trial_ends_on: date | None = None
        self.facilities_accepted: e.SafetyFacilitiesAccepted | None = None
        self.accepted_on: date | None = None
        self.deviations: dict[UUID, date] = {}
        self.cancelled = False

    @property
    def first_day(self) -> date:
        """The day it was applied for, or building began without that."""
        return self.applied_on if self.begun_on is None else min(self.begun_on, self.applied_on)

    def approval_on(self, kind: ApprovalKind, day: date) -> Approval | None:
        """The approval of a kind that is in force on a day."""
        return next((a for a in self.approvals.get(kind, ()) if a.in_force(day)), None)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _applied(self, event: e.ProjectApplied) -> None:
        self.mine, self.division, self.applied_on = event.mine, event.division, event.applied_on
        self.kind, self.mechanised, self.capacity = event.kind, event.mechanised, event.capacity

    @when.register
    def _revised(self, event: e.ProjectRevised) -> None:
        self.mechanised, self.capacity = event.mechanised, event.capacity

    @when.register
    def _granted(self, event: e.ProjectApprovalGranted) -> None:
        granted = Approval(event.approval, event.granted_on, event.ends_on)
        self.approvals = self.approvals | {event.kind: [*self.approvals.get(event.kind, ()), granted]}

    @when.register
    def _expired(self, event: e.ProjectApprovalExpired) -> None:
        self._end(event.kind, event.approval, event.expired_on)

    @when.register
    def _revoked(self, event: e.ProjectApprovalRevoked) -> None:
        self._end(event.kind, event.approval, event.revoked_on)

    def _end(self, kind: ApprovalKind, id: UUID, on: date) -> None:
        ended = [replace(a, ends_on=on) if a.id == id else a for a in self.approvals.get(kind, ())]
        self.approvals = self.approvals | {kind: ended}

    @when.register
    def _begun(self, event: e.ConstructionBegun) -> None:
        self.status, self.begun_on = ProjectStatus.BUILDING, self.begun_on or event.begun_on
        self.stepped_on = event.begun_on

    @when.register
    def _stopped(self, event: e.ConstructionStopped) -> None:
        self.before_stop, self.status, self.stepped_on = self.status, ProjectStatus.STOPPED, event.stopped_on

    @when.register
    def _resumed(self, event: e.ConstructionResumed) -> None:
        self.status, self.stepped_on = event.resumed, event.resumed_on

    @when.register
    def _deviated(self, event: e.DesignDeviationFound) -> None:
        self.deviations = self.deviations | {event.deviation: event.found_on}

    @when.register
    def _remedied(self, event: e.DesignDeviationRemedied) -> None:
        self.deviations = {id: on for id, on in self.deviations.items() if id != event.deviation}

    @when.register
    def _on_trial(self, event: e.TrialRunBegun) -> None:
        self.status, self.trial_begun_on = ProjectStatus.TRIAL_RUN, event.begun_on
        self.trial_ends_on, self.stepped_on = event.ends_on, event.begun_on

    @when.register
    def _trial_extended(self, event: e.TrialRunExtended) -> None:
        self.trial_ends_on = event.ends_on

    @when.register
    def _facilities_accepted(self, event: e.SafetyFacilitiesAccepted) -> None:
        self.facilities_accepted = event

    @when.register
    def _accepted(self, event: e.ProjectAccepted) -> None:
        self.accepted_on = event.accepted_on
        if self.status is not ProjectStatus.IN_USE:
            self.status = ProjectStatus.ACCEPTED

    @when.register
    def _acceptance_revoked(self, event: e.ProjectAcceptanceRevoked) -> None:
        self.accepted_on, self.facilities_accepted = None, None
        if self.status is ProjectStatus.ACCEPTED:
            self.status = ProjectStatus.TRIAL_RUN

    @when.register
    def _in_use(self, event: e.ProjectPutInUse) -> None:
        self.status = ProjectStatus.IN_USE

    @when.register
    def _cancelled(self, event: e.ProjectCancelled) -> None:
        self.before_cancelling, self.status, self.cancelled = self.status, ProjectStatus.CANCELLED, True

    @when.register
    def _restored(self, event: e.ProjectRestored) -> None:
        self.cancelled = False
        if self.status is ProjectStatus.CANCELLED:
            self.status = self.before_cancelling

    @when.register(e.ProjectApprovalRefused)
    @when.register(e.ProjectAcceptanceRefused)
    @when.register(e.ProjectSiteVerified)
    @when.register(ProcedureDefectFlagged)
    def _noted(self, event: DomainEvent) -> None:
        """Changes nothing that an act depends on."""
