"""Credit score, credit tier and supervision class; the scale is ours and says so."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pydantic import Field

from ledger.rules.rule_set import Dated, Rule, digest, load
from ledger.values.errors import InvalidInput

NAME = "credit_scale"


class EntryRule(Rule):
    """The points of one kind of entry."""

    points: Decimal
    zh: str


class Tier(Rule):
    """A credit tier (信用等级) from a score upwards."""

    tier: str
    from_: Decimal | None = Field(alias="from")
    zh: str


class SupervisionClass(Rule):
    """A supervision class (监管类别) and what it means."""

    class_: str = Field(alias="class")
    zh: str
    inspections_per_quarter: int
    tiers: list[str]
    standardisation: list[int]


class CreditScale(Dated):
    """The whole scale."""

    base: Decimal
    entries: dict[str, EntryRule]
    tiers: list[Tier]
    supervision: list[SupervisionClass]

    @property
    def basis(self) -> str:
        """The scale's id with the digest of its file, as every rating carries it."""
        return f"{self.id}@{digest(NAME)}"

    def entry(self, rule: str) -> EntryRule:
        """The rule of an entry; `InvalidInput` when the scale has none of that name."""
        if rule not in self.entries:
            raise InvalidInput(
                "CREDIT_RULE_UNKNOWN",
                f"{self.id} has no rule {rule}; it has {', '.join(self.entries)}.",
                f"{self.id} 没有计分规则 {rule}。",
                path=("rule",),
                rule=NAME,
            )
        return self.entries[rule]

    def score(self, points: Iterable[Decimal]) -> Decimal:
        """Base and points, not below 0 and not above the base."""
        return max(Decimal(0), min(self.base, self.base + sum(points, Decimal(0))))

    def tier(self, score: Decimal) -> Tier:
        """The tier of a score."""
        return next(t for t in self.tiers if t.from_ is None or score >= t.from_)

    def supervision_class(self, tier: str, standardisation: int) -> SupervisionClass:
        """The first class that covers tier and standardisation grade; the last one where none does."""
        for candidate in self.supervision:
            if tier in candidate.tiers and standardisation in candidate.standardisation:
                return candidate
        return self.supervision[-1]


def credit_scale() -> CreditScale:
    """The scale in use."""
    return load(CreditScale, NAME)
