"""Which duties there are on a day: who owes them, when they recur, what meets them, who is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from pydantic import Field, model_validator

from ledger.domain.obligation_events import OwnerKind
from ledger.domain.rule_text import RuleText
from ledger.rules.deadlines import deadline_rule
from ledger.rules.rule_set import DatedRule, DatedText, Rule, RuleSet, load
from ledger.values.calendar import Cadence
from ledger.values.errors import InvalidInput
from ledger.values.times import SHANGHAI


class Trigger(StrEnum):
    """What makes a duty an obligation: a mine at work or about to be again, or something with a deadline of its own."""

    MINE_AT_WORK = "MINE_AT_WORK"
    MINE_REOPENING = "MINE_REOPENING"
    MINE_PRODUCES = "MINE_PRODUCES"
    MINE_PRODUCES_OR_BUILDS = "MINE_PRODUCES_OR_BUILDS"
    HAZARD_ASSIGNED = "HAZARD_ASSIGNED"
    HAZARD_LISTED = "HAZARD_LISTED"
    TASK_ASSIGNED = "TASK_ASSIGNED"
    TASK_MILESTONE = "TASK_MILESTONE"
    TASK_OPEN_ENDED = "TASK_OPEN_ENDED"
    REPORTING_DUTY = "REPORTING_DUTY"
    ORDER_SERVED = "ORDER_SERVED"
    RESUMPTION_APPLIED = "RESUMPTION_APPLIED"
    APPROVAL_GATE = "APPROVAL_GATE"
    RISK_CONTROLLED = "RISK_CONTROLLED"
    RISK_GRADED = "RISK_GRADED"
    RISK_MAJOR = "RISK_MAJOR"
    MAJOR_RISK_CONTROLLED = "MAJOR_RISK_CONTROLLED"
    ANNUAL_RISK_ASSESSMENT = "ANNUAL_RISK_ASSESSMENT"
    SCHEME_REQUIRED = "SCHEME_REQUIRED"
    SCHEME_ADOPTED = "SCHEME_ADOPTED"
    TRIAL_RUN = "TRIAL_RUN"
    DESIGN_DEVIATION = "DESIGN_DEVIATION"
    WARNING_TO_MINE = "WARNING_TO_MINE"
    WARNING_TO_DEPARTMENT = "WARNING_TO_DEPARTMENT"
    EQUIPMENT_INSPECTED = "EQUIPMENT_INSPECTED"
    LIST_ITEM = "LIST_ITEM"
    LIST_ITEM_OF_MINE = "LIST_ITEM_OF_MINE"
    STUDY_DUTY = "STUDY_DUTY"
    LIAISON_ASSIGNED = "LIAISON_ASSIGNED"
    STOP_ORDERED = "STOP_ORDERED"
    PENALTY_DECIDED = "PENALTY_DECIDED"
    PRODUCTION_RESUMED = "PRODUCTION_RESUMED"
    PENALTY_WITHDRAWN = "PENALTY_WITHDRAWN"
    PENALTY_ISSUED = "PENALTY_ISSUED"
    REFERRAL_PROPOSED = "REFERRAL_PROPOSED"
    REGULAR_DUTY = "REGULAR_DUTY"


BY_ONE_DAY = frozenset({Trigger.MINE_PRODUCES, Trigger.MINE_PRODUCES_OR_BUILDS})
"""What every such mine has to have reached by one day that a text names."""

BY_DEADLINE = frozenset({Trigger.PENALTY_ISSUED, Trigger.REFERRAL_PROPOSED})
"""What runs by one of the deadlines (`deadlines.yaml`, `procedure_clocks.yaml`) from the day of the trigger on."""

WITHIN_DAYS = frozenset(
    {Trigger.TASK_OPEN_ENDED, Trigger.RISK_GRADED, Trigger.RISK_MAJOR, Trigger.MAJOR_RISK_CONTROLLED}
)
"""What gives no day of its own: the duty says within how many."""


class EvidenceRule(Rule):
    """An event that meets a duty: its type, what must stand in it, and which fields hold the day and the period.

    Without `day` it is the day on which it happened; without `period` it is for the period that its day falls in.
    """

    event: str
    day: str | None = None
    where: dict[str, str | bool | list[int]] = Field(default_factory=dict)
    period: str | None = None

    def fits(self, type_name: str, data: dict[str, Any]) -> bool:
        """Whether an event with this data is one."""
        return type_name == self.event and all(_is_one(data[name], wanted) for name, wanted in self.where.items())


class Owner(Rule):
    """Who owes it; the post is that of the mine's enterprise."""

    kind: OwnerKind
    post: str | None = None


class Escalation(Rule):
    """Whom it is reported to so many days after its last day in time; `{department}` is who supervises it. Ours."""

    after: int = Field(ge=1)
    to: str


class Duty(DatedRule):
    """One version of a duty. `reminders` are days after the last day in time, fewer than none before it; ours.

    Where the trigger itself names no day, it is due `within_days` of it, by the deadline of the kind that `deadline`
    names, or by `due_on`, which the text names for all.
    """

    trigger: Trigger
    every: Cadence | None = None
    least_days: int = Field(0, ge=0)
    within_days: int | None = Field(None, ge=1)
    deadline: str | None = None
    due_on: date | None = None
    owner: Owner
    evidence: list[EvidenceRule] = Field(default_factory=list)
    reminders: list[int]
    escalations: list[Escalation]
    note: str | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Duty:
        if (self.every is None) is (self.trigger is Trigger.MINE_AT_WORK):
            raise ValueError(f"{self.id}: what a mine at work owes recurs, and nothing else does")
        if (self.within_days is None) is (self.trigger in WITHIN_DAYS):
            raise ValueError(f"{self.id}: its own number of days has what nothing else gives a day")
        if (self.deadline is None) is (self.trigger in BY_DEADLINE):
            raise ValueError(f"{self.id}: a deadline has what runs by one, and nothing else")
        if (self.due_on is None) is (self.trigger in BY_ONE_DAY):
            raise ValueError(f"{self.id}: one day for all has what the text gives one, and nothing else")
        if sorted(set(self.reminders)) != self.reminders:
            raise ValueError(f"{self.id}: reminders come in the order of their days")
        if sorted(self.escalations, key=lambda step: step.after) != self.escalations:
            raise ValueError(f"{self.id}: escalations come in the order of their days")
        return self

    def last_day(self, since: date) -> date | None:
        """By when it is due that began on a day; None where no deadline, or no calendar of its year, is known then."""
        if self.deadline is None:
            return since + timedelta(days=self.within_days or 0)
        try:
            rule = deadline_rule(self.deadline, since)
            return rule.deadline(datetime.combine(since, time.min, SHANGHAI)).last_day
        except InvalidInput:
            return None


class Duties(RuleSet):
    """All versions of all duties; nothing is owed for a time before `since`."""

    kind: ClassVar[str] = "duties"
    files: ClassVar[tuple[str, ...]] = ("duties",)

    since: date
    duties: list[Duty]

    @model_validator(mode="after")
    def _one_at_a_time(self) -> Duties:
        if len({duty.id for duty in self.duties}) < len(self.duties):
            raise ValueError("an id stands once")
        for duty in self.duties:
            others = [o for o in self.duties if o.kind == duty.kind and o is not duty]
            if any(o.in_force(duty.valid_from) for o in others):
                raise ValueError(f"{duty.id} begins while another version of {duty.kind} is in force")
        return self

    def texts(self) -> Iterator[RuleText]:
        """Every version of every duty."""
        return (dated.text for dated in self.dated_texts())

    def dated_texts(self) -> Iterator[DatedText]:
        """Every version with its own days."""
        for duty in self.duties:
            owner = f"{duty.owner.kind} {duty.owner.post or ''}".strip()
            text = duty.text(trigger=duty.trigger, every=duty.every, owner=owner, note=duty.note)
            yield DatedText(text, duty.valid_from, duty.valid_to)

    def on(self, day: date, trigger: Trigger) -> list[Duty]:
        """The duties of a trigger in force on `day`."""
        return [duty for duty in self.duties if duty.trigger is trigger and duty.in_force(day)]

    def of_kind(self, kind: str) -> Duty:
        """The last version of a kind; `KeyError` where there is none."""
        return {duty.kind: duty for duty in self.duties}[kind]

    def version(self, id: str) -> Duty:
        """The version of that id; `KeyError` when there is none."""
        return {duty.id: duty for duty in self.duties}[id]

    def evidence_types(self) -> frozenset[str]:
        """The types of all events that meet a duty."""
        return frozenset(evidence.event for duty in self.duties for evidence in duty.evidence)


def _is_one(value: Any, wanted: str | bool | list[int]) -> bool:
    """Whether a value is what is wanted, or one of what is."""
    return value in wanted if isinstance(wanted, list) else bool(value == wanted)


def duties() -> Duties:
    """The duties in use."""
    return load(Duties, Duties.files[0])
