"""Commands on the draw of an inspection (双随机抽取): the pool, the draw by a seed from outside, a draw that falls."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.inspection import InspectionCommand, of_division
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.person import Person
from ledger.values.references import MineId, PersonId
from ledger.values.text import Line, Name
from ledger.values.times import Day

MAX_POOL = 500
Wanted = Annotated[int, Field(ge=1, le=50)]


class FixDrawPool(InspectionCommand):
    """Settle who and what can be drawn (确定抽取范围), and which number that nobody knows yet will be the seed."""

    mines: list[MineId] = Field(
        default_factory=list, max_length=MAX_POOL, description="Mines of which one is drawn (备选煤矿)."
    )
    officers: list[PersonId] = Field(min_length=1, max_length=MAX_POOL, description="Officers (备选执法人员).")
    officers_wanted: Wanted = Field(2, description="How many officers are drawn (抽取人数).")
    seed_source: Line = Field(
        description="What the seed will be (随机种子来源), such as the numbers of a lottery of that day."
    )
    seed_known_on: Day = Field(description="The day on which it becomes public (种子公布日期).")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        for n, id in enumerate(self.mines):
            of_division(await work.load(Mine, id, "mines", str(n)), inspection.division, "mines", str(n))
        for n, id in enumerate(self.officers):
            await work.load(Person, id, "officers", str(n))
        inspection.fix_pool(
            self.mines, self.officers, self.officers_wanted, self.seed_source, self.seed_known_on,
            by=work.actor, at=work.now,
        )  # fmt: skip
        return inspection


class DrawInspection(InspectionCommand):
    """Draw the mine and the officers of an inspection (随机抽取): by the seed alone, so that anybody can draw again."""

    seed: Name = Field(description="The seed (随机种子), as its source has published it.")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.draw(self.seed, by=work.actor, at=work.now)
        return inspection


class VoidInspectionDraw(InspectionCommand):
    """Let a draw not count (抽取作废): the pool is settled anew; the draw stays on record."""

    right = rights.HEAD

    why: Line = Field(description="Why (作废理由): somebody drawn has to keep away (回避), a mine stands still ….")

    async def handle(self, work: Work) -> Aggregate:
        inspection = await self.loaded(work)
        inspection.void_draw(self.why, by=work.actor, at=work.now)
        return inspection
