"""Commands that make risks known: public notice (公示), telling the government (通报), list of a year (年度清单)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_future
from ledger.commands.risk import RiskCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.values.text import Line, Name
from ledger.values.times import Day, local_day

Year = Annotated[int, Field(ge=2015, le=2199)]


class PublishRisk(RiskCommand):
    """Put up the public notice of a major risk (公示重大风险)."""

    right = rights.ENTERPRISE

    posted_at: Name = Field(description="Where it is posted (公示位置), such as the notice board at the pit head.")
    published_on: Day | None = Field(None, description="Day of it (公示日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        on = not_future(self.published_on, work, "publishedOn")
        risk.publish(on, self.posted_at, by=work.actor, at=work.at(on))
        return risk


class NotifyOfRisk(RiskCommand):
    """Record that party committee and government were told of a major risk (向区党委和政府通报重大风险)."""

    right = rights.DEPARTMENT

    told: list[Name] = Field(min_length=1, max_length=20, description="Who was told (通报对象).")
    document: Name = Field(description="Number of the paper (文号).")
    notified_on: Day | None = Field(None, description="Day of it (通报日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        on = not_future(self.notified_on, work, "notifiedOn")
        risk.notify(self.told, self.document, on, by=work.actor, at=work.at(on))
        return risk


class ListRisk(RiskCommand):
    """Put a risk on its mine's list of a year as it stands (列入年度风险清单)."""

    right = rights.ENTERPRISE

    year: Year = Field(description="The year (年度).")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        risk.list_for(self.year, local_day(work.now), by=work.actor, at=work.now)
        return risk


class TakeRiskOffList(RiskCommand):
    """Take a risk off its mine's list of a year (移出年度风险清单)."""

    right = rights.ENTERPRISE

    year: Year = Field(description="The year (年度).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        risk = await self.loaded(work)
        risk.take_off_list(self.year, local_day(work.now), self.why, by=work.actor, at=work.now)
        return risk
