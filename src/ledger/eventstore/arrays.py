"""`bytea[]` in PostgreSQL's binary form: bodies travel as they are, without hexadecimal digits in between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from struct import Struct

from psycopg import pq
from psycopg.adapt import Dumper

BYTEA, BYTEA_ARRAY = 17, 1001

_header = Struct("!iiIii")
_empty = Struct("!iiI").pack(0, 0, BYTEA)
_length = Struct("!i").pack


@dataclass(frozen=True, slots=True)
class ByteaArray:
    """A list of byte strings to send as one `bytea[]` parameter."""

    elements: Sequence[bytes]


class ByteaArrayDumper(Dumper):
    """Writes a `ByteaArray`; registered on the committer's connection."""

    format = pq.Format.BINARY
    oid = BYTEA_ARRAY

    def dump(self, obj: ByteaArray) -> bytes:
        """One dimension, no nulls, subscripts from 1."""
        if not obj.elements:
            return _empty
        parts = [_header.pack(1, 0, BYTEA, len(obj.elements), 1)]
        for element in obj.elements:
            parts.append(_length(len(element)))
            parts.append(element)
        return b"".join(parts)
