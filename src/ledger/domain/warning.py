"""Warning (预警): issued, delivered, opened, acted on, lifted; escalated, superseded by a graver one."""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import warning_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.passing_on import PassedAt, Takeover
from ledger.domain.warning_events import Addressee, DeliveryChannel, WarningLevel, WarningSource, WarningStatus
from ledger.values.actor import Actor
from ledger.values.labels import zh
from ledger.values.times import local_day

RULE = "notice 二(六)4; R-166"


class Warning(Aggregate):
    """One warning with its addressees. Delivery, opening, answers and silence are facts, also after it was lifted.

    It may be about one mine and for others as well, so that it belongs to none of them.
    """

    zh = "预警"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID | None = None
        self.department = ""
        self.passed_on: PassedAt | None = None
        self.status = WarningStatus.STANDING
        self.level = WarningLevel.BLUE
        self.answer_by: datetime | None = None
        self.issued_on = date.min
        self.addressees: dict[UUID, Addressee] = {}
        self.answered: dict[UUID, Actor] = {}

    def issue(self, *, mine: UUID | None, division: str, by: Actor, at: datetime, **said: Any) -> None:
        """Issue it; whom it is for follows by `address`. What a consultation concluded says who was consulted."""
        if said["source"] is WarningSource.CONSULTATION and not said["consulted"]:
            refuse(
                "CONSULTED_MISSING",
                "A warning that a consultation concluded says who was consulted.",
                "会商形成的预警须注明会商单位。",
                rule=RULE,
                path=("consulted",),
            )
        self.mine, self.division = mine, division
        self._happen(e.WarningIssued, by, at, department=by.department, **said)

    def address(self, name: str, mine: UUID | None, *, by: Actor, at: datetime) -> None:
        """Name one whom it is for: a mine, or the department `name`."""
        self._must_stand()
        id = self._delivery(name, mine)
        if id in self.addressees:
            refuse("ADDRESSED_ALREADY", f"{name} is an addressee already.", f"{name}已是接收单位。", rule=OURS)
        taken = {a.name for a in self.addressees.values()}
        told_apart = f"{name}（{mine}）" if name in taken else name
        self._happen(e.WarningAddressed, by, at, addressee=Addressee(id=id, name=told_apart, mine=mine))

    def deliver(self, name: str, mine: UUID | None, channel: DeliveryChannel, *, by: Actor, at: datetime) -> None:
        """It reached an addressee."""
        self._happen(e.WarningDelivered, by, at, addressee=self._addressee(name, mine), channel=channel)

    def fail_to_deliver(
        self, name: str, mine: UUID | None, channel: DeliveryChannel, why: str, *, by: Actor, at: datetime
    ) -> None:
        """It did not reach an addressee."""
        self._happen(
            e.WarningNotDelivered, by, at, addressee=self._addressee(name, mine), channel=channel, why=why
        )  # fmt: skip

    def open(self, name: str, mine: UUID | None, *, by: Actor, at: datetime) -> None:
        """An addressee opened it."""
        self._happen(e.WarningOpened, by, at, addressee=self._addressee(name, mine))

    def act_on(self, name: str, mine: UUID | None, account: str, *, by: Actor, at: datetime) -> None:
        """An addressee says what they did, in time or late."""
        late = self.answer_by is not None and at > self.answer_by
        self._happen(e.WarningActedOn, by, at, addressee=self._addressee(name, mine), account=account, late=late)

    def escalate(self, name: str, mine: UUID | None, to: str, why: str, *, by: Actor, at: datetime) -> None:
        """Somebody's silence was taken to who stands above them."""
        self._happen(e.WarningEscalated, by, at, addressee=self._addressee(name, mine), to=to, why=why)

    def supersede(self, successor: UUID, level: WarningLevel, mine: UUID | None, *, by: Actor, at: datetime) -> None:
        """A graver one, about the same mine or like this one about none, takes its place."""
        self._must_stand()
        if mine != self.mine:
            refuse(
                "WARNING_OF_ANOTHER_MINE",
                "The warning to be superseded is not about the same mine.",
                "被替代的预警与本预警不属于同一煤矿。",
                rule=OURS,
                path=("supersedes",),
            )
        if not level.graver_than(self.level):
            refuse(
                "NOT_A_HIGHER_LEVEL",
                f"{level} does not stand above {self.level}.",
                f"{zh(level)}不高于原预警的{zh(self.level)}。",
                rule=OURS,
                path=("level",),
            )
        self._happen(e.WarningSuperseded, by, at, successor=successor)

    def lift(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Lift it; by the department that issued or took it over, never by who answered it. Silence is only noted."""
        self._must_stand()
        if by.department != self.department:
            refuse(
                "ISSUER_ONLY",
                f"Only {self.department}, which issued it or took over from who did, lifts it.",
                f"须由发布或者承接单位{self.department}解除。",
                rule=OURS,
            )
        if any(by.same_capacity(answerer) for answerer in self.answered.values()):
            refuse("OWN_WORK", "Who answered it does not lift it.", "处置反馈人不得解除该预警。", rule="DESIGN 2.6")
        silent = [a.name for id, a in self.addressees.items() if id not in self.answered]
        self._happen(e.WarningLifted, by, at, lifted_on=on, why=why, unanswered=silent)

    def reinstate(self, why: str, *, by: Actor, at: datetime) -> None:
        """It was lifted or superseded wrongly: it stands again."""
        if self.status is WarningStatus.STANDING:
            refuse("WARNING_STANDS", "The warning stands.", "该预警仍在生效。", rule=OURS)
        self._happen(e.WarningReinstated, by, at, why=why)

    def pass_on(self, to: Takeover, *, by: Actor, at: datetime) -> None:
        """Record who answers for it from a day on, while it stands."""
        stands = self.status is WarningStatus.STANDING
        to.must_be_one(at, self.passed_on, stands=stands, changes=to.department != self.department)
        self._happen(e.WarningPassedOn, by, at, **to.told(self.department))

    def _delivery(self, name: str, mine: UUID | None) -> UUID:
        return uuid5(self.id, f"mine:{mine}" if mine else f"department:{name}")

    def _addressee(self, name: str, mine: UUID | None) -> Addressee:
        found = self.addressees.get(self._delivery(name, mine))
        if found is None:
            refuse(
                "NOT_ADDRESSED", f"The warning is not for {name}.", f"{name}不是该预警的接收单位。", rule=OURS
            )  # fmt: skip
        return found

    def _must_stand(self) -> None:
        if self.status is not WarningStatus.STANDING:
            text, text_zh = f"The warning is {self.status}.", f"该预警状态为“{zh(self.status)}”。"
            refuse("WARNING_NOT_STANDING", text, text_zh, rule=RULE)

    def _happen(self, event_class: type[e.WarningEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, mine=self.mine, division=self.division, **data)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _issued(self, event: e.WarningIssued) -> None:
        self.mine, self.division, self.department = event.mine, event.division, event.department
        self.level, self.answer_by = event.level, event.answer_by
        self.issued_on = local_day(event.occurred_at)

    @when.register
    def _addressed(self, event: e.WarningAddressed) -> None:
        self.addressees[event.addressee.id] = event.addressee

    @when.register(e.WarningDelivered)
    @when.register(e.WarningNotDelivered)
    @when.register(e.WarningOpened)
    @when.register(e.WarningEscalated)
    def _noted(self, event: DomainEvent) -> None:
        """Changes nothing that an act depends on."""

    @when.register
    def _acted_on(self, event: e.WarningActedOn) -> None:
        self.answered[event.addressee.id] = event.actor

    @when.register
    def _passed_on(self, event: e.WarningPassedOn) -> None:
        self.department, self.passed_on = event.department, event.after

    @when.register
    def _superseded(self, event: e.WarningSuperseded) -> None:
        self.status = WarningStatus.SUPERSEDED

    @when.register
    def _lifted(self, event: e.WarningLifted) -> None:
        self.status = WarningStatus.LIFTED

    @when.register
    def _reinstated(self, event: e.WarningReinstated) -> None:
        self.status = WarningStatus.STANDING
