"""What the ledger puts on record of itself being read; nobody gives these commands, the API does."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.access import Access
from ledger.domain.aggregate import Aggregate
from ledger.rights.right import Right
from ledger.values.actor import Role

_ANYBODY_KNOWN = Right(frozenset(Role) - {Role.PUBLIC})


class RecordProtectedRead(Command):
    """Put on record that protected things are about to be shown (查阅留痕), before they are."""

    right = _ANYBODY_KNOWN
    returns = Access
    exposed: ClassVar[bool] = False

    division: str = Field(description="Division of the caller (行政区划代码).")
    operations: list[str] = Field(description="What was asked for (查询).", max_length=400)
    subjects: list[str] = Field(description="About what (对象).", max_length=1000)
    authorisation: str | None = Field(default=None, description="Number of the authorisation (授权文号).")

    async def handle(self, work: Work) -> Aggregate:
        access = work.create(Access)
        access.record_read(
            self.division, self.operations, self.subjects, self.authorisation, by=work.actor, at=work.now
        )
        return access


class RecordRefusedAttempt(Command):
    """Put on record that somebody known was refused (越权留痕)."""

    right = _ANYBODY_KNOWN
    returns = Access
    exposed: ClassVar[bool] = False

    division: str = Field(description="Division of the caller (行政区划代码).")
    operation: str = Field(description="What was asked for (操作).")
    code: str = Field(description="The refusal (错误代码).")

    async def handle(self, work: Work) -> Aggregate:
        access = work.create(Access)
        access.record_refusal(self.division, self.operation, self.code, by=work.actor, at=work.now)
        return access
