"""What a mine is, as its events tell it: the folding of events into the state that its acts are guarded by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import mine_duty_events as d
from ledger.domain import mine_events as e
from ledger.domain import mine_status_events as s
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent, entry_id
from ledger.domain.mine_event import PeriodEvent, ProcedureDefectFlagged
from ledger.domain.mine_record_events import MineRecordWithdrawn, RecordKind
from ledger.domain.mine_status_events import WHOLE_MINE, MineStatus, SigningOffice
from ledger.domain.timeline import Period, Timeline
from ledger.values.actor import Actor


@dataclass
class Tenure:
    """Somebody's time in a key post; `until` is the first day without them."""

    post: e.KeyPost
    holder: str
    since: date
    until: date | None = None


@dataclass
class Stop:
    """A stop that stands, and how far its way back has been gone."""

    id: UUID
    part: str
    kind: MineStatus
    since: date
    before: MineStatus
    reference: str | None
    order: UUID | None = None
    application: s.ResumptionApplied | None = None
    applicant: Actor | None = None
    acceptance: s.ResumptionAccepted | None = None
    acceptor: Actor | None = None
    signatures: dict[SigningOffice, s.ResumptionSigned] = field(default_factory=dict)


class MineState(Aggregate):
    """The state of one mine, folded from its events in recording order; it refuses nothing."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.code = ""
        self.name = ""
        self.credit_code: str | None = None
        self.department = ""
        self.standardisation = 0
        self.registered_disasters: list[str] = []
        self.timelines: dict[str, Timeline[MineStatus]] = {}
        self.supervisors: Timeline[str] = Timeline()
        self.tenures: dict[UUID, Tenure] = {}
        self.stops: dict[UUID, Stop] = {}
        self.permits: list[s.RepairPermitted] = []
        self.reopening_inspections: dict[UUID, date] = {}
        self.commitment_days: dict[UUID, date] = {}
        self.records: dict[UUID, RecordKind] = {}

    @property
    def of_mine(self) -> UUID:
        """Itself."""
        return self.id

    def status_of(self, part: str = WHOLE_MINE) -> MineStatus | None:
        """What a part does since its last change; None when nothing was recorded of it."""
        timeline = self.timelines.get(part)
        return timeline.last.value if timeline and timeline.last else None

    def holders_of(self, post: e.KeyPost) -> list[tuple[UUID, Tenure]]:
        """Everybody who holds or held a post, with their appointments, in order of entry."""
        return [(id, tenure) for id, tenure in self.tenures.items() if tenure.post is post]

    def new_id(self, kind: str, what: str) -> UUID:
        """The id of something that the next event of this mine begins."""
        return uuid5(self.id, f"{kind}:{what}:{self.version + 1}")

    def happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        """Decide that an event of this mine happened."""
        self.trigger(event_class, by=by, at=at, mine=self.id, division=self.division, **data)

    def flag(self, by: Actor, at: datetime, rule: str, text: str, text_zh: str) -> None:
        """Say which rule the fact just recorded breaks."""
        self.happen(ProcedureDefectFlagged, by, at, rule=rule, description=text, description_zh=text_zh)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _registered(self, event: e.MineRegistered) -> None:
        self.division, self.code, self.credit_code = event.division, event.code, event.credit_code
        self.name = event.name
        self.standardisation = event.standardisation
        self.registered_disasters = event.disaster_types

    @when.register
    def _corrected(self, event: e.MineRegistrationCorrected) -> None:
        self.code, self.name, self.credit_code = event.code, event.name, event.credit_code

    @when.register
    def _supervisor_assigned(self, event: e.SupervisorBodyAssigned) -> None:
        self.supervisors.put(Period(event.period, event.body, event.effective_on))
        self.department = event.body

    @when.register
    def _supervisor_corrected(self, event: e.SupervisorBodyCorrected) -> None:
        put(self.supervisors, event, event.body)
        self.department = event.current

    @when.register
    def _appointed(self, event: e.KeyPersonAppointed) -> None:
        self.tenures[event.appointment] = Tenure(event.post, event.holder, event.effective_on)

    @when.register
    def _left(self, event: e.KeyPersonLeft) -> None:
        if event.appointment in self.tenures:
            self.tenures[event.appointment].until = event.effective_on

    @when.register
    def _post_corrected(self, event: e.KeyPostCorrected) -> None:
        tenure = self.tenures[event.appointment]
        tenure.since, tenure.until = event.effective_on, event.ended_on

    @when.register
    def _status_changed(self, event: s.MineStatusChanged) -> None:
        timeline = self.timelines.setdefault(event.part, Timeline())
        timeline.put(Period(event.period, event.status, event.effective_on))

    @when.register
    def _status_corrected(self, event: s.MineStatusCorrected) -> None:
        put(self.timelines[event.part], event, event.status)

    @when.register
    def _status_withdrawn(self, event: s.MineStatusWithdrawn) -> None:
        self.timelines[event.part].drop(event.period)

    @when.register
    def _stopped(self, event: s.StopBegan) -> None:
        self.stops[event.stop] = Stop(
            event.stop, event.part, event.kind, event.began_on, event.before, event.reference, event.order
        )

    @when.register
    def _stop_under_order(self, event: s.StopPutUnderOrder) -> None:
        stop = self.stops[event.stop]
        stop.order, stop.reference = event.order, event.reference

    @when.register
    def _stop_redated(self, event: s.StopRedated) -> None:
        self.stops[event.stop].since = event.began_on

    @when.register
    def _stop_ended(self, event: s.StopEnded) -> None:
        self.stops.pop(event.stop, None)

    @when.register
    def _applied(self, event: s.ResumptionApplied) -> None:
        stop = self.stops[event.stop]
        stop.application, stop.applicant, stop.acceptance, stop.signatures = event, event.actor, None, {}

    @when.register
    def _accepted(self, event: s.ResumptionAccepted) -> None:
        stop = self.stops[event.stop]
        stop.acceptance, stop.acceptor, stop.signatures = event, event.actor, {}
        if not event.passed:
            stop.application = None

    @when.register
    def _signed(self, event: s.ResumptionSigned) -> None:
        self.stops[event.stop].signatures[event.office] = event

    @when.register
    def _repair_permitted(self, event: s.RepairPermitted) -> None:
        self.permits.append(event)
        self.records[event.permit] = RecordKind.REPAIR_PERMIT

    @when.register
    def _committed(self, event: d.SafetyCommitmentMade) -> None:
        record = entry_id(event)
        self.commitment_days[record] = event.made_on
        self.records[record] = RecordKind.COMMITMENT

    @when.register
    def _inspected_itself(self, event: d.SelfInspectionReported) -> None:
        record = entry_id(event)
        if event.kind is d.SelfInspectionKind.BEFORE_REOPENING:
            self.reopening_inspections[record] = event.inspected_on
        self.records[record] = RecordKind.SELF_INSPECTION

    @when.register
    def _quarter_reported(self, event: d.QuarterlyReportSubmitted) -> None:
        self.records[entry_id(event)] = RecordKind.QUARTERLY_REPORT

    @when.register
    def _work_found(self, event: s.WorkFound) -> None:
        self.records[entry_id(event)] = RecordKind.WORK_FOUND

    @when.register
    def _record_withdrawn(self, event: MineRecordWithdrawn) -> None:
        del self.records[event.record]
        self.commitment_days.pop(event.record, None)
        self.reopening_inspections.pop(event.record, None)
        self.permits = [permit for permit in self.permits if permit.permit != event.record]

    @when.register(s.MineClosed)
    @when.register(s.ClosureReversed)
    @when.register(ProcedureDefectFlagged)
    def _for_readers(self, event: DomainEvent) -> None:
        """What a part does follows in an event of its own, and a flag is for readers."""


def put(timeline: Timeline[Any], event: PeriodEvent, value: object) -> None:
    """Take a period into its timeline as an event says."""
    if event.replaced is not None:
        timeline.drop(event.replaced)
    timeline.move(Period(event.period, value, event.effective_on))
