"""Approval gates (审批时限) of upgrade mines: what had to be there by when, and what follows where it was not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, load


class ApprovalGate(Sourced):
    """One gate; its last day is included."""

    code: str
    due_on: date
    consequence: str

    def missed(self, granted_on: date | None, today: date) -> bool:
        """Whether the approval came late, or has not come and the day is over."""
        return (granted_on or today) > self.due_on


class ApprovalGates(RuleSet):
    """The gates of one campaign, in the order of their days."""

    kind: ClassVar[str] = "approval_gates"
    files: ClassVar[tuple[str, ...]] = ("approval_gates_2020",)

    gates: list[ApprovalGate]

    def texts(self) -> Iterator[RuleText]:
        """Every gate with its day and its consequence."""
        for gate in self.gates:
            yield self.text(gate.code, gate, due_on=gate.due_on, consequence=gate.consequence)


def approval_gates() -> ApprovalGates:
    """The gates of the notice."""
    return load(ApprovalGates, ApprovalGates.files[0])
