"""A part of a content, asked for by bytes (RFC 9110 §14): one range, others are answered whole."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class RangeRefused(Exception):
    """None of the content lies in the range asked for; `size` is what there is."""

    def __init__(self, size: int) -> None:
        super().__init__(f"There are {size} bytes; none of them lies in that range.")
        self.size = size


@dataclass(frozen=True)
class Range:
    """The bytes from `first` to `last`, both in it, of `size`."""

    first: int
    last: int
    size: int

    @property
    def headers(self) -> dict[str, str]:
        """What the answer says of it."""
        length = self.last + 1 - self.first
        return {"content-range": f"bytes {self.first}-{self.last}/{self.size}", "content-length": str(length)}


def asked_range(header: str | None, size: int) -> Range | None:
    """The range that a `Range` header asks for; None for none, and for what is not one range of bytes."""
    found = _ONE.fullmatch((header or "").strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    start = int(first) if first else max(0, size - int(last))
    end = min(int(last), size - 1) if first and last else size - 1
    if first and last and int(last) < int(first):
        return None
    if start >= size:
        raise RangeRefused(size)
    return Range(start, end, size)
