"""What happens to a scheme to optimise and reduce ("一优三减"技术方案): its events and their words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.domain.mine_event import MineEvent
from ledger.values.labels import named


@named("待制定 实施中 待核实 已完成 已撤回")
class SchemeStatus(StrEnum):
    """Where a scheme stands (方案状态)."""

    REQUIRED = "REQUIRED"
    UNDER_WAY = "UNDER_WAY"
    CLAIMED = "CLAIMED"
    CONFIRMED = "CONFIRMED"
    WITHDRAWN = "WITHDRAWN"


class Layout(BaseModel):
    """How a mine is laid out (生产布局): levels, panels, coal faces at once, people underground in a shift."""

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    levels: int | None
    panels: int | None
    faces: int | None
    people: int | None

    def beyond(self, goal: Layout) -> list[str]:
        """What of it is not known, or more than `goal` says."""
        told = {name: (getattr(self, name), getattr(goal, name)) for name in type(self).model_fields}
        return [name for name, (is_, may) in told.items() if may is not None and (is_ is None or is_ > may)]


class SchemeRequired(MineEvent):
    """The mine is to make a scheme by a day (要求制定方案); `project` is the upgrade that it is for."""

    department: str
    project: UUID | None
    due_on: date
    reference: str


class SchemeAdopted(MineEvent):
    """A scheme was made (制定方案), or made anew: its goals, who answers for them, by when (R-211)."""

    department: str
    project: UUID | None
    name: str
    measures: str
    goal: Layout
    responsible_unit: str
    responsible_person: str
    due_on: date
    document: str
    adopted_on: date


class SchemeProgressReported(MineEvent):
    """How far it has come (进展), with the layout of that day."""

    reported_on: date
    layout: Layout
    account: str


class SchemeClaimed(MineEvent):
    """Who answers for it says that the goals are reached (申报完成)."""

    claimed_on: date
    account: str


class SchemeClaimRejected(MineEvent):
    """They are not (核实不符)."""

    rejected_on: date
    finding: str


class SchemeConfirmed(MineEvent):
    """They are (核实完成)."""

    confirmed_on: date
    finding: str


class SchemeReopened(MineEvent):
    """What was confirmed is not so, or no more (重新实施)."""

    reopened_on: date
    why: str


class SchemeWithdrawn(MineEvent):
    """It is not called for (撤回方案)."""

    withdrawn_on: date
    why: str


class SchemeRestored(MineEvent):
    """That it was withdrawn was the mistake (恢复方案)."""

    why: str
