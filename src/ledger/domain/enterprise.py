"""Enterprise (企业): one legal body, who controls it with which share, and which mines it runs."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import singledispatchmethod
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.enterprise_events import (
    ControlCorrected,
    ControlEnded,
    ControllerKind,
    ControllerRecorded,
    ControlNature,
    EnterpriseCorrected,
    EnterpriseDeregistered,
    EnterpriseRegistered,
    EnterpriseRenamed,
    EnterpriseRestored,
    MineGivenUp,
    MineTakenOver,
    SharesExceededFlagged,
)
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.values.actor import Actor

WHOLE = Decimal(100)


class Control(NamedTuple):
    """One control; in force from `since` up to, not including, `until`."""

    nature: ControlNature
    share: Decimal | None
    since: date
    until: date | None

    def in_force(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day < (self.until or date.max)


class Enterprise(Aggregate):
    """One enterprise. Who controls it is always recorded; shares beyond the whole are flagged."""

    zh = "企业"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.name = ""
        self.credit_code: str | None = None
        self.named_on: date | None = None
        self.name_period: UUID | None = None
        self.deregistered_on: date | None = None
        self.controls: dict[UUID, Control] = {}
        self.mines: dict[UUID, MineTakenOver] = {}

    def register(
        self,
        division: str,
        name: str,
        *,
        credit_code: str | None,
        established_on: date,
        source: str | None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter the enterprise."""
        self.division = division
        self._happen(
            EnterpriseRegistered,
            by,
            at,
            name=name,
            credit_code=credit_code,
            established_on=established_on,
            name_period=self._period("name"),
            source=source,
        )

    def rename(self, name: str, on: date, basis: str, *, by: Actor, at: datetime) -> None:
        """Record another name from `on`."""
        assert self.named_on is not None
        if name == self.name or on <= self.named_on:
            refuse(
                "NAME_UNCHANGED",
                f"It is called {self.name} since {self.named_on}.",
                f"该企业自 {self.named_on} 起名称为{self.name}。",
                rule=OURS,
                path=("name",),
            )
        self._happen(
            EnterpriseRenamed,
            by,
            at,
            name=name,
            effective_on=on,
            name_period=self._period("name"),
            ended_period=self.name_period,
            basis=basis,
        )

    def correct(self, credit_code: str | None, why: str, *, by: Actor, at: datetime) -> None:
        """Put the credit code right."""
        if credit_code == self.credit_code:
            refuse("ALREADY_SO", "It is so already.", "内容没有变化。", rule=OURS, path=("creditCode",))
        self._happen(EnterpriseCorrected, by, at, credit_code=credit_code, why=why)

    def deregister(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that it was struck off."""
        if self.deregistered_on is not None:
            refuse("ALREADY_SO", "It is struck off already.", "该企业已注销。", rule=OURS)
        self._happen(EnterpriseDeregistered, by, at, effective_on=on, why=why)

    def restore(self, why: str, *, by: Actor, at: datetime) -> None:
        """Undo a deregistration."""
        if self.deregistered_on is None:
            refuse("ENTERPRISE_STANDS", "It is not struck off.", "该企业未注销。", rule=OURS)
        self._happen(EnterpriseRestored, by, at, why=why)

    def record_controller(
        self,
        kind: ControllerKind,
        name: str,
        nature: ControlNature,
        share: Decimal | None,
        on: date,
        *,
        by: Actor,
        at: datetime,
        **who: Any,
    ) -> None:
        """Record that somebody controls it from `on`, with a `share` in percent where it rests on one."""
        control = self._period(f"control:{name}")
        self._happen(
            ControllerRecorded,
            by,
            at,
            control=control,
            enterprise_name=self.name,
            kind=kind,
            name=name,
            nature=nature,
            share=share,
            effective_on=on,
            **who,
        )
        self._flag_shares(control, by, at)

    def end_control(self, control: UUID, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a control ended."""
        held = self._known(control)
        if held.until is not None or on < held.since:
            refuse(
                "CONTROL_NOT_RUNNING",
                "This control has ended, or began later.",
                "该控制关系已结束，或开始得更晚。",
                rule=OURS,
                path=("effectiveOn",),
            )
        self._happen(ControlEnded, by, at, control=control, effective_on=on, why=why)

    def correct_control(
        self,
        control: UUID,
        nature: ControlNature,
        share: Decimal | None,
        days: tuple[date, date | None],
        why: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Correct how, with what share or when somebody controlled it (from, first day without)."""
        held = self._known(control)
        if days[1] is not None and days[1] < days[0]:
            refuse(
                "ENDS_BEFORE_IT_STARTS",
                "A control ends after it starts.",
                "终止日不得早于起始日。",
                rule=OURS,
                path=("validTo",),
            )
        if Control(nature, share, *days) == held:
            refuse("ALREADY_SO", "It is so already.", "内容没有变化。", rule=OURS)
        self._happen(
            ControlCorrected,
            by,
            at,
            control=control,
            nature=nature,
            share=share,
            valid_from=days[0],
            valid_to=days[1],
            why=why,
        )
        self._flag_shares(control, by, at)

    def take_over_mine(self, mine: UUID, on: date, basis: str, *, by: Actor, at: datetime) -> None:
        """Record that it runs a mine from `on`."""
        if mine in self.mines:
            refuse("ALREADY_SO", "It runs this mine already.", "该企业已在经营此煤矿。", rule=OURS, path=("mine",))
        self._happen(
            MineTakenOver,
            by,
            at,
            running=self._period(f"mine:{mine}"),
            mine=mine,
            enterprise_name=self.name,
            effective_on=on,
            basis=basis,
        )

    def give_up_mine(self, mine: UUID, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that it no longer runs a mine."""
        running = self.mines.get(mine)
        if running is None or on < running.effective_on:
            refuse(
                "MINE_NOT_RUN",
                "It does not run this mine, or began later.",
                "该企业未经营此煤矿，或开始得更晚。",
                rule=OURS,
                path=("mine",),
            )
        self._happen(MineGivenUp, by, at, running=running.running, mine=mine, effective_on=on, why=why)

    def shares_on(self, day: date) -> Decimal:
        """The shares held on a day, in percent; who controls in fact alone holds none of the papers."""
        on_paper = [c for c in self.controls.values() if c.in_force(day) and c.nature is not ControlNature.ACTUAL]
        return sum((c.share or Decimal(0) for c in on_paper), Decimal(0))

    def _flag_shares(self, control: UUID, by: Actor, at: datetime) -> None:
        held = self.controls[control]
        # The sum can only rise where a control begins.
        days = {held.since, *(c.since for c in self.controls.values())}
        over = [(day, self.shares_on(day)) for day in sorted(days) if held.in_force(day)]
        on, shares = next(((day, shares) for day, shares in over if shares > WHOLE), (held.since, WHOLE))
        if shares <= WHOLE or held.nature is ControlNature.ACTUAL or not held.share:
            return
        self._happen(
            SharesExceededFlagged,
            by,
            at,
            on=on,
            shares=shares,
            rule=OURS,
            description=f"The shares recorded for {on} come to {shares} %.",
            description_zh=f"{on} 登记的持股比例合计 {shares}%。",
        )

    def _known(self, control: UUID) -> Control:
        held = self.controls.get(control)
        if held is None:
            refuse(
                "CONTROL_UNKNOWN",
                "There is no such control of this enterprise.",
                "该企业没有此控制关系记录。",
                rule=OURS,
                path=("control",),
            )
        return held

    def _period(self, what: str) -> UUID:
        return uuid5(self.id, f"{what}:{self.version + 1}")

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _registered(self, event: EnterpriseRegistered) -> None:
        self.division, self.name, self.credit_code = event.division, event.name, event.credit_code
        self.named_on, self.name_period = event.established_on, event.name_period

    @when.register
    def _renamed(self, event: EnterpriseRenamed) -> None:
        self.name, self.named_on, self.name_period = event.name, event.effective_on, event.name_period

    @when.register
    def _corrected(self, event: EnterpriseCorrected) -> None:
        self.credit_code = event.credit_code

    @when.register
    def _deregistered(self, event: EnterpriseDeregistered) -> None:
        self.deregistered_on = event.effective_on

    @when.register
    def _restored(self, event: EnterpriseRestored) -> None:
        self.deregistered_on = None

    @when.register
    def _controller(self, event: ControllerRecorded) -> None:
        self.controls[event.control] = Control(event.nature, event.share, event.effective_on, None)

    @when.register
    def _control_ended(self, event: ControlEnded) -> None:
        self.controls[event.control] = self.controls[event.control]._replace(until=event.effective_on)

    @when.register
    def _control_corrected(self, event: ControlCorrected) -> None:
        self.controls[event.control] = Control(event.nature, event.share, event.valid_from, event.valid_to)

    @when.register
    def _flagged(self, event: SharesExceededFlagged) -> None:
        """A flag is for readers."""

    @when.register
    def _taken_over(self, event: MineTakenOver) -> None:
        self.mines[event.mine] = event

    @when.register
    def _given_up(self, event: MineGivenUp) -> None:
        self.mines.pop(event.mine, None)
