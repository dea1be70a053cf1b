"""Project (建设项目): applied for, approved, built, run on trial, accepted, in use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import project_events as e
from ledger.domain.guards import OURS, refuse
from ledger.domain.project_events import ApprovalKind, ProjectKind, ProjectStatus
from ledger.domain.project_state import ProjectState
from ledger.domain.rule_text import RuleText
from ledger.values.actor import Actor
from ledger.values.labels import zh

RULE_ORDER = "双四政发〔2020〕28号 二(三甲)3"
RULE_CHANGE = "双四政发〔2020〕28号 二(六)7"
RULE_STANDARD = "双四政发〔2020〕28号 二(七)2"
RULE_ACCEPTANCE = "煤矿安全生产条例 §16"
NEEDS_MECHANISATION = frozenset(
    {ApprovalKind.PRELIMINARY_DESIGN, ApprovalKind.SAFETY_DESIGN, ApprovalKind.CONSTRUCTION_FILING}
)
ALTERED = frozenset({ProjectKind.EXPANSION, ProjectKind.UPGRADE})
INTELLIGENT_MINES = "GB/T 51272"
"""煤炭工业智能化矿井设计规范 GB/T 51272-2018, as the notice names it."""
DESIGNS = (ApprovalKind.SAFETY_DESIGN, ApprovalKind.PRELIMINARY_DESIGN)


class Project(ProjectState):
    """One construction project of a mine.

    That somebody built, ran or used it without leave is a fact, and flagged; approvals and acceptance are acts.
    """

    zh = "建设项目"

    def apply(self, *, mine: UUID, division: str, by: Actor, at: datetime, **applied: Any) -> None:
        """Apply for it."""
        self.mine, self.division = mine, division
        self._happen(e.ProjectApplied, by, at, **applied)

    def revise(
        self,
        *,
        capacity: Decimal | None,
        mechanised: bool,
        document: str | None,
        by: Actor,
        at: datetime,
        **entry: str,
    ) -> None:
        """Change what was applied for; once a design is approved, what is built is changed by a paper or flagged."""
        approved = any(self.approvals.get(kind) for kind in DESIGNS)
        changed = (capacity, mechanised) != (self.capacity, self.mechanised)
        told = {"capacity": capacity, "mechanised": mechanised, "document": document}
        self._happen(e.ProjectRevised, by, at, **told, **entry)
        if approved and changed and document is None:
            text = "What is built was changed after its design had been approved, and by no paper."
            self._flag(by, at, RULE_CHANGE, text, "设计批复后擅自改变主要建设内容和建设标准。")

    # -- approvals ------------------------------------------------------------------------------------------------

    def grant(
        self,
        kind: ApprovalKind,
        on: date,
        ends_on: date | None,
        *,
        by: Actor,
        at: datetime,
        standards: Sequence[str] = (),
        faces: int | None = None,
        exceeded: Iterable[RuleText] = (),
        **paper: str,
    ) -> None:
        """Grant an approval; `paper` is authority and document. No designs, no filing without mechanisation (R-192).

        A design of a mine that is altered, and that was not made by the standard of intelligent mines (R-194), and one
        whose coal faces are beyond the limits `exceeded` (R-218), is flagged.
        """
        self._must_be_grantable(kind, on, ends_on)
        self._happen(
            e.ProjectApprovalGranted,
            by,
            at,
            approval=self._new(kind),
            kind=kind,
            granted_on=on,
            ends_on=ends_on,
            standards=list(standards),
            faces=faces,
            **paper,
        )
        if kind in DESIGNS and self.kind in ALTERED and not any(INTELLIGENT_MINES in name for name in standards):
            text = f"The design names no {INTELLIGENT_MINES}."
            self._flag(by, at, RULE_STANDARD, text, f"改扩建矿井设计未注明按 {INTELLIGENT_MINES} 编制。")
        for limit in exceeded:
            text = f"The design plans {faces} coal faces at once."
            self._flag(
                by, at, f"双四政发〔2020〕28号 {limit.article}", text, f"设计同时生产采煤工作面{faces}个：{limit.zh}。"
            )

    def deny(self, kind: ApprovalKind, on: date, why: str, *, by: Actor, at: datetime, **paper: str) -> None:
        """Refuse an approval."""
        self._happen(
            e.ProjectApprovalRefused, by, at, approval=self._new(kind), kind=kind, refused_on=on, why=why, **paper
        )  # fmt: skip

    def expire(self, kind: ApprovalKind, on: date, *, by: Actor, at: datetime) -> None:
        """Note that an approval ran out on a day."""
        self._happen(
            e.ProjectApprovalExpired, by, at, approval=self._running(kind, on), kind=kind, expired_on=on
        )  # fmt: skip

    def revoke(self, kind: ApprovalKind, on: date, why: str, *, by: Actor, at: datetime, **paper: str) -> None:
        """Take an approval back."""
        running = self._running(kind, on)
        self._happen(
            e.ProjectApprovalRevoked, by, at, approval=running, kind=kind, revoked_on=on, why=why, **paper
        )  # fmt: skip

    # -- building -------------------------------------------------------------------------------------------------

    def begin_construction(self, on: date, required: Mapping[ApprovalKind, str], *, by: Actor, at: datetime) -> None:
        """Building began. What it needed (with the rule of each) and did not have that day is flagged."""
        if self.status in {ProjectStatus.BUILDING, ProjectStatus.STOPPED}:
            refuse(
                "CONSTRUCTION_UNCHANGED", f"It is {self.status} already.", f"项目已是“{zh(self.status)}”。", rule=OURS
            )
        missing = [kind for kind in required if self.approval_on(kind, on) is None]
        self._happen(e.ConstructionBegun, by, at, begun_on=on, missing=missing)
        for kind in missing:
            text = f"Building began on {on} without {kind}."
            self._flag(by, at, required[kind], text, f"{on} 开工时未取得“{zh(kind)}”（未批先建）。")
        self._flag_if_cancelled(by, at)

    def stop_construction(self, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Building, or the trial run, stopped."""
        if self.status not in {ProjectStatus.BUILDING, ProjectStatus.TRIAL_RUN}:
            refuse("NOTHING_TO_STOP", f"It is {self.status}.", f"项目状态为“{zh(self.status)}”，无可停工。", rule=OURS)
        self._not_before(on, "stoppedOn")
        self._happen(e.ConstructionStopped, by, at, stopped_on=on, why=why)

    def resume_construction(self, on: date, *, by: Actor, at: datetime) -> None:
        """What had stopped goes on."""
        if self.status is not ProjectStatus.STOPPED:
            refuse("NOTHING_TO_RESUME", f"It is {self.status}.", f"项目状态为“{zh(self.status)}”，未停工。", rule=OURS)
        self._not_before(on, "resumedOn")
        self._happen(e.ConstructionResumed, by, at, resumed_on=on, resumed=self.before_stop)

    def verify(
        self, on: date, verified_by: list[str], finding: str, *, in_order: bool, by: Actor, at: datetime
    ) -> None:
        """Officers looked at it on site; a fact, whatever they saw."""
        self._not_before_it_was(on, self.first_day, "verifiedOn")
        told = {"status": self.status, "in_order": in_order, "finding": finding, "verified_by": verified_by}
        self._happen(e.ProjectSiteVerified, by, at, verification=self._new("verification"), verified_on=on, **told)

    def deviate(self, on: date, finding: str, due_on: date | None = None, *, by: Actor, at: datetime) -> None:
        """It was found not built as approved; a fact, and flagged."""
        self._not_before_it_was(on, self.first_day, "foundOn")
        if due_on is not None and due_on < on:
            refuse(
                "ENDS_BEFORE_IT_BEGINS", "It would be due before it was found.", "整改期限早于发现日期。", rule=OURS,
                path=("dueOn",),
            )  # fmt: skip
        told = {"deviation": self._new("deviation"), "found_on": on, "finding": finding, "due_on": due_on}
        self._happen(e.DesignDeviationFound, by, at, **told)
        self._flag(
            by,
            at,
            "安全生产法 §34; 双四政发〔2020〕28号 二(三甲)3",
            "It is not built as its approved design says.",
            "未按批准的设计施工，或边建设边生产。",
        )

    def remedy(self, deviation: UUID, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """A deviation was put right."""
        if deviation not in self.deviations:
            refuse(
                "DEVIATION_NOT_OPEN",
                "This deviation is not open.",
                "该偏差不存在或已整改。",
                rule=OURS,
                path=("deviation",),
            )
        if on < self.deviations[deviation]:
            refuse(
                "DAY_BEFORE_LAST_STEP",
                f"It was found on {self.deviations[deviation]}; {on} lies before that.",
                f"该偏差发现于 {self.deviations[deviation]}，{on} 早于该日期。",
                rule="台账原则 4",
                path=("remediedOn",),
            )
        self._happen(e.DesignDeviationRemedied, by, at, deviation=deviation, remedied_on=on, finding=finding)

    def begin_trial_run(self, on: date, ends_on: date, *, by: Actor, at: datetime) -> None:
        """The joint trial run began; without any building before it a step was left out, which is flagged."""
        if self.status is ProjectStatus.TRIAL_RUN:
            refuse("TRIAL_RUN_UNCHANGED", "It is on trial already.", "项目已在联合试运转。", rule=OURS)
        if ends_on < on:
            refuse(
                "ENDS_BEFORE_IT_BEGINS",
                "It would end before it begins.",
                "终止日早于起始日。",
                rule=OURS,
                path=("endsOn",),
            )
        self._not_before(on, "begunOn")
        skipped = self.begun_on is None
        self._happen(e.TrialRunBegun, by, at, begun_on=on, ends_on=ends_on)
        if skipped:
            self._flag(by, at, RULE_ORDER, "On trial without construction on record.", "未见开工记录即联合试运转。")
        self._flag_if_cancelled(by, at)

    def extend_trial_run(self, ends_on: date, document: str, why: str, *, by: Actor, at: datetime) -> None:
        """Let the trial run go on to another last day."""
        if self.status is not ProjectStatus.TRIAL_RUN or self.trial_ends_on is None:
            refuse(
                "NOT_ON_TRIAL", f"It is {self.status}.", f"项目状态为“{zh(self.status)}”，未在联合试运转。", rule=OURS
            )
        if ends_on <= self.trial_ends_on:
            refuse(
                "NOT_AN_EXTENSION",
                f"It goes on to {self.trial_ends_on} already.",
                f"试运转终止日已是 {self.trial_ends_on}。",
                rule=OURS,
                path=("endsOn",),
            )
        self._happen(e.TrialRunExtended, by, at, ends_on=ends_on, document=document, why=why)

    def accept_facilities(self, on: date, document: str, finding: str, *, by: Actor, at: datetime) -> None:
        """The builder accepted the safety facilities."""
        self._not_before_it_was(on, self.first_day, "acceptedOn")
        self._happen(e.SafetyFacilitiesAccepted, by, at, accepted_on=on, document=document, finding=finding)

    # -- acceptance and use ---------------------------------------------------------------------------------------

    def accept(self, on: date, document: str, finding: str, *, by: Actor, at: datetime) -> None:
        """Accept it: run on trial, safety facilities accepted by the builder, nothing open, designs in force."""
        self._must_be_acceptable(on)
        assert self.facilities_accepted is not None
        self._not_own_work(by, self.facilities_accepted.actor, RULE_ACCEPTANCE)
        self._happen(e.ProjectAccepted, by, at, accepted_on=on, document=document, finding=finding)

    def refuse_acceptance(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """Do not accept it."""
        self._must_not_be_accepted()
        self._not_before_it_was(on, self.first_day, "refusedOn")
        self._happen(e.ProjectAcceptanceRefused, by, at, refused_on=on, finding=finding)

    def revoke_acceptance(self, on: date, document: str, why: str, *, by: Actor, at: datetime) -> None:
        """Take the acceptance back; the builder accepts the facilities anew."""
        if self.accepted_on is None:
            refuse("NOT_ACCEPTED", "It has not been accepted.", "该项目未通过竣工验收。", rule=OURS)
        self._happen(e.ProjectAcceptanceRevoked, by, at, revoked_on=on, document=document, why=why)

    def put_in_use(self, on: date, *, by: Actor, at: datetime) -> None:
        """It went into use; before it was accepted that is a breach, and flagged."""
        if self.status is ProjectStatus.IN_USE:
            refuse("USE_UNCHANGED", "It is in use already.", "项目已投入使用。", rule=OURS)
        accepted = self.accepted_on is not None and self.accepted_on <= on
        self._happen(e.ProjectPutInUse, by, at, in_use_on=on, accepted=accepted)
        if not accepted:
            self._flag(by, at, RULE_ACCEPTANCE, f"In use from {on}, not accepted.", f"{on} 起投入使用，未经验收合格。")
        self._flag_if_cancelled(by, at)

    def cancel(self, on: date, document: str, why: str, *, by: Actor, at: datetime) -> None:
        """It is off."""
        self._must_not_be_cancelled()
        self._must_not_be_accepted()
        self._happen(e.ProjectCancelled, by, at, cancelled_on=on, document=document, why=why)

    def restore(self, document: str, why: str, *, by: Actor, at: datetime) -> None:
        """The cancellation was reversed, by a paper (R-077: by nothing less)."""
        if not self.cancelled:
            refuse("NOT_CANCELLED", "It is not cancelled.", "该项目未取消。", rule=OURS)
        self._happen(e.ProjectRestored, by, at, document=document, why=why)

    # -- guards ---------------------------------------------------------------------------------------------------

    def _must_be_acceptable(self, on: date) -> None:
        self._must_not_be_cancelled()
        self._must_not_be_accepted()
        if self.status is ProjectStatus.STOPPED:
            refuse("CONSTRUCTION_STOPPED", "Construction is stopped.", "项目处于停工状态。", rule=OURS)
        if self.trial_begun_on is None or on < self.trial_begun_on:
            refuse(
                "TRIAL_RUN_MISSING",
                "It was not run on trial before.",
                "未经联合试运转，不得竣工验收。",
                rule=RULE_ORDER,
            )
        if self.facilities_accepted is None or on < self.facilities_accepted.accepted_on:
            refuse(
                "FACILITIES_NOT_ACCEPTED",
                "The builder has not accepted the safety facilities.",
                "建设单位尚未组织安全设施验收合格。",
                rule=RULE_ACCEPTANCE,
            )
        if self.deviations:
            refuse(
                "DEVIATION_OPEN",
                "A deviation from the design is open.",
                "存在未整改的设计偏差。",
                rule="安全生产法 §34",
            )
        self._must_have_designs(on)

    def _must_have_designs(self, on: date) -> None:
        missing = [kind for kind in DESIGNS if self.approval_on(kind, on) is None]
        if missing:
            refuse(
                "APPROVAL_MISSING",
                f"Not in force on {on}: {', '.join(missing)}.",
                f"{on} 缺少有效批复：{'、'.join(map(zh, missing))}。",
                rule="煤矿安全生产条例 §14; 双四政发〔2020〕28号 二(三甲)3",
            )

    def _must_be_grantable(self, kind: ApprovalKind, on: date, ends_on: date | None) -> None:
        self._must_not_be_cancelled()
        if kind in NEEDS_MECHANISATION and not self.mechanised:
            refuse(
                "NOT_MECHANISED",
                f"{kind} is not dealt with while coal is not won by machine.",
                "未采用机械化采煤工艺的，不予办理初步设计、安全设施设计审查和开工备案。",
                rule="双四政发〔2020〕28号 二(七)2",
                path=("kind",),
            )
        if kind is ApprovalKind.CONSTRUCTION_FILING:
            self._must_have_designs(on)
        if ends_on is not None and ends_on <= on:
            refuse(
                "ENDS_BEFORE_IT_BEGINS",
                "It would end before it begins.",
                "终止日早于起始日。",
                rule=OURS,
                path=("endsOn",),
            )
        if self.approval_on(kind, on) is not None:
            refuse(
                "APPROVAL_IN_FORCE",
                f"{kind} is in force already.",
                "该项批复仍在有效期内。",
                rule=OURS,
                path=("kind",),
            )

    def _must_not_be_cancelled(self) -> None:
        if self.cancelled:
            refuse("PROJECT_CANCELLED", "The project is cancelled.", "该项目已取消。", rule=OURS)

    def _must_not_be_accepted(self) -> None:
        if self.accepted_on is not None:
            refuse("ACCEPTED_ALREADY", f"It was accepted on {self.accepted_on}.", "该项目已通过竣工验收。", rule=OURS)

    def _running(self, kind: ApprovalKind, on: date) -> UUID:
        running = self.approval_on(kind, on)
        if running is None:
            refuse(
                "APPROVAL_NOT_IN_FORCE",
                f"{kind} is not in force on {on}.",
                "该项批复当日未生效。",
                rule=OURS,
                path=("kind",),
            )
        return running.id

    def _flag_if_cancelled(self, by: Actor, at: datetime) -> None:
        if self.cancelled:
            self._flag(
                by, at, "双四政发〔2020〕28号 V14", "The project was cancelled.", "项目已取消，仍在建设、试运转或使用。"
            )

    def _not_before(self, on: date, field: str) -> None:
        """Refuse what ends or goes on dated before what it ends or goes on from."""
        if on < self.stepped_on:
            refuse(
                "DAY_BEFORE_LAST_STEP",
                f"The step before it is of {self.stepped_on}; {on} lies before that.",
                f"前一环节日期为 {self.stepped_on}，{on} 早于该日期。",
                rule="台账原则 4",
                path=(field,),
            )

    def _new(self, what: str) -> UUID:
        return uuid5(self.id, f"{what}:{self.version + 1}")
