"""Tables (CSV): a heading, then a row a line."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from contextlib import closing
from dataclasses import dataclass

from ledger.importing.rows import FileRefused
from ledger.importing.source import LineTooLong, Source
from ledger.values.errors import InvalidInput


@dataclass(frozen=True)
class Cells:
    """One row of a table: its line in the file, and what stands under each heading; empty cells are left out."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True)
class BrokenRow:
    """A row that is none, and why."""

    line: int
    error: InvalidInput


class Table:
    """A table in a file; its heading is read at once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        try:
            with closing(source.lines()) as lines:
                self.heading = [cell.strip() for cell in next(csv.reader(lines, strict=True))]
        except (StopIteration, csv.Error) as error:
            raise FileRefused("NOT_A_TABLE", "The file has no heading.", "文件没有表头，不是 CSV 表格。") from error
        named = [name for name in self.heading if name]
        twice = sorted({name for name in named if named.count(name) > 1})
        if twice:
            listed = "、".join(twice)
            raise FileRefused("COLUMN_TWICE", f"Columns stand twice: {listed}.", f"表头中的列重复：{listed}。")

    def require(self, columns: Collection[str]) -> None:
        """`FileRefused` when columns are missing."""
        missing = [name for name in columns if name not in self.heading]
        if missing:
            raise columns_missing(missing, self.heading)

    def rows(self) -> Iterator[Cells | BrokenRow]:
        """The rows in order, empty lines left out."""
        with closing(self._source.lines()) as lines:
            reader = csv.reader(lines, strict=True)
            next(reader)
            while True:
                began = lines.number + 1
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except LineTooLong as error:
                    yield BrokenRow(lines.number, error)
                    continue
                except csv.Error as error:
                    # A quotation mark that is never closed takes the lines after it along.
                    over = f"{began}–{lines.number}" if lines.number > began else f"{began}"
                    yield BrokenRow(began, _broken(f"{error}, in line {over}", f"引号或分隔符有误，涉及第 {over} 行"))
                    continue
                if any(cells):
                    yield self._row(began, cells)

    def _row(self, line: int, cells: list[str]) -> Cells | BrokenRow:
        if len(cells) > len(self.heading):
            text = f"{len(cells)} cells under {len(self.heading)} headings"
            return BrokenRow(line, _broken(text, f"表头 {len(self.heading)} 列，本行 {len(cells)} 列"))
        named = zip(self.heading, cells, strict=False)
        return Cells(line, {name: cell.strip() for name, cell in named if name and cell.strip()})


def columns_missing(missing: Collection[str], heading: Collection[str]) -> FileRefused:
    """The refusal of a table that lacks columns."""
    listed, there = "、".join(missing), "、".join(heading)[:500]
    return FileRefused(
        "COLUMNS_MISSING",
        f"Columns are missing: {listed}. The heading has: {there}.",
        f"缺少列：{listed}。现有表头：{there}。",
    )


def _broken(text: str, text_zh: str) -> InvalidInput:
    return InvalidInput("ROW_BROKEN", f"This row of the table is broken: {text}.", f"该行表格有误：{text_zh}。")
