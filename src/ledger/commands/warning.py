"""Commands on warnings (预警): issuing, delivery, opening, answers, escalation, lifting."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_later
from ledger.commands.departments import department_named, departments_named
from ledger.commands.responsible import acting_for
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.warning import Warning
from ledger.domain.warning_events import DeliveryChannel, WarningLevel, WarningSource
from ledger.values.codes import DivisionCode
from ledger.values.errors import InvalidInput
from ledger.values.references import MineId, WarningId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import GivenMoment, local_day

Addressed = tuple[str, UUID | None]


class WarningCommand(Command):
    """A command on one warning that exists."""

    returns = Warning

    warning: WarningId = Field(description="The warning (预警).")

    async def loaded(self, work: Work) -> Warning:
        """The warning named."""
        return await work.load(Warning, self.warning, "warning")


class AddresseeCommand(WarningCommand):
    """A command about one addressee of a warning."""

    mine: MineId | None = Field(None, description="The mine it is for (接收煤矿).")
    department: Name | None = Field(None, description="Or the department it is for (接收单位).")

    async def addressed(self, work: Work, warning: Warning) -> Addressed:
        """Name, and mine if it is one; exactly one of the two is given, a department by any of its names."""
        if (self.mine is None) == (self.department is None):
            raise InvalidInput(
                "ADDRESSEE_MISSING", "Give the mine or the department.", "须填写煤矿或单位之一。", path=("mine",)
            )
        if self.mine:
            return await _mine(work, self.mine)
        given = self.department or ""
        if any(addressee.mine is None and addressee.name == given for addressee in warning.addressees.values()):
            return given, None
        return await department_named(work, given, warning.division, "department"), None


class RecipientCommand(WarningCommand):
    """What an addressee does: a mine for itself, a department for itself."""

    right = rights.RECIPIENT

    mine: MineId | None = Field(None, description="The mine one acts for (煤矿); left out, one's own department.")
    happened_at: GivenMoment | None = Field(None, description="When (时间); now when left out.")

    async def recipient(self, work: Work, warning: Warning) -> Addressed:
        """Who acts: a mine, or the department that was addressed and that one's own is, or succeeded."""
        if self.mine:
            return await _mine(work, self.mine)
        named = [addressee.name for addressee in warning.addressees.values() if addressee.mine is None]
        return await acting_for(work, named, warning.division, warning.issued_on), None


async def _mine(work: Work, id: UUID) -> Addressed:
    mine = await work.load(Mine, id, "mine")
    return mine.name, mine.id


class IssueWarning(Command):
    """Issue a warning (发布预警) to a mine, departments or both."""

    right = rights.DEPARTMENT
    returns = Warning

    mine: MineId | None = Field(None, description="The mine it is about and for (煤矿), if it is about one.")
    division: DivisionCode | None = Field(None, description="Division (行政区划代码), if it is about no one mine.")
    level: WarningLevel = Field(description="How grave (预警级别).")
    source: WarningSource = Field(description="What it rests on (预警来源).")
    title: Name = Field(description="Title (标题).")
    text: Prose = Field(description="What is to be expected, where and when (预警内容).")
    demands: Prose = Field(description="What is to be done (处置要求).")
    consulted: list[Name] = Field(default_factory=list, max_length=30, description="Who was consulted (会商单位).")
    departments: list[Name] = Field(
        default_factory=list, max_length=50, description="Departments it is for (接收单位)."
    )
    answer_by: GivenMoment | None = Field(None, description="By when to have acted (反馈时限).")
    supersedes: WarningId | None = Field(None, description="The warning of another level it replaces (被替代的预警).")
    issued_at: GivenMoment | None = Field(None, description="When it was issued (发布时间); now when left out.")

    async def handle(self, work: Work) -> Aggregate:
        warning = work.create(Warning)
        mine = await work.load(Mine, self.mine, "mine") if self.mine else None
        division = mine.division if mine else self.division
        if division is None:
            raise InvalidInput(
                "DIVISION_MISSING", "Give the mine or the division.", "须填写煤矿或行政区划。", path=("division",)
            )
        at = not_later(self.issued_at, work, "issuedAt")
        departments = await departments_named(work, self.departments, division, "departments")
        said = self.model_dump(include={"level", "source", "title", "text", "demands", "consulted", "answer_by"})
        mine_id = mine.id if mine else None
        warning.issue(mine=mine_id, division=division, supersedes=self.supersedes, **said, by=work.actor, at=at)
        if mine is not None:
            warning.address(mine.name, mine.id, by=work.actor, at=at)
        for department in departments:
            warning.address(department, None, by=work.actor, at=at)
        if self.supersedes is not None:
            before = await work.load(Warning, self.supersedes, "supersedes")
            before.supersede(warning.id, self.level, mine_id, by=work.actor, at=at)
        return warning


class AddressWarning(AddresseeCommand):
    """Send a warning to one more mine or department (增加接收单位)."""

    right = rights.DEPARTMENT

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        name, mine = await self.addressed(work, warning)
        warning.address(name, mine, by=work.actor, at=work.now)
        return warning


class WithdrawWarningAddressee(AddresseeCommand):
    """Take a warning back from somebody whom it is not for and who has not answered (撤回接收单位)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (撤回理由).")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        name, mine = await self.addressed(work, warning)
        warning.take_back_from(name, mine, self.why, by=work.actor, at=work.now)
        return warning


class CorrectWarning(WarningCommand):
    """Put right what a warning says (更正预警内容); one of a wrong level is superseded or lifted."""

    right = rights.DEPARTMENT

    title: Name = Field(description="Title (标题).")
    text: Prose = Field(description="What is to be expected, where and when (预警内容).")
    demands: Prose = Field(description="What is to be done (处置要求).")
    consulted: list[Name] = Field(default_factory=list, max_length=30, description="Who was consulted (会商单位).")
    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        warning.correct(
            self.title, self.text, self.demands, self.consulted, self.why, by=work.actor, at=work.now
        )  # fmt: skip
        return warning


class MoveWarningAnswer(WarningCommand):
    """Set another moment by which addressees are to have acted (调整反馈时限), or none."""

    right = rights.DEPARTMENT

    answer_by: GivenMoment | None = Field(None, description="By when to have acted (反馈时限); no limit when left out.")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        warning.move_answer(self.answer_by, self.why, by=work.actor, at=work.now)
        return warning


class RecordWarningDelivery(AddresseeCommand):
    """Record that a warning reached an addressee (送达)."""

    right = rights.DEPARTMENT

    channel: DeliveryChannel = Field(description="The way it went (送达方式).")
    happened_at: GivenMoment | None = Field(None, description="When (送达时间); now when left out.")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        name, mine = await self.addressed(work, warning)
        warning.deliver(name, mine, self.channel, by=work.actor, at=not_later(self.happened_at, work, "happenedAt"))
        return warning


class RecordWarningDeliveryFailure(AddresseeCommand):
    """Record that a warning did not reach an addressee (未送达)."""

    right = rights.DEPARTMENT

    channel: DeliveryChannel = Field(description="The way that was tried (送达方式).")
    why: Line = Field(description="Why it failed (未送达原因).")
    happened_at: GivenMoment | None = Field(None, description="When (时间); now when left out.")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        name, mine = await self.addressed(work, warning)
        at = not_later(self.happened_at, work, "happenedAt")
        warning.fail_to_deliver(name, mine, self.channel, self.why, by=work.actor, at=at)
        return warning


class OpenWarning(RecipientCommand):
    """An addressee opens a warning (签阅)."""

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        name, mine = await self.recipient(work, warning)
        warning.open(name, mine, by=work.actor, at=not_later(self.happened_at, work, "happenedAt"))
        return warning


class ActOnWarning(RecipientCommand):
    """An addressee says what they did about a warning (处置反馈), in time or late."""

    account: Prose = Field(description="What was done (处置情况).")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        name, mine = await self.recipient(work, warning)
        at = not_later(self.happened_at, work, "happenedAt")
        warning.act_on(name, mine, self.account, by=work.actor, at=at)
        return warning


class EscalateWarning(AddresseeCommand):
    """Take an addressee's silence to who stands above them (升级督办)."""

    right = rights.DEPARTMENT

    to: Name = Field(description="To whom (督办对象).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        name, mine = await self.addressed(work, warning)
        warning.escalate(name, mine, self.to, self.why, by=work.actor, at=work.now)
        return warning


class LiftWarning(WarningCommand):
    """Lift a warning (解除预警); who has not answered by then is noted."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (解除理由).")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        warning.lift(local_day(work.now), self.why, by=work.actor, at=work.now)
        return warning


class ReinstateWarning(WarningCommand):
    """Let a warning stand again that was lifted or superseded wrongly (恢复预警)."""

    right = rights.DEPARTMENT

    why: Line = Field(description="Why (恢复理由).")

    async def handle(self, work: Work) -> Aggregate:
        warning = await self.loaded(work)
        warning.reinstate(self.why, by=work.actor, at=work.now)
        return warning
