"""Whatever is asked of a task, in whatever order and by whomever."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from ledger.domain import task_events as events
from ledger.domain.task import ALIVE, OPEN, Task
from ledger.domain.task_events import DutyMode, TaskStatus
from ledger.values.actor import Actor, Role
from tests.domain.lives import DAY, Life, nearby_days, people

DEPARTMENTS = ["煤管局", "应急局", "公安分局", "煤业公司"]
ITEMS = st.sampled_from(["项目核准", "环境影响评价批复"])
HOST, LEADER = "煤管局", Actor(id="l1", department="区政府", role=Role.HEAD, post="副区长")
everybody = people | st.just(LEADER)


class TaskLife(Life):
    """A task is approved on a delivery of who was responsible, by another department, for its host by the leader."""

    def __init__(self) -> None:
        super().__init__()
        self.it = self.task = Task(UUID(int=4))

    @initialize(by=people, deadline=st.none() | nearby_days)
    def issue(self, by: Actor, deadline: date | None) -> None:
        self.task.issue(
            division="230599", reference="T", title="t", text="t", deadline=deadline, issued_on=DAY, plan=None,
            edition=None, matter=None, phases=[], quote=None, targets=[], host=HOST, leader_post="副区长",
            by=by, at=self.now,
        )  # fmt: skip

    @rule(
        by=people,
        mode=st.sampled_from(DutyMode),
        principal=st.none() | st.sampled_from(DEPARTMENTS),
        departments=st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3),
        open_ended=st.booleans(),
    )
    def assign(
        self, by: Actor, mode: DutyMode, principal: str | None, departments: list[str], open_ended: bool
    ) -> None:
        self.attempt("assign", mode, principal, departments, open_ended, by=by)

    @rule(by=people, to=st.sampled_from(DEPARTMENTS))
    def assign_to_one(self, by: Actor, to: str) -> None:
        self.attempt("assign", DutyMode.SOLE, None, [to], False, by=by)

    @rule(by=people, departments=st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3))
    def resolve(self, by: Actor, departments: list[str]) -> None:
        was_open = self.task.open_ended
        refused = self.attempt("resolve", departments, "纪要", DAY, by=by)
        assert refused is not None or was_open

    @rule(by=people, item=ITEMS, due=nearby_days)
    def set_milestone(self, by: Actor, item: str, due: date) -> None:
        refused = self.attempt("set_milestone", item, due, None, by=by)
        assert (refused is None) is (self.task.status in OPEN)

    @rule(by=people, item=ITEMS, on=nearby_days)
    def reach_milestone(self, by: Actor, item: str, on: date) -> None:
        self.attempt("reach_milestone", item, on, "a", by=by)

    @rule(by=people, item=ITEMS)
    def revoke_milestone(self, by: Actor, item: str) -> None:
        self.attempt("revoke_milestone", item, "w", by=by)

    @rule(by=people, percentage=st.integers(0, 100))
    def report_progress(self, by: Actor, percentage: int) -> None:
        refused = self.attempt("report_progress", DAY, percentage, "t", by=by)
        assert (refused is None) is (by.department in self.task.departments), "a fact is refused to strangers alone"

    @rule(by=people)
    def deliver(self, by: Actor) -> None:
        self.attempt("deliver", DAY, "a", by=by)

    @rule(by=everybody)
    def approve(self, by: Actor) -> None:
        self.attempt("approve", DAY, by=by)

    @rule(by=people)
    def send_back(self, by: Actor) -> None:
        self.attempt("send_back", "w", by=by)

    @rule(by=everybody)
    def complete(self, by: Actor) -> None:
        self.attempt("complete", DAY, by=by)

    @rule(by=people)
    def reopen(self, by: Actor) -> None:
        self.attempt("reopen", "w", by=by)

    @rule(by=people, deadline=nearby_days)
    def request_extension(self, by: Actor, deadline: date) -> None:
        self.attempt("request_extension", deadline, "w", by=by, today=DAY)

    @rule(by=everybody)
    def approve_extension(self, by: Actor) -> None:
        self.attempt("approve_extension", by=by)

    @rule(by=people)
    def refuse_extension(self, by: Actor) -> None:
        self.attempt("refuse_extension", "w", by=by)

    @rule(by=people, former=nearby_days, deadline=nearby_days)
    def reschedule(self, by: Actor, former: date, deadline: date) -> None:
        given = {"former": self.task.deadline or former, "deadline": deadline, "edition": 2, "document_no": "d"}
        refused = self.attempt("reschedule", by=by, **given)
        assert refused in {None, "TASK_STAYS"}
        assert refused is not None or self.task.deadline == deadline

    @rule(by=people, act=st.sampled_from(["suspend", "withdraw", "reinstate"]))
    def rest(self, by: Actor, act: str) -> None:
        self.attempt(act, "w", by=by)

    @rule(by=people)
    def resume(self, by: Actor) -> None:
        self.attempt("resume", by=by)

    @invariant()
    def an_approval_rests_on_a_delivery_of_others(self) -> None:
        deliverers: list[Actor] = []
        for event in self.task.pending:
            if isinstance(event, events.TaskAssigned | events.TaskReturned | events.TaskReopened):
                deliverers = []
            if isinstance(event, events.TaskDelivered):
                deliverers.append(event.actor)
            if isinstance(event, events.TaskApproved):
                assert deliverers
                assert event.actor.department not in {d.department for d in deliverers}
                assert event.actor == LEADER or HOST not in {d.department for d in deliverers}

    @invariant()
    def departments_fit_their_mode(self) -> None:
        for event in self.happened(events.TaskAssigned):
            assert len(set(event.departments)) == len(event.departments)
            assert event.principal in {None, *event.departments}
            assert (event.mode is not DutyMode.PRINCIPAL) or event.principal is not None

    @invariant()
    def an_extension_is_later_and_approved_by_another(self) -> None:
        asked: events.TaskExtensionRequested | None = None
        for event in self.task.pending:
            if isinstance(event, events.TaskExtensionRequested):
                asked = event
            if isinstance(event, events.TaskExtensionApproved):
                assert asked is not None
                assert not event.actor.same_capacity(asked.actor)
                assert event.deadline == asked.deadline

    @invariant()
    def what_rests_comes_back_to_where_it_was(self) -> None:
        before: TaskStatus | None = None
        status = TaskStatus.ISSUED
        task = Task(self.task.id)
        for event in self.task.pending:
            if isinstance(event, events.TaskSuspended | events.TaskWithdrawn) and status in ALIVE:
                before = status
            task.fold(event)
            if isinstance(event, events.TaskResumed | events.TaskReinstated):
                assert task.status is before
            status = task.status

    @invariant()
    def the_next_day_is_the_first_of_those_that_are_open(self) -> None:
        told = [e for e in self.task.pending if hasattr(e, "next_due")]
        left = [due for milestone, due in self.task.milestones.items() if milestone not in self.task.reached]
        days = [*left, *([self.task.deadline] if self.task.deadline else [])]
        if told:
            assert told[-1].next_due == min(days, default=None)


TestTaskLife = TaskLife.TestCase
TestTaskLife.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
