"""Mine (煤矿): its register entry, parts and their status, supervisor body, key posts."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_event import MineEvent, ProcedureDefectFlagged
from ledger.values.actor import Actor
from ledger.values.personal import Personal


class SizeClass(StrEnum):
    """Size by capacity in 万吨/年: large from 120, medium 45 to 90, small up to 30; between them none is named."""

    LARGE = "LARGE"
    MEDIUM = "MEDIUM"
    SMALL = "SMALL"
    UNCLASSIFIED = "UNCLASSIFIED"

    @classmethod
    def of(cls, capacity: Decimal) -> SizeClass:
        """The class of a capacity in 万吨/年 (regulations §8)."""
        if capacity >= 120:
            return cls.LARGE
        if 45 <= capacity <= 90:
            return cls.MEDIUM
        return cls.SMALL if capacity <= 30 else cls.UNCLASSIFIED


class MineStatus(StrEnum):
    """What a part of a mine is doing (生产建设状态); there are four kinds of stop, each with its own way back."""

    APPROVING = "APPROVING"
    CONSTRUCTING = "CONSTRUCTING"
    PRODUCING = "PRODUCING"
    STOPPED_VOLUNTARILY = "STOPPED_VOLUNTARILY"
    STOPPED_ON_SITE = "STOPPED_ON_SITE"
    STOPPED_FOR_RECTIFICATION = "STOPPED_FOR_RECTIFICATION"
    LICENCE_WITHHELD = "LICENCE_WITHHELD"
    CLOSED = "CLOSED"


class KeyPost(StrEnum):
    """The key posts of an enterprise (关键少数 and those who answer with them)."""

    CHAIRMAN = "CHAIRMAN"
    GENERAL_MANAGER = "GENERAL_MANAGER"
    MINE_DIRECTOR = "MINE_DIRECTOR"
    ACTUAL_CONTROLLER = "ACTUAL_CONTROLLER"
    CHIEF_ENGINEER = "CHIEF_ENGINEER"
    SAFETY_DEPUTY = "SAFETY_DEPUTY"
    PRODUCTION_DEPUTY = "PRODUCTION_DEPUTY"
    ELECTROMECHANICAL_DEPUTY = "ELECTROMECHANICAL_DEPUTY"


class MineRegistered(MineEvent):
    """A mine was entered in the register; `register_only` marks a real mine that is here as a row and nothing more."""

    code: str
    name: str
    enterprise: str
    credit_code: str | None
    capacity: Decimal
    size_class: SizeClass
    disaster_types: list[str]
    standardisation: int
    register_only: bool
    source: str | None


class MineRegistrationCorrected(MineEvent):
    """What was entered wrongly about it was corrected."""

    code: str
    name: str
    enterprise: str
    credit_code: str | None
    capacity: Decimal
    size_class: SizeClass


class MineStatusChanged(MineEvent):
    """A part began to do something else on a day; `period` is the period that begins."""

    part: str
    status: MineStatus
    effective_on: date
    period: UUID
    ended_period: UUID | None
    why: str


class SupervisorBodyAssigned(MineEvent):
    """A body became the mine's daily supervisor (日常安全监管主体) on a day."""

    body: str
    effective_on: date
    period: UUID
    ended_period: UUID | None


class KeyPersonAppointed(MineEvent):
    """Somebody took a key post on a day; the name of who holds a post is part of the record."""

    post: KeyPost
    holder: str
    acting: bool
    effective_on: date
    appointment: UUID
    identity_number: Personal[str] | None
    person_key: str | None


class KeyPersonLeft(MineEvent):
    """The holder of an appointment left the post; `effective_on` is the first day without them."""

    post: KeyPost
    appointment: UUID
    effective_on: date


class Mine(Aggregate):
    """One mine. What happened to it is always recorded; a breach is flagged."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.code = ""
        self.name = ""
        self.credit_code: str | None = None
        self.department = ""
        self.standardisation = 0
        self.statuses: dict[str, MineStatusChanged] = {}
        self.supervisor: SupervisorBodyAssigned | None = None
        self.holders: dict[UUID, KeyPersonAppointed] = {}
        self.former: list[tuple[KeyPersonAppointed, date]] = []

    @property
    def of_mine(self) -> UUID:
        """Itself."""
        return self.id

    def register(self, *, division: str, capacity: Decimal, by: Actor, at: datetime, **entry: Any) -> None:
        """Enter the mine."""
        self.division = division
        self._happen(MineRegistered, by, at, capacity=capacity, size_class=SizeClass.of(capacity), **entry)

    def correct(self, *, capacity: Decimal, by: Actor, at: datetime, **entry: Any) -> None:
        """Correct what was entered wrongly."""
        self._happen(MineRegistrationCorrected, by, at, capacity=capacity, size_class=SizeClass.of(capacity), **entry)

    def change_status(self, part: str, status: MineStatus, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Record that a part does something else from `on`; a closed part found at work is a fact, and flagged."""
        before = self.statuses.get(part)
        if before is not None and before.status is status:
            refuse(
                "STATUS_UNCHANGED",
                f"{part} is {status} already.",
                f"{part} 当前状态已是 {status}。",
                rule=OURS,
                path=("status",),
            )
        if before is not None and on < before.effective_on:
            refuse(
                "STATUS_BEFORE_LAST",
                f"{part} is {before.status} since {before.effective_on}; an earlier change is a correction.",
                f"{part} 自 {before.effective_on} 起为 {before.status}，更早的变更须走更正程序。",
                rule="DESIGN 2.4",
                path=("effectiveOn",),
            )
        self._happen(
            MineStatusChanged,
            by,
            at,
            part=part,
            status=status,
            effective_on=on,
            period=self._period("status", part),
            ended_period=before.period if before else None,
            why=why,
        )
        if before is not None and before.status is MineStatus.CLOSED:
            self._flag(
                by,
                at,
                "notice V17",
                f"{part} was closed and is found {status}.",
                f"{part} 已关闭，现状态为 {status}（死灰复燃嫌疑）。",
            )

    def assign_supervisor(self, body: str, on: date, *, by: Actor, at: datetime) -> None:
        """Name the mine's one daily supervisor body from `on` (R-116)."""
        before = self.supervisor
        if before is not None and (before.body == body or on < before.effective_on):
            refuse(
                "SUPERVISOR_UNCHANGED",
                f"{before.body} is the supervisor body since {before.effective_on}.",
                f"{before.body} 自 {before.effective_on} 起为监管主体。",
                rule=OURS,
                path=("body",),
            )
        self._happen(
            SupervisorBodyAssigned,
            by,
            at,
            body=body,
            effective_on=on,
            period=self._period("supervisor", body),
            ended_period=before.period if before else None,
        )

    def appoint(self, post: KeyPost, holder: str, on: date, *, by: Actor, at: datetime, **details: Any) -> None:
        """Record that somebody holds a key post from `on`; two at once, now or then, are a fact, and flagged."""
        others = [a.holder for a in self.holders.values() if a.post is post]
        others += [a.holder for a, until in self.former if a.post is post and on < until]
        self._happen(
            KeyPersonAppointed,
            by,
            at,
            post=post,
            holder=holder,
            effective_on=on,
            appointment=self._period("appointment", f"{post}:{holder}"),
            **details,
        )
        if others and post is not KeyPost.ACTUAL_CONTROLLER:
            names, names_zh = ", ".join([*others, holder]), "、".join([*others, holder])
            self._flag(
                by,
                at,
                "煤矿安全生产条例 §22",
                f"{post} is held by several at once: {names}.",
                f"{post} 同时由多人担任：{names_zh}。",
            )

    def leave(self, appointment: UUID, on: date, *, by: Actor, at: datetime) -> None:
        """Record that a holder left."""
        held = self.holders.get(appointment)
        if held is None or on < held.effective_on:
            refuse(
                "APPOINTMENT_NOT_RUNNING",
                "This appointment is not running, or began later.",
                "该任职不存在、已结束或开始得更晚。",
                rule=OURS,
                path=("appointment",),
            )
        self._happen(KeyPersonLeft, by, at, post=held.post, appointment=appointment, effective_on=on)

    def _period(self, kind: str, what: str) -> UUID:
        return uuid5(self.id, f"{kind}:{what}:{self.version + 1}")

    def _flag(self, by: Actor, at: datetime, rule: str, text: str, text_zh: str) -> None:
        self._happen(ProcedureDefectFlagged, by, at, rule=rule, description=text, description_zh=text_zh)

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, mine=self.id, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _registered(self, event: MineRegistered) -> None:
        self.division, self.code, self.credit_code = event.division, event.code, event.credit_code
        self.name = event.name
        self.standardisation = event.standardisation

    @when.register
    def _corrected(self, event: MineRegistrationCorrected) -> None:
        self.code, self.name, self.credit_code = event.code, event.name, event.credit_code

    @when.register
    def _status_changed(self, event: MineStatusChanged) -> None:
        self.statuses[event.part] = event

    @when.register
    def _supervisor_assigned(self, event: SupervisorBodyAssigned) -> None:
        self.supervisor, self.department = event, event.body

    @when.register
    def _appointed(self, event: KeyPersonAppointed) -> None:
        self.holders[event.appointment] = event

    @when.register
    def _left(self, event: KeyPersonLeft) -> None:
        held = self.holders.pop(event.appointment, None)
        if held is not None:
            self.former.append((held, event.effective_on))

    @when.register
    def _flagged(self, event: ProcedureDefectFlagged) -> None:
        """A flag is for readers."""
