"""Risk (风险): identified, graded, controlled, reviewed; raised, lowered, published, eliminated, reopened."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from ledger.domain import risk_events as e
from ledger.domain.guards import OURS, refuse
from ledger.domain.risk_events import GradingMethod, RiskGrade, RiskStatus
from ledger.domain.risk_state import RiskState
from ledger.values.actor import Actor, Role
from ledger.values.labels import zh

RULE = "双四政发〔2020〕28号 二(六)4"
RULE_COMPLETE = "双四政发〔2020〕28号 二(六)4"


class Risk(RiskState):
    """One risk of a mine under double control (双控).

    A major one is lowered or declared gone only with a second approver of an authority; it is published, and only
    with its measures and who answers for them. Reviews are facts, late or not.
    """

    zh = "风险"

    def identify(self, *, mine: UUID, division: str, by: Actor, at: datetime, **found: Any) -> None:
        """Somebody identified it; always accepted."""
        self.mine, self.division = mine, division
        self._happen(e.RiskIdentified, by, at, **found)

    def correct(self, *, by: Actor, at: datetime, **entry: Any) -> None:
        """Correct what was entered wrongly: where, what, which accident, which assessment."""
        self._happen(e.RiskEntryCorrected, by, at, **entry)

    def notify(self, told: list[str], document: str, on: date, *, by: Actor, at: datetime) -> None:
        """Record that party committee and government were told of a major risk (R-305)."""
        if self.grade is not RiskGrade.MAJOR:
            refuse(
                "RISK_NOT_MAJOR",
                "Only of a major risk they are told.",
                "仅就重大风险进行通报。",
                rule="双四政发〔2020〕28号 五(四)",
            )
        self._happen(e.RiskNotified, by, at, told=told, document=document, notified_on=on)

    def appraise(
        self, grade: RiskGrade, method: GradingMethod, on: date, *, by: Actor, at: datetime, **why: str
    ) -> None:
        """Grade it. What is raised is controlled anew; a lower grade for a major one waits for a second approver.

        `why` is `grounds` and `graded_by`.
        """
        self._must_stand()
        self._not_before_last_step(on, "gradedOn")
        if grade is self.grade and method is self.method:
            refuse(
                "GRADE_UNCHANGED",
                f"It is {grade} already.",
                f"该风险已定为“{zh(grade)}”。",
                rule=OURS,
                path=("grade",),
            )
        found = {"grade": grade, "method": method, **why}
        if self.grade is RiskGrade.MAJOR and grade is not RiskGrade.MAJOR:
            self._nothing_may_be_pending()
            self._happen(e.RiskLoweringProposed, by, at, **found)
        else:
            self._happen(e.RiskGraded, by, at, previous=self.grade, graded_on=on, **found)

    def put_under_control(self, on: date, *, by: Actor, at: datetime, **control: Any) -> None:
        """Set measures and who answers for them, for the first time or anew."""
        self._must_stand()
        self._must_be_graded()
        self._not_before_last_step(on, "controlledOn")
        self._happen(e.RiskControlled, by, at, controlled_on=on, **control)

    def review(
        self, on: date, *, in_control: bool, finding: str, next_due: date, hazard: UUID | None, by: Actor, at: datetime
    ) -> None:
        """The measures were looked at; a fact in every state. What is not controlled has no next review.

        One that is entered after a later one leaves the day of the next as it is.
        """
        controlled = self.status in {RiskStatus.CONTROLLED, RiskStatus.OUT_OF_CONTROL}
        if self.looked_at_on is not None and on < self.looked_at_on and self.review_due is not None:
            next_due = self.review_due
        self._happen(
            e.RiskReviewed,
            by,
            at,
            reviewed_on=on,
            in_control=in_control,
            finding=finding,
            due=self.review_due,
            review_due=next_due if controlled else None,
            hazard=hazard,
        )

    def eliminate(self, on: date, finding: str, *, by: Actor, at: datetime) -> None:
        """It is gone; of a major one that is a proposal."""
        self._must_stand()
        self._must_be_graded()
        self._not_before_last_step(on, "eliminatedOn")
        if self.grade is RiskGrade.MAJOR:
            self._nothing_may_be_pending()
            self._happen(e.RiskEliminationProposed, by, at, finding=finding)
            return
        self._not_own_work(by, self.control.actor if self.control else self.grader, RULE)
        self._happen(e.RiskEliminated, by, at, eliminated_on=on, finding=finding)

    def approve_change(self, on: date, *, by: Actor, at: datetime) -> None:
        """The second approver, of an authority and of another capacity, lets the proposed change happen."""
        proposed = self._proposal(by)
        self._not_before_last_step(on, "approvedOn")
        if isinstance(proposed, e.RiskEliminationProposed):
            self._happen(e.RiskEliminated, by, at, eliminated_on=on, finding=proposed.finding)
        else:
            self._happen(
                e.RiskLowered,
                by,
                at,
                previous=self.grade,
                lowered_on=on,
                **proposed.model_dump(include={"grade", "method", "grounds", "graded_by"}),
            )
        if self.notice is not None:
            self._happen(e.RiskPublicationEnded, by, at, notice=self.notice, ended_on=on)

    def refuse_change(self, why: str, *, by: Actor, at: datetime) -> None:
        """The second approver refuses the proposed change."""
        self._proposal(by)
        self._happen(e.RiskChangeRefused, by, at, why=why)

    def reopen(self, cause: e.RiskReopeningCause, finding: str, on: date, *, by: Actor, at: datetime) -> None:
        """What was eliminated stands again, with its grade, to be controlled anew."""
        if self.status is not RiskStatus.ELIMINATED:
            refuse(
                "RISK_NOT_ELIMINATED",
                "The risk stands; there is nothing to reopen.",
                "该风险未消除，无须重新列入。",
                rule=RULE,
            )
        self._not_before_last_step(on, "reopenedOn")
        self._happen(e.RiskReopened, by, at, cause=cause, finding=finding, reopened_on=on)

    def publish(self, on: date, posted_at: str, *, by: Actor, at: datetime) -> None:
        """Put up the public notice of a major risk; an incomplete one has nothing to publish."""
        self._must_stand()
        if self.grade is not RiskGrade.MAJOR:
            refuse(
                "RISK_NOT_MAJOR",
                "Only a major risk is published.",
                "仅公示重大风险。",
                rule="双四政发〔2020〕28号 二(六)4",
            )
        if self.control is None:
            refuse(
                "CONTROL_MISSING",
                "A risk without measures and a responsible person is incomplete.",
                "风险未落实管控措施和责任人，不得公示。",
                rule=RULE_COMPLETE,
            )
        if self.notice is not None:
            refuse("PUBLISHED_ALREADY", "Its notice is up already.", "该风险已公示。", rule=OURS)
        self._happen(
            e.RiskPublished,
            by,
            at,
            notice=uuid5(self.id, f"notice:{self.version + 1}"),
            published_on=on,
            posted_at=posted_at,
            grade=self.grade,
            place=self.place,
            description=self.description,
            **self.control.model_dump(include={"measures", "responsible_unit", "responsible_person"}),
        )

    def list_for(self, year: int, on: date, *, by: Actor, at: datetime) -> None:
        """Put it on the mine's list of a year as it stands; again when its grade has changed since."""
        self._must_stand()
        self._must_be_graded()
        before = self.listings.get(year)
        if before is not None and before.grade is self.grade:
            refuse(
                "LISTED_ALREADY",
                f"It is on the list of {year}.",
                f"该风险已列入 {year} 年度清单。",
                rule=OURS,
                path=("year",),
            )
        self._happen(
            e.RiskListed,
            by,
            at,
            year=year,
            listing=self._listing(year),
            grade=self.grade,
            place=self.place,
            description=self.description,
            measures=self.control.measures if self.control else None,
            responsible_person=self.control.responsible_person if self.control else None,
            listed_on=on,
        )

    def take_off_list(self, year: int, on: date, why: str, *, by: Actor, at: datetime) -> None:
        """Take it off the list of a year."""
        if year not in self.listings:
            refuse(
                "NOT_ON_LIST",
                f"It is not on the list of {year}.",
                f"该风险不在 {year} 年度清单中。",
                rule=OURS,
                path=("year",),
            )
        self._happen(e.RiskTakenOffList, by, at, year=year, listing=self._listing(year), taken_off_on=on, why=why)

    def _listing(self, year: int) -> UUID:
        return uuid5(self.id, f"listing:{year}")

    def _must_stand(self) -> None:
        if self.status is RiskStatus.ELIMINATED:
            refuse(
                "RISK_ELIMINATED", "The risk is eliminated; reopen it first.", "该风险已消除，须先重新列入。", rule=RULE
            )

    def _must_be_graded(self) -> None:
        if self.grade is None:
            refuse("RISK_NOT_GRADED", "The risk has no grade yet.", "该风险尚未评估定级。", rule=RULE)

    def _nothing_may_be_pending(self) -> None:
        if self.proposed is not None:
            refuse(
                "CHANGE_PENDING",
                "A proposed change waits for its approver.",
                "已有变更待批准。",
                rule=RULE,
            )

    def _proposal(self, by: Actor) -> e.RiskLoweringProposed | e.RiskEliminationProposed:
        if self.proposed is None:
            refuse("NO_CHANGE_PENDING", "No change waits for an approver.", "没有待批准的变更。", rule=RULE)
        if by.role is Role.ENTERPRISE:
            refuse(
                "AUTHORITY_ONLY",
                "The second approver is of an authority.",
                "须由监管部门批准。",
                rule=OURS,
            )
        self._not_own_work(by, self.proposed.actor, RULE)
        return self.proposed
