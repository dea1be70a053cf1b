"""The base of all commands: one model, its right and its handler, from which everything else is derived."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from ledger.commands.work import Work
from ledger.domain.aggregate import Aggregate
from ledger.rights.right import Right

_registry: dict[str, type[Command]] = {}


class Command(BaseModel, ABC):
    """Something a caller wants done (`ReopenHazard`); the docstring's first line describes the mutation.

    Every field has a `Field(description=…)` with the Chinese term: it becomes the description in the schema.
    The handler loads aggregates from `work`, calls their acts, and returns the aggregate that the payload shows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", alias_generator=to_camel, populate_by_name=True)

    right: ClassVar[Right]
    returns: ClassVar[type[Aggregate]]
    exposed: ClassVar[bool] = True
    """Whether callers may give it; the others are the ledger's own."""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        _registry[cls.__name__] = cls

    @abstractmethod
    async def handle(self, work: Work) -> Aggregate:
        """Decide; refuse by raising a `LedgerError`. Nothing is written until all of it is decided."""


def command_classes() -> dict[str, type[Command]]:
    """All commands by name, in the order of their declaration."""
    return dict(_registry)
