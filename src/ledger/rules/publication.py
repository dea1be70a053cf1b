"""What has to be made public (公开、公示、公告), within how many days, and how it is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, versions


class PublicationRule(Sourced):
    """Something to be published within a number of days from its start; the start day is not counted (ours)."""

    code: str
    amount: int | None = None
    unit: Literal["DAY", "WORKING_DAY"] | None = None
    starts: str


class Publication(RuleSet):
    """What one law says on making public; several laws say something at once."""

    kind: ClassVar[str] = "publication"
    exclusive: ClassVar[bool] = False
    files: ClassVar[tuple[str, ...]] = (
        "publication_order_446",
        "publication_three_systems_2018",
        "publication_penalty_law_2021",
        "publication_work_safety_law_2021",
        "publication_coal_regulation_2024",
    )

    rules: list[PublicationRule]

    def texts(self) -> Iterator[RuleText]:
        """Every rule with its days."""
        for rule in self.rules:
            yield self.text(rule.code, rule, amount=rule.amount, unit=rule.unit, starts=rule.starts)


def publication_rules(code: str, on: date) -> list[RuleText]:
    """Everything that is in force on a day on the publication of one thing."""
    in_force = [rules for rules in versions(Publication) if rules.in_force(on)]
    return [text for rules in in_force for text in rules.texts() if text.code == code]
