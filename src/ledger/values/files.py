"""Files as people hand them in: their names, their digests, and the formats that the ledger keeps."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ledger.values.text import Name

FORMATS = {
    ".csv": "text/csv",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".heic": "image/heic",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mov": "video/quicktime",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".ofd": "application/ofd",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
    ".txt": "text/plain",
    ".wav": "audio/wav",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The formats that are kept (允许的格式), by the end of the name. The choice is ours: papers, pictures, recordings and
tables; nothing that runs, and no archives, which hide what is in them. OFD is the format of official documents."""

_CALLED = {
    "application/pdf": {"application/x-pdf"},
    "audio/mp4": {"audio/m4a", "audio/x-m4a"},
    "audio/mpeg": {"audio/mp3"},
    "audio/wav": {"audio/vnd.wave", "audio/wave", "audio/x-wav"},
    "image/heic": {"image/heif"},
    "image/jpeg": {"image/jpg", "image/pjpeg"},
    "text/csv": {"application/csv", "application/vnd.ms-excel", "text/plain"},
}
"""What senders call a format beside its own name: a browser on a machine with Excel calls every table a workbook."""

_ORDER_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def ending(name: str) -> str:
    """The end of a file's name in small letters, with its dot: `.jpg`; empty when it has none."""
    return PurePosixPath(name).suffix.lower()


def is_called(said: str, media_type: str) -> bool:
    """Whether a sender who says `said` means the format of `media_type`."""
    return said == media_type or said in _CALLED.get(media_type, ())


def same_name(text: str) -> str:
    """A file name in one spelling; what leads into a folder, or turns the order of letters round, is refused."""
    composed = unicodedata.normalize("NFC", text)
    if any(c in "/\\\n\t" or c in _ORDER_MARKS for c in composed) or not composed.strip("."):
        raise PydanticCustomError("file_name", "a file name has no folders, no line ends and no marks of direction")
    return composed


Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 of a file's content (文件摘要): 64 hexadecimal digits, small letters."""

FileName = Annotated[Name, AfterValidator(same_name)]
"""The name of a file (文件名), NFC: a label and never a path."""
