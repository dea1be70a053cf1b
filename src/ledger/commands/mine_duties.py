"""Commands by which a mine reports what it does by itself: commitments, self-inspections, reports of quarters."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_duty_events import SelfInspectionKind
from ledger.values.errors import InvalidInput
from ledger.values.text import Name, Prose
from ledger.values.times import Day

Count = Annotated[int, Field(ge=0, le=100_000)]


class MakeSafetyCommitment(MineCommand):
    """Commit the mine to safety (安全承诺), by whoever heads the enterprise."""

    right = rights.ENTERPRISE

    made_by: Name = Field(description="Who made it (承诺人).")
    post: Name = Field(description="In which post (职务).")
    made_on: Day = Field(description="Day of it (承诺日期).")
    text: Prose = Field(description="What was committed to (承诺内容).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at = work.at(self.made_on)
        mine.commit(self.made_by, self.post, self.made_on, self.text, by=work.actor, at=at)
        return mine


class ReportSelfInspection(MineCommand):
    """Report a self-inspection of the mine (自检自改): before reopening, of a month, or of a ten-day period."""

    right = rights.ENTERPRISE

    kind: SelfInspectionKind = Field(description="Which one (自查类型).")
    inspected_on: Day = Field(description="Day of it (自查日期).")
    led_by: Name = Field(description="Who led it (组织人).")
    found: Count = Field(description="How many hazards were found (发现隐患数).")
    rectified: Count = Field(description="How many of them were set right (已整改数).")
    account: Prose = Field(description="What was found and done (自查情况).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        told = {"led_by": self.led_by, "account": self.account}
        mine.report_self_inspection(
            self.kind,
            self.inspected_on,
            self.found,
            self.rectified,
            by=work.actor,
            at=work.at(self.inspected_on),
            **told,
        )
        return mine


class SubmitQuarterlyReport(MineCommand):
    """Hand in the mine's signed report of a quarter on hazards found and removed (季度书面报告)."""

    right = rights.ENTERPRISE

    year: int = Field(ge=2005, le=2100, description="Year (年份).")
    quarter: int = Field(ge=1, le=4, description="Quarter (季度), 1 to 4.")
    submitted_on: Day = Field(description="Day it was handed in (报送日期).")
    signed_by: Name = Field(description="Who signed it (签字的企业负责人).")
    found: Count = Field(description="How many hazards were found (排查隐患数).")
    major: Count = Field(description="How many of them were major ones (其中重大隐患数).")
    rectified: Count = Field(description="How many of them were set right (已整改数).")
    account: Prose = Field(description="What it says (报告内容).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        first = date(self.year, 3 * self.quarter - 2, 1)
        if self.submitted_on < first:
            raise InvalidInput(
                "QUARTER_NOT_BEGUN",
                f"The quarter begins on {first}.",
                f"该季度自 {first} 起，报送日期不能更早。",
                path=("submittedOn",),
            )
        if self.major > self.found:
            raise InvalidInput(
                "MORE_MAJOR_THAN_FOUND",
                f"{self.major} major hazards among {self.found} found.",
                f"重大隐患 {self.major} 项，多于排查出的 {self.found} 项。",
                path=("major",),
            )
        told = self.model_dump(include={"signed_by", "found", "major", "rectified", "account"})
        mine.report_quarter(first, self.submitted_on, by=work.actor, at=work.at(self.submitted_on), **told)
        return mine
