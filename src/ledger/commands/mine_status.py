"""Commands on what the parts of a mine do (生产建设状态), closing among them."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.command import Command
from ledger.commands.outputs import status_learned
from ledger.commands.stops_and_orders import orders_told
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.mine_status import Breach, Paper
from ledger.domain.mine_status_events import WHOLE_MINE, MineStatus, WorkKind
from ledger.eventstore.envelope import Basis
from ledger.rules.mine_stops import mine_stop_rules
from ledger.values.references import MineId
from ledger.values.text import Line, Name
from ledger.values.times import Day

People = Annotated[int, Field(ge=0, le=20_000)]


class MineCommand(Command):
    """A command on one mine that exists."""

    returns = Mine

    mine: MineId = Field(description="The mine (煤矿).")

    async def loaded(self, work: Work) -> Mine:
        """The mine named."""
        return await work.load(Mine, self.mine, "mine")


class PartCommand(MineCommand):
    """A command on a part of a mine."""

    part: Name = Field(WHOLE_MINE, description="Which part (矿井组成部分): the whole mine, an expansion, a panel.")

    async def learned(self, work: Work, mine: Mine, since: date, why: str) -> Mine:
        """The mine; outputs of months that are over are judged anew where it was the whole mine."""
        if self.part == WHOLE_MINE:
            await status_learned(work, mine, since, why)
        return mine


class ChangeMineStatus(PartCommand):
    """Record what a part of a mine does from a day on (变更生产建设状态)."""

    right = rights.REGISTRAR

    status: MineStatus = Field(description="What it does from then on (生产建设状态).")
    effective_on: Day = Field(description="First day of it (起始日).")
    why: Line = Field(description="Why, or on whose order (原因或依据).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.change_status(
            self.part, self.status, self.effective_on, self.why, by=work.actor, at=work.at(self.effective_on)
        )
        return await self.learned(work, mine, self.effective_on, self.why)


class CorrectMineStatus(PartCommand):
    """Correct late what a part did from a day on, or from when (更正生产建设状态)."""

    right = rights.HEAD

    status: MineStatus = Field(description="What it did from then on (生产建设状态).")
    effective_on: Day = Field(description="First day of it, as it is known now (起始日).")
    instead_of: Day | None = Field(
        None, description="First day of the period that is moved or replaced (被更正期间的起始日); none is inserted."
    )
    why: Line = Field(description="Why it was entered otherwise, and on what ground it is corrected (更正理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        days, stood = (self.effective_on, self.instead_of), list(mine.stops.values())
        mine.correct_status(self.part, self.status, *days, self.why, by=work.actor, at=work.now)
        await orders_told(work, mine, stood, self.effective_on, f"更正：{self.why}")
        since = min(self.effective_on, self.instead_of or self.effective_on)
        return await self.learned(work, mine, since, self.why)


class WithdrawMineStatus(PartCommand):
    """Take out a period that never was (撤销误录的状态期间); what was before it went on."""

    right = rights.HEAD

    started_on: Day = Field(description="First day of the period that never was (误录期间的起始日).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        stood = list(mine.stops.values())
        mine.withdraw_status(self.part, self.started_on, self.why, by=work.actor, at=work.now)
        await orders_told(work, mine, stood, self.started_on, f"更正：{self.why}")
        return await self.learned(work, mine, self.started_on, self.why)


class CloseMine(PartCommand):
    """Close a mine or a part of it, as the government decided (关闭煤矿)."""

    right = rights.HEAD

    closed_on: Day = Field(description="Day of the closing (关闭日期).")
    decided_by: Name = Field(description="The government that decided it (作出关闭决定的人民政府).")
    reference: Name = Field(description="Number of the decision (决定文号).")
    why: Line = Field(description="Why (关闭原因).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        paper, stood = Paper(self.decided_by, self.reference), list(mine.stops.values())
        mine.close(self.part, self.closed_on, paper, self.why, by=work.actor, at=work.at(self.closed_on))
        await orders_told(work, mine, stood, self.closed_on, "关闭")
        return await self.learned(work, mine, self.closed_on, "关闭")


class ReverseMineClosure(PartCommand):
    """Undo a closure that fell by review, suit or correction (撤销关闭)."""

    right = rights.HEAD

    status: MineStatus = Field(MineStatus.STOPPED_VOLUNTARILY, description="What the part is then (恢复后的状态).")
    effective_on: Day = Field(description="First day of it (起始日).")
    reference: Name = Field(description="Number of the decision (决定文号).")
    why: Line = Field(description="Why (撤销理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at = work.at(self.effective_on)
        mine.reverse_closure(self.part, self.status, self.effective_on, self.reference, self.why, by=work.actor, at=at)
        return await self.learned(work, mine, self.effective_on, "撤销关闭")


class RecordWorkFound(PartCommand):
    """Record work found in a part (现场作业情况); where it breaks a rule it stands, and is flagged."""

    right = rights.SUPERVISOR

    work: WorkKind = Field(description="What was being done (作业类型); ventilation and pumping are always lawful.")
    found_on: Day = Field(description="Day of the finding (发现日期).")
    finding: Line = Field(description="What was found (发现情况).")
    people: People | None = Field(None, description="How many people were at it (作业人数), where they were counted.")
    as_permitted: bool | None = Field(
        None, description="Whether repair kept to the scope and sequence of its permit (是否按批准的范围和顺序)."
    )

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        rules = mine_stop_rules(self.found_on)
        rule = rules.broken_by(mine.status_on(self.part, self.found_on), self.work)
        breaks = Breach(f"{rule.source} {rule.article}", rule.zh) if rule else None
        work.basis = Basis(rule_set=rules.id, digest=rules.digest, article=rule.article if rule else None)
        at, seen = work.at(self.found_on), (self.finding, self.people, self.as_permitted)
        mine.find_work(self.part, self.work, self.found_on, breaks, *seen, by=work.actor, at=at)
        return mine
