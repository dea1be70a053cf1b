"""Trace-back (全过程追溯) as GraphQL types."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

import strawberry

from ledger.domain.mine_events import KeyPost
from ledger.graphql.ids import global_id
from ledger.graphql.labels import label
from ledger.graphql.scalars import JSON, Position
from ledger.projections.trace import Holder, Step, Trace


@strawberry.type(description="Who held a post on the day (当日任职人).")
class PostHolder:
    """A person in a post."""

    post: KeyPost = strawberry.field(description="The key post (关键岗位).")
    post_label: str | None = strawberry.field(description="Chinese label (中文名称).")
    holder: str = strawberry.field(description="The person (任职人).")
    acting: bool = strawberry.field(description="Whether acting (是否代理).")


@strawberry.type(description="The duty a step is held against (责任); the articles are law, the pairing is ours.")
class DutyOwed:
    """A duty and who owed it."""

    text: str = strawberry.field(description="The duty in English (责任英文).")
    text_zh: str = strawberry.field(description="The duty (责任).")
    basis: str = strawberry.field(description="Its basis (依据).")
    post: KeyPost | None = strawberry.field(description="The post that owed it (责任岗位); null: the supervisor body.")
    holders: list[PostHolder] = strawberry.field(description="Who held the post that day (当日任职人).")
    supervisor_body: str | None = strawberry.field(description="The supervisor body that day (当日监管主体).")


@strawberry.type(description="One step of the course (环节).")
class TraceStep:
    """A step on both time axes."""

    position: Position = strawberry.field(description="Position (位置).")
    type: str = strawberry.field(description="Type of event (事件类型).")
    happened_on: date = strawberry.field(description="The day it happened (发生日).")
    recorded_at: datetime = strawberry.field(description="When the ledger learned it (记录时间).")
    entered_late: bool = strawberry.field(description="Entered more than a day later (是否补录).")
    days_late: int | None = strawberry.field(description="Days after the deadline (逾期天数).")
    actor: str = strawberry.field(description="Who did it (行为人).")
    department: str = strawberry.field(description="For which department (单位).")
    post: str | None = strawberry.field(description="In which capacity (职务).")
    data: JSON = strawberry.field(description="What happened (内容).")
    duty: DutyOwed | None = strawberry.field(description="The duty it is about (责任).")


@strawberry.type(description="The course of a hazard, with duty, post and person of each step (全过程追溯).")
class TraceBack:
    """The whole trace-back."""

    hazard: strawberry.ID = strawberry.field(description="The hazard (隐患).")
    mine: strawberry.ID = strawberry.field(description="The mine (煤矿).")
    steps: list[TraceStep] = strawberry.field(description="The steps in order (环节).")
    superiors: list[PostHolder] = strawberry.field(description="Those above, with the actual controller (上级).")
    untraced: list[Position] = strawberry.field(description="Steps whose duty nobody can be named for (未查明环节).")
    as_of_position: Position | None = strawberry.field(description="The position (截至位置); null is now.")


def trace_back(trace: Trace, as_of: int | None) -> TraceBack:
    """The GraphQL form of a trace."""
    return TraceBack(
        hazard=strawberry.ID(global_id("Hazard", trace.hazard)),
        mine=strawberry.ID(global_id("Mine", trace.mine)),
        steps=[_step(step) for step in trace.steps],
        superiors=[_holder(holder) for holder in trace.superiors],
        untraced=[Position(position) for position in trace.untraced],
        as_of_position=None if as_of is None else Position(as_of),
    )


def _holder(holder: Holder) -> PostHolder:
    post = KeyPost(holder.post)
    return PostHolder(post=post, post_label=label(post), holder=holder.holder, acting=holder.acting)


def _step(step: Step) -> TraceStep:
    duty = step.duty
    owed = (
        duty
        if duty is None
        else DutyOwed(
            text=duty.text,
            text_zh=duty.text_zh,
            basis=duty.basis,
            post=duty.post,
            holders=[_holder(holder) for holder in step.duty_holders],
            supervisor_body=step.supervisor_body,
        )
    )
    return TraceStep(
        position=Position(step.position),
        type=step.type,
        happened_on=step.happened_on,
        recorded_at=step.recorded_at,
        entered_late=step.entered_late,
        days_late=step.days_late,
        actor=step.actor,
        department=step.department,
        post=step.post,
        data=cast(JSON, step.data),
        duty=owed,
    )
