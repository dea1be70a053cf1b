"""Commands on how a mine is run: mechanisation, monitoring feeds."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_later
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_operation_events import FeedKind, FeedLevel
from ledger.values.text import Line
from ledger.values.times import Day, GivenMoment

Percent = Annotated[Decimal, Field(ge=0, le=100, max_digits=5, decimal_places=2)]
Sites = Annotated[int, Field(ge=0, le=1000)]


class ReportMechanisation(MineCommand):
    """Report how far mining and driving are mechanised (机械化程度)."""

    right = rights.ENTERPRISE

    reported_for: Day = Field(description="Day the figures are of (数据日期).")
    mining: Percent = Field(description="Of mining (采煤机械化程度) in percent.")
    driving: Percent = Field(description="Of driving and loading (掘进装载机械化程度) in percent.")
    unattended_sites: Sites = Field(0, description="Unattended fixed sites (无人值守固定作业地点).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        figures = self.mining, self.driving, self.unattended_sites
        mine.report_mechanisation(
            self.reported_for, *figures, by=work.actor, at=work.at(self.reported_for)
        )  # fmt: skip
        return mine


class FeedCommand(MineCommand):
    """A command on a monitoring feed."""

    right = rights.ENTERPRISE

    kind: FeedKind = Field(description="What it brings (接入系统).")
    level: FeedLevel = Field(FeedLevel.DISTRICT, description="Whose system it comes into (接入层级).")
    happened_at: GivenMoment | None = Field(None, description="When (时间); now when left out.")


class ConnectFeed(FeedCommand):
    """Record that a monitoring feed comes in (监测数据接入)."""

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        when = not_later(self.happened_at, work, "happenedAt")
        mine.connect_feed(self.kind, self.level, when, by=work.actor, at=when)
        return mine


class InterruptFeed(FeedCommand):
    """Record that a monitoring feed broke off (监测数据中断)."""

    cause: Line = Field(description="Why (中断原因).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        when = not_later(self.happened_at, work, "happenedAt")
        mine.interrupt_feed(self.kind, self.level, when, self.cause, by=work.actor, at=when)
        return mine


class RestoreFeed(FeedCommand):
    """Record that a monitoring feed comes in again (监测数据恢复)."""

    remedy: Line = Field(description="What was done (处置情况).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        when = not_later(self.happened_at, work, "happenedAt")
        mine.restore_feed(self.kind, self.level, when, self.remedy, by=work.actor, at=when)
        return mine
