"""The file of a mine (一矿一册): capacity, disasters, plan, liaison leader, standardisation, quota of people."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ledger.domain import mine_file_events as f
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_events import SizeClass
from ledger.domain.mine_file_events import CapacityKind, DisasterKind, FileEvent, StandardisationChange
from ledger.domain.mine_file_state import MineFileState
from ledger.domain.timeline import Period, Placement, Timeline, placed
from ledger.values.actor import Actor


class MineFile(MineFileState):
    """What is entered in the file. It may come late: each entry takes its place by the day it holds from."""

    def change_capacity(
        self, kind: CapacityKind, capacity: Decimal, on: date, reference: str, *, by: Actor, at: datetime
    ) -> None:
        """Enter a capacity in 万吨/年 that holds from `on` (条例 §31)."""
        size = SizeClass.of(capacity)
        told = {"kind": kind, "capacity": capacity, "size_class": size, "reference": reference}
        self._enter(f.CapacityChanged, f"capacity:{kind}", capacity, on, by, at, **told)

    def appraise(
        self,
        disaster: DisasterKind,
        grade: str,
        severe: bool,
        on: date,
        appraised_by: str,
        reference: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter an appraisal (灾害鉴定) that holds from `on` (条例 §27)."""
        told = {"severe": severe, "appraised_by": appraised_by, "reference": reference}
        what = f"disaster:{disaster}"
        self._enter(f.DisasterAppraised, what, grade, on, by, at, disaster=disaster, grade=grade, **told)

    def adopt_plan(self, text: str, on: date, *, by: Actor, at: datetime) -> None:
        """Adopt the next edition of the mine's plan (一矿一策; R-311)."""
        editions = len(self.kept["plan"].periods) if "plan" in self.kept else 0
        self._enter(f.MinePlanAdopted, "plan", editions + 1, on, by, at, edition=editions + 1, text=text)

    def name_liaison(self, leader: str, post: str, scope: str, on: date, *, by: Actor, at: datetime) -> None:
        """Name the leader who liaises with the mine from `on` (联系指导; R-122)."""
        self._enter(f.LiaisonLeaderNamed, "liaison", leader, on, by, at, leader=leader, post=post, scope=scope)

    def grade_standardisation(
        self,
        grade: int,
        change: StandardisationChange,
        on: date,
        assessed_by: str,
        reference: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter a standardisation grade 1–3, or 0 for none, as assessed, downgraded or revoked (R-170)."""
        before = self.kept_on("standardisation", on)
        before = self.standardisation if before is None else before
        lower = grade == 0 or (before != 0 and grade > before)
        if change is not StandardisationChange.ASSESSED and (not lower or grade == before):
            refuse(
                "GRADE_NOT_LOWER",
                f"{grade} is not lower than {before}.",
                f"等级 {grade} 不低于原等级 {before}，不属于降级或者撤销。",
                rule=OURS,
                path=("grade",),
            )
        if change is StandardisationChange.REVOKED and grade != 0:
            refuse(
                "REVOKED_TO_NONE", "A grade revoked leaves none.", "撤销等级后等级应为0。", rule=OURS, path=("grade",)
            )
        what = "standardisation"
        current = self._placement(what, grade, on).current
        told = {"change": change, "assessed_by": assessed_by, "reference": reference}
        self._enter(f.StandardisationGraded, what, grade, on, by, at, grade=grade, current=current, **told)

    def set_headcount(self, place: str, people: int, on: date, reference: str, *, by: Actor, at: datetime) -> None:
        """Enter the mine's own quota of people at a place in one shift (R-223)."""
        what = f"headcount:{place}"
        told = {"place": place, "people": people, "reference": reference}
        self._enter(f.HeadcountLimitSet, what, people, on, by, at, **told)

    def _placement(self, what: str, value: object, on: date) -> Placement[object]:
        return placed(self.kept.get(what, Timeline()), Period(self.new_id(what, str(on)), value, on))

    def _enter(
        self, event_class: type[FileEvent], what: str, value: object, on: date, by: Actor, at: datetime, **told: object
    ) -> None:
        placement = self._placement(what, value, on)
        self.happen(
            event_class,
            by,
            at,
            period=placement.period.id,
            effective_on=on,
            ended_on=placement.ended_on,
            moved=placement.moved,
            **told,
        )
