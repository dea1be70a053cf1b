"""Inspection (执法检查): planned, drawn at random, carried out, published; cancelled, retracted, withdrawn and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn
from uuid import UUID, uuid5

from ledger.domain import inspection_events as e
from ledger.domain.draw import METHOD, drawn
from ledger.domain.guards import OURS, refuse
from ledger.domain.inspection_defects import DRAWING, STRICT, Officer, defects
from ledger.domain.inspection_events import InspectionStatus
from ledger.domain.inspection_state import LIVE, InspectionState
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.passing_on import Takeover
from ledger.values.actor import Actor
from ledger.values.deadline import days_late
from ledger.values.labels import zh

RULE = "台账原则 6"
DONE = frozenset({InspectionStatus.CARRIED_OUT, InspectionStatus.PUBLISHED})


class Inspection(InspectionState):
    """One inspection.

    That it took place is a fact: it is taken in whatever state, and what is wrong with it is flagged. What is done
    through the ledger (drawing, cancelling, publishing) is guarded, and is for those who carry it out.
    """

    zh = "执法检查"

    def plan(
        self, *, division: str, starts_on: date, ends_on: date, by: Actor, at: datetime, **what: Any
    ) -> None:  # fmt: skip
        """Mean it to take place; `what` are the remaining fields of `InspectionPlanned`."""
        _in_order(starts_on, ends_on)
        self.division = division
        days = {"starts_on": starts_on, "ends_on": ends_on}
        self.trigger(e.InspectionPlanned, by=by, at=at, division=division, **days, **what)

    def reschedule(
        self, starts_on: date, ends_on: date, why: str, *, outside_plan: bool, by: Actor, at: datetime
    ) -> None:
        """Let it take place within another window."""
        self._theirs(by)
        self._needs(*LIVE)
        _in_order(starts_on, ends_on)
        days = {"starts_on": starts_on, "ends_on": ends_on, "outside_plan": outside_plan}
        self._happen(e.InspectionRescheduled, by, at, **days, why=why)

    # -- the draw -------------------------------------------------------------------------------------------------

    def fix_pool(
        self,
        mines: list[UUID],
        officers: list[UUID],
        officers_wanted: int,
        seed_source: str,
        seed_known_on: date,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Settle who and what can be drawn; mines exactly where the mine is not settled. A new pool replaces it."""
        self._theirs(by)
        self._needs(InspectionStatus.PLANNED)
        if bool(mines) == (self.mine is not None):
            refuse(
                "POOL_OF_MINES",
                "Mines are drawn exactly where the mine is not settled yet.",
                "检查对象未定的须列明备选煤矿；已定的不得再抽取。",
                rule=DRAWING,
                path=("mines",),
            )
        if not 1 <= officers_wanted <= len(set(officers)):
            refuse(
                "POOL_TOO_SMALL",
                f"{officers_wanted} officers cannot be drawn of {len(set(officers))}.",
                f"备选执法人员{len(set(officers))}人，无法抽取{officers_wanted}人。",
                rule=OURS,
                path=("officersWanted",),
            )
        pool = {"mines": sorted(set(mines)), "officers": sorted(set(officers)), "officers_wanted": officers_wanted}
        seed = {"seed_source": seed_source, "seed_known_on": seed_known_on}
        self._happen(e.DrawPoolFixed, by, at, number=self.draws + 1, **pool, **seed)

    def draw(self, seed: str, *, by: Actor, at: datetime) -> None:
        """Draw from the pool by a seed from outside; one that could be known when the pool was fixed is flagged."""
        self._theirs(by)
        self._needs(InspectionStatus.PLANNED)
        pool, fixed_on = self.pool, self.pool_fixed_on
        if pool is None or fixed_on is None:
            refuse("NO_POOL", "Settle first what can be drawn.", "请先确定抽取范围。", rule=DRAWING)
        mines = drawn(seed, pool.number, pool.mines, 1)
        of_pool = {name: getattr(pool, name) for name in _OF_POOL}
        self.trigger(
            e.InspectionDrawn, by=by, at=at, division=self.division, mine=mines[0] if mines else self.mine,
            method=METHOD, seed=seed, pool_fixed_on=fixed_on, mine_drawn=mines[0] if mines else None,
            officers_drawn=drawn(seed, pool.number, pool.officers, pool.officers_wanted), **of_pool,
        )  # fmt: skip
        if pool.seed_known_on <= fixed_on:
            self._flag(
                by, at, DRAWING,
                "The seed could be known when the pool was settled.",
                "确定抽取范围时随机种子已可知。",
            )  # fmt: skip

    def void_draw(self, why: str, *, by: Actor, at: datetime) -> None:
        """Let the draw not count; the pool is settled anew, and the next draw has another number."""
        self._theirs(by)
        self._needs(InspectionStatus.DRAWN)
        assert self.drawn is not None
        mine = None if self.drawn.mine_drawn else self.mine
        self.trigger(
            e.InspectionDrawVoided, by=by, at=at, division=self.division, mine=mine, number=self.draws, why=why
        )

    # -- taking place ---------------------------------------------------------------------------------------------

    def cancel(self, why: str, *, by: Actor, at: datetime) -> None:
        """Let it not take place."""
        self._theirs(by)
        self._needs(*LIVE)
        self._happen(e.InspectionCancelled, by, at, why=why)

    def reinstate(self, why: str, *, by: Actor, at: datetime) -> None:
        """Let it take place after all."""
        self._theirs(by)
        self._needs(InspectionStatus.CANCELLED)
        self._happen(e.InspectionReinstated, by, at, why=why)

    def carry_out(self, officers: Sequence[Officer], *, by: Actor, at: datetime, **what: Any) -> None:
        """It took place: a fact, with its defects flagged; `what` are the remaining fields of `InspectionCarriedOut`.

        Refused where it is on record already, as one inspection takes place once.
        """
        self._theirs(by)
        if self.status in DONE:
            self._not_now("carried out")
        before = self.fork()
        people = [officer.person for officer in officers]
        self.trigger(e.InspectionCarriedOut, by=by, at=at, division=self.division, officers=people, **what)
        done = self.carried_out
        assert done is not None
        for officer in officers:
            leads = officer.person == done.leader
            self._happen(e.InspectionOfficerTookPart, by, at, leads=leads, **officer._asdict())
        for defect in defects(before, done, officers):
            self._flag(by, at, *defect)

    def retract(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take back that it took place; it is live again, and what was recorded of it is gone with it."""
        self._theirs(by)
        self._needs(InspectionStatus.CARRIED_OUT)
        assert self.carried_out is not None
        self.trigger(
            e.InspectionRecordRetracted, by=by, at=at, division=self.division, mine=self.settled_mine,
            officers=self.carried_out.officers, entries=[*self.items, *self.exams, *self.findings], why=why,
        )  # fmt: skip

    def check_item(
        self, item: str, place: str | None, found: str | None, *, in_order: bool, by: Actor, at: datetime
    ) -> None:
        """Record something that was looked at."""
        told = {"number": self.last_item + 1, "item": item, "place": place, "in_order": in_order, "found": found}
        self._entry(e.InspectionItemChecked, by, at, **told)

    def hold_exam(
        self, subject: str, examinees: int, passed: int, average: Decimal | None, *, by: Actor, at: datetime
    ) -> None:
        """Record an exam held on the spot."""
        if passed > examinees:
            refuse(
                "MORE_PASSED_THAN_SAT",
                f"{passed} passed of {examinees}.",
                f"参考{examinees}人，合格人数不得为{passed}人。",
                rule=OURS,
                path=("passed",),
            )
        told = {"subject": subject, "examinees": examinees, "passed": passed, "average": average}
        self._entry(e.InspectionExamHeld, by, at, **told)

    def find(
        self,
        finding: str,
        item: int | None,
        hazard: UUID | None,
        handling: str | None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Record what follows from what was found; each finding ends in something (R-234)."""
        if item is not None and item not in {checked.number for checked in self.items.values()}:
            _no_entry("item")
        if hazard is None and handling is None:
            refuse(
                "FINDING_WITHOUT_END",
                "Name the hazard, or say how it was dealt with and why.",
                "须关联隐患，或者说明处理情况及理由。",
                rule=STRICT,
                path=("handling",),
            )
        told = {"finding": finding, "item": item, "hazard": hazard, "handling": handling}
        self._entry(e.InspectionFindingRecorded, by, at, **told)

    def strike(self, entry: UUID, why: str, *, by: Actor, at: datetime) -> None:
        """Take an item, an exam or a finding back; not an item that a finding rests on."""
        self._theirs(by)
        self._needs(InspectionStatus.CARRIED_OUT)
        if entry not in self.items | self.exams | self.findings:
            _no_entry("entry")
        item = self.items.get(entry)
        if item is not None and any(finding.item == item.number for finding in self.findings.values()):
            refuse(
                "ITEM_HAS_FINDINGS", "A finding rests on it.", "该检查项已有处理结果，请先撤销。",
                rule=OURS, path=("entry",),
            )  # fmt: skip
        self._happen(e.InspectionEntryStruck, by, at, entry=entry, why=why)

    # -- making public --------------------------------------------------------------------------------------------

    def publish(
        self, on: date, medium: str, reference: str | None, due_on: date | None, *, by: Actor, at: datetime
    ) -> None:
        """Make the result public, late or not: by another than recorded it, when each thing not in order has an end."""
        self._theirs(by)
        self._needs(InspectionStatus.CARRIED_OUT)
        assert self.carried_out is not None
        assert self.recorder is not None
        if by.same_capacity(self.recorder):
            refuse("OWN_WORK", "Nobody closes their own work.", "不得以同一身份办结本人办理的事项。", rule=RULE)
        if on < self.carried_out.carried_out_on:
            refuse(
                "PUBLISHED_BEFORE",
                f"It took place on {self.carried_out.carried_out_on}.",
                f"检查日期为 {self.carried_out.carried_out_on}，公示日期不得早于该日。",
                rule=OURS,
                path=("publishedOn",),
            )
        ended = {finding.item for finding in self.findings.values()}
        left = [item.item for item in self.items.values() if not item.in_order and item.number not in ended]
        if left:
            refuse(
                "ITEMS_WITHOUT_FINDING",
                f"Nothing follows yet from: {'; '.join(left)}.",
                f"以下问题尚无处理结果：{'；'.join(left)}。",
                rule=STRICT,
            )
        late = None if due_on is None else days_late(due_on, on)
        told = {"published_on": on, "medium": medium, "reference": reference, "due_on": due_on, "days_late": late}
        self._happen(e.InspectionPublished, by, at, **told)

    def withdraw_publication(self, why: str, *, by: Actor, at: datetime) -> None:
        """Take the publication back."""
        self._theirs(by)
        self._needs(InspectionStatus.PUBLISHED)
        self._happen(e.InspectionPublicationWithdrawn, by, at, why=why)

    def pass_on(self, to: Takeover, *, by: Actor, at: datetime) -> None:
        """Record which body leads it from a day on, while it is still to come or to be made public."""
        stands = self.status in LIVE | {InspectionStatus.CARRIED_OUT}
        to.must_be_one(at, self.passed_on, stands=stands, changes=to.department != self.department)
        self._happen(e.InspectionPassedOn, by, at, **to.told(self.department))

    # -----------------------------------------------------------------------------------------------------------

    def _entry(self, event_class: type[e.InspectionEvent], by: Actor, at: datetime, **told: Any) -> None:
        self._theirs(by)
        self._needs(InspectionStatus.CARRIED_OUT)
        self._happen(event_class, by, at, entry=uuid5(self.id, f"entry:{self.version + 1}"), **told)

    def _happen(self, event_class: type[e.InspectionEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, mine=self.mine, division=self.division, **data)

    def _flag(self, by: Actor, at: datetime, rule: str, text: str, text_zh: str) -> None:
        told = {"rule": rule, "description": text, "description_zh": text_zh}
        self.trigger(ProcedureDefectFlagged, by=by, at=at, mine=self.mine, division=self.division, **told)

    def _theirs(self, by: Actor) -> None:
        if by.department not in self.departments:
            refuse(
                "NOT_THEIR_INSPECTION",
                f"It is carried out by {', '.join(self.departments)}.",
                f"该检查由{'、'.join(self.departments)}实施，只能由其办理。",
                rule=RULE,
            )

    def _needs(self, *statuses: InspectionStatus) -> None:
        if self.status not in statuses:
            self._not_now(" or ".join(sorted(statuses)))

    def _not_now(self, wanted: str) -> NoReturn:
        refuse(
            "INSPECTION_NOT_IN_STATE",
            f"The inspection is {self.status}; this is for one that is {wanted}.",
            f"该检查{zh(self.status)}，不能办理此项。",
            rule=RULE,
        )


_OF_POOL = ("number", "seed_source", "seed_known_on", "mines", "officers", "officers_wanted")


def _in_order(starts_on: date, ends_on: date) -> None:
    if ends_on < starts_on:
        refuse("DAYS_OUT_OF_ORDER", "It ends before it begins.", "截止日不得早于起始日。", rule=OURS, path=("endsOn",))


def _no_entry(field: str) -> NoReturn:
    refuse("ENTRY_UNKNOWN", "The inspection has no such entry.", "该检查没有此项记录。", rule=OURS, path=(field,))
