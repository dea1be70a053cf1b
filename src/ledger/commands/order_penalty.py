"""Commands on the procedure of a stop for rectification (停产整顿): notice, defence, hearing, review, decision."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_future
from ledger.commands.document_number import Number
from ledger.commands.order import DemandCommand, OrderCommand, numbered_as
from ledger.commands.order_clocks import hearing_until, last_day, owe_publications
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.order import Order
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import OrderKind
from ledger.values.references import DocumentSeriesId
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day


class NotifyStop(DemandCommand):
    """Announce a stop for rectification (停产整顿事先告知): what is meant, why, and what the mine may say to it."""

    right = rights.SUPERVISOR

    facts: Prose = Field(description="The facts (违法事实).")
    notified_on: Day | None = Field(None, description="Day of the notice (告知日期); today when left out.")
    receipt: Line | None = Field(None, description="The receipt (送达回证).")
    hearing_offered: bool = Field(description="Whether it says that a hearing can be asked for (是否告知听证权利).")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.notified_on, work, "notifiedOn")
        mine, demand = await self.demanded(work)
        order = work.create(Order)
        order.notify_stop(
            demand, self.facts, on, last_day("HEARING_REQUEST", on),
            mine=mine.id, division=mine.division or "", hearing_offered=self.hearing_offered, receipt=self.receipt,
            by=work.actor, at=work.at(on),
        )  # fmt: skip
        return order


class RecordStatement(OrderCommand):
    """Record what the mine said in its defence (陈述申辩), and what came of looking into it."""

    right = rights.SUPERVISOR

    statement: Prose = Field(description="What it said (陈述申辩内容).")
    review: Prose = Field(description="What came of looking into it (复核意见).")
    adopted: bool = Field(description="Whether it was adopted (是否采纳).")
    heard_on: Day | None = Field(None, description="Day it was heard (陈述日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.heard_on, work, "heardOn")
        order = await self.loaded(work)
        order.hear_statement(self.statement, self.review, self.adopted, on, by=work.actor, at=work.at(on))
        return order


class RequestHearing(OrderCommand):
    """Ask for a hearing (要求听证)."""

    right = rights.ENTERPRISE

    requested_on: Day | None = Field(None, description="Day of the request (要求日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.requested_on, work, "requestedOn")
        order = await self.loaded(work)
        order.request_hearing(on, by=work.actor, at=work.at(on))
        return order


class RecordHearing(OrderCommand):
    """Record that the hearing took place (举行听证)."""

    right = rights.REVIEWER

    host: Name = Field(description="Who led it (听证主持人); nobody who investigated.")
    record: Prose = Field(description="The record (听证笔录).")
    held_on: Day | None = Field(None, description="Day of the hearing (听证日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.held_on, work, "heldOn")
        order = await self.loaded(work)
        order.hold_hearing(self.host, self.record, on, by=work.actor, at=work.at(on))
        return order


class ForgoHearing(OrderCommand):
    """Give the hearing up (放弃听证): it said so, did not come, or left."""

    right = rights.ENTERPRISE

    why: Line = Field(description="How it was given up (放弃情形).")
    forgone_on: Day | None = Field(None, description="Day of it (放弃日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.forgone_on, work, "forgoneOn")
        order = await self.loaded(work)
        order.forgo_hearing(self.why, on, by=work.actor, at=work.at(on))
        return order


class RecordLegalReview(OrderCommand):
    """Record the legal review of the decision that is meant (法制审核)."""

    right = rights.LEGAL_REVIEWER

    passed: bool = Field(description="Whether it passed (是否通过).")
    opinion: Prose = Field(description="The opinion (审核意见).")
    reviewed_on: Day | None = Field(None, description="Day of the review (审核日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.reviewed_on, work, "reviewedOn")
        order = await self.loaded(work)
        order.review_decision(self.passed, self.opinion, on, by=work.actor, at=work.at(on))
        return order


class DecideStop(OrderCommand):
    """Decide the stop for rectification that was announced (作出停产整顿决定), after notice and hearing."""

    right = rights.HEAD

    series: DocumentSeriesId = Field(description="The series of its number (文号系列).")
    number: Number | None = Field(None, description="The number on the paper (文号序号); the next one when left out.")
    deadline: Day | None = Field(None, description="Last day (整顿期限), not after the one announced.")
    issued_on: Day | None = Field(None, description="Day of the decision (决定日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        on = not_future(self.issued_on, work, "issuedOn")
        order = await self.loaded(work)
        kind = OrderKind.STOP_FOR_RECTIFICATION
        numbered = await numbered_as(work, self.series, self.number, order.id, order.mine, kind)
        assert numbered is not None
        order.decide_stop(self.deadline, on, numbered, hearing_until(order), by=work.actor, at=work.at(on))
        owe_publications(order, on, Publication.STOP_ORDERED, Publication.PENALTY_DECIDED, work=work)
        return order


class DropStop(OrderCommand):
    """Do not decide the stop that was announced (不予处罚)."""

    right = rights.HEAD

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        order.drop_stop(self.why, by=work.actor, at=work.now)
        return order


class DecideReferral(OrderCommand):
    """Decide about the proposal to refer a refused order to the police (移送决定)."""

    right = rights.HEAD

    adopted: bool = Field(description="Whether it is referred (是否移送).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        order = await self.loaded(work)
        order.decide_referral(self.adopted, self.why, by=work.actor, at=work.now)
        return order
