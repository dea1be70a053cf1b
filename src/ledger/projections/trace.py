"""Trace-back of a hazard (全过程追溯): steps, the duty at each, the post that owed it, and who held it that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.domain.mine_events import KeyPost
from ledger.eventstore.readers import Reader
from ledger.projections.hazard_ledger import hazard_ledger
from ledger.projections.journal import journal
from ledger.projections.mine_periods import key_posts, supervisor_bodies
from ledger.projections.reading import Order, Query, Scope, as_it_stood, equals, select, within
from ledger.projections.view import Row
from ledger.values.times import local_day

LATE_AFTER_DAYS = 1


@dataclass(frozen=True)
class Duty:
    """A duty that a step is about: what it is, its basis, and the post that owes it; `ours` marks our own reading."""

    text: str
    text_zh: str
    basis: str
    post: KeyPost | None
    owed_by_supervisor: bool = False


@dataclass(frozen=True)
class Holder:
    """Who held a post on a day."""

    post: str
    holder: str
    acting: bool
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Step:
    """One step of the course of events on both time axes."""

    position: int
    type: str
    happened_on: date
    occurred_at: datetime
    recorded_at: datetime
    entered_late: bool
    actor: str
    department: str
    post: str | None
    days_late: int | None
    data: dict[str, Any]
    duty: Duty | None
    duty_holders: list[Holder]
    supervisor_body: str | None


@dataclass(frozen=True)
class Trace:
    """The whole trace-back of one hazard."""

    hazard: UUID
    mine: UUID
    steps: list[Step]
    superiors: list[Holder]
    untraced: list[int]


_FIND = Duty(
    "Organise finding and removing hazards",
    "组织排查并消除事故隐患",
    "安全生产法 §21(5)；条例 §18",
    KeyPost.MINE_DIRECTOR,
)
_REMOVE = Duty("Remove the hazard in time", "按期消除隐患", "安全生产法 §41；条例 §36", KeyPost.SAFETY_DEPUTY)
_SUPERVISE = Duty(
    "Supervise the removal to its end", "跟踪督促整改到位", "条例 §45；安全生产法 §41", None, owed_by_supervisor=True
)
_TRUTH = Duty(
    "Report truthfully that it was removed",
    "如实申报整改结果",
    "安全生产法 §41；双四政发〔2020〕28号 V12",
    KeyPost.MINE_DIRECTOR,
)

DUTIES: dict[str, Duty] = {
    "HazardReported": _FIND,
    "RectificationAssigned": _REMOVE,
    "RectificationExtended": _SUPERVISE,
    "RectificationClaimed": _TRUTH,
    "RectificationAccepted": _SUPERVISE,
    "RectificationRejected": _REMOVE,
    "HazardRechecked": _SUPERVISE,
    "HazardCleared": _SUPERVISE,
    "HazardReopened": _TRUTH,
    "HazardPlacedUnderListedSupervision": _SUPERVISE,
    "HazardTakenOffListedSupervision": _SUPERVISE,
}
"""Which duty a step is about. The articles are the law's; that this step is held against that duty is our reading."""

_DAY_FIELDS = ("foundOn", "gradedOn", "claimedOn", "acceptedOn", "rejectedOn", "recheckedOn", "clearedOn", "reopenedOn")
_LATE_BY = {"RectificationClaimed": "claimedOn"}


async def trace_hazard(reader: Reader, hazard: UUID, *, as_of: int | None, scope: Scope) -> Trace | None:
    """The trace-back as the ledger knew it at `as_of`; None when the hazard is not there, or not to be seen."""
    now = as_it_stood(as_of)
    found = await select(reader, Query(hazard_ledger, [equals("hazard", hazard), now, *within(hazard_ledger, scope)]))
    if not found:
        return None
    mine = found[0]["mine"]
    stream = [equals("stream", hazard), as_it_stood(as_of, journal)]
    events = await select(reader, Query(journal, stream, Order("position"), limit=10_000))
    posts = await select(reader, Query(key_posts, [equals("mine", mine), now], Order("valid_from")))
    bodies = await select(reader, Query(supervisor_bodies, [equals("mine", mine), now], Order("valid_from")))
    steps = _steps(events, posts, bodies)
    return Trace(
        hazard=hazard,
        mine=mine,
        steps=steps,
        superiors=_superiors(posts, steps),
        untraced=[s.position for s in steps if s.duty is not None and not s.duty_holders and not _has_body(s)],
    )


def _steps(events: list[Row], posts: list[Row], bodies: list[Row]) -> list[Step]:
    deadline: date | None = None
    steps = []
    for event in events:
        data = event["data"]
        day = _day(event)
        deadline = _deadline(event, deadline)
        duty = DUTIES.get(event["type"])
        body = _held(bodies, day)
        late_field = _LATE_BY.get(event["type"])
        late = (day - deadline).days if late_field and deadline else None
        steps.append(
            Step(
                position=event["position"],
                type=event["type"],
                happened_on=day,
                occurred_at=event["occurred_at"],
                recorded_at=event["recorded_at"],
                entered_late=(local_day(event["recorded_at"]) - day).days > LATE_AFTER_DAYS,
                actor=event["actor"],
                department=event["department"],
                post=event["post"],
                days_late=max(late, 0) if late is not None else None,
                data=data,
                duty=duty,
                duty_holders=[_holder(p) for p in _held(posts, day) if duty and p["post"] == duty.post],
                supervisor_body=body[0]["body"] if body else None,
            )
        )
    return steps


def _superiors(posts: list[Row], steps: list[Step]) -> list[Holder]:
    """Who stood above during the course: the actual controller and the heads of the enterprise."""
    above = {KeyPost.ACTUAL_CONTROLLER, KeyPost.CHAIRMAN, KeyPost.GENERAL_MANAGER}
    days = [s.happened_on for s in steps]
    held = [p for p in posts if p["post"] in above and any(_holds(p, day) for day in days)]
    return [_holder(p) for p in held]


def _day(event: Row) -> date:
    for name in _DAY_FIELDS:
        if name in event["data"]:
            return date.fromisoformat(event["data"][name])
    return local_day(event["occurred_at"])


def _deadline(event: Row, before: date | None) -> date | None:
    data = event["data"]
    if event["type"] == "RectificationAssigned":
        return date.fromisoformat(data["plan"]["deadline"])
    if event["type"] == "RectificationExtended":
        return date.fromisoformat(data["deadline"])
    return None if event["type"] == "HazardReopened" else before


def _holds(row: Row, day: date) -> bool:
    return bool(row["valid_from"] <= day and (row["valid_to"] is None or day < row["valid_to"]))


def _held(rows: list[Row], day: date) -> list[Row]:
    return [row for row in rows if _holds(row, day)]


def _holder(row: Row) -> Holder:
    return Holder(row["post"], row["holder"], row["acting"], row["valid_from"], row["valid_to"])


def _has_body(step: Step) -> bool:
    return step.duty is not None and step.duty.owed_by_supervisor and step.supervisor_body is not None
