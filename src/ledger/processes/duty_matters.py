"""What is owed by a deadline of its own: the rectification of a hazard, a task, a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ledger.domain import hazard_events as h
from ledger.domain import task as t
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch, cause, evidence_of, fulfilment
from ledger.rules.duties import Duties, Trigger
from ledger.values.times import local_day


class DeadlineWatch(Watch):
    """What has a deadline that can be moved: each deadline is an obligation of its own, the last one is running."""

    trigger: Trigger

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject)
        self.rules = rules
        self.running: list[Claim] = []
        self.division = ""

    def ends(self, recorded: RecordedEvent, why: str) -> list[Claim]:
        """What is running is not owed any more."""
        ended, self.running = self.running, []
        for claim in ended:
            claim.dropped = cause(recorded, why)
        return ended

    def opens(
        self, recorded: RecordedEvent, due_on: date, department: str, owner: str, post: str | None, mine: UUID | None
    ) -> list[Claim]:
        """A deadline begins to run, of every duty of the trigger in force on the day it does."""
        opens_on = local_day(recorded.event.occurred_at)
        number = len(self.claims) + 1
        made = [
            self.keep(
                Claim(
                    duty=duty,
                    subject=self.subject,
                    period=f"{due_on}/{number}",
                    division=self.division,
                    department=department,
                    owner=owner,
                    post=post,
                    opens_on=min(opens_on, local_day(recorded.recorded_at)),
                    due_on=due_on,
                    required=cause(recorded),
                    mine=mine,
                )
            )
            for duty in self.rules.on(max(opens_on, self.rules.since), self.trigger)
        ]
        self.running += made
        return made

    def met(self, recorded: RecordedEvent, claims: Iterable[Claim]) -> list[Claim]:
        """An event that meets some of what is running."""
        told = []
        for claim in claims:
            rule = evidence_of(claim.duty, recorded)
            if rule is not None:
                claim.fulfilments.append(fulfilment(claim.duty, rule, recorded))
                told.append(claim)
        return told

    def undone(self, recorded: RecordedEvent, why: str) -> list[Claim]:
        """What was said to be done last is not."""
        told = [claim for claim in self.running if claim.fulfilments]
        for claim in told:
            done = claim.fulfilments[-1]
            done.undone = done.undone or cause(recorded, why)
        return told


class HazardWatch(DeadlineWatch):
    """One hazard: its rectification is due by the day assigned, or extended to."""

    trigger = Trigger.HAZARD_ASSIGNED
    types = (
        "HazardReported",
        "RectificationAssigned",
        "RectificationExtended",
        "RectificationClaimed",
        "RectificationRejected",
        "HazardRechecked",
        "HazardGraded",
        "HazardWithdrawn",
        "HazardReopened",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._level: h.HazardLevel | None = None
        self._department = self._unit = self._person = ""

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the hazard."""
        match event := recorded.event:
            case h.HazardReported():
                self.division, self._department = event.division, event.department
            case h.RectificationAssigned():
                self._unit, self._person = event.plan.responsible_unit, event.plan.responsible_person
                return [
                    *self.ends(recorded, "整改要求已重新下达"),
                    *self._due(recorded, event.plan.deadline, event.mine),
                ]
            case h.RectificationExtended():
                return [*self.ends(recorded, "整改期限已延长"), *self._due(recorded, event.deadline, event.mine)]
            case h.RectificationClaimed():
                return self.met(recorded, self.running)
            case h.RectificationRejected():
                return self.undone(recorded, "整改未通过验收")
            case h.HazardRechecked(passed=False):
                return self.undone(recorded, "复查不合格")
            case h.HazardGraded():
                raised, self._level = event.raises_to_major(self._level), event.level
                return self.ends(recorded, "隐患升级为重大，原整改要求失效") if raised else ()
            case h.HazardWithdrawn():
                return self.ends(recorded, "隐患已撤销")
            case h.HazardReopened():
                return self._reopened(event, recorded)
        return ()

    def _due(self, recorded: RecordedEvent, deadline: date, mine: UUID) -> list[Claim]:
        return self.opens(recorded, deadline, self._department, self._unit, self._person, mine)

    def _reopened(self, event: h.HazardReopened, recorded: RecordedEvent) -> list[Claim]:
        """What was a sham or incomplete was never met; what recurs was. Either way a new deadline comes."""
        told = []
        if event.cause in {h.ReopeningCause.SHAM, h.ReopeningCause.INCOMPLETE}:
            told = self.undone(recorded, event.finding)
        self.running = []
        return told


class TaskWatch(DeadlineWatch):
    """One task: each department owes its delivery, a principal for all."""

    trigger = Trigger.TASK_ASSIGNED
    types = ("TaskIssued", "TaskAssigned", "TaskDelivered", "TaskReturned")

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._deadline: date | None = None
        self._joint = False

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the task."""
        match event := recorded.event:
            case t.TaskIssued():
                self.division, self._deadline = event.division, event.deadline
            case t.TaskAssigned():
                return self._assigned(event, recorded)
            case t.TaskDelivered():
                by = event.actor.department
                return self.met(recorded, [c for c in self.running if not self._joint or c.owner == by])
            case t.TaskReturned():
                return self.undone(recorded, event.why)
        return ()

    def _assigned(self, event: t.TaskAssigned, recorded: RecordedEvent) -> list[Claim]:
        if self._deadline is None:
            return []
        self._joint = event.mode is t.DutyMode.JOINT
        owing = [event.principal] if event.principal else event.departments
        ended = [claim for claim in self.running if claim.owner not in owing]
        self.running = [claim for claim in self.running if claim.owner in owing]
        for claim in ended:
            claim.dropped = cause(recorded, "责任单位已调整")
        new = [d for d in owing if d not in {claim.owner for claim in self.running}]
        return ended + [c for d in new for c in self.opens(recorded, self._deadline, d, d, None, None)]
