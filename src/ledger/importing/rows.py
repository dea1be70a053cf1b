"""What is read out of a file: rows that ask for a command, and rows that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson

from ledger.values.errors import InvalidInput

NAMESPACE = UUID("0c0f3c55-1b5e-5d7b-8a0e-6a6c2f5b7d10")


class FileRefused(InvalidInput):
    """A file that is not what it says: nothing of it is imported."""


@dataclass(frozen=True)
class Row:
    """One row: the command it asks for, in the names of the API, and what tells it apart from others.

    `key` is what stays the same when the row is sent again: what the source calls the thing, otherwise the content.
    `keyed` says which of the two. `instant` counts on a simulated ledger only.
    """

    line: int
    command: str
    given: dict[str, Any]
    command_id: UUID
    keyed: bool
    instant: datetime | None = None
    reason: str | None = None
    expected_version: int | None = None


@dataclass(frozen=True)
class Unreadable:
    """A row that asks for nothing we could understand, and why."""

    line: int
    error: InvalidInput


Rows = Iterator[Row | Unreadable]


def command_id(kind: str, key: str | None, command: str, given: dict[str, Any]) -> UUID:
    """The id of a row's command: UUIDv5 of the kind of file and the row's key, or of its content where it has none.

    Whoever imports the file, and however often, the row is the same command.
    """
    if key is None:
        key = f"{command}\n{orjson.dumps(given, option=orjson.OPT_SORT_KEYS).decode()}"
    return uuid5(NAMESPACE, f"{kind}\n{key}")
