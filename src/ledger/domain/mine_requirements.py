"""What a mine has to have or to keep up (应建应备事项): what applies to it, and whether it is there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from ledger.domain import mine_file_events as f
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_file import MineFile
from ledger.domain.mine_file_events import RequirementState
from ledger.values.actor import Actor


class Required(NamedTuple):
    """An item: its code, what it is, the article it stands in, and why it applies to the mine."""

    code: str
    zh: str
    article: str
    ground: str


class MineRequirements(MineFile):
    """Items of the file; each holds from a day on, as everything of it does."""

    def list_requirements(self, items: Sequence[Required], on: date, *, by: Actor, at: datetime) -> None:
        """List what applies to the mine from `on` and is not in its file; what applies no more is said to."""
        known = {what.partition(":")[2]: what for what in self.kept if what.startswith("requirement:")}
        states = {code: self.kept_on(what, on) for code, what in known.items()}
        left_out = {None, RequirementState.NOT_APPLICABLE}
        new = [item for item in items if states.get(item.code) in left_out]
        waiting = {RequirementState.OPEN, RequirementState.NOT_MET}
        gone = [code for code, state in states.items() if state in waiting and code not in {i.code for i in items}]
        if not new and not gone:
            refuse(
                "REQUIREMENTS_UNCHANGED",
                "What applies to the mine on that day is in its file already.",
                "该日适用事项均已列入，没有变化。",
                rule=OURS,
                path=("listedOn",),
            )
        for item in new:
            self.note_requirement(item, RequirementState.OPEN, on, "列入", None, by=by, at=at)
        for code in gone:
            item = Required(code, *self.requirements[code], "")
            self.note_requirement(item, RequirementState.NOT_APPLICABLE, on, "不再适用", None, by=by, at=at)

    def note_requirement(
        self,
        item: Required,
        state: RequirementState,
        on: date,
        finding: str,
        noted_by: str | None,
        *,
        instead_of: date | None = None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Note whether an item is there, as it was found on a day; also of one that was not listed."""
        told: dict[str, object] = {**item._asdict(), "finding": finding, "noted_by": noted_by or by.department}
        what = f"requirement:{item.code}"
        self._enter(f.RequirementNoted, what, state, on, by, at, instead_of, state=state, **told)
