"""Hazard (隐患): found, graded, rectified, accepted, re-checked, cleared; listed, extended, withdrawn, reopened."""

from __future__ import annotations

from datetime import date, datetime
from functools import singledispatchmethod
from typing import Any
from uuid import UUID

from ledger.domain import hazard_events as e
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.hazard_events import HazardChange, HazardLevel, HazardSource, HazardStatus
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.values.actor import Actor, Role

OPEN = frozenset(HazardStatus) - {HazardStatus.CLEARED, HazardStatus.WITHDRAWN}
RULE_ROAD = "DESIGN §4 Hazard; R-168"


class Hazard(Aggregate):
    """One hazard. The way it closes follows its level and its source (DESIGN 2.6):

    a general one that the mine found itself closes inside the mine; one that an authority found is re-checked by an
    authority; a major one needs the five-item plan, acceptance by the listing body when listed, and a re-check.
    Nobody accepts, re-checks or clears their own work.
    """

    def __init__(self, id: UUID) -> None:
        super().__init__(id)
        self.mine: UUID = id
        self.status = HazardStatus.FOUND
        self.level: HazardLevel | None = None
        self.source = HazardSource.SUPERVISION
        self.deadline: date | None = None
        self.extensions = 0
        self.listed_by: str | None = None
        self.proposed: e.HazardChangeProposed | None = None
        self.proposer: Actor | None = None
        self.claimant: Actor | None = None
        self.acceptor: Actor | None = None

    @property
    def of_mine(self) -> UUID:
        """The mine it belongs to."""
        return self.mine

    # -- acts and facts -------------------------------------------------------------------------------------------

    def report(self, *, mine: UUID, division: str, by: Actor, at: datetime, **found: Any) -> None:
        """Somebody found it; always accepted."""
        self.mine, self.division = mine, division
        self._happen(e.HazardReported, by, at, self_found=found["source"] is HazardSource.SELF_INSPECTION, **found)

    def grade(self, level: HazardLevel, criterion: e.Criterion | None, on: date, *, by: Actor, at: datetime) -> None:
        """Determine the level; a major one names its item, and only a proposal lowers a level once given."""
        self._must_be_open()
        if level is HazardLevel.MAJOR and criterion is None:
            refuse(
                "CRITERION_MISSING",
                "A major hazard is graded by an item of the standard in force.",
                "重大隐患须依据当日有效的判定标准条款判定。",
                rule="煤矿安全生产条例 §36",
                path=("article",),
            )
        if self.status is not HazardStatus.FOUND and not level.graver_than(self.level):
            refuse(
                "DOWNGRADE_NEEDS_APPROVAL",
                "A level already given is lowered by DowngradeHazard, with a second approver.",
                "已判定的等级只能通过降级程序、经第二人批准后降低。",
                rule=RULE_ROAD,
                path=("level",),
            )
        self._happen(e.HazardGraded, by, at, level=level, graded_on=on, criterion=criterion, source=self.source)

    def assign(self, plan: e.RectificationPlan, *, by: Actor, at: datetime) -> None:
        """Make somebody responsible; a major hazard needs all five items (五落实)."""
        self._must_be(HazardStatus.GRADED, HazardStatus.ASSIGNED)
        missing = plan.missing() if self.level is HazardLevel.MAJOR else []
        if missing:
            refuse(
                "FIVE_ITEMS_INCOMPLETE",
                f"A major hazard needs measures, funds, deadline, person and emergency plan; missing: {missing}.",
                f"重大隐患整改须做到责任、措施、资金、时限、预案“五落实”，缺少：{'、'.join(missing)}。",
                rule="R-168 五落实",
                path=(missing[0],),
            )
        self._happen(e.RectificationAssigned, by, at, plan=plan)

    def extend(self, deadline: date, why: str, on: date, *, by: Actor, at: datetime) -> None:
        """Move the deadline; once and in time directly, otherwise as a proposal for a second approver."""
        self._must_be(HazardStatus.ASSIGNED)
        assert self.deadline is not None
        if deadline <= self.deadline:
            refuse(
                "DEADLINE_NOT_LATER",
                f"The new deadline is not after {self.deadline}.",
                f"新的期限不晚于原期限 {self.deadline}。",
                rule=OURS,
                path=("deadline",),
            )
        if on > self.deadline or self.extensions > 0:
            self._propose(HazardChange.EXTENSION, why, by, at, deadline=deadline)
        else:
            self._happen(e.RectificationExtended, by, at, deadline=deadline, previous_deadline=self.deadline)

    def downgrade(self, level: HazardLevel, why: str, *, by: Actor, at: datetime) -> None:
        """Propose a lower level."""
        self._must_be_open()
        if self.level is None or not self.level.graver_than(level):
            refuse(
                "NOT_A_DOWNGRADE",
                "The level proposed is not below the present one.",
                "拟调整的等级不低于现等级。",
                rule=OURS,
                path=("level",),
            )
        self._propose(HazardChange.DOWNGRADE, why, by, at, level=level)

    def withdraw(self, why: str, *, by: Actor, at: datetime) -> None:
        """Propose to take it back as entered wrongly."""
        self._must_be_open()
        self._must_not_be_listed()
        self._propose(HazardChange.WITHDRAWAL, why, by, at)

    def approve_change(self, *, by: Actor, at: datetime) -> None:
        """The second approver lets the proposed change happen."""
        proposed = self._proposal(by)
        if proposed.change is HazardChange.EXTENSION:
            self._must_be(HazardStatus.ASSIGNED)
            self._happen(e.RectificationExtended, by, at, deadline=proposed.deadline, previous_deadline=self.deadline)
        elif proposed.change is HazardChange.DOWNGRADE:
            self._must_be_open()
            self._happen(e.HazardDowngraded, by, at, level=proposed.level, previous_level=self.level, why=proposed.why)
        else:
            self._must_be_open()
            self._must_not_be_listed()
            self._happen(e.HazardWithdrawn, by, at, why=proposed.why)

    def refuse_change(self, why: str, *, by: Actor, at: datetime) -> None:
        """The second approver refuses the proposed change."""
        self._happen(e.HazardChangeRefused, by, at, change=self._proposal(by).change, why=why)

    def claim(self, on: date, account: str, *, on_the_spot: bool, by: Actor, at: datetime) -> None:
        """The mine says it is removed; on the spot (立查立改) also before anybody was assigned, if not major."""
        if on_the_spot and self.status is HazardStatus.GRADED and self.level is not HazardLevel.MAJOR:
            pass
        else:
            self._must_be(HazardStatus.ASSIGNED)
        self._happen(e.RectificationClaimed, by, at, claimed_on=on, account=account, on_the_spot=on_the_spot)

    def accept(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Accept the removal on site; by the listing body when listed, never by who claimed it."""
        self._must_be(HazardStatus.CLAIMED)
        self._not_own_work(by, self.claimant, "accept", "验收")
        self._judge(by)
        self._happen(e.RectificationAccepted, by, at, accepted_on=on, finding=finding)

    def reject(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Do not accept the removal."""
        self._must_be(HazardStatus.CLAIMED)
        self._judge(by)
        self._happen(e.RectificationRejected, by, at, rejected_on=on, finding=finding)

    def recheck(self, on: date, finding: str, *, passed: bool, by: Actor, at: datetime) -> None:
        """The authority looks again after acceptance. A failed re-check by the acceptor is a fact, and is flagged."""
        self._must_be(HazardStatus.ACCEPTED, HazardStatus.RECHECKED)
        if passed:
            self._not_own_work(by, self.claimant, "re-check", "复查")
            self._not_own_work(by, self.acceptor, "re-check", "复查")
        self._happen(e.HazardRechecked, by, at, rechecked_on=on, passed=passed, finding=finding)
        if not passed and self.acceptor is not None and by.same_capacity(self.acceptor):
            self._happen(
                ProcedureDefectFlagged,
                by,
                at,
                rule=RULE_ROAD,
                description="The re-check was made in the capacity that had accepted the removal.",
                description_zh="复查人与验收人为同一身份。",
            )

    def clear(self, on: date, *, by: Actor, at: datetime) -> None:
        """Close it (销号); what must come before follows level and source."""
        needed = HazardStatus.RECHECKED if self.needs_recheck else HazardStatus.ACCEPTED
        if self.status is HazardStatus.ACCEPTED and needed is HazardStatus.RECHECKED:
            refuse(
                "RECHECK_MISSING",
                "A major hazard, and one that an authority found, is cleared only after a re-check that it passed.",
                "重大隐患和监管监察发现的隐患，须复查合格后方可销号。",
                rule=RULE_ROAD,
            )
        self._must_be(HazardStatus.ACCEPTED, HazardStatus.RECHECKED)
        self._must_not_be_listed()
        self._not_own_work(by, self.claimant, "clear", "销号")
        self._happen(e.HazardCleared, by, at, cleared_on=on)

    def reopen(self, cause: e.ReopeningCause, finding: str, on: date, *, by: Actor, at: datetime) -> None:
        """Open a cleared or withdrawn hazard again."""
        if self.status in OPEN:
            refuse(
                "HAZARD_STILL_OPEN",
                f"The hazard is {self.status}; only a cleared or withdrawn one is reopened.",
                "该隐患尚未销号或撤销，无须重新打开。",
                rule=RULE_ROAD,
            )
        self._happen(e.HazardReopened, by, at, cause=cause, finding=finding, reopened_on=on)

    def place_under_listed_supervision(
        self, level: e.SupervisionLevel, deadline: date, *, by: Actor, at: datetime
    ) -> None:
        """The actor's department lists it (挂牌督办); major hazards only."""
        self._must_be_open()
        if self.level is not HazardLevel.MAJOR:
            refuse(
                "ONLY_MAJOR_IS_LISTED",
                "Only a major hazard is placed under listed supervision.",
                "只有重大隐患实行挂牌督办。",
                rule="R-114",
            )
        self._must_not_be_listed()
        self._happen(e.HazardPlacedUnderListedSupervision, by, at, body=by.department, level=level, deadline=deadline)

    def take_off_listed_supervision(self, why: str, *, by: Actor, at: datetime) -> None:
        """The listing body takes it off (摘牌), after acceptance or when it is no longer major."""
        if self.listed_by is None:
            refuse("NOT_LISTED", "The hazard is not under listed supervision.", "该隐患未挂牌督办。", rule="R-114")
        self._only_listing_body(by)
        if self.level is HazardLevel.MAJOR:
            self._must_be(HazardStatus.ACCEPTED, HazardStatus.RECHECKED)
        self._happen(e.HazardTakenOffListedSupervision, by, at, body=by.department, why=why)

    def follow_up(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Somebody looked at the progress; always accepted."""
        self._happen(e.HazardFollowedUp, by, at, followed_up_on=on, finding=finding)

    # -- guards ---------------------------------------------------------------------------------------------------

    @property
    def needs_recheck(self) -> bool:
        """Whether an authority must re-check before clearing."""
        return self.level is HazardLevel.MAJOR or self.source is not HazardSource.SELF_INSPECTION

    def _must_be(self, *allowed: HazardStatus) -> None:
        if self.status not in allowed:
            refuse(
                "HAZARD_NOT_IN_STATE",
                f"The hazard is {self.status}; this needs {' or '.join(allowed)}.",
                f"隐患当前状态为 {self.status}，该操作要求状态为 {'或'.join(allowed)}。",
                rule=RULE_ROAD,
            )

    def _must_be_open(self) -> None:
        self._must_be(*sorted(OPEN))

    def _must_not_be_listed(self) -> None:
        if self.listed_by is not None:
            refuse(
                "STILL_LISTED",
                f"The hazard is under listed supervision by {self.listed_by}, which must take it off first.",
                f"该隐患由{self.listed_by}挂牌督办，须先摘牌。",
                rule="R-114",
            )

    def _only_listing_body(self, by: Actor) -> None:
        if by.department != self.listed_by:
            refuse(
                "NOT_THE_LISTING_BODY",
                f"Only {self.listed_by}, which listed the hazard, may do this.",
                f"只有挂牌单位{self.listed_by}可以办理。",
                rule="R-114",
            )

    def _judge(self, by: Actor) -> None:
        if self.listed_by is not None:
            self._only_listing_body(by)
        if by.role is Role.ENTERPRISE and self.needs_recheck and self.level is HazardLevel.MAJOR:
            refuse(
                "AUTHORITY_ACCEPTS_MAJOR",
                "The removal of a major hazard is accepted by an authority.",
                "重大隐患整改由监管部门验收。",
                rule="煤矿安全生产条例 §48",
            )

    def _not_own_work(self, by: Actor, other: Actor | None, act: str, act_zh: str) -> None:
        if other is not None and by.same_capacity(other):
            refuse(
                "OWN_WORK",
                f"Nobody may {act} their own work: the step before was taken in the same capacity.",
                f"不得自己{act_zh}自己办理的事项：前一环节由同一身份办理。",
                rule="DESIGN 2.6",
            )

    def _propose(self, change: HazardChange, why: str, by: Actor, at: datetime, **what: Any) -> None:
        if self.proposed is not None:
            refuse(
                "CHANGE_ALREADY_PROPOSED",
                f"A {self.proposed.change} is waiting for its second approver.",
                "已有待批准的变更申请。",
                rule=RULE_ROAD,
            )
        self._happen(e.HazardChangeProposed, by, at, change=change, why=why, **what)

    def _proposal(self, by: Actor) -> e.HazardChangeProposed:
        if self.proposed is None:
            refuse("NO_CHANGE_PROPOSED", "No change is waiting.", "没有待批准的变更申请。", rule=RULE_ROAD)
        self._not_own_work(by, self.proposer, "approve", "批准")
        return self.proposed

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, mine=self.mine, division=self.division, **data)

    # -- folding --------------------------------------------------------------------------------------------------

    @singledispatchmethod
    def when(self, event: DomainEvent) -> None:
        raise self.unknown(event)

    @when.register
    def _reported(self, event: e.HazardReported) -> None:
        self.mine, self.division, self.source = event.mine, event.division, event.source
        self.status = HazardStatus.FOUND

    @when.register
    def _graded(self, event: e.HazardGraded) -> None:
        self.level = event.level
        if self.status is HazardStatus.FOUND:
            self.status = HazardStatus.GRADED

    @when.register
    def _assigned(self, event: e.RectificationAssigned) -> None:
        self.status, self.deadline = HazardStatus.ASSIGNED, event.plan.deadline

    @when.register
    def _extended(self, event: e.RectificationExtended) -> None:
        self.deadline, self.extensions = event.deadline, self.extensions + 1
        self.proposed = None

    @when.register
    def _proposed(self, event: e.HazardChangeProposed) -> None:
        self.proposed, self.proposer = event, event.actor

    @when.register
    def _change_refused(self, event: e.HazardChangeRefused) -> None:
        self.proposed = None

    @when.register
    def _downgraded(self, event: e.HazardDowngraded) -> None:
        self.level, self.proposed = event.level, None

    @when.register
    def _withdrawn(self, event: e.HazardWithdrawn) -> None:
        self.status, self.proposed = HazardStatus.WITHDRAWN, None

    @when.register
    def _claimed(self, event: e.RectificationClaimed) -> None:
        self.status, self.claimant, self.acceptor = HazardStatus.CLAIMED, event.actor, None

    @when.register
    def _accepted(self, event: e.RectificationAccepted) -> None:
        self.status, self.acceptor = HazardStatus.ACCEPTED, event.actor

    @when.register
    def _rejected(self, event: e.RectificationRejected) -> None:
        self.status = HazardStatus.ASSIGNED if self.deadline else HazardStatus.GRADED

    @when.register
    def _rechecked(self, event: e.HazardRechecked) -> None:
        failed = HazardStatus.ASSIGNED if self.deadline else HazardStatus.GRADED
        self.status = HazardStatus.RECHECKED if event.passed else failed

    @when.register
    def _cleared(self, event: e.HazardCleared) -> None:
        self.status, self.proposed = HazardStatus.CLEARED, None

    @when.register
    def _reopened(self, event: e.HazardReopened) -> None:
        # What was assigned has lapsed with the clearing: it is assigned anew, with a deadline of its own.
        self.status = HazardStatus.GRADED if self.level else HazardStatus.FOUND
        self.deadline, self.extensions = None, 0
        self.claimant = self.acceptor = None

    @when.register
    def _listed(self, event: e.HazardPlacedUnderListedSupervision) -> None:
        self.listed_by = event.body

    @when.register
    def _taken_off(self, event: e.HazardTakenOffListedSupervision) -> None:
        self.listed_by = None

    @when.register
    def _followed_up(self, event: e.HazardFollowedUp) -> None:
        """Changes nothing that an act depends on."""

    @when.register
    def _flagged(self, event: ProcedureDefectFlagged) -> None:
        """A flag is for readers."""
