"""Warning (预警): issued, delivered, opened, acted on, lifted; escalated, superseded by one of another level."""

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
from ledger.domain.warning_events import (
    Addressee,
    DeliveryChannel,
    WarningLevel,
    WarningSource,
    WarningStatus,
    WarningText,
)
from ledger.values.actor import Actor
from ledger.values.labels import zh
from ledger.values.times import format_moment, local_day

RULE = "双四政发〔2020〕28号 二(六)4"


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
        self.said: WarningText | None = None
        self.source = WarningSource.MONITORING
        self.issued_at: datetime | None = None
        self.addressees: dict[UUID, Addressee] = {}
        self.answered: dict[UUID, Actor] = {}

    @property
    def text(self) -> WarningText:
        """What it says, as it was put right last."""
        assert self.said is not None, "it was issued"
        return self.said

    @property
    def issued_on(self) -> date:
        """The day of its issue in Shanghai."""
        return date.min if self.issued_at is None else local_day(self.issued_at)

    def issue(self, *, mine: UUID | None, division: str, by: Actor, at: datetime, **said: Any) -> None:
        """Issue it; whom it is for follows by `address`. What a consultation concluded says who was consulted."""
        self._must_say_who_was_consulted(said["source"], said["consulted"])
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
        self._happen(e.WarningAddressed, by, at, addressee=Addressee(id=id, name=told_apart, mine=mine), said=self.text)

    def take_back_from(self, name: str, mine: UUID | None, why: str, *, by: Actor, at: datetime) -> None:
        """It is not for an addressee after all; who has answered it stays."""
        self._must_stand()
        addressee = self._addressee(name, mine)
        if addressee.id in self.answered:
            refuse(
                "ANSWERED_ALREADY",
                f"{addressee.name} has answered it.",
                f"{addressee.name}已反馈，不得撤回。",
                rule=OURS,
            )
        self._happen(e.WarningAddresseeWithdrawn, by, at, addressee=addressee, why=why)

    def correct(
        self, title: str, text: str, demands: str, consulted: list[str], why: str, *, by: Actor, at: datetime
    ) -> None:
        """Put right what it says; by the department that answers for it."""
        self._must_stand()
        self._must_be_issuers(by)
        said = self.text.model_copy(update={"title": title, "text": text, "demands": demands})
        self._must_say_who_was_consulted(self.source, consulted)
        self._happen(
            e.WarningCorrected, by, at, said=said, consulted=consulted, addressees=list(self.addressees), why=why
        )

    def move_answer(self, answer_by: datetime | None, why: str, *, by: Actor, at: datetime) -> None:
        """Set another moment to answer by, or none; by the department that answers for it."""
        self._must_stand()
        self._must_be_issuers(by)
        if answer_by == self.text.answer_by:
            refuse(
                "ANSWER_UNCHANGED", "It is to be answered by then already.", "反馈时限未变。", rule=OURS,
                path=("answerBy",),
            )  # fmt: skip
        self._happen(e.WarningAnswerMoved, by, at, answer_by=answer_by, addressees=list(self.addressees), why=why)

    def deliver(self, name: str, mine: UUID | None, channel: DeliveryChannel, *, by: Actor, at: datetime) -> None:
        """It reached an addressee."""
        self._not_before_its_issue(at)
        self._happen(e.WarningDelivered, by, at, addressee=self._addressee(name, mine), channel=channel)

    def fail_to_deliver(
        self, name: str, mine: UUID | None, channel: DeliveryChannel, why: str, *, by: Actor, at: datetime
    ) -> None:
        """It did not reach an addressee."""
        self._not_before_its_issue(at)
        self._happen(
            e.WarningNotDelivered, by, at, addressee=self._addressee(name, mine), channel=channel, why=why
        )  # fmt: skip

    def open(self, name: str, mine: UUID | None, *, by: Actor, at: datetime) -> None:
        """An addressee opened it."""
        self._not_before_its_issue(at)
        self._happen(e.WarningOpened, by, at, addressee=self._addressee(name, mine))

    def act_on(self, name: str, mine: UUID | None, account: str, *, by: Actor, at: datetime) -> None:
        """An addressee says what they did, in time or late."""
        self._not_before_its_issue(at)
        answer_by = self.text.answer_by
        late = answer_by is not None and at > answer_by
        self._happen(e.WarningActedOn, by, at, addressee=self._addressee(name, mine), account=account, late=late)

    def escalate(self, name: str, mine: UUID | None, to: str, why: str, *, by: Actor, at: datetime) -> None:
        """Somebody's silence was taken to who stands above them."""
        self._happen(e.WarningEscalated, by, at, addressee=self._addressee(name, mine), to=to, why=why)

    def supersede(self, successor: UUID, level: WarningLevel, mine: UUID | None, *, by: Actor, at: datetime) -> None:
        """One of another level, about the same mine or like this one about none, takes its place.

        A graver one comes from anybody who may warn, a lower one from who may lift this one.
        """
        self._must_stand()
        if mine != self.mine:
            refuse(
                "WARNING_OF_ANOTHER_MINE",
                "The warning to be superseded is not about the same mine.",
                "被替代的预警与本预警不属于同一煤矿。",
                rule=OURS,
                path=("supersedes",),
            )
        if level is self.text.level:
            refuse(
                "LEVEL_UNCHANGED",
                f"It is {level} already: correct it, or lift it.",
                f"原预警已是{zh(level)}，请更正内容或者解除。",
                rule=OURS,
                path=("level",),
            )
        if not level.graver_than(self.text.level):
            self._must_be_theirs_to_end(by)
        self._happen(e.WarningSuperseded, by, at, successor=successor, addressees=list(self.addressees))

    def lift(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Lift it; by the department that issued or took it over, never by who answered it. Silence is only noted."""
        self._must_stand()
        self._must_be_theirs_to_end(by)
        silent = [a.name for id, a in self.addressees.items() if id not in self.answered]
        told = {"why": why, "unanswered": silent, "addressees": list(self.addressees)}
        self._happen(e.WarningLifted, by, at, lifted_on=on, **told)

    def reinstate(self, why: str, *, by: Actor, at: datetime) -> None:
        """It was lifted or superseded wrongly: it stands again; by the department that answers for it."""
        if self.status is WarningStatus.STANDING:
            refuse("WARNING_STANDS", "The warning stands.", "该预警仍在生效。", rule=OURS)
        self._must_be_issuers(by)
        self._happen(e.WarningReinstated, by, at, why=why, addressees=list(self.addressees))

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

    def _must_be_issuers(self, by: Actor) -> None:
        if by.department != self.department:
            refuse(
                "ISSUER_ONLY",
                f"That is for {self.department}, which issued it or took over from who did.",
                f"须由发布或者承接单位{self.department}办理。",
                rule=OURS,
            )

    def _must_be_theirs_to_end(self, by: Actor) -> None:
        self._must_be_issuers(by)
        if any(by.same_capacity(answerer) for answerer in self.answered.values()):
            refuse(
                "OWN_WORK", "Who answered it does not end it.", "处置反馈人不得解除或者降级该预警。", rule="台账原则 6"
            )

    def _must_say_who_was_consulted(self, source: WarningSource, consulted: list[str]) -> None:
        if source is WarningSource.CONSULTATION and not consulted:
            refuse(
                "CONSULTED_MISSING",
                "A warning that a consultation concluded says who was consulted.",
                "会商形成的预警须注明会商单位。",
                rule=RULE,
                path=("consulted",),
            )

    def _not_before_its_issue(self, at: datetime) -> None:
        if self.issued_at is not None and at < self.issued_at:
            refuse(
                "MOMENT_BEFORE_ISSUE",
                f"The warning was issued at {format_moment(self.issued_at)}; {format_moment(at)} lies before that.",
                f"该预警发布于 {format_moment(self.issued_at)}，{format_moment(at)} 早于发布时间。",
                rule="台账原则 4",
                path=("happenedAt",),
            )

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
        self.said = WarningText(**event.model_dump(include=set(WarningText.model_fields)))
        self.source, self.issued_at = event.source, event.occurred_at

    @when.register
    def _addressed(self, event: e.WarningAddressed) -> None:
        self.addressees[event.addressee.id] = event.addressee

    @when.register
    def _addressee_withdrawn(self, event: e.WarningAddresseeWithdrawn) -> None:
        self.addressees.pop(event.addressee.id, None)

    @when.register
    def _corrected(self, event: e.WarningCorrected) -> None:
        self.said = event.said

    @when.register
    def _answer_moved(self, event: e.WarningAnswerMoved) -> None:
        self.said = self.text.model_copy(update={"answer_by": event.answer_by})

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
