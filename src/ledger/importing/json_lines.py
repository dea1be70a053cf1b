"""JSON lines: a command a line, `{"command": "RegisterMine", "input": {…}}`."""

from __future__ import annotations

from contextlib import closing
from typing import Any
from uuid import UUID

import orjson
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from ledger.graphql.validation import as_invalid_input
from ledger.importing.rows import FileRefused, Row, Rows, Unreadable, command_id
from ledger.importing.source import LineTooLong, Source
from ledger.values.errors import InvalidInput

NAME = "commands"


class Line(BaseModel):
    """One line. `commandId` or `key` tells rows of equal content apart; without them they are one command."""

    model_config = ConfigDict(extra="forbid", alias_generator=to_camel, frozen=True)

    command: str
    input: dict[str, Any]
    command_id: UUID | None = None
    key: str | None = Field(None, min_length=1, max_length=200)
    instant: AwareDatetime | None = None
    reason: str | None = None
    expected_version: int | None = None


def read(source: Source) -> Rows:
    """The rows of a file; `FileRefused` when the first line that holds anything is no JSON object."""
    begun = False
    with closing(source.lines()) as lines:
        while True:
            try:
                text = next(lines)
            except StopIteration:
                return
            except LineTooLong as error:
                yield Unreadable(lines.number, error)
                continue
            if text.strip():
                yield _read(lines.number, text, begun=begun)
                begun = True


def _read(number: int, text: str, *, begun: bool) -> Row | Unreadable:
    try:
        value = orjson.loads(text)
        if not isinstance(value, dict):
            raise ValueError("not an object")
    except ValueError as error:
        if begun:
            return Unreadable(number, _broken(number, error))
        raise FileRefused(
            "NOT_JSON_LINES",
            f"Line {number} is not a JSON object ({error}): this is no file of JSON lines.",
            f"第 {number} 行不是 JSON 对象，该文件不是 JSON Lines 格式。",
        ) from error
    return _row(number, value)


def _row(number: int, value: dict[str, Any]) -> Row | Unreadable:
    try:
        line = Line.model_validate(value)
    except ValidationError as invalid:
        return Unreadable(number, line_error(invalid))
    keyed = line.command_id is not None or line.key is not None
    return Row(
        line=number,
        command=line.command,
        given=line.input,
        command_id=line.command_id or command_id(NAME, line.key, line.command, line.input),
        keyed=keyed,
        instant=line.instant,
        reason=line.reason,
        expected_version=line.expected_version,
    )


def line_error(invalid: ValidationError) -> InvalidInput:
    """What is wrong with a row, beside what it asks of the command."""
    error = as_invalid_input(invalid)[0]
    error.path = error.path[1:]
    return error


def _broken(number: int, error: Exception) -> InvalidInput:
    return InvalidInput(
        "LINE_NOT_JSON", f"Line {number} is not a JSON object: {error}.", f"第 {number} 行不是有效的 JSON 对象。"
    )
