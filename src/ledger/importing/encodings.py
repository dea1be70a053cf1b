"""In which encoding a file is written: UTF-8 or GB18030, found out by reading it once, or told."""

from __future__ import annotations

import codecs
from pathlib import Path

from ledger.importing.rows import FileRefused

ENCODINGS = ("utf-8", "gb18030")
CHUNK = 1024 * 1024
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encoding_of(path: Path, told: str | None = None) -> str:
    """`utf-8-sig` or `gb18030`; `FileRefused` when the file is written in neither, or not in the one that was told."""
    if told is not None and told.lower() not in ENCODINGS:
        raise FileRefused(
            "ENCODING_UNKNOWN",
            f"{told} is not read; utf-8 and gb18030 are.",
            f"不支持编码 {told}，只读 utf-8 与 gb18030。",
            path=("encoding",),
        )
    with path.open("rb") as file:
        start = file.read(1024)
    if start.startswith(_UTF16) or b"\0" in start:
        raise FileRefused(
            "NOT_TEXT",
            "This is no text in UTF-8 or GB18030 (a workbook, or UTF-16): save it as CSV in UTF-8 first.",
            "文件不是 UTF-8 或 GB18030 文本（可能是工作簿或 UTF-16），请先另存为 UTF-8 编码的 CSV。",
        )
    if told is None or told.lower() == "utf-8":
        broken = _first_broken_line(path, "utf-8")
        if broken is None:
            return "utf-8-sig"
        # One broken letter does not make another encoding of a file.
        if told or _mostly_utf8(path):
            raise _broken(broken, "UTF-8")
    broken = _first_broken_line(path, "gb18030")
    if broken is not None:
        raise _broken(broken, "GB18030" if told else "UTF-8 / GB18030")
    return "gb18030"


def _mostly_utf8(path: Path) -> bool:
    """Whether more of the beginning is Chinese, read as UTF-8, than is broken; of GB18030 nearly all is broken."""
    with path.open("rb") as file:
        text = file.read(CHUNK).decode("utf-8", "replace")
    return sum("\u4e00" <= letter <= "\u9fff" for letter in text) > text.count("\ufffd")


def _first_broken_line(path: Path, encoding: str) -> int | None:
    """The first line that is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            if not chunk:
                return None
            line += chunk.count(b"\n")


def _broken(line: int, encoding: str) -> FileRefused:
    return FileRefused(
        "ENCODING_BROKEN",
        f"Line {line} is not in {encoding}; name the encoding, or save the file again.",
        f"第 {line} 行不是 {encoding} 编码，请指明编码或重新保存文件。",
    )
