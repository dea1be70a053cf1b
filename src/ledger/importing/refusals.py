"""The report of an import: which rows were refused, and why, as a table that a spreadsheet opens."""

from __future__ import annotations

import csv
from pathlib import Path
from types import TracebackType
from typing import TextIO

from ledger.values.errors import LedgerError

HEADING = ("line", "code", "path", "message", "messageZh", "rule")


class Refusals:
    """`with Refusals(path)`: a row for each thing that is wrong; what the rows themselves say does not stand in it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: TextIO | None = None

    def __enter__(self) -> Refusals:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # The mark at the beginning tells a spreadsheet that it is UTF-8.
        self._file = self.path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(HEADING)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()

    def note(self, line: int, error: LedgerError) -> None:
        """A row was refused."""
        path = ".".join(map(str, error.path))
        self._writer.writerow((line, error.code, path, error.message, error.message_zh, error.rule or ""))
