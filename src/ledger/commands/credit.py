"""Commands on credit (信用): entries, objections, ratings. The scale is ours and marked so."""

from __future__ import annotations

from uuid import UUID

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.rule_basis import rest_on
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.credit_rating import CreditRating, credit_rating_id
from ledger.domain.mine import Mine
from ledger.rules.credit_scale import ARTICLE, credit_scale
from ledger.values.references import MineId
from ledger.values.text import Line
from ledger.values.times import local_day


class CreditCommand(Command):
    """A command on the credit rating of a mine; whatever it changes, the rating follows at once."""

    returns = CreditRating

    mine: MineId = Field(description="The mine (煤矿).")

    async def loaded(self, work: Work) -> tuple[CreditRating, Mine]:
        """The rating, blank when the mine was never rated, and the mine."""
        mine = await work.load(Mine, self.mine, "mine")
        rating = await work.find(CreditRating, credit_rating_id(mine.id))
        rating.open(mine.id, mine.division or "")
        return rating, mine

    async def rated(self, rating: CreditRating, mine: Mine, work: Work) -> CreditRating:
        """The rating brought up to its entries."""
        scale = credit_scale()
        score = scale.score(entry.points for entry in rating.counting())
        tier = scale.tier(score)
        supervision = scale.supervision_class(tier.tier, mine.standardisation)
        await rest_on(work, scale, ARTICLE)
        rating.rate(
            on=local_day(work.now),
            by=work.actor,
            at=work.now,
            score=score,
            tier=tier.tier,
            tier_zh=tier.zh,
            supervision_class=supervision.class_,
            supervision_zh=supervision.zh,
            inspections_per_quarter=supervision.inspections_per_quarter,
            standardisation=mine.standardisation,
            scale=scale.basis,
        )
        return rating


class RateMine(CreditCommand):
    """Rate a mine by the entries that count (信用评级)."""

    right = rights.SCORER

    async def handle(self, work: Work) -> Aggregate:
        rating, mine = await self.loaded(work)
        return await self.rated(rating, mine, work)


class RecordCreditEntry(CreditCommand):
    """Record a credit entry for something recorded (信用计分)."""

    right = rights.SCORER

    rule: Line = Field(description="Rule of the scale (计分规则).")
    why: Line = Field(description="What it is for (事由).")
    source_stream: UUID = Field(description="The stream of what it is for (来源编号).")
    source_position: int = Field(ge=1, description="The position of the event it is for (来源事件位置).")

    async def handle(self, work: Work) -> Aggregate:
        rating, mine = await self.loaded(work)
        scale = credit_scale()
        rating.record(
            rule=self.rule,
            points=scale.entry(self.rule).points,
            why=self.why,
            source_stream=self.source_stream,
            source_position=self.source_position,
            scale=scale.basis,
            by=work.actor,
            at=work.now,
        )
        return await self.rated(rating, mine, work)


class ReverseCreditEntry(CreditCommand):
    """Take an entry's points back, because its ground fell (冲销计分)."""

    right = rights.SCORER

    entry: UUID = Field(description="The entry (计分记录).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        rating, mine = await self.loaded(work)
        rating.reverse(self.entry, self.why, by=work.actor, at=work.now)
        return await self.rated(rating, mine, work)


class ObjectToCreditEntry(CreditCommand):
    """Object to an entry, as its subject (信用异议)."""

    right = rights.SUBJECT

    entry: UUID = Field(description="The entry (计分记录).")
    grounds: Line = Field(description="On what grounds (异议理由).")

    async def handle(self, work: Work) -> Aggregate:
        rating, _ = await self.loaded(work)
        rating.object_to(self.entry, self.grounds, by=work.actor, at=work.now)
        return rating


class DecideCreditObjection(CreditCommand):
    """Decide an objection (异议处理); upheld, the entry is reversed."""

    right = rights.REVIEWER

    entry: UUID = Field(description="The entry (计分记录).")
    upheld: bool = Field(description="Whether the objection is right (异议是否成立).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        rating, mine = await self.loaded(work)
        rating.decide_objection(self.entry, self.why, upheld=self.upheld, by=work.actor, at=work.now)
        return await self.rated(rating, mine, work)
