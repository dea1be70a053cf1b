"""Whatever is asked of an order, in whatever order and by whomever: two guards, and facts are never refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import order_effect_events as f
from ledger.domain import order_events as e
from ledger.domain.guards import OURS
from ledger.domain.mine_event import ProcedureDefectFlagged
from ledger.domain.order import Numbered, Order, Signatures
from ledger.domain.order_effect_events import Publication
from ledger.domain.order_events import Demand, OnSiteMeasure, OrderKind, OrderScope, OrderStatus, ServiceMode
from ledger.domain.passing_on import Takeover
from ledger.values.actor import Actor, Role
from tests.domain.lives import DAY, PEOPLE, Life, nearby_days, people, takeovers

MINE, OTHER_MINE = UUID(int=1), UUID(int=2)
SIGNED = Signatures("局长签字", "监察机构意见", "政府批准")


def demand(**changes: Any) -> Demand:
    given: dict[str, Any] = {
        "scope": OrderScope.MINE, "place": None, "addressee": "煤业公司", "content": "停止作业",
        "legal_basis": "煤矿安全生产条例 §44", "deadline": DAY, "hazard": None, "measure": None,
    }  # fmt: skip
    return Demand(**(given | changes))


def numbered(number: int) -> Numbered:
    return Numbered(UUID(int=30), number, f"虚煤监〔2026〕{number}号")


demands = st.builds(
    demand,
    scope=st.sampled_from(OrderScope),
    place=st.none() | st.just("101工作面"),
    deadline=st.none() | nearby_days,
    measure=st.none() | st.sampled_from(OnSiteMeasure),
)


class Facts(Life):
    """What others do with an order, at any time."""

    order: Order

    @rule(
        by=people, mode=st.sampled_from(ServiceMode), on=nearby_days, due=st.none() | nearby_days, agreed=st.booleans()
    )
    def serve(self, by: Actor, mode: ServiceMode, on: date, due: date | None, agreed: bool) -> None:
        how = {"recipient": "r", "receipt": None, "refused": False}
        assert self.attempt("serve", mode, on, due, agreed=agreed, by=by, **how) is None

    @rule(by=people, on=nearby_days)
    def answer(self, by: Actor, on: date) -> None:
        assert self.attempt("answer", "a", on, by=by) is None

    @rule(by=people, complied=st.booleans(), on=nearby_days)
    def check(self, by: Actor, complied: bool, on: date) -> None:
        assert self.attempt("check", complied, "f", on, None, by=by) is None

    @rule(by=people, on=nearby_days)
    def defy(self, by: Actor, on: date) -> None:
        assert self.attempt("defy", "f", on, by=by) is None

    @rule(by=people)
    def retract_defiance(self, by: Actor) -> None:
        told = [x for x in self.order.pending if isinstance(x, e.OrderDefied | e.OrderDefianceRetracted)]
        defied = bool(told) and isinstance(told[-1], e.OrderDefied)
        assert (self.attempt("retract_defiance", "w", by=by) is None) == defied

    @rule(by=people, adopted=st.booleans())
    def decide_referral(self, by: Actor, adopted: bool) -> None:
        self.attempt("decide_referral", adopted, "w", by=by)

    @rule(by=people)
    def void_service(self, by: Actor) -> None:
        told = [x for x in self.order.pending if isinstance(x, e.OrderServed | e.OrderServiceVoided)]
        served = bool(told) and isinstance(told[-1], e.OrderServed)
        assert (self.attempt("void_service", "w", by=by) is None) == served

    @rule(by=people, deadline=nearby_days)
    def extend(self, by: Actor, deadline: date) -> None:
        self.attempt("extend", deadline, "w", by=by)

    @rule(by=people, signatures=st.sampled_from([SIGNED, Signatures(), Signatures("局长签字", None, "政府批准")]))
    def lift(self, by: Actor, signatures: Signatures) -> None:
        self.attempt("lift", "w", DAY, signatures, by=by)

    @rule(by=people)
    def revoke(self, by: Actor) -> None:
        self.attempt("revoke", "复议决定", "w", DAY, by=by)

    @rule(by=people)
    def restore(self, by: Actor) -> None:
        ended = self.order.ended is not None
        assert (self.attempt("restore", "w", by=by) is None) == ended

    @rule(by=people, to=takeovers)
    def pass_on(self, by: Actor, to: Takeover) -> None:
        stands, changes = self.order.ended is None, to.department != self.order.department
        assert (self.attempt("pass_on", to, by=by) is None) == (stands and changes)

    @rule(by=people, on=nearby_days, by_service=st.booleans())
    def stop_mine(self, by: Actor, on: date, by_service: bool) -> None:
        order = self.order
        may = order.issued and order.ended is None and order.stop is None
        orders_stop = order.orders_stop is not None and order.stop is None
        refused = self.attempt("stop_mine", UUID(int=50), on, by_service=by_service, by=by)
        assert refused is not None or may
        assert (refused is None) == (orders_stop and order.issued_on is not None and on >= order.issued_on)
        assert refused is not None or order.stopped_by_service is by_service

    @rule(by=people, on=nearby_days, with_order=st.booleans())
    def end_stop(self, by: Actor, on: date, with_order: bool) -> None:
        stood = self.order.stop is not None
        assert (self.attempt("end_stop", on, "h", with_order=with_order, by=by) is None) == stood

    @rule(by=people, what=st.sampled_from(Publication), due=st.none() | nearby_days)
    def owe_publication(self, by: Actor, what: Publication, due: date | None) -> None:
        assert self.attempt("owe_publication", what, DAY, due, "§49", by=by) is None

    @rule(by=people, what=st.sampled_from(Publication), on=nearby_days)
    def publish(self, by: Actor, what: Publication, on: date) -> None:
        assert self.attempt("publish", what, on, "区政府网站", None, by=by) is None
        due = self.order.publications.get(what)
        late = next(x for x in reversed(self.order.pending) if isinstance(x, f.OrderPublished)).days_late
        assert late == (None if due is None else max((on - due).days, 0))

    @rule(by=people, what=st.sampled_from(Publication))
    def retract_publication(self, by: Actor, what: Publication) -> None:
        was = what in self.order.published
        assert (self.attempt("retract_publication", what, "w", by=by) is None) == was

    @rule(by=people, what=st.sampled_from(Publication))
    def let_lapse(self, by: Actor, what: Publication) -> None:
        assert self.attempt("let_publications_lapse", "w", what, by=by) is None
        assert what not in self.order.publications or what in self.order.published

    @invariant()
    def one_stop_at_a_time_and_none_left_by_a_penalty_that_is_lifted(self) -> None:
        stop: UUID | None = None
        for event in self.order.pending:
            if isinstance(event, f.OrderStoppedMine):
                assert stop is None
                stop = event.stop
            if isinstance(event, f.OrderStopEnded):
                assert event.stop == stop
                stop = None
            if isinstance(event, e.OrderLifted) and self.order.is_penalty:
                assert stop is None
        assert self.order.stop == stop

    @rule(by=people, mine=st.sampled_from([MINE, OTHER_MINE]))
    def replace(self, by: Actor, mine: UUID) -> None:
        other = Order(UUID(int=77))
        other.mine = mine
        refused = self.attempt("replace", other, DAY, by=by)
        assert refused is not None or (mine == MINE and not self.order.is_penalty)

    @rule(by=people, number=st.integers(1, 9))
    def number(self, by: Actor, number: int) -> None:
        assert (self.attempt("number", numbered(number), by=by) is None) == self.order.issued

    @invariant()
    def nothing_ends_unobeyed_or_by_its_issuer_alone(self) -> None:
        issued: e.OrderIssued | None = None
        complied = ended = False
        for event in self.order.pending:
            if isinstance(event, e.OrderIssued):
                assert issued is None
                issued = event
            if isinstance(event, e.ComplianceChecked) and issued:
                complied = event.complied
            if isinstance(event, e.OrderDefied):
                complied = False
            if isinstance(event, e.OrderLifted | e.OrderRevoked | e.OrderReplaced):
                assert issued is not None
                assert not ended
                ended = True
                if issued.kind is OrderKind.STOP_FOR_RECTIFICATION:
                    assert not isinstance(event, e.OrderReplaced)
                    assert event.actor.role is Role.HEAD
                    assert not event.actor.same_capacity(issued.actor)
            if isinstance(event, e.OrderLifted):
                assert complied
                assert self.order.kind is not OrderKind.STOP_FOR_RECTIFICATION or event.government
            if isinstance(event, e.StopDropped):
                assert issued is None
                ended = True
            if isinstance(event, e.OrderRestored):
                ended = False
        assert (self.order.ended is not None) == ended

    @invariant()
    def a_referral_is_proposed_after_defiance_and_one_at_a_time(self) -> None:
        defied = open_proposal = False
        for event in self.order.pending:
            if isinstance(event, e.OrderDefied):
                defied = True
            if isinstance(event, e.CriminalReferralProposed):
                assert defied
                assert not open_proposal
                open_proposal = True
            if isinstance(event, e.CriminalReferralDecided | e.OrderDefianceRetracted):
                open_proposal = False
        assert self.order.referral_proposed is open_proposal

    @invariant()
    def what_came_before_the_order_is_flagged(self) -> None:
        facts = (e.OrderServed, e.OrderAnswered, e.ComplianceChecked, e.OrderDefied, f.OrderPublished)
        early, issued = 0, False
        for event in self.order.pending:
            issued |= isinstance(event, e.OrderIssued)
            early += isinstance(event, facts) and not issued
        flags = [x for x in self.happened(ProcedureDefectFlagged) if x.rule == OURS]
        assert len(flags) == early


class OrderLife(Facts):
    """An order of any kind but a penalty: immediate on the spot, with its term otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.order = Order(UUID(int=3))

    @initialize(kind=st.sampled_from(sorted(set(OrderKind) - {OrderKind.STOP_FOR_RECTIFICATION})), by=people)
    def issue(self, kind: OrderKind, by: Actor) -> None:
        wanted = demand(measure=OnSiteMeasure.WITHDRAW_PEOPLE)
        self.order.issue(kind, wanted, DAY, numbered(1), mine=MINE, division="230599", by=by, at=self.now)


class UnissuedLife(Life):
    """What an order needs follows from its kind, and from nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.it = Order(UUID(int=3))

    @rule(kind=st.sampled_from(OrderKind), wanted=demands, has_number=st.booleans(), by=people)
    def issue(self, kind: OrderKind, wanted: Demand, has_number: bool, by: Actor) -> None:
        self.it = Order(UUID(int=3))
        refused = self.attempt(
            "issue", kind, wanted, DAY, numbered(1) if has_number else None, mine=MINE, division="230599", by=by
        )
        fits = (wanted.scope is OrderScope.MINE) == (wanted.place is None)
        may = {
            OrderKind.ON_SITE_MEASURE: wanted.measure is not None,
            OrderKind.STOP_FOR_RECTIFICATION: False,
            OrderKind.INTERVIEW: has_number,
        }
        assert (refused is None) == (may.get(kind, has_number and wanted.deadline is not None) and fits)
        if kind is OrderKind.STOP_FOR_RECTIFICATION:
            assert refused == "NOTICE_MISSING"


class StopLife(Facts):
    """A stop for rectification: no decision without notice and hearing, by a head who did not announce it."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.order = Order(UUID(int=3))

    @initialize(by=people, offered=st.booleans(), until=st.none() | nearby_days)
    def notify(self, by: Actor, offered: bool, until: date | None) -> None:
        self.order.notify_stop(
            demand(), "f", DAY, until,
            mine=MINE, division="230599", hearing_offered=offered, receipt=None, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, adopted=st.booleans())
    def hear_statement(self, by: Actor, adopted: bool) -> None:
        assert self.attempt("hear_statement", "s", "r", adopted, DAY, by=by) is None

    @rule(by=people, on=nearby_days)
    def request_hearing(self, by: Actor, on: date) -> None:
        assert self.attempt("request_hearing", on, by=by) is None

    @rule(by=people)
    def hold_hearing(self, by: Actor) -> None:
        assert self.attempt("hold_hearing", "h", "r", DAY, by=by) is None

    @rule(by=people)
    def forgo_hearing(self, by: Actor) -> None:
        assert self.attempt("forgo_hearing", "w", DAY, by=by) is None

    @rule(by=people, passed=st.booleans())
    def review(self, by: Actor, passed: bool) -> None:
        self.attempt("review_decision", passed, "o", DAY, by=by)

    @rule(by=people, deadline=st.none() | nearby_days, on=nearby_days)
    def decide(self, by: Actor, deadline: date | None, on: date) -> None:
        self.attempt("decide_stop", deadline, on, numbered(2), by=by)

    @rule(by=st.sampled_from([PEOPLE[3], PEOPLE[4]]))
    def decide_late(self, by: Actor) -> None:
        self.attempt("decide_stop", None, DAY + timedelta(days=60), numbered(2), by=by)

    @rule(by=people)
    def drop(self, by: Actor) -> None:
        self.attempt("drop_stop", "w", by=by)

    @invariant()
    def no_decision_without_notice_and_hearing(self) -> None:
        notice: e.StopNotified | None = None
        asked = heard = forgone = False
        passed: bool | None = None
        for event in self.order.pending:
            match event:
                case e.StopNotified():
                    notice = event
                case e.HearingRequested():
                    asked, forgone = True, False
                case e.HearingHeld():
                    heard = True
                case e.HearingForgone():
                    forgone = True
                case e.LegalReviewRecorded():
                    passed = event.passed
                case e.OrderIssued():
                    assert notice is not None
                    assert notice.hearing_offered
                    over = notice.request_until is None or event.issued_on > notice.request_until
                    assert heard or forgone or (not asked and over)
                    assert passed or (passed is None and not heard)
                    assert event.actor.role is Role.HEAD
                    assert not event.actor.same_capacity(notice.actor)
                    assert event.demand.deadline is not None
                    assert notice.demand.deadline is not None
                    assert event.demand.deadline <= notice.demand.deadline


SETTINGS = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestOrderLife = OrderLife.TestCase
TestOrderLife.settings = SETTINGS
TestUnissuedLife = UnissuedLife.TestCase
TestUnissuedLife.settings = SETTINGS
TestStopLife = StopLife.TestCase
TestStopLife.settings = SETTINGS


def test_a_stop_can_be_decided_at_all() -> None:
    officer, head, other_head = PEOPLE[0], PEOPLE[3], PEOPLE[4]
    order = Order(UUID(int=3))
    now = datetime(2026, 7, 6, tzinfo=UTC)
    order.notify_stop(
        demand(), "f", DAY, DAY + timedelta(days=7),
        mine=MINE, division="230599", hearing_offered=True, receipt=None, by=officer, at=now,
    )  # fmt: skip
    order.decide_stop(None, DAY + timedelta(days=8), numbered(1), by=head, at=now)
    order.check(True, "f", DAY, None, by=officer, at=now)
    order.lift("w", DAY, SIGNED, by=other_head, at=now)
    assert order.status is OrderStatus.LIFTED
