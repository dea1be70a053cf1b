"""When equipment in use is to be tested again, by its kind, where the inspection itself names no day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from dateutil.relativedelta import relativedelta
from pydantic import Field, model_validator

from ledger.domain.equipment_events import EquipmentKind
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, in_force


class EquipmentTest(Sourced):
    """Equipment of a kind is tested again after so many months, or days."""

    code: str
    kind: EquipmentKind
    months: int | None = Field(None, ge=1)
    days: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _one_of_them(self) -> EquipmentTest:
        if (self.months is None) == (self.days is None):
            raise ValueError(f"{self.code}: months or days, one of them")
        return self

    def next_due(self, after: date) -> date:
        """The last day of the next test after one on `after`."""
        return after + relativedelta(months=self.months or 0) + timedelta(days=self.days or 0)


class EquipmentTests(RuleSet):
    """One version of the intervals."""

    kind: ClassVar[str] = "equipment_tests"
    files: ClassVar[tuple[str, ...]] = ("equipment_tests",)

    tests: list[EquipmentTest]

    def texts(self) -> Iterator[RuleText]:
        """Every interval."""
        for test in self.tests:
            yield self.text(test.code, test, months=test.months, days=test.days)

    def of(self, kind: EquipmentKind) -> EquipmentTest | None:
        """The interval of a kind; None where none is known."""
        return next((test for test in self.tests if test.kind is kind), None)


def equipment_tests(on: date) -> EquipmentTests | None:
    """The version in force on a day; None before the first."""
    return in_force(EquipmentTests, on)
