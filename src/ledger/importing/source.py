"""A file that is being read: its lines, and how much of it has been read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, NoReturn

from ledger.importing.encodings import encoding_of
from ledger.importing.rows import FileRefused
from ledger.values.errors import InvalidInput

MAX_LINE = 1024 * 1024


@dataclass
class Source:
    """A text file; `read` bytes of `size` have been taken from it so far."""

    path: Path
    encoding: str
    size: int
    read: int = 0

    @classmethod
    def of(cls, path: Path, encoding: str | None = None) -> Source:
        """The file at `path`; `FileRefused` when there is none, or it is not text that we read."""
        try:
            size = path.stat().st_size
            found = encoding_of(path, encoding)
        except OSError as error:
            raise FileRefused(
                "FILE_UNREADABLE", f"{path} cannot be read: {error.strerror}.", f"无法读取文件 {path}。"
            ) from error
        if size == 0:
            raise FileRefused("FILE_EMPTY", f"{path} is empty.", f"文件 {path} 为空。")
        return cls(path, found, size)

    def lines(self) -> Lines:
        """The lines with their ends, from the beginning."""
        return Lines(self)


class LineTooLong(InvalidInput):
    """A line that is longer than a row can be; the next one can be read after it."""


class Lines:
    """The lines of a source, one at a time, so that a line too long is told and passed over without being held.

    `FileRefused` when it is the first: then this is no file of rows at all.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._decode = source.encoding
        self._file: IO[bytes] | None = None
        self.number = 0
        source.read = 0

    def __iter__(self) -> Lines:
        return self

    def __next__(self) -> str:
        if self._file is None:
            self._file = self._source.path.open("rb")
        raw = self._read(self._file)
        if not raw:
            raise StopIteration
        self.number += 1
        if len(raw) == MAX_LINE and not raw.endswith(b"\n"):
            self._pass_over(self._file)
        text = raw.decode(self._decode, "replace")
        self._decode = "utf-8" if self._decode == "utf-8-sig" else self._decode
        return text

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            self._file.close()

    def _read(self, file: IO[bytes]) -> bytes:
        raw = file.readline(MAX_LINE)
        self._source.read += len(raw)
        return raw

    def _pass_over(self, file: IO[bytes]) -> NoReturn:
        while (raw := self._read(file)) and not raw.endswith(b"\n"):
            pass
        self._decode = "utf-8" if self._decode == "utf-8-sig" else self._decode
        too_long = LineTooLong(
            "LINE_TOO_LONG",
            f"Line {self.number} has more than {MAX_LINE} bytes: this is no row.",
            f"第 {self.number} 行超过 {MAX_LINE} 字节，不是一行数据。",
        )
        if self.number == 1:
            raise FileRefused(too_long.code, too_long.message, too_long.message_zh)
        raise too_long
