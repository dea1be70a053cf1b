"""How many coal faces 采煤工作面 may produce at once, in a mine and in a panel."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar, Literal

from ledger.domain.mine_events import SizeClass
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, in_force


class FaceLimit(Sourced):
    """At most `faces` at once in a mine of these sizes, or in a panel of one seam or of several."""

    code: str
    place: Literal["MINE", "PANEL"]
    sizes: list[SizeClass] | None = None
    seams: Literal["SINGLE", "SEVERAL"] | None = None
    faces: int


class FaceLimits(RuleSet):
    """One version of the limits."""

    kind: ClassVar[str] = "face_limits"
    files: ClassVar[tuple[str, ...]] = ("face_limits_2020",)

    limits: list[FaceLimit]

    def texts(self) -> Iterator[RuleText]:
        """Every limit."""
        for limit in self.limits:
            yield self.text(limit.code, limit, faces=limit.faces)

    def exceeded(self, size: SizeClass, in_mine: int, seams: str, in_panel: int) -> list[RuleText]:
        """The limits that so many coal faces at once exceed, in a mine of that size and in one panel of it."""
        return [
            self.text(limit.code, limit, faces=limit.faces)
            for limit in self.limits
            if (limit.place == "MINE" and size in (limit.sizes or []) and in_mine > limit.faces)
            or (limit.place == "PANEL" and limit.seams in {None, seams} and in_panel > limit.faces)
        ]


def face_limits(on: date) -> FaceLimits | None:
    """The version in force on a day; None before the first."""
    return in_force(FaceLimits, on)
