"""Credit score, credit tier and supervision class; the scale is ours and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import ClassVar

from pydantic import Field

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import Rule, RuleSet, Sourced, load
from ledger.values.errors import InvalidInput

ARTICLE = "ours"


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


class CreditScale(RuleSet):
    """The whole scale."""

    kind: ClassVar[str] = "credit_scale"
    files: ClassVar[tuple[str, ...]] = ("credit_scale",)

    base: Decimal
    entries: dict[str, EntryRule]
    tiers: list[Tier]
    supervision: list[SupervisionClass]

    def texts(self) -> Iterator[RuleText]:
        """Entries, tiers and supervision classes."""
        for code, entry in self.entries.items():
            yield self.text(code, Sourced(article=ARTICLE, zh=entry.zh), points=entry.points)
        for tier in self.tiers:
            yield self.text(f"TIER_{tier.tier}", Sourced(article=ARTICLE, zh=tier.zh), score_from=tier.from_)
        for found in self.supervision:
            rule = Sourced(article=ARTICLE, zh=found.zh)
            per_quarter = found.inspections_per_quarter
            yield self.text(
                f"CLASS_{found.class_}", rule, tiers=found.tiers, standardisation=found.standardisation,
                inspections_per_quarter=per_quarter,
            )  # fmt: skip

    @property
    def basis(self) -> str:
        """The scale's id with its digest, as every rating carries it."""
        return f"{self.id}@{self.digest}"

    def entry(self, rule: str) -> EntryRule:
        """The rule of an entry; `InvalidInput` when the scale has none of that name."""
        if rule not in self.entries:
            raise InvalidInput(
                "CREDIT_RULE_UNKNOWN",
                f"{self.id} has no rule {rule}; it has {', '.join(self.entries)}.",
                f"{self.id} 没有计分规则 {rule}。",
                path=("rule",),
                rule=self.id,
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
    return load(CreditScale, CreditScale.files[0])
