"""What is owed by a deadline of its own: the rectification of a hazard, a task and its parts, a report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from ledger.domain import hazard_events as h
from ledger.domain import plan_events as p
from ledger.domain import task_events as t
from ledger.domain.task import Task
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_deadlines import Owing, Track
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch
from ledger.rules.duties import Duties, Trigger
from ledger.values.times import local_day


class HazardWatch(Watch):
    """One hazard: its rectification is due by the day assigned, or extended to; listed supervision by its own day."""

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
        "HazardPlacedUnderListedSupervision",
        "HazardTakenOffListedSupervision",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._track = Track(self, rules, Trigger.HAZARD_ASSIGNED)
        self._listed = Track(self, rules, Trigger.HAZARD_LISTED)
        self._level: h.HazardLevel | None = None
        self._department = self._unit = self._person = ""
        self._reported_on: date | None = None

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the hazard."""
        track = self._track
        match event := recorded.event:
            case h.HazardReported():
                self._department, self._reported_on = event.department, local_day(event.occurred_at)
            case h.RectificationAssigned(plan=plan):
                self._unit, self._person = plan.responsible_unit, plan.responsible_person
                return self._due(recorded, event, plan.deadline, "整改要求已重新下达")
            case h.RectificationExtended():
                return self._due(recorded, event, event.deadline, "整改期限已延长")
            case h.RectificationClaimed():
                return track.met(recorded)
            case h.RectificationRejected():
                return track.undone(recorded, "整改未通过验收")
            case h.HazardRechecked(passed=False):
                return track.undone(recorded, "复查不合格")
            case h.HazardGraded():
                raised, self._level = event.raises_to_major(self._level), event.level
                return track.ends(recorded, "隐患升级为重大，原整改要求失效") if raised else ()
            case h.HazardWithdrawn():
                return track.ends(recorded, "隐患已撤销")
            case h.HazardReopened():
                return self._reopened(event, recorded)
            case h.HazardPlacedUnderListedSupervision():
                ended = self._listed.ends(recorded, "已重新挂牌督办")
                owing = Owing(event.body, event.deadline, event.body, event.division, mine=event.mine)
                return [*ended, *self._listed.opens(recorded, owing)]
            case h.HazardTakenOffListedSupervision():
                return self._listed.met(recorded)
        return ()

    def _due(
        self,
        recorded: RecordedEvent,
        event: h.RectificationAssigned | h.RectificationExtended,
        due_on: date,
        why: str,
    ) -> list[Claim]:
        owing = Owing(
            self._unit, due_on, self._department, event.division, self._person, event.mine, given_on=self._reported_on
        )
        return [*self._track.ends(recorded, why), *self._track.opens(recorded, owing)]

    def _reopened(self, event: h.HazardReopened, recorded: RecordedEvent) -> list[Claim]:
        """What was a sham or incomplete was never met; what recurs was. Either way a new deadline comes."""
        told = []
        if event.cause in {h.ReopeningCause.SHAM, h.ReopeningCause.INCOMPLETE}:
            told = [*self._track.undone(recorded, event.finding), *self._listed.undone(recorded, event.finding)]
        self._track.release()
        return told


MOVED = "责任单位或期限已调整"


class TaskWatch(Watch):
    """One task: who answers for it owes its delivery, and its parts that have a day of their own."""

    types = (
        "TaskIssued",
        "TaskAssigned",
        "TaskDepartmentsResolved",
        "TaskDelivered",
        "TaskReturned",
        "TaskReopened",
        "TaskExtensionApproved",
        "TaskRescheduled",
        "TaskSuspended",
        "TaskResumed",
        "TaskWithdrawn",
        "TaskReinstated",
        "TaskMilestoneSet",
        "TaskMilestoneReached",
        "TaskMilestoneRevoked",
    )

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._task = Task(subject)
        self._whole = Track(self, rules, Trigger.TASK_ASSIGNED)
        self._naming = Track(self, rules, Trigger.TASK_OPEN_ENDED)
        self._parts: dict[UUID, tuple[Track, t.TaskMilestoneSet]] = {}

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the task."""
        event = recorded.event
        self._task.when(event)
        tracks = [self._whole, self._naming, *(track for track, _ in self._parts.values())]
        match event:
            case t.TaskAssigned():
                undone = self._whole.undone(recorded, "责任单位已重新落实")
                return [*undone, *self._answered_by(recorded), *self._left_open(recorded)]
            case t.TaskDepartmentsResolved():
                return [*self._naming.met(recorded), *self._answered_by(recorded)]
            case t.TaskExtensionApproved():
                return self._answered_by(recorded)
            case t.TaskRescheduled():
                return self._answered_by(recorded, f"{event.document_no}已调整方案期限")
            case t.TaskDelivered():
                return self._whole.met(recorded, event.department or event.actor.department)
            case t.TaskReturned() | t.TaskReopened():
                return self._owed_again(recorded, event.why)
            case t.TaskSuspended() | t.TaskWithdrawn():
                return [claim for track in tracks for claim in track.rests(recorded, event.why)]
            case t.TaskResumed() | t.TaskReinstated():
                return [claim for track in tracks for claim in track.goes_on(recorded)]
            case t.TaskMilestoneSet():
                return self._part_set(event, recorded)
            case t.TaskMilestoneReached():
                return self._parts[event.milestone][0].met(recorded)
            case t.TaskMilestoneRevoked():
                return self._parts[event.milestone][0].undone(recorded, event.why)
        return ()

    def _answered_by(self, recorded: RecordedEvent, why: str = MOVED) -> list[Claim]:
        """Who answers, and by when, as it stands now: what fits goes on, the rest gives way."""
        told = self._brought(self._whole, self._task.deadline, None, recorded, why)
        for track, part in self._parts.values():
            told += self._brought(track, part.due_on, part.item, recorded, why, part.department)
        return told

    def _owed_again(self, recorded: RecordedEvent, why: str) -> list[Claim]:
        """What was delivered is not, and is owed by the day that holds now, which may have been moved meanwhile."""
        undone = self._whole.undone(recorded, why)
        return [*undone, *self._brought(self._whole, self._task.deadline, None, recorded, MOVED)]

    def _left_open(self, recorded: RecordedEvent) -> list[Claim]:
        """Until it is said whom 等 or 各有关部门 means, the office owes that (R-046)."""
        task = self._task
        told = self._naming.ends(recorded, "责任单位已重新落实")
        if task.open_ended:
            told += self._naming.opens(recorded, Owing(task.office, None, task.office, task.division or ""))
        return told

    def _part_set(self, event: t.TaskMilestoneSet, recorded: RecordedEvent) -> list[Claim]:
        track = Track(self, self._rules, Trigger.TASK_MILESTONE)
        track, _ = self._parts.get(event.milestone, (track, event))
        self._parts[event.milestone] = track, event
        return self._brought(track, event.due_on, event.item, recorded, MOVED, event.department)

    def _brought(
        self,
        track: Track,
        due_on: date | None,
        label: str | None,
        recorded: RecordedEvent,
        why: str,
        own: str | None = None,
    ) -> list[Claim]:
        """What is done stays with its day and its owner, until it is found not to be done."""
        task = self._task
        answering = [own] if own else [task.principal] if task.principal else task.departments
        wanted = [] if due_on is None else answering
        told = track.ends(recorded, why, lambda c: not c.done and (c.owner not in wanted or c.due_on != due_on))
        running = {claim.owner for claim in track.running}
        for owner in wanted:
            if due_on is not None and owner not in running:
                owing = Owing(
                    owner, due_on, owner, task.division or "", label=label, given_on=task.assigned_on
                )  # fmt: skip
                told += track.opens(recorded, owing)
        return told


class ReportWatch(Watch):
    """One report that one department owes under a plan, or that the office says which departments do."""

    types = ("ReportOwed", "ReportNoLongerOwed", "ReportingDutyResolved", "ReportSubmitted", "ReportReturned")

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._track = Track(self, rules, Trigger.REPORTING_DUTY)

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the report."""
        match event := recorded.event:
            case p.ReportOwed(due_on=due_on):
                if due_on is None:
                    return ()
                owing = Owing(event.department, due_on, event.department, event.division, label=event.code)
                return [*self._track.ends(recorded, "报送任务已调整"), *self._track.opens(recorded, owing)]
            case p.ReportNoLongerOwed():
                return self._track.ends(recorded, event.why)
            case p.ReportSubmitted() | p.ReportingDutyResolved():
                return self._track.met(recorded)
            case p.ReportReturned():
                return self._track.undone(recorded, event.why)
        return ()
