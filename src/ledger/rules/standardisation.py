"""Standardisation grades (标准化等级) of mines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, load


class StandardisationGrade(Sourced):
    """A grade: 1 is the highest, 0 is none."""

    grade: int


class StandardisationGrades(RuleSet):
    """The grades there are, the highest first."""

    kind: ClassVar[str] = "standardisation_grades"
    files: ClassVar[tuple[str, ...]] = ("standardisation_grades",)

    grades: list[StandardisationGrade]

    def texts(self) -> Iterator[RuleText]:
        """Every grade."""
        for grade in self.grades:
            yield self.text(f"GRADE_{grade.grade}", grade, grade=grade.grade)

    def reaches(self, grade: int, wanted: int) -> bool:
        """Whether a mine of this grade has the wanted one: a higher grade reaches a lower one, none reaches nothing."""
        return 0 < grade <= wanted


def standardisation_grades() -> StandardisationGrades:
    """The grades in use."""
    return load(StandardisationGrades, StandardisationGrades.files[0])
