"""The two lists (两个清单) as they stand."""

from __future__ import annotations

from typing import LiteralString

from ledger.domain import two_lists as events
from ledger.domain.event import DomainEvent
from ledger.domain.two_lists import ListItemStatus
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

two_lists = View(
    name="two_lists",
    version=1,
    key="item",
    columns=columns("""
        division     text
        department   text
        kind         text
        text         text
        unit         text
        person       text
        time_limit   date
        plan         uuid?
        mine         uuid?
        status       text
        rectified_on date?
        account      text?
        confirmed_on date?
        updates      integer
        reopened     integer
        why          text?
        entered_at   timestamptz
        updated_at   timestamptz
        version      integer
    """),
    orders=("time_limit", "updated_at"),
    indexes=(("division", "time_limit"), ("plan", "time_limit"), ("mine", "time_limit")),
    past=(("division", "time_limit"), ("mine", "time_limit")),
)

LATE: LiteralString = "coalesce(rectified_on > time_limit, status = 'OPEN' AND time_limit < %s::date)"
"""Whether an item was rectified late, or is open past its limit; one parameter, the day."""

LIMIT_LABEL: LiteralString = """CASE
    WHEN status = 'WITHDRAWN' THEN '已移出清单'
    WHEN rectified_on > time_limit THEN '迟改' || (rectified_on - time_limit) || '天'
    WHEN rectified_on IS NOT NULL THEN '按期整改'
    WHEN time_limit < %s::date THEN '逾期' || (%s::date - time_limit) || '天'
    WHEN time_limit = %s::date THEN '今日到期'
    ELSE '剩余' || (time_limit - %s::date) || '天' END"""
"""How far an item is from its limit, in words; the day four times."""


@two_lists.on(events.ListItemEntered, key=lambda e: e.originator_id)
def _entered(_: Row | None, event: events.ListItemEntered, recorded: RecordedEvent) -> Row:
    return {
        "division": event.division,
        "department": event.department,
        "kind": event.kind,
        "text": event.text,
        "unit": event.unit,
        "person": event.person,
        "time_limit": event.time_limit,
        "plan": event.plan,
        "mine": event.mine,
        "status": ListItemStatus.OPEN,
        "rectified_on": None,
        "account": None,
        "confirmed_on": None,
        "updates": 0,
        "reopened": 0,
        "why": None,
        "entered_at": recorded.recorded_at,
        "updated_at": recorded.recorded_at,
        "version": event.originator_version,
    }


@two_lists.on(events.ListItemUpdated, key=lambda e: e.originator_id)
def _updated(row: Row | None, event: events.ListItemUpdated, recorded: RecordedEvent) -> Row:
    assert row is not None
    terms = {"unit": event.unit, "person": event.person, "time_limit": event.time_limit}
    return _step(row, event, recorded, **terms, updates=row["updates"] + 1, why=event.why)


@two_lists.on(events.ListItemRectified, key=lambda e: e.originator_id)
def _rectified(row: Row | None, event: events.ListItemRectified, recorded: RecordedEvent) -> Row:
    done = {"status": ListItemStatus.RECTIFIED, "rectified_on": event.rectified_on, "account": event.account}
    return _step(row, event, recorded, **done)


@two_lists.on(events.ListItemConfirmed, key=lambda e: e.originator_id)
def _confirmed(row: Row | None, event: events.ListItemConfirmed, recorded: RecordedEvent) -> Row:
    return _step(row, event, recorded, status=ListItemStatus.CONFIRMED, confirmed_on=event.confirmed_on)


@two_lists.on(events.ListItemReopened, key=lambda e: e.originator_id)
def _reopened(row: Row | None, event: events.ListItemReopened, recorded: RecordedEvent) -> Row:
    assert row is not None
    blank = {"rectified_on": None, "account": None, "confirmed_on": None}
    again = {"status": ListItemStatus.OPEN, "reopened": row["reopened"] + 1, "why": event.why}
    return _step(row, event, recorded, **blank, **again)


@two_lists.on(events.ListItemWithdrawn, key=lambda e: e.originator_id)
def _withdrawn(row: Row | None, event: events.ListItemWithdrawn, recorded: RecordedEvent) -> Row:
    return _step(row, event, recorded, status=ListItemStatus.WITHDRAWN, why=event.why)


@two_lists.on(events.ListItemReinstated, key=lambda e: e.originator_id)
def _reinstated(row: Row | None, event: events.ListItemReinstated, recorded: RecordedEvent) -> Row:
    return _step(row, event, recorded, status=ListItemStatus.OPEN, why=event.why)


@two_lists.on(events.ListItemPassedOn, key=lambda e: e.originator_id)
def _passed_on(row: Row | None, event: events.ListItemPassedOn, recorded: RecordedEvent) -> Row:
    return _step(row, event, recorded, department=event.department, unit=event.unit)


def _step(row: Row | None, event: DomainEvent, recorded: RecordedEvent, **changes: object) -> Row:
    return changed(row, {**changes, "updated_at": recorded.recorded_at, "version": event.originator_version})
