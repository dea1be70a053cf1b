"""What has to be made public about orders (文书公开台账), by when, and what was."""

from __future__ import annotations

from uuid import UUID, uuid5

from ledger.domain import order_effect_events as f
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, changed, columns

order_publications = View(
    name="order_publications",
    version=1,
    key="publication",
    columns=columns("""
        order_id     uuid
        mine         uuid
        division     text
        department   text
        what         text
        owed         boolean
        since_day    date
        due_on       date?
        article      text?
        published_on date?
        medium       text?
        reference    text?
        days_late    integer?
        why          text?
    """),
    orders=("since_day", "due_on"),
    indexes=(("order_id", "since_day"), ("division", "since_day"), ("mine", "since_day")),
    past=(("order_id", "since_day"), ("division", "since_day"), ("mine", "since_day")),
    department="department",
)

OVERDUE = "coalesce(owed AND published_on IS NULL AND due_on < %s, false)"
"""Owed, past its last day in time and not made public (逾期未公开) on a day, which is the one parameter."""

Event = f.PublicationOwed | f.PublicationLapsed | f.OrderPublished | f.PublicationRetracted


def publication_key(event: Event) -> UUID:
    """The row of one thing about one order."""
    return uuid5(event.originator_id, f"publication:{event.what}")


@order_publications.on(f.PublicationOwed, key=publication_key)
def _owed(row: Row | None, event: f.PublicationOwed, recorded: RecordedEvent) -> Row:
    owed = {"owed": True, "since_day": event.since, "due_on": event.due_on, "article": event.article, "why": None}
    return {**(row or _blank(event)), **owed, "department": event.department}


@order_publications.on(f.PublicationLapsed, key=publication_key)
def _lapsed(row: Row | None, event: f.PublicationLapsed, recorded: RecordedEvent) -> Row:
    return changed(row, {"owed": False, "why": event.why})


@order_publications.on(f.OrderPublished, key=publication_key)
def _published(row: Row | None, event: f.OrderPublished, recorded: RecordedEvent) -> Row:
    told = {"published_on": event.published_on, "medium": event.medium, "reference": event.reference}
    blank = _blank(event) | {"since_day": event.published_on, "department": event.actor.department}
    return {**(row or blank), **told, "days_late": event.days_late}


@order_publications.on(f.PublicationRetracted, key=publication_key)
def _retracted(row: Row | None, event: f.PublicationRetracted, recorded: RecordedEvent) -> Row:
    gone = dict.fromkeys(("published_on", "medium", "reference", "days_late"))
    return changed(row, {**gone, "why": event.why})


def _blank(event: Event) -> Row:
    empty = dict.fromkeys(column.name for column in order_publications.columns)
    about = {"order_id": event.originator_id, "mine": event.mine, "division": event.division}
    return {**empty, **about, "what": event.what, "owed": False}
