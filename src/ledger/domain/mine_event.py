"""What all events about a mine's matters carry."""

from __future__ import annotations

from uuid import UUID

from ledger.domain.event import DomainEvent


class MineEvent(DomainEvent):
    """An event of something that belongs to a mine; scope is in the event, so that no view needs a join for it."""

    mine: UUID
    division: str


class ProcedureDefectFlagged(MineEvent):
    """A fact was recorded that breaks a rule (程序瑕疵): the fact stands, and so does the breach."""

    rule: str
    description: str
    description_zh: str
