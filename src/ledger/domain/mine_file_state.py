"""What the file of a mine holds, and how it is run: the folding of the events of both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from ledger.domain import mine_events as e
from ledger.domain import mine_operation_events as o
from ledger.domain import mine_working_events as w
from ledger.domain.event import DomainEvent, entry_id
from ledger.domain.mine_file_events import (
    CapacityKind,
    DisasterKind,
    FileEvent,
    RequirementNoted,
    StandardisationGraded,
)
from ledger.domain.mine_record_events import RecordKind
from ledger.domain.mine_state import MineState, put
from ledger.domain.timeline import Period, Timeline
from ledger.values.actor import Actor
from ledger.values.times import local_day

DESIGN = f"capacity:{CapacityKind.DESIGN}"
GRADE = "standardisation"
DOUBLE_CONTROL = "double_control"


@dataclass
class Panel:
    """A panel; `until` is the first day without it."""

    id: UUID
    seams: w.Seams
    since: date
    until: date | None = None


@dataclass
class Face:
    """A face; `working` is whether it works now, `until` the day it was closed."""

    id: UUID
    panel: UUID | None
    kind: w.FaceKind
    method: w.FaceMethod
    since: date
    working: bool = True
    until: date | None = None


@dataclass(frozen=True)
class Contract:
    """A contract, running or ended; `until` is the first day without it."""

    id: UUID
    contractor: str
    since: date
    until: date | None
    licensed: bool


class MineFileState(MineState):
    """The state of one mine with its file and its workings."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.kept: dict[str, Timeline[Any]] = {}
        self.requirements: dict[str, tuple[str, str]] = {}
        self.panels: dict[str, Panel] = {}
        self.faces: dict[str, Face] = {}
        self.closed_panels: dict[str, Panel] = {}
        self.closed_faces: dict[str, Face] = {}
        self.contracts: dict[UUID, Contract] = {}
        self.feeds: dict[UUID, o.FeedState] = {}
        self.gates: dict[str, o.ApprovalGateSet] = {}
        self.passed_gates: dict[UUID, o.ApprovalGatePassed] = {}
        self.refused_gates: set[UUID] = set()
        self.upgrade_revoked = False
        self.proposals: dict[UUID, o.ExitProposed] = {}
        self.proposers: dict[UUID, Actor] = {}

    def kept_on(self, what: str, day: date) -> Any:
        """What the file holds of a kind on a day; None where it holds nothing."""
        period = self.kept[what].on(day) if what in self.kept else None
        return period.value if period else None

    def capacity_on(self, day: date) -> Decimal:
        """The capacity in 万吨/年 that output of a day is held against: approved, else announced, else designed."""
        for kind in (CapacityKind.APPROVED, CapacityKind.ANNOUNCED, CapacityKind.DESIGN):
            capacity: Decimal | None = self.kept_on(f"capacity:{kind}", day)
            if capacity is not None:
                return capacity
        return self.design_capacities.periods[0].value

    @property
    def design_capacities(self) -> Timeline[Decimal]:
        """The design capacities, the one that it was registered with among them; that one reaches back as well."""
        return self.kept[DESIGN]

    def grade_on(self, day: date) -> int:
        """The standardisation grade on a day, 0 being none; the first one known reaches back."""
        period = self.kept[GRADE].on(day) or self.kept[GRADE].periods[0]
        grade: int = period.value
        return grade

    def size_on(self, day: date) -> e.SizeClass:
        """The size class on a day."""
        return e.SizeClass.of(self.capacity_on(day))

    def disasters_on(self, day: date) -> list[str]:
        """The grades it was appraised at by a day; what the register says of disasters where it never was."""
        appraised = [self.kept_on(f"disaster:{kind}", day) for kind in DisasterKind]
        return [grade for grade in appraised if grade is not None] or self.registered_disasters

    def coal_faces(self, panel: UUID | None = None) -> int:
        """How many coal faces work now, in the mine or in one panel."""
        coal = [face for face in self.faces.values() if face.kind is w.FaceKind.COAL and face.working]
        return sum(panel is None or face.panel == panel for face in coal)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        super().when(event)

    @when.register
    def _registered_with(self, event: e.MineRegistered) -> None:
        super().when(event)
        since = local_day(event.occurred_at)
        self.kept[DESIGN] = Timeline([Period(e.registered_capacity_id(self.id), event.capacity, since)])
        self.kept[GRADE] = Timeline([Period(e.registered_grade_id(self.id), event.standardisation, since)])

    @when.register
    def _registration_corrected(self, event: e.MineRegistrationCorrected) -> None:
        super().when(event)
        registered = self.design_capacities.find(e.registered_capacity_id(self.id))
        if registered is not None:
            self.design_capacities.change(replace(registered, value=event.capacity))

    @when.register
    def _kept(self, event: FileEvent) -> None:
        put(self.kept.setdefault(event.kept_as, Timeline()), event, event.value)

    @when.register
    def _required(self, event: RequirementNoted) -> None:
        self._kept(event)
        self.requirements[event.code] = event.zh, event.article

    @when.register
    def _graded(self, event: StandardisationGraded) -> None:
        self._kept(event)
        self.standardisation = event.current

    @when.register
    def _panel_opened(self, event: w.PanelOpened) -> None:
        self.panels[event.name] = Panel(event.panel, event.seams, event.opened_on)

    @when.register
    def _panel_closed(self, event: w.PanelClosed) -> None:
        [name] = [name for name, panel in self.panels.items() if panel.id == event.panel]
        self.closed_panels[name] = replace(self.panels.pop(name), until=event.closed_on)

    @when.register
    def _panel_corrected(self, event: w.PanelCorrected) -> None:
        there = self.panels if event.closed_on is None else self.closed_panels
        self.panels.pop(event.name, None)
        self.closed_panels.pop(event.name, None)
        there[event.name] = Panel(event.panel, event.seams, event.opened_on, event.closed_on)

    @when.register
    def _face_opened(self, event: w.FaceOpened) -> None:
        self.faces[event.name] = Face(event.face, event.panel, event.kind, event.method, event.opened_on)

    @when.register
    def _face_stopped(self, event: w.FaceStopped) -> None:
        self._face(event.face).working = False

    @when.register
    def _face_restarted(self, event: w.FaceRestarted) -> None:
        self._face(event.face).working = True

    @when.register
    def _face_closed(self, event: w.FaceClosed) -> None:
        [name] = [name for name, face in self.faces.items() if face.id == event.face]
        self.closed_faces[name] = replace(self.faces.pop(name), working=False, until=event.closed_on)

    @when.register
    def _face_corrected(self, event: w.FaceCorrected) -> None:
        open_ = self.faces.pop(event.name, None)
        self.closed_faces.pop(event.name, None)
        working = event.closed_on is None and (open_ is None or open_.working)
        face = Face(event.face, event.panel, event.kind, event.method, event.opened_on, working, event.closed_on)
        (self.faces if event.closed_on is None else self.closed_faces)[event.name] = face

    @when.register
    def _contracted(self, event: o.ContractingBegun) -> None:
        licensed = event.licence_renewed
        self.contracts[event.contract] = Contract(event.contract, event.contractor, event.begun_on, None, licensed)

    @when.register
    def _contract_ended(self, event: o.ContractingEnded) -> None:
        self.contracts[event.contract] = replace(self.contracts[event.contract], until=event.ended_on)

    @when.register
    def _contract_licensed(self, event: o.ContractingLicenceRenewed) -> None:
        self.contracts[event.contract] = replace(self.contracts[event.contract], licensed=True)

    @when.register
    def _contract_corrected(self, event: o.ContractingCorrected) -> None:
        known = self.contracts[event.contract]
        self.contracts[event.contract] = replace(known, since=event.begun_on, until=event.ended_on)

    @when.register(o.FeedConnected)
    @when.register(o.FeedRestored)
    def _feed_comes_in(self, event: o.FeedConnected | o.FeedRestored) -> None:
        self.feeds[event.feed] = o.FeedState.CONNECTED

    @when.register
    def _feed_broke_off(self, event: o.FeedInterrupted) -> None:
        self.feeds[event.feed] = o.FeedState.INTERRUPTED

    @when.register
    def _gate_set(self, event: o.ApprovalGateSet) -> None:
        self.gates[event.code] = event

    @when.register
    def _gate_passed(self, event: o.ApprovalGatePassed) -> None:
        self.passed_gates[event.gate] = event
        self.refused_gates.discard(event.gate)

    @when.register
    def _gate_refused(self, event: o.ApprovalGateRefused) -> None:
        self.refused_gates.add(event.gate)

    @when.register
    def _gate_reopened(self, event: o.ApprovalGateReopened) -> None:
        self.passed_gates.pop(event.gate, None)
        self.refused_gates.discard(event.gate)

    @when.register(o.UpgradeRevoked)
    @when.register(o.UpgradeRestored)
    def _upgrade_revoked_or_restored(self, event: o.UpgradeRevoked | o.UpgradeRestored) -> None:
        self.upgrade_revoked = isinstance(event, o.UpgradeRevoked)

    @when.register
    def _exit_proposed(self, event: o.ExitProposed) -> None:
        self.proposals[event.proposal], self.proposers[event.proposal] = event, event.actor

    @when.register(o.ExitDecided)
    @when.register(o.ExitProposalWithdrawn)
    def _exit_settled(self, event: o.ExitDecided | o.ExitProposalWithdrawn) -> None:
        del self.proposals[event.proposal]

    @when.register
    def _mechanised(self, event: o.MechanisationReported) -> None:
        self.records[entry_id(event)] = RecordKind.MECHANISATION

    def _face(self, id: UUID) -> Face:
        return next(face for face in self.faces.values() if face.id == id)
