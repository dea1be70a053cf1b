"""Rules on stopped mines: when the acceptance is due, and which rule work in a part breaks."""

from __future__ import annotations

from datetime import date, timedelta

from ledger.domain.mine_status_events import MineStatus, WorkKind
from ledger.rules.rule_set import Dated, Rule, load

NAME = "mine_stops"


class AcceptanceTerm(Dated):
    """Within how many days from the application an acceptance is held (calendar days)."""

    days: int


class UnlawfulWork(Dated):
    """The rule that some kinds of work break where a part has one of these statuses."""

    statuses: list[MineStatus]
    work: list[WorkKind]
    zh: str


class MineStopRules(Rule):
    """The whole file."""

    acceptance: list[AcceptanceTerm]
    unlawful_work: list[UnlawfulWork]


def mine_stop_rules() -> MineStopRules:
    """The rules in use."""
    return load(MineStopRules, NAME)


def acceptance_due(applied_on: date) -> tuple[date, str]:
    """The last day in time of an acceptance, and the article; before the first rule known, by that one."""
    terms = mine_stop_rules().acceptance
    term = next((t for t in terms if t.in_force(applied_on)), terms[0])
    return applied_on + timedelta(days=term.days), term.source


def unlawful_work(status: MineStatus | None, work: WorkKind, on: date) -> UnlawfulWork | None:
    """The rule that work of a kind breaks in a part of that status on a day; None where it is lawful."""
    for rule in mine_stop_rules().unlawful_work:
        if rule.in_force(on) and status in rule.statuses and work in rule.work:
            return rule
    return None
