"""When the measures of a risk are due to be looked at again; the months are ours and say so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from dateutil.relativedelta import relativedelta

from ledger.domain.risk_events import RiskGrade
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, load

RISK_ZH = dict(zip(RiskGrade, ("重大", "较大", "一般", "低"), strict=True))


class RiskReviews(RuleSet):
    """Months from one review to the next, by grade."""

    kind: ClassVar[str] = "risk_reviews"
    files: ClassVar[tuple[str, ...]] = ("risk_reviews",)

    months: dict[RiskGrade, int]

    def texts(self) -> Iterator[RuleText]:
        """The months of every grade."""
        for grade, months in self.months.items():
            rule = Sourced(article="ours", zh=f"{RISK_ZH[grade]}风险管控措施每{months}个月复核一次")
            yield self.text(grade, rule, months=months)

    def next_due(self, grade: RiskGrade, after: date) -> date:
        """The last day of the next review after one on `after`."""
        return after + relativedelta(months=self.months[grade])


def risk_reviews() -> RiskReviews:
    """The rule in use."""
    return load(RiskReviews, RiskReviews.files[0])
