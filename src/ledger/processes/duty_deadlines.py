"""Deadlines that run, are met, moved and given up: what hazards, tasks and reports have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import Claim
from ledger.processes.duty_watch import Watch, cause, evidence_of, fulfilment
from ledger.rules.duties import Duties, Trigger
from ledger.values.times import local_day


@dataclass(frozen=True)
class Owing:
    """Who owes it by when, or within the days that the duty says, as it was given on `given_on`.

    `department` supervises it, or owes it itself. Without an owner it is the enterprise of the mine. `due_at` is the
    moment of the last day, where one was set.
    """

    owner: str | None
    due_on: date | None
    department: str
    division: str
    post: str | None = None
    mine: UUID | None = None
    label: str | None = None
    given_on: date | None = None
    due_at: datetime | None = None


@dataclass
class Track:
    """One deadline of a thing through its changes: each day set is an obligation of its own, the last ones run."""

    watch: Watch
    rules: Duties
    trigger: Trigger
    running: list[Claim] = field(default_factory=list)
    resting: list[Claim] = field(default_factory=list)
    made: list[Claim] = field(default_factory=list)

    def opens(self, recorded: RecordedEvent, owing: Owing) -> list[Claim]:
        """A deadline begins to run, of every duty of the trigger in force on the day it does."""
        number = len(self.watch.claims) + 1
        opens_on = min(local_day(recorded.event.occurred_at), local_day(recorded.recorded_at))
        made = []
        for duty in self.rules.on(max(opens_on, self.rules.since), self.trigger):
            due_on = owing.due_on or duty.last_day(opens_on)
            if due_on is None:
                continue
            claim = Claim(
                duty=duty,
                subject=self.watch.subject,
                period=f"{owing.label or due_on}/{number}",
                division=owing.division,
                department=owing.department,
                owner=owing.owner or "",
                post=owing.post,
                opens_on=opens_on,
                due_on=due_on,
                required=cause(recorded),
                mine=owing.mine,
                given_on=owing.given_on,
                due_at=owing.due_at,
            )
            made.append(self.watch.keep(claim))
        self.running += made
        self.made += made
        return made

    def ends(self, recorded: RecordedEvent, why: str, which: Callable[[Claim], bool] = bool) -> list[Claim]:
        """Some of what runs is not owed any more."""
        ended = [claim for claim in self.running if which(claim)]
        self.running = [claim for claim in self.running if claim not in ended]
        for claim in ended:
            claim.dropped = cause(recorded, why)
        return ended

    def rests(self, recorded: RecordedEvent, why: str) -> list[Claim]:
        """What runs is not owed for the time being."""
        ended = self.ends(recorded, why)
        self.resting += ended
        return ended

    def goes_on(self, recorded: RecordedEvent) -> list[Claim]:
        """What rested is owed again."""
        again, self.resting = self.resting, []
        for claim in again:
            claim.required, claim.dropped = cause(recorded, "继续办理"), None
        self.running += again
        return again

    def met(self, recorded: RecordedEvent, by: str | None = None) -> list[Claim]:
        """An event that meets what runs, or what one owner of it owes."""
        told = []
        for claim in self.running:
            rule = evidence_of(claim.duty, recorded)
            if rule is not None and by in {None, claim.owner}:
                claim.fulfilments.append(fulfilment(claim.duty, rule, recorded))
                told.append(claim)
        return told

    def shown(self, recorded: RecordedEvent) -> list[Claim]:
        """An event that recurs, entered in whatever order: it meets what began by its day and is not met yet."""
        told = []
        for claim in self.made:
            rule = evidence_of(claim.duty, recorded)
            if rule is not None:
                done = fulfilment(claim.duty, rule, recorded)
                if claim.opens_on <= done.day:
                    claim.fulfilments.append(done)
                    told.append(claim)
        return told

    def release(self) -> None:
        """What runs stays as it is: something else comes in its place."""
        self.running = []

    def undone(self, recorded: RecordedEvent, why: str) -> list[Claim]:
        """What was said to be done last is not."""
        told = [claim for claim in self.running if claim.fulfilments]
        for claim in told:
            done = claim.fulfilments[-1]
            done.undone = done.undone or cause(recorded, why)
        return told
