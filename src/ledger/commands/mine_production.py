"""Commands by which output and headcount are reported (产量与入井人数)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_future
from ledger.commands.mine_status import MineCommand
from ledger.commands.outputs import days_at_work, last_of, limits_exceeded, year_of
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.mine_status_events import WHOLE_MINE
from ledger.domain.mine_working_events import FaceKind
from ledger.domain.production_year import ProductionYear
from ledger.domain.production_year_events import OverLimit, ShiftKind
from ledger.rules.headcount_limits import Place
from ledger.rules.production_limits import PeopleLimit, over_headcount, people_limit
from ledger.values.text import Line, Name
from ledger.values.times import Day

Year = Annotated[int, Field(ge=1949, le=2199)]
Month = Annotated[int, Field(ge=1, le=12)]
Output = Annotated[Decimal, Field(ge=0, le=100_000, max_digits=9, decimal_places=3)]
People = Annotated[int, Field(ge=0, le=20_000)]
QUOTA = "双四政发〔2020〕28号 二(七)5（矿定限员）"
_PLACES: dict[FaceKind, Place] = {FaceKind.COAL: "COAL_FACE", FaceKind.HEADING: "HEADING"}


class OutputCommand(MineCommand):
    """A command on the output of a month."""

    year: Year = Field(description="The year (年).")
    month: Month = Field(description="The month (月), 1–12.")
    output: Output = Field(description="Raw coal (原煤产量) in 万吨.")

    @property
    def last_day(self) -> date:
        """The last day of the month."""
        return last_of(self.year, self.month)

    async def production(self, work: Work) -> tuple[Mine, ProductionYear]:
        """The mine, and its year."""
        mine = await self.loaded(work)
        not_future(self.last_day.replace(day=1), work, "month")
        return mine, await year_of(mine, self.year, work)

    def exceeded(self, mine: Mine, production: ProductionYear) -> list[OverLimit]:
        """Which limits the output exceeds, with what was reported of the year, and whether the mine was at work."""
        return limits_exceeded(mine, production, self.year, self.month, {self.month: self.output})


class ReportOutput(OutputCommand):
    """Report the output of a month (上报月产量); what is over capacity is flagged by the rule of that month."""

    right = rights.ENTERPRISE

    async def handle(self, work: Work) -> Aggregate:
        mine, production = await self.production(work)
        over, capacity = self.exceeded(mine, production), mine.capacity_on(self.last_day)
        at = work.at(self.last_day)
        told = self.year, self.month, self.output, capacity, over, days_at_work(mine, self.year, self.month)
        production.report(*told, by=work.actor, at=at)
        return mine


class CorrectOutput(OutputCommand):
    """Correct the output of a month (更正月产量); what was reported stays in the record."""

    right = rights.ENTERPRISE

    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine, production = await self.production(work)
        over, capacity = self.exceeded(mine, production), mine.capacity_on(self.last_day)
        told = self.year, self.month, self.output, capacity, over, self.why
        days = days_at_work(mine, self.year, self.month)
        production.correct(*told, days, by=work.actor, at=work.now)
        return mine


class HeadcountCommand(MineCommand):
    """A command on how many people were at a place in a shift."""

    right = rights.ENTERPRISE

    day: Day = Field(description="The day (日期).")
    shift: Name = Field(description="The shift (班次), such as 早班.")
    face: Name | None = Field(None, description="The face (采掘工作面); without it the whole mine.")
    people: People = Field(description="How many people (人数), hand-over not counted.")

    @property
    def place(self) -> str:
        """The face, or the whole mine."""
        return self.face or WHOLE_MINE

    def held_against(self, mine: Mine, shift: ShiftKind) -> tuple[int | None, str | None, list[OverLimit]]:
        """The lowest limit that applies and by which rule, and the limits that are exceeded."""
        by_rule, quota = self._by_rule(mine, shift), mine.kept_on(f"headcount:{self.place}", self.day)
        own = PeopleLimit(quota, QUOTA) if quota is not None else None
        known = [limit for limit in (by_rule, own) if limit is not None]
        over = [
            OverLimit(rule=limit.rule, zh=f"单班作业人数{self.people}人，超过限员{limit.people}人")
            for limit in known
            if self.people > limit.people
        ]
        if by_rule is not None and self.face is not None:
            over += over_headcount(self.day, self.people, by_rule.people)
        lowest, rule = min(known, default=(None, None))
        return lowest, rule, over

    def _by_rule(self, mine: Mine, shift: ShiftKind) -> PeopleLimit | None:
        """What the rules of the day say; of a face that is not open any more nothing is known."""
        disasters = mine.disasters_on(self.day)
        if self.face is None:
            return people_limit(self.day, "MINE", disasters)
        face = mine.faces.get(self.face)
        if face is None:
            return None
        return people_limit(self.day, _PLACES[face.kind], disasters, work=face.method, shift=shift)


class ReportHeadcount(HeadcountCommand):
    """Report how many people were underground in a shift (上报单班入井人数), in the mine or at a face."""

    shift_kind: ShiftKind = Field(ShiftKind.PRODUCTION, description="What the shift is for (班次性质).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        day = not_future(self.day, work, "day")
        production = await year_of(mine, day.year, work)
        told = (day, self.shift, self.shift_kind, self.place, self.people)
        held = self.held_against(mine, self.shift_kind)
        production.report_headcount(*told, *held, by=work.actor, at=work.at(day))
        return mine


class CorrectHeadcount(HeadcountCommand):
    """Correct how many people were underground in a shift (更正入井人数); what was reported stays in the record."""

    why: Line = Field(description="Why (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        production = await year_of(mine, self.day.year, work)
        known = production.headcount_of(self.day, self.shift, self.place)
        held = self.held_against(mine, known.shift_kind)
        told = (self.day, self.shift, self.place, self.people, *held, self.why)
        production.correct_headcount(*told, by=work.actor, at=work.now)
        return mine
