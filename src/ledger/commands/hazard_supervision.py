"""Commands on a hazard's supervision: listing, follow-up, and the changes that take a second approver."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.hazard import HazardCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.hazard_events import HazardLevel, SupervisionLevel
from ledger.values.text import Line, Prose
from ledger.values.times import Day, local_day


class PlaceUnderListedSupervision(HazardCommand):
    """Place a major hazard under listed supervision (挂牌督办) by the actor's department."""

    right = rights.HEAD

    level: SupervisionLevel = Field(description="Level of supervision (督办级别).")
    deadline: Day = Field(description="Deadline of the supervision (督办期限), the last day that is in time.")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.place_under_listed_supervision(self.level, self.deadline, by=work.actor, at=work.now)
        return hazard


class TakeOffListedSupervision(HazardCommand):
    """Take a hazard off listed supervision (摘牌); by the body that listed it, after acceptance."""

    right = rights.HEAD

    why: Line = Field(description="Why (摘牌理由).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.take_off_listed_supervision(self.why, by=work.actor, at=work.now)
        return hazard


class DowngradeHazard(HazardCommand):
    """Propose a lower level (申请降级); it waits for a second approver."""

    right = rights.SUPERVISOR

    level: HazardLevel = Field(description="The level proposed (拟定等级).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.downgrade(self.level, self.why, by=work.actor, at=work.now)
        return hazard


class WithdrawHazard(HazardCommand):
    """Propose to take a hazard back as entered wrongly (申请撤销); it waits for a second approver."""

    right = rights.SUPERVISOR

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.withdraw(self.why, by=work.actor, at=work.now)
        return hazard


class ApproveHazardChange(HazardCommand):
    """Approve, as the second approver, the change that was proposed (批准变更)."""

    right = rights.HEAD

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.approve_change(by=work.actor, at=work.now)
        return hazard


class RefuseHazardChange(HazardCommand):
    """Refuse, as the second approver, the change that was proposed (不予批准)."""

    right = rights.HEAD

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.refuse_change(self.why, by=work.actor, at=work.now)
        return hazard


class FollowUpHazard(HazardCommand):
    """Record that progress was looked at (跟踪问效)."""

    right = rights.DEPARTMENT

    finding: Prose = Field(description="What was seen (跟踪情况).")

    async def handle(self, work: Work) -> Aggregate:
        hazard = await self.loaded(work)
        hazard.follow_up(local_day(work.now), self.finding, by=work.actor, at=work.now)
        return hazard
