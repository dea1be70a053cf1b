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
from ledger.domain.event import DomainEvent
from ledger.domain.mine_file_events import CapacityKind, DisasterKind, FileEvent, StandardisationGraded
from ledger.domain.mine_state import MineState, put
from ledger.domain.timeline import Period, Timeline
from ledger.values.actor import Actor
from ledger.values.times import local_day

DESIGN = f"capacity:{CapacityKind.DESIGN}"
GRADE = "standardisation"
DOUBLE_CONTROL = "double_control"


@dataclass
class Panel:
    """A panel that is open."""

    id: UUID
    seams: w.Seams
    since: date


@dataclass
class Face:
    """A face that was not closed; `working` is whether it works now."""

    id: UUID
    panel: UUID | None
    kind: w.FaceKind
    method: w.FaceMethod
    since: date
    working: bool = True


class MineFileState(MineState):
    """The state of one mine with its file and its workings."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.kept: dict[str, Timeline[Any]] = {}
        self.panels: dict[str, Panel] = {}
        self.faces: dict[str, Face] = {}
        self.contracts: dict[UUID, o.ContractingBegun] = {}
        self.feeds: dict[UUID, o.FeedState] = {}
        self.gates: dict[str, o.ApprovalGateSet] = {}
        self.passed_gates: dict[UUID, o.ApprovalGatePassed] = {}
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
    def _graded(self, event: StandardisationGraded) -> None:
        self._kept(event)
        self.standardisation = event.current

    @when.register
    def _panel_opened(self, event: w.PanelOpened) -> None:
        self.panels[event.name] = Panel(event.panel, event.seams, event.opened_on)

    @when.register
    def _panel_closed(self, event: w.PanelClosed) -> None:
        self.panels = {name: panel for name, panel in self.panels.items() if panel.id != event.panel}

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
        self.faces = {name: face for name, face in self.faces.items() if face.id != event.face}

    @when.register
    def _contracted(self, event: o.ContractingBegun) -> None:
        self.contracts[event.contract] = event

    @when.register
    def _contract_ended(self, event: o.ContractingEnded) -> None:
        del self.contracts[event.contract]

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

    @when.register
    def _exit_proposed(self, event: o.ExitProposed) -> None:
        self.proposals[event.proposal], self.proposers[event.proposal] = event, event.actor

    @when.register(o.ExitDecided)
    @when.register(o.ExitProposalWithdrawn)
    def _exit_settled(self, event: o.ExitDecided | o.ExitProposalWithdrawn) -> None:
        del self.proposals[event.proposal]

    @when.register
    def _mechanised(self, event: o.MechanisationReported) -> None:
        """A figure for readers."""

    def _face(self, id: UUID) -> Face:
        return next(face for face in self.faces.values() if face.id == id)
