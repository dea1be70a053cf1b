"""Size classes (规模) of mines by design capacity in 万吨/年."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, load


class SizeClassRule(Sourced):
    """A class: capacities from `capacity_from` to `capacity_to` 万吨/年, both included."""

    code: str
    capacity_from: Decimal | None = None
    capacity_to: Decimal | None = None

    def has(self, capacity: Decimal) -> bool:
        """Whether a capacity is of this class."""
        return (self.capacity_from is None or capacity >= self.capacity_from) and (
            self.capacity_to is None or capacity <= self.capacity_to
        )


class SizeClasses(RuleSet):
    """The classes of the design code; what lies between them is in none of them."""

    kind: ClassVar[str] = "size_classes"
    files: ClassVar[tuple[str, ...]] = ("size_classes",)

    classes: list[SizeClassRule]

    def texts(self) -> Iterator[RuleText]:
        """Every class with its bounds."""
        for found in self.classes:
            yield self.text(found.code, found, capacity_from=found.capacity_from, capacity_to=found.capacity_to)

    def of(self, capacity: Decimal) -> SizeClassRule | None:
        """The class of a capacity; None between the classes."""
        return next((found for found in self.classes if found.has(capacity)), None)


def size_classes() -> SizeClasses:
    """The classes in use."""
    return load(SizeClasses, SizeClasses.files[0])
