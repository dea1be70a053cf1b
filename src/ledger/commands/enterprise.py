"""Commands on enterprises (企业): identity, those who control them, the mines they run."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.enterprise import Enterprise
from ledger.domain.enterprise_events import ControllerKind, ControlNature
from ledger.domain.mine import Mine
from ledger.domain.person import Person
from ledger.domain.reservation import KeyScheme
from ledger.values.codes import CreditCode, DivisionCode
from ledger.values.errors import InvalidInput
from ledger.values.references import EnterpriseId, MineId, PersonId
from ledger.values.text import Line, Name
from ledger.values.times import Day

Share = Annotated[Decimal, Field(ge=0, le=100, max_digits=7, decimal_places=4)]


class RegisterEnterprise(Command):
    """Enter an enterprise (登记企业)."""

    right = rights.REGISTRAR
    returns = Enterprise

    division: DivisionCode = Field(description="Administrative division (行政区划代码).")
    name: Name = Field(description="Name (企业名称).")
    credit_code: CreditCode | None = Field(None, description="Unified social credit code (统一社会信用代码).")
    established_on: Day = Field(description="First day (成立日期).")
    source: Line | None = Field(None, description="Where the entry comes from (数据来源).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = work.create(Enterprise)
        enterprise.register(**self.model_dump(), by=work.actor, at=work.at(self.established_on))
        if self.credit_code is not None:
            await work.reserve(KeyScheme.CREDIT_CODE, self.credit_code, enterprise.id, "creditCode")
        return enterprise


class EnterpriseCommand(Command):
    """A command on one enterprise that was entered."""

    right = rights.REGISTRAR
    returns = Enterprise

    enterprise: EnterpriseId = Field(description="The enterprise (企业).")

    async def loaded(self, work: Work) -> Enterprise:
        """The enterprise named."""
        return await work.load(Enterprise, self.enterprise, "enterprise")


class RenameEnterprise(EnterpriseCommand):
    """Record another name of an enterprise from a day on (企业更名)."""

    name: Name = Field(description="New name (新名称).")
    effective_on: Day = Field(description="First day of it (起始日).")
    basis: Line = Field(description="What it rests on (依据).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        enterprise.rename(self.name, self.effective_on, self.basis, by=work.actor, at=work.at(self.effective_on))
        return enterprise


class CorrectEnterprise(EnterpriseCommand):
    """Put the credit code of an enterprise right (更正信用代码); a mistyped one goes back to its rightful holder."""

    credit_code: CreditCode | None = Field(None, description="Unified social credit code (统一社会信用代码).")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        before = enterprise.credit_code
        enterprise.correct(self.credit_code, self.why, by=work.actor, at=work.now)
        if before is not None:
            await work.release(KeyScheme.CREDIT_CODE, before, enterprise.id)
        if self.credit_code is not None:
            await work.reserve(KeyScheme.CREDIT_CODE, self.credit_code, enterprise.id, "creditCode")
        return enterprise


class DeregisterEnterprise(EnterpriseCommand):
    """Record that an enterprise was struck off (企业注销)."""

    effective_on: Day = Field(description="First day without it (注销日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        enterprise.deregister(self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return enterprise


class RestoreEnterprise(EnterpriseCommand):
    """Undo the deregistration of an enterprise (恢复登记)."""

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        enterprise.restore(self.why, by=work.actor, at=work.now)
        return enterprise


class RecordController(EnterpriseCommand):
    """Record who controls an enterprise, in name or in fact, from a day on (登记控制人)."""

    person: PersonId | None = Field(None, description="The person who controls it (控制人：个人).")
    body_name: Name | None = Field(None, description="Name of the body that controls it (控制人：单位).")
    body_credit_code: CreditCode | None = Field(None, description="Credit code of that body (统一社会信用代码).")
    nature: ControlNature = Field(description="In name, in fact, or both (控制性质).")
    holds_for: Name | None = Field(None, description="For whom it is held (代持对象).")
    share: Share | None = Field(None, description="Share (持股比例) in percent, 0 to 100.")
    effective_on: Day = Field(description="First day of it (起始日).")
    basis: Line = Field(description="What it rests on (依据).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        if (self.person is None) == (self.body_name is None):
            raise InvalidInput(
                "CONTROLLER_MISSING",
                "Who controls it is a person or a body: name one of them.",
                "控制人为个人或单位，须指明其中之一。",
                path=("person",),
            )
        person = await work.load(Person, self.person, "person") if self.person is not None else None
        enterprise.record_controller(
            ControllerKind.BODY if person is None else ControllerKind.PERSON,
            person.name if person is not None else self.body_name or "",
            self.nature,
            self.share,
            self.effective_on,
            person=person.id if person is not None else None,
            person_key=person.person_key if person is not None else None,
            credit_code=self.body_credit_code,
            holds_for=self.holds_for,
            basis=self.basis,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return enterprise


class EndControl(EnterpriseCommand):
    """Record that a control ended (控制关系终止)."""

    control: UUID = Field(description="The control (控制关系).")
    effective_on: Day = Field(description="First day without it (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        enterprise.end_control(self.control, self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return enterprise


class CorrectControl(EnterpriseCommand):
    """Correct how, with what share or when somebody controlled an enterprise (更正控制关系)."""

    control: UUID = Field(description="The control (控制关系).")
    nature: ControlNature = Field(description="In name, in fact, or both (控制性质).")
    share: Share | None = Field(None, description="Share (持股比例) in percent, 0 to 100.")
    valid_from: Day = Field(description="First day (起始日).")
    valid_to: Day | None = Field(None, description="First day without it (终止日); none while it goes on.")
    why: Line = Field(description="Why, and how it came out (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        days = (self.valid_from, self.valid_to)
        enterprise.correct_control(self.control, self.nature, self.share, days, self.why, by=work.actor, at=work.now)
        return enterprise


class TakeOverMine(EnterpriseCommand):
    """Record that an enterprise runs a mine from a day on (企业经营煤矿)."""

    mine: MineId = Field(description="The mine (煤矿).")
    effective_on: Day = Field(description="First day of it (起始日).")
    basis: Line = Field(description="What it rests on (依据).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        mine = await work.load(Mine, self.mine, "mine")
        enterprise.take_over_mine(mine.id, self.effective_on, self.basis, by=work.actor, at=work.at(self.effective_on))
        return enterprise


class GiveUpMine(EnterpriseCommand):
    """Record that an enterprise no longer runs a mine (企业不再经营煤矿)."""

    mine: MineId = Field(description="The mine (煤矿).")
    effective_on: Day = Field(description="First day without it (终止日).")
    why: Line = Field(description="Why (原因).")

    async def handle(self, work: Work) -> Aggregate:
        enterprise = await self.loaded(work)
        enterprise.give_up_mine(self.mine, self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on))
        return enterprise
