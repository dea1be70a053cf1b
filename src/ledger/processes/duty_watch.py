"""What is watched for the duty clock: one thing whose facts call for obligations."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import Cause, Claim, Fulfilment
from ledger.rules.duties import Duties, Duty, EvidenceRule
from ledger.values.times import local_day


class Watch(ABC):
    """One mine, hazard, task or plan, with the obligations that the facts about it call for."""

    types: ClassVar[tuple[str, ...]]

    def __init__(self, subject: UUID, rules: Duties) -> None:
        self.subject = subject
        self._rules = rules
        self.claims: dict[UUID, Claim] = {}
        self.awaited: datetime | None = None

    @abstractmethod
    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact; the obligations about which it says something."""

    def reach(self, day: date) -> Iterable[Claim]:
        """The obligations that a day brings; there are some where a duty recurs."""
        return ()

    def next_boundary(self) -> datetime | None:
        """When `reach` may bring something."""
        return None

    def keep(self, claim: Claim) -> Claim:
        """Keep an obligation; the one that is kept already when there is one."""
        return self.claims.setdefault(claim.id, claim)


def cause(recorded: RecordedEvent, why: str = "") -> Cause:
    """An event as a cause."""
    return Cause(recorded.recorded_at, recorded.position, why)


def evidence_of(duty: Duty, recorded: RecordedEvent) -> EvidenceRule | None:
    """The rule by which an event meets a duty; None when it does not."""
    envelope = recorded.envelope
    return next((rule for rule in duty.evidence if rule.fits(envelope.type, envelope.data)), None)


def fulfilment(duty: Duty, rule: EvidenceRule, recorded: RecordedEvent) -> Fulfilment:
    """An event as a fulfilment of a duty."""
    data: dict[str, Any] = recorded.envelope.data
    account = data.get("account")
    return Fulfilment(
        day=date.fromisoformat(data[rule.day]) if rule.day else local_day(recorded.event.occurred_at),
        stream=recorded.envelope.stream,
        known_at=recorded.recorded_at,
        position=recorded.position,
        account=account if isinstance(account, str) else duty.zh,
        done_at=recorded.event.occurred_at,
    )
