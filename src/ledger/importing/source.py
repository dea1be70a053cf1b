"""A file that is being read: its lines, and how much of it has been read."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from ledger.importing.encodings import encoding_of
from ledger.importing.rows import FileRefused

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

    def lines(self) -> Generator[str]:
        """The lines with their ends; `FileRefused` at one that is longer than a row can be."""
        decode, number, self.read = self.encoding, 0, 0
        with self.path.open("rb") as file:
            while raw := file.readline(MAX_LINE):
                self.read += len(raw)
                number += 1
                if len(raw) == MAX_LINE:
                    raise FileRefused(
                        "LINE_TOO_LONG",
                        f"Line {number} has more than {MAX_LINE} bytes: this is no file of rows.",
                        f"第 {number} 行超过 {MAX_LINE} 字节，不是按行组织的文件。",
                    )
                yield raw.decode(decode, "replace")
                decode = "utf-8" if decode == "utf-8-sig" else decode
