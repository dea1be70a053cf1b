"""Which standard for major hazards is in force on a day, and which items it has."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from ledger.domain.hazard_events import Criterion
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import Rule, RuleSet, Sourced, in_force
from ledger.values.errors import GuardRefused, InvalidInput
from ledger.values.verified import Verified

Measure = Literal[
    "OUTPUT_OF_YEAR_TO_CAPACITY",
    "OUTPUT_OF_QUARTER_TO_CAPACITY",
    "OUTPUT_OF_MONTH_TO_CAPACITY",
    "LEVELS_PRODUCING",
    "HEADCOUNT_OF_FACE_OVER_LIMIT",
]


class Limit(Rule):
    """A limit of an item that can be told by figures: shares as decimals, counts as whole numbers."""

    measure: Measure
    operator: Literal[">", ">="]
    value: Decimal
    only: Literal["UNDERGROUND"] | None = None

    def met_by(self, figure: Decimal) -> bool:
        """Whether a figure of this measure is what the item describes."""
        return figure > self.value if self.operator == ">" else figure >= self.value


class Item(Rule):
    """One item (项) of an article; `parts` are what stands numbered below it."""

    zh: str
    parts: tuple[str, ...] = ()
    tests: tuple[Limit, ...] = ()
    verified: Verified | None = None

    @model_validator(mode="before")
    @classmethod
    def _text_alone(cls, given: Any) -> Any:
        return {"zh": given} if isinstance(given, str) else given

    @property
    def whole(self) -> str:
        """The item with its parts."""
        return "".join((self.zh, *(f"\n{n}. {part}" for n, part in enumerate(self.parts, 1))))


class Category(Rule):
    """One article (条): a category of major hazards with its items; `code` is the same in every version."""

    article: int
    code: str
    zh: str
    items: list[Item] = Field(min_length=1)


class HazardStandard(RuleSet):
    """One version of the standard (判定标准)."""

    kind: ClassVar[str] = "hazard_standard"
    files: ClassVar[tuple[str, ...]] = (
        "hazard_standard_order_85",
        "hazard_standard_order_4",
        "hazard_standard_order_21",
    )

    categories: list[Category]

    def texts(self) -> Iterator[RuleText]:
        """Every item, about the matter of its category."""
        for category in self.categories:
            for number, item in enumerate(category.items, 1):
                rule = Sourced(article=f"§{category.article}({number})", zh=item.whole, verified=item.verified)
                tests = {test.measure: f"{test.operator} {test.value}" for test in item.tests}
                yield self.text(rule.article, rule, matter=category.code, **tests)

    def item(self, article: int, item: int) -> Item | None:
        """An item; None when this version has none of that number."""
        items = next((c.items for c in self.categories if c.article == article), [])
        return items[item - 1] if 1 <= item <= len(items) else None


def standard_in_force(on: date) -> HazardStandard:
    """The version in force on `on`; `GuardRefused` for a day before the first that is known here."""
    found = in_force(HazardStandard, on)
    if found is not None:
        return found
    raise GuardRefused(
        "NO_STANDARD_KNOWN",
        f"No standard for major hazards in force on {on} is known to this ledger.",
        f"本台账没有 {on} 有效的重大隐患判定标准。",
        path=("gradedOn",),
        rule=HazardStandard.kind,
    )


def criterion(on: date, standard: str | None, article: int, item: int) -> Criterion:
    """The item of the standard in force on `on`.

    Refused when the caller names a version not in force that day (`STANDARD_NOT_IN_FORCE`) or an item that version
    does not have (`ITEM_UNKNOWN_IN_STANDARD`). Of a version whose items are not known here any is taken, and marked.
    """
    current = standard_in_force(on)
    if standard is not None and standard != current.id:
        raise GuardRefused(
            "STANDARD_NOT_IN_FORCE",
            f"On {on} the standard in force is {current.id}, not {standard}.",
            f"{on} 有效的判定标准为 {current.id}，不是 {standard}。",
            path=("standard",),
            rule=current.source,
        )
    if not current.categories:
        return Criterion(standard=current.id, article=article, item=item, category="NOT_KNOWN", category_zh="未收录")
    found = next((c for c in current.categories if c.article == article), None)
    if found is None or current.item(article, item) is None:
        raise InvalidInput(
            "ITEM_UNKNOWN_IN_STANDARD",
            f"{current.id}, in force on {on}, has no article {article} item {item}.",
            f"{on} 有效的 {current.id} 没有第{article}条第{item}项。",
            path=("article",) if found is None else ("item",),
            rule=current.source,
        )
    return Criterion(standard=current.id, article=article, item=item, category=found.code, category_zh=found.zh)
