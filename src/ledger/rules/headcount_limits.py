"""How many people may be underground in one shift (限员): in the mine, at a face, at a heading."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, in_force

Place = Literal["MINE", "COAL_FACE", "HEADING", "COMMUTER_VEHICLE", "BLASTING_AREA", "HAND_OVER"]
Mines = Literal["SEVERE_HAZARD", "OTHER", "OPEN_PIT", "ANY"]


class HeadcountLimit(Sourced):
    """At most `people` at a place of mines of a kind; `work` narrows it to a way of working or a shift."""

    code: str
    place: Place
    mines: Mines
    work: Literal["MECHANISED", "BLASTING"] | None = None
    shift: Literal["PRODUCTION", "MAINTENANCE"] | None = None
    people: int


class HeadcountLimits(RuleSet):
    """One version of the rules on headcount, as far as it is known."""

    kind: ClassVar[str] = "headcount_limits"
    files: ClassVar[tuple[str, ...]] = ("headcount_limits_2019", "headcount_limits_2023")

    severe_hazards: list[str]
    limits: list[HeadcountLimit]

    def texts(self) -> Iterator[RuleText]:
        """Every limit."""
        for limit in self.limits:
            yield self.text(limit.code, limit, people=limit.people, mines=limit.mines)

    def applying(
        self, place: Place, disaster_types: list[str], *, work: str | None = None, shift: str | None = None
    ) -> HeadcountLimit | None:
        """The limit for a place of a mine with these disaster types; None where none is known to this ledger."""
        mines = "SEVERE_HAZARD" if set(disaster_types) & set(self.severe_hazards) else "OTHER"
        for limit in self.limits:
            fits = limit.place == place and limit.mines in {mines, "ANY"}
            if fits and limit.work in {None, work} and limit.shift in {None, shift}:
                return limit
        return None


def headcount_limits(on: date) -> HeadcountLimits | None:
    """The version in force on a day; None before the first."""
    return in_force(HeadcountLimits, on)
