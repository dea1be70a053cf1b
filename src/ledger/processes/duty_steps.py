"""The next step of an obligation: a function of the facts about it and of how it stands, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from ledger.commands.command import Command
from ledger.commands.duty_clock import (
    DropObligation,
    EscalateObligation,
    FulfilObligation,
    MissObligation,
    OpenObligation,
    PassObligationOn,
    RemindOfObligation,
    RestoreObligation,
)
from ledger.domain.obligation import Obligation, obligation_id
from ledger.domain.obligation_events import ObligationStatus
from ledger.processes.bodies import Turn
from ledger.processes.process import Step
from ledger.rules.duties import Duty
from ledger.values.deadline import end_of
from ledger.values.times import SHANGHAI, end_of_day, local_day

REMINDER_HOUR = time(9)
"""Reminders and reports go out at nine in the morning in Shanghai (ours)."""

FULFILLED = frozenset({ObligationStatus.MET, ObligationStatus.MET_LATE, ObligationStatus.SHOWN_IN_TIME})


@dataclass(frozen=True)
class Cause:
    """A fact with the moment at which the ledger learned it."""

    known_at: datetime
    position: int
    why: str = ""


@dataclass
class Fulfilment:
    """An event that meets a duty on a day, at a moment; `undone` when what was done was found to be none."""

    day: date
    stream: UUID
    known_at: datetime
    position: int
    account: str
    done_at: datetime
    undone: Cause | None = None


@dataclass(frozen=True)
class Answering:
    """Who owes it and who supervises it, or owes it itself; by a turn where it was somebody else before."""

    owner: str
    department: str
    turn: Turn | None = None

    def same_as(self, other: Answering) -> bool:
        """Whether they are the same bodies."""
        return (self.owner, self.department) == (other.owner, other.department)


@dataclass
class Claim:
    """An obligation as the facts call for it; `dropped` while they do not any more, `required` what they rest on.

    `owner` and `department` are those that it was given on `given_on`, `opens_with` and `answering` who answers for
    them on its first day and by now.
    """

    duty: Duty
    subject: UUID
    period: str
    division: str
    department: str
    owner: str
    opens_on: date
    due_on: date
    required: Cause
    mine: UUID | None = None
    post: str | None = None
    given_on: date | None = None
    due_at: datetime | None = None
    opens_with: Answering | None = None
    answering: Answering | None = None
    dropped: Cause | None = None
    fulfilments: list[Fulfilment] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.id = obligation_id(self.duty.kind, self.subject, self.period)
        self.opens_at = max(end_of_day(self.opens_on - timedelta(days=1)), self.required.known_at)

    @property
    def done(self) -> bool:
        """Whether something met it that was not found to be none."""
        return any(done.undone is None for done in self.fulfilments)

    def opening(self) -> OpenObligation:
        """The command that opens it."""
        with_ = self.opens_with or Answering(self.owner, self.department)
        return OpenObligation(
            rule=self.duty.id,
            subject=self.subject,
            mine=self.mine,
            division=self.division,
            department=with_.department,
            owner_kind=self.duty.owner.kind,
            owner=with_.owner,
            post=self.post,
            period=self.period,
            opens_at=self.opens_at,
            opens_on=self.opens_on,
            due_on=self.due_on,
            due=self.due_at or end_of(self.due_on),
        )

    def met_in_time(self, done: Fulfilment) -> bool:
        """Whether something was done on the last day or before, or by the moment that was set."""
        return done.day <= self.due_on if self.due_at is None else done.done_at <= self.due_at


def next_step(claim: Claim, obligation: Obligation, settled: set[tuple[UUID, str]]) -> Step | None:
    """The earliest step that is not settled; None when nothing will come without a further fact."""
    if not obligation.version:
        open_ = _Candidate(claim.opens_at, 0, "open", claim.opening())
        found = [] if claim.dropped else [open_]
    else:
        found = list(_candidates(claim, obligation))
    left = [c for c in found if (claim.id, _key(c, obligation)) not in settled]
    if not left:
        return None
    first = min(left, key=lambda c: (c.moment, c.rank))
    return Step(first.moment, claim.id, _key(first, obligation), first.command)


@dataclass(frozen=True)
class _Candidate:
    moment: datetime
    rank: int
    key: str
    command: Command


def _key(candidate: _Candidate, obligation: Obligation) -> str:
    """What is owed again goes through its steps again."""
    return f"{candidate.key}/{obligation.reinstated}"


def _candidates(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    match obligation.status:
        case ObligationStatus.OPEN:
            yield from _fulfilled(claim, obligation)
            yield from _dropped(claim, obligation)
            yield from _reminders(claim, obligation)
            yield from _passed_on(claim, obligation)
            cutoff = obligation.cutoff()
            yield _Candidate(cutoff, 4, "missed", MissObligation(obligation=claim.id, moment=cutoff))
        case ObligationStatus.MISSED:
            yield from _fulfilled(claim, obligation)
            yield from _dropped(claim, obligation)
            yield from _reminders(claim, obligation)
            yield from _escalations(claim, obligation)
            yield from _passed_on(claim, obligation)
        case ObligationStatus.NOT_APPLICABLE:
            yield from _required_again(claim, obligation)
        case status if status in FULFILLED:
            yield from _undone(claim, obligation)
            if status is ObligationStatus.MET_LATE:
                yield from _fulfilled(claim, obligation)


def _fulfilled(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    """In time and known before the cut-off it prevents a miss; all else comes after one."""
    assert obligation.owed_since is not None
    for done in claim.fulfilments:
        if done.undone or done.position in obligation.spent or done.position == obligation.evidence_position:
            continue
        in_time, cutoff = claim.met_in_time(done), obligation.cutoff()
        known_in_time = in_time and done.known_at <= cutoff
        if obligation.status is ObligationStatus.OPEN and not known_in_time:
            continue
        if obligation.status is ObligationStatus.MET_LATE and not in_time:
            continue
        earliest = obligation.owed_since if obligation.status is ObligationStatus.OPEN else cutoff
        moment = max(done.known_at, earliest)
        command = FulfilObligation(
            obligation=claim.id,
            moment=moment,
            met_on=done.day,
            met_at=done.done_at if claim.due_at else None,
            account=done.account,
            evidence=done.stream,
            position=done.position,
        )
        yield _Candidate(moment, 0, f"fulfilled:{done.position}", command)


def _dropped(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    cause = claim.dropped
    if cause is None or cause.position in obligation.spent:
        return
    assert obligation.owed_since is not None
    moment = max(cause.known_at, obligation.owed_since)
    command = DropObligation(obligation=claim.id, moment=moment, why=cause.why, cause=cause.position)
    yield _Candidate(moment, 1, f"dropped:{cause.position}", command)


def _required_again(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    dropped_by = obligation.cause_position
    if claim.dropped is None and dropped_by is not None and claim.required.position > dropped_by:
        yield _restored(claim, claim.required)


def _undone(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    for done in claim.fulfilments:
        if done.undone and done.position == obligation.evidence_position:
            yield _restored(claim, done.undone)


def _restored(claim: Claim, cause: Cause) -> _Candidate:
    command = RestoreObligation(obligation=claim.id, moment=cause.known_at, why=cause.why, cause=cause.position)
    return _Candidate(cause.known_at, 1, f"restored:{cause.position}", command)


def _passed_on(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    """To who answers for it by now, in one step; what falls due at that moment is still the former one's."""
    to = claim.answering
    if to is None or to.turn is None:
        return
    if obligation.passed_on is not None and (to.turn.moment, to.turn.position) <= obligation.passed_on:
        return
    if (to.owner, to.department) == (obligation.owner, obligation.department):
        return
    assert obligation.owed_since is not None
    moment = max(to.turn.moment, obligation.owed_since)
    command = PassObligationOn(
        obligation=claim.id,
        moment=moment,
        owner=to.owner,
        department=to.department,
        effective_on=to.turn.effective_on,
        why=to.turn.why,
        cause=to.turn.position,
    )
    yield _Candidate(moment, 5, f"passed_on:{to.turn.position}", command)


def _reminders(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    """Before it is due while it is open, afterwards while it is missed; none for a time before it was owed."""
    assert obligation.owed_since is not None
    for offset in claim.duty.reminders:
        missed = obligation.status is ObligationStatus.MISSED
        if offset in obligation.reminded or (offset > 0) is not missed:
            continue
        moment = _morning(_last_day(obligation) if missed else claim.due_on, offset)
        if moment >= obligation.owed_since:
            command = RemindOfObligation(
                obligation=claim.id, moment=moment, offset=offset, addressee=f"{obligation.owner}{claim.post or ''}"
            )  # fmt: skip
            yield _Candidate(moment, 2, f"reminded:{offset}", command)


def _escalations(claim: Claim, obligation: Obligation) -> Iterator[_Candidate]:
    for level, step in enumerate(claim.duty.escalations[obligation.escalated :], start=obligation.escalated + 1):
        moment = _morning(_last_day(obligation), step.after)
        command = EscalateObligation(
            obligation=claim.id, moment=moment, level=level, addressee=step.to.format(department=obligation.department)
        )
        yield _Candidate(moment, 3, f"escalated:{level}", command)
        return


def _last_day(obligation: Obligation) -> date:
    """The day that overdue days count from: the last in time, or for what was overdue when it opened, that day."""
    return local_day(obligation.cutoff() - timedelta(microseconds=1))


def _morning(day: date, offset: int) -> datetime:
    return datetime.combine(day + timedelta(days=offset), REMINDER_HOUR, SHANGHAI)
