"""Commands on the four kinds of stop and their ways back (停产与恢复)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_status import PartCommand
from ledger.commands.order_clocks import last_day
from ledger.commands.stops_and_orders import lift_with_stop, order_of
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_status import Paper
from ledger.domain.mine_status_events import MineStatus, SigningOffice
from ledger.eventstore.envelope import Basis
from ledger.rules.mine_stops import mine_stop_rules
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day

Headcount = Annotated[int, Field(ge=1, le=10_000)]


class StopMineVoluntarily(PartCommand):
    """Record that a mine stopped by itself (自行停产)."""

    right = rights.ENTERPRISE

    stopped_on: Day = Field(description="First day of the stop (停产日期).")
    why: Line = Field(description="Why (停产原因).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        kind, at = MineStatus.STOPPED_VOLUNTARILY, work.at(self.stopped_on)
        mine.stop(kind, self.part, self.stopped_on, self.why, None, by=work.actor, at=at)
        return await self.learned(work, mine, self.stopped_on, "自行停产")


class OrderOnSiteStop(PartCommand):
    """Record a stop ordered on site (现场责令停止作业) by a paper that is no order of this ledger."""

    right = rights.SUPERVISOR

    ordered_on: Day = Field(description="Day of the order (责令日期).")
    reference: Name = Field(description="Number of the document (现场处理决定书文号).")
    why: Line = Field(description="The danger (险情或隐患).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        paper, at = Paper(work.actor.department, self.reference), work.at(self.ordered_on)
        mine.stop(MineStatus.STOPPED_ON_SITE, self.part, self.ordered_on, self.why, paper, by=work.actor, at=at)
        return await self.learned(work, mine, self.ordered_on, "现场责令停止")


class LiftOnSiteStop(PartCommand):
    """End a stop ordered on site, the danger being found removed (解除现场处理措施)."""

    right = rights.SUPERVISOR

    reference: Name | None = Field(None, description="Number of the document that ordered it (文号), of several.")
    lifted_on: Day = Field(description="Day of it (解除日期).")
    finding: Line = Field(description="What was found (核查情况).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at, stop = work.at(self.lifted_on), mine.stopped_on_site(self.part, self.reference)
        mine.lift(self.part, self.lifted_on, self.reference, self.finding, by=work.actor, at=at)
        order = await order_of(work, stop)
        if order is not None:
            order.check(True, self.finding, self.lifted_on, None, by=work.actor, at=at)
            await lift_with_stop(work, stop, self.lifted_on, f"解除现场处理措施：{self.finding}")
        return mine


class OrderStopForRectification(PartCommand):
    """Record a stop for rectification (责令停产整顿) whose decision is no order of this ledger (else: StopUnderOrder).

    It is a penalty: after a prior notice, with its content and term.
    """

    right = rights.HEAD

    noticed_on: Day = Field(description="Day of the prior notice (行政处罚事先告知日期).")
    decided_on: Day = Field(description="Day of the decision (决定日期).")
    reference: Name = Field(description="Number of the decision (决定文号).")
    content: Line = Field(description="What is to be rectified (整顿内容).")
    term: Day = Field(description="Last day of the term (整顿期限).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.order_rectification(
            self.part,
            self.decided_on,
            self.content,
            Paper(work.actor.department, self.reference),
            self.term,
            self.noticed_on,
            by=work.actor,
            at=work.at(self.decided_on),
        )
        return await self.learned(work, mine, self.decided_on, "停产整顿")


class WithholdLicence(PartCommand):
    """Record that a licence was withheld (暂扣许可证), which stops the mine."""

    right = rights.HEAD

    licence: Name = Field(description="Which licence (证照名称).")
    withheld_on: Day = Field(description="First day of it (暂扣日期).")
    reference: Name = Field(description="Number of the decision (决定文号).")
    term: Day | None = Field(None, description="Last day of it (暂扣期限), if one was set.")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        paper, kind = Paper(work.actor.department, self.reference), MineStatus.LICENCE_WITHHELD
        content, at = f"暂扣{self.licence}", work.at(self.withheld_on)
        mine.stop(kind, self.part, self.withheld_on, content, paper, self.term, by=work.actor, at=at)
        return await self.learned(work, mine, self.withheld_on, "暂扣许可证")


class ReturnLicence(PartCommand):
    """Record that a withheld licence was given back (发还许可证), which ends its stop."""

    right = rights.HEAD

    returned_on: Day = Field(description="Day of it (发还日期).")
    reference: Name = Field(description="Number of the document (文号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.return_licence(self.part, self.returned_on, self.reference, by=work.actor, at=work.at(self.returned_on))
        return await self.learned(work, mine, self.returned_on, "发还许可证")


class ReopenMine(PartCommand):
    """Let a mine that stopped by itself work again (复工复产), after its self-inspection and commitment."""

    right = rights.HEAD

    reopens_on: Day = Field(description="First day of work (复工复产日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.reopen(self.part, self.reopens_on, by=work.actor, at=work.at(self.reopens_on))
        return await self.learned(work, mine, self.reopens_on, "复工复产")


class StopCommand(PartCommand):
    """A command on a stop for rectification."""

    stop_reference: Name | None = Field(
        None, description="Number of the decision to stop (停产整顿决定文号), of several."
    )


class ApplyForResumption(StopCommand):
    """Apply to resume after a stop for rectification (恢复生产申请)."""

    right = rights.ENTERPRISE

    applied_on: Day = Field(description="Day the application was received (收到申请日期).")
    plan: Prose = Field(description="The plan of rectification (整改方案).")
    account: Prose = Field(description="What was done (整改完成情况).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        rules = mine_stop_rules(self.applied_on)
        work.basis = Basis(rule_set=rules.id, digest=rules.digest, article=rules.acceptance.article)
        mine.apply(
            self.part,
            self.stop_reference,
            self.applied_on,
            rules.acceptance_due(self.applied_on),
            self.plan,
            self.account,
            by=work.actor,
            at=work.at(self.applied_on),
        )
        order = await order_of(work, mine.for_rectification(self.part, self.stop_reference))
        if order is not None:
            order.answer(self.account, self.applied_on, by=work.actor, at=work.at(self.applied_on))
        return mine


class RecordResumptionAcceptance(StopCommand):
    """Record the acceptance before resumption (复产验收); a late one counts, and is flagged."""

    right = rights.SUPERVISOR

    accepted_on: Day = Field(description="Day of the acceptance (验收日期).")
    passed: bool = Field(description="Whether it was passed (是否合格).")
    finding: Prose = Field(description="What was found (验收意见).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        rules = mine_stop_rules(self.accepted_on)
        article = f"{rules.source} {rules.acceptance.article}"
        day, at = self.accepted_on, work.at(self.accepted_on)
        mine.accept(self.part, self.stop_reference, day, self.passed, self.finding, article, by=work.actor, at=at)
        order = await order_of(work, mine.for_rectification(self.part, self.stop_reference))
        if order is not None:
            due = last_day("RESUMPTION_ACCEPTANCE", order.answered_on)
            order.check(self.passed, self.finding, day, due, by=work.actor, at=at)
        return mine


class SignResumption(StopCommand):
    """Record one of the three signatures before resumption (恢复生产签批), in their order."""

    right = rights.HEAD

    office: SigningOffice = Field(description="In which office (签批机关).")
    signer: Name = Field(description="Who signed (签批人).")
    signed_on: Day = Field(description="Day of it (签批日期).")
    reference: Name | None = Field(None, description="Number of the document (文号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.sign(
            self.part,
            self.stop_reference,
            self.office,
            self.signer,
            self.signed_on,
            self.reference,
            by=work.actor,
            at=work.at(self.signed_on),
        )
        return mine


class ResumeProduction(StopCommand):
    """Let a mine resume after a stop for rectification (恢复生产), accepted and signed by all three."""

    right = rights.HEAD

    resumes_on: Day = Field(description="First day of work (恢复生产日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        day: date = self.resumes_on
        stop = mine.for_rectification(self.part, self.stop_reference)
        mine.resume(self.part, self.stop_reference, day, by=work.actor, at=work.at(day))
        await lift_with_stop(work, stop, day, "恢复生产")
        return await self.learned(work, mine, day, "恢复生产")


class PermitRepair(PartCommand):
    """Permit repair during a stop (整改维修许可), within scope, days, sequence and headcount."""

    right = rights.HEAD

    scope: Line = Field(description="What may be worked on (作业范围).")
    starts_on: Day = Field(description="First day (起始日).")
    ends_on: Day = Field(description="Last day (截止日).")
    sequence: Line = Field(description="In which order (施工顺序).")
    headcount: Headcount = Field(description="How many people at most (作业人数).")
    reference: Name | None = Field(None, description="Number of the document (文号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        permit = self.model_dump(include={"scope", "starts_on", "ends_on", "sequence", "headcount", "reference"})
        mine.permit_repair(self.part, by=work.actor, at=work.at(self.starts_on), **permit)
        return mine
