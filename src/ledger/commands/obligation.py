"""Commands of officers on obligations (履职事项): proof entered later, excuse, reinstatement."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.obligation import Obligation
from ledger.values.references import ObligationId
from ledger.values.text import Line, Prose
from ledger.values.times import Day


class ObligationCommand(Command):
    """A command on one obligation that exists."""

    returns = Obligation

    obligation: ObligationId = Field(description="The obligation (履职事项).")

    async def loaded(self, work: Work) -> Obligation:
        """The obligation named."""
        return await work.load(Obligation, self.obligation, "obligation")


class ProveObligationMet(ObligationCommand):
    """Record that an obligation was met, with its proof, in time or late (补录履职情况)."""

    right = rights.DEPARTMENT

    met_on: Day = Field(description="The day on which it was met (履职日期).")
    account: Prose = Field(description="What was done, and what proves it (履职情况及证据).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        if work.now > obligation.cutoff():
            obligation.not_of(work.actor)
        obligation.fulfil(self.met_on, self.account, known=work.now, by=work.actor, at=work.at(self.met_on))
        return obligation


class ExcuseObligation(ObligationCommand):
    """Excuse whoever owes an obligation (免除履职责任); nobody excuses their own department."""

    right = rights.REVIEWER

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.excuse(self.why, by=work.actor, at=work.now)
        return obligation


class ReinstateObligation(ObligationCommand):
    """Take back what ended an obligation: an excuse, a fulfilment found to be none (恢复履职责任)."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.reinstate(self.why, by=work.actor, at=work.now)
        return obligation
