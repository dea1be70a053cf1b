"""The file of a mine (一矿一册): capacity, disasters, plan, liaison leader, standardisation, quota of people."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from ledger.domain import mine_file_events as f
from ledger.domain.corrections import corrected, found
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_events import SizeClass
from ledger.domain.mine_file_events import (
    CapacityKind,
    DisasterKind,
    DispositionGround,
    DispositionKind,
    FileEvent,
    StandardisationChange,
)
from ledger.domain.mine_file_state import DOUBLE_CONTROL, GRADE, MineFileState
from ledger.domain.timeline import Period, Placement, Timeline, placed
from ledger.values.actor import Actor

SMALL = Decimal(30)
SMALL_MINES = "双四政发〔2020〕28号 一·目标（30万吨/年以下煤矿分类处置）"


class MineFile(MineFileState):
    """What is entered in the file. It may come late: each entry takes its place by the day it holds from."""

    def change_capacity(
        self,
        kind: CapacityKind,
        capacity: Decimal,
        on: date,
        reference: str,
        *,
        instead_of: date | None = None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter a capacity in 万吨/年 that holds from `on` (条例 §31), in place of what began on `instead_of`."""
        size = SizeClass.of(capacity)
        told = {"kind": kind, "capacity": capacity, "size_class": size, "reference": reference}
        self._enter(f.CapacityChanged, f"capacity:{kind}", capacity, on, by, at, instead_of, **told)

    def appraise(
        self,
        disaster: DisasterKind,
        grade: str,
        severe: bool,
        on: date,
        appraised_by: str,
        reference: str,
        *,
        instead_of: date | None = None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter an appraisal (灾害鉴定) that holds from `on` (条例 §27)."""
        told: dict[str, object] = {"severe": severe, "appraised_by": appraised_by, "reference": reference}
        what = f"disaster:{disaster}"
        told |= {"disaster": disaster, "grade": grade}
        self._enter(f.DisasterAppraised, what, grade, on, by, at, instead_of, **told)

    def adopt_plan(
        self, text: str, on: date, *, instead_of: date | None = None, by: Actor, at: datetime
    ) -> None:  # fmt: skip
        """Adopt the next edition of the mine's plan (一矿一策; R-311); one corrected keeps its number."""
        timeline: Timeline[int] = self.kept.get("plan", Timeline())
        edition = max((period.value for period in timeline.periods), default=0) + 1
        if instead_of is not None:
            edition = found(timeline, instead_of).value
        self._enter(f.MinePlanAdopted, "plan", edition, on, by, at, instead_of, edition=edition, text=text)

    def name_liaison(
        self, leader: str, post: str, scope: str, on: date, *, instead_of: date | None = None, by: Actor, at: datetime
    ) -> None:
        """Name the leader who liaises with the mine from `on` (联系指导; R-122)."""
        told = {"leader": leader, "post": post, "scope": scope}
        self._enter(f.LiaisonLeaderNamed, "liaison", leader, on, by, at, instead_of, **told)

    def decide_disposition(
        self,
        disposition: DispositionKind,
        ground: DispositionGround,
        on: date,
        decided_by: str,
        reference: str,
        why: str,
        *,
        instead_of: date | None = None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter what is to become of the mine from `on`; a ground that its capacity does not bear out is flagged."""
        told: dict[str, object] = {"ground": ground, "decided_by": decided_by, "reference": reference, "why": why}
        told |= {"disposition": disposition}
        self._enter(f.DispositionDecided, "disposition", disposition, on, by, at, instead_of, **told)
        capacity = self.capacity_on(on)
        if ground is DispositionGround.SMALL_CAPACITY and capacity >= SMALL:
            text = f"The capacity on {on} is {capacity}, not below {SMALL}."
            self.flag(by, at, SMALL_MINES, text, f"{on} 生产能力为 {capacity} 万吨/年，不在30万吨/年以下。")

    def grade_standardisation(
        self,
        grade: int,
        change: StandardisationChange,
        on: date,
        assessed_by: str,
        reference: str,
        *,
        instead_of: date | None = None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter a standardisation grade 1–3, or 0 for none, as assessed, downgraded or revoked (R-170)."""
        before = self.grade_on(on)
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
        placement, _ = self._placement(GRADE, grade, on, instead_of)
        told = {"change": change, "assessed_by": assessed_by, "reference": reference, "current": placement.current}
        self._enter(f.StandardisationGraded, GRADE, grade, on, by, at, instead_of, grade=grade, **told)

    def assess_double_control(
        self, on: date, *, instead_of: date | None = None, by: Actor, at: datetime, **told: object
    ) -> None:
        """Enter how far double control has come from `on`; `told` are the fields of `DoubleControlAssessed` (R-164)."""
        complete = all(value for value in told.values() if isinstance(value, bool))
        self._enter(f.DoubleControlAssessed, DOUBLE_CONTROL, complete, on, by, at, instead_of, **told)

    def set_headcount(
        self,
        place: str,
        people: int,
        on: date,
        reference: str,
        *,
        instead_of: date | None = None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Enter the mine's own quota of people at a place in one shift (R-223)."""
        what = f"headcount:{place}"
        told = {"place": place, "people": people, "reference": reference}
        self._enter(f.HeadcountLimitSet, what, people, on, by, at, instead_of, **told)

    def _placement(
        self, what: str, value: object, on: date, instead_of: date | None
    ) -> tuple[Placement[object], UUID | None]:
        """Where an entry comes to stand, and the one it stands in place of: one that began on `instead_of`."""
        timeline, new = self.kept.get(what, Timeline()), self.new_id(what, str(on))
        if instead_of is None:
            return placed(timeline, Period(new, value, on)), None
        period, replaced = corrected(timeline, value, on, instead_of, new, anew=True)
        return placed(timeline, period, without=replaced), replaced

    def _enter(
        self,
        event_class: type[FileEvent],
        what: str,
        value: object,
        on: date,
        by: Actor,
        at: datetime,
        instead_of: date | None = None,
        **told: object,
    ) -> None:
        placement, replaced = self._placement(what, value, on, instead_of)
        self.happen(
            event_class,
            by,
            at,
            period=placement.period.id,
            replaced=replaced,
            effective_on=on,
            ended_on=placement.ended_on,
            moved=placement.moved,
            **told,
        )
