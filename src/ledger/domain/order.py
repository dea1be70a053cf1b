"""Order (执法文书 / 指令): issued, served, answered, checked; lifted, replaced or revoked, and restored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from ledger.domain import order_events as e
from ledger.domain.guards import OURS, refuse
from ledger.domain.order_effects import OrderEffects
from ledger.domain.order_events import Demand, OrderKind, OrderStatus, ServiceMode
from ledger.domain.passing_on import Takeover
from ledger.values.actor import Actor, Role
from ledger.values.deadline import days_late

REFERRAL = "刑法 §134之一(2)"
_REFERS = frozenset({OrderKind.ON_SITE_MEASURE, OrderKind.RECTIFICATION, OrderKind.STOP_FOR_RECTIFICATION})


@dataclass(frozen=True)
class Numbered:
    """The number of an order: its series, the number, and how it is written."""

    series: UUID
    number: int
    text: str


@dataclass(frozen=True)
class Signatures:
    """Who agreed to production after a stop for rectification (煤矿安全生产条例 §48), each with what they signed."""

    department_head: str | None = None
    inspectorate: str | None = None
    government: str | None = None

    @property
    def complete(self) -> bool:
        """Whether all three are there."""
        return None not in (self.department_head, self.inspectorate, self.government)


class Order(OrderEffects):
    """One order.

    What an order needs before it is issued follows from its kind, each by a guard of its own: an on-site measure is
    immediate, a stop for rectification comes after notice and hearing, the others name their term. What others do with
    an order (serve, answer, obey, defy) are facts, taken at any time; one that comes before the order is flagged.
    """

    zh = "执法文书"

    def issue(
        self,
        kind: OrderKind,
        demand: Demand,
        on: date,
        numbered: Numbered | None,
        *,
        mine: UUID,
        division: str,
        by: Actor,
        at: datetime,
        replaces: UUID | None = None,
    ) -> None:
        """Issue an order that has no procedure before it; `_GUARDS` says what each kind needs."""
        _GUARDS[kind](demand)
        self._must_name_its_place(demand)
        if numbered is None and kind is not OrderKind.ON_SITE_MEASURE:
            refuse(
                "NUMBER_MISSING",
                "It needs a number.",
                "该文书须有文号。",
                rule="双四政发〔2020〕28号 二(四)4",
                path=("series",),
            )
        self.mine, self.division = mine, division
        self._issue(kind, demand, on, numbered, by, at, replaces)

    def decide_stop(
        self,
        deadline: date | None,
        on: date,
        numbered: Numbered,
        hearing_until: date | None = None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Decide the stop for rectification that was announced; `_must_be_decidable` says what has to come before.

        `hearing_until` is the last day on which a hearing can be asked for, where the notice did not say it.
        """
        demand = self._must_be_decidable(deadline, on, hearing_until, by)
        self._issue(OrderKind.STOP_FOR_RECTIFICATION, demand, on, numbered, by, at, None)

    def number(self, numbered: Numbered, *, by: Actor, at: datetime) -> None:
        """Give it the number it lacked, or the right one."""
        if not self.issued:
            self._not_issued()
        previous = self.numbered[2] if self.numbered else None
        self._happen(e.OrderNumbered, by, at, **vars(numbered), previous_text=previous)

    # -- facts ----------------------------------------------------------------------------------------------------

    def serve(
        self, mode: ServiceMode, on: date, due: date | None, *, agreed: bool, by: Actor, at: datetime, **how: Any
    ) -> None:
        """It was served, or left with whom would not take it; `due` is the last day in time, where there is one."""
        late = None if due is None else days_late(due, on)
        self._fact(e.OrderServed, by, at, mode=mode, served_on=on, days_late=late, **how)
        if mode is ServiceMode.ELECTRONIC and not agreed:
            self._flag(
                by, at, "行政处罚法 §61",
                "Served electronically without the party's signed agreement.",
                "未经当事人签订确认书即采用电子方式送达。",
            )  # fmt: skip

    def answer(self, answer: str, on: date, *, by: Actor, at: datetime) -> None:
        """Whom it was for answered; after its term it counts all the same, and is shown as late."""
        late = None if self.deadline is None else days_late(self.deadline, on)
        self._fact(e.OrderAnswered, by, at, answered_on=on, answer=answer, days_late=late)

    def check(
        self, complied: bool, finding: str, on: date, due: date | None, *, by: Actor, at: datetime
    ) -> None:  # fmt: skip
        """It was looked at whether it is obeyed; `due` is the last day of an acceptance after a stop."""
        late = None if due is None else days_late(due, on)
        self._fact(e.ComplianceChecked, by, at, checked_on=on, complied=complied, finding=finding, days_late=late)

    def defy(self, finding: str, on: date, *, by: Actor, at: datetime) -> None:
        """It is not obeyed; the ledger proposes a referral to the police, once until it is decided."""
        self._fact(e.OrderDefied, by, at, found_on=on, finding=finding)
        if self.kind in _REFERS and self.issued and not self.referral_proposed:
            self._happen(e.CriminalReferralProposed, by, at, rule=REFERRAL, grounds=finding)

    # -- acts -----------------------------------------------------------------------------------------------------

    def void_service(self, why: str, *, by: Actor, at: datetime) -> None:
        """The service was none."""
        if not self.served:
            refuse("NOT_SERVED", "No service is on record.", "没有送达记录。", rule=OURS)
        self._happen(e.OrderServiceVoided, by, at, why=why)

    def retract_defiance(self, why: str, *, by: Actor, at: datetime) -> None:
        """That it was not obeyed proved wrong; a proposal that rested on it lapses."""
        if not self.defied:
            refuse("NOT_DEFIED", "No refusal is on record.", "没有拒不执行的记录。", rule=OURS)
        self._happen(e.OrderDefianceRetracted, by, at, why=why)

    def decide_referral(self, adopted: bool, why: str, *, by: Actor, at: datetime) -> None:
        """Decide about the proposal to refer it to the police."""
        if not self.referral_proposed:
            refuse("NO_REFERRAL_PROPOSED", "No referral is proposed.", "没有待决定的移送建议。", rule=REFERRAL)
        self._happen(e.CriminalReferralDecided, by, at, adopted=adopted, why=why)

    def extend(self, deadline: date, why: str, *, by: Actor, at: datetime) -> None:
        """Move the term; never by the issuer of a penalty."""
        self._must_stand()
        if self.deadline is None or deadline <= self.deadline:
            refuse(
                "DEADLINE_NOT_LATER",
                f"The new term is not after {self.deadline}.",
                f"新的期限不晚于原期限 {self.deadline}。",
                rule=OURS,
                path=("deadline",),
            )
        self._not_by_the_issuer_of_a_penalty(by)
        self._happen(e.OrderExtended, by, at, deadline=deadline, previous_deadline=self.deadline, why=why)

    def lift(self, why: str, on: date, signatures: Signatures, *, by: Actor, at: datetime) -> None:
        """Lift it, once a check found it obeyed; a penalty by a head who did not issue it, with three signatures."""
        self._must_stand()
        if self.progress is not OrderStatus.COMPLIED:
            refuse(
                "NOT_COMPLIED",
                "It is lifted after a check found it obeyed (CheckCompliance).",
                "须经核查确认已履行后方可解除。",
                rule=OURS,
            )
        self._not_by_the_issuer_of_a_penalty(by)
        if self.is_penalty and self.stop is not None:
            refuse(
                "STOP_STANDS",
                "A stop stands under it; its way back ends with ResumeProduction, which lifts the order as well.",
                "该文书的停产措施仍在执行，须依程序验收、签批后办理恢复生产，文书随之解除。",
                rule="煤矿安全生产条例 §48",
            )
        if self.is_penalty and not signatures.complete:
            refuse(
                "SIGNATURES_MISSING",
                "After a stop for rectification the department head, the inspectorate and the government agree first.",
                "停产整顿后恢复生产，须经部门主要负责人签字、矿山安全监察机构审核同意、政府主要负责人批准。",
                rule="煤矿安全生产条例 §48",
                path=("departmentHead",),
            )
        self._happen(e.OrderLifted, by, at, lifted_on=on, why=why, **vars(signatures))

    def replace(self, other: Order, on: date, *, by: Actor, at: datetime) -> None:
        """Let another order of the same mine take its place; a penalty gives way to nothing less."""
        self._must_stand()
        if other.mine != self.mine:
            refuse("OTHER_MINE", "It is about another mine.", "该文书属于另一煤矿。", rule=OURS, path=("replaces",))
        if self.is_penalty:
            refuse(
                "PENALTY_NOT_REPLACED",
                "A penalty is lifted or revoked, not replaced by something less.",
                "行政处罚只能依法解除或者撤销，不得以其他文书替换。",
                rule="行政处罚法 §62",
                path=("replaces",),
            )
        self._happen(e.OrderReplaced, by, at, successor=other.id, replaced_on=on)

    def revoke(self, authority: str, why: str, on: date, *, by: Actor, at: datetime) -> None:
        """Take it back on the authority of a decision (review, court, correction)."""
        self._must_stand()
        self._not_by_the_issuer_of_a_penalty(by)
        self._happen(e.OrderRevoked, by, at, revoked_on=on, authority=authority, why=why)

    def restore(self, why: str, *, by: Actor, at: datetime) -> None:
        """Let it stand again where it stood before it ended."""
        if self.ended is None:
            refuse("ORDER_NOT_ENDED", "It has not ended.", "该文书尚未终结。", rule=OURS)
        self._happen(e.OrderRestored, by, at, status=self.progress, why=why)

    def pass_on(self, to: Takeover, *, by: Actor, at: datetime) -> None:
        """Record which body answers for it from a day on; one that has ended stays as it is."""
        changes = to.department != self.department
        to.must_be_one(at, self.passed_on, stands=self.ended is None, changes=changes)
        self._happen(e.OrderPassedOn, by, at, **to.told(self.department))

    # -- guards ---------------------------------------------------------------------------------------------------

    def _issue(
        self,
        kind: OrderKind,
        demand: Demand,
        on: date,
        numbered: Numbered | None,
        by: Actor,
        at: datetime,
        replaces: UUID | None,
    ) -> None:
        number = vars(numbered) if numbered else {"series": None, "number": None, "text": None}
        self._happen(
            e.OrderIssued,
            by,
            at,
            department=by.department,
            kind=kind,
            demand=demand,
            issued_on=on,
            replaces=replaces,
            **number,
        )

    def _not_by_the_issuer_of_a_penalty(self, by: Actor) -> None:
        if not self.is_penalty:
            return
        if by.role is not Role.HEAD:
            refuse("HEAD_DECIDES", "A head decides about a penalty.", "行政处罚由负责人决定。", rule="行政处罚法 §57")
        self._not_own_work(by, self.issuer, "台账原则 6")


def _immediate(demand: Demand) -> None:
    """An on-site measure names what is done at once, and waits for nothing."""
    if demand.measure is None:
        refuse(
            "MEASURE_MISSING",
            "An on-site measure says what is done at once.",
            "现场处理措施须写明具体措施。",
            rule="煤矿安全生产条例 §44",
            path=("measure",),
        )


def _only_after_notice(demand: Demand) -> None:
    """A stop for rectification is never issued like this: it is announced first."""
    refuse(
        "NOTICE_MISSING",
        "A stop for rectification is a penalty: it is announced first (NotifyStop), then decided (DecideStop).",
        "停产整顿属于行政处罚，须先行告知，听取陈述申辩、告知听证权利后方可决定。",
        rule="行政处罚法 §44、§62、§63",
        path=("kind",),
    )


def _with_a_term(demand: Demand) -> None:
    """What is to be done by somebody else says until when."""
    if demand.deadline is None:
        refuse(
            "TERM_MISSING",
            "It says until when.",
            "须写明期限。",
            rule="双四政发〔2020〕28号 二(四)4",
            path=("deadline",),
        )


def _anything(demand: Demand) -> None:
    """An interview needs nothing besides."""


_GUARDS: dict[OrderKind, Callable[[Demand], None]] = {
    OrderKind.ON_SITE_MEASURE: _immediate,
    OrderKind.RECTIFICATION: _with_a_term,
    OrderKind.STOP_FOR_RECTIFICATION: _only_after_notice,
    OrderKind.SUPERVISION_OPINION: _with_a_term,
    OrderKind.FOLLOW_UP_LETTER: _with_a_term,
    OrderKind.INTERVIEW: _anything,
}
