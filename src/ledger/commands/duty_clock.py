"""Commands that the duty clock gives by itself; callers cannot."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from pydantic import Field

from ledger.commands.command import Command
from ledger.commands.obligation import ObligationCommand
from ledger.commands.rule_basis import rest_on
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.obligation import Obligation, obligation_id
from ledger.domain.obligation_events import OwnerKind
from ledger.rights.right import Right
from ledger.rules.duties import duties
from ledger.values.actor import Role
from ledger.values.times import Moment

CLOCK = Right.of(Role.SYSTEM)


class OpenObligation(Command):
    """Open an obligation (立项)."""

    right = CLOCK
    returns = Obligation
    exposed = False

    rule: str = Field(description="Version of the duty (职责条款).")
    subject: UUID = Field(description="What it is about (对象编号).")
    mine: UUID | None = Field(description="The mine (煤矿).")
    division: str = Field(description="Administrative division (行政区划代码).")
    department: str = Field(description="Who supervises it, or owes it (主管单位).")
    owner_kind: OwnerKind = Field(description="Who owes it (责任主体类型).")
    owner: str = Field(description="Who owes it (责任单位).")
    post: str | None = Field(description="Post that owes it (责任岗位).")
    period: str = Field(description="Period (周期).")
    opens_at: Moment = Field(description="From when (起始时刻).")
    opens_on: date = Field(description="First day (起始日).")
    due_on: date = Field(description="Last day in time (期限).")
    due: Moment = Field(description="When it is due (到期时刻).")

    async def handle(self, work: Work) -> Aggregate:
        duty = duties().version(self.rule)
        obligation = await work.find(Obligation, obligation_id(duty.kind, self.subject, self.period))
        obligation.open(
            **self.model_dump(exclude={"opens_at"}),
            duty=duty.kind,
            duty_zh=duty.zh,
            article=duty.article,
            source=duty.source,
            verified=duty.verified,
            by=work.actor,
            at=self.opens_at,
        )
        await rest_on(work, duties(), duty.article)
        return obligation


class ClockCommand(ObligationCommand):
    """What the clock does to an obligation; `moment` is when it came about."""

    right = CLOCK
    exposed = False

    moment: Moment = Field(description="When it came about (时刻).")


class FulfilObligation(ClockCommand):
    """Record that an obligation was met by an event (履职认定)."""

    met_on: date = Field(description="The day on which it was met (履职日期).")
    met_at: Moment | None = Field(None, description="The moment, where it was due by one (履职时刻).")
    account: str = Field(description="What met it (履职依据).")
    evidence: UUID = Field(description="The thing whose event meets it (证据编号).")
    position: int = Field(description="The position of that event (证据位置).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.fulfil(
            self.met_on,
            self.account,
            known=self.moment,
            met_at=self.met_at,
            evidence=self.evidence,
            position=self.position,
            by=work.actor,
            at=self.moment,
        )
        return obligation


class MissObligation(ClockCommand):
    """Record that an obligation was missed (逾期未履职)."""

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.miss(by=work.actor, at=self.moment)
        return obligation


class DropObligation(ClockCommand):
    """Record that an obligation does not apply (不适用)."""

    why: str = Field(description="Why (原因).")
    cause: int = Field(description="The position of the event for it (原因事件位置).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.drop(self.why, self.cause, by=work.actor, at=self.moment)
        return obligation


class RestoreObligation(ClockCommand):
    """Record that what ended an obligation fell (恢复)."""

    why: str = Field(description="Why (原因).")
    cause: int = Field(description="The position of the event for it (原因事件位置).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.reinstate(self.why, cause=self.cause, by=work.actor, at=self.moment)
        return obligation


class PassObligationOn(ClockCommand):
    """Record that another body answers for an obligation (承接履职事项)."""

    owner: str = Field(description="Who owes it from then on (责任单位).")
    department: str = Field(description="Who supervises it from then on, or owes it (主管单位).")
    effective_on: date = Field(description="First day of it (生效日).")
    why: str = Field(description="What it rests on (依据).")
    cause: int = Field(description="The position of the event for it (原因事件位置).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.pass_on(
            self.owner, self.department, self.effective_on, self.why, self.cause, by=work.actor, at=self.moment
        )
        return obligation


class RemindOfObligation(ClockCommand):
    """Remind whoever owes an obligation (催办)."""

    offset: int = Field(description="Days after the last day in time (距期限天数).")
    addressee: str = Field(description="Whom (催办对象).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.remind(self.offset, self.addressee, by=work.actor, at=self.moment)
        return obligation


class EscalateObligation(ClockCommand):
    """Report an obligation a step further up (升级督办)."""

    level: int = Field(description="Which step (级次).")
    addressee: str = Field(description="To whom (报告对象).")

    async def handle(self, work: Work) -> Aggregate:
        obligation = await self.loaded(work)
        obligation.escalate(self.level, self.addressee, by=work.actor, at=self.moment)
        return obligation
