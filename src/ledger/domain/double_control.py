"""Double control ("双控"体系) of a mine: what it is built of, and the risk assessments it rests on (R-163, R-165).

How far it has come by the notice's four things is assessed in the file of the mine (`DoubleControlAssessed`).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import double_control_events as e
from ledger.domain.double_control_events import DoubleControlPart
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_event import MineEvent
from ledger.domain.mine_matter import MineMatter
from ledger.values.actor import Actor
from ledger.values.labels import zh


def double_control_id(mine: UUID) -> UUID:
    """The stream of a mine's double control system."""
    return uuid5(mine, "double-control")


class DoubleControl(MineMatter):
    """The system of one mine. What is built, found missing or assessed are facts."""

    zh = "“双控”体系"

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.built: set[DoubleControlPart] = set()
        self.assessments: set[UUID] = set()

    def open(self, mine: UUID, division: str) -> None:
        """Say whose system it is; nothing happens by that alone."""
        self.mine, self.division = mine, division

    def build(
        self, part: DoubleControlPart, department: str, on: date, account: str, *, by: Actor, at: datetime
    ) -> None:
        """Record that a part of it is there."""
        if part in self.built:
            refuse("PART_BUILT", f"{part} is there already.", f"“{zh(part)}”已建成。", rule=OURS, path=("part",))
        self._happen(e.DoubleControlPartBuilt, by, at, part=part, department=department, built_on=on, account=account)

    def lapse(self, part: DoubleControlPart, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Record that a part is not there or not kept."""
        self._happen(e.DoubleControlPartLapsed, by, at, part=part, found_on=on, finding=finding)

    def assess(self, *, by: Actor, at: datetime, **held: Any) -> None:
        """Record that the mine assessed its risks; `held` are the remaining fields of `RiskAssessmentHeld`."""
        id = uuid5(self.id, f"assessment:{self.version + 1}")
        self._happen(e.RiskAssessmentHeld, by, at, assessment_id=id, **held)

    def withdraw_assessment(self, id: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take back that it did."""
        if id not in self.assessments:
            refuse(
                "ASSESSMENT_UNKNOWN",
                "No such assessment is on record.",
                "没有该次辨识评估记录。",
                rule=OURS,
                path=("assessment",),
            )
        self._happen(e.RiskAssessmentWithdrawn, by, at, assessment_id=id, why=why)

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _built(self, event: e.DoubleControlPartBuilt) -> None:
        self._of(event)
        self.built = self.built | {event.part}

    @when.register
    def _lapsed(self, event: e.DoubleControlPartLapsed) -> None:
        self._of(event)
        self.built = self.built - {event.part}

    @when.register
    def _assessed(self, event: e.RiskAssessmentHeld) -> None:
        self._of(event)
        self.assessments = self.assessments | {event.assessment_id}

    @when.register
    def _assessment_withdrawn(self, event: e.RiskAssessmentWithdrawn) -> None:
        self.assessments = self.assessments - {event.assessment_id}

    def _of(self, event: MineEvent) -> None:
        self.mine, self.division = event.mine, event.division
