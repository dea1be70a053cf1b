"""Opening sealed personal data (开启封存信息): recorded first, shown after."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.seal import Seal, seal_id
from ledger.values.text import Line


class OpenSeal(Command):
    """Open a sealed personal value (开启封存的个人信息), under an authorisation; the opening is itself an event."""

    right = rights.UNSEALER
    returns = Seal

    digest: str = Field(pattern=r"^[A-Za-z0-9_-]{43}$", description="Digest in the event (摘要).")
    purpose: Line = Field(description="What for (用途).")
    authorisation: Line = Field(description="Number of the authorisation (授权文号).")

    async def handle(self, work: Work) -> Aggregate:
        seal = await work.find(Seal, seal_id(self.digest))
        seal.open(self.digest, self.purpose, self.authorisation, by=work.actor, at=work.now)
        return seal
