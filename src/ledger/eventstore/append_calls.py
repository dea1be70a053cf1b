"""The three calls of the append: of one event that nothing stands against, of commands of that kind, and of any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from ledger.eventstore.arrays import (
    BINARY,
    TEXT,
    bytea_array,
    integer,
    moment,
    moment_array,
    plain_array,
    position_and_moment,
    text_array,
    uuid_array,
)
from ledger.eventstore.submission import Outcome, Submission, Verdict

_VERDICTS = {verdict.value: verdict for verdict in Verdict}


@dataclass(frozen=True)
class Statement:
    """A call of an SQL function, and which of its parameters travel in binary."""

    name: bytes
    text: bytes
    formats: tuple[int, ...]


def _statement(form: str, function: str, binary: set[int], count: int) -> Statement:
    call = f"ledger.{function}({','.join(f'${n}' for n in range(1, count + 1))})"
    formats = tuple(BINARY if n in binary else TEXT for n in range(count))
    return Statement(function.encode(), form.format(call).encode(), formats)


ONE = _statement("SELECT {}", "append_one", set(range(13)) - {2}, 13)
UNOPPOSED = _statement("SELECT * FROM {}", "append_unopposed", {0, 1, 4, 5, 6, 8, 11, 12, 13}, 14)
ANY = _statement("SELECT * FROM {}", "append", {0, 1, 3, 4, 5, 6, 11, 12, 18}, 19)


def one_parameters(clock: datetime, submission: Submission) -> list[bytes | None] | None:
    """The parameters of `ledger.append_one`; None where it is not for this: several events, openings."""
    if len(submission.events) != 1 or submission.openings:
        return None
    [event] = submission.events
    streams = versions = None
    if event.version > 1 or submission.seen:
        seen = _seen([submission])
        if seen is None:
            return None
        streams, versions = uuid_array(list(seen)), plain_array(seen.values())
    return [
        moment(clock),
        streams,
        versions,
        submission.command_id.bytes,
        submission.actor.encode(),
        submission.digest,
        submission.subject.bytes,
        moment(submission.instant),
        event.stream.bytes,
        integer(event.version),
        event.type.encode(),
        moment(event.occurred_at),
        event.body,
    ]


def one_outcome(submission: Submission, answer: bytes | None) -> Outcome | None:
    """What `ledger.append_one` answered; None where something stood against it and nothing was written."""
    if answer is None:
        return None
    position, recorded_at = position_and_moment(answer)
    return Outcome(Verdict.ACCEPTED, position, position, recorded_at, submission.subject)


def unopposed_parameters(clock: datetime, submissions: Sequence[Submission]) -> list[bytes] | None:
    """The parameters of `ledger.append_unopposed`; None where it is not for these: openings, versions with a gap."""
    carried: list[Submission | None] = []
    lasts: list[int | str] = []
    instants: list[datetime] = []
    latest = submissions[0].instant
    for submission in submissions:
        if submission.openings:
            return None
        latest = max(latest, submission.instant)
        others = len(submission.events) - 1
        lasts.append(len(carried) + 1 + others)
        lasts += ["NULL"] * others
        carried.append(submission)
        carried += [None] * others
        instants += [latest] * (others + 1)
    seen = _seen(submissions)
    if seen is None:
        return None
    events = [e for s in submissions for e in s.events]
    return [
        moment(clock),
        uuid_array(list(seen)),
        plain_array(seen.values()),
        *_commands(carried),
        plain_array(lasts),
        uuid_array([e.stream for e in events]),
        plain_array(e.version for e in events),
        text_array(e.type for e in events),
        moment_array([e.occurred_at for e in events]),
        moment_array(instants),
        bytea_array([e.body for e in events]),
    ]


def _seen(submissions: Sequence[Submission]) -> dict[UUID, int] | None:
    """The versions that streams must have before this call; None where the commands do not follow each other.

    A stream that begins in this call is not among them: its key tells whether it has begun before.
    """
    seen: dict[UUID, int] = {}
    reached: dict[UUID, int] = {}
    for submission in submissions:
        for stream, version in submission.seen:
            if stream not in reached:
                reached[stream] = seen[stream] = version
            elif reached[stream] != version:
                return None
        for event in submission.events:
            base = reached.get(event.stream)
            if base is None:
                base = event.version - 1
                if base:
                    seen[event.stream] = base
            if event.version != base + 1:
                return None
            reached[event.stream] = event.version
    return seen


def _commands(submissions: Sequence[Submission | None]) -> list[bytes]:
    """Who gave the commands, under which ids, with which bodies, about what; nulls beside what begins no command."""
    return [
        text_array(None if s is None else s.actor for s in submissions),
        uuid_array([None if s is None else s.command_id for s in submissions]),
        bytea_array([None if s is None else s.digest for s in submissions]),
        uuid_array([None if s is None else s.subject for s in submissions]),
    ]


def unopposed_outcomes(submissions: Sequence[Submission], row: Sequence[Any]) -> list[Outcome] | None:
    """What `ledger.append_unopposed` answered; None where something stood against it and nothing was written."""
    head, recorded_at, is_simulated = row
    if head is None:
        return None
    outcomes = []
    for submission in submissions:
        if is_simulated:
            recorded_at = submission.instant if recorded_at is None else max(recorded_at, submission.instant)
        first, head = head + 1, head + len(submission.events)
        outcomes.append(Outcome(Verdict.ACCEPTED, first, head, recorded_at, submission.subject))
    return outcomes


def parameters(clock: datetime, submissions: Sequence[Submission]) -> list[bytes]:
    """The parameters of `ledger.append`."""
    streams: dict[UUID, int] = {}
    events = [e for s in submissions for e in s.events]
    e_stream = [streams.setdefault(e.stream, len(streams) + 1) for e in events]
    seen = [(n, s) for n, submission in enumerate(submissions, 1) for s in submission.seen]
    r_stream = [streams.setdefault(s.stream, len(streams) + 1) for _, s in seen]
    openings = [(n, o) for n, s in enumerate(submissions, 1) for o in s.openings]
    return [
        moment(clock),
        uuid_array(list(streams)),
        *_commands(submissions),
        moment_array([s.instant for s in submissions]),
        plain_array(len(s.events) for s in submissions),
        plain_array(e_stream),
        plain_array(e.version for e in events),
        text_array(e.type for e in events),
        moment_array([e.occurred_at for e in events]),
        bytea_array([e.body for e in events]),
        plain_array(n for n, _ in seen),
        plain_array(r_stream),
        plain_array(s.version for _, s in seen),
        plain_array(n for n, _ in openings),
        text_array(o.digest for _, o in openings),
        bytea_array([o.ciphertext for _, o in openings]),
    ]


def outcomes(submissions: Sequence[Submission], row: Sequence[Any]) -> list[Outcome]:
    """What `ledger.append` answered, command by command."""
    return [
        Outcome(_VERDICTS[verdict], first, last, recorded_at, known_subject or submission.subject)
        for submission, verdict, first, last, recorded_at, known_subject in zip(submissions, *row, strict=True)
    ]
