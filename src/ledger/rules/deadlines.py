"""Which deadline applies to an act on a day: deadlines of single acts, and the clocks of procedures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain
from typing import ClassVar

from pydantic import Field, model_validator

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import DatedRule, DatedText, Rule, RuleSet, load
from ledger.values.calendar import CALENDAR
from ledger.values.deadline import Deadline, Extension, Term, Unit
from ledger.values.errors import InvalidInput


class TermRule(Rule):
    """So many units, as a rule file says it."""

    amount: int = Field(ge=1)
    unit: Unit
    rolls_over: bool = False
    cutoff: time | None = None

    def term(self) -> Term:
        """The term to count with."""
        return Term(self.amount, self.unit, self.rolls_over, self.cutoff)

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"


class DeadlineRule(DatedRule):
    """One version of a deadline of a kind; `start` names the event that it runs from."""

    start: str
    term: TermRule
    extension: TermRule | None = None
    approver: str | None = None
    calendar: str = CALENDAR
    note: str | None = None

    @model_validator(mode="after")
    def _approved(self) -> DeadlineRule:
        if (self.extension is None) != (self.approver is None):
            raise ValueError(f"{self.id}: an extension has its approver, and only an extension has one")
        return self

    def deadline(self, started_at: datetime) -> Deadline:
        """The deadline of something that started at a moment."""
        return Deadline(self.term.term(), started_at)

    def extended(self, deadline: Deadline, approver: str, on: date) -> Deadline:
        """`deadline` with the one extension that the rule knows; `InvalidInput` when it knows none, or had it."""
        if self.extension is None or deadline.extensions:
            raise InvalidInput(
                "NOT_EXTENDABLE",
                f"{self.id} cannot be extended, or was extended already.",
                f"{self.zh}的期限不得延长，或者已经延长。",
                rule=self.article,
            )
        return deadline.extended(Extension(self.extension.term(), approver, on))


class DeadlineRules(RuleSet):
    """One file of them."""

    kind: ClassVar[str] = "deadlines"
    exclusive: ClassVar[bool] = False
    files: ClassVar[tuple[str, ...]] = ("deadlines", "procedure_clocks")

    deadlines: list[DeadlineRule]

    @model_validator(mode="after")
    def _one_at_a_time(self) -> DeadlineRules:
        if len({rule.id for rule in self.deadlines}) < len(self.deadlines):
            raise ValueError("an id stands once")
        for rule in self.deadlines:
            others = [o for o in self.deadlines if o.kind == rule.kind and o is not rule]
            if any(o.in_force(rule.valid_from) for o in others):
                raise ValueError(f"{rule.id} begins while another version of {rule.kind} is in force")
        return self

    def texts(self) -> Iterator[RuleText]:
        """Every version of every deadline."""
        return (dated.text for dated in self.dated_texts())

    def dated_texts(self) -> Iterator[DatedText]:
        """Every version with its own days."""
        for rule in self.deadlines:
            text = rule.text(
                start=rule.start, term=rule.term, extension=rule.extension, approver=rule.approver, note=rule.note
            )  # fmt: skip
            yield DatedText(text, rule.valid_from, rule.valid_to)


def deadline_rules() -> list[DeadlineRule]:
    """All versions of all kinds."""
    return list(chain.from_iterable(load(DeadlineRules, name).deadlines for name in DeadlineRules.files))


def deadline_rule(kind: str, on: date) -> DeadlineRule:
    """The version of `kind` in force on `on`.

    `InvalidInput`: `DEADLINE_UNKNOWN` for a kind that no file has, `NO_DEADLINE_IN_FORCE` where no version holds then.
    """
    versions = [rule for rule in deadline_rules() if rule.kind == kind]
    if not versions:
        raise InvalidInput("DEADLINE_UNKNOWN", f"There is no deadline {kind}.", f"没有名为 {kind} 的期限。")
    for rule in versions:
        if rule.in_force(on):
            return rule
    raise InvalidInput(
        "NO_DEADLINE_IN_FORCE",
        f"No version of {kind} known here is in force on {on}.",
        f"{on} 没有已收录且有效的“{versions[0].zh}”期限。",
        rule=versions[0].article,
    )
