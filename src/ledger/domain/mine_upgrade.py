"""Approval gates of a mine that is upgraded, and the exit that a missed one may lead to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from ledger.domain import mine_operation_events as o
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_file_state import MineFileState
from ledger.domain.mine_operation_events import ApprovalGateSet, ExitDecision
from ledger.values.actor import Actor

RULE = "双四政发〔2020〕28号 二(三甲)2"
REFUSED = "调整为引导有序退出或关闭"
"""What the notice says of a mine that does not meet the policy and standards of an approval."""

REFUSED = "调整为引导有序退出或关闭"
"""What the notice says of an approval that is refused (二(三甲)2)."""


class MineUpgrade(MineFileState):
    """Gates with their days. A missed one makes a proposal and nothing more: an officer's decision counts."""

    def enter_upgrade(
        self, programme: str, gates: Sequence[dict[str, Any]], on: date, *, by: Actor, at: datetime
    ) -> None:
        """Take the mine among those that are upgraded; a gate may be overdue when it is entered."""
        if self.gates:
            refuse("UPGRADE_ENTERED", "Its gates stand already.", "该矿已纳入升级改造。", rule=OURS)
        for gate in gates:
            id = self.new_id("gate", gate["code"])
            self.happen(o.ApprovalGateSet, by, at, gate=id, programme=programme, entered_on=on, **gate)

    def pass_gate(self, code: str, on: date, authority: str, reference: str, *, by: Actor, at: datetime) -> None:
        """Record an approval; a late one counts, and is shown as late by so many days."""
        gate = self._gate(code, self._open_gates())
        late = max((on - gate.due_on).days, 0)
        told = {"authority": authority, "reference": reference, "days_late": late}
        self.happen(o.ApprovalGatePassed, by, at, gate=gate.gate, passed_on=on, **told)

    def refuse_gate(
        self, code: str, on: date, authority: str, reference: str, why: str, *, by: Actor, at: datetime
    ) -> None:
        """Record that an approval was refused; it may be granted later all the same."""
        gate = self._gate(code, self._open_gates())
        told = {"refused_on": on, "authority": authority, "reference": reference, "why": why}
        self.happen(o.ApprovalGateRefused, by, at, gate=gate.gate, **told)

    def reopen_gate(self, code: str, why: str, *, by: Actor, at: datetime) -> None:
        """Take back an approval, or a refusal, that was recorded: the gate is open again."""
        gate = self.gates.get(code)
        if gate is None or gate.gate not in self.refused_gates | set(self.passed_gates):
            refuse(
                "GATE_NOT_DECIDED",
                f"Neither an approval nor a refusal is recorded of {code}.",
                f"没有 {code} 的批复或者不予批准记录。",
                rule=OURS,
                path=("gate",),
            )
        self.happen(o.ApprovalGateReopened, by, at, gate=gate.gate, why=why)

    def revoke_upgrade(self, on: date, reference: str, why: str, *, by: Actor, at: datetime) -> None:
        """Let the mine be upgraded no more (取消升级改造资格); its open gates are owed no more."""
        if not self.gates or self.upgrade_revoked:
            refuse(
                "UPGRADE_NOT_RUNNING",
                "The mine is not among those that are upgraded.",
                "该矿未纳入升级改造，或者资格已被取消。",
                rule=OURS,
            )
        told = {"revoked_on": on, "reference": reference, "why": why}
        self.happen(o.UpgradeRevoked, by, at, gates=[gate.gate for gate in self._open_gates().values()], **told)

    def restore_upgrade(self, on: date, reference: str, why: str, *, by: Actor, at: datetime) -> None:
        """Let it be upgraded after all."""
        if not self.upgrade_revoked:
            refuse(
                "UPGRADE_NOT_REVOKED", "It was not revoked.", "升级改造资格并未被取消。", rule=OURS
            )  # fmt: skip
        told = {"restored_on": on, "reference": reference, "why": why}
        self.happen(o.UpgradeRestored, by, at, gates=[gate.gate for gate in self._open_gates().values()], **told)

    def propose_exit(self, code: str, ground: str, on: date, *, by: Actor, at: datetime) -> None:
        """Propose what the notice says of a gate that is missed on `on`, passed late since, or refused."""
        gate = self._gate(code, self._missable())
        refused = gate.gate in self.refused_gates
        if on <= gate.due_on and not refused:
            refuse(
                "GATE_NOT_MISSED",
                f"The gate is due on {gate.due_on}.",
                f"该项审批期限为 {gate.due_on}，尚未逾期。",
                rule=RULE,
                path=("gate",),
            )
        if any(proposal.gate == gate.gate for proposal in self.proposals.values()):
            refuse("EXIT_PROPOSED", "It is proposed already.", "已就该项提出处置建议。", rule=OURS, path=("gate",))
        self.happen(
            o.ExitProposed,
            by,
            at,
            proposal=self.new_id("exit", code),
            gate=gate.gate,
            ground=ground,
            consequence=REFUSED if refused else gate.consequence,
            proposed_on=on,
        )

    def propose_exit_of_refused(self, code: str, ground: str, on: date, *, by: Actor, at: datetime) -> None:
        """Propose what the notice says of an approval that was refused, whenever the gate is due (R-069)."""
        gate = self._gate(code, self._open_gates())
        told = {"gate": gate.gate, "ground": ground, "consequence": REFUSED, "proposed_on": on}
        self.happen(o.ExitProposed, by, at, proposal=self.new_id("exit", code), **told)

    def awaits(self, code: str) -> bool:
        """Whether a gate of it is open."""
        return code in self._open_gates()

    def exit_proposed(self, code: str) -> bool:
        """Whether an exit is proposed for a gate, and not decided on."""
        return any(proposal.gate == self.gates[code].gate for proposal in self.proposals.values())

    def decide_exit(
        self, code: str, decision: ExitDecision, on: date, reference: str, why: str, *, by: Actor, at: datetime
    ) -> None:
        """Decide on a proposed exit, by somebody else than who proposed it."""
        found = self._proposed_for(code)
        if by.same_capacity(self.proposers[found.proposal]):
            refuse("OWN_WORK", "Nobody decides their own proposal.", "不得决定本人提出的建议。", rule="台账原则 6")
        told = {"gate": found.gate, "decided_on": on, "reference": reference, "why": why}
        self.happen(o.ExitDecided, by, at, proposal=found.proposal, decision=decision, **told)

    def withdraw_exit(self, code: str, why: str, *, by: Actor, at: datetime) -> None:
        """Take back a proposed exit whose ground fell: the approval was granted in time. A late one is decided on."""
        found = self._proposed_for(code)
        passed = self.passed_gates.get(found.gate)
        if passed is None or passed.days_late:
            refuse(
                "GATE_MISSED",
                "The gate was missed: what follows is decided.",
                "该项审批确已逾期，须作出处置决定。",
                rule=RULE,
                path=("gate",),
            )
        self.happen(o.ExitProposalWithdrawn, by, at, proposal=found.proposal, gate=found.gate, why=why)

    def _proposed_for(self, code: str) -> o.ExitProposed:
        gate = self.gates.get(code)
        found = [p for p in self.proposals.values() if gate is not None and p.gate == gate.gate]
        if not found:
            refuse(
                "EXIT_NOT_PROPOSED",
                "No exit is proposed for it.",
                "该项没有待决的处置建议。",
                rule=OURS,
                path=("gate",),
            )
        return found[0]

    def _open_gates(self) -> dict[str, ApprovalGateSet]:
        return {code: gate for code, gate in self.gates.items() if gate.gate not in self.passed_gates}

    def _missable(self) -> dict[str, ApprovalGateSet]:
        late = {passed.gate for passed in self.passed_gates.values() if passed.days_late}
        return self._open_gates() | {code: gate for code, gate in self.gates.items() if gate.gate in late}

    def _gate(self, code: str, among: dict[str, ApprovalGateSet]) -> ApprovalGateSet:
        if code not in among:
            left = "、".join(among) or "—"
            refuse(
                "GATE_NOT_OPEN",
                f"No gate {code} is open; there is {left}.",
                f"没有待办的审批事项 {code}；现有：{left}。",
                rule=OURS,
                path=("gate",),
            )
        return among[code]
