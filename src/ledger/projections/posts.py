"""Posts (岗位) of departments, enterprises and mines, and who held each of them when; overlaps are there to be seen."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ledger.domain.mine_events import KeyPersonAppointed, KeyPersonLeft, KeyPost, KeyPostCorrected
from ledger.domain.post_events import (
    AppointmentCorrected,
    HolderReinstated,
    HolderSuspended,
    PostAbolished,
    PostEstablished,
    PostEvent,
    PostLeft,
    PostManner,
    PostOverlapFlagged,
    PostTaken,
)
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.reading import Condition, holding_on
from ledger.projections.view import Row, View, changed, columns

OF_A_MINE = "MINE"
STILL = ".."
"""The end of an interval that goes on (ISO 8601-2)."""

posts = View(
    name="posts",
    version=1,
    key="post",
    columns=columns("""
        body_kind  text
        body       uuid
        body_name  text
        division   text
        title      text
        layer      text?
        several    boolean
        duties     text?
        overlap_count integer
        valid_from date
        valid_to   date?
        version    integer
    """),
    orders=("title", "body_name", "valid_from"),
    indexes=(("body", "title"), ("title",), ("division", "title")),
    past=(("body", "title"), ("title",)),
    periods=True,
    division=None,
)

post_holders = View(
    name="post_holders",
    version=2,
    key="appointment",
    columns=columns("""
        of_post        uuid?
        body_kind      text
        body           uuid
        body_name      text?
        division       text
        title          text
        of_person      uuid?
        person_key     text?
        holder         text
        manner         text
        overlapping    boolean
        suspensions    text[]
        basis          text?
        corrected_why  text?
        valid_from     date
        valid_to       date?
    """),
    orders=("valid_from", "valid_to", "holder"),
    indexes=(
        ("of_post", "valid_from"),
        ("body", "valid_from"),
        ("body_name", "valid_from"),
        ("of_person", "valid_from"),
        ("person_key",),
        ("holder",),
        ("valid_from",),
        ("title", "valid_from"),
    ),
    past=(
        ("of_post", "valid_from"),
        ("body", "valid_from"),
        ("body_name", "valid_from"),
        ("of_person", "valid_from"),
        ("person_key",),
        ("valid_from",),
        ("holder",),
        ("title", "valid_from"),
    ),
    periods=True,
    division=None,
)

_TITLES = {
    KeyPost.CHAIRMAN: "董事长",
    KeyPost.GENERAL_MANAGER: "总经理",
    KeyPost.MINE_DIRECTOR: "矿长",
    KeyPost.ACTUAL_CONTROLLER: "实际控制人",
    KeyPost.CHIEF_ENGINEER: "总工程师",
    KeyPost.SAFETY_DEPUTY: "安全副矿长",
    KeyPost.PRODUCTION_DEPUTY: "生产副矿长",
    KeyPost.ELECTROMECHANICAL_DEPUTY: "机电副矿长",
}


def in_charge_on(day: date) -> list[Condition]:
    """Appointments that run on a day and whose holder is not suspended then."""
    suspended = f"split_part(s, '/', 1) <= %s AND (split_part(s, '/', 2) = '{STILL}' OR split_part(s, '/', 2) > %s)"
    none = f"NOT EXISTS (SELECT FROM unnest(suspensions) i(s) WHERE {suspended})"
    return [holding_on(day), Condition(none, (str(day), str(day)))]


def _of_post(event: PostEvent) -> UUID:
    return event.originator_id


@posts.on(PostEstablished, key=_of_post)
def _established(row: Row | None, event: PostEstablished, recorded: RecordedEvent) -> Row:
    return {
        "body_kind": event.body_kind,
        "body": event.body,
        "body_name": event.body_name,
        "division": event.division,
        "title": event.title,
        "layer": event.layer,
        "several": event.several,
        "duties": event.duties,
        "overlap_count": 0 if row is None else row["overlap_count"],
        "valid_from": event.effective_on if row is None else row["valid_from"],
        "valid_to": None,
        "version": event.originator_version,
    }


@posts.on(PostAbolished, key=_of_post)
def _abolished(row: Row | None, event: PostAbolished, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on, "version": event.originator_version})


@posts.on(PostOverlapFlagged, key=_of_post)
def _overlap(row: Row | None, event: PostOverlapFlagged, recorded: RecordedEvent) -> Row:
    return changed(row, {"overlap_count": (row or {})["overlap_count"] + 1, "version": event.originator_version})


@posts.on(PostTaken, PostLeft, AppointmentCorrected, HolderSuspended, HolderReinstated, key=_of_post)
def _another_version(row: Row | None, event: PostEvent, recorded: RecordedEvent) -> Row:
    return changed(row, {"version": event.originator_version})


@post_holders.on(PostTaken, key=lambda e: e.appointment)
def _taken(_: Row | None, event: PostTaken, recorded: RecordedEvent) -> Row:
    return {
        "of_post": event.originator_id,
        "body_kind": event.body_kind,
        "body": event.body,
        "body_name": event.body_name,
        "division": event.division,
        "title": event.title,
        "of_person": event.person,
        "person_key": event.person_key,
        "holder": event.holder,
        "manner": event.manner,
        "overlapping": False,
        "suspensions": [],
        "basis": event.basis,
        "corrected_why": None,
        "valid_from": event.effective_on,
        "valid_to": event.until,
    }


@post_holders.on(PostLeft, key=lambda e: e.appointment)
def _left(row: Row | None, event: PostLeft, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on})


@post_holders.on(AppointmentCorrected, key=lambda e: e.appointment)
def _corrected(row: Row | None, event: AppointmentCorrected, recorded: RecordedEvent) -> Row:
    step = {"manner": event.manner, "valid_from": event.valid_from, "valid_to": event.valid_to}
    return changed(row, {**step, "corrected_why": event.why})


@post_holders.on(HolderSuspended, key=lambda e: e.appointment)
def _suspended(row: Row | None, event: HolderSuspended, recorded: RecordedEvent) -> Row:
    return changed(row, {"suspensions": [*(row or {})["suspensions"], f"{event.effective_on}/{STILL}"]})


@post_holders.on(HolderReinstated, key=lambda e: e.appointment)
def _reinstated(row: Row | None, event: HolderReinstated, recorded: RecordedEvent) -> Row:
    *before, last = (row or {})["suspensions"]
    return changed(row, {"suspensions": [*before, f"{last.partition('/')[0]}/{event.effective_on}"]})


@post_holders.on(PostOverlapFlagged, key=lambda e: e.appointments)
def _overlapping(row: Row | None, event: PostOverlapFlagged, recorded: RecordedEvent) -> Row:
    return changed(row, {"overlapping": True})


@post_holders.on(KeyPersonAppointed, key=lambda e: e.appointment)
def _key_person(_: Row | None, event: KeyPersonAppointed, recorded: RecordedEvent) -> Row:
    return {
        "of_post": None,
        "body_kind": OF_A_MINE,
        "body": event.mine,
        "body_name": None,
        "division": event.division,
        "title": _TITLES.get(event.post, event.post),
        "of_person": None,
        "person_key": event.person_key,
        "holder": event.holder,
        "manner": PostManner.ACTING if event.acting else PostManner.SUBSTANTIVE,
        "overlapping": False,
        "suspensions": [],
        "basis": None,
        "corrected_why": None,
        "valid_from": event.effective_on,
        "valid_to": None,
    }


@post_holders.on(KeyPersonLeft, key=lambda e: e.appointment)
def _key_person_left(row: Row | None, event: KeyPersonLeft, recorded: RecordedEvent) -> Row:
    return changed(row, {"valid_to": event.effective_on})


@post_holders.on(KeyPostCorrected, key=lambda e: e.appointment)
def _key_post_corrected(row: Row | None, event: KeyPostCorrected, recorded: RecordedEvent) -> Row:
    days = {"valid_from": event.effective_on, "valid_to": event.ended_on}
    return changed(row, {**days, "corrected_why": event.why})
