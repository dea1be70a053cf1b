"""The goals (目标) of the notice, with the operator that a figure is held against."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar, Literal

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, load

Operator = Literal["<=", ">=", "=", "progress", "contain"]


class Goal(Sourced):
    """One goal. `progress` and `contain` name no figure, so that nobody can say by figures that they are reached."""

    code: str
    operator: Operator
    value: Decimal | None = None
    unit: str
    aspirational: bool = False


class Goals(RuleSet):
    """The goals of one plan, to be reached by its last day."""

    kind: ClassVar[str] = "goals"
    files: ClassVar[tuple[str, ...]] = ("goals_2022",)

    goals: list[Goal]

    def texts(self) -> Iterator[RuleText]:
        """Every goal."""
        for goal in self.goals:
            yield self.text(goal.code, goal, operator=goal.operator, value=goal.value, unit=goal.unit or None)


def goals() -> Goals:
    """The goals of the notice."""
    return load(Goals, Goals.files[0])
