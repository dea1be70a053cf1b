"""Rule set adoption (规则集采用): which content of a rule set the ledger goes by, adopted and withdrawn by event."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import singledispatchmethod
from typing import NoReturn
from uuid import UUID, uuid5

from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import refuse
from ledger.domain.rule_text import RuleText
from ledger.values.actor import Actor
from ledger.values.verified import Verified

NAMESPACE = UUID("0f0a7a0c-9d0e-5b64-8a53-6f2f7d1a9c55")
RULE = "台账原则 5"


def adopted_rule_set_id(rule_set: str) -> UUID:
    """The stream of a rule set: UUIDv5 of its id."""
    return uuid5(NAMESPACE, rule_set)


@dataclass(frozen=True)
class RuleSetContent:
    """What is adopted: the head of a rule set, its digest, and its rules as they read."""

    rule_set: str
    rule_kind: str
    title: str
    source: str
    verified: Verified
    note: str
    digest: str
    valid_from: date
    valid_to: date | None
    rules: list[RuleText]


class RuleSetAdopted(DomainEvent):
    """A rule set was adopted with the content of this digest, which is kept here as it reads.

    `shipped` is true where no officer decided it: the ledger, first started, took what came with the software.
    `valid_from` and `valid_to` are the days of the rules, both included; not those of the adoption.
    """

    rule_set: str
    rule_kind: str
    title: str
    source: str
    verified: Verified
    note: str
    digest: str
    previous_digest: str | None
    valid_from: date
    valid_to: date | None
    rules: list[RuleText]
    shipped: bool


class RuleSetWithdrawn(DomainEvent):
    """A rule set is no longer adopted: nothing rests on it from here on, and its file may change."""

    rule_set: str
    digest: str
    why: str


class AdoptedRuleSet(Aggregate):
    """One rule set, and the content of it that is adopted, if any."""

    zh = "规则集"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.rule_set = ""
        self.digest: str | None = None

    def adopt(self, content: RuleSetContent, *, shipped: bool, by: Actor, at: datetime) -> None:
        """Go by this content from now on; refused when it is what the ledger goes by already."""
        if self.digest == content.digest:
            refuse(
                "RULE_SET_ADOPTED_ALREADY",
                f"{content.rule_set} is adopted with this content already.",
                f"{content.rule_set} 的该内容已被采用。",
                rule=RULE,
                path=("ruleSet",),
            )
        self.trigger(
            RuleSetAdopted, by=by, at=at, shipped=shipped, previous_digest=self.digest, **vars(content)
        )  # fmt: skip

    def withdraw(self, why: str, *, by: Actor, at: datetime) -> None:
        """Go by it no longer; refused when it is not adopted."""
        if self.digest is None:
            self._not_adopted(self.rule_set)
        self.trigger(RuleSetWithdrawn, by=by, at=at, rule_set=self.rule_set, digest=self.digest, why=why)

    def must_be_adopted(self, rule_set: str, digest: str) -> None:
        """Refused unless the ledger goes by exactly this content: nothing is decided by a rule that nobody adopted."""
        if self.digest != digest:
            self._not_adopted(rule_set)

    @staticmethod
    def _not_adopted(rule_set: str) -> NoReturn:
        refuse(
            "RULE_SET_NOT_ADOPTED",
            f"The rule set {rule_set} is not adopted as this server has it; a head or an administrator adopts it.",
            f"规则集 {rule_set} 未按本服务器现有内容采用，须由负责人或者管理员采用。",
            rule=RULE,
        )

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _adopted(self, event: RuleSetAdopted) -> None:
        self.rule_set, self.digest = event.rule_set, event.digest

    @when.register
    def _withdrawn(self, event: RuleSetWithdrawn) -> None:
        self.digest = None
