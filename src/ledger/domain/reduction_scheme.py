"""Scheme to optimise and reduce ("一优三减"技术方案): required, made, under way, claimed, confirmed (R-210, R-211)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import reduction_scheme_events as e
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.mine_matter import MineMatter
from ledger.domain.reduction_scheme_events import Layout, SchemeStatus
from ledger.domain.rule_text import RuleText
from ledger.values.actor import Actor
from ledger.values.labels import zh

RULE = "双四政发〔2020〕28号 二(七)5"
NOTHING = Layout(levels=None, panels=None, faces=None, people=None)
NAMES_ZH = {"levels": "生产水平", "panels": "采区", "faces": "采煤工作面", "people": "单班入井人数"}


def scheme_for(project: UUID) -> UUID:
    """The stream of the scheme that an upgrade project calls for."""
    return uuid5(project, "reduction-scheme")


class ReductionScheme(MineMatter):
    """One scheme of one mine. What is reported is a fact; that the goals are reached is confirmed by somebody else."""

    zh = "一优三减方案"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = SchemeStatus.REQUIRED
        self.before_withdrawn = SchemeStatus.REQUIRED
        self.goal = NOTHING
        self.layout = NOTHING
        self.reported_on = date.min
        self.due_on: date | None = None
        self.claimed_by: Actor | None = None

    def require(self, *, mine: UUID, division: str, by: Actor, at: datetime, **what: Any) -> None:
        """Ask the mine for one; `what` are the remaining fields of `SchemeRequired`."""
        self.mine, self.division = mine, division
        self._happen(e.SchemeRequired, by, at, **what)

    def adopt(
        self, *, mine: UUID, division: str, exceeded: Iterable[RuleText], by: Actor, at: datetime, **what: Any
    ) -> None:
        """Make it, or make it anew while it is under way; goals beyond a limit of the notice are flagged."""
        if self.status not in {SchemeStatus.REQUIRED, SchemeStatus.UNDER_WAY}:
            self._refuse_state()
        self.mine, self.division = mine, division
        self._happen(e.SchemeAdopted, by, at, **what)
        for limit in exceeded:
            text = f"Its goal is beyond a limit: {limit.article}."
            self._flag(by, at, f"双四政发〔2020〕28号 {limit.article}", text, f"方案目标超出规定：{limit.zh}。")

    def report(self, on: date, layout: Layout, account: str, *, by: Actor, at: datetime) -> None:
        """Report how far it has come, in whatever order; the latest day counts."""
        self._must_be_made()
        self._happen(e.SchemeProgressReported, by, at, reported_on=on, layout=layout, account=account)

    def claim(self, on: date, account: str, *, by: Actor, at: datetime) -> None:
        """Say that the goals are reached, by what was last reported."""
        if self.status is not SchemeStatus.UNDER_WAY:
            self._refuse_state()
        self._not_before_last_step(on, "claimedOn")
        beyond = self.layout.beyond(self.goal)
        if beyond:
            refuse(
                "GOALS_NOT_REACHED",
                f"Not reported, or beyond the goal: {', '.join(beyond)}.",
                f"尚未上报或者超出目标：{'、'.join(NAMES_ZH[name] for name in beyond)}。",
                rule=RULE,
            )
        self._happen(e.SchemeClaimed, by, at, claimed_on=on, account=account)

    def confirm(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Confirm that they are, by another capacity than who said so."""
        self._must_be_claimed()
        self._not_before_last_step(on, "confirmedOn")
        self._not_own_work(by, self.claimed_by, "台账原则 6")
        self._happen(e.SchemeConfirmed, by, at, confirmed_on=on, finding=finding)

    def reject(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Find that they are not."""
        self._must_be_claimed()
        self._not_before_last_step(on, "rejectedOn")
        self._happen(e.SchemeClaimRejected, by, at, rejected_on=on, finding=finding)

    def reopen(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """What was confirmed is not so, or no more."""
        if self.status is not SchemeStatus.CONFIRMED:
            self._refuse_state()
        self._not_before_last_step(on, "reopenedOn")
        self._happen(e.SchemeReopened, by, at, reopened_on=on, why=why)

    def withdraw(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """It is not called for."""
        if self.status in {SchemeStatus.CONFIRMED, SchemeStatus.WITHDRAWN}:
            self._refuse_state()
        self._happen(e.SchemeWithdrawn, by, at, withdrawn_on=on, why=why)

    def restore(self, why: str, *, by: Actor, at: datetime) -> None:
        """It is, after all."""
        if self.status is not SchemeStatus.WITHDRAWN:
            self._refuse_state()
        self._happen(e.SchemeRestored, by, at, why=why)

    def _must_be_made(self) -> None:
        if self.status in {SchemeStatus.REQUIRED, SchemeStatus.WITHDRAWN}:
            self._refuse_state()

    def _must_be_claimed(self) -> None:
        if self.status is not SchemeStatus.CLAIMED:
            self._refuse_state()

    def _refuse_state(self) -> None:
        refuse(
            "SCHEME_STATE",
            f"The scheme is {self.status}.",
            f"方案状态为“{zh(self.status)}”，不能办理。",
            rule=OURS,
        )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _required(self, event: e.SchemeRequired) -> None:
        self.mine, self.division = event.mine, event.division

    @when.register
    def _adopted(self, event: e.SchemeAdopted) -> None:
        self.mine, self.division, self.goal, self.due_on = event.mine, event.division, event.goal, event.due_on
        self.status, self.reached = SchemeStatus.UNDER_WAY, event.adopted_on

    @when.register
    def _reported(self, event: e.SchemeProgressReported) -> None:
        if event.reported_on >= self.reported_on:
            self.layout, self.reported_on = event.layout, event.reported_on

    @when.register
    def _claimed(self, event: e.SchemeClaimed) -> None:
        self.status, self.claimed_by, self.reached = SchemeStatus.CLAIMED, event.actor, event.claimed_on

    @when.register
    def _rejected(self, event: e.SchemeClaimRejected) -> None:
        self.status, self.reached = SchemeStatus.UNDER_WAY, event.rejected_on

    @when.register
    def _confirmed(self, event: e.SchemeConfirmed) -> None:
        self.status, self.reached = SchemeStatus.CONFIRMED, event.confirmed_on

    @when.register
    def _reopened(self, event: e.SchemeReopened) -> None:
        self.status, self.reached = SchemeStatus.UNDER_WAY, event.reopened_on

    @when.register
    def _withdrawn(self, event: e.SchemeWithdrawn) -> None:
        self.before_withdrawn, self.status = self.status, SchemeStatus.WITHDRAWN

    @when.register
    def _restored(self, event: e.SchemeRestored) -> None:
        self.status = self.before_withdrawn

    @when.register
    def _noted(self, event: ProcedureDefectFlagged) -> None:
        """Changes nothing that an act depends on."""
