"""Commands on mines (煤矿)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.departments import department_named
from ledger.commands.outputs import JUDGED_SINCE, judge_again
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.mine_events import KeyPost
from ledger.domain.reservation import KeyScheme
from ledger.values.codes import Capacity, CreditCode, DivisionCode, IdentityNumber, MineCode
from ledger.values.references import MineId
from ledger.values.text import Line, Name
from ledger.values.times import Day

Standardisation = Annotated[int, Field(ge=0, le=3)]


class RegisterMine(Command):
    """Enter a mine in the register (登记煤矿)."""

    right = rights.REGISTRAR
    returns = Mine

    code: MineCode = Field(description="Mine code (煤矿编码), 12 digits; older ones 11 digits or 20 characters.")
    name: Name = Field(description="Name of the mine (煤矿名称).")
    enterprise: Name = Field(description="Enterprise that runs it (煤矿企业).")
    credit_code: CreditCode | None = Field(None, description="Unified social credit code (统一社会信用代码).")
    division: DivisionCode = Field(description="Administrative division (行政区划代码), 6 digits.")
    capacity: Capacity = Field(description="Design capacity (设计生产能力) in 万吨/年.")
    disaster_types: list[Name] = Field(default_factory=list, max_length=20, description="Disaster types (灾害类型).")
    standardisation: Standardisation = Field(0, description="Standardisation grade (标准化等级) 1–3, 0 none.")
    register_only: bool = Field(False, description="A row of a public register and nothing more (仅名录).")
    source: Line | None = Field(None, description="Where the entry comes from (数据来源).")

    async def handle(self, work: Work) -> Aggregate:
        mine = work.create(Mine)
        mine.register(**_entry(self), **_only_registered(self), by=work.actor, at=work.now)
        await work.reserve(KeyScheme.MINE_CODE, self.code, mine.id, "code")
        return mine


class CorrectMineRegistration(Command):
    """Correct what was entered wrongly about a mine (更正登记); a mistyped code goes back to its rightful holder."""

    right = rights.REGISTRAR
    returns = Mine

    mine: MineId = Field(description="The mine (煤矿).")
    code: MineCode = Field(description="Mine code (煤矿编码).")
    name: Name = Field(description="Name of the mine (煤矿名称).")
    enterprise: Name = Field(description="Enterprise that runs it (煤矿企业).")
    credit_code: CreditCode | None = Field(None, description="Unified social credit code (统一社会信用代码).")
    capacity: Capacity = Field(
        description="Design capacity (设计生产能力) in 万吨/年 that it should have been registered with; one that "
        "changed on a day is entered by ChangeCapacity."
    )

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        if self.code != mine.code:
            await work.release(KeyScheme.MINE_CODE, mine.code, mine.id)
            await work.reserve(KeyScheme.MINE_CODE, self.code, mine.id, "code")
        before = mine.design_capacities.periods[0].value
        mine.correct(**_entry(self), by=work.actor, at=work.now)
        if self.capacity != before:
            await judge_again(work, mine, JUDGED_SINCE, "更正登记的生产能力")
        return mine


class AssignSupervisorBody(Command):
    """Name a mine's one daily supervisor body (明确日常安全监管主体)."""

    right = rights.OFFICE
    returns = Mine

    mine: MineId = Field(description="The mine (煤矿).")
    body: Name = Field(description="The supervisor body (监管主体).")
    effective_on: Day = Field(description="First day of it (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        body = await department_named(work, self.body, mine.division, "body")
        mine.assign_supervisor(body, self.effective_on, by=work.actor, at=work.at(self.effective_on))
        return mine


class AppointKeyPerson(Command):
    """Record who holds a key post of a mine from a day on (关键岗位任职)."""

    right = rights.REGISTRAR
    returns = Mine

    mine: MineId = Field(description="The mine (煤矿).")
    post: KeyPost = Field(description="The key post (关键岗位).")
    holder: Name = Field(description="Name of who holds it (任职人姓名).")
    identity_number: IdentityNumber | None = Field(
        None, description="Identity number (公民身份号码); sealed, never shown."
    )
    acting: bool = Field(False, description="Acting for somebody (代理).")
    effective_on: Day = Field(description="First day in the post (任职起始日).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        number = self.identity_number
        mine.appoint(
            self.post,
            self.holder,
            self.effective_on,
            by=work.actor,
            at=work.at(self.effective_on),
            acting=self.acting,
            identity_number=work.seal("identityNumber", number) if number else None,
            person_key=work.lookup_key("identityNumber", number) if number else None,
        )
        return mine


class RemoveKeyPerson(Command):
    """Record that the holder of a key post left it (离任)."""

    right = rights.REGISTRAR
    returns = Mine

    mine: MineId = Field(description="The mine (煤矿).")
    post: KeyPost = Field(description="The key post (关键岗位).")
    holder: Name = Field(description="Name of who leaves (离任人姓名).")
    effective_on: Day = Field(description="First day without them (离任日).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await work.load(Mine, self.mine, "mine")
        running = [(id, t) for id, t in mine.holders_of(self.post) if t.until is None]
        held = [id for id, tenure in running if tenure.holder == self.holder]
        mine.leave(held[0] if held else mine.id, self.effective_on, by=work.actor, at=work.at(self.effective_on))
        return mine


def _entry(command: RegisterMine | CorrectMineRegistration) -> dict[str, Any]:
    return command.model_dump(include={"code", "name", "enterprise", "credit_code", "capacity"})


def _only_registered(command: RegisterMine) -> dict[str, Any]:
    return command.model_dump(include={"division", "disaster_types", "standardisation", "register_only", "source"})
