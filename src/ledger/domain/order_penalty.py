"""What comes before a stop for rectification (停产整顿), which is a penalty: notice, defence, hearing, legal review."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from ledger.domain import order_events as e
from ledger.domain.guards import OURS, refuse
from ledger.domain.order_events import Demand, OrderScope
from ledger.domain.order_state import OrderState
from ledger.values.actor import Actor, Role
from ledger.values.deadline import days_late
from ledger.values.labels import zh


class PenaltyProcedure(OrderState):
    """The procedure of a penalty on an order that is not issued yet. Its steps are facts; the decision is guarded."""

    def notify_stop(
        self,
        demand: Demand,
        facts: str,
        on: date,
        request_until: date | None,
        *,
        mine: UUID,
        division: str,
        hearing_offered: bool,
        receipt: str | None,
        by: Actor,
        at: datetime,
    ) -> None:
        """Tell the mine what is meant (事先告知): content, facts, grounds, and its right to speak and to be heard.

        `request_until` is the last day on which it can ask for a hearing; None where no clock is known for that day.
        """
        if demand.deadline is None:
            refuse(
                "TERM_MISSING",
                "A stop for rectification says what is to be put right, and until when.",
                "责令停产整顿须明确整顿的内容、时间等具体要求。",
                rule="煤矿安全生产条例 §64",
                path=("deadline",),
            )
        self._must_name_its_place(demand)
        self.mine, self.division = mine, division
        self._happen(
            e.StopNotified,
            by,
            at,
            department=by.department,
            demand=demand,
            facts=facts,
            notified_on=on,
            receipt=receipt,
            hearing_offered=hearing_offered,
            request_until=request_until,
        )

    def hear_statement(
        self, statement: str, review: str, adopted: bool, on: date, *, by: Actor, at: datetime
    ) -> None:  # fmt: skip
        """The mine spoke in its defence, and it was looked into."""
        self._happen(
            e.StatementHeard, by, at, heard_on=on, statement=statement, review=review, adopted=adopted
        )  # fmt: skip

    def request_hearing(self, on: date, *, by: Actor, at: datetime) -> None:
        """The mine asked for a hearing, in time or late."""
        until = self.notice.request_until if self.notice else None
        late = None if until is None else days_late(until, on)
        self._happen(e.HearingRequested, by, at, requested_on=on, days_late=late)

    def hold_hearing(self, host: str, record: str, on: date, *, by: Actor, at: datetime) -> None:
        """The hearing took place."""
        self._happen(e.HearingHeld, by, at, held_on=on, host=host, record=record)

    def forgo_hearing(self, why: str, on: date, *, by: Actor, at: datetime) -> None:
        """The mine gave the hearing up."""
        self._happen(e.HearingForgone, by, at, forgone_on=on, why=why)

    def review_decision(self, passed: bool, opinion: str, on: date, *, by: Actor, at: datetime) -> None:
        """A reviewer examined what is meant; never who announced it."""
        if self.notice is not None:
            self._not_own_work(by, self.notice.actor, "行政处罚法 §58")
        self._happen(e.LegalReviewRecorded, by, at, reviewed_on=on, passed=passed, opinion=opinion)

    def drop_stop(self, why: str, *, by: Actor, at: datetime) -> None:
        """Do not decide the stop that was announced."""
        self._must_be_announced()
        self._happen(e.StopDropped, by, at, why=why)

    def _must_name_its_place(self, demand: Demand) -> None:
        if (demand.scope is OrderScope.MINE) != (demand.place is None):
            refuse(
                "PLACE_DOES_NOT_FIT",
                "An order about a panel, a face or equipment names it; one about the whole mine names none.",
                "针对采区、工作面、设备的文书须写明具体部位，针对全矿的不写。",
                rule=OURS,
                path=("place",),
            )

    def _must_be_announced(self) -> e.StopNotified:
        if self.notice is None or self.issued or self.ended is not None:
            refuse(
                "ORDER_NOT_IN_STATE",
                f"The order is {self.status}; this needs a stop that was announced and is not decided.",
                f"文书当前状态为“{zh(self.status)}”，须为已告知而尚未决定的停产整顿。",
                rule="行政处罚法 §44",
            )
        return self.notice

    def _must_be_decidable(self, deadline: date | None, on: date, hearing_until: date | None, by: Actor) -> Demand:
        """What is decided, when all that the law wants before it has been: the one guard of a penalty.

        That the mine's time to ask for a hearing is over is no deadline of the decider's: before it, its right to be
        heard would be cut off.
        """
        notice = self._must_be_announced()
        if by.role is not Role.HEAD:
            refuse("HEAD_DECIDES", "A head decides about a penalty.", "行政处罚由负责人决定。", rule="行政处罚法 §57")
        self._not_own_work(by, notice.actor, "台账原则 6")
        self._must_have_been_heard(notice, on, notice.request_until or hearing_until)
        if self.review_passed is False or (self.hearing_held and self.review_passed is None):
            refuse(
                "LEGAL_REVIEW_MISSING",
                "After a hearing the decision passes legal review first; one that did not pass is not made.",
                "经过听证程序的，未经法制审核或者审核未通过的，不得作出决定。",
                rule="行政处罚法 §58",
            )
        announced = notice.demand.deadline
        if deadline is not None and announced is not None and deadline > announced:
            refuse(
                "HEAVIER_THAN_ANNOUNCED",
                f"A stop until {announced} was announced; a longer one needs another notice.",
                f"告知的整顿期限为 {announced}，加重处罚须重新告知。",
                rule="行政处罚法 §45",
                path=("deadline",),
            )
        return notice.demand.model_copy(update={"deadline": deadline or announced})

    def _must_have_been_heard(self, notice: e.StopNotified, on: date, until: date | None) -> None:
        if not notice.hearing_offered:
            refuse(
                "HEARING_NOT_OFFERED",
                "The notice did not say that a hearing can be asked for; drop it and announce it anew.",
                "告知书未告知听证权利，须重新告知。",
                rule="行政处罚法 §63",
            )
        if self.hearing_held or self.hearing_forgone:
            return
        if self.hearing_requested:
            refuse("HEARING_PENDING", "The hearing was not held yet.", "听证尚未举行。", rule="行政处罚法 §63")
        if until is not None and on <= until:
            refuse(
                "HEARING_PERIOD_RUNNING",
                f"Until {until} the mine can ask for a hearing.",
                f"当事人可在 {until} 前要求听证，期满前不得作出决定。",
                rule="行政处罚法 §64(1)",
            )
