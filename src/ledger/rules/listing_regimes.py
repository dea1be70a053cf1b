"""Under which regime, on which ground and for how long a subject may be entered on a list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from dateutil.relativedelta import relativedelta

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, versions
from ledger.values.errors import GuardRefused, InvalidInput


class Ground(Sourced):
    """A ground (列入情形) of a regime."""

    code: str


class ListingRegime(RuleSet):
    """One regime: its list, its days, its term in months, its grounds."""

    kind: ClassVar[str] = "listing_regime"
    files: ClassVar[tuple[str, ...]] = ("listing_regime_49_2017", "listing_regime_11_2023")

    list_zh: str
    term_months: int
    needs_penalty_by_decider: bool
    grounds: list[Ground]

    def texts(self) -> Iterator[RuleText]:
        """Every ground, with the list and the term."""
        for ground in self.grounds:
            yield self.text(ground.code, ground, list=self.list_zh, term_months=self.term_months)

    def ground(self, code: str) -> Ground:
        """The ground `code`; refused when the regime has none of it."""
        for ground in self.grounds:
            if ground.code == code:
                return ground
        raise GuardRefused(
            "LISTING_GROUND_INSUFFICIENT",
            f"{code} is no ground for entering a list under {self.source}.",
            f"{code} 不是{self.source}规定的列入情形。",
            path=("ground",),
            rule=self.source,
        )

    def term_end(self, starts_on: date) -> date:
        """The first day on which the entry no longer runs."""
        return starts_on + relativedelta(months=self.term_months)


def regime(id: str, on: date) -> ListingRegime:
    """The regime `id`, if it is in force on `on`."""
    found = next((r for r in versions(ListingRegime) if r.id == id), None)
    if found is None:
        raise InvalidInput(
            "REGIME_UNKNOWN",
            f"There is no regime {id}.",
            f"没有名单制度 {id}。",
            path=("regime",),
            rule=ListingRegime.kind,
        )
    if not found.in_force(on):
        raise GuardRefused(
            "REGIME_NOT_IN_FORCE",
            f"{found.source} was not in force on {on}.",
            f"{found.source}在 {on} 不生效。",
            path=("regime",),
            rule=found.source,
        )
    return found
