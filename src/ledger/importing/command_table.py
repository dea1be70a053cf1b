"""A table of one command: each row carries it out, its columns are the command's fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from ledger.commands.catalogue import commands
from ledger.commands.command import Command
from ledger.importing.fields import CommandField, fields_of
from ledger.importing.json_lines import Line, line_error
from ledger.importing.rows import Row, Rows, Unreadable, command_id
from ledger.importing.source import Source
from ledger.importing.tables import BrokenRow, Cells, Table, columns_missing

BESIDE = {
    "commandId": "命令编号",
    "key": "标识",
    "instant": "时刻",
    "reason": "理由",
    "expectedVersion": "期望版本",
}
"""What a row may say beside the command's own fields."""


def read(source: Source, command: str) -> Rows:
    """The rows of a table of `command`; `FileRefused` when a column that it needs is missing."""
    table = Table(source)
    cls = commands()[command]
    columns = _columns(cls, table.heading)
    found = {id(field) for field in columns.values()}
    missing = [" / ".join(f.headings) for f in fields_of(cls) if f.required and id(f) not in found]
    if missing:
        raise columns_missing(missing, table.heading)
    return _rows(table, command, columns)


def ignored_columns(source: Source, command: str) -> list[str]:
    """The columns that say nothing to the command."""
    heading = Table(source).heading
    known = _columns(commands()[command], heading).keys() | _beside(heading).keys()
    return [name for name in heading if name and name not in known]


def _columns(command: type[Command], heading: list[str]) -> dict[str, CommandField]:
    named = {heading: field for field in fields_of(command) for heading in reversed(field.headings)}
    return {name: named[name] for name in heading if name in named}


def _beside(heading: list[str]) -> dict[str, str]:
    named = {**{name: name for name in BESIDE}, **{term: name for name, term in BESIDE.items()}}
    return {name: named[name] for name in heading if name in named}


def _rows(table: Table, command: str, columns: Mapping[str, CommandField]) -> Rows:
    beside = {name: field for name, field in _beside(table.heading).items() if name not in columns}
    for cells in table.rows():
        if isinstance(cells, BrokenRow):
            yield Unreadable(cells.line, cells.error)
        else:
            yield _row(cells, command, columns, beside)


def _row(
    cells: Cells, command: str, columns: Mapping[str, CommandField], beside: Mapping[str, str]
) -> Row | Unreadable:
    given: dict[str, Any] = {
        columns[name].name: columns[name].value_of(text) for name, text in cells.values.items() if name in columns
    }
    said = {beside[name]: text for name, text in cells.values.items() if name in beside}
    try:
        line = Line.model_validate({"command": command, "input": given, **said})
    except ValidationError as invalid:
        return Unreadable(cells.line, line_error(invalid))
    return Row(
        line=cells.line,
        command=command,
        given=given,
        command_id=line.command_id or command_id(command, line.key, command, given),
        keyed=line.command_id is not None or line.key is not None,
        instant=line.instant,
        reason=line.reason,
        expected_version=line.expected_version,
    )
