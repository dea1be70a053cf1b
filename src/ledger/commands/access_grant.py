"""Letting departments of other divisions read (跨区授权), and no longer."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.access_grant import AccessGrant
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.values.codes import DivisionCode
from ledger.values.references import AccessGrantId, MineId
from ledger.values.text import Line, Name
from ledger.values.times import Day, local_day


class GrantAccess(Command):
    """Let a department of another division read what is about a mine (跨区授权), for a time; it may change nothing."""

    right = rights.HEAD
    returns = AccessGrant

    mine: MineId = Field(description="The mine (煤矿).")
    to_division: DivisionCode = Field(description="Division of the department (被授权方行政区划代码).")
    to_department: Name = Field(description="The department (被授权单位).")
    starts_on: Day = Field(description="First day (起始日).")
    ends_on: Day = Field(description="First day without it (终止日).")
    basis: Line = Field(description="What it rests on (授权依据): document number.")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        assert mine.division is not None
        grant = work.create(AccessGrant)
        to, days = (self.to_division, self.to_department), (self.starts_on, self.ends_on)
        grant.grant(mine.id, mine.division, to, days, self.basis, by=work.actor, at=work.now)
        return grant


class RevokeAccess(Command):
    """Take a grant back (撤回授权), from today on."""

    right = rights.HEAD
    returns = AccessGrant

    grant: AccessGrantId = Field(description="The grant (授权).")
    why: Line = Field(description="Why (撤回理由).")

    async def handle(self, work: Work) -> Aggregate:
        grant = await work.load(AccessGrant, self.grant, "grant")
        grant.revoke(local_day(work.now), self.why, by=work.actor, at=work.now)
        return grant
