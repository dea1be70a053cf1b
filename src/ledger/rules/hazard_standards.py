"""Which standard for major hazards is in force on a day, and which items it has."""

from __future__ import annotations

from datetime import date

from ledger.domain.hazard_events import Criterion
from ledger.rules.rule_set import Dated, Rule, load
from ledger.values.errors import GuardRefused, InvalidInput

NAME = "hazard_standards"


class Category(Rule):
    """One article with its number of items."""

    article: int
    items: int
    code: str
    zh: str


class HazardStandard(Dated):
    """One version of the standard (判定标准)."""

    name: str
    note: str
    categories: list[Category]


class HazardStandards(Rule):
    """All versions."""

    standards: list[HazardStandard]


def standard_in_force(on: date) -> HazardStandard:
    """The version in force on `on`; `GuardRefused` for a day before the first that is known here."""
    for standard in load(HazardStandards, NAME).standards:
        if standard.in_force(on):
            return standard
    raise GuardRefused(
        "NO_STANDARD_KNOWN",
        f"No standard for major hazards in force on {on} is known to this ledger.",
        f"本台账没有 {on} 有效的重大隐患判定标准。",
        path=("gradedOn",),
        rule=NAME,
    )


def criterion(on: date, standard: str | None, article: int, item: int) -> Criterion:
    """The item of the standard in force on `on`.

    Refused when the caller names a version not in force that day (`STANDARD_NOT_IN_FORCE`) or an item that version
    does not have (`ITEM_UNKNOWN_IN_STANDARD`).
    """
    current = standard_in_force(on)
    if standard is not None and standard != current.id:
        raise GuardRefused(
            "STANDARD_NOT_IN_FORCE",
            f"On {on} the standard in force is {current.id}, not {standard}.",
            f"{on} 有效的判定标准为 {current.id}，不是 {standard}。",
            path=("standard",),
            rule=f"{current.source}",
        )
    found = next((c for c in current.categories if c.article == article), None)
    if found is None and not current.categories:
        return Criterion(standard=current.id, article=article, item=item, category="NOT_KNOWN", category_zh="未收录")
    if found is None or not 1 <= item <= found.items:
        raise InvalidInput(
            "ITEM_UNKNOWN_IN_STANDARD",
            f"{current.id} has no article {article} item {item}.",
            f"{current.id} 没有第{article}条第{item}项。",
            path=("article",) if found is None else ("item",),
            rule=current.source,
        )
    return Criterion(standard=current.id, article=article, item=item, category=found.code, category_zh=found.zh)
