"""Group commit: all commands that wait are appended in one round trip, with one flush."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import psycopg
import structlog
from psycopg import pq
from psycopg.pq.abc import PGresult

from ledger.eventstore import append_calls
from ledger.eventstore.append_calls import Statement
from ledger.eventstore.submission import Outcome, Submission
from ledger.eventstore.wire import Wire
from ledger.values.errors import Unavailable

MAX_COMMANDS = 256
MAX_BYTES = 4 * 1024 * 1024
RETRY_SECONDS = 10.0
CLOCKS_DIFFER = "LG002"

STATEMENTS = {call.name: call.text for call in (append_calls.ONE, append_calls.UNOPPOSED, append_calls.ANY)}
# The plans are made once, on tables that may be empty then: they must not be made for that.
PLANNING = "-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"

log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Waiting:
    submission: Submission
    answer: asyncio.Future[Outcome]


class Committer:
    """One connection and one loop in front of `ledger.append`; several processes may run one each.

    A command that comes while the loop has nothing to do is sent from where it comes; those that come meanwhile wait,
    and are the loop's next batch. What does not simply succeed so is left to the loop, like everything else.

    A batch whose acknowledgement is lost is sent again: every command carries its id, so the second call answers with
    the first outcome. After `RETRY_SECONDS` without a database the callers get `Unavailable`.
    """

    def __init__(
        self,
        dsn: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_append: Callable[[Sequence[Submission], Sequence[Outcome]], None] = lambda *_: None,
    ) -> None:
        self._dsn = dsn
        self._clock = clock
        self._on_append = on_append
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._at_rest = False
        self._alone: _Waiting | None = None
        self._wire: Wire | None = None
        self._loop: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Committer:
        self._loop = asyncio.create_task(self._run(), name="committer")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        for waiting in (*self._queue, *filter(None, [self._alone])):
            if not waiting.answer.done():
                waiting.answer.set_exception(_unavailable())
        await self._disconnect()

    async def append(self, submission: Submission) -> Outcome:
        """The outcome of `submission`, once it is on disk; `Unavailable` when that cannot be known now."""
        waiting = _Waiting(submission, asyncio.get_running_loop().create_future())
        if not self._send_alone(waiting):
            self._queue.append(waiting)
            if self._alone is None:
                self._arrived.set()
        return await waiting.answer

    def _send_alone(self, waiting: _Waiting) -> bool:
        """Send it at once, if nobody is before it; whether it was sent."""
        if not self._at_rest or self._queue or self._alone is not None or self._wire is None:
            return False
        call, parameters = append_calls.ONE, append_calls.one_parameters(self._clock(), waiting.submission)
        if parameters is None:
            return False
        try:
            self._wire.send(call.name, parameters, call.formats, self._answered_alone)
        except psycopg.Error:
            return False
        self._alone = waiting
        return True

    def _answered_alone(self, heard: PGresult | psycopg.Error) -> None:
        waiting, self._alone = self._alone, None
        assert waiting is not None
        outcome = None
        if not isinstance(heard, psycopg.Error) and heard.status == pq.ExecStatus.TUPLES_OK:
            outcome = append_calls.one_outcome(waiting.submission, heard.get_value(0, 0))
        if outcome is None:
            self._queue.appendleft(waiting)
        elif not waiting.answer.done():
            waiting.answer.set_result(outcome)
        if self._queue:
            self._arrived.set()
        if outcome is not None:
            self._on_append([waiting.submission], [outcome])

    async def _run(self) -> None:
        while True:
            batch = self._take()
            if not batch:
                self._arrived.clear()
                self._at_rest = True
                await self._arrived.wait()
                self._at_rest = False
                continue
            try:
                await self._commit(batch)
            except BaseException as error:
                answer = error if isinstance(error, Unavailable) else _unavailable()
                for waiting in batch:
                    if not waiting.answer.done():
                        waiting.answer.set_exception(answer)
                if not isinstance(error, Exception):
                    raise
                log.exception("append failed", commands=len(batch))
            if len(batch) > 1:
                # Those just answered come back first: their next commands go into one batch, not into two.
                await asyncio.sleep(0)

    def _take(self) -> list[_Waiting]:
        batch: list[_Waiting] = []
        held: list[_Waiting] = []
        ids: set[tuple[str, UUID]] = set()
        size = 0
        while self._queue and len(batch) < MAX_COMMANDS and size < MAX_BYTES:
            waiting = self._queue.popleft()
            key = (waiting.submission.actor, waiting.submission.command_id)
            if key in ids:
                held.append(waiting)
                continue
            ids.add(key)
            for event in waiting.submission.events:
                size += len(event.body)
            batch.append(waiting)
        self._queue.extendleft(reversed(held))
        return batch

    async def _commit(self, batch: Sequence[_Waiting]) -> None:
        try:
            outcomes = await self._call_until_answered([w.submission for w in batch])
        except psycopg.Error as error:
            if error.sqlstate == CLOCKS_DIFFER:
                raise _clocks_differ() from error
            if len(batch) == 1:
                raise
            # Something in one command is not storable: each alone, so that it fails alone.
            for waiting in batch:
                await self._commit_alone(waiting)
            return
        for waiting, outcome in zip(batch, outcomes, strict=True):
            if not waiting.answer.done():
                waiting.answer.set_result(outcome)
        self._on_append([w.submission for w in batch], outcomes)

    async def _commit_alone(self, waiting: _Waiting) -> None:
        try:
            await self._commit([waiting])
        except psycopg.Error:
            log.exception("a command could not be stored", command=str(waiting.submission.command_id))
            if not waiting.answer.done():
                waiting.answer.set_exception(_unavailable())

    async def _call_until_answered(self, submissions: Sequence[Submission]) -> list[Outcome]:
        deadline = asyncio.get_running_loop().time() + RETRY_SECONDS
        pause = 0.02
        while True:
            try:
                if self._wire is None:
                    await self._connect()
                return await self._call(submissions)
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if asyncio.get_running_loop().time() > deadline:
                    raise _unavailable() from error
                log.warning("append is sent again", reason=type(error).__name__)
                await self._disconnect()
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)

    async def _call(self, submissions: Sequence[Submission]) -> list[Outcome]:
        clock = self._clock()
        shortcut = append_calls.unopposed_parameters(clock, submissions)
        if shortcut is not None:
            # A key that is violated says that something stands against it; nothing was written then.
            with contextlib.suppress(psycopg.errors.UniqueViolation):
                row = await self._row(append_calls.UNOPPOSED, shortcut)
                accepted = append_calls.unopposed_outcomes(submissions, row)
                if accepted is not None:
                    return accepted
        row = await self._row(append_calls.ANY, append_calls.parameters(clock, submissions))
        return append_calls.outcomes(submissions, row)

    async def _row(self, statement: Statement, parameters: Sequence[bytes]) -> Sequence[Any]:
        assert self._wire is not None
        return await self._wire.row(statement.name, parameters, statement.formats)

    async def _connect(self) -> None:
        self._wire = await Wire.connect(self._dsn, STATEMENTS, PLANNING, "ledger-committer")

    async def _disconnect(self) -> None:
        if self._wire is not None:
            wire, self._wire = self._wire, None
            await wire.close()


def _unavailable() -> Unavailable:
    return Unavailable(
        "OUTCOME_UNKNOWN",
        "The ledger could not confirm the append. Send the same command id again: it is carried out once.",
        "台账暂时无法确认是否写入。请用同一命令编号重发，不会重复执行。",
    )


def _clocks_differ() -> Unavailable:
    return Unavailable(
        "CLOCKS_DIFFER",
        "The server's clock and the database's clock differ by more than a minute; nothing was written.",
        "服务器与数据库的时钟相差超过一分钟，未写入任何内容。",
        rule="台账原则 3",
    )
