"""Hazard ledger (隐患台账): each hazard as it stands."""

from __future__ import annotations

from typing import Any

from ledger.domain import hazard_events as e
from ledger.domain.hazard_events import HazardChange, HazardLevel, HazardStatus
from ledger.domain.mine_event import MineEvent, ProcedureDefectFlagged
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

hazard_ledger = View(
    name="hazard_ledger",
    version=1,
    key="hazard",
    columns=columns("""
        mine               uuid
        division           text
        department         text
        description        text
        location           text
        source             text
        status             text
        level              text?
        standard           text?
        article            integer?
        item               integer?
        category           text?
        category_zh        text?
        found_on           date
        deadline           date?
        extensions         integer
        responsible_unit   text?
        responsible_person text?
        funds              numeric?
        listed_by          text?
        listing_level      text?
        listing_deadline   date?
        proposed_change    text?
        claimed_on         date?
        accepted_on        date?
        cleared_on         date?
        reopened           integer
        reopening_cause    text?
        defects            integer
        reported_at        timestamptz
        version            integer
    """),
    orders=("found_on", "deadline"),
    indexes=(
        ("found_on",),
        ("mine", "found_on"),
        ("division", "found_on"),
        ("division", "deadline"),
    ),
    past=(("division", "found_on"), ("mine", "found_on")),
    department="department",
)


OVERDUE = "coalesce(deadline < %s AND status <> ALL('{ACCEPTED,RECHECKED,CLEARED,WITHDRAWN}'), false)"
"""Open past its deadline (逾期) on a day, which is the one parameter."""

_LAPSED = {"deadline": None, "extensions": 0, "claimed_on": None, "accepted_on": None}
_NO_CRITERION = dict.fromkeys(("standard", "article", "item", "category", "category_zh"))


@hazard_ledger.on(e.HazardReported, key=lambda e: e.originator_id)
def _reported(_: Row | None, event: e.HazardReported, recorded: RecordedEvent) -> Row:
    empty = dict.fromkeys(c.name for c in hazard_ledger.columns)
    return {
        **empty,
        "mine": event.mine,
        "division": event.division,
        "department": event.department,
        "description": event.description,
        "location": event.location,
        "source": event.source,
        "status": HazardStatus.FOUND,
        "found_on": event.found_on,
        "extensions": 0,
        "reopened": 0,
        "defects": 0,
        "reported_at": recorded.recorded_at,
        "version": event.originator_version,
    }


def _step(row: Row | None, event: MineEvent, **changes: Any) -> Row:
    return changed(row, {**changes, "version": event.originator_version})


def _back(row: Row | None) -> HazardStatus:
    """Where a failed acceptance or re-check leads: on with what was assigned, or to be assigned at all."""
    return HazardStatus.ASSIGNED if row and row["deadline"] else HazardStatus.GRADED


@hazard_ledger.on(e.HazardGraded, key=lambda e: e.originator_id)
def _graded(row: Row | None, event: e.HazardGraded, recorded: RecordedEvent) -> Row:
    criterion, before = event.criterion, row or {}
    raised = event.raises_to_major(HazardLevel(before["level"]) if before["level"] else None)
    proposed = before["proposed_change"]
    if proposed is not None and event.ends_proposal(HazardChange(proposed), raised=raised):
        proposed = None
    return _step(
        row,
        event,
        **(_LAPSED if raised else {}),
        status=HazardStatus.GRADED if raised or before["status"] == HazardStatus.FOUND else before["status"],
        proposed_change=proposed,
        level=event.level,
        standard=criterion.standard if criterion else None,
        article=criterion.article if criterion else None,
        item=criterion.item if criterion else None,
        category=criterion.category if criterion else None,
        category_zh=criterion.category_zh if criterion else None,
    )


@hazard_ledger.on(e.RectificationAssigned, key=lambda e: e.originator_id)
def _assigned(row: Row | None, event: e.RectificationAssigned, recorded: RecordedEvent) -> Row:
    plan = event.plan
    return _step(
        row,
        event,
        status=HazardStatus.ASSIGNED,
        deadline=plan.deadline,
        responsible_unit=plan.responsible_unit,
        responsible_person=plan.responsible_person,
        funds=plan.funds,
    )


@hazard_ledger.on(e.RectificationExtended, key=lambda e: e.originator_id)
def _extended(row: Row | None, event: e.RectificationExtended, recorded: RecordedEvent) -> Row:
    before = row or {}
    proposed = None if before["proposed_change"] == HazardChange.EXTENSION else before["proposed_change"]
    extensions = before["extensions"] + 1
    return _step(row, event, deadline=event.deadline, extensions=extensions, proposed_change=proposed)


@hazard_ledger.on(e.HazardChangeProposed, key=lambda e: e.originator_id)
def _proposed(row: Row | None, event: e.HazardChangeProposed, recorded: RecordedEvent) -> Row:
    return _step(row, event, proposed_change=event.change)


@hazard_ledger.on(e.HazardChangeRefused, key=lambda e: e.originator_id)
def _refused(row: Row | None, event: e.HazardChangeRefused, recorded: RecordedEvent) -> Row:
    return _step(row, event, proposed_change=None)


@hazard_ledger.on(e.HazardDowngraded, key=lambda e: e.originator_id)
def _downgraded(row: Row | None, event: e.HazardDowngraded, recorded: RecordedEvent) -> Row:
    return _step(row, event, level=event.level, proposed_change=None, **_NO_CRITERION)


@hazard_ledger.on(e.HazardWithdrawn, key=lambda e: e.originator_id)
def _withdrawn(row: Row | None, event: e.HazardWithdrawn, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=HazardStatus.WITHDRAWN, proposed_change=None)


@hazard_ledger.on(e.RectificationClaimed, key=lambda e: e.originator_id)
def _claimed(row: Row | None, event: e.RectificationClaimed, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=HazardStatus.CLAIMED, claimed_on=event.claimed_on, accepted_on=None)


@hazard_ledger.on(e.RectificationAccepted, key=lambda e: e.originator_id)
def _accepted(row: Row | None, event: e.RectificationAccepted, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=HazardStatus.ACCEPTED, accepted_on=event.accepted_on)


@hazard_ledger.on(e.RectificationRejected, key=lambda e: e.originator_id)
def _rejected(row: Row | None, event: e.RectificationRejected, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=_back(row), claimed_on=None)


@hazard_ledger.on(e.HazardRechecked, key=lambda e: e.originator_id)
def _rechecked(row: Row | None, event: e.HazardRechecked, recorded: RecordedEvent) -> Row:
    if event.passed:
        return _step(row, event, status=HazardStatus.RECHECKED)
    return _step(row, event, status=_back(row), claimed_on=None, accepted_on=None)


@hazard_ledger.on(e.HazardCleared, key=lambda e: e.originator_id)
def _cleared(row: Row | None, event: e.HazardCleared, recorded: RecordedEvent) -> Row:
    return _step(row, event, status=HazardStatus.CLEARED, cleared_on=event.cleared_on, proposed_change=None)


@hazard_ledger.on(e.HazardReopened, key=lambda e: e.originator_id)
def _reopened(row: Row | None, event: e.HazardReopened, recorded: RecordedEvent) -> Row:
    before = row or {}
    return _step(
        row,
        event,
        status=HazardStatus.GRADED if before["level"] else HazardStatus.FOUND,
        reopened=before["reopened"] + 1,
        reopening_cause=event.cause,
        cleared_on=None,
        **_LAPSED,
    )


@hazard_ledger.on(e.HazardPlacedUnderListedSupervision, key=lambda e: e.originator_id)
def _listed(row: Row | None, event: e.HazardPlacedUnderListedSupervision, recorded: RecordedEvent) -> Row:
    return _step(row, event, listed_by=event.body, listing_level=event.level, listing_deadline=event.deadline)


@hazard_ledger.on(e.HazardTakenOffListedSupervision, key=lambda e: e.originator_id)
def _taken_off(row: Row | None, event: e.HazardTakenOffListedSupervision, recorded: RecordedEvent) -> Row:
    return _step(row, event, listed_by=None, listing_level=None, listing_deadline=None)


@hazard_ledger.on(e.HazardFollowedUp, key=lambda e: e.originator_id)
def _followed_up(row: Row | None, event: e.HazardFollowedUp, recorded: RecordedEvent) -> Row:
    return _step(row, event)


@hazard_ledger.on(ProcedureDefectFlagged, key=lambda e: e.originator_id if e.originator_id != e.mine else None)
def _flagged(row: Row | None, event: ProcedureDefectFlagged, recorded: RecordedEvent) -> Row | None:
    # Defects of other things are flagged with the same event.
    return None if row is None else _step(row, event, defects=row["defects"] + 1)
