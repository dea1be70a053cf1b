"""What hangs on the objects of an answer: gathered while they are made, then read together, one statement each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from graphql.execution.values import VariableValues

from ledger.eventstore.readers import Reader
from ledger.graphql.context import Context

Made = dict[str, Any]
ValueRow = tuple[Any, ...]


@dataclass(frozen=True)
class At:
    """The lent connection, the caller, and the moment and day of one root field's reads; the operation's variables."""

    reader: Reader
    context: Context
    as_of: int | None
    today: date
    variables: VariableValues | None = None


class Hung(Protocol):
    """Something that is read in one statement for all the objects it hangs on."""

    async def fetch(self, at: At, waiting: list[Made], hanging: Hanging) -> None:
        """Read it and give each of `waiting` its own; what hangs on that is told to `hanging`."""
        ...


Make = Callable[[ValueRow, Callable[[Hung, Made], Made]], Made]
"""Makes an object of a row; the second argument is told of every object that something hangs on."""


class Hanging:
    """The objects of one answer that something hangs on."""

    def __init__(self) -> None:
        self._waiting: dict[Hung, list[Made]] = {}

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, hung: Hung, made: Made) -> Made:
        """`made`, which waits for what hangs on it."""
        self._waiting.setdefault(hung, []).append(made)
        return made

    async def fetch(self, at: At) -> None:
        """Read what hangs, one statement each, and what hangs on that."""
        while self._waiting:
            hung, waiting = self._waiting.popitem()
            await hung.fetch(at, waiting, self)


def constant(value: str) -> Callable[..., str]:
    """What gives the same, whatever it is asked about."""
    return lambda *_: value
