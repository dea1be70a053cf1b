"""The file of a mine (一矿一册): capacities, disasters, plans, liaison leaders, grades and quotas by period."""

from __future__ import annotations

from ledger.domain.mine_events import (
    MineRegistered,
    MineRegistrationCorrected,
    SizeClass,
    registered_capacity_id,
    registered_grade_id,
)
from ledger.domain.mine_file_events import (
    CapacityChanged,
    CapacityKind,
    DisasterAppraised,
    DispositionDecided,
    DoubleControlAssessed,
    HeadcountLimitSet,
    LiaisonLeaderNamed,
    MinePlanAdopted,
    RequirementNoted,
    StandardisationChange,
    StandardisationGraded,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.mine_periods import periods_of, put
from ledger.projections.view import Row, View, changed, columns
from ledger.values.times import local_day


def _view(name: str, held: str) -> View:
    """A view of what holds for a period, with the columns of `held`."""
    return View(
        name=name,
        version=1,
        key="period",
        columns=columns(f"""
            mine       uuid
            division   text
            {held.strip()}
            valid_from date
            valid_to   date?
        """),
        orders=("valid_from", "valid_to"),
        indexes=(("mine", "valid_from"), ("division", "valid_from"), ("valid_from",)),
        past=(("mine", "valid_from"), ("division", "valid_from")),
        periods=True,
    )


REGISTERED = "登记"
"""What stands for a document where something is what the mine was registered with."""

capacities = _view("capacities", "kind text\n capacity numeric\n size_class text\n reference text")
disaster_appraisals = _view(
    "disaster_appraisals",
    "disaster text\n grade text\n severe boolean\n appraised_by text\n reference text",
)
mine_plans = _view("mine_plans", "edition integer\n text text")
liaison_leaders = _view("liaison_leaders", "leader text\n post text\n scope text")
standardisation_periods = _view(
    "standardisation_periods", "grade integer\n change text\n assessed_by text\n reference text"
)
dispositions = _view("dispositions", "disposition text\n ground text\n decided_by text\n reference text\n why text")
double_control_periods = _view(
    "double_control_periods",
    """complete boolean
       rules_complete boolean
       ledgers_updated boolean
       hazards_closed boolean
       system_running boolean
       assessed_by text
       finding text""",
)
mine_requirements = _view(
    "mine_requirements",
    "code text\n zh text\n article text\n ground text\n state text\n finding text\n noted_by text",
)
headcount_limits = _view("headcount_limits", "place text\n people integer\n reference text")


@capacities.on(MineRegistered, key=lambda e: registered_capacity_id(e.originator_id))
def _registered(_: Row | None, event: MineRegistered, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "kind": CapacityKind.DESIGN,
        "capacity": event.capacity,
        "size_class": event.size_class,
        "reference": REGISTERED,
        "valid_from": local_day(event.occurred_at),
        "valid_to": None,
    }


@capacities.on(MineRegistrationCorrected, key=lambda e: registered_capacity_id(e.originator_id))
def _registration_corrected(row: Row | None, event: MineRegistrationCorrected, recorded: RecordedEvent) -> Row:
    return changed(row, {"capacity": event.capacity, "size_class": SizeClass.of(event.capacity)})


@capacities.on(CapacityChanged, key=periods_of)
def _capacity(row: Row | None, event: CapacityChanged, recorded: RecordedEvent) -> Row:
    held = {"kind": event.kind, "capacity": event.capacity, "size_class": event.size_class}
    return put(row, event, {**held, "reference": event.reference})


@disaster_appraisals.on(DisasterAppraised, key=periods_of)
def _appraised(row: Row | None, event: DisasterAppraised, recorded: RecordedEvent) -> Row:
    held = {"disaster": event.disaster, "grade": event.grade, "severe": event.severe}
    return put(row, event, {**held, "appraised_by": event.appraised_by, "reference": event.reference})


@mine_plans.on(MinePlanAdopted, key=periods_of)
def _plan(row: Row | None, event: MinePlanAdopted, recorded: RecordedEvent) -> Row:
    return put(row, event, {"edition": event.edition, "text": event.text})


@liaison_leaders.on(LiaisonLeaderNamed, key=periods_of)
def _liaison(row: Row | None, event: LiaisonLeaderNamed, recorded: RecordedEvent) -> Row:
    return put(row, event, {"leader": event.leader, "post": event.post, "scope": event.scope})


@standardisation_periods.on(MineRegistered, key=lambda e: registered_grade_id(e.originator_id))
def _registered_grade(_: Row | None, event: MineRegistered, recorded: RecordedEvent) -> Row:
    return {
        "mine": event.mine,
        "division": event.division,
        "grade": event.standardisation,
        "change": StandardisationChange.ASSESSED,
        "assessed_by": REGISTERED,
        "reference": REGISTERED,
        "valid_from": local_day(event.occurred_at),
        "valid_to": None,
    }


@standardisation_periods.on(StandardisationGraded, key=periods_of)
def _graded(row: Row | None, event: StandardisationGraded, recorded: RecordedEvent) -> Row:
    held = {"grade": event.grade, "change": event.change}
    return put(row, event, {**held, "assessed_by": event.assessed_by, "reference": event.reference})


@double_control_periods.on(DoubleControlAssessed, key=periods_of)
def _assessed(row: Row | None, event: DoubleControlAssessed, recorded: RecordedEvent) -> Row:
    four = ("rules_complete", "ledgers_updated", "hazards_closed", "system_running")
    held = {name: getattr(event, name) for name in (*four, "assessed_by", "finding")}
    return put(row, event, {"complete": event.value, **held})


@headcount_limits.on(HeadcountLimitSet, key=periods_of)
def _quota(row: Row | None, event: HeadcountLimitSet, recorded: RecordedEvent) -> Row:
    return put(row, event, {"place": event.place, "people": event.people, "reference": event.reference})


@dispositions.on(DispositionDecided, key=periods_of)
def _disposed(row: Row | None, event: DispositionDecided, recorded: RecordedEvent) -> Row:
    held = {"disposition": event.disposition, "ground": event.ground, "decided_by": event.decided_by}
    return put(row, event, {**held, "reference": event.reference, "why": event.why})


@mine_requirements.on(RequirementNoted, key=periods_of)
def _required(row: Row | None, event: RequirementNoted, recorded: RecordedEvent) -> Row:
    item = {"code": event.code, "zh": event.zh, "article": event.article, "ground": event.ground}
    return put(row, event, {**item, "state": event.state, "finding": event.finding, "noted_by": event.noted_by})
