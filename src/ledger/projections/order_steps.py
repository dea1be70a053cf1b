"""Steps of orders (文书流转): each with its day, who took it, and by how much it was late."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid5

from ledger.domain import order_effect_events as f
from ledger.domain import order_events as e
from ledger.domain.event import DomainEvent
from ledger.eventstore.envelope import RecordedEvent
from ledger.projections.view import Row, View, columns
from ledger.values.times import local_day

order_steps = View(
    name="order_steps",
    version=2,
    key="step_id",
    columns=columns("""
        order_id    uuid
        mine        uuid
        division    text
        department  text
        step        text
        step_zh     text
        happened_on date
        note        text?
        days_late   integer?
        actor       text
        post        text?
        position    bigint
        recorded_at timestamptz
    """),
    indexes=(("order_id", "position"),),
    constant=True,
    department="department",
)

Told = Callable[[Any], str | None]

PUBLISHED = {
    f.Publication.STOP_ORDERED: "停产整顿公告",
    f.Publication.PENALTY_DECIDED: "处罚决定公开",
    f.Publication.PRODUCTION_RESUMED: "恢复生产公告",
    f.Publication.PENALTY_WITHDRAWN: "处罚决定撤回说明",
}
"""What each publication is called."""

STEPS: Mapping[type[DomainEvent], tuple[str, str | None, Told]] = {
    e.StopNotified: ("事先告知", "notified_on", lambda event: event.facts),
    e.StatementHeard: ("陈述申辩", "heard_on", lambda event: f"{event.statement}；复核：{event.review}"),
    e.HearingRequested: ("要求听证", "requested_on", lambda _: None),
    e.HearingHeld: ("举行听证", "held_on", lambda event: f"主持人：{event.host}"),
    e.HearingForgone: ("放弃听证", "forgone_on", lambda event: event.why),
    e.LegalReviewRecorded: ("法制审核", "reviewed_on", lambda event: event.opinion),
    e.StopDropped: ("不予处罚", None, lambda event: event.why),
    e.OrderIssued: ("下达", "issued_on", lambda event: event.text),
    e.OrderNumbered: ("编号", None, lambda event: event.text),
    e.OrderServed: ("送达", "served_on", lambda event: f"{event.recipient}{'（拒收拒签）' if event.refused else ''}"),
    e.OrderServiceVoided: ("送达无效", None, lambda event: event.why),
    e.OrderAnswered: ("回复", "answered_on", lambda event: event.answer),
    e.OrderExtended: ("延期", None, lambda event: f"至{event.deadline}：{event.why}"),
    e.ComplianceChecked: ("核查", "checked_on", lambda event: event.finding),
    e.OrderDefied: ("拒不执行", "found_on", lambda event: event.finding),
    e.OrderDefianceRetracted: ("撤回拒不执行记录", None, lambda event: event.why),
    e.CriminalReferralProposed: ("建议移送", None, lambda event: event.rule),
    e.CriminalReferralDecided: ("移送决定", None, lambda event: event.why),
    e.OrderLifted: ("解除", "lifted_on", lambda event: event.why),
    e.OrderReplaced: ("替换", "replaced_on", lambda _: None),
    e.OrderRevoked: ("撤销", "revoked_on", lambda event: f"{event.authority}：{event.why}"),
    e.OrderRestored: ("恢复效力", None, lambda event: event.why),
    e.OrderPassedOn: ("承接", "effective_on", lambda event: f"{event.former_department}→{event.department}"),
    f.OrderStoppedMine: ("执行停产", "stopped_on", lambda event: event.part),
    f.OrderStopEnded: ("停产解除", "ended_on", lambda event: event.how),
    f.OrderPublished: ("公开", "published_on", lambda event: f"{PUBLISHED[event.what]}：{event.medium}"),
    f.PublicationRetracted: ("撤回公开记录", None, lambda event: f"{PUBLISHED[event.what]}：{event.why}"),
}
"""What each step is called, which field holds its day (that of the event when none does), and what is told of it."""


@order_steps.on(*STEPS, key=lambda e: uuid5(e.originator_id, str(e.originator_version)))
def _step(_: Row | None, event: Any, recorded: RecordedEvent) -> Row:
    name, day, told = STEPS[type(event)]
    return {
        "order_id": event.originator_id,
        "mine": event.mine,
        "division": event.division,
        "department": event.actor.department,
        "step": event.type_name(),
        "step_zh": name,
        "happened_on": getattr(event, day) if day else local_day(event.occurred_at),
        "note": told(event),
        "days_late": getattr(event, "days_late", None),
        "actor": event.actor.id,
        "post": event.actor.post,
        "position": recorded.position,
        "recorded_at": recorded.recorded_at,
    }
