"""The kinds of file that are read: command lines, the mine register, and a table of any one command."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ledger.commands.catalogue import commands
from ledger.importing import command_table, json_lines, mine_register
from ledger.importing.rows import FileRefused, Rows
from ledger.importing.source import Source


@dataclass(frozen=True)
class Opened:
    """A file of a known kind: its rows, and the columns of it that say nothing."""

    source: Source
    rows: Rows
    ignored: tuple[str, ...] = ()


def named() -> list[str]:
    """The kinds by name."""
    return [json_lines.NAME, mine_register.NAME, *commands()]


def opened(path: Path, kind: str, encoding: str | None = None) -> Opened:
    """The file as one of `kind`; `FileRefused` when there is no such kind, or it is not what it says."""
    if kind not in named():
        listed = f"{json_lines.NAME}, {mine_register.NAME}, or the name of a command"
        raise FileRefused(
            "KIND_UNKNOWN",
            f"{kind[:60]} is no kind of file; a kind is {listed}, such as RegisterMine.",
            f"未知的文件种类 {kind[:60]}；可用 {json_lines.NAME}、{mine_register.NAME} 或命令名称，如 RegisterMine。",
            path=("kind",),
        )
    source = Source.of(path, encoding)
    if kind == json_lines.NAME:
        return Opened(source, json_lines.read(source))
    if kind == mine_register.NAME:
        return Opened(source, mine_register.read(source))
    ignored = tuple(command_table.ignored_columns(Source.of(path, encoding), kind))
    return Opened(source, command_table.read(source, kind), ignored)
