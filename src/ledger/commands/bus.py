"""Carrying out commands: right, first outcome, load, decide, append."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from ledger.commands.aggregates import Aggregates
from ledger.commands.command import Command
from ledger.commands.snapshots import Snapshots
from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.domain.event import DomainEvent
from ledger.eventstore.canonical import NotCanonical, canonical_bytes
from ledger.eventstore.envelope import Basis, Envelope
from ledger.eventstore.store import EventStore, KnownCommand
from ledger.eventstore.submission import EventToAppend, Seen, Submission, Verdict
from ledger.rights.right import Principal
from ledger.sealed.vault import Vault
from ledger.values.actor import Actor
from ledger.values.errors import (
    DuplicateCommand,
    GuardRefused,
    InvalidInput,
    LedgerError,
    NotPermitted,
    VersionConflict,
)
from ledger.values.text import Line

ATTEMPTS = 40
"""Each round one of those who contend for a thing is heard: so many may at once."""
_REASON: TypeAdapter[str] = TypeAdapter(Line)


@dataclass(frozen=True)
class Order:
    """A command with who gives it and under which id; `instant` counts on a simulated ledger only."""

    command: Command
    principal: Principal
    command_id: UUID
    expected_version: int | None = None
    reason: str | None = None
    basis: Basis | None = None
    instant: datetime | None = None
    correlation_id: UUID | None = None
    causation_id: UUID | None = None
    repeatable: bool = True
    """Whether the id is one that the caller may have sent before; one made just now has no first outcome to look up."""

    def digest(self) -> bytes:
        """What makes a repetition the same command: its name and its body, canonically written."""
        body = {
            "command": type(self.command).__name__,
            "input": self.command.model_dump(mode="json", by_alias=True),
            "expectedVersion": self.expected_version,
            "reason": self.reason,
        }
        return sha256(canonical_bytes(body)).digest()


@dataclass(frozen=True)
class Executed:
    """What became of a command: where its events stand, and the aggregate its payload shows."""

    subject: UUID
    subject_type: type[Aggregate]
    first_position: int
    position: int
    repeated: bool = False


class CommandBus:
    """The one road into the record, for the API, the import and the ledger's own processes alike."""

    def __init__(
        self,
        store: EventStore,
        vault: Vault,
        *,
        simulated: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store = store
        self._aggregates = Aggregates(store, Snapshots(store, vault))
        self._vault = vault
        self._simulated = simulated
        self._clock = clock

    async def execute(self, order: Order) -> Executed:
        """Carry out `order`, once.

        Raises a `LedgerError`: what the command's guards refuse, `NotPermitted`, `VersionConflict` for a stale
        `expected_version`, `DuplicateCommand` for an id used with another body, `Unavailable` when the outcome is
        not known.
        """
        role = order.principal.require(order.command.right, type(order.command).__name__)
        actor = order.principal.acting_as(role)
        if order.reason is not None:
            order = replace(order, reason=_normalised(order.reason))
        digest = self._digest(order)
        known = await self._store.find_command(actor.id, order.command_id) if order.repeatable else None
        if known is not None:
            return self._first_outcome(order, known, digest)
        fresh = False
        for _ in range(ATTEMPTS):
            work, subject, events = await self._decide(order, actor, fresh=fresh)
            executed = await self._append(order, work, subject, events, digest)
            if executed is not None:
                return executed
            fresh = True
        raise VersionConflict(
            "CONTENDED",
            "Others keep changing this at the same moment; nothing was written. Try again.",
            "该记录正被他人同时修改，未写入任何内容，请重试。",
        )

    def now(self, order: Order) -> datetime:
        """The instant of a command: the caller's on a simulated ledger, otherwise the server's clock."""
        if order.instant is None:
            return self._clock()
        if not self._simulated:
            raise InvalidInput(
                "INSTANT_ON_REAL_LEDGER",
                "Only a simulated ledger takes the instant from the caller.",
                "只有模拟台账才接受调用方给定的时刻。",
                path=("instant",),
                rule="台账原则 3",
            )
        return order.instant.astimezone(UTC)

    async def _decide(self, order: Order, actor: Actor, *, fresh: bool) -> tuple[Work, Aggregate, list[DomainEvent]]:
        """What the command does, decided on what is remembered; a refusal is decided again on what is read now."""
        remembered = False

        async def load(cls: type[Aggregate], id: UUID) -> Aggregate:
            nonlocal remembered
            aggregate = None if fresh else self._aggregates.remembered(cls, id)
            if aggregate is None:
                return await self._aggregates.read(cls, id)
            remembered = True
            return aggregate

        work = Work(
            actor=actor,
            now=self.now(order),
            command_id=order.command_id,
            load_aggregate=load,
            vault=self._vault,
            reaches=order.principal.reaches,
            knows=order.principal.knows,
            basis=order.basis,
            reason=order.reason,
        )
        try:
            subject = await _handled(order, work)
        except LedgerError:
            if remembered:
                return await self._decide(order, actor, fresh=True)
            raise
        events = [event for aggregate in work.touched.values() for event in aggregate.pending]
        return work, subject, events

    async def _append(
        self, order: Order, work: Work, subject: Aggregate, events: Sequence[DomainEvent], digest: bytes
    ) -> Executed | None:
        """What became of the decided events; None where what they rest on has changed meanwhile."""
        outcome = await self._store.append(
            Submission(
                actor=work.actor.id,
                command_id=order.command_id,
                digest=digest,
                subject=subject.id,
                instant=work.now,
                events=[EventToAppend.of(_envelope(order, work, event), event) for event in events],
                openings=work.openings,
                seen=[Seen(a.id, a.version) for a in work.touched.values() if not a.pending],
            )
        )
        if outcome.verdict is Verdict.CONFLICT:
            return None
        if outcome.verdict is Verdict.REUSED:
            raise _reused()
        assert outcome.first is not None
        assert outcome.last is not None
        if outcome.verdict is Verdict.ACCEPTED:
            for aggregate in work.touched.values():
                if aggregate.collect_events():
                    self._aggregates.keep(aggregate)
        repeated = outcome.verdict is Verdict.REPEATED
        return Executed(outcome.subject, order.command.returns, outcome.first, outcome.last, repeated)

    @staticmethod
    def _digest(order: Order) -> bytes:
        try:
            return order.digest()
        except NotCanonical as error:
            raise InvalidInput(
                "NOT_CANONICAL", f"The input has no canonical form: {error}.", "输入内容无法写成规范形式。"
            ) from error

    @staticmethod
    def _first_outcome(order: Order, known: KnownCommand, digest: bytes) -> Executed:
        if known.digest != digest:
            raise _reused()
        return Executed(known.subject, order.command.returns, known.first, known.last, repeated=True)


def _normalised(reason: str) -> str:
    try:
        return _REASON.validate_python(reason)
    except ValidationError as error:
        raise InvalidInput(
            "REASON_INVALID",
            "A reason is a statement of 1 to 500 characters, without control characters.",
            "理由为1至500字的文字，不含控制字符。",
            path=("reason",),
        ) from error


async def _handled(order: Order, work: Work) -> Aggregate:
    """The subject of the command, after all that it changes was decided; `LedgerError` when it is refused."""
    try:
        subject = await order.command.handle(work)
    except GuardRefused:
        # Whoever looked at an older version is told so first: the refusal may not be about what they saw.
        _check_versions(order, work)
        raise
    _check_versions(order, work)
    _check_scope(work)
    if not any(aggregate.pending for aggregate in work.touched.values()):
        raise GuardRefused(
            "NOTHING_TO_RECORD",
            "The command changes nothing: what it asks for is already so.",
            "该命令不产生任何变化：所请求的状态已经成立。",
        )
    return subject


def _check_versions(order: Order, work: Work) -> None:
    for aggregate in work.touched.values():
        loaded = aggregate.version - len(aggregate.pending)
        stale = order.expected_version is not None and order.expected_version != loaded
        if stale and isinstance(aggregate, order.command.returns):
            raise VersionConflict(
                "STALE_VERSION",
                f"You expected version {order.expected_version}; it is at version {loaded}.",
                f"期望版本为 {order.expected_version}，当前版本为 {loaded}。",
                path=("expectedVersion",),
            )


def _check_scope(work: Work) -> None:
    for aggregate in work.touched.values():
        if aggregate.id not in work.beyond and not work.covers(aggregate):
            raise NotPermitted(
                "OUT_OF_SCOPE",
                f"Division {aggregate.division}, or this mine, is outside your scope.",
                f"行政区划 {aggregate.division} 或该煤矿不在您的权限范围内。",
                path=("division",),
                rule="docs/rights.md",
            )


def _envelope(order: Order, work: Work, event: DomainEvent) -> Envelope:
    return Envelope(
        stream=event.originator_id,
        version=event.originator_version,
        type=event.type_name(),
        schema_version=event.schema_version,
        occurred_at=event.occurred_at,
        actor=event.actor,
        command_id=order.command_id,
        correlation_id=order.correlation_id or order.command_id,
        causation_id=order.causation_id,
        basis=work.basis,
        reason=work.reason,
        data=event.data(),
    )


def _reused() -> DuplicateCommand:
    return DuplicateCommand(
        "COMMAND_ID_REUSED",
        "This command id was used before with another body; nothing was written.",
        "该命令编号已用于另一内容不同的命令，未写入任何内容。",
        path=("commandId",),
    )
