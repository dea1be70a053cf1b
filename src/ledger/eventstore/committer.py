"""Group commit: all commands that wait are appended in one round trip, with one flush."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import psycopg
import structlog

from ledger.eventstore.arrays import ByteaArray, ByteaArrayDumper
from ledger.eventstore.submission import Outcome, Submission, Verdict
from ledger.values.errors import Unavailable

MAX_COMMANDS = 256
MAX_BYTES = 4 * 1024 * 1024
RETRY_SECONDS = 10.0
CLOCKS_DIFFER = "LG002"

APPEND = b"SELECT * FROM ledger.append(%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)"
_VERDICTS = {verdict.value: verdict for verdict in Verdict}

log = structlog.get_logger(__name__)


@dataclass
class _Waiting:
    submission: Submission
    answer: asyncio.Future[Outcome] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Committer:
    """One connection and one loop in front of `ledger.append`; several processes may run one each.

    A batch whose acknowledgement is lost is sent again: every command carries its id, so the second call answers with
    the first outcome. After `RETRY_SECONDS` without a database the callers get `Unavailable`.
    """

    def __init__(
        self,
        dsn: str,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        on_append: Callable[[int], None] = lambda _: None,
    ) -> None:
        self._dsn = dsn
        self._clock = clock
        self._on_append = on_append
        self._queue: deque[_Waiting] = deque()
        self._arrived = asyncio.Event()
        self._connection: psycopg.AsyncConnection | None = None
        self._loop: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Committer:
        await self._connect()
        self._loop = asyncio.create_task(self._run(), name="committer")
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._loop is not None:
            self._loop.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._loop
        for waiting in self._queue:
            if not waiting.answer.done():
                waiting.answer.set_exception(_unavailable())
        await self._disconnect()

    async def append(self, submission: Submission) -> Outcome:
        """The outcome of `submission`, once it is on disk; `Unavailable` when that cannot be known now."""
        waiting = _Waiting(submission)
        self._queue.append(waiting)
        self._arrived.set()
        return await waiting.answer

    async def _run(self) -> None:
        while True:
            await self._arrived.wait()
            batch = self._take()
            if not batch:
                self._arrived.clear()
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
            size += sum(len(e.body) for e in waiting.submission.events)
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
        self._wake(outcomes)

    async def _commit_alone(self, waiting: _Waiting) -> None:
        try:
            await self._commit([waiting])
        except psycopg.Error:
            log.exception("a command could not be stored", command=str(waiting.submission.command_id))
            if not waiting.answer.done():
                waiting.answer.set_exception(_unavailable())

    def _wake(self, outcomes: Sequence[Outcome]) -> None:
        last = max((o.last or 0 for o in outcomes if o.verdict is Verdict.ACCEPTED), default=0)
        if last:
            self._on_append(last)

    async def _call_until_answered(self, submissions: Sequence[Submission]) -> list[Outcome]:
        deadline = asyncio.get_running_loop().time() + RETRY_SECONDS
        pause = 0.02
        while True:
            try:
                if self._connection is None:
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
        assert self._connection is not None
        cursor = self._connection.cursor(binary=True)
        await cursor.execute(APPEND, parameters(self._clock(), submissions))
        row = await cursor.fetchone()
        assert row is not None
        return [
            Outcome(_VERDICTS[verdict], first, last, recorded_at, known_subject or submission.subject)
            for submission, verdict, first, last, recorded_at, known_subject in zip(submissions, *row, strict=True)
        ]

    async def _connect(self) -> None:
        self._connection = await psycopg.AsyncConnection.connect(
            self._dsn, autocommit=True, prepare_threshold=0, application_name="ledger-committer"
        )
        self._connection.adapters.register_dumper(ByteaArray, ByteaArrayDumper)

    async def _disconnect(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            with contextlib.suppress(psycopg.Error):
                await connection.close()


def parameters(clock: datetime, submissions: Sequence[Submission]) -> tuple[str | ByteaArray, ...]:
    """The parameters of `ledger.append`, as PostgreSQL writes arrays.

    The driver's own list dumpers look at every element anew; written here, a batch costs a third of the time.
    """
    streams: dict[UUID, int] = {}
    events = [e for s in submissions for e in s.events]
    e_stream = [str(streams.setdefault(e.stream, len(streams) + 1)) for e in events]
    openings = [(n, o) for n, s in enumerate(submissions, 1) for o in s.openings]
    return (
        clock.isoformat(),
        _array(stream.hex for stream in streams),
        _array(_quoted(s.actor) for s in submissions),
        _array(s.command_id.hex for s in submissions),
        ByteaArray([s.digest for s in submissions]),
        _array(s.subject.hex for s in submissions),
        _array(s.instant.isoformat() for s in submissions),
        _array(str(len(s.events)) for s in submissions),
        _array(e_stream),
        _array(str(e.version) for e in events),
        _array(_quoted(e.type) for e in events),
        _array(e.occurred_at.isoformat() for e in events),
        ByteaArray([e.body for e in events]),
        _array(str(n) for n, _ in openings),
        _array(_quoted(o.digest) for _, o in openings),
        ByteaArray([o.ciphertext for _, o in openings]),
    )


def _array(elements: Iterable[str]) -> str:
    return "{" + ",".join(elements) + "}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


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
        rule="DESIGN 2.3",
    )
