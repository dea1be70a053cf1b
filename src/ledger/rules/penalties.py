"""What a statute threatens for a matter: fines in 元, what else may be ordered."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import ClassVar

from pydantic import model_validator

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import Rule, RuleSet, Sourced


class Fine(Rule):
    """A range in 元, in multiples of the unlawful gain, or in shares of last year's income; both ends included."""

    least: Decimal
    most: Decimal
    of_gain: bool = False
    of_income: bool = False

    @model_validator(mode="after")
    def _least_first(self) -> Fine:
        if self.least > self.most:
            raise ValueError("a fine's least is not above its most")
        if self.of_gain and self.of_income:
            raise ValueError("a fine is counted from one thing")
        return self

    def __str__(self) -> str:
        if self.of_income:
            return f"上一年年收入的{self.least:.0%}–{self.most:.0%}"
        unit = "倍违法所得" if self.of_gain else "元"
        return f"{self.least:f}–{self.most:f}{unit}"


class Penalty(Sourced):
    """What a statute threatens for one matter; `code` is the same word in every statute that treats of it."""

    code: str
    unit_fine: Fine | None = None
    unit_fine_if_not_corrected: Fine | None = None
    person_fine: Fine | None = None
    person_fine_if_not_corrected: Fine | None = None
    measures: tuple[str, ...] = ()


class Penalties(RuleSet):
    """One statute. Several may be in force at once; which of them governs is a reviewer's judgment."""

    kind: ClassVar[str] = "penalties"
    exclusive: ClassVar[bool] = False
    files: ClassVar[tuple[str, ...]] = (
        "penalties_order_446",
        "penalties_work_safety_law_2021",
        "penalties_coal_regulation_2024",
    )

    penalties: list[Penalty]

    def texts(self) -> Iterator[RuleText]:
        """Every matter with its fines and measures."""
        for found in self.penalties:
            yield self.text(
                f"{found.article} {found.code}",
                found,
                matter=found.code,
                unit_fine=found.unit_fine,
                unit_fine_if_not_corrected=found.unit_fine_if_not_corrected,
                person_fine=found.person_fine,
                person_fine_if_not_corrected=found.person_fine_if_not_corrected,
                measures=found.measures or None,
            )
