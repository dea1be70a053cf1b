"""What authorities decide about construction projects: approvals, acceptance, cancellation."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from ledger.commands import rights
from ledger.commands.days import not_future
from ledger.commands.project import ProjectCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine import Mine
from ledger.domain.project_events import ApprovalKind, ProjectKind
from ledger.domain.reservation import KeyScheme
from ledger.domain.rule_text import RuleText
from ledger.rules.face_limits import face_limits
from ledger.values.labels import zh
from ledger.values.text import Line, Name, Prose
from ledger.values.times import Day, local_day

GATES = {
    ApprovalKind.MINING_AREA: "MINING_AREA_DELIMITED",
    ApprovalKind.PROJECT: "PROJECT_APPROVED",
    ApprovalKind.MINING_RIGHT: "MINING_RIGHT_CHANGED",
    ApprovalKind.SAFETY_DESIGN: "SAFETY_DESIGN_APPROVED",
    ApprovalKind.ENVIRONMENTAL: "ENVIRONMENT_APPROVED",
    ApprovalKind.PRELIMINARY_DESIGN: "PRELIMINARY_DESIGN_APPROVED",
}
"""The gates of the notice (二(三甲)2), by the approval that each asks for."""


class ApprovalCommand(ProjectCommand):
    """A decision on one approval of a project, with its paper."""

    right = rights.DEPARTMENT

    kind: ApprovalKind = Field(description="The approval (审批事项).")
    authority: Name = Field(description="Who decided (审批机关).")
    document: Name = Field(description="Number of the paper (批复文号).")


class GrantProjectApproval(ApprovalCommand):
    """Grant a project an approval (批复); the number of its paper is used for no other project.

    Where the mine is upgraded and the approval is a gate of it that is open, the gate is passed with it.
    """

    standards: list[Name] = Field(
        default_factory=list, max_length=20, description="Standards that a design was made by (设计依据标准)."
    )
    faces: Annotated[int, Field(ge=0, le=50)] | None = Field(
        None, description="Coal faces at once that a design plans (设计同时生产采煤工作面数)."
    )
    granted_on: Day | None = Field(None, description="Day of it (批复日期); today when left out.")
    ends_on: Day | None = Field(None, description="First day without it (失效日期), if it has one.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.granted_on, work, "grantedOn")
        await work.reserve(KeyScheme.APPROVAL_NUMBER, f"{self.authority} {self.document}", project.id, "document")
        mine = await work.load(Mine, project.mine, "project")
        project.grant(
            self.kind,
            on,
            self.ends_on,
            authority=self.authority,
            document=self.document,
            standards=self.standards,
            faces=self.faces,
            exceeded=self._exceeded(mine, on),
            by=work.actor,
            at=work.at(on),
        )
        gate = GATES.get(self.kind)
        if project.kind is ProjectKind.UPGRADE and gate is not None and mine.awaits(gate):
            mine.pass_gate(gate, on, self.authority, self.document, by=work.actor, at=work.at(on))
        return project

    def _exceeded(self, mine: Mine, on: date) -> list[RuleText]:
        limits = face_limits(on)
        return [] if limits is None or self.faces is None else limits.exceeded(mine.size_on(on), self.faces, "", 0)


class RefuseProjectApproval(ApprovalCommand):
    """Refuse a project an approval (不予批准).

    Where the mine is upgraded and the approval is a gate of it that is open, its exit is proposed (R-069).
    """

    why: Line = Field(description="Why (理由).")
    refused_on: Day | None = Field(None, description="Day of it (决定日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.refused_on, work, "refusedOn")
        project.deny(
            self.kind, on, self.why, authority=self.authority, document=self.document, by=work.actor, at=work.at(on)
        )
        gate = GATES.get(self.kind)
        if project.kind is ProjectKind.UPGRADE and gate is not None:
            mine = await work.load(Mine, project.mine, "project")
            if mine.awaits(gate) and not mine.exit_proposed(gate):
                ground = f"{zh(self.kind)}不予批准（{self.authority} {self.document}）：{self.why}"
                mine.propose_exit_of_refused(gate, ground, on, by=work.actor, at=work.at(on))
        return project


class RevokeProjectApproval(ApprovalCommand):
    """Take an approval of a project back (撤销批复)."""

    why: Line = Field(description="Why (理由).")
    revoked_on: Day | None = Field(None, description="First day without it (撤销日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.revoked_on, work, "revokedOn")
        project.revoke(
            self.kind, on, self.why, authority=self.authority, document=self.document, by=work.actor, at=work.at(on)
        )
        return project


class RecordProjectApprovalExpiry(ProjectCommand):
    """Note that an approval of a project ran out (批复失效)."""

    right = rights.DEPARTMENT

    kind: ApprovalKind = Field(description="The approval (审批事项).")
    expired_on: Day | None = Field(None, description="First day without it (失效日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.expired_on, work, "expiredOn")
        project.expire(self.kind, on, by=work.actor, at=work.at(on))
        return project


class AcceptProject(ProjectCommand):
    """Accept a project (竣工验收) that ran on trial and whose safety facilities its builder accepted."""

    right = rights.SUPERVISOR

    document: Name = Field(description="Number of the paper (验收文号).")
    finding: Prose = Field(description="What was found (验收意见).")
    accepted_on: Day | None = Field(None, description="Day of it (验收日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.accepted_on, work, "acceptedOn")
        project.accept(on, self.document, self.finding, by=work.actor, at=work.at(on))
        return project


class RefuseProjectAcceptance(ProjectCommand):
    """Do not accept a project (验收不合格)."""

    right = rights.SUPERVISOR

    finding: Prose = Field(description="What was found (验收意见).")
    refused_on: Day | None = Field(None, description="Day of it (验收日期); today when left out.")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        on = not_future(self.refused_on, work, "refusedOn")
        project.refuse_acceptance(on, self.finding, by=work.actor, at=work.at(on))
        return project


class RevokeProjectAcceptance(ProjectCommand):
    """Take the acceptance of a project back (撤销验收)."""

    right = rights.HEAD

    document: Name = Field(description="Number of the paper (文号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        project.revoke_acceptance(local_day(work.now), self.document, self.why, by=work.actor, at=work.now)
        return project


class CancelProject(ProjectCommand):
    """Cancel a project, such as the standing of an upgrade mine (取消项目、取消升级改造资格)."""

    right = rights.HEAD

    document: Name = Field(description="Number of the paper (文号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        project.cancel(local_day(work.now), self.document, self.why, by=work.actor, at=work.now)
        return project


class RestoreProject(ProjectCommand):
    """Reverse the cancellation of a project (恢复项目), by a paper."""

    right = rights.HEAD

    document: Name = Field(description="Number of the paper (文号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        project = await self.loaded(work)
        project.restore(self.document, self.why, by=work.actor, at=work.now)
        return project
