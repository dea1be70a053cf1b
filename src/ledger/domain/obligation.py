"""Obligation (履职事项): one duty of one subject in one period, from its opening to what became of it."""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import obligation_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.obligation_events import ObligationStatus, OwnerKind, ReminderStage
from ledger.domain.passing_on import PassedAt
from ledger.values.actor import Actor
from ledger.values.deadline import days_late
from ledger.values.labels import zh

NAMESPACE = UUID("0c4a86a1-3f0e-5d55-9d6f-1c6d7f4b6a20")
OWED = frozenset({ObligationStatus.OPEN, ObligationStatus.MISSED})
ENDED = frozenset(ObligationStatus) - OWED


def obligation_id(duty: str, subject: UUID, period: str) -> UUID:
    """The stream of a duty of a subject in a period: there is one."""
    return uuid5(NAMESPACE, f"{duty}:{subject}:{period}")


class Obligation(Aggregate):
    """One obligation. That it was missed is said once, whatever comes after; whatever ends it can be taken back."""

    zh = "义务"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.status = ObligationStatus.OPEN
        self.mine: UUID | None = None
        self.department = ""
        self.owner_kind = OwnerKind.ENTERPRISE
        self.owner = ""
        self.due_on = date.max
        self.due: datetime | None = None
        self.owed_since: datetime | None = None
        self.missed = False
        self.evidence_position: int | None = None
        self.cause_position: int | None = None
        self.spent: set[int] = set()
        self.reminded: set[int] = set()
        self.escalated = 0
        self.reinstated = 0
        self.passed_on: PassedAt | None = None

    @property
    def of_mine(self) -> UUID | None:
        """The mine that it is about, where it is about one."""
        return self.mine

    @property
    def owed(self) -> bool:
        """Whether it is still to be done, in time or late."""
        return self.status in OWED

    def cutoff(self) -> datetime:
        """Until when a fulfilment must be known to prevent that it counts as missed.

        That is when it is due; one that opens, or is owed again, when it was due already has to be known by then.
        """
        assert self.due is not None
        assert self.owed_since is not None
        return max(self.due, self.owed_since)

    def open(self, *, mine: UUID | None, division: str, department: str, by: Actor, at: datetime, **terms: Any) -> None:
        """Open it; there is one of a kind for a subject and a period."""
        if self.version:
            refuse("OBLIGATION_EXISTS", "It is open already.", "该履职事项已存在。", rule="台账原则 7")
        self.trigger(
            e.ObligationOpened, by=by, at=at, mine=mine, division=division, department=department, **terms
        )  # fmt: skip

    def fulfil(
        self,
        on: date,
        account: str,
        *,
        known: datetime,
        by: Actor,
        at: datetime,
        met_at: datetime | None = None,
        evidence: UUID | None = None,
        position: int | None = None,
    ) -> None:
        """Record that it was done on a day, as was known at a moment: in time, late, or in time and entered late.

        `met_at` is the moment of it where it was due by a moment rather than by the end of a day.
        """
        assert self.due is not None
        in_time = on <= self.due_on if met_at is None else met_at <= self.due
        if self.status not in {*OWED, ObligationStatus.MET_LATE} or (
            self.status is ObligationStatus.MET_LATE and not in_time
        ):
            self._wrong_state()
        if position is not None and position in self.spent:
            refuse("EVIDENCE_REJECTED", "This was found to be no fulfilment.", "该证据已被认定无效。", rule=OURS)
        if self.status is ObligationStatus.OPEN and (not in_time or known > self.cutoff()):
            self.miss(by=by, at=max(self.cutoff(), min(at, known)))
        told = {"met_on": on, "account": account, "evidence": evidence, "evidence_position": position}
        if self.status is ObligationStatus.OPEN:
            self._happen(e.ObligationMet, by, at, **told)
        elif in_time:
            self._happen(e.ObligationShownMetInTime, by, at, **told)
        else:
            self._happen(e.ObligationMetLate, by, at, days_late=days_late(self.due_on, on), **told)

    def miss(self, *, by: Actor, at: datetime) -> None:
        """Record that it was due and not shown to be met; once."""
        if self.status is not ObligationStatus.OPEN or self.missed:
            self._wrong_state()
        self._happen(e.ObligationMissed, by, at, due_on=self.due_on)

    def drop(self, why: str, cause: int, *, by: Actor, at: datetime) -> None:
        """Record that it does not apply, because of the event at a position."""
        if not self.owed or cause in self.spent:
            self._wrong_state()
        self._happen(e.ObligationDropped, by, at, why=why, cause_position=cause)

    def pass_on(self, owner: str, department: str, on: date, why: str, cause: int, *, by: Actor, at: datetime) -> None:
        """Record who answers for it from a day on, because of the event at a position; what is done with stays."""
        earlier = self.passed_on is not None and (at, cause) <= self.passed_on
        if not self.owed or earlier or (owner, department) == (self.owner, self.department):
            self._wrong_state()
        former = {"former_owner": self.owner, "former_department": self.department}
        self.trigger(
            e.ObligationPassedOn, by=by, at=at, mine=self.mine, division=self.division, department=department,
            owner=owner, effective_on=on, why=why, cause_position=cause, **former,
        )  # fmt: skip

    def remind(self, offset: int, addressee: str, *, by: Actor, at: datetime) -> None:
        """Remind who owes it; once for each number of days."""
        if not self.owed or offset in self.reminded:
            self._wrong_state()
        self._happen(
            e.ObligationReminded, by, at, stage=ReminderStage.of(offset), offset_days=offset, addressee=addressee
        )

    def escalate(self, level: int, addressee: str, *, by: Actor, at: datetime) -> None:
        """Report it a step further up; once a step."""
        if self.status is not ObligationStatus.MISSED or level != self.escalated + 1:
            self._wrong_state()
        self._happen(e.ObligationEscalated, by, at, level=level, addressee=addressee)

    def excuse(self, why: str, *, by: Actor, at: datetime) -> None:
        """Excuse who owes it; nobody excuses their own department."""
        if self.status not in {*OWED, ObligationStatus.MET_LATE}:
            self._wrong_state()
        self.not_of(by)
        self._happen(e.ObligationExcused, by, at, why=why)

    def reinstate(self, why: str, *, by: Actor, at: datetime, cause: int | None = None) -> None:
        """Take back what ended it: it is owed again, or missed if it was."""
        if self.status not in ENDED:
            self._wrong_state()
        self._happen(e.ObligationReinstated, by, at, why=why, cause_position=cause)

    def not_of(self, by: Actor) -> None:
        """Refuse whoever belongs to the department that owes it."""
        if self.owner_kind is OwnerKind.DEPARTMENT and by.department == self.owner:
            refuse(
                "OWN_WORK",
                "No department finds or excuses its own fulfilment after the time.",
                "不得认定或免除本单位自身的履职事项。",
                rule="台账原则 6",
            )

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(
            event_class, by=by, at=at, mine=self.mine, division=self.division, department=self.department, **data
        )

    def _wrong_state(self) -> None:
        refuse(
            "OBLIGATION_NOT_IN_STATE",
            f"The obligation is {self.status}, and this was done or does not fit.",
            f"该履职事项当前状态为“{zh(self.status)}”，不能办理或已办理。",
            rule="台账原则 7",
        )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _opened(self, event: e.ObligationOpened) -> None:
        self.mine, self.division, self.department = event.mine, event.division, event.department
        self.owner_kind, self.owner = event.owner_kind, event.owner
        self.due_on, self.due, self.owed_since = event.due_on, event.due, event.occurred_at

    @when.register
    def _met(self, event: e.ObligationMet) -> None:
        self.status, self.evidence_position = ObligationStatus.MET, event.evidence_position

    @when.register
    def _missed(self, event: e.ObligationMissed) -> None:
        self.status, self.missed = ObligationStatus.MISSED, True

    @when.register
    def _late(self, event: e.ObligationMetLate) -> None:
        self.status, self.evidence_position = ObligationStatus.MET_LATE, event.evidence_position

    @when.register
    def _shown(self, event: e.ObligationShownMetInTime) -> None:
        self.status, self.evidence_position = ObligationStatus.SHOWN_IN_TIME, event.evidence_position

    @when.register
    def _dropped(self, event: e.ObligationDropped) -> None:
        self.status, self.cause_position = ObligationStatus.NOT_APPLICABLE, event.cause_position

    @when.register
    def _passed_on(self, event: e.ObligationPassedOn) -> None:
        self.owner, self.department = event.owner, event.department
        self.passed_on = event.occurred_at, event.cause_position

    @when.register
    def _reminded(self, event: e.ObligationReminded) -> None:
        self.reminded.add(event.offset_days)

    @when.register
    def _escalated(self, event: e.ObligationEscalated) -> None:
        self.escalated = event.level

    @when.register
    def _excused(self, event: e.ObligationExcused) -> None:
        self.status = ObligationStatus.EXCUSED

    @when.register
    def _reinstated(self, event: e.ObligationReinstated) -> None:
        self.status = ObligationStatus.MISSED if self.missed else ObligationStatus.OPEN
        self.owed_since = event.occurred_at
        self.reinstated += 1
        self.spent |= {p for p in (self.evidence_position, self.cause_position) if p is not None}
        self.evidence_position = self.cause_position = None
