"""Commands on the approval gates of upgrade mines (升级改造审批), and on the exit that a missed one may lead to."""

from __future__ import annotations

from pydantic import Field

from ledger.commands import rights
from ledger.commands.duty_clock import CLOCK
from ledger.commands.mine_status import MineCommand
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.mine_file_events import DispositionGround, DispositionKind
from ledger.domain.mine_operation_events import ExitDecision
from ledger.eventstore.envelope import Basis
from ledger.rules.approval_gates import approval_gates
from ledger.values.text import Line, Name
from ledger.values.times import Day, local_day

_MEANS = {
    ExitDecision.ORDERLY_EXIT: DispositionKind.ORDERLY_EXIT,
    ExitDecision.CLOSURE: DispositionKind.CLOSURE,
}
"""What a decision on a missed gate means for the mine; what is left to 分类处置 is decided by DecideDisposition."""


class EnterUpgrade(MineCommand):
    """Take a mine among those that are upgraded (纳入升级改造范围): the gates of the notice stand from then on."""

    right = rights.HEAD

    entered_on: Day = Field(description="Day of it (纳入日期).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        rules = approval_gates()
        work.basis = Basis(rule_set=rules.id, digest=rules.digest)
        gates = [gate.model_dump(include={"code", "zh", "due_on", "consequence"}) for gate in rules.gates]
        mine.enter_upgrade(rules.id, gates, self.entered_on, by=work.actor, at=work.at(self.entered_on))
        return mine


class GateCommand(MineCommand):
    """A command on one gate."""

    gate: Name = Field(description="Code of the gate (审批事项代码), such as PROJECT_APPROVED.")


class PassApprovalGate(GateCommand):
    """Record an approval (取得审批手续); a late one counts, and is shown as late."""

    right = rights.REGISTRAR

    passed_on: Day = Field(description="Day of the approval (批复日期).")
    authority: Name = Field(description="Who granted it (批复机关).")
    reference: Name = Field(description="Number of the document (批复文号).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at = work.at(self.passed_on)
        mine.pass_gate(self.gate, self.passed_on, self.authority, self.reference, by=work.actor, at=at)
        return mine


class RefuseApprovalGate(GateCommand):
    """Record that an approval was refused (不予批准); an exit can be proposed for it, and the ledger does."""

    right = rights.REGISTRAR

    refused_on: Day = Field(description="Day of it (决定日期).")
    authority: Name = Field(description="Who refused it (审批机关).")
    reference: Name = Field(description="Number of the document (文号).")
    why: Line = Field(description="Which policy or standard is not met (不符合的政策规定和标准).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        told = self.gate, self.refused_on, self.authority, self.reference, self.why
        mine.refuse_gate(*told, by=work.actor, at=work.at(self.refused_on))
        return mine


class ReopenApprovalGate(GateCommand):
    """Take back an approval or a refusal that was recorded wrongly or was annulled (撤销批复记录)."""

    right = rights.HEAD

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.reopen_gate(self.gate, self.why, by=work.actor, at=work.now)
        return mine


class RevokeUpgrade(MineCommand):
    """Let a mine be upgraded no more (取消升级改造资格): it built off its design, or produced while building."""

    right = rights.HEAD

    revoked_on: Day = Field(description="Day of it (取消日期).")
    reference: Name = Field(description="Number of the decision (决定文号).")
    why: Line = Field(description="Why (取消事由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.revoke_upgrade(
            self.revoked_on, self.reference, self.why, by=work.actor, at=work.at(self.revoked_on)
        )  # fmt: skip
        return mine


class RestoreUpgrade(MineCommand):
    """Let a mine be upgraded after all (恢复升级改造资格), on the authority of a decision."""

    right = rights.HEAD

    restored_on: Day = Field(description="Day of it (恢复日期).")
    reference: Name = Field(description="Number of the decision (决定文号).")
    why: Line = Field(description="Why (恢复理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.restore_upgrade(
            self.restored_on, self.reference, self.why, by=work.actor, at=work.at(self.restored_on)
        )  # fmt: skip
        return mine


class ProposeExit(GateCommand):
    """Propose what the notice says of a missed gate (提出退出或处置建议); it is a proposal and no more."""

    right = rights.PROPOSER

    ground: Line = Field(description="The ground (理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.propose_exit(self.gate, self.ground, local_day(work.now), by=work.actor, at=work.now)
        return mine


class WithdrawExitProposal(GateCommand):
    """Take back a proposed exit whose gate turns out to have been met in time (撤回处置建议)."""

    right = CLOCK
    exposed = False

    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        mine.withdraw_exit(self.gate, self.why, by=work.actor, at=work.now)
        return mine


class DecideExit(GateCommand):
    """Decide on a proposed exit (决定处置), by somebody else than who proposed it."""

    right = rights.HEAD

    decision: ExitDecision = Field(description="What was decided (处置决定).")
    decided_on: Day = Field(description="Day of the decision (决定日期).")
    reference: Name = Field(description="Number of the document (文号).")
    why: Line = Field(description="Why (理由).")

    async def handle(self, work: Work) -> Aggregate:
        mine = await self.loaded(work)
        at = work.at(self.decided_on)
        mine.decide_exit(
            self.gate, self.decision, self.decided_on, self.reference, self.why, by=work.actor, at=at
        )  # fmt: skip
        disposition = _MEANS.get(self.decision)
        if disposition is not None:
            paper = work.actor.department, self.reference, self.why
            ground = DispositionGround.GATE_MISSED
            mine.decide_disposition(disposition, ground, self.decided_on, *paper, by=work.actor, at=at)
        return mine
