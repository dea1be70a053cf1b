"""What the ledger does by itself: reads events in order, gives commands, each exactly once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
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


class Process(ABC):
    """One process (自动处理). It folds its state from events and never reads views.

    The command id is UUIDv5 of process, rule and cause position: a repetition changes nothing.
    """

    name: ClassVar[str]
    types: ClassVar[Sequence[str]]

    @abstractmethod
    async def react(self, recorded: RecordedEvent) -> list[Reaction]:
        """The commands that `recorded` calls for; none for most events."""

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

    def command_id(self, reaction: Reaction, cause: RecordedEvent) -> UUID:
        """The id under which the reaction to `cause` is carried out, once."""
        return uuid5(NAMESPACE, f"{self.name}:{reaction.rule}:{cause.position}")
