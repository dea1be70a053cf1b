"""Grades of accidents (事故等级) by deaths, serious injuries and direct loss; their boundaries are exact."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import ClassVar

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, in_force
from ledger.values.errors import GuardRefused


class AccidentGrade(Sourced):
    """A grade, from so many deaths, or serious injuries, or 元 of direct loss upwards, the number itself included."""

    code: str
    deaths_from: int
    injuries_from: int
    loss_from: Decimal

    def reached_by(self, deaths: int, injuries: int, loss: Decimal) -> bool:
        """Whether any of the three reaches it."""
        return deaths >= self.deaths_from or injuries >= self.injuries_from or loss >= self.loss_from


class AccidentGrades(RuleSet):
    """All grades of one regulation, the gravest first."""

    kind: ClassVar[str] = "accident_grades"
    files: ClassVar[tuple[str, ...]] = ("accident_grades_2007",)

    grades: list[AccidentGrade]

    def texts(self) -> Iterator[RuleText]:
        """Every grade with where it begins."""
        for grade in self.grades:
            yield self.text(
                grade.code, grade, deaths_from=grade.deaths_from, injuries_from=grade.injuries_from,
                loss_from=grade.loss_from,
            )  # fmt: skip

    def grade(self, deaths: int, injuries: int, loss: Decimal) -> AccidentGrade:
        """The gravest grade that is reached; `loss` is direct economic loss in 元."""
        return next(grade for grade in self.grades if grade.reached_by(deaths, injuries, loss))


def accident_grades(on: date) -> AccidentGrades:
    """The grades in force on a day; `GuardRefused` before the first that are known here."""
    found = in_force(AccidentGrades, on)
    if found is None:
        raise GuardRefused(
            "NO_ACCIDENT_GRADES_KNOWN",
            f"No grades of accidents in force on {on} are known to this ledger.",
            f"本台账没有 {on} 有效的事故等级标准。",
            rule=AccidentGrades.kind,
        )
    return found
