"""What the ledger does by itself: reads events in order, gives commands, each exactly once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID, uuid5

from ledger.commands.command import Command
from ledger.eventstore.envelope import RecordedEvent
from ledger.rights.right import Principal
from ledger.values.actor import Role

NAMESPACE = UUID("5d8f1f52-8a0c-5c8e-9a51-0c1d7d1a7c11")


@dataclass(frozen=True)
class Reaction:
    """A command that an event calls for; `rule` names why, and makes its id with the event's position."""

    rule: str
    command: Command


class OwnProcess(ABC):
    """What the ledger does by itself (自动处理): it folds its state from events and never reads views."""

    name: ClassVar[str]
    types: ClassVar[Sequence[str]]

    @property
    def principal(self) -> Principal:
        """Under whose name it acts."""
        return Principal(
            id=f"process:{self.name}",
            name=self.name,
            department="台账系统",
            division="",
            roles=frozenset({Role.SYSTEM}),
        )


class Process(OwnProcess):
    """A process that answers events, each by itself.

    The command id is UUIDv5 of process, rule and cause position: a repetition changes nothing.
    """

    @abstractmethod
    async def react(self, recorded: RecordedEvent) -> list[Reaction]:
        """The commands that `recorded` calls for; none for most events."""

    def command_id(self, reaction: Reaction, cause: RecordedEvent) -> UUID:
        """The id under which the reaction to `cause` is carried out, once."""
        return uuid5(NAMESPACE, f"{self.name}:{reaction.rule}:{cause.position}")


@dataclass(frozen=True)
class Step:
    """What has become due at `moment` in the life of `stream`; `key` names it among all steps of that life."""

    moment: datetime
    stream: UUID
    key: str
    command: Command


class TimedProcess(OwnProcess):
    """A process that time drives. What is due follows from the record alone, in one order.

    The command id is UUIDv5 of process, stream and step: a repetition changes nothing.
    """

    own_types: ClassVar[Sequence[str]]
    """The events that its own steps make; they are among `types`."""

    position = 0
    """How far it has taken in the record; what it knows goes with it."""

    @abstractmethod
    def begin(self) -> None:
        """Know nothing, and stand before the first event."""

    async def resume(self) -> None:
        """Go on from what was kept at an earlier time, where anything was."""

    async def keep(self, *, quiet: bool) -> None:
        """Keep what is known, where it is time for it: sooner where nothing else is to be done."""

    async def forget(self) -> None:
        """Leave nothing of what was kept, and begin."""
        self.begin()

    @abstractmethod
    async def recall(self, recorded: RecordedEvent) -> None:
        """Take in an event of the streams it acts on; one that is known already changes nothing."""

    @abstractmethod
    async def fold(self, recorded: RecordedEvent) -> None:
        """Take in the next event of `types`."""

    @abstractmethod
    async def due(self, now: datetime) -> Step | None:
        """The first step whose moment has come by `now`; the same until it is settled."""

    @abstractmethod
    def settle(self, step: Step) -> None:
        """Know that a step was carried out, or refused: it is not due again."""

    @abstractmethod
    def next_moment(self) -> datetime | None:
        """When something may become due without any further event."""

    @abstractmethod
    def version(self, stream: UUID) -> int:
        """How many events of a stream it acts on are known."""

    def command_id(self, step: Step) -> UUID:
        """The id under which a step is carried out, once."""
        return uuid5(NAMESPACE, f"{self.name}:{step.key}:{step.stream}")
