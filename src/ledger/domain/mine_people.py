"""Who answers for a mine: its daily supervisor body and the holders of its key posts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.domain import mine_events as e
from ledger.domain.corrections import RULE as CORRECTION
from ledger.domain.corrections import corrected
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_events import KeyPost
from ledger.domain.mine_state import MineState, Tenure
from ledger.domain.timeline import placed
from ledger.values.actor import Actor
from ledger.values.labels import zh

ONE_HOLDER = "煤矿安全生产条例 §22"


class MinePeople(MineState):
    """What is recorded of the people and bodies that answer for a mine."""

    def assign_supervisor(self, body: str, on: date, *, by: Actor, at: datetime) -> None:
        """Name the mine's one daily supervisor body from `on` (R-116)."""
        before = self.supervisors.last
        if before is not None and (before.value == body or on < before.starts):
            refuse(
                "SUPERVISOR_UNCHANGED",
                f"{before.value} is the supervisor body since {before.starts}.",
                f"{before.value} 自 {before.starts} 起为监管主体。",
                rule=OURS,
                path=("body",),
            )
        self.happen(
            e.SupervisorBodyAssigned,
            by,
            at,
            body=body,
            effective_on=on,
            period=self.new_id("supervisor", body),
            ended_period=before.id if before else None,
        )

    def correct_supervisor(
        self, body: str, on: date, instead_of: date | None, why: str, *, by: Actor, at: datetime
    ) -> None:
        """Say late which body supervised from `on`, or from when, in place of what began on `instead_of`."""
        period, replaced = corrected(self.supervisors, body, on, instead_of, self.new_id("supervisor", body))
        placement = placed(self.supervisors, period, without=replaced)
        self.happen(
            e.SupervisorBodyCorrected,
            by,
            at,
            body=body,
            period=period.id,
            replaced=replaced,
            effective_on=on,
            ended_on=placement.ended_on,
            moved=placement.moved,
            current=placement.current,
            why=why,
        )

    def appoint(self, post: KeyPost, holder: str, on: date, *, by: Actor, at: datetime, **details: Any) -> None:
        """Record that somebody holds a key post from `on`; two at once, now or then, are a fact, and flagged."""
        self.happen(
            e.KeyPersonAppointed,
            by,
            at,
            post=post,
            holder=holder,
            effective_on=on,
            appointment=self.new_id("appointment", f"{post}:{holder}"),
            **details,
        )
        self._flag_if_held_by_several(Tenure(post, holder, on), by, at)

    def leave(self, appointment: UUID, on: date, *, by: Actor, at: datetime) -> None:
        """Record that a holder left."""
        held = self.tenures.get(appointment)
        if held is None or held.until is not None or on < held.since:
            refuse(
                "APPOINTMENT_NOT_RUNNING",
                "This appointment is not running, or began later.",
                "该任职不存在、已结束或开始得更晚。",
                rule=OURS,
                path=("appointment",),
            )
        self.happen(e.KeyPersonLeft, by, at, post=held.post, appointment=appointment, effective_on=on)

    def correct_tenure(
        self, appointment: UUID, since: date, until: date | None, why: str, *, by: Actor, at: datetime
    ) -> None:
        """Say late from when and until when somebody held a post; without `until` they hold it still."""
        held = self.tenures[appointment]
        if until is not None and until < since:
            refuse(
                "TENURE_ENDS_BEFORE_IT_BEGINS",
                f"{until} is before {since}.",
                f"离任日 {until} 早于任职日 {since}。",
                rule=CORRECTION,
                path=("endedOn",),
            )
        if (held.since, held.until) == (since, until):
            refuse("NOTHING_CORRECTED", "It is recorded so.", "与现有记录一致，无需更正。", rule=CORRECTION)
        others = self.overlapping(Tenure(held.post, held.holder, since, until), besides=appointment)
        before = self.overlapping(held, besides=appointment)
        self.happen(
            e.KeyPostCorrected,
            by,
            at,
            post=held.post,
            appointment=appointment,
            effective_on=since,
            ended_on=until,
            why=why,
        )
        if set(others) - set(before):
            self._flag_several(held.post, [*others, held.holder], by, at)

    def overlapping(self, tenure: Tenure, besides: UUID | None = None) -> list[str]:
        """Who else held the post of a tenure on some day of it."""
        until = tenure.until or date.max
        return [
            other.holder
            for id, other in self.holders_of(tenure.post)
            if id != besides and other.since < until and tenure.since < (other.until or date.max)
        ]

    def _flag_if_held_by_several(self, tenure: Tenure, by: Actor, at: datetime) -> None:
        [appointment] = list(self.tenures)[-1:]
        others = self.overlapping(tenure, besides=appointment)
        if others:
            self._flag_several(tenure.post, [*others, tenure.holder], by, at)

    def _flag_several(self, post: KeyPost, holders: list[str], by: Actor, at: datetime) -> None:
        if post is not KeyPost.ACTUAL_CONTROLLER:
            names, names_zh = ", ".join(holders), "、".join(holders)
            text, text_zh = f"{post} is held by several at once: {names}.", f"{zh(post)}同时由多人担任：{names_zh}。"
            self.flag(by, at, ONE_HOLDER, text, text_zh)
