"""Commands on contracts on the work of a mine (托管、承包)."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_contracting import Contracted
from ledger.domain.mine_operation_events import ContractingScope
from ledger.values.codes import CreditCode
from ledger.values.text import Line, Name
from ledger.values.times import Day


class ContractCommand(MineCommand):
    """A command on the contract with one contractor."""

    right = rights.ENTERPRISE

    contractor: Name = Field(description="The contractor (承托方).")


class BeginContracting(ContractCommand):
    """Record that a mine or part of its work was contracted out (托管、承包); an irregular contract is flagged."""

    credit_code: CreditCode | None = Field(None, description="Unified social credit code (统一社会信用代码).")
    scope: ContractingScope = Field(description="What is contracted out (托管范围).")
    begun_on: Day = Field(description="First day of it (起始日).")
    licence_renewed: bool = Field(description="Whether the safety licence was renewed or changed (是否重新取得许可证).")
    onward: bool = Field(False, description="Whether the contractor contracted on (是否再次转包), to whom is unknown.")
    under: Name | None = Field(None, description="The contractor who contracted it on (转包方), if one did.")
    reference: Name | None = Field(None, description="Number of the contract (合同编号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        told = Contracted(**self.model_dump(include=set(Contracted._fields)))
        mine.contract_out(told, self.begun_on, by=work.actor, at=work.at(self.begun_on))
        return mine


class EndContracting(ContractCommand):
    """Record that a contract ended (终止托管、承包)."""

    ended_on: Day = Field(description="First day without it (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at = work.at(self.ended_on)
        mine.end_contract(self.contractor, self.ended_on, self.why, by=work.actor, at=at)
        return mine


class RenewContractingLicence(ContractCommand):
    """Record that the safety licence was renewed or changed for a contract (重新取得或者变更安全生产许可证)."""

    renewed_on: Day = Field(description="Day of it (取得日期).")
    licence: Name = Field(description="Number of the licence (许可证编号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at = work.at(self.renewed_on)
        mine.renew_licence(self.contractor, self.renewed_on, self.licence, by=work.actor, at=at)
        return mine


class CorrectContracting(ContractCommand):
    """Correct late from when and until when a contract ran (更正托管、承包期间)."""

    right = rights.HEAD

    recorded_from: Day = Field(description="First day of it as it is recorded (原记录起始日).")
    begun_on: Day = Field(description="First day of it, as it is known now (起始日).")
    ended_on: Day | None = Field(
        None,
        description="First day without it (终止日); none where it runs still, its first day where it never did.",
    )
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        days = self.recorded_from, self.begun_on, self.ended_on
        mine.correct_contract(self.contractor, *days, self.why, by=work.actor, at=work.now)
        return mine
