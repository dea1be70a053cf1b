"""Two rules for one penalty (行政处罚法 §37): those of the conduct and those of the decision, and what differs.

Which of them is milder, and so which governs, is a reviewer's judgment: nothing here says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, versions
from ledger.values.errors import InvalidInput


@dataclass(frozen=True)
class Ruling:
    """One rule with the set it stands in, and its days."""

    rule_set: str
    valid_from: date
    valid_to: date | None
    rule: RuleText


@dataclass(frozen=True)
class Difference:
    """Something in which a rule of the conduct differs from one of the decision; None where one says nothing of it."""

    at_conduct: str
    at_decision: str
    field: str
    then: str | None
    now: str | None


@dataclass(frozen=True)
class SideBySide:
    """The rules on a matter in force at any time of the conduct, and on the day of the decision."""

    at_conduct: list[Ruling]
    at_decision: list[Ruling]
    differences: list[Difference]

    @property
    def same_rules(self) -> bool:
        """Whether the conduct lies under the very rules that are in force at the decision, and no others."""
        return self.at_conduct == self.at_decision


def side_by_side(kind: type[RuleSet], matter: str, conduct: tuple[date, date], decided_on: date) -> SideBySide:
    """The rules of a kind on a matter, for conduct from its first to its last day, and for the day of the decision.

    `InvalidInput` when the conduct ends before it begins, the decision comes before it, or no rule is about the matter.
    """
    began, ended = conduct
    if ended < began:
        raise InvalidInput(
            "ENDS_BEFORE_IT_STARTS", "The conduct ends before it begins.", "行为终了日早于开始日。", path=("conductTo",)
        )
    if decided_on < began:
        raise InvalidInput(
            "DECIDED_BEFORE_CONDUCT",
            "A decision comes after the conduct.",
            "决定日早于行为开始日。",
            path=("decidedOn",),
        )
    sets = versions(kind)
    known = sorted({text.matter for rules in sets for text in rules.texts()})
    if matter not in known:
        raise InvalidInput(
            "MATTER_UNKNOWN",
            f"No rule of the kind {kind.kind} is about {matter[:60]}; there are {', '.join(known)}.",
            f"该类规则中没有事项 {matter[:60]}。",
            path=("matter",),
        )
    at_conduct = list(_rulings(sets, matter, began, ended))
    at_decision = list(_rulings(sets, matter, decided_on, decided_on))
    differences = [d for old in at_conduct for new in at_decision if old != new for d in _differences(old, new)]
    return SideBySide(at_conduct, at_decision, differences)


def _rulings(sets: Sequence[RuleSet], matter: str, first: date, last: date) -> Iterator[Ruling]:
    for rules in sets:
        for rule in rules.dated_texts():
            if rule.text.matter == matter and rule.in_force(first, last):
                yield Ruling(rules.id, rule.valid_from, rule.valid_to, rule.text)


def _differences(old: Ruling, new: Ruling) -> Iterator[Difference]:
    then, now = _fields(old.rule), _fields(new.rule)
    for field in then | now:
        if then.get(field) != now.get(field):
            yield Difference(old.rule_set, new.rule_set, field, then.get(field), now.get(field))


def _fields(rule: RuleText) -> dict[str, str]:
    return {"source": rule.source, "article": rule.article, "zh": rule.zh} | rule.values
