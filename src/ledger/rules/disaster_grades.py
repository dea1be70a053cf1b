"""Grades that a mine is appraised at (灾害鉴定等级), and which of them make it one of severe hazard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ledger.domain.mine_file_events import DisasterKind
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, load
from ledger.values.errors import InvalidInput
from ledger.values.labels import zh


class DisasterGrade(Sourced):
    """One grade of a disaster type."""

    code: str
    disaster: DisasterKind
    grade: str
    severe: bool


class DisasterGrades(RuleSet):
    """All grades."""

    kind: ClassVar[str] = "disaster_grades"
    files: ClassVar[tuple[str, ...]] = ("disaster_grades",)

    grades: list[DisasterGrade]

    def texts(self) -> Iterator[RuleText]:
        """Every grade."""
        for grade in self.grades:
            yield self.text(grade.code, grade, matter=grade.disaster, severe=grade.severe)

    def grade(self, disaster: DisasterKind, name: str) -> DisasterGrade:
        """The grade of that name; `InvalidInput` when the disaster type has none."""
        names = [grade.grade for grade in self.grades if grade.disaster is disaster]
        found = next((g for g in self.grades if (g.disaster, g.grade) == (disaster, name)), None)
        if found is None:
            raise InvalidInput(
                "DISASTER_GRADE_UNKNOWN",
                f"{disaster} is graded as one of: {', '.join(names)}.",
                f"{zh(disaster)}的鉴定等级应为：{'、'.join(names)}。",
                path=("grade",),
                rule=self.id,
            )
        return found


def disaster_grades() -> DisasterGrades:
    """The grades in use."""
    return load(DisasterGrades, DisasterGrades.files[0])
