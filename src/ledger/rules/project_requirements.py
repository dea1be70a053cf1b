"""What a construction project must have before building begins (开工条件), by its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from ledger.domain.project_events import ApprovalKind, ProjectKind
from ledger.domain.rule_text import RuleText
from ledger.rules.rule_set import RuleSet, Sourced, load


class RequiredApproval(Sourced):
    """An approval that must be in force on the day building begins; `kinds` are the projects that need it."""

    code: ApprovalKind
    kinds: tuple[ProjectKind, ...] = tuple(ProjectKind)


class ProjectRequirements(RuleSet):
    """All that is required."""

    kind: ClassVar[str] = "project_requirements"
    files: ClassVar[tuple[str, ...]] = ("project_requirements",)

    before_construction: list[RequiredApproval]

    def texts(self) -> Iterator[RuleText]:
        """Every approval with the projects that need it."""
        for required in self.before_construction:
            yield self.text(required.code, required, kinds=required.kinds)

    def for_building(self, kind: ProjectKind) -> dict[ApprovalKind, str]:
        """The approvals that a project of a kind needs before building begins, each with its article."""
        return {r.code: r.article for r in self.before_construction if kind in r.kinds}


def project_requirements() -> ProjectRequirements:
    """The rule in use."""
    return load(ProjectRequirements, ProjectRequirements.files[0])
