"""Which limits output and headcount exceed, by the standard for major hazards and the headcount rules of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ledger.domain.production_year_events import OverLimit
from ledger.rules.hazard_standards import HazardStandard, Measure
from ledger.rules.headcount_limits import Place, headcount_limits
from ledger.rules.rule_set import in_force


class PeopleLimit(NamedTuple):
    """At most so many people, and by which rule."""

    people: int
    rule: str


def over_capacity(on: date, outputs: Mapping[Measure, Decimal], capacity: Decimal) -> list[OverLimit]:
    """The items of the standard in force on a day that outputs in 万吨 meet, held against 万吨/年.

    Every mine here is an underground one. Where the items of the standard are not known, none is met.
    """
    shares = {measure: output / capacity for measure, output in outputs.items()}
    return list(_met(on, shares))


def over_headcount(on: date, people: int, limit: int) -> list[OverLimit]:
    """The items of the standard that so many people at a face meet, beyond what the limit itself says."""
    return list(_met(on, {"HEADCOUNT_OF_FACE_OVER_LIMIT": Decimal(people - limit) / limit}))


def people_limit(
    on: date, place: Place, disasters: list[str], *, work: str | None = None, shift: str | None = None
) -> PeopleLimit | None:
    """The limit of the rules of a day for a place of a mine with these disasters; None where none is known."""
    rules = headcount_limits(on)
    found = rules.applying(place, disasters, work=work, shift=shift) if rules else None
    return PeopleLimit(found.people, f"{rules.source} {found.article}") if rules and found else None


def _met(on: date, figures: Mapping[Measure, Decimal]) -> Iterator[OverLimit]:
    standard = in_force(HazardStandard, on)
    for category in standard.categories if standard else ():
        for number, item in enumerate(category.items, 1):
            met = [t for t in item.tests if t.measure in figures and t.met_by(figures[t.measure])]
            if met and standard:
                yield OverLimit(rule=f"{standard.source} §{category.article}({number})", zh=item.zh)
