"""What a body owes that has to study so many times a year: each time an obligation, due by the end of the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from ledger.domain import study_duty_events as e
from ledger.eventstore.envelope import RecordedEvent
from ledger.processes.duty_steps import Cause, Claim, Fulfilment
from ledger.processes.duty_watch import Watch, cause, evidence_of, fulfilment
from ledger.rules.duties import Duties, Trigger
from ledger.values.times import end_of_day, local_day


class StudyWatch(Watch):
    """One study duty: a session meets the first time of its year that no other has met."""

    types = ("StudyDutySet", "StudyDutyEnded", "StudyDutyResumed", "StudySessionHeld", "StudySessionRetracted")

    def __init__(self, subject: UUID, rules: Duties) -> None:
        super().__init__(subject, rules)
        self._set: e.StudyDutySet | None = None
        self._required: Cause | None = None
        self._ended: tuple[date, Cause] | None = None
        self._reached = date.min
        self._sessions: dict[UUID, RecordedEvent] = {}
        self._counted: dict[UUID, Fulfilment] = {}

    def fold(self, recorded: RecordedEvent) -> Iterable[Claim]:
        """Take in a fact about the duty."""
        match event := recorded.event:
            case e.StudyDutySet():
                self._set, self._required = event, cause(recorded)
            case e.StudyDutyEnded():
                self._ended = event.ended_on, cause(recorded, event.why)
            case e.StudyDutyResumed():
                self._ended, self._required = None, cause(recorded, event.why)
            case e.StudySessionHeld():
                self._sessions[event.session] = recorded
            case e.StudySessionRetracted():
                self._sessions.pop(event.session, None)
                if event.session in self._counted:
                    self._counted.pop(event.session).undone = cause(recorded, event.why)
        self._reached = max(self._reached, local_day(recorded.recorded_at))
        return list(self._owed())

    def reach(self, day: date) -> Iterable[Claim]:
        """What is owed in the years that have begun by `day`."""
        self._reached = max(self._reached, day)
        return list(self._owed())

    def next_boundary(self) -> datetime | None:
        """The end of the year."""
        return None if self._set is None else end_of_day(date(self._reached.year, 12, 31))

    def _owed(self) -> Iterator[Claim]:
        """Everything that is owed so far, as the facts stand."""
        if self._set is None or self._required is None:
            return
        until = min(self._reached, self._set.ends_on or date.max)
        for year in range(max(self._set.starts_on, self._rules.since).year, until.year + 1):
            claims = [self._stands(claim, self._required) for claim in self._of_year(year, self._set, self._required)]
            self._count(year, claims)
            yield from claims

    def _of_year(self, year: int, study: e.StudyDutySet, required: Cause) -> Iterator[Claim]:
        opens_on = max(date(year, 1, 1), study.starts_on, self._rules.since)
        due_on = min(date(year, 12, 31), study.ends_on or date.max)
        for duty in self._rules.on(opens_on, Trigger.STUDY_DUTY):
            for number in range(1, study.times_a_year + 1):
                claim = Claim(
                    duty=duty,
                    subject=self.subject,
                    period=f"{year}/{number}",
                    division=study.division,
                    department=study.department,
                    owner=study.body,
                    opens_on=opens_on,
                    due_on=due_on,
                    required=required,
                )
                yield self.keep(claim)

    def _stands(self, claim: Claim, required: Cause) -> Claim:
        """The claim, owed or not: a duty that ended before its last day owes it no more."""
        if self._ended is not None and claim.due_on >= self._ended[0]:
            claim.dropped = self._ended[1]
        elif claim.dropped is not None:
            claim.required, claim.dropped = required, None
        return claim

    def _count(self, year: int, claims: list[Claim]) -> None:
        open_claims = [claim for claim in claims if all(done.undone for done in claim.fulfilments)]
        for session, recorded in self._sessions.items():
            held = recorded.event
            assert isinstance(held, e.StudySessionHeld)
            if held.held_on.year != year or session in self._counted or not open_claims:
                continue
            claim = open_claims.pop(0)
            rule = evidence_of(claim.duty, recorded)
            assert rule is not None
            self._counted[session] = fulfilment(claim.duty, rule, recorded)
            claim.fulfilments.append(self._counted[session])
