"""Mine register (煤矿名录): each mine as it stands."""

from __future__ import annotations

from ledger.domain import (
    mine_duty_events,
    mine_events,
    mine_file_events,
    mine_operation_events,
    mine_record_events,
    mine_status_events,
    mine_working_events,
)
from ledger.domain.mine_event import MineEvent, ProcedureDefectFlagged
from ledger.domain.mine_events import (
    MineRegistered,
    MineRegistrationCorrected,
    SupervisorBodyAssigned,
    SupervisorBodyCorrected,
)
from ledger.domain.mine_file_events import (
    CapacityChanged,
    CapacityKind,
    DisasterAppraised,
    DispositionDecided,
    LiaisonLeaderNamed,
    StandardisationGraded,
)
from ledger.domain.mine_status_events import WHOLE_MINE, MineStatusChanged, MineStatusCorrected, MineStatusWithdrawn
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

mine_register = View(
    name="mine_register",
    version=2,
    key="mine",
    columns=columns("""
        code            text
        name            text
        enterprise      text
        credit_code     text?
        division        text
        supervisor_body text?
        capacity        numeric
        size_class      text
        disaster_types  text[]
        standardisation integer
        status          text?
        register_only   boolean
        source          text?
        registered_on   timestamptz
        approved_capacity  numeric?
        announced_capacity numeric?
        liaison_leader  text?
        disposition     text?
        registered_disasters text[]
        appraised       text[]
        updated_at      timestamptz
        version         integer
    """),
    orders=("code", "name", "capacity"),
    indexes=(
        ("code",),
        ("division", "code"),
        ("credit_code",),
        ("division", "name"),
        ("name",),
        ("status", "code"),
        ("size_class", "code"),
        ("supervisor_body", "code"),
        ("capacity",),
        ("division", "capacity"),
    ),
    past=(
        ("code",),
        ("division", "code"),
        ("name",),
        ("division", "name"),
        ("capacity",),
        ("division", "capacity"),
    ),
)


@mine_register.on(MineRegistered, key=lambda e: e.originator_id)
def _registered(_: Row | None, event: MineRegistered, recorded: RecordedEvent) -> Row:
    return {
        "code": event.code,
        "name": event.name,
        "enterprise": event.enterprise,
        "credit_code": event.credit_code,
        "division": event.division,
        "supervisor_body": None,
        "capacity": event.capacity,
        "size_class": event.size_class,
        "disaster_types": event.disaster_types,
        "standardisation": event.standardisation,
        "status": None,
        "register_only": event.register_only,
        "source": event.source,
        "registered_on": recorded.recorded_at,
        "approved_capacity": None,
        "announced_capacity": None,
        "liaison_leader": None,
        "disposition": None,
        "registered_disasters": event.disaster_types,
        "appraised": [],
        **_told(event, recorded),
    }


def _told(event: MineEvent, recorded: RecordedEvent) -> Row:
    """Up to which event the register goes, and when that was entered."""
    return {"version": event.originator_version, "updated_at": recorded.recorded_at}


@mine_register.on(MineRegistrationCorrected, key=lambda e: e.originator_id)
def _corrected(row: Row | None, event: MineRegistrationCorrected, recorded: RecordedEvent) -> Row:
    return changed(
        row,
        {
            "code": event.code,
            "name": event.name,
            "enterprise": event.enterprise,
            "credit_code": event.credit_code,
            "capacity": event.current,
            "size_class": event.size_class,
            **_told(event, recorded),
        },
    )


@mine_register.on(MineStatusChanged, key=lambda e: e.originator_id)
def _status(row: Row | None, event: MineStatusChanged, recorded: RecordedEvent) -> Row:
    whole = {"status": event.status} if event.part == WHOLE_MINE else {}
    return changed(row, {**whole, **_told(event, recorded)})


@mine_register.on(MineStatusCorrected, MineStatusWithdrawn, key=lambda e: e.originator_id)
def _status_corrected(
    row: Row | None, event: MineStatusCorrected | MineStatusWithdrawn, recorded: RecordedEvent
) -> Row:
    whole = {"status": event.current} if event.part == WHOLE_MINE else {}
    return changed(row, {**whole, **_told(event, recorded)})


@mine_register.on(SupervisorBodyAssigned, key=lambda e: e.originator_id)
def _supervisor(row: Row | None, event: SupervisorBodyAssigned, recorded: RecordedEvent) -> Row:
    return changed(row, {"supervisor_body": event.body, **_told(event, recorded)})


@mine_register.on(SupervisorBodyCorrected, key=lambda e: e.originator_id)
def _supervisor_corrected(row: Row | None, event: SupervisorBodyCorrected, recorded: RecordedEvent) -> Row:
    return changed(row, {"supervisor_body": event.current, **_told(event, recorded)})


_CAPACITIES = {
    CapacityKind.DESIGN: "capacity",
    CapacityKind.APPROVED: "approved_capacity",
    CapacityKind.ANNOUNCED: "announced_capacity",
}


@mine_register.on(CapacityChanged, key=lambda e: e.originator_id)
def _capacity(row: Row | None, event: CapacityChanged, recorded: RecordedEvent) -> Row:
    goes_on = {_CAPACITIES[event.kind]: event.capacity} if event.ended_on is None else {}
    size = {"size_class": event.size_class} if "capacity" in goes_on else {}
    return changed(row, {**goes_on, **size, **_told(event, recorded)})


@mine_register.on(LiaisonLeaderNamed, key=lambda e: e.originator_id)
def _liaison(row: Row | None, event: LiaisonLeaderNamed, recorded: RecordedEvent) -> Row:
    goes_on = {"liaison_leader": event.leader} if event.ended_on is None else {}
    return changed(row, {**goes_on, **_told(event, recorded)})


@mine_register.on(DispositionDecided, key=lambda e: e.originator_id)
def _disposed(row: Row | None, event: DispositionDecided, recorded: RecordedEvent) -> Row:
    goes_on = {"disposition": event.disposition} if event.ended_on is None else {}
    return changed(row, {**goes_on, **_told(event, recorded)})


@mine_register.on(DisasterAppraised, key=lambda e: e.originator_id)
def _appraised(row: Row | None, event: DisasterAppraised, recorded: RecordedEvent) -> Row:
    """Disasters are those it was appraised at, each as `KIND=grade`; those of the registration where it never was."""
    assert row is not None
    others = [told for told in row["appraised"] if not told.startswith(f"{event.disaster}=")]
    appraised = sorted([*others, f"{event.disaster}={event.grade}"]) if event.ended_on is None else row["appraised"]
    grades = [told.partition("=")[2] for told in appraised] or row["registered_disasters"]
    return changed(row, {"appraised": appraised, "disaster_types": grades, **_told(event, recorded)})


@mine_register.on(StandardisationGraded, key=lambda e: e.originator_id)
def _graded(row: Row | None, event: StandardisationGraded, recorded: RecordedEvent) -> Row:
    return changed(row, {"standardisation": event.current, **_told(event, recorded)})


_HANDLED = frozenset(mine_register.handlers)
_OF_MINES = (
    mine_events,
    mine_status_events,
    mine_duty_events,
    mine_file_events,
    mine_working_events,
    mine_operation_events,
    mine_record_events,
)


def _rest() -> list[type[MineEvent]]:
    """The events of mines that change nothing here but the version."""
    found = [c for module in _OF_MINES for c in vars(module).values() if isinstance(c, type)]
    return [c for c in found if issubclass(c, MineEvent) and c.__name__ not in _HANDLED and "Event" not in c.__name__]


@mine_register.on(*_rest(), ProcedureDefectFlagged, key=lambda e: e.originator_id)
def _went_on(row: Row | None, event: MineEvent, recorded: RecordedEvent) -> Row | None:
    return None if row is None else changed(row, {**_told(event, recorded)})
