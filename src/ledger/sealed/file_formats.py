"""What a file is by its content, whatever its name or its sender say."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

import puremagic

from ledger.values.files import FORMATS, ending

Read = Callable[[int, int], bytes]
"""So many bytes from an offset on; fewer at the end of the file."""

LOOKED_AT = 64 * 1024
_SAME = {".jpeg": ".jpg", ".tiff": ".tif", ".heif": ".heic"}
_TEXTS = frozenset({".csv", ".txt"})
_PACKED = {".docx": b"word/document.xml", ".xlsx": b"xl/workbook.xml", ".ofd": b"OFD.xml"}
_COMPOUND = {".doc": ("WordDocument",), ".xls": ("Workbook", "Book")}
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def is_what_it_says(name: str, size: int, read: Read) -> bool:
    """Whether a content of `size` bytes is of the format that its name says.

    Reads some 200 kB of it at most: the beginning, and where the format keeps its table of contents.
    """
    said = _SAME.get(ending(name), ending(name))
    if said not in FORMATS or size == 0:
        return False
    head = read(0, LOOKED_AT)
    if said in _TEXTS:
        return _is_text(head, size) and _is_text(read(max(0, size - LOOKED_AT), LOOKED_AT), size)
    if said in _PACKED:
        return head.startswith(_ZIP) and _packs(_PACKED[said], read(max(0, size - 2 * LOOKED_AT), 2 * LOOKED_AT))
    if said in _COMPOUND:
        return head.startswith(_OLE) and _holds(_COMPOUND[said], head, read)
    try:
        found = {match.extension for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return False
    return said in {_SAME.get(extension, extension) for extension in found}


def _is_text(part: bytes, size: int) -> bool:
    """Whether a part of a file is text in UTF-8 or GB 18030; a character may be cut in two where the part ends."""
    if _NOT_TEXT.search(part):
        return False
    cut = 4 if size > LOOKED_AT else 0
    for encoding in ("utf-8", "gb18030"):
        for start in range(cut + 1):
            for end in range(cut + 1):
                try:
                    part[start : len(part) - end].decode(encoding)
                except UnicodeDecodeError:
                    continue
                return True
    return False


def _packs(entry: bytes, tail: bytes) -> bool:
    """Whether a ZIP has an entry of this name, by the directory at its end."""
    return re.search(rb"PK\x01\x02.{42}" + re.escape(entry), tail, re.DOTALL) is not None


def _holds(streams: tuple[str, ...], head: bytes, read: Read) -> bool:
    """Whether an OLE compound file has one of these streams, by its directory (MS-CFB 2.2, 2.6)."""
    if len(head) < 52:
        return False
    (shift,), (sector,) = struct.unpack_from("<H", head, 30), struct.unpack_from("<I", head, 48)
    if shift not in {9, 12}:
        return False
    directory = read((sector + 1) << shift, 4096)
    entries = [directory[at : at + 64].decode("utf-16-le", "replace") for at in range(0, len(directory), 128)]
    return any(entry.partition("\0")[0] in streams for entry in entries)
