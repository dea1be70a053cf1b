"""Opening sealed personal data (开启封存信息): recorded first, shown after; and erasing it (删除)."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.erasure import Erasure, Sealed, erasure_id
from ledger.domain.seal import Seal, seal_id
from ledger.values.errors import NotFound
from ledger.values.text import Line

DIGEST = r"^[A-Za-z0-9_-]{43}$"


class OpenSeal(Command):
    """Open a sealed personal value (开启封存的个人信息), under an authorisation; the opening is itself an event."""

    right = rights.UNSEALER
    returns = Seal

    digest: str = Field(pattern=DIGEST, description="Digest in the event (摘要).")
    stream: UUID = Field(description="The thing in whose events it stands (所属编号).")
    purpose: Line = Field(description="What for (用途).")
    authorisation: Line = Field(description="Number of the authorisation (授权文号).")

    async def handle(self, work: Work) -> Aggregate:
        holder = await _holder(work, self.stream, self.digest)
        (await work.find(Erasure, erasure_id(self.digest))).must_not_be_erased()
        seal = await work.find(Seal, seal_id(self.digest))
        seal.open(self.digest, holder, self.purpose, self.authorisation, by=work.actor, at=work.now)
        return seal


class ErasePersonalData(Command):
    """Erase a sealed personal value for good (删除个人信息); its digest stays, and every proof with it."""

    right = rights.ERASER
    returns = Erasure

    digest: str = Field(pattern=DIGEST, description="Digest in the event (摘要).")
    stream: UUID = Field(description="The thing in whose events it stands (所属编号).")
    ground: Line = Field(description="Why it has to go (删除理由): the request, the term that ended.")
    authorisation: Line | None = Field(None, description="Number of the decision (决定文号).")

    async def handle(self, work: Work) -> Aggregate:
        holder = await _holder(work, self.stream, self.digest)
        erasure = await work.find(Erasure, erasure_id(self.digest))
        erasure.erase(self.digest, holder, self.ground, self.authorisation, by=work.actor, at=work.now)
        return erasure


async def _holder(work: Work, stream: UUID, digest: str) -> Sealed:
    """The thing in whose events a value is sealed; `NotFound` where it is not, or the thing is not the caller's."""
    holder = await work.find(Sealed, stream)
    if digest not in holder.digests or not work.covers(holder):
        raise NotFound(
            "SEAL_NOT_FOUND",
            "Nothing with this digest is sealed in that thing's events.",
            "该对象的事件中没有此摘要的封存信息。",
            path=("digest",),
        )
    return holder
