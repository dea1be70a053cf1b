"""The 18 categories of violations (违法违规行为) of the notice, and what of criteria and statutes they answer to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from ledger.domain.rule_text import RuleText
from ledger.rules.hazard_standards import HazardStandard
from ledger.rules.penalties import Penalties
from ledger.rules.rule_set import Rule, RuleSet, Sourced, load
from ledger.values.verified import Verified


class CriterionReference(Rule):
    """A category of a hazard standard, or one item of it."""

    standard: str
    article: int
    item: int | None = None


class StatuteReference(Rule):
    """An article of a statute; `matter` is what the penalties of a statute call it, where they are known here."""

    source: str
    article: str
    matter: str | None = None


class Mapping(Rule):
    """What a category answers to; the pairing is ours, whatever the articles are."""

    verified: Verified
    criteria: tuple[CriterionReference, ...] = ()
    statutes: tuple[StatuteReference, ...] = ()
    note: str | None = None


class ViolationCategory(Sourced):
    """One category; by itself it is never a ground for a list."""

    code: str
    mapping: Mapping


class ViolationCategories(RuleSet):
    """The categories of the notice."""

    kind: ClassVar[str] = "violation_categories"
    files: ClassVar[tuple[str, ...]] = ("violation_categories_2020",)

    categories: list[ViolationCategory]

    def texts(self) -> Iterator[RuleText]:
        """Every category, with what it is paired with."""
        for category in self.categories:
            mapping = category.mapping
            criteria = [_written(reference) for reference in mapping.criteria]
            statutes = [f"{s.source}{s.article}" for s in mapping.statutes]
            pairing = mapping.verified.value if criteria or statutes else None
            yield self.text(
                category.code, category, criteria=criteria or None, statutes=statutes or None, pairing=pairing,
                note=mapping.note,
            )  # fmt: skip

    def unknown_references(self, others: Sequence[RuleSet]) -> Iterator[str]:
        """Criteria that their standard does not have, and matters that no statute penalises."""
        standards = {rules.id: rules for rules in others if isinstance(rules, HazardStandard)}
        matters = {text.matter for rules in others if isinstance(rules, Penalties) for text in rules.texts()}
        for mapping in (category.mapping for category in self.categories):
            for criterion in mapping.criteria:
                standard = standards.get(criterion.standard)
                if standard is None or standard.item(criterion.article, criterion.item or 1) is None:
                    yield _written(criterion)
            yield from (s.matter for s in mapping.statutes if s.matter is not None and s.matter not in matters)

    def category(self, code: str) -> ViolationCategory | None:
        """The category of a code; None when there is none."""
        return next((c for c in self.categories if c.code == code), None)


def violation_categories() -> ViolationCategories:
    """The categories of the notice."""
    return load(ViolationCategories, ViolationCategories.files[0])


def _written(reference: CriterionReference) -> str:
    item = "" if reference.item is None else f"({reference.item})"
    return f"{reference.standard} §{reference.article}{item}"
