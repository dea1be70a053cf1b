"""What a mine has to have or to keep up (应建应备事项), and to which mines each item applies."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import ClassVar

from pydantic import Field

from ledger.domain.mine_file_events import DispositionKind
from ledger.domain.mine_status_events import MineStatus
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, in_force
from ledger.values.labels import zh


class MineRequirement(Sourced):
    """One item; it applies to mines that meet one of its conditions, and where it has none, to those it is noted of."""

    code: str
    statuses: list[MineStatus] = Field(default_factory=list)
    disasters: list[str] = Field(default_factory=list)
    dispositions: list[DispositionKind] = Field(default_factory=list)
    upgrades: bool = False

    def ground(
        self,
        status: MineStatus | None,
        disasters: Collection[str],
        disposition: DispositionKind | None,
        *,
        upgraded: bool,
    ) -> str | None:
        """Why it applies to a mine, in Chinese; None where it does not."""
        if status in self.statuses:
            return f"生产建设状态：{zh(status)}"
        met = [grade for grade in self.disasters if grade in disasters]
        if met:
            return f"灾害鉴定：{'、'.join(met)}"
        if disposition in self.dispositions:
            return f"分类处置：{zh(disposition)}"
        return "纳入升级改造范围" if self.upgrades and upgraded else None


class MineRequirements(RuleSet):
    """One version of the list."""

    kind: ClassVar[str] = "mine_requirements"
    files: ClassVar[tuple[str, ...]] = ("mine_requirements_2020",)

    items: list[MineRequirement]

    def texts(self) -> Iterator[RuleText]:
        """Every item with the mines that it applies to."""
        for item in self.items:
            where = item.statuses or None, item.disasters or None, item.dispositions or None
            yield self.text(item.code, item, statuses=where[0], disasters=where[1], dispositions=where[2])

    def item(self, code: str) -> MineRequirement | None:
        """The item of a code."""
        return next((item for item in self.items if item.code == code), None)


def mine_requirements(on: date) -> MineRequirements | None:
    """The version in force on a day; None before the first."""
    return in_force(MineRequirements, on)
