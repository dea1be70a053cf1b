"""Hazard (隐患): found, graded, rectified, accepted, re-checked, cleared; listed, extended, withdrawn, reopened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.domain import hazard_events as e
from ledger.domain.event import DomainEvent
from ledger.domain.guards import OURS, refuse
from ledger.domain.hazard_events import HazardChange, HazardLevel, HazardSource, HazardStatus
from ledger.domain.hazard_state import HazardState
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.values.actor import Actor, Role
from ledger.values.labels import zh, zh_or

OPEN = frozenset(HazardStatus) - {HazardStatus.CLEARED, HazardStatus.WITHDRAWN}
RULE_ROAD = "双四政发〔2020〕28号 二(六)4"


class Hazard(HazardState):
    """One hazard. The way it closes follows its level and its source (台账原则 6):

    a general one that the mine found itself closes inside the mine; one that an authority found is re-checked by an
    authority; a major one needs the five-item plan, acceptance by the listing body when listed, and a re-check.
    Nobody accepts, re-checks or clears their own work.
    """

    zh = "隐患"

    # -- acts and facts -------------------------------------------------------------------------------------------

    def report(self, *, mine: UUID, division: str, by: Actor, at: datetime, **found: Any) -> None:
        """Somebody found it; always accepted."""
        self.mine, self.division = mine, division
        self._happen(e.HazardReported, by, at, self_found=found["source"] is HazardSource.SELF_INSPECTION, **found)

    def grade(self, level: HazardLevel, criterion: e.Criterion | None, on: date, *, by: Actor, at: datetime) -> None:
        """Determine the level; a major one names its item, and only a proposal lowers a level once given.

        One raised to major is assigned anew, with five items: what was assigned, claimed or accepted before lapses.
        """
        self._must_be_open()
        self._if_found_by_authority_not_by_mine(by, "grade", "定级")
        self._not_before_last_step(on, "gradedOn")
        if level is HazardLevel.MAJOR and criterion is None:
            refuse(
                "CRITERION_MISSING",
                "A major hazard is graded by an item of the standard in force.",
                "重大隐患须依据当日有效的判定标准条款判定。",
                rule="煤矿安全生产条例 §36",
                path=("article",),
            )
        if level is self.level and criterion == self.criterion:
            refuse(
                "GRADE_UNCHANGED", f"It is {level} already.", f"该隐患已定为“{zh(level)}”。", rule=OURS, path=("level",)
            )
        if self.level is not None and self.level.graver_than(level):
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
        self._if_found_by_authority_not_by_mine(by, "assign", "下达整改")
        if self.deadline is not None and plan.deadline > self.deadline:
            refuse(
                "DEADLINE_MOVES_BY_EXTENSION",
                f"The deadline is {self.deadline}; a later one is an extension (ExtendRectification).",
                f"原整改期限为 {self.deadline}，推迟期限须办理延期。",
                rule=RULE_ROAD,
                path=("deadline",),
            )
        missing = plan.missing() if self.level is HazardLevel.MAJOR else []
        if missing:
            refuse(
                "FIVE_ITEMS_INCOMPLETE",
                f"A major hazard needs measures, funds, deadline, person and emergency plan; missing: {missing}.",
                f"重大隐患整改须做到责任、措施、资金、时限、预案“五落实”，缺少：{'、'.join(missing)}。",
                rule="双四政发〔2020〕28号 二(六)4 五落实",
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
            self._extend(deadline, why, by, at)

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
            assert proposed.deadline is not None
            self._extend(proposed.deadline, proposed.why, by, at)
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
        if on_the_spot and self.level is HazardLevel.MAJOR:
            refuse(
                "MAJOR_NOT_ON_THE_SPOT",
                "A major hazard is rectified by its five-item plan, not on the spot.",
                "重大隐患须按“五落实”方案整改，不适用立查立改。",
                rule="双四政发〔2020〕28号 二(六)4 五落实",
                path=("onTheSpot",),
            )
        self._must_be(HazardStatus.ASSIGNED, *([HazardStatus.GRADED] if on_the_spot else []))
        self._not_before_last_step(on, "claimedOn")
        self._happen(e.RectificationClaimed, by, at, claimed_on=on, account=account, on_the_spot=on_the_spot)

    def accept(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Accept the removal on site; by the listing body when listed, never by who claimed it."""
        self._must_be(HazardStatus.CLAIMED)
        self._not_before_last_step(on, "acceptedOn")
        self._not_own_work(by, self.claimant, "accept", "验收")
        self._judge(by)
        self._happen(e.RectificationAccepted, by, at, accepted_on=on, finding=finding)

    def reject(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Do not accept the removal."""
        self._must_be(HazardStatus.CLAIMED)
        self._not_before_last_step(on, "rejectedOn")
        self._judge(by)
        self._happen(e.RectificationRejected, by, at, rejected_on=on, finding=finding)

    def recheck(self, on: date, finding: str, *, passed: bool, by: Actor, at: datetime) -> None:
        """The authority looks again after acceptance. A failed re-check by the acceptor is a fact, and is flagged."""
        self._must_be(HazardStatus.ACCEPTED, HazardStatus.RECHECKED)
        self._not_before_last_step(on, "recheckedOn")
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
        self._not_before_last_step(on, "clearedOn")
        if self.level is HazardLevel.MAJOR:
            self._not_by_mine(by, "clear", "销号")
        self._if_found_by_authority_not_by_mine(by, "clear", "销号")
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
        self._not_before_last_step(on, "reopenedOn")
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
                rule="双四政发〔2020〕28号 二(四)2",
            )
        self._must_not_be_listed()
        self._happen(e.HazardPlacedUnderListedSupervision, by, at, body=by.department, level=level, deadline=deadline)

    def take_off_listed_supervision(self, why: str, *, by: Actor, at: datetime) -> None:
        """The listing body takes it off (摘牌), after acceptance or when it is no longer major."""
        if self.listed_by is None:
            refuse(
                "NOT_LISTED",
                "The hazard is not under listed supervision.",
                "该隐患未挂牌督办。",
                rule="双四政发〔2020〕28号 二(四)2",
            )
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
                f"隐患当前状态为“{zh(self.status)}”，该操作要求状态为{zh_or(allowed)}。",
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
                rule="双四政发〔2020〕28号 二(四)2",
            )

    def _only_listing_body(self, by: Actor) -> None:
        if by.department != self.listed_by:
            refuse(
                "NOT_THE_LISTING_BODY",
                f"Only {self.listed_by}, which listed the hazard, may do this.",
                f"只有挂牌单位{self.listed_by}可以办理。",
                rule="双四政发〔2020〕28号 二(四)2",
            )

    def _judge(self, by: Actor) -> None:
        if self.listed_by is not None:
            self._only_listing_body(by)
        if self.level is HazardLevel.MAJOR:
            self._not_by_mine(by, "accept or reject", "验收")

    def _if_found_by_authority_not_by_mine(self, by: Actor, act: str, act_zh: str) -> None:
        if self.source is not HazardSource.SELF_INSPECTION:
            self._not_by_mine(by, act, act_zh)

    def _not_by_mine(self, by: Actor, act: str, act_zh: str) -> None:
        if by.role is Role.ENTERPRISE:
            refuse(
                "AUTHORITY_ONLY",
                f"A mine may not {act} a hazard that is major or that an authority found; the authority does.",
                f"重大隐患和监管监察发现的隐患，由监管部门{act_zh}，煤矿不得自行办理。",
                rule="煤矿安全生产条例 §48",
            )

    def _not_before_last_step(self, on: date, field: str) -> None:
        if on < self.reached:
            refuse(
                "DAY_BEFORE_LAST_STEP",
                f"The step before it is of {self.reached}; {on} lies before that.",
                f"前一环节日期为 {self.reached}，{on} 早于该日期。",
                rule="台账原则 4",
                path=(field,),
            )

    def _not_own_work(self, by: Actor, other: Actor | None, act: str, act_zh: str) -> None:
        if other is not None and by.same_capacity(other):
            refuse(
                "OWN_WORK",
                f"Nobody may {act} their own work: the step before was taken in the same capacity.",
                f"不得自己{act_zh}自己办理的事项：前一环节由同一身份办理。",
                rule="台账原则 6",
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

    def _extend(self, deadline: date, why: str, by: Actor, at: datetime) -> None:
        self._happen(e.RectificationExtended, by, at, deadline=deadline, previous_deadline=self.deadline, why=why)

    def _proposal(self, by: Actor) -> e.HazardChangeProposed:
        if self.proposed is None:
            refuse("NO_CHANGE_PROPOSED", "No change is waiting.", "没有待批准的变更申请。", rule=RULE_ROAD)
        self._not_own_work(by, self.proposer, "approve", "批准")
        return self.proposed

    def _happen(self, event_class: type[DomainEvent], by: Actor, at: datetime, **data: Any) -> None:
        self.trigger(event_class, by=by, at=at, mine=self.mine, division=self.division, **data)
