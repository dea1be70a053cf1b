"""When the measures of a risk are due to be looked at again; the months are ours and say so."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from ledger.domain.risk_events import RiskGrade
from ledger.rules.rule_set import Dated, digest, load

NAME = "risk_reviews"


class RiskReviews(Dated):
    """Months from one review to the next, by grade."""

    months: dict[RiskGrade, int]

    @property
    def basis(self) -> tuple[str, str]:
        """Its id, and the digest of its file."""
        return self.id, digest(NAME)

    def next_due(self, grade: RiskGrade, after: date) -> date:
        """The last day of the next review after one on `after`."""
        return after + relativedelta(months=self.months[grade])


def risk_reviews() -> RiskReviews:
    """The rule in use."""
    return load(RiskReviews, NAME)
