"""Commands on regular duties (定期履职): how often by a body's own paper, and that it was done."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.departments import department_named
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.obligation_events import OwnerKind
from ledger.domain.regular_duty import RegularDuty
from ledger.domain.regular_duty_events import RegularInterval, RegularRequirement
from ledger.rules.duties import duties
from ledger.values.actor import Role
from ledger.values.codes import DivisionCode
from ledger.values.errors import InvalidInput, NotPermitted
from ledger.values.references import MineId, RegularDutyId, RegularRecordId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class SetRegularDuty(Command):
    """Say by a paper how often something is done that the notice asks for regularly (明确定期履职间隔)."""

    right = rights.OFFICE
    returns = RegularDuty

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    requirement: RegularRequirement = Field(description="What is to be done (定期事项).")
    body: Name | None = Field(None, description="The department that owes it (责任单位), where one does.")
    mine: MineId | None = Field(None, description="The mine (煤矿) whose enterprise owes it, where one does.")
    every: RegularInterval = Field(description="How often (履职间隔).")
    starts_on: Day = Field(description="First day (起始日); a month, quarter or year that has begun does not count.")
    ends_on: Day | None = Field(None, description="Last day (截止日), if there is one.")
    basis: Line = Field(description="The paper that sets how often (明确间隔的文件): no law does.")

    async def handle(self, work: Work) -> Aggregate:
        of_mines = duties().of_kind(self.requirement).owner.kind is OwnerKind.ENTERPRISE
        if (self.mine is not None) is not of_mines or (self.body is None) is not of_mines:
            raise InvalidInput(
                "OWNER_DOES_NOT_FIT",
                f"{self.requirement} is owed by {'a mine' if of_mines else 'a department'}: name that alone.",
                f"该事项由{'煤矿企业' if of_mines else '部门'}履行，须且只须指明{'煤矿' if of_mines else '责任单位'}。",
                path=("mine" if of_mines else "body",),
            )
        body = None if self.body is None else await department_named(work, self.body, self.division, "body")
        if self.mine is not None:
            await work.load(Mine, self.mine, "mine")
        duty = work.create(RegularDuty)
        given = self.model_dump(exclude={"body"})
        duty.set(**given, body=body, by=work.actor, at=work.at(self.starts_on))
        return duty


class RegularDutyCommand(Command):
    """A command on one regular duty that exists."""

    returns = RegularDuty

    regular_duty: RegularDutyId = Field(description="The regular duty (定期履职要求).")

    async def loaded(self, work: Work) -> RegularDuty:
        """The duty named."""
        return await work.load(RegularDuty, self.regular_duty, "regularDuty")


class RecordRegularDuty(RegularDutyCommand):
    """Record that it was done (登记定期履职)."""

    right = rights.RECIPIENT

    done_on: Day | None = Field(None, description="Day of it (履职日期); today when left out.")
    account: Prose = Field(description="What was done, and what came of it (履职情况).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.done_on, work, "doneOn")
        duty = await self.loaded(work)
        if duty.mine is None and work.actor.role is Role.ENTERPRISE:
            raise NotPermitted(
                "NOT_PERMITTED",
                "What a department owes is not for a mine to record.",
                "部门的履职情况不由煤矿企业登记。",
                rule="docs/rights.md",
            )
        duty.do(on, self.account, by=work.actor, at=work.at(on))
        return duty


class RetractRegularDuty(RegularDutyCommand):
    """Take back that it was done (撤回定期履职记录); it is owed again."""

    right = rights.DEPARTMENT

    record: RegularRecordId = Field(description="The record (履职记录).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.retract(self.record, self.why, by=work.actor, at=work.now)
        return duty


class EndRegularDuty(RegularDutyCommand):
    """Ask for it no more (结束定期履职要求)."""

    right = rights.OFFICE

    ended_on: Day = Field(description="First day without it (结束日期).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.end(self.ended_on, self.why, by=work.actor, at=work.now)
        return duty


class ResumeRegularDuty(RegularDutyCommand):
    """Take the end back (恢复定期履职要求)."""

    right = rights.OFFICE

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        duty = await self.loaded(work)
        duty.resume(self.why, by=work.actor, at=work.now)
        return duty
