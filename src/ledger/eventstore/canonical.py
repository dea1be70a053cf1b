"""RFC 8785 canonical JSON, narrowed to what the record may contain."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import rfc8785

MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no canonical form here; the command that carries it fails, never the log."""


def canonical_bytes(value: Any) -> bytes:
    """The one byte form of `value`: no floats, integers below 2^53, NFC names, at most 32 levels deep."""
    _check(value, 0)
    try:
        return rfc8785.dumps(value)
    except rfc8785.CanonicalizationError as error:
        raise NotCanonical(str(error)) from error


def parse_canonical(stored: bytes) -> Any:
    """The value of stored bytes; duplicate names and floats are refused."""
    return json.loads(stored, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)


def is_canonical(stored: bytes) -> bool:
    """Whether parsing and writing again gives the same bytes."""
    try:
        return canonical_bytes(parse_canonical(stored)) == stored
    except ValueError:
        return False


def _check(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical(f"deeper than {MAX_DEPTH} levels")
    if isinstance(value, dict):
        for name, member in value.items():
            if not isinstance(name, str) or not unicodedata.is_normalized("NFC", name):
                raise NotCanonical(f"name is not NFC text: {name!r}")
            _check(member, depth + 1)
    elif isinstance(value, list | tuple):
        for member in value:
            _check(member, depth + 1)
    elif isinstance(value, float):
        raise NotCanonical("floats are not exact; write a decimal as text")
    elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > MAX_INTEGER:
        raise NotCanonical(f"integer beyond 2^53: {value}")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotCanonical("a name stands twice")
    return value


def _no_float(text: str) -> Any:
    raise NotCanonical(f"float in stored bytes: {text}")
