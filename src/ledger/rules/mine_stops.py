"""Rules on stopped mines: until when an acceptance is held, and which rule work in a part breaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from ledger.domain.mine_status_events import MineStatus, WorkKind
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, in_force, versions


class AcceptanceTerm(Sourced):
    """Within how many calendar days from the application an acceptance is held."""

    days: int


class UnlawfulWork(Sourced):
    """The rule that some kinds of work break where a part has one of these statuses."""

    code: str
    statuses: list[MineStatus]
    work: list[WorkKind]


class MineStopRules(RuleSet):
    """One version of the rules on stopped mines."""

    kind: ClassVar[str] = "mine_stops"
    files: ClassVar[tuple[str, ...]] = ("mine_stops_order_446", "mine_stops_coal_regulation_2024")

    acceptance: AcceptanceTerm
    unlawful: list[UnlawfulWork]

    def texts(self) -> Iterator[RuleText]:
        """The term of the acceptance, then what is unlawful in which status."""
        yield self.text("ACCEPTANCE", self.acceptance, days=self.acceptance.days)
        for rule in self.unlawful:
            yield self.text(rule.code, rule, statuses=rule.statuses, work=rule.work)

    def acceptance_due(self, applied_on: date) -> date:
        """The last day in time of the acceptance."""
        return applied_on + timedelta(days=self.acceptance.days)

    def broken_by(self, status: MineStatus | None, work: WorkKind) -> RuleText | None:
        """The rule that work of a kind breaks in a part of that status; None where it is lawful."""
        for rule in self.unlawful:
            if status in rule.statuses and work in rule.work:
                return self.text(rule.code, rule)
        return None


def mine_stop_rules(on: date) -> MineStopRules:
    """The version in force on a day; the first one before it."""
    return in_force(MineStopRules, on) or versions(MineStopRules)[0]
