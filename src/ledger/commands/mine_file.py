"""Commands on the file of a mine (一矿一册): capacity, disasters, plan, liaison, standardisation, quota of people."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.mine_status import MineCommand
from ledger.commands.outputs import judge_again
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_file_events import (
    CapacityKind,
    DisasterKind,
    DispositionGround,
    DispositionKind,
    StandardisationChange,
)
from ledger.domain.mine_status_events import WHOLE_MINE
from ledger.eventstore.envelope import Basis
from ledger.rules.disaster_grades import disaster_grades
from ledger.values.codes import Capacity
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day

Grade = Annotated[int, Field(ge=0, le=3)]
People = Annotated[int, Field(ge=1, le=20_000)]


class FileCommand(MineCommand):
    """A command by which something holds from a day on; it may be entered late, or in place of a wrong entry."""

    instead_of: Day | None = Field(
        None, description="First day of the entry that was wrong (被更正期间的起始日); left out where none was."
    )


class ChangeCapacity(FileCommand):
    """Enter a capacity that holds from a day on (核定或公告生产能力); outputs of those days are judged by it anew."""

    right = rights.HEAD

    kind: CapacityKind = Field(description="Which capacity (能力类型).")
    capacity: Capacity = Field(description="The capacity (生产能力) in 万吨/年.")
    effective_on: Day = Field(description="First day of it (起始日).")
    reference: Name = Field(description="Number of the document (批复或公告文号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        day, at = self.effective_on, work.at(self.effective_on)
        told = (self.kind, self.capacity, day, self.reference)
        mine.change_capacity(*told, instead_of=self.instead_of, by=work.actor, at=at)
        await judge_again(work, mine, min(day, self.instead_of or day), self.reference)
        return mine


class RecordDisasterAppraisal(FileCommand):
    """Enter what a mine was appraised at (灾害鉴定)."""

    right = rights.REGISTRAR

    disaster: DisasterKind = Field(description="The disaster type (灾害类型).")
    grade: Name = Field(description="The grade (鉴定等级), in the words of the rule set.")
    appraised_on: Day = Field(description="Day from which it holds (鉴定日期).")
    appraised_by: Name = Field(description="Who appraised it (鉴定机构).")
    reference: Name = Field(description="Number of the report (鉴定报告编号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        rules = disaster_grades()
        severe = rules.grade(self.disaster, self.grade).severe
        work.basis = Basis(rule_set=rules.id, digest=rules.digest)
        mine.appraise(
            self.disaster,
            self.grade,
            severe,
            self.appraised_on,
            self.appraised_by,
            self.reference,
            instead_of=self.instead_of,
            by=work.actor,
            at=work.at(self.appraised_on),
        )
        return mine


class AdoptMinePlan(FileCommand):
    """Adopt the next edition of the plan of supervising a mine (一矿一策)."""

    right = rights.HEAD

    text: Prose = Field(description="The plan (监管方案).")
    adopted_on: Day = Field(description="First day of it (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        day, at = self.adopted_on, work.at(self.adopted_on)
        mine.adopt_plan(self.text, day, instead_of=self.instead_of, by=work.actor, at=at)
        return mine


class NameLiaisonLeader(FileCommand):
    """Name the leader who liaises with a mine and guides it (联系指导领导)."""

    right = rights.OFFICE

    leader: Name = Field(description="Name of the leader (联系领导姓名).")
    post: Name = Field(description="The leader's post (职务).")
    scope: Prose = Field(description="What the leader is to do (联系指导范围和职责).")
    effective_on: Day = Field(description="First day of it (起始日).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at, told = work.at(self.effective_on), (self.leader, self.post, self.scope, self.effective_on)
        mine.name_liaison(*told, instead_of=self.instead_of, by=work.actor, at=at)
        return mine


class GradeStandardisation(FileCommand):
    """Enter a standardisation grade (标准化等级): assessed, downgraded or revoked."""

    right = rights.HEAD

    grade: Grade = Field(description="Standardisation grade (标准化等级) 1–3, 0 none.")
    change: StandardisationChange = Field(description="How it came about (变动类型).")
    effective_on: Day = Field(description="First day of it (起始日).")
    assessed_by: Name = Field(description="Who decided it (考核定级部门).")
    reference: Name = Field(description="Number of the document (文号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.grade_standardisation(
            self.grade,
            self.change,
            self.effective_on,
            self.assessed_by,
            self.reference,
            instead_of=self.instead_of,
            by=work.actor,
            at=work.at(self.effective_on),
        )
        return mine


class AssessDoubleControl(FileCommand):
    """Enter how far a mine's double control has come (“双控”体系建设验收); whatever is not there yet is said so."""

    right = rights.HEAD

    effective_on: Day = Field(description="First day of it (认定日期).")
    rules_complete: bool = Field(description="Whether its rules are complete (制度完备).")
    ledgers_updated: bool = Field(description="Whether its ledgers are kept up to date (台账定期更新).")
    hazards_closed: bool = Field(description="Whether hazards are followed to their end (隐患排查闭合管理).")
    system_running: bool = Field(description="Whether its system runs as it should (信息化管理系统正常运行).")
    assessed_by: Name = Field(description="Who assessed it (验收部门).")
    finding: Prose = Field(description="What was found (验收情况).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        told = self.model_dump(exclude={"mine", "effective_on", "instead_of"})
        at = work.at(self.effective_on)
        mine.assess_double_control(self.effective_on, instead_of=self.instead_of, by=work.actor, at=at, **told)
        return mine


class SetHeadcountLimit(FileCommand):
    """Enter a mine's own quota of people at a place in one shift (矿定限员)."""

    right = rights.ENTERPRISE

    place: Name = Field(WHOLE_MINE, description="The face, or the whole mine (地点).")
    people: People = Field(description="How many people at most (限员人数).")
    effective_on: Day = Field(description="First day of it (起始日).")
    reference: Name = Field(description="Number of the document (文号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        day, at = self.effective_on, work.at(self.effective_on)
        told = (self.place, self.people, day, self.reference)
        mine.set_headcount(*told, instead_of=self.instead_of, by=work.actor, at=at)
        return mine


class DecideDisposition(FileCommand):
    """Enter what is to become of a mine (分类处置): upgraded, merged, led out, closed, kept."""

    right = rights.HEAD

    disposition: DispositionKind = Field(description="What is to become of it (处置方式).")
    ground: DispositionGround = Field(description="Why (处置依据).")
    effective_on: Day = Field(description="Day of the decision (决定日期).")
    decided_by: Name = Field(description="Who decided (决定机关).")
    reference: Name = Field(description="Number of the document (文号).")
    why: Line = Field(description="The policy and the facts it rests on (政策依据与事由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        told = self.disposition, self.ground, self.effective_on, self.decided_by, self.reference, self.why
        mine.decide_disposition(*told, instead_of=self.instead_of, by=work.actor, at=work.at(self.effective_on))
        return mine
