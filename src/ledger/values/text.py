"""Text as people enter it: NFC, trimmed, bounded, without control characters."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

# Characters that turn the direction of what follows: what is shown would not be what is recorded.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def normalised(text: str) -> str:
    """The NFC form without surrounding white space; control, turning and unpaired surrogate characters are refused."""
    cleaned = unicodedata.normalize("NFC", text).strip()
    if cleaned and cleaned.isprintable():
        # Of all that is refused here nothing is printable.
        return cleaned
    categories = [unicodedata.category(c) for c in cleaned]
    if any(k in {"Cc", "Cs"} and c not in "\n\t" for c, k in zip(cleaned, categories, strict=True)):
        raise PydanticCustomError("control_characters", "control characters are not text")
    if not _TURNING.isdisjoint(cleaned):
        raise PydanticCustomError("turning_characters", "characters that turn the direction of writing are not text")
    if all(k == "Cf" or k.startswith("Z") for k in categories):
        raise PydanticCustomError("white_space_alone", "white space alone is not text")
    return cleaned


_nfc = AfterValidator(normalised)
_present = StringConstraints(min_length=1, strip_whitespace=True)

Name = Annotated[str, StringConstraints(max_length=200), _present, _nfc]
"""A name or title: 1 to 200 characters."""

Line = Annotated[str, StringConstraints(max_length=500), _present, _nfc]
"""One statement: 1 to 500 characters."""

Prose = Annotated[str, StringConstraints(max_length=4000), _present, _nfc]
"""A passage: 1 to 4,000 characters."""
