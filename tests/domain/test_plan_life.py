"""Whatever is asked of a plan, a matter or an item of the two lists, in whatever order and by whomever."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from ledger.domain import matter as matters
from ledger.domain import plan_events as events
from ledger.domain import two_lists as lists
from ledger.domain.matter import UNDECIDED, Matter, MatterStatus
from ledger.domain.passing_on import Takeover
from ledger.domain.plan import COMPARING, Plan
from ledger.domain.plan_events import GoalOperator, PlanStatus
from ledger.domain.two_lists import ListItem, ListItemStatus, ListKind
from ledger.values.actor import Actor
from tests.domain.lives import DAY, Life, nearby_days, people, takeovers

SETTINGS = settings(max_examples=50, stateful_step_count=40, deadline=None)
DEPARTMENTS = ["煤管局", "应急局", "公安分局"]
CODES, DUTIES = st.sampled_from(["G1", "G2"]), st.sampled_from(["D1", "D2"])
departments = st.sampled_from(DEPARTMENTS)


class PlanLife(Life):
    """Editions supersede and never erase; figures stay as reported; a report is owed until it is there."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.plan = Plan(UUID(int=6))

    @initialize(by=people)
    def publish(self, by: Actor) -> None:
        self.plan.publish(
            division="230599", document_no="28号", title="t", issued_on=DAY, starts_on=DAY, ends_on=DAY, adjusts=None,
            bases=[], host=None, leader_post=None, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, days=st.integers(-1, 30))
    def adjust(self, by: Actor, days: int) -> None:
        ends_on = DAY + timedelta(days=days)
        refused = self.attempt(
            "adjust", document_no="9号", title="t", issued_on=DAY, starts_on=DAY, ends_on=ends_on, why="w", by=by
        )  # fmt: skip
        assert refused is not None or days >= 0

    @rule(by=people, number=st.integers(1, 2), start=nearby_days, end=nearby_days)
    def set_phase(self, by: Actor, number: int, start: date, end: date) -> None:
        self.attempt("set_phase", number, "n", start, end, by=by)

    @rule(by=people, code=CODES, operator=st.sampled_from(GoalOperator), value=st.none() | st.just(Decimal(3)))
    def set_goal(self, by: Actor, code: str, operator: GoalOperator, value: Decimal | None) -> None:
        what = {"text": "t", "unit": "u", "due_on": DAY, "aspirational": False, "measure": None}
        self.attempt("set_goal", code, operator, value, by=by, **what)

    @rule(by=people, code=CODES)
    def withdraw_goal(self, by: Actor, code: str) -> None:
        self.attempt("withdraw_goal", code, "w", by=by)

    @rule(by=people, code=CODES, value=st.integers(0, 9))
    def report(self, by: Actor, code: str, value: int) -> None:
        known = code in self.plan.goals
        refused = self.attempt("report_indicator", code, Decimal(value), DAY, "s", by=by)
        assert (refused is None) is known, "a figure of a goal is a fact"

    @precondition(lambda self: self.plan.reports)
    @rule(by=people, which=st.integers(0, 9))
    def correct(self, by: Actor, which: int) -> None:
        reports = list(self.plan.reports)
        assert self.attempt("correct_indicator", reports[which % len(reports)], Decimal(1), "w", by=by) is None

    @rule(by=people, code=DUTIES, owing=st.lists(departments, max_size=3), open_ended=st.booleans())
    def set_duty(self, by: Actor, code: str, owing: list[str], open_ended: bool) -> None:
        what = {"title": "t", "due_on": DAY, "recipient": "煤管局"}
        self.attempt("set_duty", code, owing, open_ended, by=by, **what)

    @rule(by=people, code=DUTIES, joining=st.lists(departments, min_size=1, max_size=3))
    def resolve_duty(self, by: Actor, code: str, joining: list[str]) -> None:
        self.attempt("resolve_duty", code, joining, "纪要", DAY, by=by)

    @rule(by=people, code=DUTIES)
    def withdraw_duty(self, by: Actor, code: str) -> None:
        self.attempt("withdraw_duty", code, "w", by=by)

    @rule(by=people, code=DUTIES, department=departments, on=nearby_days)
    def submit(self, by: Actor, code: str, department: str, on: date) -> None:
        known = code in self.plan.duties
        refused = self.attempt("submit", code, department, on, None, "a", by=by)
        assert (refused is None) is known, "what arrived is a fact, whoever owes it and however late"

    @rule(by=people, code=DUTIES, department=departments)
    def send_back(self, by: Actor, code: str, department: str) -> None:
        self.attempt("send_report_back", code, department, "w", by=by)

    @rule(by=people, status=st.sampled_from(PlanStatus))
    def end(self, by: Actor, status: PlanStatus) -> None:
        self.attempt("end", status, DAY, "w", by=by)

    @rule(by=people)
    def reopen(self, by: Actor) -> None:
        self.attempt("reopen", "w", by=by)

    @invariant()
    def editions_count_up_and_every_event_says_its_own(self) -> None:
        edition = 0
        for event in self.plan.pending:
            assert isinstance(event, events.PlanEvent)
            edition += isinstance(event, events.PlanPublished | events.PlanAdjusted)
            assert event.edition == edition

    @invariant()
    def what_is_replaced_was_the_one_that_held(self) -> None:
        holding: dict[object, UUID] = {}
        for event in self.plan.pending:
            if isinstance(event, events.PlanPhaseSet):
                assert event.replaces == holding.get(event.number)
                holding[event.number] = event.phase
            if isinstance(event, events.PlanGoalSet):
                assert event.replaces == holding.get(event.code)
                assert (event.value is None) is (event.operator not in COMPARING)
                holding[event.code] = event.goal
            if isinstance(event, events.PlanGoalWithdrawn):
                holding = {code: id for code, id in holding.items() if id != event.goal}

    @invariant()
    def nobody_owes_twice_and_nobody_judges_their_own(self) -> None:
        owed: set[UUID] = set()
        there: dict[UUID, Actor] = {}
        for event in self.plan.pending:
            if isinstance(event, events.ReportOwed):
                assert event.submission not in owed
                owed.add(event.submission)
            if isinstance(event, events.ReportSubmitted):
                there[event.submission] = event.actor
            if isinstance(event, events.ReportReturned):
                assert not event.actor.same_capacity(there.pop(event.submission))
                assert event.actor.department != event.department

    @invariant()
    def a_plan_that_has_ended_is_not_changed(self) -> None:
        ended = False
        for event in self.plan.pending:
            changing = events.PlanAdjusted | events.PlanPhaseSet | events.PlanGoalSet | events.ReportingDutySet
            assert not (ended and isinstance(event, changing))
            ended = isinstance(event, events.PlanEnded) or (ended and not isinstance(event, events.PlanReopened))


class MatterLife(Life):
    """A matter is decided after a meeting or an answer, by somebody else, and every end can be taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.matter = Matter(UUID(int=7))

    @initialize(by=people)
    def bring_up(self, by: Actor) -> None:
        self.matter.raise_(division="230599", title="t", text="t", plan=None, raised_on=DAY, by=by, at=self.now)

    @rule(by=people)
    def request(self, by: Actor) -> None:
        self.attempt("request", to="t", document_no="1号", text="t", requested_on=DAY, by=by)

    @rule(by=people)
    def receive(self, by: Actor) -> None:
        asked = bool(self.happened(matters.MatterInstructionsRequested))
        refused = self.attempt("receive", document_no="2号", text="t", received_on=DAY, by=by)
        assert (refused is None) is asked, "an answer is a fact, whenever it comes"

    @rule(by=people)
    def table(self, by: Actor) -> None:
        self.attempt("table", "m", DAY, by=by)

    @rule(by=people)
    def decide(self, by: Actor) -> None:
        self.attempt("decide", "d", "3号", DAY, by=by)

    @rule(by=people)
    def issue_task(self, by: Actor) -> None:
        self.attempt("issue_task", UUID(int=4), by=by)

    @rule(by=people, open_tasks=st.integers(0, 1))
    def close(self, by: Actor, open_tasks: int) -> None:
        refused = self.attempt("close", DAY, open_tasks=open_tasks, by=by)
        assert refused is not None or open_tasks == 0

    @rule(by=people, act=st.sampled_from(["revoke_decision", "reopen", "withdraw", "reinstate"]))
    def turn(self, by: Actor, act: str) -> None:
        self.attempt(act, "w", by=by)

    @invariant()
    def it_is_decided_by_somebody_else_after_a_meeting_or_an_answer(self) -> None:
        again = Matter(self.matter.id)
        for event in self.matter.pending:
            if isinstance(event, matters.MatterDecided | matters.MatterClosed):
                assert again.raiser is not None
                assert not event.actor.same_capacity(again.raiser)
            if isinstance(event, matters.MatterDecided):
                assert again.status in {MatterStatus.TABLED, MatterStatus.ANSWERED}
            if isinstance(event, matters.MatterTaskIssued | matters.MatterClosed):
                assert again.status is MatterStatus.DECIDED
            again.fold(event)

    @invariant()
    def what_is_withdrawn_or_revoked_stands_again_where_it_stood(self) -> None:
        for event in self.happened(matters.MatterReinstated):
            assert event.status in UNDECIDED
        for event in self.happened(matters.MatterDecisionRevoked):
            assert event.status in {MatterStatus.TABLED, MatterStatus.ANSWERED}


class ListItemLife(Life):
    """An item is confirmed by somebody else than who rectified it."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.item = ListItem(UUID(int=8))

    @initialize(by=people, limit=nearby_days)
    def enter(self, by: Actor, limit: date) -> None:
        self.item.enter(
            division="230599", kind=ListKind.MEASURES, text="t", unit="u", person="p", time_limit=limit, plan=None,
            mine=None, by=by, at=self.now,
        )  # fmt: skip

    @rule(by=people, limit=nearby_days)
    def update(self, by: Actor, limit: date) -> None:
        self.attempt("update", "u", "p", limit, "w", by=by)

    @rule(by=people, on=nearby_days)
    def rectify(self, by: Actor, on: date) -> None:
        was_open = self.item.status is ListItemStatus.OPEN
        assert (self.attempt("rectify", on, "a", by=by) is None) is was_open, "late or not"

    @rule(by=people)
    def confirm(self, by: Actor) -> None:
        self.attempt("confirm", DAY, by=by)

    @rule(by=people, act=st.sampled_from(["reopen", "withdraw", "reinstate"]))
    def turn(self, by: Actor, act: str) -> None:
        self.attempt(act, "w", by=by)

    @rule(by=people, to=takeovers, unit=st.sampled_from(["u", "v"]))
    def pass_on(self, by: Actor, to: Takeover, unit: str) -> None:
        item = self.item
        stands = item.status in {ListItemStatus.OPEN, ListItemStatus.RECTIFIED}
        held, changes = (item.department, item.terms[0] if item.terms else ""), (to.department, unit)
        assert (self.attempt("pass_on", to, unit, by=by) is None) == (stands and held != changes)

    @invariant()
    def it_is_confirmed_by_somebody_else(self) -> None:
        rectifier: Actor | None = None
        for event in self.item.pending:
            if isinstance(event, lists.ListItemRectified):
                rectifier = event.actor
            if isinstance(event, lists.ListItemConfirmed):
                assert rectifier is not None
                assert not event.actor.same_capacity(rectifier)

    @invariant()
    def the_list_changes_only_while_the_item_is_open(self) -> None:
        again = ListItem(self.item.id)
        for event in self.item.pending:
            if isinstance(event, lists.ListItemUpdated | lists.ListItemWithdrawn | lists.ListItemRectified):
                assert again.status is ListItemStatus.OPEN
            again.fold(event)


TestPlanLife, TestMatterLife, TestListItemLife = PlanLife.TestCase, MatterLife.TestCase, ListItemLife.TestCase
for _case in (TestPlanLife, TestMatterLife, TestListItemLife):
    _case.settings = SETTINGS
