"""What aggregates share that belong to one mine: its scope in every event, and how a breach is flagged."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.domain.aggregate import Aggregate
from ledger.domain.guards import refuse
from ledger.domain.mine_event import MineEvent, ProcedureDefectFlagged
from ledger.values.actor import Actor


class MineMatter(Aggregate):
    """A matter of one mine; subclasses take `mine` and `division` from the first event."""

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID = id
        self.reached = date.min  # day of the last step on its way: nothing on it is dated before

    @property
    def of_mine(self) -> UUID:
        """The mine it belongs to."""
        return self.mine

    def _happen(self, event_class: type[MineEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, mine=self.mine, division=self.division, **data)

    def _flag(self, by: Actor, at: datetime, rule: str, text: str, text_zh: str) -> None:
        self._happen(ProcedureDefectFlagged, by, at, rule=rule, description=text, description_zh=text_zh)

    def _not_before_last_step(self, on: date, field: str) -> None:
        """Refuse a step dated before the one before it; `field` is where the day stands in the input."""
        if on < self.reached:
            refuse(
                "DAY_BEFORE_LAST_STEP",
                f"The step before it is of {self.reached}; {on} lies before that.",
                f"前一环节日期为 {self.reached}，{on} 早于该日期。",
                rule="台账原则 4",
                path=(field,),
            )

    def _not_before_it_was(self, on: date, began: date, field: str) -> None:
        """Refuse what is dated before there was such a thing: a slip of the pen and no fact about it."""
        if on < began:
            refuse(
                "DAY_BEFORE_IT_WAS",
                f"There was none before {began}; {on} lies before that.",
                f"{on} 早于该{self.zh}的起始日期 {began}。",
                rule="台账原则 4",
                path=(field,),
            )

    def _not_own_work(self, by: Actor, other: Actor | None, rule: str) -> None:
        """Refuse what would close one's own work, compared by capacity."""
        if other is not None and by.same_capacity(other):
            refuse("OWN_WORK", "Nobody closes their own work.", "不得以同一身份办结本人办理的事项。", rule=rule)
