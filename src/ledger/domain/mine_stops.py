"""The four kinds of stop, each with its own way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from ledger.domain import mine_status_events as s
from ledger.domain.guards import OURS, refuse
from ledger.domain.mine_state import Stop
from ledger.domain.mine_status import MineStatusActs, OrderPaper, Paper
from ledger.domain.mine_status_events import GRAVITY, WHOLE_MINE, MineStatus, SigningOffice
from ledger.values.actor import Actor
from ledger.values.labels import zh

RESUMPTION = "煤矿安全生产条例 §48"
REOPENING = "双四政发〔2020〕28号 二(八)2"


class MineStops(MineStatusActs):
    """Stops, and what has to be done before work goes on.

    A voluntary stop ends by annual reopening 复工复产 (self-inspection and commitment), one ordered on site when the
    danger is found removed, a stop for rectification by acceptance and three signatures, a withheld licence when it is
    given back. Where several stand at once, each has to end in its own way.
    """

    def stop(
        self,
        kind: MineStatus,
        part: str,
        on: date,
        content: str,
        paper: Paper | OrderPaper | None,
        term: date | None = None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Let a stop begin; where a graver one stands the status stays that of the graver one."""
        if self.status_of(part) is MineStatus.CLOSED:
            refuse("CLOSED", f"{part} is closed.", f"{part} 已关闭。", rule=OURS, path=("part",))
        self.not_before_last(part, on)
        self._stand_still(kind, part, on, content, paper, term, by=by, at=at)

    def stop_as_served(
        self,
        kind: MineStatus,
        part: str,
        on: date,
        content: str,
        paper: OrderPaper,
        term: date | None,
        *,
        by: Actor,
        at: datetime,
    ) -> UUID | None:
        """Let the stop stand that an order served on `on` orders; None where none begins by that.

        None begins in what is closed, nor beside one of the kind that is recorded by a number alone: that is the same
        one, and comes under the order where the number is that of the order. A service is a fact: one entered late
        lets the status follow from the last change on, and what was before it is corrected by whoever learns of it.
        """
        if self.status_of(part) is MineStatus.CLOSED:
            return None
        alike = [x for x in self.stops.values() if (x.part, x.kind, x.order) == (part, kind, None)]
        for stop in [stop for stop in alike if stop.reference == paper.reference]:
            told = {"order": paper.order, "ordered_by": paper.decided_by, "reference": paper.reference}
            self.happen(s.StopPutUnderOrder, by, at, stop=stop.id, **told)
            return stop.id
        if alike:
            return None
        self._stand_still(kind, part, on, content, paper, term, by=by, at=at)
        return next(reversed(self.stops))

    def _stand_still(
        self,
        kind: MineStatus,
        part: str,
        on: date,
        content: str,
        paper: Paper | OrderPaper | None,
        term: date | None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        before, timeline = self.status_of(part), self.timelines.get(part)
        if before is None or not before.stopped or GRAVITY.index(kind) > GRAVITY.index(before):
            last = timeline.last if timeline else None
            self.enter(part, kind, max(on, last.starts) if last else on, content, by, at)
        self.begin_stop(part, kind, on, content, before, by=by, at=at, paper=paper, term=term)

    def order_rectification(
        self, part: str, on: date, content: str, paper: Paper, term: date, noticed_on: date, *, by: Actor, at: datetime
    ) -> None:
        """Order a stop for rectification 停产整顿: a penalty, so that it needs a prior notice, unlike one on site."""
        if noticed_on > on:
            refuse(
                "PRIOR_NOTICE_LATER",
                "A stop for rectification is a penalty: the prior notice comes before the decision.",
                "停产整顿属行政处罚，须先行告知后作出决定。",
                rule="行政处罚法 §§44, 62",
                path=("noticedOn",),
            )
        told = replace(paper, noticed_on=noticed_on)
        self.stop(MineStatus.STOPPED_FOR_RECTIFICATION, part, on, content, told, term, by=by, at=at)

    def put_under_order(
        self, kind: MineStatus, part: str, reference: str | None, paper: OrderPaper, *, by: Actor, at: datetime
    ) -> Stop:
        """Say of a stop that stands, recorded by a number alone, which order it was ordered by; the stop."""
        stop = self._standing_one(kind, part, reference)
        if stop.order is not None:
            refuse(
                "STOP_UNDER_ORDER_ALREADY",
                "The stop is under an order of this ledger already.",
                "该停产措施已关联本台账中的执法文书。",
                rule=OURS,
                path=("stopReference",),
            )
        told = {"order": paper.order, "ordered_by": paper.decided_by, "reference": paper.reference}
        self.happen(s.StopPutUnderOrder, by, at, stop=stop.id, **told)
        return stop

    def fall_with_order(
        self, stop: UUID, on: date, how: str, reference: str | None, *, by: Actor, at: datetime
    ) -> None:
        """End a stop whose order stands no more; `on` is the day that the order ended."""
        self._go_on(self.stops[stop], on, how, reference, by=by, at=at)

    def reopen(self, part: str, on: date, *, by: Actor, at: datetime) -> None:
        """Let a part that stopped voluntarily work again: annual reopening, after self-inspection and commitment."""
        stop = self._standing_one(MineStatus.STOPPED_VOLUNTARILY, part, None)
        self._not_below_a_stopped_mine(part)
        if not any(stop.since <= day <= on for day in self.reopening_inspections.values()):
            refuse(
                "SELF_INSPECTION_MISSING",
                f"No self-inspection for reopening since the stop of {stop.since} is recorded.",
                f"自 {stop.since} 停产以来没有复工复产前自检自改记录。",
                rule=REOPENING,
            )
        if not any(stop.since <= day <= on for day in self.commitment_days.values()):
            refuse(
                "COMMITMENT_MISSING",
                f"No safety commitment since the stop of {stop.since} is recorded.",
                f"自 {stop.since} 停产以来没有安全承诺记录。",
                rule=REOPENING,
            )
        self._go_on(stop, on, "复工复产", None, by=by, at=at)

    def lift(self, part: str, on: date, reference: str | None, finding: str, *, by: Actor, at: datetime) -> None:
        """End a stop ordered on site: whoever supervises found the danger removed."""
        stop = self.stopped_on_site(part, reference)
        self._go_on(stop, on, f"解除现场处理措施：{finding}", reference, by=by, at=at)

    def return_licence(self, part: str, on: date, reference: str, *, by: Actor, at: datetime) -> None:
        """End the stop for a withheld licence: the licence was given back."""
        stop = self._standing_one(MineStatus.LICENCE_WITHHELD, part, None)
        self._go_on(stop, on, "发还许可证", reference, by=by, at=at)

    def apply(
        self,
        part: str,
        reference: str | None,
        on: date,
        due: date,
        plan: str,
        account: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Ask to resume after a stop for rectification, with the plan and what was done; acceptance is due by `due`."""
        stop = self.for_rectification(part, reference)
        if stop.application is not None:
            refuse(
                "APPLICATION_RUNNING",
                f"An application of {stop.application.applied_on} is running.",
                f"{stop.application.applied_on} 的恢复生产申请正在办理。",
                rule=OURS,
            )
        if on < stop.since:
            refuse(
                "APPLIED_BEFORE_STOP",
                f"The stop began on {stop.since}.",
                f"停产整顿自 {stop.since} 开始，申请不能更早。",
                rule=OURS,
                path=("appliedOn",),
            )
        self.happen(s.ResumptionApplied, by, at, stop=stop.id, applied_on=on, plan=plan, account=account, due_on=due)

    def accept(
        self,
        part: str,
        reference: str | None,
        on: date,
        passed: bool,
        finding: str,
        rule: str,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Hold the acceptance; a late one counts and is flagged by `rule`, one not passed sends the mine back."""
        stop = self.for_rectification(part, reference)
        late = max((on - _due_on(stop, on, by)).days, 0)
        told = {"accepted_on": on, "passed": passed, "finding": finding, "days_late": late}
        self.happen(s.ResumptionAccepted, by, at, stop=stop.id, **told)
        if late:
            text, text_zh = f"The acceptance is {late} days late.", f"验收逾期 {late} 天完成。"
            self.flag(by, at, rule, text, text_zh)

    def sign(
        self,
        part: str,
        reference: str | None,
        office: SigningOffice,
        signer: str,
        on: date,
        paper: str | None,
        *,
        by: Actor,
        at: datetime,
    ) -> None:
        """Sign that it may resume: department head, then mine inspection body, then head of the government."""
        stop = self.for_rectification(part, reference)
        _must_be_next_to_sign(stop, office, on, by)
        told = {"office": office, "signer": signer, "signed_on": on, "reference": paper}
        self.happen(s.ResumptionSigned, by, at, stop=stop.id, **told)

    def resume(self, part: str, reference: str | None, on: date, *, by: Actor, at: datetime) -> None:
        """Let a part resume after a stop for rectification, once accepted and signed by all three."""
        stop = self.for_rectification(part, reference)
        self._not_below_a_stopped_mine(part)
        missing = [office for office in SigningOffice if office not in stop.signatures]
        if stop.acceptance is None or not stop.acceptance.passed:
            refuse("ACCEPTANCE_MISSING", "It was not accepted.", "尚未验收合格。", rule=RESUMPTION)
        if missing or any(on < signature.signed_on for signature in stop.signatures.values()):
            refuse(
                "SIGNATURES_MISSING",
                f"Before it may resume have to sign: {', '.join(missing) or 'all three, not later than that day'}.",
                f"恢复生产前尚缺签字：{'、'.join(map(zh, missing)) or '签字日期晚于恢复生产日期'}。",
                rule=RESUMPTION,
            )
        self._go_on(stop, on, "恢复生产", stop.signatures[SigningOffice.GOVERNMENT_HEAD].reference, by=by, at=at)

    def _go_on(self, stop: Stop, on: date, how: str, reference: str | None, *, by: Actor, at: datetime) -> None:
        if on < stop.since:
            refuse(
                "ENDS_BEFORE_IT_BEGAN",
                f"The stop began on {stop.since}.",
                f"停产自 {stop.since} 开始，不能在此之前结束。",
                rule=OURS,
            )
        self.not_before_last(stop.part, on)
        status = self.end_stop(stop, on, how, reference, by=by, at=at)
        if status is not self.status_of(stop.part):
            self.enter(stop.part, status, on, how, by, at)

    def stopped_on_site(self, part: str, reference: str | None) -> Stop:
        """The stop ordered on site that stands on a part; of several the one of that number."""
        return self._standing_one(MineStatus.STOPPED_ON_SITE, part, reference)

    def for_rectification(self, part: str, reference: str | None) -> Stop:
        """The stop for rectification that stands on a part; of several the one of that number."""
        return self._standing_one(MineStatus.STOPPED_FOR_RECTIFICATION, part, reference)

    def _standing_one(self, kind: MineStatus, part: str, reference: str | None) -> Stop:
        own = [stop for stop in self.stops.values() if stop.part == part and stop.kind is kind]
        found = [stop for stop in own if reference is None or stop.reference == reference]
        if not found:
            refuse(
                "NO_STOP_STANDS",
                f"No stop of the kind {kind} stands on {part}.",
                f"{part}没有“{zh(kind)}”的停产措施。",
                rule=OURS,
                path=("part",),
            )
        if len(found) > 1:
            refuse(
                "STOP_AMBIGUOUS",
                "Several stops of the kind stand; name the document of the one meant.",
                "同类停产措施不止一项，请指明文号。",
                rule=OURS,
                path=("reference",),
            )
        return found[0]

    def _not_below_a_stopped_mine(self, part: str) -> None:
        if part != WHOLE_MINE and any(stop.part == WHOLE_MINE for stop in self.stops.values()):
            refuse(
                "WHOLE_MINE_STOPPED",
                "A stop of the whole mine stands.",
                "全矿停产措施尚未解除。",
                rule=OURS,
                path=("part",),
            )


def _due_on(stop: Stop, on: date, by: Actor) -> date:
    """The day that the acceptance of a stop is due, where one can be held on `on` by `by`."""
    if stop.application is None or on < stop.application.applied_on:
        refuse(
            "APPLICATION_MISSING",
            "Acceptance follows an application of the mine.",
            "验收须在煤矿提出恢复生产申请之后。",
            rule=RESUMPTION,
        )
    if stop.applicant is not None and by.same_capacity(stop.applicant):
        refuse(
            "OWN_WORK",
            "Whoever applied does not hold the acceptance.",
            "申请人不得自行验收。",
            rule="台账原则 6",
        )
    return stop.application.due_on


def _must_be_next_to_sign(stop: Stop, office: SigningOffice, on: date, by: Actor) -> None:
    if stop.acceptance is None or not stop.acceptance.passed or on < stop.acceptance.accepted_on:
        refuse(
            "ACCEPTANCE_MISSING",
            "Signatures follow an acceptance that was passed.",
            "验收合格后方可签字。",
            rule=RESUMPTION,
        )
    due = next((o for o in SigningOffice if o not in stop.signatures), None)
    if office is not due:
        refuse(
            "SIGNATURE_OUT_OF_TURN",
            f"Next signs {due}." if due else "All three have signed.",
            f"应由{zh(due)}签字。" if due else "三方均已签字。",
            rule=RESUMPTION,
            path=("office",),
        )
    if stop.acceptor is not None and by.same_capacity(stop.acceptor):
        refuse(
            "OWN_WORK",
            "Whoever held the acceptance does not sign for it.",
            "组织验收的人员不得自行签批。",
            rule="台账原则 6",
        )
