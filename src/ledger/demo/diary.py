"""What the demo's areas write into: deeds, each at its moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from itertools import count
from typing import Any


@dataclass(frozen=True)
class Deed:
    """One mutation: when, by whom, with what; `makes` names what it makes, `shows` the payload's field.

    `file` is what the same person uploads before, by its name and its content.
    """

    at: datetime
    order: int
    role: str
    mutation: str
    input: dict[str, Any]
    makes: str = ""
    shows: str = ""
    file: tuple[str, bytes] | None = None


_NOT_YET = datetime.min.replace(tzinfo=UTC)

Step = tuple[int, str, str, dict[str, Any]]
"""Days after the finding, role, mutation, input."""


@dataclass
class Diary:
    """Collects deeds, each at its own second of its day."""

    deeds: list[Deed] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def add(self, day: date, role: str, mutation: str, makes: str = "", shows: str = "", /, **given: Any) -> None:
        """Note one: on `day`, by somebody in `role`; `makes` and `shows` are those of `Deed`."""
        self._note(day, Deed(_NOT_YET, 0, role, mutation, given, makes, shows))

    def attach(self, day: date, role: str, thing: str, kind: str, name: str, content: bytes) -> None:
        """Note that somebody uploads a file and attaches it to a thing."""
        given = {"thing": thing, "kind": kind, "name": name, "digest": sha256(content).hexdigest()}
        self._note(day, Deed(_NOT_YET, 0, role, "addAttachment", given, file=(name, content)))

    def _note(self, day: date, deed: Deed) -> None:
        number = next(self.numbers)
        at = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC) + timedelta(seconds=number)
        self.deeds.append(replace(deed, at=at, order=number))
