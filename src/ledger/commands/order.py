"""Commands on orders (执法文书 / 指令): issue, number, service, answer, compliance, end and restoration."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.days import not_future
from ledger.commands.document_number import Number, take_number
from ledger.commands.order_clocks import last_day, owe_publications
from ledger.commands.stops_and_orders import stop_as_served, stop_falls, stop_stands_again, stop_was_not_served
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.document_number import DocumentSeries, Holder
from ledger.domain.hazard import Hazard
from ledger.domain.mine import Mine
from ledger.domain.order import Numbered, Order, Signatures
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import Demand, OnSiteMeasure, OrderKind, OrderScope, ServiceMode
from ledger.values.errors import InvalidInput
from ledger.values.references import DocumentSeriesId, HazardId, MineId, OrderId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day

TITLES = {
    OrderKind.ON_SITE_MEASURE: "现场处理措施决定书",
    OrderKind.RECTIFICATION: "责令限期整改指令书",
    OrderKind.STOP_FOR_RECTIFICATION: "停产整顿决定书",
    OrderKind.SUPERVISION_OPINION: "监管监察意见书",
    OrderKind.FOLLOW_UP_LETTER: "督办函",
    OrderKind.INTERVIEW: "约谈通知书",
}
"""What a document of each kind is called in the register of numbers."""


class OrderCommand(Command):
    """A command on one order that exists."""

    returns = Order

    order: OrderId = Field(description="The order (执法文书).")

    async def loaded(self, work: Work) -> Order:
        """The order named."""
        return await work.load(Order, self.order, "order")


class DemandCommand(Command):
    """A command that says what is demanded of a mine."""

    returns = Order

    mine: MineId = Field(description="The mine (煤矿).")
    scope: OrderScope = Field(OrderScope.MINE, description="What it is about (适用范围).")
    place: Name | None = Field(None, description="Which panel, face or equipment (具体部位).")
    addressee: Name = Field(description="Whom it is for (受送达人): enterprise, or person and post.")
    content: Prose = Field(description="What is to be done (具体内容).")
    legal_basis: Line = Field(description="Law and article (法律依据).")
    deadline: Day | None = Field(None, description="Last day in time (期限).")
    hazard: HazardId | None = Field(None, description="The hazard that it is about (隐患), if it is about one.")

    async def demanded(self, work: Work, measure: OnSiteMeasure | None = None) -> tuple[Mine, Demand]:
        """The mine and what is demanded of it; a hazard named is one of that mine."""
        mine = await work.load(Mine, self.mine, "mine")
        if self.hazard is not None and (await work.load(Hazard, self.hazard, "hazard")).mine != mine.id:
            raise InvalidInput(
                "OTHER_MINE", "The hazard is one of another mine.", "该隐患属于另一煤矿。", path=("hazard",)
            )
        demand = Demand(
            scope=self.scope,
            place=self.place,
            addressee=self.addressee,
            content=self.content,
            legal_basis=self.legal_basis,
            deadline=self.deadline,
            hazard=self.hazard,
            measure=measure,
        )
        return mine, demand


class IssueOrder(DemandCommand):
    """Issue an order (下达执法文书) that is no penalty; an on-site measure is immediate, and its number may follow."""

    right = rights.SUPERVISOR

    kind: OrderKind = Field(description="What is ordered (文书种类).")
    measure: OnSiteMeasure | None = Field(None, description="What is done at once on the spot (现场处理措施).")
    series: DocumentSeriesId | None = Field(None, description="The series of its number (文号系列).")
    number: Number | None = Field(None, description="The number on the paper (文号序号); the next one when left out.")
    issued_on: Day | None = Field(None, description="Day of issue (下达日期); today when left out.")
    replaces: OrderId | None = Field(None, description="The order whose place it takes (所替换的文书).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.issued_on, work, "issuedOn")
        mine, demand = await self.demanded(work, self.measure)
        order = work.create(Order)
        numbered = await numbered_as(work, self.series, self.number, order.id, mine.id, self.kind)
        order.issue(
            self.kind, demand, on, numbered,
            mine=mine.id, division=mine.division or "", by=work.actor, at=work.at(on), replaces=self.replaces,
        )  # fmt: skip
        if self.replaces is not None:
            replaced = await work.load(Order, self.replaces, "replaces")
            replaced.replace(order, on, by=work.actor, at=work.at(on))
            await stop_falls(work, replaced, on, "文书被替换")
        return order


class NumberOrder(OrderCommand):
    """Give an order its number, or the right one instead of a wrong one (补编、更正文号)."""

    right = rights.SUPERVISOR

    series: DocumentSeriesId = Field(description="The series of its number (文号系列).")
    number: Number | None = Field(None, description="The number on the paper (文号序号); the next one when left out.")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        if order.numbered is not None:
            series, number, _ = order.numbered
            previous = await work.load(DocumentSeries, series, "series")
            previous.release(number, order.id, self.why, by=work.actor, at=work.now)
        numbered = await numbered_as(work, self.series, self.number, order.id, order.mine, order.kind)
        assert numbered is not None
        order.number(numbered, by=work.actor, at=work.now)
        return order


class ServeOrder(OrderCommand):
    """Record that an order was served (送达), or left with whom would not take it.

    From then on it binds: one that stops the mine, or a part of it, lets the stop stand, unless it does already.
    """

    right = rights.SUPERVISOR

    mode: ServiceMode = Field(description="How (送达方式).")
    served_on: Day | None = Field(None, description="Day of service (送达日期); today when left out.")
    recipient: Name = Field(description="Who took it, or would not (签收人).")
    receipt: Line | None = Field(None, description="The receipt (送达回证).")
    refused: bool = Field(False, description="Whether taking or signing it was refused (是否拒收拒签).")
    agreed: bool = Field(False, description="Whether electronic service was agreed to in writing (是否签订确认书).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.served_on, work, "servedOn")
        order = await self.loaded(work)
        due = last_day("PENALTY_SERVICE", order.issued_on) if order.is_penalty else None
        order.serve(
            self.mode, on, due,
            agreed=self.agreed, recipient=self.recipient, receipt=self.receipt, refused=self.refused,
            by=work.actor, at=work.at(on),
        )  # fmt: skip
        await stop_as_served(work, order, on)
        return order


class VoidOrderService(OrderCommand):
    """Record that a service was none (送达无效); a stop that began by it ends with it."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        order.void_service(self.why, by=work.actor, at=work.now)
        await stop_was_not_served(work, order)
        return order


class AnswerOrder(OrderCommand):
    """Answer an order (回复), late or not; where a stop stands under it, ApplyForResumption answers it as well."""

    right = rights.ENTERPRISE

    answer: Prose = Field(description="The answer (回复内容): what was done, what is promised.")
    answered_on: Day | None = Field(None, description="Day of the answer (回复日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.answered_on, work, "answeredOn")
        order = await self.loaded(work)
        order.answer(self.answer, on, by=work.actor, at=work.at(on))
        return order


class ExtendOrder(OrderCommand):
    """Move the term of an order (延期)."""

    right = rights.SUPERVISOR

    deadline: Day = Field(description="The new last day in time (新期限).")
    why: Line = Field(description="Why (延期理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        order.extend(self.deadline, self.why, by=work.actor, at=work.now)
        return order


class CheckCompliance(OrderCommand):
    """Record whether an order is obeyed (履行情况核查)."""

    right = rights.SUPERVISOR

    complied: bool = Field(description="Whether it is (是否履行).")
    finding: Prose = Field(description="What was seen (核查情况).")
    checked_on: Day | None = Field(None, description="Day of the check (核查日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.checked_on, work, "checkedOn")
        order = await self.loaded(work)
        due = last_day("RESUMPTION_ACCEPTANCE", order.answered_on) if order.is_penalty else None
        order.check(self.complied, self.finding, on, due, by=work.actor, at=work.at(on))
        return order


class RecordDefiance(OrderCommand):
    """Record that an order is not obeyed (拒不执行); a referral to the police is proposed, which a head decides."""

    right = rights.SUPERVISOR

    finding: Prose = Field(description="What was seen (拒不执行情况).")
    found_on: Day | None = Field(None, description="Day of the finding (发现日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.found_on, work, "foundOn")
        order = await self.loaded(work)
        order.defy(self.finding, on, by=work.actor, at=work.at(on))
        return order


class RetractDefiance(OrderCommand):
    """Take back that an order was not obeyed (撤回拒不执行记录)."""

    right = rights.HEAD

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        order.retract_defiance(self.why, by=work.actor, at=work.now)
        return order


class LiftOrder(OrderCommand):
    """Lift an order that is obeyed (解除); a stop for rectification with three signatures (煤矿安全生产条例 §48)."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (解除理由).")
    lifted_on: Day | None = Field(None, description="Day it is lifted (解除日期); today when left out.")
    department_head: Line | None = Field(None, description="Signature of the department's head (部门主要负责人签字).")
    inspectorate: Line | None = Field(None, description="Agreement of the inspectorate (矿山安全监察机构审核意见).")
    government: Line | None = Field(None, description="Approval of the government's head (政府主要负责人批准).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.lifted_on, work, "liftedOn")
        order = await self.loaded(work)
        signatures = Signatures(self.department_head, self.inspectorate, self.government)
        order.lift(self.why, on, signatures, by=work.actor, at=work.at(on))
        await stop_falls(work, order, on, f"文书解除：{self.why}")
        return order


class RevokeOrder(OrderCommand):
    """Take an order back (撤销), on the authority of a decision."""

    right = rights.HEAD

    authority: Line = Field(description="The decision that it rests on (撤销依据): review, judgment, correction.")
    why: Line = Field(description="Why (撤销理由).")
    revoked_on: Day | None = Field(None, description="Day it is taken back (撤销日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.revoked_on, work, "revokedOn")
        order = await self.loaded(work)
        order.revoke(self.authority, self.why, on, by=work.actor, at=work.at(on))
        await stop_falls(work, order, on, f"文书撤销：{self.authority}")
        decided = (Publication.STOP_ORDERED, Publication.PENALTY_DECIDED)
        order.let_publications_lapse("文书已撤销", *decided, by=work.actor, at=work.at(on))
        if order.published.intersection(decided):
            owe_publications(order, on, Publication.PENALTY_WITHDRAWN, work=work)
        return order


class RestoreOrder(OrderCommand):
    """Let an order stand again whose end proved wrong (恢复效力)."""

    right = rights.HEAD

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        order.restore(self.why, by=work.actor, at=work.now)
        today = local_day(work.now)
        await stop_stands_again(work, order, today)
        undone = (Publication.PENALTY_WITHDRAWN, Publication.PRODUCTION_RESUMED)
        again = sorted(order.lapsed.difference(undone))
        order.let_publications_lapse("文书恢复效力", *undone, by=work.actor, at=work.now)
        owe_publications(order, today, *again, work=work)
        return order


async def numbered_as(
    work: Work, series: UUID | None, number: int | None, order: UUID, mine: UUID, kind: OrderKind
) -> Numbered | None:
    """The number that an order gets; None without a series."""
    if series is None:
        return None
    loaded, text = await take_number(work, series, number, Holder("Order", order, mine, TITLES[kind]))
    return Numbered(series, loaded, text)
